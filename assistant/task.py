"""What a language model is asked: the evidence as numbered pieces, the question, and what was asked before. Personal data is masked."""

from collections.abc import Sequence
from dataclasses import dataclass

from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage

from assistant.answer import Turn
from assistant.framing import LONGEST_TURN, TURNS, attribute, harmless, one_line
from assistant.grounding import evidence_text
from assistant.model_text import Said
from assistant.orders import without_orders
from assistant.privacy import masked
from assistant.prompts import AGAIN, BEFORE, EVIDENCE, NO_ANSWER, QUESTION, SAID_BY, SYSTEM
from assistant.telling import Material
from ingest import Entry

PIECES = 6
LONGEST = 3_500
"""Characters of one piece."""


@dataclass(frozen=True)
class Piece:
    """Evidence as the model sees it and as its sentences are checked: a sentence a line, orders taken out. Its number is its place."""

    entry: Entry
    text: str

    @property
    def lines(self) -> frozenset[str]:
        """Its sentences."""
        return frozenset(self.text.split("\n"))


def pieces_of(material: Material) -> list[Piece]:
    """The best evidence, as far as it says anything to a reader."""
    found = [
        Piece(r.entry, _bounded(without_orders(evidence_text(r.entry), f"{r.entry.summary}\n{r.entry.body}")))
        for r in material.found[:PIECES]
    ]
    return [piece for piece in found if piece.text.strip()]


def task(material: Material, pieces: Sequence[Piece], history: Sequence[Turn]) -> list[BaseMessage]:
    """The whole question to the model. Earlier questions go along when this one leans on them and was not rewritten."""
    question = material.question
    leans = question.follow_up and not question.meant
    before = [f"‘{one_line(masked(t.question))[:LONGEST_TURN]}’" for t in history[-TURNS:]] if leans else []
    asked = QUESTION.fill(
        evidence=_evidence(pieces, pieces),
        before=BEFORE.fill(questions=", ".join(map(harmless, before))) if before else "",
        question=harmless(masked(question.meant or (question.asked if before else question.text))),
    )
    return [SystemMessage(SYSTEM.fill(no_answer=NO_ANSWER)), HumanMessage(asked)]


def again(said: Said, reason: str, chosen: Sequence[Piece], pieces: Sequence[Piece]) -> list[BaseMessage]:
    """One sentence anew, with the reason why it did not pass; `chosen` keep the numbers that they have in `pieces`."""
    marked = " ".join([said.text, *(f"[{n}]" for n in said.numbers)])
    asked = AGAIN.fill(evidence=_evidence(chosen, pieces), sentence=harmless(marked), reason=harmless(reason), no_answer=NO_ANSWER)
    return [SystemMessage(SYSTEM.fill(no_answer=NO_ANSWER)), HumanMessage(asked)]


def _evidence(chosen: Sequence[Piece], pieces: Sequence[Piece]) -> str:
    return "\n".join(
        EVIDENCE.fill(
            number=str(n), kind=p.entry.kind, source=attribute(p.entry.document), text=harmless(masked(p.text)),
            said_by=SAID_BY.fill(name=attribute(p.entry.attribution)) if p.entry.attribution else "",
        )
        for n, p in enumerate(pieces, 1) if p in chosen
    )  # fmt: skip


def _bounded(text: str) -> str:
    """As many whole lines as fit."""
    while len(text) > LONGEST and "\n" in text:
        text = text.rpartition("\n")[0]
    return text[:LONGEST]
