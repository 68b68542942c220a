"""From a question to a checked answer: the front door."""

from assistant.answer import REFUSAL, Answer, Block, Citation, Retrieved, Sentence, Turn, Understood, sources_text
from assistant.answers_docx import answers_to_docx
from assistant.chain import Asked, Assistant, IndexStatus
from assistant.claims import Comparer
from assistant.deck import Bullet, BulletSource, Deck, DeckRequest, Slide, to_markdown
from assistant.deck_check import BulletCheck, DeckCheck, SlideCheck, check_deck, check_pptx
from assistant.deck_docx import to_docx
from assistant.deck_edit import can_move, moved, rewritten, without
from assistant.deck_pptx import to_pptx
from assistant.errors import DeckError, LanguageModelError, ModelAnswer, ModelUnavailable, QuestionError
from assistant.grounding import Entailment, Verdict, check_sentence, evidence_text
from assistant.learning import Labelled, learn_bar, learn_ranking, save_weights
from assistant.llm import ScriptedModel
from assistant.page_marks import page_sentences
from assistant.privacy import masked, personal_data
from assistant.profile import Profile
from assistant.retrieval import HybridRetriever
from assistant.settings import AssistantSettings, ModelSettings
from assistant.slides import build_deck
from ingest import (
    Document,
    Entry,
    Filters,
    IngestSettings,
    InstrumentDetail,
    LawDetail,
    Link,
    PagePicture,
    ReisgenootError,
    Report,
    RouteDetail,
    Source,
    add_documents,
    build_index,
    environment,
    page_picture,
    remove_document,
)  # fmt: skip

__all__ = [
    "REFUSAL",
    "Answer",
    "Asked",
    "Assistant",
    "AssistantSettings",
    "Block",
    "Bullet",
    "BulletCheck",
    "BulletSource",
    "Citation",
    "Comparer",
    "Deck",
    "DeckCheck",
    "DeckError",
    "DeckRequest",
    "Document",
    "Entailment",
    "Entry",
    "Filters",
    "HybridRetriever",
    "IndexStatus",
    "IngestSettings",
    "InstrumentDetail",
    "Labelled",
    "LanguageModelError",
    "LawDetail",
    "Link",
    "ModelAnswer",
    "ModelSettings",
    "ModelUnavailable",
    "PagePicture",
    "Profile",
    "QuestionError",
    "ReisgenootError",
    "Report",
    "Retrieved",
    "RouteDetail",
    "ScriptedModel",
    "Sentence",
    "Slide",
    "SlideCheck",
    "Source",
    "Turn",
    "Understood",
    "Verdict",
    "add_documents",
    "answers_to_docx",
    "build_deck",
    "build_index",
    "can_move",
    "check_deck",
    "check_pptx",
    "check_sentence",
    "environment",
    "evidence_text",
    "learn_bar",
    "learn_ranking",
    "masked",
    "moved",
    "page_picture",
    "page_sentences",
    "personal_data",
    "remove_document",
    "rewritten",
    "save_weights",
    "sources_text",
    "to_docx",
    "to_markdown",
    "to_pptx",
    "without",
]  # fmt: skip
