"""Several questions in one: which parts of a question can be asked on their own. Words only; knows nothing of evidence."""

import re

from ingest import content_words, fold, sentences

MOST = 3
ASKING = r"(?:wie|wat|waar|waarom|wanneer|welke?|hoe|hoeveel|mag|mogen|moet|moeten|kan|kunnen|is er|zijn er)"
JOINED = re.compile(rf",?\s+en\s+(?={ASKING}\b)", re.IGNORECASE)
STARTS = re.compile(r"^(?:en|maar|ook)\s+", re.IGNORECASE)
ASKS = re.compile(rf"\b{ASKING}\b")
# With such a word a part leans on what goes before it.
LEANING = re.compile(
    r"\b(dat|die|dit|deze|daar\w*|hier\w*|er|er(?:aan|bij|in|mee|om|op|over|toe|uit|van|voor)|zij|ze|hij|hem|haar|hun|het|wij|dan|daarvan|andere)\b"
)
# So many words with meaning make a part that can be understood alone.
OWN_WORDS = 1


def parts_of(question: str) -> tuple[str, ...]:
    """Two or three questions that stand on their own, in the order in which they were asked; empty when it is one question."""
    asked = [s for s in sentences(question) if s.endswith("?")]
    found = [STARTS.sub("", part.strip(" ,?")) for s in asked for part in JOINED.split(s)]
    alone = [p for p in found if ASKS.search(fold(p)) and len(content_words(p)) >= OWN_WORDS and not LEANING.search(fold(p))]
    if len(found) != len(alone) or not 2 <= len(alone) <= MOST:
        return ()
    return tuple(p[:1].upper() + p[1:] + "?" for p in alone)
