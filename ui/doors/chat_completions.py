"""Reisgenoot as a model for programs that speak OpenAI's chat API: `/v1/models` and `/v1/chat/completions`.

Only the questions of the conversation count. A system message and settings of a model (temperature, tools) change nothing: the answer
rests on the sources whatever is asked of it.
"""

import json
import time
import uuid
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from itertools import pairwise
from typing import Any, Literal

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response, StreamingResponse
from pydantic import BaseModel, Field

from assistant import Filters, ReisgenootError, Turn
from ui.doors import texts
from ui.doors.chat_text import Titles, links, pieces, whole
from ui.doors.desk import Desk
from ui.doors.errors import Problem
from ui.doors.problems import as_problem
from ui.doors.shapes import MOST_CHARACTERS

MODEL = "reisgenoot"
MOST_TURNS = 10
DONE = "data: [DONE]\n\n"


class Part(BaseModel):
    """A part of a message; only text is read."""

    type: str
    text: str = ""


class Message(BaseModel):
    """A message of the conversation."""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: str | list[Part] | None = None

    @property
    def text(self) -> str:
        """All its text."""
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content if part.type == "text")
        return self.content or ""


class ChatBody(BaseModel):
    """A request of OpenAI's chat API; fields that are not here are taken and have no effect."""

    messages: list[Message] = Field(min_length=1, max_length=500)
    model: str = Field(default=MODEL, max_length=200)
    stream: bool = False


def chat_router(desk: Desk) -> APIRouter:
    """The addresses that OpenAI's clients ask for below `/v1`."""
    router = APIRouter()

    @lru_cache(maxsize=1)
    def titles(build: str) -> Titles:  # made again when another build is in use
        return Titles(desk.assistant.entries())

    def model() -> dict[str, Any]:
        made = int(datetime.fromisoformat(desk.assistant.status.created).timestamp())
        return {"id": MODEL, "object": "model", "created": made, "owned_by": MODEL}

    @router.get("/models", summary=texts.MODELS)
    def models() -> dict[str, Any]:
        """Er is er een: reisgenoot. (There is one.)"""
        return {"object": "list", "data": [model()]}

    @router.get("/models/{name}", summary=texts.MODELS)
    def one_model(name: str) -> dict[str, Any]:
        """Bestaat het model? (Whether it exists.)"""
        _check_model(name)
        return model()

    @router.post("/chat/completions", summary=texts.CHAT, response_model=None)
    def completions(asked: ChatBody) -> Response:
        """Antwoord met [n] en onderaan de bronnen; met `stream` komt het in stukken. (Answers with [n] and a list of sources.)"""
        _check_model(asked.model)
        question, history = conversation(asked.messages, titles(desk.assistant.status.build))
        head = {"id": f"chatcmpl-{uuid.uuid4().hex}", "created": int(time.time()), "model": MODEL}
        if asked.stream:
            chunks = _chunks(pieces(desk.stream(question, Filters(), history)), {**head, "object": "chat.completion.chunk"})
            return StreamingResponse(chunks, media_type="text/event-stream", headers={"Cache-Control": "no-store"})
        answer = desk.answer(question, history=history)
        text = whole(answer)
        notes = [
            {"type": "url_citation", "url_citation": {"start_index": a, "end_index": b, "title": c.entry.title, "url": c.url}}
            for a, b, c in links(text, answer.citations)
        ]
        message = {"role": "assistant", "content": text, "refusal": None, "annotations": notes}
        choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
        return JSONResponse({**head, "object": "chat.completion", "choices": [choice]})

    return router


def conversation(messages: list[Message], titles: Titles) -> tuple[str, tuple[Turn, ...]]:
    """The last question, and the turns before it with what their answers cited. Raises Problem when nothing is asked."""
    asked = [n for n, message in enumerate(messages) if message.role == "user"]
    if not asked:
        raise Problem(422, "no-question", texts.NO_USER)
    turns = []
    for here, following in pairwise(asked):
        replies = "\n".join(m.text for m in messages[here:following] if m.role == "assistant")
        if messages[here].text.strip():
            turns.append(Turn(messages[here].text[:MOST_CHARACTERS], titles.cited(replies)))
    return messages[asked[-1]].text, tuple(turns[-MOST_TURNS:])


def openai_error(problem: Problem) -> Response:
    """A problem in the shape that OpenAI's clients read."""
    return JSONResponse(_error(problem), problem.status, dict(problem.headers))


def _error(problem: Problem) -> dict[str, Any]:
    kind = "server_error" if problem.status >= 500 else "invalid_request_error"
    return {"error": {"message": problem.detail, "type": kind, "param": None, "code": problem.code}}


def _check_model(name: str) -> None:
    if name != MODEL:
        raise Problem(404, "model_not_found", texts.UNKNOWN_VALUE.format(given=name[:100], known=MODEL))


def _chunks(parts: Iterator[str], head: dict[str, Any]) -> Iterator[str]:
    def chunk(delta: dict[str, str], finish: str | None = None) -> str:
        choice = {"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}
        return f"data: {json.dumps({**head, 'choices': [choice]}, ensure_ascii=False)}\n\n"

    yield chunk({"role": "assistant", "content": ""})
    try:
        for part in parts:
            if part:
                yield chunk({"content": part})
    except ReisgenootError as fault:
        yield f"data: {json.dumps(_error(as_problem(fault)), ensure_ascii=False)}\n\n"
        return
    yield chunk({}, "stop")
    yield DONE
