"""Reisgenoot as a model of OpenAI's chat API, asked by OpenAI's own client."""

import json
import re
from collections.abc import Iterator
from typing import Any

import openai
import pytest
from fastapi import FastAPI
from langchain_core.outputs import ChatGenerationChunk
from starlette.testclient import TestClient

from assistant import Assistant, ModelUnavailable, ScriptedModel
from ui.doors import DoorSettings, open_doors
from ui.doors.chat_text import Titles

TILBURG = "Welke gemeente heeft ervaring met collectieve financiering van zorg in onderwijstijd?"


def chat_with(assistant: Assistant) -> Iterator[openai.OpenAI]:
    server = FastAPI()
    open_doors(server, assistant, DoorSettings(), parallel=2)
    with (
        TestClient(server, base_url="http://127.0.0.1/v1", client=("127.0.0.1", 50_000)) as http,
        openai.OpenAI(base_url="http://127.0.0.1/v1", api_key="geen", http_client=http, max_retries=0) as client,
    ):
        yield client


@pytest.fixture(scope="module")
def chat(assistant: Assistant) -> Iterator[openai.OpenAI]:
    yield from chat_with(assistant)


def said(client: openai.OpenAI, *messages: dict[str, Any]) -> str:
    reply = client.chat.completions.create(model="reisgenoot", messages=list(messages))
    assert reply.choices[0].finish_reason == "stop"
    return reply.choices[0].message.content


def streamed(client: openai.OpenAI, question: str) -> str:
    chunks = client.chat.completions.create(model="reisgenoot", messages=[user(question)], stream=True)
    return "".join(chunk.choices[0].delta.content or "" for chunk in chunks)


def user(text: str) -> dict[str, Any]:
    return {"role": "user", "content": text}


def test_there_is_one_model(chat: openai.OpenAI) -> None:
    assert [m.id for m in chat.models.list()] == ["reisgenoot"]
    assert chat.models.retrieve("reisgenoot").created > 1_700_000_000
    with pytest.raises(openai.NotFoundError, match="kies uit: reisgenoot"):
        chat.chat.completions.create(model="gpt", messages=[user(TILBURG)])


def test_the_answer_cites_and_lists_its_sources(chat: openai.OpenAI, assistant: Assistant) -> None:
    text = said(chat, {"role": "system", "content": "Antwoord zonder bronnen."}, user(TILBURG))
    answer = assistant.answer(TILBURG)
    body, _, sources = text.partition("\n\n**Bronnen**\n\n")
    assert body.startswith(answer.markdown)
    listed = [int(n) for n in re.findall(r"^- \[(\d+)\]", sources, re.M)]
    assert listed == sorted({int(n) for n in re.findall(r"\[(\d+)\]", body)})
    assert {*listed} <= {c.n for c in answer.citations}
    assert "Reisgids, p. 27" in sources


def test_in_pieces_it_is_the_same_text(chat: openai.OpenAI) -> None:
    assert streamed(chat, TILBURG) == said(chat, user(TILBURG))


def test_annotations_point_at_the_markers(chat: openai.OpenAI, assistant: Assistant) -> None:
    message = chat.chat.completions.create(model="reisgenoot", messages=[user(TILBURG)]).choices[0].message
    urls = {c.n: c.url for c in assistant.answer(TILBURG).citations if c.url}
    noted = [n.url_citation for n in message.annotations]
    assert noted
    assert all(urls[int(message.content[n.start_index + 1 : n.end_index - 1])] == n.url for n in noted)


def test_a_follow_up_knows_what_was_asked_and_what_was_cited(chat: openai.OpenAI, assistant: Assistant) -> None:
    first = "Welke gemeenten hebben jongerenwerk op school?"
    earlier = said(chat, user(first))
    cited = Titles(assistant.entries()).cited(earlier)
    answer = assistant.answer(first)
    assert set(cited) == {answer.citation(n).entry.id for s in answer.sentences for n in s.cites}
    parts = [{"type": "text", "text": "nog een voorbeeld uit Brabant?"}]
    text = said(chat, user(first), {"role": "assistant", "content": earlier}, {"role": "user", "content": parts})
    more = Titles(assistant.entries()).cited(text)
    assert any(assistant.entry(i).province == "Noord-Brabant" for i in more)
    assert not set(cited) & set(more)


def test_personal_data_is_warned_for_first(chat: openai.OpenAI) -> None:
    asked = "Mijn leerling Sem de Boer (BSN 123456782) blowt. Welke hulp moet hij krijgen?"
    for text in (said(chat, user(asked)), streamed(chat, asked)):
        assert text.startswith("> **Let op:** In uw vraag staan een burgerservicenummer en de naam van een persoon.")
        assert "123456782" not in text


def test_what_changed_in_the_law_is_told_after_the_answer(chat: openai.OpenAI) -> None:
    text = said(chat, user("Wat regelt de Wet op het voortgezet onderwijs?"))
    assert re.search(r"\n\n> \*\*Let op:\*\* .*(2022|WVO 2020).*\n\n\*\*Bronnen\*\*", text, re.S)


def test_what_cannot_be_is_told_in_the_shape_of_openai(chat: openai.OpenAI) -> None:
    for messages in ([user("  ")], [user("x" * 2_001)], [{"role": "system", "content": "a"}], [{"role": "baas", "content": "a"}]):
        with pytest.raises(openai.UnprocessableEntityError) as wrong:
            chat.chat.completions.create(model="reisgenoot", messages=messages)
        assert isinstance(wrong.value.body, dict)
        assert wrong.value.body["type"] == "invalid_request_error"
        assert "xxx" not in json.dumps(wrong.value.body)


class BreaksOff(ScriptedModel):
    """A model that is gone after its first reply."""

    def _stream(self, *given: Any, **options: Any) -> Iterator[ChatGenerationChunk]:
        yield from super()._stream(*given, **options)
        raise ModelUnavailable("het viel weg")


def test_an_answer_that_is_taken_back_is_told_again_as_a_whole(assistant: Assistant) -> None:
    quote = assistant.answer(TILBURG).sentences[0].text
    broken = Assistant(assistant.index, BreaksOff(replies=[f"{quote} [1] Daarna viel het"] * 2), "scripted")
    for chat in chat_with(broken):
        text, again = streamed(chat, TILBURG), said(chat, user(TILBURG))
    first, _, rest = text.partition("*Het antwoord is opnieuw gemaakt")
    assert first.startswith(quote)
    assert rest.endswith(again)
    assert "taalmodel" in again
