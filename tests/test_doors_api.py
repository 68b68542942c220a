"""The HTTP API: questions with cited sentences, evidence in pages, lists, decks; what is wrong is told in Dutch, and nothing is kept."""

import io
import json
import logging
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from docx import Document as WordFile
from fastapi import FastAPI
from pptx import Presentation
from starlette.testclient import TestClient
from toy_corpus import write_corpus

from assistant import REFUSAL, Assistant, AssistantSettings, Embedder, IngestSettings, build_index
from ingest import IndexBroken
from ui.doors import DoorSettings, KeysError, open_doors
from ui.doors.api import api_router
from ui.doors.desk import Desk
from ui.doors.problems import handle_faults, problem_response

ADDRESS = "http://127.0.0.1"
TILBURG = "Welke gemeente heeft ervaring met collectieve financiering van zorg in onderwijstijd?"
BSN = "Mijn leerling Sem de Boer (BSN 123456782) blowt. Welke hulp moet hij krijgen?"


@pytest.fixture(scope="module")
def client(assistant: Assistant) -> Iterator[TestClient]:
    server = FastAPI()
    open_doors(server, assistant, DoorSettings(), parallel=2)
    with TestClient(server, base_url=f"{ADDRESS}/api/v1", client=("127.0.0.1", 50_000)) as client:
        yield client


def asked(client: TestClient, question: str, **more: Any) -> dict[str, Any]:
    reply = client.post("/question", json={"question": question, **more})
    assert reply.status_code == 200, reply.text
    body: dict[str, Any] = reply.json()
    return body


def problem(client: TestClient, path: str, body: Any, status: int = 422) -> dict[str, Any]:
    reply = client.post(path, json=body)
    assert reply.status_code == status, reply.text
    assert reply.headers["content-type"] == "application/problem+json"
    told: dict[str, Any] = reply.json()
    assert told["status"] == status
    return told


