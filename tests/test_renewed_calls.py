"""What a running interface is asked after the index was made anew, twice: every call reaches the build in use, and work stays with one."""

import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from pdf_maker import GUIDE, TROLLEY, write_pdf
from starlette.testclient import TestClient
from toy_corpus import SOURCES, card, write_corpus

from assistant import Asked, Assistant, AssistantSettings, DeckRequest, Source, add_documents, build_deck, build_index, check_deck
from assistant.deck_cases import choose_cases, region_of
from ingest import Embedder, IngestSettings, drawing
from ui import UiSettings, create_server
from ui.compass_page import proposal_html
from ui.feedback import FeedbackFile
from ui.service import WatchedAssistant
from ui.slides import SlideMaker

NEW = "Wichelroede in Ede"
SENTENCE = "In Ede zoekt de gemeente met een wichelroede naar water onder het schoolplein."


@pytest.fixture
def settings(tmp_path: Path, embedder: Embedder) -> IngestSettings:
    """An index of the toy corpus, to be made anew."""
    settings = IngestSettings(corpus=write_corpus(tmp_path / "corpus"), index=tmp_path / "index")
    build_index(settings, embedder)
    return settings


def change(settings: IngestSettings, embedder: Embedder, assistant: Assistant) -> None:
    """A card and a publication are added, so that two builds follow and the folder of the first is gone."""
    first = settings.index / "builds" / assistant.status.build
    more = 'routes = [5]\nplaces = ["Ede"]\nprovince = "Gelderland"'
    (settings.corpus / "cases" / "ede.md").write_text(card(NEW, body=SENTENCE, more=more), encoding="utf-8")
    with (settings.corpus / "places.toml").open("a", encoding="utf-8") as places:
        places.write('Gelderland = ["Ede"]\n')
    build_index(settings, embedder)
    assert assistant.renew()
    add_documents(settings, embedder, [str(write_pdf(settings.index.parent / "een-gids.pdf", GUIDE))])
    assert assistant.renew()
    assert not first.exists()


@pytest.fixture
def renewed(settings: IngestSettings, embedder: Embedder) -> Iterator[tuple[Assistant, TestClient]]:
    """An assistant and its interface, both opened before the change."""
    assistant = Assistant.open(AssistantSettings(ingest=settings), embedder)
    with TestClient(
        create_server(assistant, UiSettings()), base_url="http://127.0.0.1:7860", client=("127.0.0.1", 50_000)
    ) as client:
        change(settings, embedder, assistant)
        yield assistant, client


def test_a_new_card_is_found_by_every_call(renewed: tuple[Assistant, TestClient]) -> None:
    assistant, client = renewed
    assert assistant.find("wichelroede")[0].entry.id == "ede"
    assert assistant.retriever.invoke("wichelroede")[0].id == "ede"
    assert "ede" in {r.entry.id for r in assistant.runnable.invoke(Asked("wichelroede")).retrieved}
    assert SENTENCE in assistant.sentences(assistant.entry("ede"))
    asked = {"question": "wichelroede", "filters": {"provinces": ["Gelderland"]}}
    found = client.post("/api/v1/search", json=asked).json()
    assert [item["title"] for item in found["items"]] == [NEW]
    assert client.get("/ready").json() == {"status": "ok", "index": assistant.status.build}
    assert NEW in proposal_html({"geld": "nee", "doel": "ja"}, assistant, lambda *_: "")


def test_a_new_card_has_its_place_in_decks_and_their_check(renewed: tuple[Assistant, TestClient]) -> None:
    assistant, _ = renewed
    assert region_of(assistant, "Ede").provinces == ("Gelderland",)
    request = DeckRequest("Schoolbestuur", "zoeken met een wichelroede", 20, region="Ede")
    assert choose_cases(assistant, request).others[0].id == "ede"
    deck = build_deck(assistant, replace(request, cases=("ede",)))
    checks = [b for b in check_deck(deck, assistant).bullets if b.text == SENTENCE]
    assert checks
    assert all(b.source and b.source.entry == "ede" for b in checks)


def test_the_page_of_a_new_publication_is_marked(renewed: tuple[Assistant, TestClient]) -> None:
    _, client = renewed
    shown = client.get("/bron/een-gids/bladzijde/2", params={"zin": TROLLEY}).json()
    assert shown["sentences"] == [TROLLEY]
    assert shown["marks"]


