"""`python -m evals conversations`: plays conversations, and scores each follow-up in its conversation and asked alone.

Each turn is asked with the turns before it, as the interface does; the opening question is asked and not scored. Beside it stands the same
question without a conversation, in its own complete words. Both ways make results that `python -m evals report` can show.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from tqdm import tqdm

from assistant import Answer, Turn
from evals.conversations import FOLDER as CONVERSATIONS
from evals.conversations import Conversation, Step, load_conversations
from evals.metrics import Estimate
from evals.questions import PARTS
from evals.reply import Crash, Reply, attempt, read_answer
from evals.results import FOLDER, Results, Row, digest, figures, make_row
from evals.run import dated, number
from evals.scorers import REFUSED, Score
from evals.subject import Talk
from evals.words import fold

BASELINE = Path(__file__).parent / "baseline-conversations.json"
TOGETHER, ALONE = "in het gesprek", "los gevraagd"
COLUMNS = {
    "recall@5": "juiste bladzijde bij de eerste vijf",
    "cited": "juiste bladzijde genoemd",
    "first cited": "eerste verwijzing juist",
    "first sentence": "eerste zin antwoordt",
    "facts": "feiten in het antwoord",
    "wrongly refused": "wel te beantwoorden, geweigerd",
    "refused": "niet te beantwoorden, geweigerd",
}
HELD = ("recall@5", "cited", "first cited", "first sentence", "facts", "answered", "refused")
"""What the gate holds, of the follow-ups in their conversation."""


def run_conversations(talk: Talk, part: str, folder: Path = CONVERSATIONS) -> dict[str, Results]:
    """The results of both ways, a row for each follow-up."""
    conversations = load_conversations(part, folder)
    fingerprint = digest(step for one in conversations for step in one.steps)
    rows: dict[str, list[Row]] = {TOGETHER: [], ALONE: []}
    for one in tqdm(conversations, desc="gesprekken", unit="gesprek", leave=False, dynamic_ncols=True, disable=None):
        rows[TOGETHER] += [make_step_row(step, outcome) for step, outcome in list(play(one, talk))[1:]]
        rows[ALONE] += [_asked_alone(step, talk) for step in one.steps[1:]]
    return {way: dated(part, fingerprint, tuple(found)) for way, found in rows.items()}


def play(conversation: Conversation, talk: Talk) -> Iterator[tuple[Step, Reply | Crash]]:
    """Each turn with its reply. After a crash the conversation is another one than was written: what follows is not asked."""
    history: tuple[Turn, ...] = ()
    stopped: Crash | None = None
    for step in conversation.steps:
        if stopped:
            yield step, stopped
            continue
        outcome = _asked(talk, step.question.text, history)
        if isinstance(outcome, Crash):
            stopped = Crash(f"niet gesteld: {step.question.id} liep vast: {outcome.error}")
            yield step, outcome
            continue
        history = (*history, Turn.after(step.question.text, outcome[0]))
        yield step, outcome[1]


def _asked(talk: Talk, text: str, history: Sequence[Turn]) -> tuple[Answer, Reply] | Crash:
    def asked() -> tuple[Answer, Reply]:
        answer = talk(text, history)
        return answer, read_answer(answer)

    return attempt(asked)


def _asked_alone(step: Step, talk: Talk) -> Row:
    outcome = _asked(talk, step.standalone, ())
    whole = replace(step, question=replace(step.question, text=step.standalone))
    return make_step_row(whole, outcome if isinstance(outcome, Crash) else outcome[1])


def make_step_row(step: Step, outcome: Reply | Crash) -> Row:
    """Judge one outcome as any question, and by what only turns of a conversation have."""
    row = make_row(step.question, outcome)
    if isinstance(outcome, Crash) or not step.question.answerable:
        return row
    found = {"first sentence": first_sentence(step, outcome), "facts": facts(step, outcome)}
    reasons = (
        {name: score.reason for name, score in found.items()} if step.question.part == "tuning" else {}
    )  # others keep no texts
    scores = {**row.scores, "wrongly refused": float(outcome.refused), **{name: score.value for name, score in found.items()}}
    return replace(row, scores=scores, reasons={name: told for name, told in {**row.reasons, **reasons}.items() if told})


def first_sentence(step: Step, reply: Reply) -> Score:
    """The first sentence of the answer holds one of the texts that tell that it answers."""
    if reply.refused or not reply.sentences:
        return REFUSED
    said = reply.sentences[0].text
    held = any(fold(text) in fold(said) for text in step.first)
    return Score(float(held), "" if held else f"begint met: {said}")


def facts(step: Step, reply: Reply) -> Score:
    """Share of the listed facts in the answer. Here they are parts of words and of numbers, so they may stand inside one."""
    if reply.refused:
        return REFUSED
    said = fold(reply.plain)
    missing = [fact for fact in step.question.facts if fold(fact) not in said]
    return Score(1 - len(missing) / len(step.question.facts), f"mist: {', '.join(missing)}" if missing else "")


def keep_both(found: dict[str, Results], folder: Path = FOLDER) -> dict[str, Path]:
    """Save the results of both ways under their part and time; gives their paths."""
    paths = {}
    for way, name in {TOGETHER: "conversations", ALONE: "conversations-alone"}.items():
        results = found[way]
        paths[way] = folder / f"{name}-{results.part}-{results.made[:19].replace(':', '')}.json"
        results.save(paths[way])
    return paths


def table_of(found: dict[str, Results]) -> str:
    """The figures of each part, both ways beside each other, and the crashes."""
    parts = {part: {way: [r for r in results.rows if r.part == part] for way, results in found.items()} for part in PARTS}
    blocks = [_part(part, rows) for part, rows in parts.items() if any(rows.values())]
    crashes = [f"VASTGELOPEN, niet meegeteld ({way}): {r.id}: {r.error}" for way, results in found.items() for r in results.crashed]
    return "\n\n".join([*blocks, *(["\n".join(crashes)] if crashes else [])])


def _part(part: str, rows: dict[str, list[Row]]) -> str:
    told = {way: figures(of) for way, of in rows.items()}
    heads = "".join(f"{way:>25}" for way in told)
    lines = [f"{f'deel {part}, vervolgvragen':<36}{heads}{'n':>6}"]
    for name, label in COLUMNS.items():
        cells = [found.get(name) for found in told.values()]
        if any(cells):
            n = "/".join(dict.fromkeys(str(e.n) if e else "0" for e in cells))
            lines.append(f"{label:<36}" + "".join(f"{_cell(e):>25}" for e in cells) + f"{n:>6}")
    return "\n".join(lines)


def _cell(e: Estimate | None) -> str:
    return f"{number(e.mean)} [{number(e.low)}-{number(e.high)}]" if e else "-"
