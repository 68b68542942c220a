"""The command line: `python -m assistant "vraag" [--json] [--age 12-] [--route 5]`, `... check-model`, `... replay FILE` and `... enrich`."""

import argparse
import json
import sys
import textwrap
from collections.abc import Sequence
from pathlib import Path

from ingest import Filters, ReisgenootError, read_to_the_end, readable

WIDTH = 100
REPLAY = "replay"
CHECK_MODEL = "check-model"
ENRICH = "enrich"
KEPT = "Wat klaar is, is bewaard; dezelfde opdracht gaat verder waar deze stopte."
SHOWN = 5
"""So many skipped passages of one document are named."""


def parser() -> argparse.ArgumentParser:
    """The arguments."""
    top = argparse.ArgumentParser(
        prog="python -m assistant",
        description="Stel een vraag; het antwoord noemt bij elke zin de bron.",
        epilog="python -m assistant replay BESTAND beantwoordt de vraag van een bon opnieuw en vertelt wat er anders is; "
        "python -m assistant enrich laat het taalmodel vragen en termen schrijven die toegevoegde documenten beter vindbaar maken.",
    )
    top.add_argument("question", metavar="VRAAG", help=f"uw vraag, of {CHECK_MODEL}: werkt het taalmodel dat is ingesteld?")
    top.add_argument("--json", action="store_true", help="één regel JSON (het antwoordenbestand)")
    top.add_argument("--age", action="append", choices=["12-", "12+"], default=[], help="alleen deze leeftijd")
    top.add_argument(
        "--route", action="append", type=int, choices=range(1, 10), default=[], metavar="1-9", help="alleen deze route"
    )
    return top


def enrich_parser() -> argparse.ArgumentParser:
    """The arguments of `enrich`."""
    top = argparse.ArgumentParser(
        prog="python -m assistant enrich",
        description="Laat het taalmodel bij stukken van toegevoegde documenten vragen en termen schrijven. Die helpen alleen bij het zoeken.",
    )
    top.add_argument("documents", nargs="*", metavar="ID", help="zie: python -m ingest status; zonder ID: alle")
    top.add_argument("--limit", type=int, default=0, metavar="N", help="hoogstens N stukken in deze keer")
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Answer one question, or one again; 0, or 1 with one clear line."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    # A question is one argument, so that `replay FILE` cannot be one; the word alone still is, with options too.
    if len(given) == 2 and given[0] == REPLAY and not given[1].startswith("-"):
        return _replay(Path(given[1]))
    if given[:1] == [ENRICH]:
        return _enrich(given[1:])
    options = parser().parse_args(given)
    if options.question == CHECK_MODEL:
        return _check_model()
    try:
        from assistant.asides import warnings_of
        from assistant.chain import Assistant

        assistant = Assistant.open()
        answer = assistant.answer(options.question, filters=Filters(ages=tuple(options.age), routes=tuple(options.route)))
    except ReisgenootError as fault:
        print(f"Fout: {fault}", file=sys.stderr)
        return 1
    if options.json:
        print(json.dumps(answer.record(), ensure_ascii=False))
        return 0
    first, after = warnings_of(answer)
    for warning in first:
        print(_wrapped(f"Let op: {warning}"))
    print(_wrapped(answer.markdown))
    for warning in after:
        print("\n" + _wrapped(f"Let op: {warning}"))
    if answer.citations:
        print("\nBronnen")
    for c in answer.citations:
        print(_wrapped(" ".join(f"[{c.n}] {c.entry.title} ({c.place}) {c.url}".split()), "    "))
        print(textwrap.indent(_wrapped(f"“{c.quote}”"), "    "))
    return 0


def _replay(path: Path) -> int:
    try:
        from assistant.chain import Assistant
        from assistant.receipt import read_receipt
        from assistant.replay import replay

        read_receipt(path)
        for line in replay(path, Assistant.open()).lines:
            print(_wrapped(line, "  "))
    except ReisgenootError as fault:
        print(f"Fout: {fault}", file=sys.stderr)
        return 1
    return 0


def _enrich(arguments: Sequence[str]) -> int:
    """A line for each document; 1 when the run could not be finished."""
    options = enrich_parser().parse_args(arguments)
    from assistant.enriching import EnrichedDocument, enrich_documents
    from assistant.settings import AssistantSettings

    def tell(one: EnrichedDocument) -> None:
        print(
            f"{one.id}: {one.done} van {one.passages} stukken verrijkt, {one.new} nieuw, {len(one.skipped)} overgeslagen",
            flush=True,
        )
        for page, reason in one.skipped[:SHOWN]:
            print(_wrapped(f"  bladzijde {page} overgeslagen: {reason}", "    "))
        if len(one.skipped) > SHOWN:
            print(f"  en {len(one.skipped) - SHOWN} meer")

    try:
        report = enrich_documents(AssistantSettings.from_environment(), options.documents, max(0, options.limit), tell=tell)
    except ReisgenootError as fault:
        print(f"Fout: {fault}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(f"Afgebroken. {KEPT}", file=sys.stderr)
        return 1
    if report.new:
        print("Maak nu de index opnieuw: python -m ingest build")
    if report.stopped:
        print(f"Gestopt: {report.stopped}. {KEPT}", file=sys.stderr)
    return 1 if report.stopped else 0


def _check_model() -> int:
    """A line for each thing that was looked at; 1 when one of them is wrong."""
    from assistant.model_check import check_model
    from assistant.settings import AssistantSettings

    try:
        settings = AssistantSettings.from_environment().model
    except ReisgenootError as fault:
        print(f"Fout: {fault}", file=sys.stderr)
        return 1
    status = 0
    for step in check_model(settings):
        print(textwrap.fill(step.line, WIDTH, subsequent_indent=" " * 17, break_long_words=False), flush=True)
        status = 1 if step.ok is False else status
    return status


def _wrapped(text: str, indent: str = "") -> str:
    """For the terminal, which would obey what a title or a model may hold of orders."""
    return "\n".join(
        textwrap.fill(readable(line), WIDTH, subsequent_indent=indent, break_long_words=False) for line in text.split("\n")
    )


if __name__ == "__main__":
    sys.exit(read_to_the_end(main))
