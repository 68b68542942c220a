"""The command line of the suite; `python -m evals --help` lists its commands."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant import ReisgenootError
from evals.questions import FOLDER as QUESTIONS
from evals.questions import PARTS

if TYPE_CHECKING:
    from evals.results import Results


def parser() -> argparse.ArgumentParser:
    """The commands and their arguments."""
    top = argparse.ArgumentParser(prog="python -m evals", description="Meet de antwoorden van Reisgenoot.")
    commands = top.add_subparsers(dest="command", required=True, metavar="opdracht")

    run = commands.add_parser("run", help="stel de vragen en druk de cijfers af")
    run.add_argument("--part", choices=(*PARTS, "all"), default="tuning", help="welk deel van de vragen (anders: tuning)")
    run.add_argument("--limit", type=_count, default=0, metavar="N", help="alleen de eerste N vragen van elke soort")
    run.add_argument("--questions", type=Path, default=QUESTIONS, metavar="MAP", help="map met eigen vragen, en hun baseline.json")
    run.add_argument("--judge", action="store_true", help="laat een taalmodel (REISGENOOT_JUDGE) de zinnen beoordelen")
    held = run.add_mutually_exclusive_group()
    held.add_argument("--gate", action="store_true", help="vergelijk met evals/baseline.json; status 1 bij een daling")
    held.add_argument("--baseline", action="store_true", help="schrijf evals/baseline.json")

    talks = commands.add_parser("conversations", help="meet vervolgvragen, in hun gesprek en los gevraagd")
    talks.add_argument("--part", choices=(*PARTS, "all"), default="tuning", help="welk deel van de gesprekken (anders: tuning)")
    kept = talks.add_mutually_exclusive_group()
    kept.add_argument(
        "--gate", action="store_true", help="vergelijk met evals/baseline-conversations.json; status 1 bij een daling"
    )
    kept.add_argument("--baseline", action="store_true", help="schrijf evals/baseline-conversations.json")

    answer = commands.add_parser("answer", help="beantwoord de vragen van een bestand")
    answer.add_argument("--questions", type=Path, required=True, metavar="IN.jsonl")
    answer.add_argument("--out", type=Path, required=True, metavar="OUT.jsonl")

    ground = commands.add_parser("ground", help="toets zinnen aan hun bewijs")
    ground.add_argument("--pairs", type=Path, required=True, metavar="IN.jsonl")
    ground.add_argument("--out", type=Path, required=True, metavar="OUT.jsonl")

    report = commands.add_parser("report", help="maak een HTML-verslag van een run")
    report.add_argument("--results", type=Path, metavar="JSON", help="anders: de laatste run")
    report.add_argument("--before", type=Path, metavar="JSON", help="een eerdere run om mee te vergelijken")
    report.add_argument("--out", type=Path, metavar="HTML", help="anders: evals/results/report.html")

    commands.add_parser("tune", help="leer de volgorde van het eerste bewijs, van de vragen van de schrijvers")
    commands.add_parser("learn-refusal", help="leer de grens waaronder wordt geweigerd van evals/answerability")
    added = commands.add_parser("learn-added", help="leer volgorde en grens voor toegevoegde documenten, waarvan geen kaarten zijn")
    added.add_argument("--documents", type=Path, metavar="MAP", help="map met de PDF's; anders: ../shared/bronnen")
    added.add_argument("--work", type=Path, metavar="MAP", help="bewaar hier wat wordt gemaakt, en neem het een volgende keer over")
    commands.add_parser("learn-repeats", help="leer welke zin van een antwoord herhaalt wat er al stond, van evals/repeats")
    commands.add_parser("learn-grounding", help="leer de toets van zinnen aan hun bewijs van evals/pairs")

    commands.add_parser("leash", help="meet hoeveel er doorkomt van een taalmodel dat in één op de drie zinnen liegt")

    leave_out = commands.add_parser("leave-out", help="meet zoeken in een publicatie waarvan de kaarten niet meedoen")
    leave_out.add_argument("ids", nargs="*", metavar="DOCUMENT", help="anders: alle waarover vragen zijn")
    leave_out.add_argument("--part", choices=(*PARTS, "all"), default="tuning")
    leave_out.add_argument("--documents", type=Path, metavar="MAP", help="map met de PDF's; anders: ../shared/bronnen")
    leave_out.add_argument("--enrich", action="store_true", help="meet ook met vragen en termen van het taalmodel bij de stukken")

    speed = commands.add_parser("speed", help="vergelijk bouwtijd, geheugen en snelheid met BM25 en met LangChains les")
    speed.add_argument("--documents", type=Path, metavar="MAP", help="map met PDF's die meedoen")
    speed.add_argument("--tutorial-model", default="", metavar="NAAM", help="inbeddingsmodel voor LangChains les: naam of map")
    speed.add_argument("--limit", type=_count, default=0, metavar="N", help="alleen de eerste N vragen")
    speed.add_argument("--only", default="", help=argparse.SUPPRESS)

    reading = commands.add_parser("reading", help="vergelijk het lezen en indexeren van PDF's met LangChain")
    reading.add_argument("--pages", type=_count, default=3_000, metavar="N", help="hoeveel verzonnen pagina's (anders: 3000)")
    reading.add_argument("--only", type=Path, help=argparse.SUPPRESS)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when it went well, 1 with a clear line when it did not."""
    commands = parser()
    options = commands.parse_args(arguments)
    held = options.command in ("run", "conversations") and (options.gate or options.baseline)
    if held and (options.part != "tuning" or getattr(options, "limit", 0)):
        commands.error("--gate en --baseline gaan over het hele deel tuning: zonder --part en zonder --limit")
    try:
        return {
            "run": _run,
            "conversations": _conversations,
            "answer": _answer,
            "ground": _ground,
            "report": _report,
            "speed": _speed,
            "reading": _reading,
            "tune": _tune,
            "learn-refusal": _learn_refusal,
            "learn-added": _learn_added,
            "learn-repeats": _learn_repeats,
            "learn-grounding": _learn_grounding,
            "leash": _leash,
            "leave-out": _leave_out,
        }[options.command](options)
    except ReisgenootError as fault:
        print(f"Fout: {fault}", file=sys.stderr)
    except KeyboardInterrupt:
        print("Afgebroken.", file=sys.stderr)
    return 1


