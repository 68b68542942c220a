"""The five publications, added with one command: real PDFs, real questions. Skipped where they are not at hand."""

from pathlib import Path

import pytest

from assistant import Assistant, AssistantSettings, IngestSettings
from ingest import Embedder, Filters, Report, add_documents

QUESTIONS = [
    ("Welke gemeente heeft ervaring met collectieve financiering van zorg in onderwijstijd?", "reisgids-2025", 27, "Tilburg"),
    ("Welke zeven adviezen geeft de kwartiermaker?", "met-andere-ogen-2018", 6, "advies"),
    ("Hoe werkt de HollandRijnlandMethode?", "midterm-2021", 54, "Holland"),
    ("Wie schreven de notitie Een sterke basis door een krachtige samenwerking?", "reisgids-2025", 4, "VNG"),
    ("Wat schrijft de VNG in 2022 over een sterke pedagogische basis?", "vng-bericht-2022", 1, "basis"),
]


@pytest.fixture(scope="module")
def added(bronnen: Path, embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> tuple[Report, Assistant]:
    settings = IngestSettings(index=tmp_path_factory.mktemp("publications"))
    report = add_documents(settings, embedder, [str(bronnen)])
    return report, Assistant.open(AssistantSettings(ingest=settings), embedder)


def test_all_five_are_taken_in(added: tuple[Report, Assistant]) -> None:
    report, assistant = added
    assert report.failed == ()
    assert set(report.added) == {"reisgids-2025", "notitie-2022", "met-andere-ogen-2018", "midterm-2021", "vng-bericht-2022"}
    assert all(d.passages for d in report.manifest.documents)
    assert assistant.document_file("reisgids-2025") is not None


def test_contents_and_dividers_are_left_out(added: tuple[Report, Assistant]) -> None:
    report, assistant = added
    reisgids = next(d for d in report.manifest.documents if d.document.id == "reisgids-2025")
    assert reisgids.skipped_pages["inhoudsopgave"] == [3]
    assert assistant.passages("reisgids-2025", 7) == []
    assert assistant.passages("reisgids-2025", 27)


@pytest.mark.parametrize(("asked", "document", "page", "told"), QUESTIONS)
def test_real_questions(added: tuple[Report, Assistant], asked: str, document: str, page: int, told: str) -> None:
    answer = added[1].answer(asked)
    assert not answer.refused
    assert told.lower() in answer.markdown.lower()
    assert any(s.document == document and page in s.pages for r in answer.retrieved[:5] for s in r.entry.sources)


def test_passages_alone_answer_too(added: tuple[Report, Assistant]) -> None:
    """What a user adds has no authored questions; it must be found all the same."""
    answer = added[1].answer("collectieve inkoop van zorg in onderwijstijd", filters=Filters(kinds=("passage",)))
    assert answer.retrieved[0].entry.id.startswith("reisgids-2025-p27")
