"""From a question to a checked answer, as LangChain runnables: understand, retrieve, compose or generate, check.

`Assistant` is what everything else uses; `Assistant.runnable` is the chain for who builds on LangChain.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.runnables import Runnable, RunnableGenerator, RunnableLambda

from assistant.alignment import Aligner
from assistant.answer import Answer, Block, Retrieved, Sentence, Turn
from assistant.citations import Citations
from assistant.compose import MAX_WORDS, MORE_WORDS, Composer, Material, refuse, within
from assistant.errors import LanguageModelError, QuestionError
from assistant.generate import Writer
from assistant.grounding import Checker
from assistant.llm import chat_model
from assistant.premises import Refusal
from assistant.privacy import MASK, masked, personal_data
from assistant.question import Question, Reader
from assistant.refusal import judge
from assistant.retrieval import Candidate, HybridRetriever, Search, spread
from assistant.routes import RouteFinder
from assistant.settings import AssistantSettings
from ingest import Document, Embedder, Entry, Filters, Index, LawDetail, Source, fold

MAX_CHARACTERS = 2_000
EVIDENCE = 10
LANGUAGE_NOTES = {
    "en": "Your question is in English; the sources and this answer are in Dutch.",
    "fy": "Jo fraach is yn it Frysk; de boarnen en dit antwurd binne yn it Nederlânsk.",
}


@dataclass(frozen=True)
class IndexStatus:
    """What an assistant answers from."""

    build: str
    created: str
    model: str
    cards: Mapping[str, int]
    documents: Mapping[str, int]


@dataclass(frozen=True)
class Asked:
    """The input of the chain."""

    question: str
    history: tuple[Turn, ...] = ()
    filters: Filters = field(default_factory=Filters)
    without: tuple[str, ...] = ()


class Assistant:
    """Answers questions from one index. Safe to use from several threads."""

    def __init__(self, index: Index, model: BaseChatModel | None = None, model_name: str = "") -> None:
        self.index = index
        self.reader = Reader(index)
        self.search = Search(index)
        self.aligner = Aligner(index)
        self.routes = RouteFinder(index)
        self.checker = Checker(index)
        self.model_name = model_name
        self._writer = Writer(model, self.checker) if model else None

    @classmethod
    def open(cls, settings: AssistantSettings | None = None, embedder: Embedder | None = None) -> "Assistant":
        """Open the index in use, and the chat model when one is configured.

        Raises IndexMissing, IndexMismatch or IndexBroken, and ModelError; each says what to do.
        """
        settings = settings or AssistantSettings.from_environment()
        index = Index.open(settings.ingest, embedder)
        # Loads the embedding model now: the first question should not wait for it.
        index.query_vector("pedagogische basis")
        return cls(index, chat_model(settings.model), settings.model.name)

    # ---- answering ---------------------------------------------------------------------------------------------------

    def answer(
        self, question: str, history: Sequence[Turn] = (), filters: Filters | None = None, without: Sequence[str] = ()
    ) -> Answer:
        """The complete answer. Raises QuestionError when the question is empty or too long."""
        last = Answer(question)
        for last in self.stream(question, history, filters, without):  # noqa: B007
            pass
        return last

    def stream(
        self, question: str, history: Sequence[Turn] = (), filters: Filters | None = None, without: Sequence[str] = ()
    ) -> Iterator[Answer]:
        """The answer as it grows; the evidence comes first, the last step is complete."""
        yield from self.runnable.stream(Asked(question, tuple(history), filters or Filters(), tuple(without)))

    @property
    def runnable(self) -> Runnable[Asked, Answer]:
        """Asked in, Answers out (streaming); `invoke` gives the last."""
        return (
            RunnableLambda(_started)
            | RunnableLambda(self._understand)
            | RunnableLambda(self._retrieve)
            | RunnableLambda(self._gather)
            | RunnableGenerator(self._write)
        )

    def _understand(self, state: dict[str, Any]) -> dict[str, Any]:
        asked: Asked = state["asked"]
        text = asked.question.strip()
        if not text:
            raise QuestionError("Stel een vraag: het vak is leeg.")
        if len(text) > MAX_CHARACTERS:
            raise QuestionError(f"De vraag is te lang: {len(text)} tekens. Houd het bij {MAX_CHARACTERS} tekens.")
        # Personal data has no part in finding an answer, and goes no further than this.
        return {**state, "question": self.reader.read(masked(text).replace(MASK, " "), asked.history, asked.without)}

    def _retrieve(self, state: dict[str, Any]) -> dict[str, Any]:
        asked: Asked = state["asked"]
        question: Question = state["question"]
        found = [c for c in self.search.candidates(question, asked.filters) if c.entry.id not in question.seen]
        if question.follow_up and question.provinces:
            inside = [c for c in found if c.entry.province in question.provinces]
            found = inside + [c for c in found if c not in inside]
        return {**state, "found": found}

    def _gather(self, state: dict[str, Any]) -> dict[str, Any]:
        question: Question = state["question"]
        candidates: list[Candidate] = state["found"]
        found = [Retrieved(c.entry, c.score) for c in spread(candidates, EVIDENCE + 10)]
        return {**state, "material": Material(question, found, self.routes.fitting(found), self._laws(question, found))}

    def _write(self, states: Iterator[dict[str, Any]]) -> Iterator[Answer]:
        for state in states:
            yield from self._answers(state)

    def _answers(self, state: dict[str, Any]) -> Iterator[Answer]:
        asked: Asked = state["asked"]
        question, material = state["question"], state["material"]
        citations = Citations(self.index.documents, self.url_of)
        refusal = judge(question, state["found"], self.aligner)
        if refusal and refusal.kind == "nothing" and asked.filters:
            refusal = Refusal("filters", "Binnen de gekozen filters staat er niets; haal een filter weg en vraag het opnieuw.")
        read_as = question.text if question.follow_up or question.corrections else ""
        base = Answer(
            question=asked.question, retrieved=tuple(material.found[:EVIDENCE]), understood=question.understood(),
            warnings=personal_data(asked.question), resolved=read_as, model=self.model_name,
            routes=tuple(c.number for c in material.routes), refused=refusal is not None,
        )  # fmt: skip
        yield base
        notes = _notes(question)
        blocks: list[Block] = [notes] if notes else []
        if refusal:
            steps: Iterator[Answer] = iter([replace(base, blocks=(*blocks, *refuse(refusal, material, citations)))])
        elif self._writer:
            steps = self._generated(base, blocks, material, citations)
        else:
            steps = self._composed(base, blocks, material, citations)
        last = base
        for step in steps:
            last = replace(step, citations=citations.made)
            yield last
        changed = _changed_laws(last, about_law="law" in question.intents or bool(question.laws))
        yield replace(
            last, warnings=(*last.warnings, *changed), follow_ups=self._follow_ups(question, material),
            seconds=time.perf_counter() - state["start"], done=True,
        )  # fmt: skip

    def _composed(self, base: Answer, blocks: list[Block], material: Material, citations: Citations) -> Iterator[Answer]:
        limit = MAX_WORDS * (2 if MORE_WORDS.search(fold(base.question)) else 1)
        composer = Composer(material, citations, self.aligner)
        shown = list(blocks)
        for block in within(list(composer.blocks()), limit):
            shown.append(block)
            yield replace(base, blocks=tuple(shown))

    def _generated(self, base: Answer, blocks: list[Block], material: Material, citations: Citations) -> Iterator[Answer]:
        """Sentences of the model that pass the check; the composed answer where it fails or falls short."""
        assert self._writer is not None
        told: list[Sentence] = []
        try:
            for sentence in self._writer.write(material, citations):
                told.append(sentence)
                yield replace(base, blocks=(*blocks, Block("direct", tuple(told))))
        except LanguageModelError as fault:
            blocks = [
                *blocks,
                Block("note", (Sentence(f"Het taalmodel deed niet mee ({fault}); dit antwoord is uit de bronnen samengesteld."),)),
            ]
            told = []
        if len(told) < 1:
            yield from self._composed(base, blocks, material, citations)
            return
        dropped = tuple(self._writer.dropped)
        yield replace(base, blocks=(*blocks, Block("direct", tuple(told))), dropped=dropped)

    # ---- around the answer -------------------------------------------------------------------------------------------

    def _laws(self, question: Question, found: Sequence[Retrieved]) -> list[Entry]:
        """Laws to name: those that the question names, those found, and those that the best evidence rests on."""
        best = found[0].score if found else 0.0
        ids = dict.fromkeys(question.laws)
        for item in found[:8]:
            if item.entry.kind == "law" and item.score >= 0.4 * best and not question.laws:
                ids[item.entry.id] = None
        if (found and "law" in question.intents) or (found and found[0].entry.kind == "case"):
            ids.update(dict.fromkeys(found[0].entry.laws[:1]))
        return [self.index.entry(i) for i in ids]

    def _follow_ups(self, question: Question, material: Material) -> tuple[str, ...]:
        """Questions that this index can answer and that lie next to this one."""
        asked = {fold(question.asked)}
        found = []
        for item in material.found[1:8]:
            candidates = [q for q in item.entry.questions if q.endswith("?") and len(q) < 90 and fold(q) not in asked]
            if candidates and item.entry.kind not in ("passage", "term"):
                found.append(candidates[0])
        return tuple(found[:3])

    # ---- looking things up ---------------------------------------------------------------------------------------------

    def entry(self, entry_id: str) -> Entry:
        """A card or passage; KeyError when there is none."""
        return self.index.entry(entry_id)

    def entries(self, kind: str = "") -> list[Entry]:
        """Cards and passages of one kind, or of all kinds that are shown."""
        return [e for e in self.index.entries(kind) if e.kind != "page"]

    def passages(self, document: str, page: int) -> list[Entry]:
        """The passages of one page of an added document, in reading order."""
        return [e for e in self.index.entries("passage") if e.document == document and page in e.pages]

    @property
    def documents(self) -> dict[str, Document]:
        """Every document that is cited or added."""
        return self.index.documents

    @property
    def status(self) -> IndexStatus:
        """What is in the index."""
        m = self.index.manifest
        return IndexStatus(m.build, m.created, m.fingerprint, m.cards, {d.document.id: d.passages for d in m.documents})

    @property
    def retriever(self) -> HybridRetriever:
        """The search as a LangChain retriever."""
        return HybridRetriever(search=self.search, reader=self.reader)

    def document_file(self, document_id: str) -> Path | None:
        """The file of an added document, when it is still where it was."""
        for record in self.index.manifest.documents:
            if record.document.id == document_id and Path(record.path).is_file():
                return Path(record.path)
        return None

    def source_url(self, document_id: str, page: int) -> str:
        """The publisher's address at the page, or nothing when no address is known."""
        document = self.documents.get(document_id)
        return f"{document.url}#page={page}" if document and document.url else ""

    def url_of(self, entry: Entry, source: Source | None = None) -> str:
        """Where a reader can open the evidence: the document at its page, or else the first link of the card."""
        source = source or entry.sources[0]
        at_page = self.source_url(source.document, source.pages[0])
        return at_page or (entry.links[0].url if entry.links else "")


def _changed_laws(answer: Answer, *, about_law: bool) -> tuple[str, ...]:
    """What changed since the publication in the laws that the answer cites; all of it when the question is about law."""
    told = {}
    for citation in answer.citations:
        detail = citation.entry.detail
        if not answer.refused and isinstance(detail, LawDetail):
            told_by = [
                c
                for c in detail.changes
                if about_law or any(x.document.short and x.document.short in c.publication for x in answer.citations)
            ]
            for change in told_by[:1]:
                since = f" (sinds {change.since})" if change.since else ""
                told[citation.entry.id] = (
                    f"{change.publication.rstrip('.')}. Nu geldt{since}: {_lower_first(change.now).rstrip('.')}."
                )
    return tuple(told.values())


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def _started(asked: Asked) -> dict[str, Any]:
    return {"asked": asked, "start": time.perf_counter()}


def _notes(question: Question) -> Block | None:
    told = [f"Bedoelde u ‘{meant}’ in plaats van ‘{typed}’? Daarop is gezocht." for typed, meant in question.corrections]
    if question.language in LANGUAGE_NOTES:
        told.append(LANGUAGE_NOTES[question.language])
    return Block("note", tuple(Sentence(t) for t in told)) if told else None
