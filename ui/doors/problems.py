"""From a fault to the reply that tells of it: `application/problem+json` (RFC 9457) with a Dutch `detail`. Never repeats the input."""

import logging
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from assistant import DeckError, QuestionError, ReisgenootError
from ui.doors import texts
from ui.doors.errors import Problem
from ui.service.errors import Busy, ServiceError
from ui.service.logs import reason_of

LOG = logging.getLogger("reisgenoot.doors")
MEDIA_TYPE = "application/problem+json"
_KIND = re.compile(r"[\w.+-]{1,40}/[\w.+-]{1,60}")
SOON = "5"
"""Seconds."""


def problem_body(problem: Problem) -> dict[str, Any]:
    """The body of the reply."""
    body: dict[str, Any] = {
        "type": "about:blank", "title": texts.TITLES.get(problem.status, texts.TITLES[400]), "status": problem.status,
        "code": problem.code, "detail": problem.detail,
    }  # fmt: skip
    if problem.fields:
        body["errors"] = [{"field": field, "detail": detail} for field, detail in problem.fields]
    return body


def problem_response(problem: Problem) -> Response:
    """The reply for clients of the API."""
    return JSONResponse(problem_body(problem), problem.status, dict(problem.headers), MEDIA_TYPE)


def as_problem(fault: Exception) -> Problem:
    """Any fault as a problem; of what the caller cannot mend nothing is told, since its message may hold anything: the log has it."""
    if isinstance(fault, Problem):
        return fault
    if isinstance(fault, RequestValidationError):
        return _invalid(fault.errors())
    if isinstance(fault, HTTPException):
        headers = dict(fault.headers or {})
        return Problem(fault.status_code, f"http-{fault.status_code}", texts.HTTP.get(fault.status_code, texts.HTTP_OTHER), headers)
    if isinstance(fault, QuestionError):
        return Problem(422, "question", str(fault))
    if isinstance(fault, ServiceError):
        return Problem(503, "busy", str(fault), {"Retry-After": SOON} if isinstance(fault, Busy) else None)
    if isinstance(fault, DeckError):
        return Problem(422, "cannot", str(fault))
    if isinstance(fault, ReisgenootError):
        LOG.error("a request cannot be met: %s", reason_of(fault), exc_info=fault)
        return Problem(503, "unavailable", texts.FAULT)
    return Problem(500, "fault", texts.FAULT)


def handle_faults(app: FastAPI, respond: Callable[[Problem], Response]) -> None:
    """Make every fault inside `app` a reply of `respond(problem)`; an unexpected one goes to the log of the server as well."""

    async def handle(request: Request, fault: Exception) -> Response:
        return respond(_not_json(request, fault) or as_problem(fault))

    for kind in (ReisgenootError, RequestValidationError, HTTPException, Exception):
        app.add_exception_handler(kind, handle)


def _not_json(request: Request, fault: Exception) -> Problem | None:
    """A body that was not read as JSON because of its label: what it should have been is not what is wrong."""
    if not isinstance(fault, RequestValidationError) or fault.errors()[0]["loc"] != ("body",):
        return None
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json" or kind.endswith("+json"):
        return None
    given = kind if _KIND.fullmatch(kind) else texts.NO_TYPE
    return Problem(422, "content-type", texts.NO_JSON.format(given=given))


def _invalid(errors: Sequence[Mapping[str, Any]]) -> Problem:
    fields = tuple(("" if e["type"] == "json_invalid" else _field(e["loc"]), _dutch(e)) for e in errors[:10])
    detail = "; ".join(f"{field}: {said}" if field else said for field, said in fields)
    return Problem(422, "invalid-input", f"{detail}.", fields=fields)


def _field(place: Sequence[Any]) -> str:
    return ".".join(str(part) for part in place if part not in ("body", "query", "path"))


def _dutch(error: Mapping[str, Any]) -> str:
    template = texts.INVALID.get(str(error["type"]), texts.INVALID_OTHER)
    limits = {name: value for name, value in error.get("ctx", {}).items() if isinstance(value, int | float | str)}
    if "expected" in limits:  # of pydantic, which lists in English
        limits["expected"] = " of ".join(str(limits["expected"]).rsplit(" or ", 1))
    try:
        return template.format(**limits)
    except KeyError:
        return texts.INVALID_OTHER
