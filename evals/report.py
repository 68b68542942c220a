"""`python -m evals report`: one HTML file about a run, with its plots inside and nothing to fetch. Knows no assistant.

The worst answers come from the tuning part only: results keep no texts of the untouched part.
"""

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

from evals.errors import InputFault
from evals.metrics import Estimate, confusion, refusal_curve, reliability, separation
from evals.plots import bars, curve, histogram, matrix
from evals.results import Figures, Results, Row, figures, group_figures, route_chances

WORST = 20
WEIGHTS = {
    "recall@5": 2.0, "cited": 2.0, "first cited": 1.0, "facts": 1.0, "citation precision": 1.0, "page exact": 1.0, "refused": 6.0,
}  # fmt: skip
"""What makes an answer bad, for choosing the worst; not a figure of its own."""

PLOTTED = ("recall@5", "cited", "facts", "refused")
STYLE = """body{font:16px/1.5 system-ui,sans-serif;color:#222;max-width:62rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;margin:1rem 0}td,th{border-bottom:1px solid #ddd;padding:.25rem .7rem;text-align:left}
td.n{text-align:right;font-variant-numeric:tabular-nums}svg{max-width:100%;height:auto}
details{border:1px solid #ddd;border-radius:6px;padding:.6rem 1rem;margin:.6rem 0}summary{cursor:pointer;font-weight:600}
pre{white-space:pre-wrap;background:#f6f7f8;padding:.7rem;font:14px/1.45 system-ui,sans-serif}.mis{color:#8b1f1f}"""


