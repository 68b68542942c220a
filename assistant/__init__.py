"""From a question to a checked answer: the front door."""

from assistant.answer import REFUSAL, Answer, Block, Citation, Retrieved, Sentence, Turn, Understood, sources_text
from assistant.chain import Asked, Assistant, IndexStatus
from assistant.errors import LanguageModelError, ModelAnswer, ModelUnavailable, QuestionError
from assistant.grounding import Verdict, check_sentence
from assistant.llm import ScriptedModel
from assistant.privacy import masked, personal_data
from assistant.retrieval import HybridRetriever
from assistant.settings import AssistantSettings, ModelSettings
from ingest import (
    Document,
    Entry,
    Filters,
    IngestSettings,
    InstrumentDetail,
    LawDetail,
    Link,
    ReisgenootError,
    RouteDetail,
    Source,
    environment,
)  # fmt: skip

__all__ = [
    "REFUSAL", "Answer", "Asked", "Assistant", "AssistantSettings", "Block", "Citation", "Document", "Entry", "Filters",
    "HybridRetriever", "IndexStatus", "IngestSettings", "InstrumentDetail", "LanguageModelError", "LawDetail", "Link",
    "ModelAnswer", "ModelSettings", "ModelUnavailable", "QuestionError", "ReisgenootError", "Retrieved", "RouteDetail",
    "ScriptedModel", "Sentence", "Source", "Turn", "Understood", "Verdict", "check_sentence", "environment", "masked",
    "personal_data", "sources_text",
]  # fmt: skip