def test_a_reader_who_asks_many_pages_at_once_keeps_nobody_waiting(
    renewed: tuple[Assistant, TestClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, client = renewed
    monkeypatch.setattr(drawing, "PATIENCE", 3.0)
    place = "/bron/een-gids/bladzijde/2"
    with drawing.AT_ONCE, drawing.AT_ONCE, ThreadPoolExecutor(60) as readers:
        asked = [readers.submit(client.get, f"{place}{end}") for end in (".png", "") * 30]
        time.sleep(0.5)
        begun = time.monotonic()
        assert client.get("/bron/een-gids/bladzijde/0.png").status_code == 404  # answered by a thread, as a page is
        assert time.monotonic() - begun < drawing.PATIENCE / 2
        answers = [one.result() for one in asked]
    assert {(a.status_code, a.headers["retry-after"]) for a in answers} == {(503, "2")}
    shown = answers[1].json()
    assert "te veel bladzijden" in shown["fault"]
    assert "Bovenstad" in shown["text"][0]
    assert client.get(f"{place}.png").status_code == client.get(place).status_code == 200


def test_a_link_in_the_place_of_a_publication_is_not_served(renewed: tuple[Assistant, TestClient], tmp_path: Path) -> None:
    _, client = renewed
    assert client.get("/bron/een-gids").status_code == 200
    (tmp_path / "een-gids.pdf").rename(tmp_path / "geheim.pdf")
    (tmp_path / "een-gids.pdf").symlink_to(tmp_path / "geheim.pdf")
    assert [client.get(f"/bron/een-gids{rest}").status_code for rest in ("", "/bladzijde/2", "/bladzijde/2.png")] == [404] * 3


def test_what_is_kept_between_calls_is_of_the_new_build(settings: IngestSettings, embedder: Embedder, tmp_path: Path) -> None:
    assistant = Assistant.open(AssistantSettings(ingest=settings), embedder)
    maker, judgements = SlideMaker(assistant), FeedbackFile(tmp_path / "f.jsonl", lambda: assistant.status.build)
    assert "ede" not in maker.cases
    change(settings, embedder, assistant)
    assert (NEW, "ede") in maker.case_choices("", ())
    assert maker.take_cases(("ede",), [])["value"] == ["ede"]
    assert judgements.record(assistant.answer("wichelroede"), "goed")["index"] == assistant.status.build


def test_a_follow_up_in_a_chat_program_knows_what_a_new_card_answered(renewed: tuple[Assistant, TestClient]) -> None:
    def said(*messages: dict[str, str]) -> str:
        reply = renewed[1].post("/v1/chat/completions", json={"messages": messages})
        text: str = reply.json()["choices"][0]["message"]["content"]
        return text

    first = {"role": "user", "content": "Welk voorbeeld is er uit Ede?"}
    answer = said(first)
    assert NEW in answer
    assert NEW not in said(first, {"role": "assistant", "content": answer}, {"role": "user", "content": "Nog een voorbeeld?"})


def test_what_has_begun_stays_with_its_build(settings: IngestSettings, embedder: Embedder) -> None:
    assistant = Assistant.open(AssistantSettings(ingest=settings), embedder)
    before, now = assistant.status.build, assistant.newest()
    steps = assistant.stream("Wat is de Zelfscan?")
    next(steps)
    known = SOURCES.replace("pages = 5\n", 'pages = 5\nurl = "https://gids.example/gids.pdf"\n', 1)
    (settings.corpus / "sources.toml").write_text(known, encoding="utf-8")
    build_index(settings, embedder)
    assert assistant.renew()
    *_, last = steps
    assert {c.url for c in last.citations} == {""}
    assert {c.url for c in assistant.answer("Wat is de Zelfscan?").citations} == {"https://gids.example/gids.pdf#page=3"}
    assert now.status.build == before != assistant.status.build
    assert now.url_of(now.entry("zelfscan"), Source("gids", (3,))) == ""


def test_what_one_build_is_asked_is_counted_as_any_question(settings: IngestSettings, embedder: Embedder) -> None:
    assistant = WatchedAssistant.open(AssistantSettings(ingest=settings), embedder)
    assistant.newest().answer("Wat is de Zelfscan?")
    change(settings, embedder, assistant)
    assistant.newest().answer("Wat is de Zelfscan?")
    assert isinstance(assistant, WatchedAssistant)
    counts = re.findall(r'questions_total\{outcome="\w+"\} (\d+)', assistant.metrics.text().decode())
    assert sum(map(int, counts)) == 2
