"""The HTTP API under `/api/v1`: questions, evidence, cards and decks as JSON. What is asked travels in bodies, never in an address."""

import json
from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import Response, StreamingResponse
from pydantic import BaseModel

from assistant import Answer, Entry, ReisgenootError
from ui.doors import shapes, texts
from ui.doors.desk import Desk
from ui.doors.problems import as_problem, problem_body
from ui.doors.shapes import RouteNumber

EVENTS = "text/event-stream"
FILES = {
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "md": "text/markdown; charset=utf-8",
}
FILE_NAME = "presentatie-pedagogische-basis"
REMARKS = "Reisgenoot-Remarks"
FAULTS: dict[int | str, dict[str, Any]] = {
    status: {"model": shapes.ProblemOut, "description": texts.TITLES[status]} for status in (401, 403, 413, 422, 429, 503)
}


def api_router(desk: Desk) -> APIRouter:
    """All addresses of the API."""
    router = APIRouter(responses=FAULTS)
    _add_questions(router, desk)
    _add_cards(router, desk)
    _add_deck(router, desk)
    return router


def _add_questions(router: APIRouter, desk: Desk) -> None:
    @router.post("/question", summary=texts.QUESTION)
    def question(asked: shapes.QuestionBody) -> shapes.AnswerOut:
        """`sentences` heeft elke zin met de nummers van haar bronnen; toon `warnings` eerst. (Show `warnings` first.)"""
        answer = desk.answer(asked.question, asked.filters.filters(), [turn.turn() for turn in asked.history])
        return shapes.answer_out(answer, asked.id)

    @router.post("/question/stream", summary=texts.QUESTION_STREAM, response_class=StreamingResponse)
    def question_stream(asked: shapes.QuestionBody) -> StreamingResponse:
        """Events: `warning` (eerst), `evidence`, `sentence`, `answer` (compleet, als bij /question), `error` (problem)."""
        steps = desk.stream(asked.question, asked.filters.filters(), [turn.turn() for turn in asked.history])
        return StreamingResponse(_events(steps, asked.id), media_type=EVENTS, headers={"Cache-Control": "no-store"})

    @router.post("/search", summary=texts.SEARCH)
    def search(asked: shapes.SearchBody) -> shapes.Page[shapes.EvidenceOut]:
        """Hooguit de honderd beste stukken. (At most the best hundred.)"""
        found = desk.search(asked.question, asked.filters.filters())
        evidence = [shapes.evidence_out(item, desk.assistant.url_of(item.entry)) for item in found]
        return shapes.page_of(evidence, asked.offset, asked.limit)


def _events(steps: Iterator[Answer], question_id: str) -> Iterator[str]:
    """The steps of an answer as server-sent events; a sentence that a later step takes back is not in the final `answer`."""
    told: set[tuple[str, str]] = set()
    last = None
    try:
        for last in steps:
            if not told and not last.blocks:
                for warning in last.warnings:
                    yield _event("warning", {"text": warning})
                yield _event("evidence", {"retrieved": last.record()["retrieved"]})
            for block in last.blocks:
                for sentence in block.sentences:
                    if (block.kind, sentence.text) not in told:
                        told.add((block.kind, sentence.text))
                        yield _event(
                            "sentence", shapes.SentenceOut(text=sentence.text, block=block.kind, cites=list(sentence.cites))
                        )
        if last is not None:
            yield _event("answer", shapes.answer_out(last, question_id))
    except ReisgenootError as fault:
        yield _event("error", problem_body(as_problem(fault)))


def _event(name: str, data: BaseModel | dict[str, Any]) -> str:
    text = data.model_dump_json() if isinstance(data, BaseModel) else json.dumps(data, ensure_ascii=False)
    return f"event: {name}\ndata: {text}\n\n"


def _add_cards(router: APIRouter, desk: Desk) -> None:
    url_of = desk.assistant.url_of

    def page(entries: list[Entry], offset: int, limit: int) -> shapes.Page[shapes.CardOut]:
        return shapes.page_of([shapes.card_out(e, url_of(e)) for e in entries], offset, limit)

    def whole(entry: Entry) -> shapes.CardFullOut:
        return shapes.card_full_out(entry, url_of(entry))

    @router.get("/cases", summary=texts.CASES)
    def cases(asked: Annotated[shapes.CaseQuery, Query()]) -> shapes.Page[shapes.CardOut]:
        """Meer waarden in een filter: een ervan volstaat. (Several values in one filter: either.)"""
        return page([e for e in desk.cards("case") if asked.admits(e)], asked.offset, asked.limit)

    @router.get("/cases/{case_id}", summary=texts.CASE, responses={404: {"model": shapes.ProblemOut}})
    def case(case_id: str) -> shapes.CardFullOut:
        """Met de hele tekst. (With its whole text.)"""
        return whole(desk.card("case", case_id))

    @router.get("/routes", summary=texts.ROUTES)
    def routes() -> shapes.Page[shapes.CardOut]:
        """Op volgorde van de reis. (In the order of the journey.)"""
        return page(sorted(desk.cards("route"), key=lambda e: e.routes), 0, 9)

    @router.get("/routes/{number}", summary=texts.ROUTE, responses={404: {"model": shapes.ProblemOut}})
    def route(number: RouteNumber) -> shapes.CardFullOut:
        """Met tips, stappen en valkuilen in `detail`. (With tips, steps and pitfalls in `detail`.)"""
        return whole(desk.route(number))

    @router.get("/laws", summary=texts.LAWS)
    def laws(asked: Annotated[shapes.LawQuery, Query()]) -> shapes.Page[shapes.CardOut]:
        """Wetten en vormen van overleg. (Laws, and consultations that the law asks for.)"""
        return page([e for e in desk.cards("law") if asked.admits(e)], asked.offset, asked.limit)

    @router.get("/laws/{law_id}", summary=texts.LAW, responses={404: {"model": shapes.ProblemOut}})
    def law(law_id: str) -> shapes.CardFullOut:
        """Met status, artikelen en wat er veranderd is in `detail`. (With status, articles and changes in `detail`.)"""
        return whole(desk.card("law", law_id))

    @router.get("/documents", summary=texts.DOCUMENTS)
    def documents() -> shapes.Page[shapes.DocumentOut]:
        """`in_full`: de hele tekst is doorzoekbaar. (Its whole text can be searched.)"""
        now = desk.assistant.newest()
        full = now.status.documents
        found = [shapes.document_out(d, in_full=d.id in full) for d in now.documents.values()]
        return shapes.page_of(found, 0, len(found))


def _add_deck(router: APIRouter, desk: Desk) -> None:
    files: dict[int | str, dict[str, Any]] = {200: {"content": {kind.split(";")[0]: {} for kind in FILES.values()}}}

    @router.post("/deck", summary=texts.DECK, response_class=Response, responses=files)
    def deck(asked: shapes.DeckBody) -> Response:
        """Een bestand; wat niet kon zoals gevraagd, staat als JSON-lijst in de kop `Reisgenoot-Remarks`. (A file.)"""
        data, remarks = desk.deck(asked)
        headers = {"Content-Disposition": f'attachment; filename="{FILE_NAME}.{asked.format}"'}
        if remarks:
            headers[REMARKS] = json.dumps(remarks)
        return Response(data, media_type=FILES[asked.format], headers=headers)
