"""Lets a language model write from the evidence and checks each sentence before it is shown. No evidence, no call.

A sentence that the check does not support is asked once more with the reason, then replaced by a sentence of the evidence it cites, or left
out. What became of each is kept in `Checked`. Knows nothing of search, and nothing of how the model is reached.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

from langchain_core.messages import BaseMessage

from assistant.alignment import Aligner
from assistant.answer import Checked, Outcome, Sentence, Turn
from assistant.booked import BookedModel
from assistant.citations import Citations
from assistant.entry_lines import leans
from assistant.errors import LanguageModelError, ModelAnswer, ModelUnavailable
from assistant.grounding import Checker
from assistant.model_stream import Deadline
from assistant.model_text import ModelText, Said
from assistant.orders import is_order
from assistant.prompts import NO_ANSWER
from assistant.retrieval import same_words
from assistant.settings import ModelSettings
from assistant.task import Piece, again, pieces_of, task
from assistant.telling import SAME_SENTENCE, Material
from assistant.verdicts import Judge, Judged

RETRIES = 3
"""At most so many sentences of one answer are asked again."""
MOST, MOST_REPEATS, MOST_FOREIGN = 14, 3, 2
FEWEST_WORDS, OWN_SHARE = 8, 1 / 3
"""An answer stands when it has this many words, and when this share of what the model wrote passed the check."""
FIT = 0.45
"""A sentence of the evidence may stand in for one of the model when it fits the question at least this share of the best."""
COMPOSED = "; dit antwoord is uit de bronnen samengesteld."


@dataclass(frozen=True)
class Draft:
    """What the model wrote so far: sentences that may be shown, what became of each, and a word about the model when something went wrong.

    `enough` tells, once the draft is `done`, whether it stands as an answer; the composed answer takes its place when it does not.
    """

    sentences: tuple[Sentence, ...] = ()
    checks: tuple[Checked, ...] = ()
    note: str = ""
    done: bool = False

    @property
    def own(self) -> int:
        """How many sentences of the model itself are shown."""
        return sum(c.outcome in ("kept", "rewritten") for c in self.checks)

    @property
    def enough(self) -> bool:
        """Enough of it is the model's, and it is long enough."""
        words = sum(len(s.text.split()) for s in self.sentences)
        return self.own > 0 and words >= FEWEST_WORDS and self.own >= OWN_SHARE * len(self.checks)


class Writer:
    """One model and what it is held to. Keeps nothing of an answer, so several may be written at once."""

    def __init__(
        self, booked: BookedModel, checker: Checker, aligner: Aligner, settings: ModelSettings, places: Collection[str] = ()
    ) -> None:
        self._booked, self._checker, self._aligner = booked, checker, aligner
        self._settings, self._places = settings, places

    def write(self, material: Material, citations: Citations, history: Sequence[Turn] = ()) -> Iterator[Draft]:
        """Drafts that grow by a sentence at a time; the last is done. Raises nothing of the model: the draft tells."""
        pieces = pieces_of(material)
        if not pieces:
            yield Draft(done=True)
            return
        writing = Writing(
            material, citations, pieces, Judge(self._checker, [p.text for p in pieces], self._places), self._aligner, self
        )
        try:
            self._booked.allow()
            for _ in writing.sentences(task(material, pieces, history)):
                yield writing.draft
        except LanguageModelError as fault:
            yield replace(writing.draft, note=_told(fault, writing.draft), done=True)
            return
        yield writing.finished()

    def deadline(self) -> Deadline:
        """When an answer that starts now must be whole."""
        return Deadline.after(self._settings.timeout, self._settings.wait)

    def ask(self, messages: Sequence[BaseMessage], deadline: Deadline) -> Iterator[str]:
        """Pieces of text. Raises ModelUnavailable."""
        return self._booked.ask(messages, deadline)


