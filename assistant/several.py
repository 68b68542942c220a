"""An answer to several questions in one: for each what answers it, or that the sources do not; nothing is told twice.

Knows how to compose the answer to one of them; of looking for evidence only that there is a way.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import permutations

from assistant.answer import NOT_FOUND, REFUSAL, Block, Sentence
from assistant.compose import DIRECT, Composer
from assistant.details import OF_DETAILS
from assistant.length import MAX_WORDS, within
from assistant.parts import Part, names_all
from assistant.premises import Refusal
from assistant.refusal import SURE as SURELY_MISSING
from assistant.telling import Material, Telling

# Why a part that leans on a whole list is not answered.
APART = "apart"
# What stands before a question that has no answer.
NOT_THERE = REFUSAL.rstrip(".")
# Sentences for each question when more follows.
EACH = 2
# The chance that the first sentence for a part that leans belongs in its answer, when another card tells it; with less the question is
# taken as one.
SURE = 0.4


@dataclass(frozen=True)
class Looked:
    """What was found for one of the questions, and whether the sources answer it.

    `listed` gives what the catalogue answers, `missing` what of these sentences is not told and was asked; empty when nothing.
    """

    part: Part
    material: Material
    refusal: Refusal | None
    missing: Callable[[Sequence[str]], str]
    listed: Callable[[], Block] | None = None


@dataclass(frozen=True)
class Told:
    """What answers several questions, a block for each and what else belongs to the whole; no blocks when one answer will do for all.

    `lacks`: one of them has no answer.
    """

    blocks: tuple[Block, ...] = ()
    lacks: bool = False


AS_ONE = Told()


def told_in_parts(
    parts: Sequence[Part], look: Callable[[Part], Looked], whole: Material, telling: Telling, *, refused: bool
) -> Told:
    """The answer to each question. `refused`: as one question the sources do not answer it; then some part must be answered."""
    of_whole = Composer(whole, telling)
    # One sentence that names both sides of a comparison answers it.
    compares = bool(parts[0].side) and not refused
    if len(parts) < 2 or (compares and of_whole.opening and names_all(of_whole.opening.line.text, parts)):
        return AS_ONE
    if not (found := _looked_at(parts, look, refused=refused)):
        return AS_ONE
    answered = [one for one in found if one.listed or (one.material.found and not one.refusal)]
    lacking = found[0].refusal
    if not answered and not refused and lacking and lacking.kind in SURELY_MISSING:  # what leans on it is not there either
        return Told(tuple(_missing(one) for one in found), lacks=True)
    if not answered or (compares and len(answered) < len(found)):
        return AS_ONE
    if len(answered) < len(found):
        return _in_part(found, answered, telling, refused=refused)
    surely = bool(parts[0].side) or any(one.listed for one in found)
    return _each(found, of_whole, telling, surely=surely)


def _looked_at(parts: Sequence[Part], look: Callable[[Part], Looked], *, refused: bool) -> list[Looked]:
    """What was found for each; nothing when the question is better taken as one."""
    first, *rest = parts
    found = [look(first)]
    for part in rest:
        looked = look(part)
        if part.leans and (found[0].refusal or found[0].listed):  # on what is not there, or on a whole list
            found.append(replace(looked, refusal=Refusal(APART if found[0].listed else "missing", ""), listed=None))
            continue
        # Of a part that leans, only what can be seen to be missing is told, unless all is refused.
        missing = looked.refusal is not None and (refused or (bool(looked.refusal.reason) and looked.refusal.kind != "unclear"))
        if part.leans and not missing and (looked.refusal or not looked.material.question.follow_up):
            return []
        found.append(looked)
    return found


def _each(found: Sequence[Looked], of_whole: Composer, telling: Telling, *, surely: bool) -> Told:
    """An answer to each, as all have one; `surely`: each stands under its own question."""
    composers = [Composer(one.material, telling) for one in found]
    opened = [(one, c.opening) for one, c in zip(found, composers, strict=True) if c.opening and not one.listed]
    openings = [opening.line.text for _, opening in opened]
    first = opened[0][1].entry if opened else None
    unsure = any(one.part.leans and opening.chance < SURE and opening.entry is not first for one, opening in opened)
    if unsure or any(telling.alike(one, other) for one, other in permutations(openings, 2)):
        return AS_ONE
    telling.keep(openings)
    blocks = [_answer(one, composer, EACH) for one, composer in zip(found, composers, strict=True)]
    # A heading promises that what stands under it answers that; what is asked of one subject is told as one text.
    if not surely and (any(one.part.leans for one in found) or len({opening.entry.id for _, opening in opened}) < len(found)):
        blocks = [replace(block, heading="") for block in blocks]
    more = of_whole.more()
    # What the catalogue lists is as long as it is.
    room = MAX_WORDS + sum(len(s.text.split()) for one, b in zip(found, blocks, strict=True) if one.listed for s in b.sentences)
    told = within([*blocks, *([more] if more else [])], room)
    said = [s.text for block in told for s in block.sentences]
    notes = [Block("note", (Sentence(reason),), heading=one.part.question) for one in found if (reason := one.missing(said))]
    return Told((*(telling.cited(block) for block in told), *notes))


def _in_part(found: Sequence[Looked], answered: Sequence[Looked], telling: Telling, *, refused: bool) -> Told:
    """What answers some of the questions, and that the rest was not found; nothing when all may be answered as one question."""
    blocks = {one.part: _answer(one, Composer(one.material, telling)) for one in answered}
    said = [sentence.text for block in blocks.values() for sentence in block.sentences]
    lacking = [one for one in found if one not in answered and not _is_told(one, said, telling, refused=refused)]
    if not lacking and not refused and not any(one.listed for one in answered):
        return AS_ONE
    told = {part: telling.cited(block if lacking else replace(block, heading="")) for part, block in blocks.items()}
    shown = [told[one.part] if one in answered else _missing(one) for one in found if one in answered or one in lacking]
    return Told(tuple(shown), lacks=any(one.refusal and one.refusal.kind != APART for one in lacking))


def _answer(one: Looked, composer: Composer, limit: int = DIRECT) -> Block:
    return replace(one.listed() if one.listed else composer.direct(limit), heading=one.part.question)


def _is_told(one: Looked, said: Sequence[str], telling: Telling, *, refused: bool) -> bool:
    """Whether what was told of another question may answer this one too: it has a number where one is asked, or it is of this one's best
    card, the bar refuses only this part, and lets the whole through.
    """
    if one.refusal and one.refusal.kind == "bar":
        return not refused and bool(one.material.found) and one.material.found[0].entry.id in telling.entries
    return bool(one.refusal and one.refusal.kind in OF_DETAILS) and not one.missing(said)


def _missing(one: Looked) -> Block:
    if one.refusal and one.refusal.kind == APART:
        return Block("note", (Sentence(f"Vraag dit los, met het onderwerp erbij: {one.part.question}"),))
    reason = [Sentence(one.refusal.reason)] if one.refusal and one.refusal.reason else []
    # Only what can be seen to be missing is not there.
    said = NOT_THERE if reason else NOT_FOUND
    return Block("note", (Sentence(f"{said}: {one.part.question}"), *reason))
