"""What an answer has told so far, so that nothing is told twice, and what each of its sentences rests on.

Numbers are given when it is known which sentences stay: what falls out for want of room cites nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant import repeats
from assistant.alignment import Aligner
from assistant.answer import Block, Retrieved, Sentence
from assistant.citations import Citations
from assistant.novelty import brings
from assistant.question import Question
from assistant.reading import read
from assistant.retrieval import same_words
from assistant.routes import RouteChoice
from ingest import Entry

# Sentences that share so many words, or whose vectors are so near, say about the same; and one of which so many words were told before.
SAME_SENTENCE, ALIKE, TOLD_BEFORE = 0.62, 0.78, 0.75
# A sentence gives way to a later one when the chance that it adds nothing to that one is at least this; to leave out one that comes
# later, less will do (`repeats.TOLD_AGAIN`).
GIVES_WAY = 0.4


@dataclass(frozen=True)
class Material:
    """All that an answer is made of; `documents`: the publications that were chosen to answer from, or none for all."""

    question: Question
    found: Sequence[Retrieved]
    routes: Sequence[RouteChoice]
    laws: Sequence[Entry]
    documents: Sequence[str] = ()


class Telling:
    """The sentences of one answer in the making."""

    def __init__(self, citations: Citations, aligner: Aligner) -> None:
        self._citations, self.aligner = citations, aligner
        self._rests_on: dict[str, tuple[Entry, str]] = {}
        self._kept: list[str] = []
        self.entries: set[str] = set()

    def say(self, text: str, entry: Entry, quote: str = "") -> Sentence:
        """A sentence without its numbers yet; `quote` is the sentence of the entry that it tells, when it has more or less than that."""
        self._rests_on.setdefault(text, (entry, quote or text))
        self.entries.add(entry.id)
        return Sentence(text)

    def cited(self, block: Block) -> Block:
        """The block with the numbers of what its sentences rest on."""
        return replace(block, sentences=tuple(self._numbered(s) for s in block.sentences))

    @property
    def number(self) -> int:
        """How many sentences were told."""
        return len(self._rests_on)

    def said(self, text: str) -> bool:
        """Whether this very sentence was said."""
        return any(quote == text for _, quote in self._rests_on.values())

    def is_told(self, text: str) -> bool:
        """Whether this was said, by one sentence or by several together."""
        return any(self.alike(text, told) for told in (*self._rests_on, *self._kept)) or self._is_spread(text)

    def keep(self, texts: Sequence[str]) -> None:
        """Sentences that will be told later: until then nothing that says about the same is."""
        self._kept += texts

    def alike(self, new: str, told: str) -> bool:
        """Whether two sentences say about the same, and the new one brings no number or name."""
        if same_words(new, told) >= SAME_SENTENCE:
            return True
        near = same_words(told, new) >= SAME_SENTENCE or self.aligner.likeness(new, told) >= ALIKE
        return near and not brings(read(new), read(told))

    def repeats(self, text: str, others: Sequence[str] = ()) -> bool:
        """Whether a sentence tells again, in whatever words, what was told or what `others` say."""
        return repeats.chance(text, [*self._rests_on, *self._kept, *others]) >= repeats.TOLD_AGAIN

    def adds_nothing(self, text: str, to: str) -> bool:
        """Whether a sentence likely says nothing that another one does not say, in whatever words."""
        return repeats.chance(text, [to]) >= GIVES_WAY

    def _is_spread(self, text: str) -> bool:
        said = " ".join(self._rests_on)
        return bool(said) and same_words(text, said) >= TOLD_BEFORE and not brings(read(text), read(said))

    def _numbered(self, sentence: Sentence) -> Sentence:
        if sentence.text not in self._rests_on:
            return sentence
        entry, quote = self._rests_on[sentence.text]
        return replace(sentence, cites=self._citations.cite_all(entry, quote))
