"""Which sentences of a card may stand on a slide: short, complete on their own, not told before. Knows nothing of slides or files."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest

from rapidfuzz import fuzz

from assistant.deck import MAX_BULLETS, MAX_WORDS, Bullet, BulletSource
from assistant.entry_lines import entry_sentences, says_little, tells_where_from, under_headings
from assistant.retrieval import same_words
from assistant.wording import date_in_words
from ingest import Document, Entry, LawDetail, RouteDetail, fold

# When two sentences say the same: the share of words of one that the other has, or the likeness of their letters (0 to 100).
SAME, ALIKE = 0.6, 63
# Of one example that was chosen more may be told, as long as it is not nearly the same sentence.
NEARLY = (0.85, 85)
# What is asked of an example first.
_FIRST = ("wat", "hoe", "resultaat", "leerpunten")
FEWEST_WORDS = 5
# More words than this on one slide cannot be read from the back of a room.
SLIDE_WORDS = 85
# What is told of a publication, and of the place that an example has in it, and not of the example.
_PUBLICATION = r"\b(?:reisgids|midterm|notitie|advies|publicatie|bijlage)\b"
_PLACED = r"\b(?:(?:praktijk)?voorbeeld(?:en)?|link|titel|inspiratie|bladzijde|pagina|verwijst|legt uit|bij (?:de les|het principe|de oproep))\b"
ABOUT_CARD = re.compile(
    rf"{_PUBLICATION}.*{_PLACED}|{_PLACED}.*{_PUBLICATION}|\bals inspiratie gebruiken\b|\balleen de titel\b|\b(?:is|zijn) online te lezen\b"
)
# With fewer sentences an example is no more than its name.
FEWEST_TOLD = 3
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
    """The sentences of an entry that fit on a slide, its summary first; what a route advises comes before its text.

    What tells of a publication only when there is nothing else.
    """
    advice = [entry.detail.message, *entry.detail.tips, *entry.detail.steps] if isinstance(entry.detail, RouteDetail) else []
    notes = [entry.detail.status_note] if isinstance(entry.detail, LawDetail) else []
    told = entry_sentences(entry)
    found = [s for s in (*advice, _definition(entry, told), *told) if s not in notes]
    short = [
        s
        for s in dict.fromkeys(found)
        if FEWEST_WORDS <= len(s.split()) <= MAX_WORDS and not LEANING.search(fold(s)) and s[-1] in ".!’”"
    ]
    return [s for s in short if not about_card(s)] or short


def about_card(text: str) -> bool:
    """Whether a sentence tells of the publication, or of where it has an example, and not of the example itself."""
    return says_little(text) or tells_where_from(text) or bool(ABOUT_CARD.search(fold(text)))


def tells_enough(entry: Entry) -> bool:
    """Whether there is more to tell of an example than that it is one."""
    return sum(not about_card(s) for s in short_sentences(entry)) >= FEWEST_TOLD


def whole(entry: Entry, text: str) -> str:
    """The sentence of the entry of which a slide shows what stands before its colon; else the text itself."""
    return next((s for s in entry_sentences(entry) if s.startswith(f"{text.removesuffix('.')}:")), text)


def take(
    sentences: Iterable[str], limit: int, told: Sequence[str] = (), likeness: tuple[float, float] = (SAME, ALIKE)
) -> list[str]:
    """The first sentences that say something that was not told yet; from `likeness` on two say the same."""
    chosen: list[str] = []
    for sentence in sentences:
        if len(chosen) >= limit:
            break
        if not any(_repeats(sentence, t, *likeness) for t in (*told, *chosen)):
            chosen.append(sentence)
    return chosen


def story(entry: Entry, limit: int, told: Sequence[str] = ()) -> list[str]:
    """What, how and result of an example and what else there is to tell, one of each before the second of one."""
    short, above = short_sentences(entry), under_headings(entry)
    parts: dict[str, list[str]] = {heading: [] for heading in _FIRST}
    for sentence in short:
        parts.setdefault(above.get(sentence, ""), []).append(sentence)
    summary = parts.pop("", [])
    turns = [s for row in zip_longest(*parts.values()) for s in row if s]
    return sorted(take([*turns, *summary], limit, told, NEARLY), key=short.index)


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


def _repeats(one: str, other: str, same: float, alike: float) -> bool:
    shared = max(same_words(one, other), same_words(other, one))
    return shared >= same or fuzz.token_set_ratio(fold(one), fold(other)) >= alike