def write_report(results: Results, target: Path, before: Results | None = None) -> None:
    """Write the report; with `before`, beside the figures of an earlier run. Raises InputFault when it cannot be written."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(render(results, before), encoding="utf-8")
    except OSError as fault:
        raise InputFault(f"{target}: kan niet worden geschreven ({fault.strerror})") from fault


def render(results: Results, before: Results | None = None) -> str:
    """The whole page."""
    parts = [
        f"<h1>Meting van Reisgenoot</h1><p>Deel <b>{escape(results.part)}</b>, {len(results.rows)} vragen, gemaakt op "
        f"{escape(results.made)} ({escape(results.machine)}). Tussen haken: 95%-interval door trekking met teruglegging.</p>",
        _figures(results, before),
        *_group_plots(results, before),
        _routes(results.rows),
        _refusal(results.rows),
        _latency(results.rows),
        _crashes(results.crashed),
        _worst(results.rows),
    ]
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Meting</title><style>{STYLE}</style>'
    return f'<!doctype html><html lang="nl"><head>{head}</head><body>{"".join(parts)}</body></html>\n'


def _figures(results: Results, before: Results | None) -> str:
    now, old = figures(results.rows), figures(before.rows) if before else {}
    titles = ["cijfer", "gemiddelde", "interval", "vragen", *(["eerder"] if before else [])]
    lines = ["".join(f"<th>{title}</th>" for title in titles)]
    for name, e in now.items():
        digits = 0 if name == "words" else 3
        cells = [f"{e.mean:.{digits}f}", f"{e.low:.{digits}f}-{e.high:.{digits}f}", str(e.n)]
        if before:
            cells.append(f"{old[name].mean:.{digits}f}" if name in old else "")
        lines.append(f"<td>{escape(name)}</td>" + "".join(f'<td class="n">{cell}</td>' for cell in cells))
    return f"<h2>Cijfers</h2><table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"


def _group_plots(results: Results, before: Results | None) -> Iterable[str]:
    now, old = group_figures(results.rows), group_figures(before.rows) if before else {}
    for name in PLOTTED:
        rows = [(group, found[name], _earlier(old, group, name)) for group, found in now.items() if name in found]
        if rows:
            yield f"<h2>{escape(name)} per groep</h2>{bars(f'{name} per groep', rows)}"


def _earlier(old: dict[str, Figures], group: str, name: str) -> Estimate | None:
    return old.get(group, {}).get(name)


def _routes(rows: Sequence[Row]) -> str:
    asked = [r for r in rows if r.gold_routes and not r.error]
    # A question with two right routes counts for the one that was named, when one of them was.
    pairs = [(_gold(r), r.routes[0] if r.routes else 0) for r in asked]
    labels = [*((n, str(n)) for n in range(1, 10)), (0, "geen")]
    if not pairs:
        return ""
    told = reliability(route_chances(asked))
    lines = "".join(
        f'<tr><td class="n">{b.said:.2f}</td><td class="n">{b.right:.2f}</td><td class="n">{b.n}</td></tr>' for b in told
    )
    sure = f"<table><tr><th>kans die de routezoeker noemt</th><th>eerste route juist</th><th>vragen</th></tr>{lines}</table>"
    return f"<h2>Routes</h2>{matrix('Verwarring van routes', confusion(pairs), labels)}<h3>Zekerheid van de eerste route</h3>{sure}"


def _gold(row: Row) -> int:
    return row.routes[0] if row.routes and row.routes[0] in row.gold_routes else row.gold_routes[0]


def _refusal(rows: Sequence[Row]) -> str:
    answerable = [r.sure for r in rows if r.answerable and not r.error]
    unanswerable = [r.sure for r in rows if not r.answerable and not r.error]
    if not answerable or not unanswerable:
        return ""
    points = refusal_curve(answerable, unanswerable)
    told = figures(rows)
    wrong, right = 1 - told["answered"].mean, told["refused"].mean
    lines = {
        "onbeantwoordbaar geweigerd": [(a, u) for _, a, u in points],
        "zoals er geweigerd is": [(0.0, right), (wrong, right), (wrong, 0.0)],
        "toeval": [(0.0, 0.0), (1.0, 1.0)],
    }
    auc = separation(answerable, unanswerable)
    plot = curve("Weigeren op de kans op een antwoord", lines, "beantwoordbaar geweigerd", "onbeantwoordbaar geweigerd")
    explained = (
        f"AUC {auc:.3f} (toeval .500); elke lat over de kans is een punt; wat aan de vraag zelf te zien is, weigert daarnaast."
    )
    return f"<h2>Weigeren</h2><p>{explained}</p>{plot}"


def _latency(rows: Sequence[Row]) -> str:
    times = [1000 * (r.scores["seconds"] or 0) for r in rows if "seconds" in r.scores]
    return f"<h2>Tijd per antwoord</h2>{histogram('Tijd per antwoord', times, 'ms')}" if times else ""


def _crashes(rows: Sequence[Row]) -> str:
    items = "".join(f"<li>{escape(r.id)}: {escape(r.error)}</li>" for r in rows)
    return f"<h2>Vastgelopen, niet meegeteld</h2><ul>{items}</ul>" if rows else ""


def badness(row: Row) -> float:
    """How bad an answer is: the weighted shortfall of its scores."""
    return sum(weight * (1 - value) for name, weight in WEIGHTS.items() if (value := row.scores.get(name)) is not None)


def _worst(rows: Sequence[Row]) -> str:
    judged = sorted((r for r in rows if r.texts and badness(r) > 0), key=badness, reverse=True)[:WORST]
    if not judged:
        return ""
    return f"<h2>De {len(judged)} slechtste antwoorden van het deel tuning</h2>" + "".join(_answer(r) for r in judged)


def _answer(row: Row) -> str:
    t = row.texts
    short = [name for name, value in row.scores.items() if name in WEIGHTS and value is not None and value < 1]
    missed = [f"{name}: {row.reasons.get(name, '')}" for name in short]
    evidence = [f"{e['score']} {e['id']} ({'; '.join(e['places'])})" for e in t["retrieved"]]
    cites = [f"[{c['n']}] {c['id']} ({c['place']}): {c['quote']}" for c in t["citations"]]
    gold = "; ".join(t["gold"]) or f"niet te beantwoorden: {t['why']}"
    return (
        f"<details><summary>{escape(row.id)}: {escape(t['question'])}</summary><p>Juist: {escape(gold)}</p>"
        f"{_items(missed, 'mis')}<pre>{escape(t['answer'])}</pre><b>Verwijzingen</b>{_items(cites)}"
        f"<b>Gevonden</b>{_items(evidence)}</details>"
    )


def _items(lines: Sequence[str], kind: str = "") -> str:
    return f'<ul class="{kind}">' + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ul>"
