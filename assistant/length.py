"""How long an answer is: what the question asks of it, the question without those words (`Leg in drie zinnen uit wat ...`), and what fits."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answer import Block, Sentence
from assistant.wording import NUMBER_WORDS
from ingest import content_words, fold

# Words of an answer, unless more is asked; a list that has begun may run on for so many.
MAX_WORDS, RUN_ON = 180, 30
# Blocks whose sentences are the answer itself.
OWN = ("direct", "more", "list")
SENTENCES = re.compile(
    r"(?i)\s*\b(?:in|met)\s+(?:(?:maximaal|hooguit|hoogstens|ongeveer|max\.?|slechts)\s+)?"
    r"(?P<number>[eé][eé]n|twee|drie|vier|vijf|zes|\d)\s+(?:korte\s+|enkele\s+)?(?:zin|zinnen|zinnetje|regel|regels)\b"
)
MORE = re.compile(r"\b(uitgebreid|uitgebreider|alles over|zoveel mogelijk|volledig|in detail)\b")
# `Leg (eens kort) uit`, `Beschrijf`, `Vat ... samen`: what follows is what is asked.
_SHAPE = r"me|mij|ons|eens|even|kort|bondig|helder|eenvoudig|precies|misschien|in het kort|in (?:een )?paar (?:zinnen|woorden)|in gewone woorden"
EXPLAIN = re.compile(
    rf"(?i)^\W*(?:(?:kun|kunt|kan|wil|wilt|zou)\s+(?:je|jij|u|iemand)\s+(?:(?:{_SHAPE})\s+)*)?"
    r"(?:(?:leg|licht)\s+(?P<first>.*?)\b(?:uit|toe)\b|(?:beschrijf|omschrijf)|uitleggen|vertellen|toelichten|(?:aangeven|zeggen)(?=\s+(?:w|hoe|op\b|in\b)))"
    r"\s+(?:(?:eens|even|kort|uitgebreid|bondig)\s+)*(?P<rest>\S.*)$"
)
FILLING = re.compile(rf"(?i)^\W*(?:(?:{_SHAPE}|uitgebreid|simpel)\W*)*$")
SUM_UP = re.compile(r"(?i)^\W*(?:vat|leg)\s+(?:(?:eens|even|kort)\s+)*(?P<rest>\S.*?)\s+(?:(?:kort|bondig)\s+)?(?:samen|uit)\W*$")
# `Vertel (uitgebreid) over`, `Geef alles over`.
TELL = re.compile(
    r"(?i)^\W*(?:(?:kun|kunt|kan|wil|wilt)\s+(?:je|jij|u)\s+)?(?:vertel|schrijf|geef)\s+"
    r"(?:(?:me|mij|ons|eens|even|iets|wat|kort|meer|alles|uitgebreid|volledig|zoveel mogelijk)\s+)*over\s+(?P<rest>\S.*?)\W*$"
)
# A wish behind the question: `..., volledig rijtje aub`.
WISH = re.compile(
    r"(?i)(?<=[.,;:?!])\s*(?:(?:graag|liefst|mag|en)\s+)?(?:(?:een|het|de|in)\s+)?(?:(?:volledige?|complete?|hele|kort|korte)\s+)?"
    r"(?:rijtje|lijstje|lijst|overzicht(?:je)?|opsomming)(?:\s+(?:graag|ervan|mag|aub|svp|alsjeblieft|alstublieft))*\W*$"
)
# The shape in which an answer is wanted: what is compared stands in a table anyhow.
TABLE = re.compile(
    r"(?i)^\W*(?:(?:zet|plaats|geef|toon)\s+(?:me\s+|mij\s+)?)?(?P<what>\S.*?),?\s+(?:in|als)\s+(?:een\s+)?tabel(?:vorm|letje)?\b(?P<rest>.*)$"
)
# A subordinate question, and as it is asked alone.
SUBORDINATE = re.compile(
    r"(?i)^(?P<word>wat|wie|waar)\s+(?P<what>.{2,80}?)\s+(?P<verb>is|zijn|betekent|betekenen|inhoudt|doet|doen)\W*$"
)
MEANT = re.compile(
    r"(?i)^wat\s+(?:mensen|ze|zij|men|jullie)\s+(?:bedoelen|bedoelt|verstaan|verstaat)\s+(?:met|onder)\s+(?P<what>\S.*?)\W*$"
)
ALONE = {"inhoudt": "betekent"}


@dataclass(frozen=True)
class Length:
    """`sentences`: how many are asked at most, 0 when it is not said; `more`: more than usual is asked."""

    sentences: int = 0
    more: bool = False


def asked_length(asked: str) -> Length:
    """What a question says of it."""
    said = SENTENCES.search(asked)
    number = fold(said["number"]) if said else "0"
    return Length(int(number) if number.isdigit() else NUMBER_WORDS.index(number), bool(MORE.search(fold(asked))))


def without_length(asked: str) -> str:
    """What is asked, as a question of its own; as it is when nothing else is asked."""
    bare = SENTENCES.sub(" ", asked).strip()
    if wish := WISH.search(bare):
        bare = bare[: wish.start()].strip(" ,;:")
    if told := TABLE.match(bare):
        bare = f"{told['what']}{told['rest']}".strip()
    if told := EXPLAIN.match(bare):
        bare = told["rest"] if FILLING.match(told["first"] or "") else f"{told['first'].strip()} {told['rest']}"
    elif told := SUM_UP.match(bare):
        bare = told["rest"]
    elif told := TELL.match(bare):
        bare = f"Wat zeggen de bronnen over {told['rest']}?"
    if told := MEANT.match(bare):
        bare = f"Wat betekent {told['what']}?"
    if bare == asked.strip():
        return asked
    if told := SUBORDINATE.match(bare.rstrip("?. ")):
        bare = f"{told['word'].capitalize()} {ALONE.get(fold(told['verb']), told['verb'])} {told['what']}?"
    return re.sub(r"\s+", " ", bare).strip() if content_words(bare) else asked


def within(blocks: Sequence[Block], limit: int, most: int = 0) -> list[Block]:
    """The blocks that fit in `limit` words, and when `most` is set in so many sentences of the answer itself; the direct answer always
    stays, as do the notes before it then; later blocks give way first.
    """
    blocks = _so_many(blocks, most) if most else blocks
    kept: list[Block] = []
    used = 0
    for block in blocks:
        room: list[Sentence] = []
        for sentence in block.sentences:
            size = len(sentence.text.split())
            # A list that has begun may run on a little: one item short it would say something else.
            if kept and used + size > limit + (RUN_ON if block.kind == "list" and room else 0):
                break
            room.append(sentence)
            used += size
        if room:
            kept.append(Block(block.kind, tuple(room), block.heading, block.bullets, block.columns))
    return kept


def _so_many(blocks: Sequence[Block], most: int) -> list[Block]:
    """So many sentences of the answer itself, and the notes before it: they say what it is not."""
    opens = max((n for n, b in enumerate(blocks) if b.kind == "direct"), default=0)
    kept = []
    for n, block in enumerate(blocks):
        if block.kind in OWN:
            kept.append(replace(block, sentences=block.sentences[:most]))
            most -= len(kept[-1].sentences)
        elif block.kind == "note" and n < opens:
            kept.append(block)
    return kept