def events(client: TestClient, question: str) -> list[tuple[str, dict[str, Any]]]:
    reply = client.post("/question/stream", json={"question": question})
    assert reply.headers["content-type"].startswith("text/event-stream")
    parts = [part.split("\n") for part in reply.text.strip().split("\n\n")]
    return [(name.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for name, data in parts]


def test_the_reply_is_the_line_of_the_answers_file_with_its_sentences(client: TestClient, assistant: Assistant) -> None:
    body = asked(client, TILBURG, id="q1")
    line = assistant.answer(TILBURG).record("q1")
    same = [key for key in line if key not in ("seconds", "citations")]
    assert {key: body[key] for key in same} == {key: line[key] for key in same}
    assert [{k: v for k, v in c.items() if k != "place"} for c in body["citations"]] == line["citations"]
    numbers = {c["n"] for c in body["citations"]}
    assert body["sentences"]
    assert all(s["cites"] and set(s["cites"]) <= numbers for s in body["sentences"])


def test_filters_hold(client: TestClient) -> None:
    filters = {"kinds": ["case"], "ages": ["12+"], "provinces": ["noord-brabant"]}
    found = client.post("/search", json={"question": "samenwerking op school", "filters": filters, "limit": 50}).json()
    cases = {c["id"]: c for c in client.get("/cases", params={"limit": 200}).json()["items"]}
    assert found["items"]
    assert all(cases[e["id"]]["province"] == "Noord-Brabant" and "12+" in cases[e["id"]]["ages"] for e in found["items"])
    assert asked(client, "samenwerking op school", filters={"kinds": ["law"]})["retrieved"][0]["kind"] == "law"


def test_a_follow_up_is_read_with_what_went_before(client: TestClient) -> None:
    turn = {"question": "Welke gemeenten hebben jongerenwerk op school?", "cited": ["arnhem-jongerenwerk-op-school"]}
    body = asked(client, "nog een voorbeeld uit Brabant?", history=[turn])
    assert "Den Bosch" in body["answer"]
    assert "jongerenwerk" in body["read_as"]


def test_what_the_sources_do_not_say_is_refused(client: TestClient) -> None:
    body = asked(client, "Wat is een goed recept voor appeltaart?")
    assert body["refused"]
    assert body["sentences"][0] == {"text": REFUSAL, "block": "refusal", "cites": []}


def test_the_stream_gives_sentences_and_then_the_whole(client: TestClient) -> None:
    told = events(client, TILBURG)
    names = [name for name, _ in told]
    assert names[0] == "evidence"
    assert names[-1] == "answer"
    assert [data for name, data in told if name == "sentence"] == told[-1][1]["sentences"]


def test_personal_data_warns_first_and_goes_nowhere(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        body = asked(client, BSN)
        told = events(client, BSN)
    assert next(iter(body)) == "warnings"
    assert "burgerservicenummer" in body["warnings"][0]
    assert "123456782" not in json.dumps(body)
    assert told[0][0] == "warning"
    assert "123456782" not in json.dumps(told)
    assert "123456782" not in caplog.text
    assert "blowt" not in caplog.text


def test_evidence_comes_in_pages_that_join(client: TestClient) -> None:
    body = {"question": TILBURG, "limit": 20}
    whole = client.post("/search", json=body).json()
    parts = [client.post("/search", json={**body, "limit": 10, "offset": n}).json()["items"] for n in (0, 10)]
    assert parts[0] + parts[1] == whole["items"]
    assert whole["total"] > 20
    assert whole["items"][0]["id"] == "tilburg-zorg-in-onderwijstijd"


def test_cases_are_listed_filtered_and_read(client: TestClient, assistant: Assistant) -> None:
    every = client.get("/cases", params={"limit": 1}).json()
    assert every["total"] == len(assistant.entries("case"))
    some = client.get("/cases", params={"place": "tilburg", "route": [5, 6]}).json()
    assert some["items"]
    assert all("Tilburg" in c["places"] and {5, 6} & {*c["routes"]} for c in some["items"])
    one = client.get(f"/cases/{some['items'][0]['id']}").json()
    assert one["body"]
    assert one["sources"][0]["pages"]


def test_routes_and_laws_are_listed_and_read(client: TestClient) -> None:
    assert [r["routes"] for r in client.get("/routes").json()["items"]] == [[n] for n in range(1, 10)]
    assert client.get("/routes/5").json()["detail"]["steps"]
    laws = client.get("/laws", params={"domain": "onderwijs", "status": "in werking"}).json()
    assert laws["items"]
    assert "onderwijs" in client.get(f"/laws/{laws['items'][0]['id']}").json()["detail"]["domains"]
    documents = client.get("/documents").json()["items"]
    assert "reisgids-2025" in [d["id"] for d in documents]


def test_a_deck_is_a_file_of_the_asked_kind(client: TestClient) -> None:
    body = {"audience": "wethouders", "minutes": 10, "region": "Tilburg", "cases": ["tilburg-zorg-in-onderwijstijd"]}
    slides = client.post("/deck", json=body)
    assert slides.headers["content-disposition"].endswith('.pptx"')
    shown = " ".join(
        s.text_frame.text for page in Presentation(io.BytesIO(slides.content)).slides for s in page.shapes if s.has_text_frame
    )
    assert "Tilburg" in shown
    five = client.post("/deck", json={**body, "slides": 5})
    assert len(Presentation(io.BytesIO(five.content)).slides) == 5
    assert WordFile(io.BytesIO(client.post("/deck", json={**body, "format": "docx"}).content)).paragraphs
    appeltaart = client.post("/deck", json={**body, "format": "md", "questions": ["Wat is een goed recept voor appeltaart?"]})
    assert appeltaart.text.startswith("# ")
    assert "appeltaart" in json.loads(appeltaart.headers["reisgenoot-remarks"])[-1]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "question"),
        ({"question": 5}, "question"),
        ({"question": "x" * 2_001}, "question"),
        ({"question": "a", "vraag": "b"}, "vraag"),
        ({"question": "a", "filters": {"ages": ["13"]}}, "filters.ages.0"),
        ({"question": "a", "filters": {"routes": [10]}}, "filters.routes.0"),
        ({"question": "a", "filters": {"documents": ["geen"]}}, "filters.documents"),
        ({"question": "a", "filters": {"provinces": ["Holland"]}}, "filters.provinces"),
        ({"question": "a", "history": [{}] * 21}, "history"),
    ],
)
def test_what_is_wrong_is_named_with_its_field(client: TestClient, body: Any, field: str) -> None:
    told = problem(client, "/question", body)
    assert told["errors"][0]["field"] == field
    assert field in told["detail"]


def test_a_refused_value_is_not_repeated(client: TestClient) -> None:
    assert "geheim" not in json.dumps(problem(client, "/question", {"question": "geheim" * 500}))
    assert "geheim" not in json.dumps(problem(client, "/question", {"question": ["geheim"]}))


