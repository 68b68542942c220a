"""Small plots as SVG text, without any outside asset. Knows only numbers and labels.

Each plot carries a title for who cannot see it; the report gives the same figures as a table.
"""

from collections.abc import Mapping, Sequence
from html import escape

from evals.metrics import Estimate

NOW, BEFORE, INK, GRID = "#1f5f8b", "#b9c7d2", "#222", "#ddd"
Point = tuple[float, float]


def bars(title: str, rows: Sequence[tuple[str, Estimate, Estimate | None]]) -> str:
    """Horizontal bars from 0 to 1 with their interval; a thin pale bar shows the earlier run."""
    left, width, high = 260, 420, 26
    shapes = [_tick(left + width * t / 4, high * len(rows), f"{t / 4:.2f}") for t in range(5)]
    for place, (label, now, before) in enumerate(rows):
        y = place * high + 4
        shapes.append(_text(left - 8, y + 13, f"{label} ({now.n})", "end"))
        shapes.append(_rect(left, y, width * now.mean, 14, NOW))
        if before:
            shapes.append(_rect(left, y + 15, width * before.mean, 4, BEFORE))
        low, top = left + width * now.low, left + width * now.high
        whisker = f"M{low:.1f} {y + 7}H{top:.1f}M{low:.1f} {y + 3}v8M{top:.1f} {y + 3}v8"
        shapes.append(f'<path d="{whisker}" stroke="{INK}" fill="none"/>')
        shapes.append(_text(left + width + 10, y + 13, f"{now.mean:.3f}"))
    return _svg(title, left + width + 70, high * len(rows) + 22, shapes)


def matrix(title: str, counts: Mapping[tuple[int, int], int], labels: Sequence[tuple[int, str]]) -> str:
    """A table of squares: rows what is right, columns what was said; darker is more."""
    cell, left, top = 44, 130, 40
    most = max(counts.values(), default=1)
    shapes = [_text(0, 16, "juist ↓ genoemd →")]
    for r, (gold, name) in enumerate(labels):
        shapes.append(_text(left - 8, top + r * cell + 27, name, "end"))
        shapes.append(_text(left + r * cell + 22, top - 8, name, "middle"))
        for c, (said, _) in enumerate(labels):
            number = counts.get((gold, said), 0)
            x, y = left + c * cell, top + r * cell
            shade = 0.06 + 0.8 * number / most
            shapes.append(f'<rect x="{x}" y="{y}" width="42" height="42" fill="{NOW}" fill-opacity="{shade:.2f}"/>')
            if number:
                shapes.append(_text(x + 21, y + 26, str(number), "middle", "#fff" if number > most / 2 else INK))
    return _svg(title, left + cell * len(labels) + 10, top + cell * len(labels) + 10, shapes)


def curve(title: str, lines: Mapping[str, Sequence[Point]], across: str, up: str) -> str:
    """Lines in the square from 0 to 1."""
    left, size, top = 60, 320, 14
    shapes = [_tick(left + size * t / 4, size, f"{t / 4:.2f}", top) for t in range(5)]
    shapes += [_text(left - 8, top + size * (1 - t / 4) + 4, f"{t / 4:.2f}", "end") for t in range(5)]
    for number, (name, points) in enumerate(lines.items()):
        path = " ".join(f"{left + size * x:.1f},{top + size * (1 - y):.1f}" for x, y in points)
        dash = ' stroke-dasharray="5 4"' if number else ""
        shapes.append(f'<polyline points="{path}" fill="none" stroke="{NOW if not number else INK}" stroke-width="2"{dash}/>')
        shapes.append(_text(left + size + 16, top + 20 + 22 * number, ("— " if not number else "- - ") + name))
    shapes += [_text(left + size / 2, top + size + 36, across, "middle"), _text(left, top - 2, up)]
    return _svg(title, left + size + 260, size + 60, shapes)


def histogram(title: str, values: Sequence[float], unit: str, bins: int = 24) -> str:
    """How often each stretch of values occurs; the last bin also holds what lies above the 99th percentile."""
    left, width, high = 40, 560, 140
    ordered = sorted(values) or [0.0]
    end = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))] or 1.0
    counts = [0] * bins
    for value in ordered:
        counts[min(bins - 1, int(value / end * bins))] += 1
    step, most = width / bins, max(counts)
    shapes = [_rect(left + i * step, 10 + high * (1 - n / most), step - 2, high * n / most, NOW) for i, n in enumerate(counts)]
    shapes += [_text(left + width * t / 4, high + 28, f"{end * t / 4:.0f} {unit}", "middle") for t in range(5)]
    return _svg(title, left + width + 40, high + 40, shapes)


def _svg(title: str, width: float, height: float, shapes: Sequence[str]) -> str:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" role="img">'
    return f"{head}<title>{escape(title)}</title>{''.join(shapes)}</svg>"


def _rect(x: float, y: float, width: float, height: float, colour: str) -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 0):.1f}" height="{max(height, 0):.1f}" fill="{colour}"/>'


def _text(x: float, y: float, text: str, anchor: str = "start", colour: str = INK) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}" font-size="13">{escape(text)}</text>'


def _tick(x: float, height: float, label: str, top: float = 0) -> str:
    line = f'<path d="M{x:.1f} {top}v{height}" stroke="{GRID}"/>'
    return line + _text(x, top + height + 16, label, "middle")