def _run(options: argparse.Namespace) -> int:
    from evals.gate import BASELINE, write_baseline
    from evals.judging import Judging
    from evals.questions import load_questions
    from evals.run import keep, run_suite, table
    from evals.subject import open_assistant

    load_questions(options.part, options.questions)  # a fault in a question file shows before the model is loaded
    judging = Judging() if options.judge else None  # a fault in its settings shows before the first question
    ask = open_assistant()
    results = run_suite(judging.heard(ask) if judging else ask, options.part, options.limit, options.questions)
    print(table(results))
    print(f"\nbewaard in {keep(results)}")
    if judging:
        print(f"\n{judging.report(options.part)}")
    baseline = BASELINE if options.questions == QUESTIONS else options.questions / BASELINE.name
    if options.baseline:
        write_baseline(results, baseline)
        print(f"baseline geschreven in {baseline}")
    dropped = options.gate and _dropped(results, baseline)
    return 1 if dropped or results.crashed else 0


def _conversations(options: argparse.Namespace) -> int:
    from evals.conversations import load_conversations
    from evals.converse import BASELINE, HELD, TOGETHER, keep_both, run_conversations, table_of
    from evals.gate import write_baseline
    from evals.subject import open_talk

    load_conversations(options.part)  # a fault in their file shows before the model is loaded
    found = run_conversations(open_talk(), options.part)
    print(table_of(found))
    print("\n" + "\n".join(f"{way}: bewaard in {path}" for way, path in keep_both(found).items()))
    if options.baseline:
        write_baseline(found[TOGETHER], BASELINE, HELD)
        print(f"baseline geschreven in {BASELINE}")
    dropped = options.gate and _dropped(found[TOGETHER], BASELINE)
    return 1 if dropped or any(results.crashed for results in found.values()) else 0


def _dropped(results: "Results", baseline: Path) -> bool:
    from evals.gate import compare

    faults = compare(results, baseline)
    for fault in faults:
        print(f"GEZAKT {fault}", file=sys.stderr)
    if not faults:
        print("geslaagd: geen cijfer daalde meer dan zijn interval")
    return bool(faults)


def _answer(options: argparse.Namespace) -> int:
    from evals.asking import write_answers
    from evals.subject import open_assistant

    return _crashes(write_answers(options.questions, options.out, open_assistant))


def _ground(options: argparse.Namespace) -> int:
    from evals.asking import write_verdicts
    from evals.subject import check

    return _crashes(write_verdicts(options.pairs, options.out, check))


def _crashes(number: int) -> int:
    if number:
        print(f'{number} regel(s) liepen vast; zie "error" in die regels.', file=sys.stderr)
    return 1 if number else 0


def _report(options: argparse.Namespace) -> int:
    from evals.report import write_report
    from evals.results import FOLDER, Results

    results = Results.load(options.results or FOLDER / "latest.json")
    before = Results.load(options.before) if options.before else None
    target = options.out or FOLDER / "report.html"
    write_report(results, target, before)
    print(f"verslag in {target}")
    return 0


def _tune(_options: argparse.Namespace) -> int:
    from evals.tune import tune

    print("\n".join(tune()))
    return 0


def _learn_refusal(_options: argparse.Namespace) -> int:
    from evals.learn_refusal import learn_refusal

    return learn_refusal()


def _learn_added(options: argparse.Namespace) -> int:
    from evals.learn_added import learn_added

    return learn_added(options.documents, options.work)


def _learn_repeats(_options: argparse.Namespace) -> int:
    from evals.learn_repeats import learn_repeats

    return learn_repeats()


def _learn_grounding(_options: argparse.Namespace) -> int:
    from evals.learn_grounding import main as learn

    return learn([])


def _leash(_options: argparse.Namespace) -> int:
    from evals.leash import run_leash

    print(run_leash())
    return 0


def _leave_out(options: argparse.Namespace) -> int:
    from evals.leave_out import run_leave_out

    print(run_leave_out(options.ids, options.part, options.documents, enrich=options.enrich))
    return 0


def _speed(options: argparse.Namespace) -> int:
    from evals.speed import compare_systems, measure_one

    if options.only:
        print(measure_one(options.only, options.documents, options.tutorial_model, options.limit))
    else:
        print(compare_systems(options.documents, options.tutorial_model, options.limit))
    return 0


def _reading(options: argparse.Namespace) -> int:
    from evals.reading import compare_reading, read_as_langchain

    print(read_as_langchain(options.only) if options.only else compare_reading(options.pages))
    return 0


def _count(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is geen getal vanaf 1")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
