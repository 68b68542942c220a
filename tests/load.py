"""Many visitors at once over HTTP, beside slow and broken clients: `PYTHONPATH=. python tests/load.py --url URL --pid PID`.

Visitors ask questions that the sources answer, and each answer must repeat its question and cite what it cited when nobody else asked.
What came of it is in `Figures`.
"""

import argparse
import asyncio
import random
import statistics
import time
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httpx
import psutil
from asking import NotTaken, ask

from evals import load_questions

Misbehave = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
SLOW, BROKEN, ENDLESS = 40, 20, 4
QUESTIONS = 60
Quiet = dict[str, list[str]]
"""Question -> the sources of its answer when nobody else asked."""


@dataclass
class Figures:
    """`seconds` for each answer, `memory` as (second, MB); `wrong`: answers to another question, or with other sources."""

    seconds: list[float] = field(default_factory=list)
    memory: list[tuple[float, float]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    wrong: int = 0
    busy: int = 0
    took: float = 0.0

    def percentile(self, share: int) -> float:
        """Seconds under which this share of the answers came."""
        return statistics.quantiles(self.seconds, n=100)[share - 1] if len(self.seconds) > 1 else 0.0

    def __str__(self) -> str:
        times = ", ".join(f"p{share} {self.percentile(share):.2f} s" for share in (50, 95, 99))
        mb = [m for _, m in self.memory]
        held = f"memory {mb[0]:.0f} -> {mb[-1]:.0f} MB, most {max(mb):.0f}" if mb else "memory not measured"
        return (
            f"{len(self.seconds)} answers in {self.took:.0f} s ({len(self.seconds) / max(self.took, 0.001):.1f}/s), {times}; "
            f"{len(self.errors)} errors, {self.wrong} mixed up, {self.busy} busy; {held}"
        )


async def visitors(url: str, users: int, seconds: float, think: float, pid: int = 0, disturbed: bool = True) -> Figures:
    """So many visitors for so long; between two questions each waits `think` seconds on average."""
    figures = Figures()
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=50)
    async with httpx.AsyncClient(base_url=url, timeout=90, limits=limits) as client:
        quiet = await _quiet(client)
        start = time.monotonic()
        until = start + seconds
        others = [asyncio.create_task(work) for work in (_bad_clients(url, until) if disturbed else [])]
        if pid:
            others.append(asyncio.create_task(_memory(pid, start, until, figures)))
        await asyncio.gather(*(_visitor(client, n, until, think, quiet, figures) for n in range(users)))
        figures.took = time.monotonic() - start
        for other in others:
            other.cancel()
        await asyncio.gather(*others, return_exceptions=True)
    return figures


async def _quiet(client: httpx.AsyncClient) -> Quiet:
    """Of the first questions of the tuning part, those that are answered."""
    asked = [question.text for question in load_questions("tuning") if question.answerable][:QUESTIONS]
    answers = {question: await ask(client, question) for question in asked}
    return {question: said.citations for question, said in answers.items() if said.citations and said.question == question}


async def _visitor(client: httpx.AsyncClient, number: int, until: float, think: float, quiet: Quiet, figures: Figures) -> None:
    dice = random.Random(number)
    await asyncio.sleep(dice.uniform(0, think))
    while time.monotonic() < until:
        question = dice.choice(list(quiet))
        start = time.monotonic()
        try:
            said = await ask(client, question)
        except NotTaken as fault:
            if "full" in str(fault) or "druk" in str(fault):
                figures.busy += 1
            else:
                figures.errors.append(f"{question}: {fault}")
        except httpx.HTTPError as fault:
            figures.errors.append(f"{question}: {fault!r}")
        else:
            figures.seconds.append(time.monotonic() - start)
            if said.question and (said.question != question or said.citations != quiet[question]):
                figures.wrong += 1
            elif not said.question:
                figures.errors.append(f"{question}: no answer but {said.page[:120]!r}")
        await asyncio.sleep(dice.uniform(0, 2 * think))


async def _memory(pid: int, start: float, until: float, figures: Figures) -> None:
    process = psutil.Process(pid)
    while time.monotonic() < until:
        figures.memory.append((time.monotonic() - start, process.memory_info().rss / 1e6))
        await asyncio.sleep(2)


def _bad_clients(url: str, until: float) -> list[Coroutine[Any, Any, None]]:
    address = urlsplit(url)
    host, port = str(address.hostname), int(address.port or 80)
    return [
        *(_again(_slow_header, host, port, until) for _ in range(SLOW)),
        *(_again(_half_closed, host, port, until) for _ in range(BROKEN)),
        *(_again(_endless_body, host, port, until) for _ in range(ENDLESS)),
    ]


async def _again(what: Misbehave, host: str, port: int, until: float) -> None:
    while time.monotonic() < until:
        with suppress(OSError, asyncio.IncompleteReadError):
            reader, writer = await asyncio.open_connection(host, port)
            try:
                await what(reader, writer)
            finally:
                writer.close()
        await asyncio.sleep(0.5)


async def _slow_header(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"GET / HTTP/1.1\r\n")
    while not reader.at_eof():
        writer.write(b"X")
        await writer.drain()
        await asyncio.sleep(1)


async def _half_closed(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"GET /gradio_api/queue/data?session_hash=niemand HTTP/1.1\r\nHost: x\r\n\r\n")
    writer.write_eof()
    await asyncio.sleep(2)


async def _endless_body(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"POST /gradio_api/queue/join HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
    for _ in range(40):
        writer.write(b"40000\r\n" + b"x" * 0x40000 + b"\r\n")
        await writer.drain()
        await asyncio.sleep(0.2)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--url", default="http://127.0.0.1:7860")
    parser.add_argument("--users", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--think", type=float, default=20)
    parser.add_argument("--pid", type=int, default=0)
    parser.add_argument("--quiet", action="store_true", help="without slow and broken clients")
    options = parser.parse_args()
    figures = asyncio.run(
        visitors(options.url, options.users, options.seconds, options.think, options.pid, disturbed=not options.quiet)
    )
    print(figures)
    for second, mb in figures.memory[:: max(1, len(figures.memory) // 12)]:
        print(f"  {second:5.0f} s {mb:7.0f} MB")
    for error in figures.errors[:10]:
        print(" ", error)


if __name__ == "__main__":
    main()
