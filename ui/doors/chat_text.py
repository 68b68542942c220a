"""An answer as one running text for chat programs, and back: which evidence an earlier text cited. Knows nothing of HTTP.

The text is: warnings, the answer with [n] markers, what changed in the law, and the list of sources.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from assistant import Answer, Citation, Entry, sources_text, warnings_of
from ui.doors import texts

SOURCE_LINE = re.compile(r"^- \[\d+\] (.+)$", re.M)
MARKER = re.compile(r"\[(\d+)\]")


def pieces(steps: Iterable[Answer]) -> Iterator[str]:
    """The text as it grows. Where a later step takes back what an earlier one said, the answer is told again as a whole."""
    sent, first = "", True
    for step in steps:
        if first:
            first = False
            yield from _warnings(warnings_of(step)[0])
        if step.markdown.startswith(sent):
            yield step.markdown[len(sent) :]
            sent = step.markdown
        elif step.done:
            yield f"\n\n{texts.TOLD_AGAIN}\n\n{step.markdown}"
        if step.done:
            yield _after(step)


def whole(answer: Answer) -> str:
    """The text of a complete answer."""
    return "".join(pieces([answer]))


def links(text: str, citations: Sequence[Citation]) -> list[tuple[int, int, Citation]]:
    """Where in the text a marker stands whose source has an address: first character, the one after the last, the citation."""
    known = {str(c.n): c for c in citations if c.url}
    body = text.split(_list_heading())[0]
    return [(m.start(), m.end(), known[m[1]]) for m in MARKER.finditer(body) if m[1] in known]


class Titles:
    """Finds evidence back by its title."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._ids: dict[str, str] = {}
        for entry in entries:
            self._ids.setdefault(entry.title, entry.id)

    def cited(self, text: str) -> tuple[str, ...]:
        """Ids of the entries in the list of sources of a text that `pieces` made; what is not known here is left out."""
        lines = text.partition(_list_heading())[2]
        found = [self._id(line) for line in SOURCE_LINE.findall(lines)[:100]]
        return tuple(dict.fromkeys(i for i in found if i))

    def _id(self, line: str) -> str:
        # A title may hold ". " itself: the longest that is known counts.
        ends = [m.start() for m in re.finditer(r"\. ", line)]
        return next((self._ids[line[:end]] for end in reversed(ends) if line[:end] in self._ids), "")


def _list_heading() -> str:
    return f"**{texts.SOURCES}**"


def _warnings(warnings: Sequence[str]) -> Iterator[str]:
    for warning in warnings:
        yield f"> **{texts.WARNING}:** {warning}\n\n"


def _after(answer: Answer) -> str:
    parts = [f"> **{texts.WARNING}:** {w}" for w in warnings_of(answer)[1]]
    used = {n for sentence in answer.sentences for n in sentence.cites}
    if used:
        lines = "\n".join(f"- {line}" for line in sources_text(c for c in answer.citations if c.n in used).splitlines())
        parts.append(f"{_list_heading()}\n\n{lines}")
    return "".join(f"\n\n{part}" for part in parts)