def test_odd_requests_get_a_clear_reply(client: TestClient) -> None:
    assert problem(client, "/question", {"question": "   "})["detail"].startswith("Stel een vraag")
    assert problem(client, "/question/stream", {"question": "   "})["code"] == "question"
    assert "hooguit 256 kB" in problem(client, "/question", {"question": "x" * 300_000}, 413)["detail"]
    assert (
        client.post("/question", content=b"{", headers={"content-type": "application/json"}).json()["detail"]
        == "het verzoek is geen geldige JSON."
    )
    assert problem(client, "/deck", {"cases": ["geen"]}, 404)["code"] == "no-such-card"
    for path, status in (("/niets", 404), ("/question", 405), ("/cases/geen", 404), ("/routes/12", 422), ("/laws?age=13", 422)):
        reply = client.get(path)
        assert (path, reply.status_code, reply.headers["content-type"]) == (path, status, "application/problem+json")


def test_a_body_with_another_label_is_told_which_it_should_have(client: TestClient) -> None:
    for kind, given in (("text/plain; charset=utf-8", "text/plain"), ("", "geen"), ("<b>", "geen")):
        told = client.post("/question", content=b'{"question": "a"}', headers={"content-type": kind}).json()
        assert (told["status"], told["code"]) == (422, "content-type")
        assert f"Content-Type ({given}). Stuur JSON, met Content-Type: application/json." in told["detail"]


def test_what_may_be_chosen_is_listed_in_dutch(client: TestClient) -> None:
    assert "'12-' of '12+'" in problem(client, "/question", {"question": "a", "filters": {"ages": ["13"]}})["detail"]


def test_a_file_of_keys_that_is_not_there_stops_the_start(assistant: Assistant, tmp_path: Path) -> None:
    with pytest.raises(KeysError, match=r"sleutels\.toml: .* is er niet; maak een sleutel"):
        open_doors(FastAPI(), assistant, DoorSettings(tmp_path / "sleutels.toml"), parallel=1)


def test_what_is_broken_here_is_no_fault_of_the_caller_and_stays_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    app = FastAPI()
    handle_faults(app, problem_response)

    @app.get("/")
    def broken() -> None:
        raise IndexBroken("De vectorindex op /srv/reisgenoot/index is niet te lezen")

    reply = TestClient(app).get("/")
    assert (reply.status_code, reply.json()["code"]) == (503, "unavailable")
    assert "/srv" not in reply.text
    assert "/srv/reisgenoot/index" in caplog.text


def test_who_waits_too_long_or_with_too_many_is_told_to_come_back(assistant: Assistant) -> None:
    desk, body = Desk(assistant, parallel=1), {"question": TILBURG}
    app = FastAPI()
    app.include_router(api_router(desk))
    handle_faults(app, problem_response)

    def busy(client: TestClient) -> None:
        reply = client.post("/search", json=body)
        assert (reply.status_code, reply.json()["code"], reply.headers["retry-after"]) == (503, "busy", "5")

    with TestClient(app) as client, ThreadPoolExecutor() as pool:
        with desk.turns.take():
            desk.turns.patience = 0.01
            busy(client)
            desk.turns.patience, desk.turns.queue = 60.0, 1
            waiting = pool.submit(client.post, "/search", json=body)
            while not desk.turns.waiting:
                time.sleep(0.01)
            busy(client)
        assert waiting.result(timeout=30).status_code == 200


def test_a_body_without_a_length_is_counted(client: TestClient) -> None:
    chunks = (b"x" * 100_000 for _ in range(4))
    reply = client.post("/question", content=chunks, headers={"content-type": "application/json"})
    assert reply.status_code == 413


def test_the_description_names_every_address(client: TestClient) -> None:
    described = client.get("/openapi.json").json()
    paths = {
        "/question", "/question/stream", "/search", "/cases", "/cases/{case_id}", "/routes", "/routes/{number}", "/laws",
        "/laws/{law_id}", "/documents", "/deck",
    }  # fmt: skip
    assert set(described["paths"]) == paths
    operations = [o for p in described["paths"].values() for o in p.values()]
    assert all(o["summary"] and o["description"] for o in operations)


def test_a_route_that_the_corpus_does_not_have_is_not_there(tmp_path: Path, embedder: Embedder) -> None:
    settings = IngestSettings(write_corpus(tmp_path / "corpus"), tmp_path / "index")
    build_index(settings, embedder)
    server = FastAPI()
    open_doors(server, Assistant.open(AssistantSettings(ingest=settings), embedder, follow=False), DoorSettings(), parallel=2)
    reply = TestClient(server, base_url=f"{ADDRESS}/api/v1", client=("127.0.0.1", 50_000)).get("/routes/5")
    assert (reply.status_code, reply.headers["content-type"]) == (404, "application/problem+json")
    assert reply.json()["detail"] == "Route '5' bestaat niet. Vraag de lijst op: /api/v1/routes"
