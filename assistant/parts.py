"""Several questions in one: which parts of a question can be asked on their own. Words only; knows nothing of evidence."""

import re
from dataclasses import dataclass

from ingest import content_words, fold, sentences

MOST = 3
ASKING = r"(?:wie|wat|waar|waarom|wanneer|welke?|hoe|hoeveel|mag|mogen|moet|moeten|kan|kunnen|is er|zijn er)"
JOINED = re.compile(rf",?\s+en\s+(?={ASKING}\b)", re.IGNORECASE)
STARTS = re.compile(r"^(?:en|maar|ook)\s+", re.IGNORECASE)
ASKS = re.compile(rf"\b{ASKING}\b")
# With such a word a part leans on what goes before it.
LEANING = re.compile(
    r"\b(dat|die|dit|deze|daar\w*|hier\w*|er|er(?:aan|bij|in|mee|om|op|over|toe|uit|van|voor)|zij|ze|hij|hem|haar|hun|wij|dan|andere|"
    r"het(?! (?:verschil|doel|belang|nut|effect|resultaat|advies|beleid)\b))\b"
)
# So many words with meaning make a part that can be understood alone; one is enough where a meaning is asked.
ENOUGH = 2
DEFINED = re.compile(r"(?:wat|wie) (?:is|zijn|was|waren|doet|doen|betekent|houdt)\b")


@dataclass(frozen=True)
class Part:
    """A question that was asked along with others; one that `leans` is understood after the first."""

    question: str
    leans: bool = False


def parts_of(question: str) -> tuple[Part, ...]:
    """Two or three questions in the order in which they were asked, the first one able to stand alone; empty when it is one question."""
    asked = [s for s in sentences(question) if s.endswith("?")]
    found = [STARTS.sub("", part.strip(" ,?")) for s in asked for part in JOINED.split(s)]
    parts = [Part(p[:1].upper() + p[1:] + "?", bool(LEANING.search(fold(p)))) for p in found if ASKS.search(fold(p))]
    if len(found) != len(parts) or not 2 <= len(parts) <= MOST or parts[0].leans or not all(map(_is_understood, parts)):
        return ()
    return tuple(parts)


def _is_understood(part: Part) -> bool:
    """Whether a part says enough; `Hoeveel scholen doen mee?` leans without a word that shows it."""
    said = content_words(part.question)
    return bool(said) and (part.leans or len(said) >= ENOUGH or bool(DEFINED.match(fold(part.question))))
