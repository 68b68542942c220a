"""Which sentences of a card may stand on a slide: short, complete on their own, not told before. Knows nothing of slides or files."""

import re
from collections.abc import Iterable, Mapping, Sequence

from rapidfuzz import fuzz

from assistant.deck import MAX_BULLETS, MAX_WORDS, Bullet, BulletSource
from assistant.entry_lines import entry_sentences
from assistant.retrieval import same_words
from assistant.wording import date_in_words
from ingest import Document, Entry, LawDetail, RouteDetail, fold

# When two sentences say the same: the share of words of one that the other has, or the likeness of their letters (0 to 100).
SAME, ALIKE = 0.6, 63
FEWEST_WORDS = 5
# More words than this on one slide cannot be read from the back of a room.
SLIDE_WORDS = 85
# A sentence that begins so leans on the one before it.
_OPENINGS = (
    "daarvoor|daarom|daarna|daarbij|daarnaast|daardoor|daarmee|dat|die|zij|hij|deze|dit|ook|zo|hierbij|er|hun|haar|ze|andere"
)
LEANING = re.compile(
    rf"^({_OPENINGS}|(het|de) (eerste|tweede|derde))\b"
    r"|^\S+ (?:\S+ )?(ook|daarom|daarvoor|eveneens|verder|dus|zo|daarin|eerste twee)\b|\b(zulke|zulk)\b"
    # "Ook" in the main clause adds to what came before, unless the sentence itself says to what.
    r"|^(?!.*\b(naast|behalve|niet alleen|zowel)\b)[^,;:]*(?<!\bdie)(?<!\bdat)(?<!\bwaar)(?<!\bom)(?<!\bof)(?<!\ben)(?<!\bmaar) ook\b"
)


def source_of(entry: Entry, quote: str, documents: Mapping[str, Document], url: str = "") -> BulletSource:
    """Where a sentence stands: the page that the card names for it, else the document that the sentence names, else the first.

    `url` opens the document; what rests on the text of a law opens that text instead.
    """
    source = entry.source_of(quote)
    if source == entry.sources[0]:
        source = next((s for s in entry.sources[1:] if fold(documents[s.document].name) in fold(quote)), source)
    return BulletSource(
        entry.id, source.document, documents[source.document].name, source.pages, quote, entry.beyond_address(quote) or url,
        date_in_words(entry.beyond_pages(quote)),
    )  # fmt: skip


def short_sentences(entry: Entry) -> list[str]:
    """The sentences of an entry that fit on a slide, its summary first; what a route advises comes before its text."""
    advice = [entry.detail.message, *entry.detail.tips, *entry.detail.steps] if isinstance(entry.detail, RouteDetail) else []
    notes = [entry.detail.status_note] if isinstance(entry.detail, LawDetail) else []
    told = entry_sentences(entry)
    found = [s for s in (*advice, _definition(entry, told), *told) if s not in notes]
    return [
        s
        for s in dict.fromkeys(found)
        if FEWEST_WORDS <= len(s.split()) <= MAX_WORDS and not LEANING.search(fold(s)) and s[-1] in ".!’”"
    ]


def whole(entry: Entry, text: str) -> str:
    """The sentence of the entry of which a slide shows what stands before its colon; else the text itself."""
    return next((s for s in entry_sentences(entry) if s.startswith(f"{text.removesuffix('.')}:")), text)


def take(sentences: Iterable[str], limit: int, told: Sequence[str] = ()) -> list[str]:
    """The first sentences that say something that was not told yet."""
    chosen: list[str] = []
    for sentence in sentences:
        if len(chosen) >= limit:
            break
        if not any(_repeats(sentence, t) for t in (*told, *chosen)):
            chosen.append(sentence)
    return chosen


def gist(entry: Entry) -> str:
    """The sentence that tells best what an entry is about, short enough for a slide; empty when it has none."""
    return next(iter(short_sentences(entry)), "")


def fitting(bullets: Iterable[Bullet]) -> tuple[Bullet, ...]:
    """As many bullets as one slide can bear."""
    kept: list[Bullet] = []
    words = 0
    for bullet in bullets:
        words += len(bullet.text.split())
        if len(kept) == MAX_BULLETS or (kept and words > SLIDE_WORDS):
            break
        kept.append(bullet)
    return tuple(kept)


def _definition(entry: Entry, told: Sequence[str]) -> str:
    """What a law is, without the list after its colon when that makes it too long for a slide; empty otherwise."""
    first = told[0] if isinstance(entry.detail, LawDetail) and told else ""
    return f"{first.partition(':')[0]}." if ":" in first and len(first.split()) > MAX_WORDS else ""


def _repeats(one: str, other: str) -> bool:
    shared = max(same_words(one, other), same_words(other, one))
    return shared >= SAME or fuzz.token_set_ratio(fold(one), fold(other)) >= ALIKE
