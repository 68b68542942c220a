"""Cross-encoders that an organisation installs: both settings, what they change, and what is said when one cannot be used."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from tiny_models import tiny_model

from assistant import Assistant, AssistantSettings
from assistant.cross_encoders import CrossEncoderSettings, fused
from assistant.retrieval import Search
from ingest import CrossEncoderReranker, Entry, IngestSettings, ModelError, Source

QUESTION = "Hoe financiert Tilburg zorg in onderwijstijd?"


class Likes:
    """Prefers texts with a word, and keeps what it was asked."""

    def __init__(self, word: str) -> None:
        self.word, self.asked = word, list[str]()

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        self.asked += texts
        return [float(self.word in text) for text in texts]


def entry(number: int) -> Entry:
    return Entry(
        id=str(number), kind="insight", title=f"Kaart {number}", summary="", body="", sources=(Source(document="d", pages=(1,)),)
    )


def test_an_order_and_that_of_a_model_count_alike() -> None:
    entries = [entry(n) for n in range(3)]
    assert fused([0, 1, 2], "?", entries, Likes("niets")) == [0, 1, 2]
    assert fused([2, 1, 0], "?", entries, Likes("Kaart 1"))[0] == 1
    assert fused([2, 0, 1], "?", entries, Likes("Kaart 0"))[0] == 0


def test_a_reranker_has_a_say_in_what_comes_first(assistant: Assistant) -> None:
    question = assistant.reader.read(QUESTION)
    before = [r.entry.id for r in assistant.search.find(question)]
    likes = Likes("Leeuwarden")
    after = [r.entry.id for r in Search(assistant.index, reranker=likes).find(question)]
    assert after != before
    assert any("Tilburg" in text for text in likes.asked), "it is asked about the best few"
    assert len(likes.asked) < 40, "and about those alone"


def test_both_models_are_set_by_name_and_used(index_settings: IngestSettings, tmp_path: Path) -> None:
    settings = AssistantSettings.from_environment(
        {
            "INDEX": str(index_settings.index),
            "RERANKER": tiny_model(tmp_path / "volgorde", ["LABEL_0"]),
            "ENTAILMENT": tiny_model(tmp_path / "bewijs", ["entailment", "neutral", "contradiction"]),
        }
    )
    opened = Assistant.open(settings, follow=False)
    answer = opened.answer(QUESTION)
    assert answer.sentences
    assert not answer.refused
    verdict = opened.checker.check_texts("De school helpt ouders.", ["De gemeente helpt ouders met vragen over school."])
    assert verdict.reason


def test_a_model_that_cannot_be_used_says_so(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="3 uitkomsten"):
        CrossEncoderReranker(tiny_model(tmp_path / "drie", ["a", "b", "c"]))
    with pytest.raises(ModelError, match="volgorde is niet te laden"):
        CrossEncoderReranker(str(tmp_path / "nergens"))


def test_without_settings_there_is_none() -> None:
    assert AssistantSettings.from_environment({}).cross_encoders == CrossEncoderSettings()
