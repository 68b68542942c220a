"""A visitor of the interface without a browser: asks over the HTTP that gradio's own page uses, and reads the answer as it comes."""

import html
import json
import re
import secrets
from dataclasses import dataclass

import httpx

# The number of the event `ask` among those of the page, and of the answer among what it gives back.
ASK, NOW = 3, 2
"""The number of the event that asks, and where in its outputs the newest answer stands; checked when a visitor comes in."""


@dataclass(frozen=True)
class Said:
    """What came back: the HTML of the last turn."""

    page: str

    @property
    def question(self) -> str:
        """The question as the answer repeats it."""
        found = re.search(r'data-markdown="## (.*?)\n', self.page)
        return html.unescape(found[1]) if found else ""

    @property
    def citations(self) -> list[str]:
        """The sources under the answer, as `[1] title (place)`."""
        found = re.search(r'data-markdown="([^"]*)"', self.page)
        return re.findall(r"^- (\[\d+\] .*)$", html.unescape(found[1]), re.M) if found else []


class NotTaken(Exception):
    """The question was not taken: the status that said so."""


async def ask(client: httpx.AsyncClient, question: str) -> Said:
    """Ask in a new session. Raises NotTaken or httpx.HTTPError."""
    session = secrets.token_hex(8)
    body = {
        "data": [question, "alle", [], [], "", [], "", None],
        "fn_index": ASK,
        "session_hash": session,
        "event_data": None,
        "trigger_id": None,
    }
    joined = await client.post("/gradio_api/queue/join", json=body)
    if joined.status_code != 200:
        raise NotTaken(f"{joined.status_code} {joined.text[:200]}")
    page: list[str] = []
    async with client.stream("GET", "/gradio_api/queue/data", params={"session_hash": session}) as stream:
        if stream.status_code != 200:
            raise NotTaken(str(stream.status_code))
        async for line in stream.aiter_lines():
            if line.startswith("data:"):
                message = json.loads(line[5:])
                page = _after(page, message)
                if message["msg"] in ("process_completed", "close_stream"):
                    break
    return Said("".join(page))


def _after(page: list[str], message: dict[str, object]) -> list[str]:
    """The HTML of the answer after one more message. Later messages of a stream only tell the difference."""
    output = message.get("output")
    if message["msg"] not in ("process_generating", "process_completed") or not isinstance(output, dict) or "data" not in output:
        return page
    now = output["data"][NOW] if len(output["data"]) > NOW else None
    if isinstance(now, str):
        return [now]
    if isinstance(now, list) and now:
        return [_patched("".join(page), now)]
    return page


def _patched(text: str, changes: list[list[object]]) -> str:
    for action, path, value in changes:
        assert path == [], path
        text = text + str(value) if action == "append" else str(value)
    return text
