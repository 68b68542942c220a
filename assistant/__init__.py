"""From a question to a checked answer: the front door."""

from assistant.answer import (
    BOLD,
    NOT_FOUND,
    REFUSAL,
    Answer,
    Block,
    Checked,
    Citation,
    Retrieved,
    Sentence,
    Turn,
    Understood,
    sources_text,
)
from assistant.answered import asked_sides
from assistant.answers_docx import answers_to_docx
from assistant.asides import warnings_of
from assistant.attention import Attention, Side, sides
from assistant.case_search import matching_cases
from assistant.chain import Asked, Assistant, IndexStatus
from assistant.citations import Citations
from assistant.claims import Comparer
from assistant.cross_encoders import CrossEncoderSettings, Reranker
from assistant.deck import Bullet, BulletSource, Deck, DeckRequest, Slide, to_markdown
from assistant.deck_check import BulletCheck, DeckCheck, SlideCheck, check_deck, check_pptx
from assistant.deck_docx import to_docx
from assistant.deck_edit import can_move, moved, rewritten, without
from assistant.deck_pptx import overflows, to_pptx
from assistant.dual_encoder import DualEncoder, Tower
from assistant.dual_encoder import features as encoder_features
from assistant.enriching import enrich_documents
from assistant.errors import DeckError, LanguageModelError, ModelAnswer, ModelSettingError, ModelUnavailable, QuestionError
from assistant.framing import harmless
from assistant.grounding import Entailment, Verdict, check_sentence, evidence_text
from assistant.known_questions import named_places
from assistant.learning import (
    Edited,
    Labelled,
    Pieces,
    Signs,
    answerable_signs,
    edited,
    first_right,
    learn_added_reranking,
    learn_reranking,
    pieces_of,
    route_signs,
    save_added_reranking,
    save_answered,
    save_belonging,
    save_dual_encoder,
    save_repeats,
    save_reranking,
    save_routes,
    save_sentence_order,
    sentences_of,
    suited,
    with_odds,
)
from assistant.llm import ScriptedModel, chat_model
from assistant.model_stream import whole_reply
from assistant.model_text import Said
from assistant.page_marks import page_sentences
from assistant.privacy import masked, personal_data
from assistant.profile import Profile
from assistant.providers import place_of
from assistant.ranking import score as logistic_score
from assistant.receipt import ReceiptFolder
from assistant.refusal import Bar
from assistant.repeats import TOLD_AGAIN, repeat_sides
from assistant.repeats import signs as repeat_signs
from assistant.retrieval import HybridRetriever
from assistant.routes import RouteModel
from assistant.settings import AssistantSettings, ModelSettings
from assistant.slides import build_deck
from assistant.suiting import Suiting
from assistant.verdicts import Judge, Judged
from assistant.wording import date_in_words, page_ranges
from ingest import (
    EXTENSIONS,
    Document,
    DrawingBusy,
    Embedder,
    EmbeddingSettings,
    Entry,
    Filters,
    IndexLocked,
    IngestSettings,
    InstrumentDetail,
    Interrupted,
    LawDetail,
    Link,
    PagePicture,
    ProcessFailed,
    Progress,
    ReisgenootError,
    Report,
    RouteDetail,
    Source,
    add_documents,
    build_index,
    changed_apart,
    environment,
    page_picture,
    read_to_the_end,
    remarks,
    remove_documents,
    shipped_model,
    written_whole,
)  # fmt: skip

__all__ = [
    "BOLD",
    "EXTENSIONS",
    "NOT_FOUND",
    "REFUSAL",
    "TOLD_AGAIN",
    "Answer",
    "Asked",
    "Assistant",
    "AssistantSettings",
    "Attention",
    "Bar",
    "Block",
    "Bullet",
    "BulletCheck",
    "BulletSource",
    "Checked",
    "Citation",
    "Citations",
    "Comparer",
    "CrossEncoderSettings",
    "Deck",
    "DeckCheck",
    "DeckError",
    "DeckRequest",
    "Document",
    "DrawingBusy",
    "DualEncoder",
    "Edited",
    "Embedder",
    "EmbeddingSettings",
    "Entailment",
    "Entry",
    "Filters",
    "HybridRetriever",
    "IndexLocked",
    "IndexStatus",
    "IngestSettings",
    "InstrumentDetail",
    "Interrupted",
    "Judge",
    "Judged",
    "Labelled",
    "LanguageModelError",
    "LawDetail",
    "Link",
    "ModelAnswer",
    "ModelSettingError",
    "ModelSettings",
    "ModelUnavailable",
    "PagePicture",
    "Pieces",
    "ProcessFailed",
    "Profile",
    "Progress",
    "QuestionError",
    "ReceiptFolder",
    "ReisgenootError",
    "Report",
    "Reranker",
    "Retrieved",
    "RouteDetail",
    "RouteModel",
    "Said",
    "ScriptedModel",
    "Sentence",
    "Side",
    "Signs",
    "Slide",
    "SlideCheck",
    "Source",
    "Suiting",
    "Tower",
    "Turn",
    "Understood",
    "Verdict",
    "add_documents",
    "answerable_signs",
    "answers_to_docx",
    "asked_sides",
    "build_deck",
    "build_index",
    "can_move",
    "changed_apart",
    "chat_model",
    "check_deck",
    "check_pptx",
    "check_sentence",
    "date_in_words",
    "edited",
    "encoder_features",
    "enrich_documents",
    "environment",
    "evidence_text",
    "first_right",
    "harmless",
    "learn_added_reranking",
    "learn_reranking",
    "logistic_score",
    "masked",
    "matching_cases",
    "moved",
    "named_places",
    "overflows",
    "page_picture",
    "page_ranges",
    "page_sentences",
    "personal_data",
    "pieces_of",
    "place_of",
    "read_to_the_end",
    "remarks",
    "remove_documents",
    "repeat_sides",
    "repeat_signs",
    "rewritten",
    "route_signs",
    "save_added_reranking",
    "save_answered",
    "save_belonging",
    "save_dual_encoder",
    "save_repeats",
    "save_reranking",
    "save_routes",
    "save_sentence_order",
    "sentences_of",
    "shipped_model",
    "sides",
    "sources_text",
    "suited",
    "to_docx",
    "to_markdown",
    "to_pptx",
    "warnings_of",
    "whole_reply",
    "with_odds",
    "without",
    "written_whole",
]
