"""From a question to a checked answer, as LangChain runnables: understand, retrieve, compose or generate, check.

`Assistant` is what everything else uses; `Assistant.runnable` is the chain for who builds on LangChain.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.runnables import Runnable, RunnableGenerator, RunnableLambda

from assistant import answered
from assistant.alignment import Aligner
from assistant.answer import Answer, Block, Retrieved, Sentence, Turn, Understood
from assistant.asides import changed_laws, laws_to_name, next_questions, notes_on
from assistant.booked import BookedModel, books_of
from assistant.catalogue import from_catalogue
from assistant.citations import Citations
from assistant.comparison import comparison
from assistant.compose import Composer
from assistant.conversing import Reader
from assistant.cross_encoders import CrossEncoders, cross_encoders
from assistant.declining import is_route_sure, refuse
from assistant.generate import Draft, Writer
from assistant.grounding import Checker
from assistant.length import MAX_WORDS, within
from assistant.llm import SCRIPTED, chat_model, shown_name
from assistant.parts import Part, parts_of, sides_of
from assistant.premises import Refusal, missing_detail
from assistant.privacy import masked, names_person, personal_data, without_persons
from assistant.profile import KEY as PROFILE
from assistant.profile import Profile, leaning
from assistant.providers import place_of
from assistant.question import Question
from assistant.receipt import ReceiptFolder, receipt_of
from assistant.refusal import decide
from assistant.renewal import Renewal
from assistant.retrieval import Candidate, HybridRetriever, Search, spread
from assistant.rewriting import Rewriter
from assistant.routes import RouteFinder
from assistant.screening import searchable
from assistant.settings import AssistantSettings, ModelSettings
from assistant.several import AS_ONE, Looked, Told, told_in_parts
from assistant.telling import Material, Telling
from assistant.tracing import Trace, traced
from assistant.where_told import where_told
from ingest import Document, Embedder, Entry, Filters, Index, Source

EVIDENCE = 10
# Pieces of evidence that have a say in which route fits.
VOTERS = EVIDENCE + 10


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
    """The input of the chain; `by` is a pseudonym of who asks, for the receipt alone."""

    question: str
    history: tuple[Turn, ...] = ()
    filters: Filters = field(default_factory=Filters)
    without: tuple[str, ...] = ()
    profile: Profile = field(default_factory=Profile)
    by: str = ""


class Assistant:
    """Answers questions from one index. Safe to use from several threads."""

    def __init__(
        self, index: Index, model: BaseChatModel | None = None, model_name: str = "", settings: ModelSettings | None = None,
        cross: CrossEncoders | None = None,
    ) -> None:  # fmt: skip
        """`model` writes, held to `settings`; without one, answers are composed. `cross`: models that have a say in order and in the check."""
        self.index = index
        self.reader = Reader(index)
        self.search = Search(index, reranker=cross.reranker if cross else None)
        self.aligner = Aligner(index, self.search.cover)
        self.routes = RouteFinder(index)
        self.checker = Checker(index, cross.entailment if cross else None)
        self.model_name = model_name
        self.receipts: ReceiptFolder | None = None
        self._renewal: Renewal[Assistant] | None = None
        settings = settings or ModelSettings()
        scripted = not settings.name or settings.name.startswith(SCRIPTED)
        self.model_place = "" if not model else "machine" if scripted else place_of(settings.name, settings.url, settings.place)
        booked = BookedModel(model, books_of(settings)) if model else None
        self._writer = Writer(booked, self.checker, self.aligner, settings, frozenset(index.places)) if booked else None
        self._rewriter = Rewriter(booked, self.reader, settings.rewrite) if booked and settings.rewrite else None

    @classmethod
    def open(
        cls, settings: AssistantSettings | None = None, embedder: Embedder | None = None, *, follow: bool = True
    ) -> "Assistant":
        """Open the index in use, and the chat model when one is configured; with `follow`, a newer index is used when it comes.

        Raises IndexMissing, IndexMismatch or IndexBroken, and ModelError; each says what to do.
        """
        settings = settings or AssistantSettings.from_environment()
        index = Index.open(settings.ingest, embedder)
        cross = cross_encoders(settings.cross_encoders)
        opened = cls(index, chat_model(settings.model), shown_name(settings.model.name), settings.model, cross)
        # Loads the embedding model, the dual encoder and its network now: the first question should not wait for them.
        index.query_vector("pedagogische basis")
        answered.odds("pedagogische basis", opened.search.suiting.of("pedagogische basis").lines)
        opened.receipts = ReceiptFolder(settings.receipts) if settings.receipts else None
        if not follow:
            return opened
        # What follows the index is another object than what it asks: what is asked stays with its build for as long as it works.
        following = copy(opened)
        reopen = partial(cls.open, settings, index.embedder, follow=False)
        following._renewal = Renewal(opened, lambda now: now.index.outdated(settings.ingest), reopen)
        return following

    def newest(self) -> "Assistant":
        """An assistant over the build that is in use now, which stays with that build: for work that asks several things."""
        return self._renewal.newest() if self._renewal else self

    def renew(self) -> bool:
        """Take up the build that is in use now, without waiting for it to be noticed; False when it is the one that is open.

        Raises what `open` raises; the index that is open then stays.
        """
        return self._renewal.at_once() if self._renewal else False

    # ---- answering ---------------------------------------------------------------------------------------------------

    def answer(
        self, question: str, history: Sequence[Turn] = (), filters: Filters | None = None, without: Sequence[str] = (), by: str = ""
    ) -> Answer:
        """The complete answer. Raises QuestionError when the question is empty or too long."""
        last = Answer(question)
        for last in self.stream(question, history, filters, without, by=by):  # noqa: B007
            pass
        return last

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        filters: Filters | None = None,
        without: Sequence[str] = (),
        profile: Profile | None = None,
        by: str = "",
    ) -> Iterator[Answer]:
        """The answer as it grows; the evidence comes first, the last step is complete. A profile moves evidence, and hides none."""
        told = Profile() if PROFILE in without else profile or Profile()
        asked = Asked(question, tuple(history), filters or Filters(), tuple(without), told, by)
        yield from self._renewal.steps(lambda now: now.runnable.stream(asked)) if self._renewal else self.runnable.stream(asked)

    @property
    def runnable(self) -> Runnable[Asked, Answer]:
        """Asked in, Answers out (streaming), from the build in use now; `invoke` gives the last."""
        now = self.newest()
        return (
            RunnableLambda(_started)
            | RunnableLambda(traced("understand", now._understand))
            | RunnableLambda(traced("retrieve", now._retrieve))
            | RunnableLambda(traced("gather", now._gather))
            | RunnableGenerator(now._write)
        )

    def _understand(self, state: dict[str, Any]) -> dict[str, Any]:
        asked: Asked = state["asked"]
        history = [replace(turn, question=without_persons(turn.question)) for turn in asked.history]
        question = self.reader.read(searchable(asked.question), history, asked.without)
        question = replace(question, of_person=names_person(asked.question))
        if self._rewriter:
            question = self._rewriter.read(question, history, asked.without, self._title_of)
        return {**state, "question": question}

    def _title_of(self, entry_id: str) -> str:
        """What an earlier answer cited; nothing when it is no longer there."""
        entry = self.index.get(entry_id)
        return entry.title if entry else ""

    def _retrieve(self, state: dict[str, Any]) -> dict[str, Any]:
        asked: Asked = state["asked"]
        question, everything = self.search.looked_up(state["question"], asked.filters)
        found = [c for c in everything if c.entry.id not in question.seen]
        if question.follow_up and question.provinces:
            inside = [c for c in found if c.entry.province in question.provinces]
            found = inside + [c for c in found if c not in inside]
        return {**state, "question": question, "found": found}

    def _gather(self, state: dict[str, Any]) -> dict[str, Any]:
        question: Question = state["question"]
        candidates = leaning(state["found"], state["asked"].profile, question)
        found = [Retrieved(c.entry, c.score) for c in spread(candidates, VOTERS)]
        routes = self.routes.fitting(question.text, found)
        of = Material(question, found, routes, laws_to_name(self.index, question, found), state["asked"].filters.documents)
        return {**state, "material": of}

    def _write(self, states: Iterator[dict[str, Any]]) -> Iterator[Answer]:
        for state in states:
            trace: Trace = state["trace"]
            last = None
            try:
                for last in trace.steps("generate" if self._writer else "compose", self._answers(state)):
                    yield last
            finally:
                trace.end(refused=bool(last and last.refused), evidence=len(last.retrieved) if last else 0)
            if last and self.receipts:
                a: Asked = state["asked"]
                self.receipts.keep(receipt_of(self.index, self.checker, last, a.history, a.filters, a.without, trace.seconds, a.by))

    def _answers(self, state: dict[str, Any]) -> Iterator[Answer]:
        asked: Asked = state["asked"]
        question, material = state["question"], state["material"]
        citations = Citations(self.index.documents, self.url_of)
        decision = decide(question, state["found"], self.aligner, self.search.suiting)
        refusal = None if decision.refusal and is_route_sure(decision.refusal, material) else decision.refusal
        if refusal and refusal.kind == "nothing" and asked.filters:
            refusal = Refusal("filters", "Binnen de gekozen filters staat er niets; haal een filter weg en vraag het opnieuw.")
        read_as = question.meant or (question.text if question.follow_up or question.corrections else "")
        base = Answer(
            question=masked(asked.question), retrieved=tuple(material.found[:EVIDENCE]), understood=(*question.understood(), *_told(asked.profile)),
            warnings=personal_data(asked.question), resolved=read_as,
            routes=tuple(c.number for c in material.routes), route_chances=tuple(c.sure for c in material.routes),
            refused=refusal is not None, sure=decision.chance,
        )  # fmt: skip
        yield base
        notes = notes_on(question)
        blocks: list[Block] = [notes] if notes else []
        # What a card says of itself is known, whatever a search makes of the question.
        listed = where_told(question.asked, asked.history, self.index, citations) or from_catalogue(
            question, self.index, material.found, asked.filters, citations
        )
        if listed:
            steps: Iterator[Answer] = iter([replace(base, blocks=(*blocks, *listed), refused=False)])
        elif refusal:
            parts = self._parts(asked, material, citations, refused=True)
            told = parts.blocks or refuse(refusal, material, citations, self.aligner)
            steps = iter([replace(base, blocks=(*blocks, *told), refused=parts.lacks or not parts.blocks)])
        elif self._writer:
            steps = self._generated(base, blocks, state["found"], material, citations, asked.history)
        elif (parts := self._parts(asked, material, citations, refused=False)).blocks:
            nothing = all(block.kind == "note" for block in parts.blocks)
            steps = iter([replace(base, blocks=(*blocks, *parts.blocks), refused=nothing)])
        else:
            steps = self._composed(base, blocks, state["found"], material, citations)
        last = base
        for step in steps:
            last = replace(step, citations=citations.made)
            yield last
        changed = changed_laws(last, about_law="law" in question.intents or bool(question.laws))
        yield replace(
            last, warnings=(*last.warnings, *changed), follow_ups=next_questions(question, material.found),
            seconds=time.perf_counter() - state["start"], done=True,
        )  # fmt: skip

    def _composed(
        self, base: Answer, blocks: list[Block], found: Sequence[Candidate], material: Material, citations: Citations
    ) -> Iterator[Answer]:
        length = material.question.length
        composer = Composer(material, Telling(citations, self.aligner))
        shown = list(blocks)
        for block in within(list(composer.blocks()), MAX_WORDS * (2 if length.more else 1), length.sentences):
            shown.append(composer.cited(block))
            yield replace(base, blocks=tuple(shown))
        told = [sentence.text for block in shown for sentence in block.sentences]
        if reason := missing_detail(material.question, found, self.aligner.texts, told):
            yield replace(base, blocks=(*shown, Block("note", (Sentence(reason),))))

    def _parts(self, asked: Asked, material: Material, citations: Citations, *, refused: bool) -> Told:
        """What answers each of several questions in one."""
        if (question := material.question).follow_up:
            return AS_ONE
        safe = masked(asked.question if question.language == "nl" else question.asked)  # a part is shown as a heading
        parts = parts_of(safe) or sides_of(safe)
        if not parts or (parts[0].side and not self._are_apart(parts, material, citations, refused=refused)):
            return AS_ONE

        def look(part: Part) -> Looked:
            read = f"En {part.question}" if part.leans else part.whole
            alone = replace(asked, question=read, history=(Turn(parts[0].whole),) if part.leans else ())
            state = self._understand({"asked": alone})
            # Asked in one breath, both are one subject: the words of both choose the sentences.
            state = self._gather(self._retrieve({**state, "question": replace(state["question"], alone=None, in_doubt=False)}))
            question, found = state["question"], state["material"]
            refusal = decide(question, state["found"], self.aligner, self.search.suiting).refusal
            missing = partial(missing_detail, question, state["found"], self.aligner.texts)
            listed = partial(from_catalogue, question, self.index, found.found, asked.filters)
            # Looked at first, cited only when it is told.
            has = listed(Citations(self.index.documents, self.url_of))
            return Looked(part, found, refusal, missing, (lambda: listed(citations)[0]) if has else None)

        return told_in_parts(parts, look, material, Telling(citations, self.aligner), refused=refused)

    def _are_apart(self, sides: Sequence[Part], material: Material, citations: Citations, *, refused: bool) -> bool:
        """Whether the sides of a comparison are to be told one by one: no table has them, or the sources know each by name."""
        if refused:
            return all(self.reader.named_in(side.question) for side in sides)
        return not comparison(material, Telling(citations, self.aligner))

    def _generated(
        self, base: Answer, blocks: list[Block], found: Sequence[Candidate], material: Material, citations: Citations,
        history: Sequence[Turn],
    ) -> Iterator[Answer]:  # fmt: skip
        """Sentences of the model that pass the check; the composed answer where it fails or falls short."""
        assert self._writer is not None
        told, draft = replace(base, model=self.model_name, model_place=self.model_place), Draft()
        for draft in self._writer.write(material, citations, history):
            if draft.sentences and not draft.done:
                yield replace(told, blocks=(*blocks, Block("direct", draft.sentences)), checks=draft.checks)
        noted = [*blocks, Block("note", (Sentence(draft.note),))] if draft.note else blocks
        if draft.enough and (draft.own > 1 or not draft.note):
            yield replace(told, blocks=(*noted, Block("direct", draft.sentences)), checks=draft.checks)
            return
        citations.forget()
        yield from self._composed(replace(base, checks=draft.checks), noted, found, material, citations)

    # ---- looking things up ---------------------------------------------------------------------------------------------

    def find(self, question: str, filters: Filters | None = None, limit: int = EVIDENCE) -> list[Retrieved]:
        """Evidence alone, best first. Raises QuestionError when the question is empty or too long."""
        now = self.newest()
        return now.search.find(now.reader.read(searchable(question)), filters, limit)

    def entry(self, entry_id: str) -> Entry:
        """A card or passage; KeyError when there is none."""
        return self.newest().index.entry(entry_id)

    def get(self, entry_id: str) -> Entry | None:
        """The same; None when there is none."""
        return self.newest().index.get(entry_id)

    def entries(self, kind: str = "") -> list[Entry]:
        """Cards and passages of one kind, or of all kinds that are shown."""
        return [e for e in self.newest().index.entries(kind) if e.kind != "page"]

    def sentences(self, entry: Entry) -> list[str]:
        """What an answer may say from an entry, sentence by sentence."""
        return self.newest().aligner.texts(entry)

    def passages(self, document: str, page: int) -> list[Entry]:
        """The passages of one page of an added document, in reading order."""
        return self.newest().index.passages(document, page)

    @property
    def documents(self) -> dict[str, Document]:
        """Every document that is cited or added."""
        return self.newest().index.documents

    @property
    def status(self) -> IndexStatus:
        """What is in the index."""
        m = self.newest().index.manifest
        return IndexStatus(m.build, m.created, m.fingerprint, m.cards, {d.document.id: d.passages for d in m.documents})

    @property
    def retriever(self) -> HybridRetriever:
        """The search in the build in use now as a LangChain retriever."""
        now = self.newest()
        return HybridRetriever(search=now.search, reader=now.reader)

    def document_file(self, document_id: str) -> Path | None:
        """The PDF of an added document, when it is still where it was."""
        for record in self.newest().index.manifest.documents:
            if record.document.id == document_id and record.file.is_file():
                return record.file
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


def _told(profile: Profile) -> tuple[Understood, ...]:
    return (Understood(PROFILE, profile.label),) if profile else ()


def _started(asked: Asked) -> dict[str, Any]:
    return {"asked": asked, "start": time.perf_counter(), "trace": Trace()}
