"""The web server without a browser: publications, headers, health, and that nothing else is given away."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from assistant import Assistant, AssistantSettings
from ingest import Embedder, IngestSettings, add_documents
from ui import UiSettings, create_server
from ui.hardening import POLICY
from ui.server import source_address


@pytest.fixture(scope="module")
def with_pdf(corpus_index: Path, embedder: Embedder, bronnen: Path, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """An assistant whose index has one publication in full."""
    folder = tmp_path_factory.mktemp("met-pdf") / "index"
    shutil.copytree(corpus_index, folder)
    settings = IngestSettings(index=folder)
    page = tmp_path_factory.mktemp("web") / "pagina.html"
    page.write_text("<html><body><p>Een webpagina van de gemeente.</p><script>alert(1)</script></body></html>", encoding="utf-8")
    add_documents(settings, embedder, [str(bronnen / "notitie-2022.pdf"), str(page)])
    return Assistant.open(AssistantSettings(ingest=settings), embedder)


@pytest.fixture(scope="module")
def client(with_pdf: Assistant) -> Iterator[TestClient]:
    with TestClient(create_server(with_pdf, UiSettings())) as client:
        yield client


def test_an_added_publication_opens_in_the_browser_at_its_page(client: TestClient, with_pdf: Assistant) -> None:
    assert source_address(with_pdf)("notitie-2022", 3) == "/bron/notitie-2022#page=3"
    answer = client.get("/bron/notitie-2022")
    assert answer.content.startswith(b"%PDF")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith("inline")
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_what_fires_by_itself_leaves_the_queue_to_what_is_asked(client: TestClient) -> None:
    """Gradio's page closes the stream of the queue when an event ends; a question that was sent in that moment is not heard."""
    by_itself = [
        d for d in client.get("/config").json()["dependencies"] if {e for _, e in d["targets"]} & {"load", "change", "blur"}
    ]
    assert len(by_itself) >= 5
    assert [d["id"] for d in by_itself if d["queue"]] == []


def test_an_added_web_page_is_saved_and_never_shown(client: TestClient, with_pdf: Assistant) -> None:
    assert source_address(with_pdf)("pagina", 1) == "/bron/pagina"
    answer = client.get("/bron/pagina")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"] == 'attachment; filename="pagina.html"'
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("document", ["reisgids-2025", "niets", "..%2F..%2Fpyproject.toml", "%2Fetc%2Fpasswd"])
def test_what_was_not_added_is_not_served(client: TestClient, document: str) -> None:
    assert client.get(f"/bron/{document}").status_code == 404


@pytest.mark.parametrize("path", ["/docs", "/openapi.json", "/eigen/../settings.py", "/gradio_api/file=pyproject.toml"])
def test_nothing_else_is_given_away(client: TestClient, path: str) -> None:
    assert client.get(path).status_code in (403, 404)


def test_the_page_is_dutch_ours_and_hardened(client: TestClient) -> None:
    answer = client.get("/")
    assert answer.headers["content-security-policy"] == POLICY
    assert '<html\n\tlang="nl"' in answer.text
    assert answer.headers["content-length"] == str(len(answer.content))


def test_ready_names_the_index(with_pdf: Assistant) -> None:
    with TestClient(create_server(with_pdf, UiSettings()), client=("127.0.0.1", 1)) as here:
        assert here.get("/ready").json() == {"status": "ok", "index": with_pdf.status.build}
    with TestClient(create_server(with_pdf, UiSettings()), client=("192.0.2.1", 1)) as elsewhere:
        assert elsewhere.get("/ready").status_code == 404
        assert elsewhere.get("/metrics").status_code == 404
        assert elsewhere.get("/health").json() == {"status": "ok"}


def test_an_index_that_breaks_makes_it_not_ready(
    with_pdf: Assistant, corpus_index: Path, embedder: Embedder, tmp_path: Path
) -> None:
    folder = tmp_path / "index"
    shutil.copytree(corpus_index, folder)
    assistant = Assistant.open(AssistantSettings(ingest=IngestSettings(index=folder)), embedder)
    with TestClient(create_server(assistant, UiSettings()), client=("127.0.0.1", 1)) as client:
        for database in folder.glob("builds/*/entries.db"):
            database.write_bytes(b"kapot" * 1000)
        answer = client.get("/ready")
    assert answer.status_code == 503
    assert answer.json()["reden"].startswith("De index antwoordt niet")