@dataclass
class Writing:
    """One answer in the making."""

    material: Material
    citations: Citations
    pieces: Sequence[Piece]
    judge: Judge
    aligner: Aligner
    writer: Writer
    draft: Draft = field(default_factory=Draft)
    _retries: int = 0
    _repeats: int = 0
    _foreign: int = 0

    def sentences(self, messages: Sequence[BaseMessage]) -> Iterator[None]:
        """Something for each sentence that `draft` has gained or lost. Raises ModelUnavailable and ModelAnswer."""
        deadline = self.writer.deadline()
        text = ModelText()
        for piece in self.writer.ask(messages, deadline):
            for said in text.feed(piece):
                yield from self._take(said, deadline)
            if self._full:
                return
        for said in text.end():
            yield from self._take(said, deadline)

    def finished(self) -> Draft:
        """The draft, with a word when it does not stand."""
        note = ""
        if not self.draft.checks:
            note = f"Het taalmodel deed niet mee (het gaf een leeg antwoord){COMPOSED}"
        elif not self.draft.enough:
            note = f"Het taalmodel schreef te weinig dat de bronnen steunen{COMPOSED}"
        return replace(self.draft, note=note, done=True)

    @property
    def _full(self) -> bool:
        return len(self.draft.sentences) >= MOST or self._repeats >= MOST_REPEATS or len(self.draft.checks) >= 2 * MOST

    def _take(self, said: Said | None, deadline: Deadline) -> Iterator[None]:
        if said is None:
            self.draft = Draft()
            self.citations.forget()
        elif NO_ANSWER in said.text:
            raise ModelAnswer("het vond het antwoord niet in het bewijs")
        elif not self._full:
            self._add(said, deadline)
        yield

    def _add(self, said: Said, deadline: Deadline) -> None:
        if any(same_words(said.text, s.text) >= 0.95 for s in self.draft.sentences):
            self._repeats += 1
            self._note(said.text, "dropped", "zegt hetzelfde nog eens")
            return
        judged = self.judge.judge(said)
        if judged.kind == "refusal" and not self.draft.sentences:
            raise ModelAnswer("het wilde niet antwoorden")
        if judged.kind == "foreign":
            self._foreign += 1
            if self._foreign >= MOST_FOREIGN:
                raise ModelAnswer("het schreef niet in het Nederlands")
        if judged.supported:
            self._show(said.text, judged, said.text, "kept", judged.reason)
        elif (better := self._asked_again(said, judged, deadline)) is not None:
            self._show(said.text, better[1], better[0].text, "rewritten", judged.reason)
        elif not self._stood_in(said, judged):
            self._note(said.text, "dropped", judged.reason)

    def _asked_again(self, said: Said, judged: Judged, deadline: Deadline) -> tuple[Said, Judged] | None:
        """The sentence anew, when the model can do better."""
        if not judged.worth_asking or self._retries >= RETRIES or deadline.left < 1:
            return None
        self._retries += 1
        text = ModelText()
        messages = again(said, judged.reason, [self.pieces[n - 1] for n in judged.known] or self.pieces, self.pieces)
        try:
            found = [s for piece in self.writer.ask(messages, deadline) for s in text.feed(piece)] + list(text.end())
        except ModelUnavailable:
            return None  # the answer itself goes on, or ends with a fault of its own
        for new in found[:2]:
            if new is not None and NO_ANSWER not in new.text and not self._is_told(new.text):
                verdict = self.judge.judge(new)
                if verdict.supported:
                    return new, verdict
        return None

    def _stood_in(self, said: Said, judged: Judged) -> bool:
        """Whether a sentence of the evidence took the place: the one nearest to what the model wrote, or the one that fits the question."""
        question = self.material.question
        top = max((line.fit for p in self.pieces for line in self.aligner.lines(question, p.entry)), default=0.0)
        for n in judged.known if judged.kind in ("unsupported", "unknown") else ():
            piece = self.pieces[n - 1]
            lines = [
                x for x in self.aligner.lines(question, piece.entry)
                if x.fit >= FIT * top and x.text in piece.lines and not leans(x.text) and not self._is_told(x.text) and not is_order(x.text)
            ]  # fmt: skip
            near = [x for x in lines if x.text == judged.nearest]
            if lines:
                line = (near or sorted(lines, key=lambda x: -x.fit))[0]
                self._show(said.text, replace(judged, known=(n,), quotes=(line.text,)), line.text, "replaced", judged.reason)
                return True
        return False

    def _is_told(self, text: str) -> bool:
        return any(same_words(text, s.text) >= SAME_SENTENCE for s in self.draft.sentences)

    def _show(self, wrote: str, judged: Judged, text: str, outcome: Outcome, reason: str) -> None:
        entries = [self.pieces[n - 1].entry for n in judged.known]
        cites = tuple(self.citations.cite(e, q or e.summary) for e, q in zip(entries, judged.quotes, strict=True))
        self.draft = replace(self.draft, sentences=(*self.draft.sentences, Sentence(text, tuple(dict.fromkeys(cites)))))
        self._note(wrote, outcome, reason, "" if text == wrote else text)

    def _note(self, wrote: str, outcome: Outcome, reason: str, shown: str = "") -> None:
        self.draft = replace(self.draft, checks=(*self.draft.checks, Checked(wrote, outcome, reason, shown)))


def _told(fault: LanguageModelError, draft: Draft) -> str:
    if draft.enough and draft.own > 1:
        return f"Het taalmodel stopte halverwege ({fault}). Hier staat wat al was nagekeken."
    return f"Het taalmodel deed niet mee ({fault}){COMPOSED}"
