"""From what a language model writes, piece by piece, to whole sentences with the numbers they cite. Judges nothing.

Takes what models make of it: numbering, bullets, bold, headings, code fences, JSON, thoughts between tags, a list of sources at the end,
and markers such as [1,2], [1][2], [1-3], (bron 1), before or after the full stop. A sentence without a number takes those of the next
one in its paragraph, since many models cite once a paragraph; whether that holds is for who checks.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from assistant.citations import split_markers
from assistant.prompts import NO_ANSWER
from ingest import sentences

THOUGHTS = r"(?:think|thinking|thought|thoughts|reasoning|reflection|analysis)"
OPENS, CLOSES = re.compile(rf"<{THOUGHTS}>", re.I), re.compile(rf"</{THOUGHTS}>", re.I)
NAMES = r"(?:zie\s+)?(?:bron(?:nen)?|bewijs(?:stuk(?:ken)?)?|stuk(?:ken)?|source|ref|nr)\.?\s*"
NUMBERS = r"#?\^?\d{1,3}(?:\s*(?:[,;&/–-]|en)\s*(?:bron\s+|stuk\s+)?#?\d{1,3})*"
MARKER = re.compile(
    rf"\[\s*(?:{NAMES})?({NUMBERS})\s*\]|\(\s*{NAMES}({NUMBERS})\s*\)|【\s*(\d{{1,3}})[^】]{{0,30}}】|<sup>\s*({NUMBERS})\s*</sup>",
    re.I,
)
BEHIND = re.compile(r"([.!?…][’'\"”)]*)((?:\s*\[\d{1,3}\])+)")
TAG = re.compile(r"</?[a-zA-Z][^<>]{0,80}>")
EMPHASIS = re.compile(r"\*\*|__|`|(?<!\w)\*(?=\S)|(?<=\S)\*(?!\w)")
START = re.compile(
    r"^\s*(?:>\s*)*(?:#{1,6}\s+)?(?:[-*•–+]\s+|\(?\d{1,2}[.)]\s+(?=\D)|[a-z]\)\s+)?(?:(?:antwoord|conclusie)\s*:\s*)?", re.I
)
LIST = re.compile(
    r"^(?:bronnen|bronnenlijst|bronvermelding|referenties|verwijzingen|literatuur|sources|references)\s*(?::|$)", re.I
)
FENCE = re.compile(r"^\s*```\s*\w*\s*$")
DATA = re.compile(r"\s*(?:\{|\[\s*[\[{\"])")
ENDED = re.compile(r"[.!?…][’'\"”)\]]*$")
TEXTS = ("antwoord", "answer", "tekst", "text", "zin", "sentence", "inhoud", "content", "bewering", "claim")
ENDS = re.compile(r"[.!?…]")
LONGEST = 1_200
"""Characters; no sentence is longer."""
HELD = 3
"""At most so many sentences wait for a number."""


@dataclass(frozen=True)
class Said:
    """A sentence, its numbers, and whether it was written to its end."""

    text: str
    numbers: tuple[int, ...] = ()
    finished: bool = True


class ModelText:
    """Feed it what the model writes; it gives sentences. None stands for: forget all before this, those were thoughts."""

    def __init__(self) -> None:
        self._raw = self._line = ""
        self._thinking = self._closed = self._at_start = False
        self._data: bool | None = None
        self._waiting: list[Said] = []
        self._fresh_line()

    def feed(self, piece: str) -> Iterator[Said | None]:
        """What has become complete with this piece."""
        self._raw += piece
        for text in self._visible(final=False):
            if text is None:
                self._forget()
                yield None
            else:
                yield from self._take(text)

    def end(self) -> Iterator[Said | None]:
        """What was left when the model stopped."""
        for text in self._visible(final=True):
            if text is None:
                self._forget()
                yield None
            else:
                yield from self._take(text)
        if self._data:
            self._line, self._data = "\n".join(_lines(self._line)) + "\n", False
            yield from self._take("")
        if self._line.strip():
            yield from self._pieces(final=True, whole=False)
        yield from self._released()

    # ---- thoughts ----------------------------------------------------------------------------------------------------

    def _visible(self, *, final: bool) -> Iterator[str | None]:
        """The raw text without thoughts; None where a thought ends that never began."""
        while True:
            found = (CLOSES if self._thinking else OPENS).search(self._raw)
            stray = None if self._thinking else CLOSES.search(self._raw)
            if stray and (not found or stray.start() < found.start()):
                self._raw = self._raw[stray.end() :]
                yield None
            elif found:
                if not self._thinking:
                    yield self._raw[: found.start()]
                self._raw, self._thinking = self._raw[found.end() :], not self._thinking
            else:
                break
        tail = self._raw.rfind("<")
        whole = final or tail < 0 or len(self._raw) - tail > 16 or ">" in self._raw[tail:]
        shown, self._raw = (self._raw, "") if whole else (self._raw[:tail], self._raw[tail:])
        if not self._thinking:
            yield shown

    def _forget(self) -> None:
        self._line, self._data, self._closed, self._waiting = "", None, False, []
        self._fresh_line()

    # ---- lines -------------------------------------------------------------------------------------------------------

    def _take(self, text: str) -> Iterator[Said]:
        self._line += text
        if self._data is None:
            self._line = re.sub(r"^\s*```\s*\w*[ \t]*\n", "", self._line.lstrip())
            if len(self._line) < 3 or self._line.startswith("```"):
                return
            self._data = bool(DATA.match(self._line))
        if self._data:
            return
        while "\n" in self._line:
            line, self._line = self._line.split("\n", 1)
            rest, self._line = self._line, line
            yield from self._pieces(final=True, whole=True)
            yield from self._released()
            self._line = rest
            self._fresh_line()
        if ENDS.search(self._line):
            yield from self._pieces(final=False, whole=False)
        if len(self._line) > LONGEST:
            yield Said(self._line.strip()[:LONGEST], (), finished=False)
            self._line, self._waiting = "", []

    def _fresh_line(self) -> None:
        self._at_start = True

    def _pieces(self, *, final: bool, whole: bool) -> Iterator[Said]:
        """The sentences of the line so far; the last one stays unless the line is at its end (`final`), by a new line if `whole`."""
        if FENCE.match(self._line) or set(self._line) <= set("-=_*| :\t"):
            self._line = "" if final else self._line
            return
        text = BEHIND.sub(r"\2\1", MARKER.sub(_plain_marker, TAG.sub("", self._line) if "sup>" not in self._line else self._line))
        if self._at_start:
            text = START.sub("", text, count=1)
        text = EMPHASIS.sub("", text)
        if LIST.match(text) and (final or ":" in text):
            self._closed = True
        if self._closed:
            self._line = "" if final else self._line
            return
        found = sentences(text)
        if not final:
            keep = 1 if found and not (found[-1].startswith("(") and ")" not in found[-1]) else 2
            done, left = found[:-keep], found[-keep:]
            if done:
                # The space behind the last word stays: the next piece goes on from here.
                self._line, self._at_start = " ".join(left) + text[len(text.rstrip()) :], False
            for sentence in done:
                yield from self._sentence(sentence, finished=True)
            return
        self._line = ""
        for n, sentence in enumerate(found):
            yield from self._sentence(sentence, finished=n < len(found) - 1 or _is_finished(sentence, whole=whole))

    def _sentence(self, raw: str, *, finished: bool) -> Iterator[Said]:
        text, numbers = split_markers(raw)
        if not re.search(r"\w", text):
            if numbers and self._waiting:
                self._waiting = [Said(s.text, s.numbers or numbers, s.finished) for s in self._waiting]
            return
        if (
            not numbers
            and NO_ANSWER not in text
            and (text.endswith(":") or (not finished and len(text.split()) <= 6 and not text.endswith(",")))
        ):
            return  # a heading or an introduction, which claims nothing
        if finished and not ENDED.search(text):
            text += "."
        self._waiting.append(Said(text, numbers, finished))
        if numbers:
            self._waiting = [Said(s.text, s.numbers or numbers, s.finished) for s in self._waiting]
        if numbers or len(self._waiting) > HELD:
            yield from self._released()

    def _released(self) -> Iterator[Said]:
        waiting, self._waiting = self._waiting, []
        yield from waiting


def bare(reply: str) -> str:
    """A whole reply without thoughts and without the fence of a code block around it."""
    text = re.sub(rf"<({THOUGHTS})>.*?</\1>", "", reply, flags=re.I | re.S).strip()
    return re.sub(r"^```\w*\s*|\s*```$", "", text).strip()


def _is_finished(sentence: str, *, whole: bool) -> bool:
    """Whether the last sentence of a line was written to its end: a stop, or a number on a line that ended."""
    return bool(ENDED.search(split_markers(sentence)[0])) or bool(
        sentence.rstrip().endswith("]") and (whole or MARKER.search(sentence))
    )


def _plain_marker(found: "re.Match[str]") -> str:
    """`[1][2]` for any way to cite 1 and 2."""
    inside = next(group for group in found.groups() if group)
    if between := re.fullmatch(r"\D*(\d+)\s*[–-]\s*\D*(\d+)", inside):
        low, high = int(between[1]), int(between[2])
        numbers = range(low, min(high, low + 9) + 1)
        return "".join(f"[{n}]" for n in numbers)
    return "".join(f"[{n}]" for n in re.findall(r"\d+", inside))


def _lines(text: str) -> list[str]:
    """The sentences inside JSON, one a line with their markers; nothing when it is none."""
    plain = re.sub(r"^\s*```\s*\w*|```\s*$", "", text.strip()).strip()
    try:
        return _inside(json.JSONDecoder().raw_decode(plain)[0])
    except ValueError:
        return []


def _inside(value: Any) -> list[str]:
    if isinstance(value, str):
        return value.split("\n")
    if isinstance(value, list):
        return [line for part in value for line in _inside(part)]
    if not isinstance(value, dict):
        return []
    texts = [v for k, v in value.items() if isinstance(v, str) and k.lower() in TEXTS]
    if texts:
        marks = "".join(f"[{n}]" for k, v in value.items() if k.lower() not in TEXTS for n in _numbers(v))
        return [f"{line} {marks}" if marks and not MARKER.search(line) else line for text in texts for line in text.split("\n")]
    return [line for v in value.values() if isinstance(v, (dict, list)) for line in _inside(v)]


def _numbers(value: Any) -> list[int]:
    if isinstance(value, bool):
        return []
    if isinstance(value, int):
        return [value]
    if isinstance(value, str):
        return [int(n) for n in re.findall(r"\d{1,3}", value)] if re.fullmatch(r"[\s\d\[\],;]+", value) else []
    return [n for part in value for n in _numbers(part)] if isinstance(value, list) else []
