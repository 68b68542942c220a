"""Lets the language model write questions and terms for passages of added documents, one passage at a time. Off unless it is called.

Text of documents is data here: framed, without orders and personal data. What comes back only helps to find a passage and is never
shown. Each passage is kept at once, so that a run that is killed loses the one in flight. Knows nothing of how an index is made.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage

from assistant.booked import BookedModel, books_of
from assistant.enrichment_text import enrichment_in
from assistant.errors import LanguageModelError, ModelSettingError, ModelUnavailable
from assistant.framing import attribute, harmless
from assistant.llm import chat_model
from assistant.model_stream import Deadline
from assistant.orders import without_orders
from assistant.privacy import masked
from assistant.prompts import ENRICH, ENRICH_SYSTEM, ENRICH_VERSION
from assistant.settings import AssistantSettings, ModelSettings
from ingest import Document, Enriching, Passage, ReisgenootError, enriching, sentences

LONGEST = 4_000
"""Characters of a passage that the model sees."""
PASSING = frozenset({"slow", "stalled", "broken", "server", "unreadable", "request"})
"""Faults that may be this passage's alone; any other ends the run."""
FEWEST_WORDS = 8


@dataclass
class EnrichedDocument:
    """What came of one document. `skipped` pairs a page with the reason; `done` counts earlier runs too."""

    id: str
    passages: int = 0
    done: int = 0
    new: int = 0
    skipped: list[tuple[int, str]] = field(default_factory=list)


@dataclass
class EnrichReport:
    """What came of a run; `stopped` says which fault ended it, empty when none did."""

    documents: list[EnrichedDocument] = field(default_factory=list)
    stopped: str = ""

    @property
    def new(self) -> int:
        """Passages that were enriched in this run."""
        return sum(d.new for d in self.documents)


def enrich_documents(
    settings: AssistantSettings, documents: Sequence[str] = (), limit: int = 0, model: BaseChatModel | None = None,
    tell: Callable[[EnrichedDocument], None] = lambda _: None,
) -> EnrichReport:  # fmt: skip
    """Enrich what was not yet, of these documents or of all that were added, at most `limit` passages (0: all); `tell` hears of each.

    Raises ModelSettingError when no model is set and none given, ReisgenootError for a document that was not added, and what
    `ingest.enriching` raises.
    """
    model = model or chat_model(settings.model)
    if model is None:
        raise ModelSettingError("Er is geen taalmodel ingesteld; zet REISGENOOT_MODEL, zoals ollama:gemma3.")
    report = EnrichReport()
    with enriching(settings.ingest, f"{ENRICH_VERSION} {settings.model.name or type(model).__name__}") as library:
        known = library.documents()
        if unknown := [d for d in documents if d not in known]:
            raise ReisgenootError(f"{', '.join(unknown)}: niet toegevoegd; wel toegevoegd: {', '.join(known) or 'geen'}")
        run = _Run(library, BookedModel(model, books_of(settings.model)), settings.model, limit, report, tell)
        for document_id in documents or known:
            if not run.over:
                run.document(known[document_id])
    return report


@dataclass
class _Run:
    library: Enriching
    booked: BookedModel
    settings: ModelSettings
    limit: int
    report: EnrichReport
    tell: Callable[[EnrichedDocument], None]

    @property
    def over(self) -> bool:
        return bool(self.report.stopped) or 0 < self.limit <= self.report.new

    def document(self, document: Document) -> None:
        passages = self.library.passages(document.id)
        one = EnrichedDocument(document.id, len(passages))
        self.report.documents.append(one)
        for passage in passages:
            if self.library.is_done(passage):
                one.done += 1
            elif not self.over:
                self._passage(passage, document, one)
        self.tell(one)

    def _passage(self, passage: Passage, document: Document, one: EnrichedDocument) -> None:
        told = _told(passage)
        if len(told.split()) < FEWEST_WORDS:
            one.skipped.append((passage.page, "te weinig tekst"))
            return
        try:
            self.booked.allow()
            deadline = Deadline.after(self.settings.timeout, self.settings.wait)
            reply = "".join(self.booked.ask(_messages(passage, document, told), deadline))
            self.library.keep(passage, enrichment_in(reply, "\n".join((document.title, *passage.heading, told))))
        except ModelUnavailable as fault:
            if fault.kind in PASSING:
                one.skipped.append((passage.page, str(fault)))
            else:
                self.report.stopped = str(fault)
        except LanguageModelError as fault:
            one.skipped.append((passage.page, str(fault)))
        else:
            one.done, one.new = one.done + 1, one.new + 1


def _told(passage: Passage) -> str:
    """The text of a passage as a model may see it: without orders, personal data and anything that closes the frame."""
    text = without_orders("\n".join(sentences(passage.text)), passage.text)
    return harmless(masked(text))[:LONGEST]


def _messages(passage: Passage, document: Document, told: str) -> list[BaseMessage]:
    heading = attribute(without_orders(" > ".join(passage.heading)))
    asked = ENRICH.fill(source=attribute(without_orders(document.title)), heading=heading, text=told)
    return [SystemMessage(ENRICH_SYSTEM.fill()), HumanMessage(asked)]
