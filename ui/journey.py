"""The journey as a picture: a winding path with nine stops in four stages, and the same as a list for narrow screens. Pure."""

import math
from collections.abc import Sequence
from itertools import groupby, pairwise

from assistant import Entry, RouteDetail
from ui import texts
from ui.markup import bullet_list, esc, tag

WIDTH, HEIGHT, EDGE = 1180, 300, 70
HALF, ABOVE, BELOW = 58, 24, 76
"""What of a stop can be pressed: so far to each side, above and below its middle, its name included."""
NAME_LETTERS = 13
"""Of a stage with one stop: a line of its name that is longer would touch the frame."""
Stop = tuple[int, str]


def stops(routes: Sequence[Entry]) -> list[Stop]:
    """Number and stage of each route, in order."""
    details = [r.detail for r in routes if isinstance(r.detail, RouteDetail)]
    return sorted((d.number, d.phase) for d in details)


def journey(routes: Sequence[Entry]) -> str:
    """The picture and the list; the style sheet shows the one that fits."""
    found = stops(routes)
    return tag("nav", _picture(found) + _list(found), "reis", aria_label=texts.JOURNEY) if found else ""


def _picture(found: Sequence[Stop]) -> str:
    places = [_place(i, len(found)) for i in range(len(found))]
    stages = "".join(_stage(name, [places[i] for i, _ in group]) for name, group in _stages(found))
    path = f'<path class="pad" d="{_path(places)}"/>'
    points = "".join(_stop(number, x, y) for (number, _), (x, y) in zip(found, places, strict=True))
    return f'<svg class="reis-plaat" viewBox="0 0 {WIDTH} {HEIGHT}" role="group">{stages}{path}{points}</svg>'


def _stages(found: Sequence[Stop]) -> list[tuple[str, list[tuple[int, Stop]]]]:
    return [(name, list(group)) for name, group in groupby(enumerate(found), key=lambda item: item[1][1])]


def _place(index: int, count: int) -> tuple[float, float]:
    x = EDGE + index * (WIDTH - 2 * EDGE) / max(count - 1, 1)
    return round(x, 1), round(150 + 34 * math.sin(index * math.pi / 2 + 0.6), 1)


def _path(places: Sequence[tuple[float, float]]) -> str:
    parts = [f"M{places[0][0]} {places[0][1]}"]
    for (x1, y1), (x2, y2) in pairwise(places):
        middle = round((x1 + x2) / 2, 1)
        parts.append(f"C{middle} {y1} {middle} {y2} {x2} {y2}")
    return " ".join(parts)


def _stage(name: str, places: Sequence[tuple[float, float]]) -> str:
    half = (WIDTH - 2 * EDGE) / 16 - 6
    left, right = places[0][0] - half, places[-1][0] + half
    words = tag("text", esc(name), "etappe-naam", x=f"{(left + right) / 2:.0f}", y="34")
    box = f'<rect class="etappe" x="{left:.0f}" y="8" width="{right - left:.0f}" height="{HEIGHT - 16}" rx="12"/>'
    return box + _wrapped(words, name, left, right)


def _wrapped(words: str, name: str, left: float, right: float) -> str:
    if len(name) * 8 <= right - left:
        return words
    middle, lines = f"{(left + right) / 2:.0f}", _two_lines(name, NAME_LETTERS)
    return "".join(tag("text", esc(line), "etappe-naam smal", x=middle, y=str(30 + 16 * i)) for i, line in enumerate(lines))


def _stop(number: int, x: float, y: float) -> str:
    name = texts.ROUTES.get(number, "")
    lines = "".join(
        tag("text", esc(line), "halte-naam", x=str(x), y=str(y + 46 + 17 * i), aria_hidden="true")
        for i, line in enumerate(_two_lines(name, 14))
    )
    dot = f'<circle cx="{x}" cy="{y}" r="20"/>' + tag(
        "text", str(number), "halte-nummer", x=str(x), y=str(y + 6), aria_hidden="true"
    )
    area = f'<rect x="{x - HALF:.1f}" y="{y - ABOVE:.1f}" width="{2 * HALF}" height="{ABOVE + BELOW}" rx="10" fill="transparent"/>'
    return tag(
        "a",
        area + dot + lines,
        "halte",
        href=f"#routes/{number}",
        data_halte=str(number),
        aria_label=texts.STOP.format(n=number, name=name),
    )


def _two_lines(words: str, width: int) -> list[str]:
    lines = [""]
    for word in words.split():
        if lines[-1] and len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _list(found: Sequence[Stop]) -> str:
    parts = []
    for name, group in _stages(found):
        items = (
            tag(
                "a",
                tag("span", str(n), "nummer") + esc(texts.ROUTES.get(n, "")),
                "halte",
                href=f"#routes/{n}",
                data_halte=str(n),
            )
            for _, (n, _) in group
        )
        parts.append(tag("p", esc(name), "kopje") + bullet_list(items))
    return tag("div", "".join(parts), "reis-lijst")
