"""The command line of ingest; `python -m ingest --help` lists its commands. Each brings in what it needs, so that it starts at once."""

import argparse
import gc
import signal
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from ingest.errors import CorpusError, ReisgenootError
from ingest.piped import read_to_the_end
from ingest.pool import prepare
from ingest.settings import IngestSettings

Item = TypeVar("Item")
# So many names on one line, and lines of one kind.
SHOWN = 50


def parser() -> argparse.ArgumentParser:
    """The commands and their arguments."""
    top = argparse.ArgumentParser(prog="python -m ingest", description="Van kaarten en documenten naar een doorzoekbare index.")
    commands = top.add_subparsers(dest="command", required=True, metavar="opdracht")
    commands.add_parser("build", help="maak de index van corpus/ en van wat is toegevoegd")
    adding = commands.add_parser("add", help="voeg PDF, Word, PowerPoint, webpagina's of tekst toe en maak de index")
    adding.add_argument("paths", nargs="+", metavar="PAD", help="bestand, map of patroon")
    gone = "haal weg wat hier stond, ook als er niets meer staat en het veel bestanden zijn"
    adding.add_argument("--forget", action="store_true", help=gone)
    removing = commands.add_parser("remove", help="haal een toegevoegd document weg")
    removing.add_argument("id", metavar="ID", help="zie: python -m ingest status")
    fetching = commands.add_parser("download", help="haal de documenten op waar de publicaties naar verwijzen")
    fetching.add_argument("ids", nargs="*", metavar="ID", help="id uit corpus/sources.toml; zonder ID: alle")
    status = commands.add_parser("status", help="wat er in de index zit")
    status.add_argument("--corpus", action="store_true", help="verslag over de kaarten in plaats van de index")
    commands.add_parser("verify", help="controleer de index en herstel wat niet klopt")
    saving = commands.add_parser("backup", help="bewaar de map van de index als één bestand")
    saving.add_argument("file", metavar="BESTAND", type=Path)
    saving.add_argument("--all", action="store_true", help="ook accounts, oordelen, bonnen en sleutels in de map van de index")
    restoring = commands.add_parser("restore", help="zet een back-up terug")
    restoring.add_argument("file", metavar="BESTAND", type=Path)
    restoring.add_argument("--all", action="store_true", help="ook accounts, oordelen, bonnen en sleutels, als die erin staan")
    commands.add_parser("check", help="controleer alle bestanden van corpus/")
    measuring = commands.add_parser("bench", help="meet bouwen en zoeken met verzonnen passages, in een nieuwe map")
    measuring.add_argument("--passages", type=int, default=10_000, metavar="N")
    measuring.add_argument("--search-only", action="store_true", help="meet alleen het zoeken in de index die er is")
    measuring.add_argument("folder", metavar="MAP", type=Path)
    training = commands.add_parser("train", help="train het meegeleverde model opnieuw")
    training.add_argument("--without", action="append", default=[], metavar="ID", help="zonder de kaarten van deze publicatie")
    training.add_argument("--out", type=Path, metavar="MAP", help="anders: het meegeleverde model")
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when it went well, 1 with a clear line when the input is at fault."""
    options = parser().parse_args(arguments)
    if options.command == "add":
        prepare()
    try:
        settings = IngestSettings.from_environment()
        return _run(options, settings)
    except CorpusError as fault:
        print("\n".join(fault.faults[:SHOWN]), file=sys.stderr)
        if len(fault.faults) > SHOWN:
            print(f"… en nog {len(fault.faults) - SHOWN}", file=sys.stderr)
        print(f"{len(fault.faults)} fout(en) in {settings.corpus}; de index is niet veranderd.", file=sys.stderr)
    except ReisgenootError as fault:
        print(f"Fout: {fault}", file=sys.stderr)
    except KeyboardInterrupt:
        print(f"Afgebroken; de oude index blijft in gebruik.{_read_already(settings)}", file=sys.stderr)
    return 1


def _read_already(settings: IngestSettings) -> str:
    """What an aborted run leaves for the next one."""
    from ingest.library import FILE, Library

    if not (settings.index / FILE).exists():
        return ""
    try:
        with Library(settings.index) as library:
            read, waiting = library.count("read"), library.count("waiting") + library.count("reading")
    except ReisgenootError:
        return ""
    those = "1 bestand; dat komt" if read == 1 else f"{read} bestanden; die komen"
    told = f" Gelezen en nog niet in de index: {those} er bij de volgende wijziging in." if read else ""
    return told + (f" Nog te lezen: {waiting}; herhaal de opdracht." if waiting else "")


def _run(options: argparse.Namespace, settings: IngestSettings) -> int:
    if options.command == "check":
        from ingest.cards import load_corpus

        corpus = load_corpus(settings.corpus)
        print(f"{len(corpus.cards)} kaarten, {len(corpus.terms)} begrippen en {len(corpus.linked)} links in orde.")
        return 0
    if options.command == "status":
        from ingest.cards import load_corpus
        from ingest.status import corpus_report, index_report

        print(corpus_report(load_corpus(settings.corpus)) if options.corpus else index_report(settings))
        return 0
    if options.command == "download":
        return _download(options.ids, settings)
    if options.command == "train":
        from ingest.left_out import corpus_of
        from ingest.settings import OUR_MODEL
        from ingest.train import train

        folder = options.out or OUR_MODEL
        if options.without and folder == OUR_MODEL:
            raise ReisgenootError("Een model zonder een publicatie is om te meten: geef met --out een eigen map op.")
        train(corpus_of(replace(settings, leave_out=tuple(options.without))), folder=folder, tell=print)
        print(f"Model bewaard in {folder}. Maak nu de index opnieuw: python -m ingest build")
        return 0
    if options.command == "bench":
        from ingest.bench import bench, search_only

        there = replace(settings, index=options.folder)
        print(search_only(there) if options.search_only else bench(there, options.passages, _bar))
        return 0
    if options.command == "backup":
        from ingest.backup import backup

        number, size = backup(settings, options.file, everything=options.all)
        print(f"Bewaard in {options.file}: {number} bestanden, {size / 1e6:.0f} MB.")
        return 0
    if options.command in ("restore", "verify"):
        return _restore(options.file, settings, everything=options.all) if options.command == "restore" else _verify(settings)
    return _index(options, settings)


def _restore(archive: Path, settings: IngestSettings, *, everything: bool) -> int:
    from ingest.backup import restore

    restored = restore(settings, archive, everything=everything)
    print(f"Teruggezet uit {archive}: {restored.files} bestanden, {restored.bytes / 1e6:.0f} MB.")
    if restored.rebuild:
        print("De index daarin is van een andere versie van Reisgenoot; maak hem opnieuw met: python -m ingest build")
    elif settings.chroma_url:
        print("De vectoren staan op een server en niet in de back-up; zet ze er weer op met: python -m ingest verify")
    return 0


def _verify(settings: IngestSettings) -> int:
    from ingest.embedding import Embedder
    from ingest.verify import verify

    verdict = verify(settings, Embedder(settings.embedding), _bar)
    if not verdict.found:
        print("De index is in orde.")
        return 0
    print("\n".join(f"Gevonden: {line}" for line in verdict.found))
    if verdict.left:
        print("\n".join(f"Niet hersteld: {line}" for line in verdict.left), file=sys.stderr)
        return 1
    print("Hersteld: de index is opnieuw gemaakt en in orde.")
    return 0


def _download(ids: Sequence[str], settings: IngestSettings) -> int:
    from ingest.cards import load_corpus
    from ingest.download import addresses, download
    from ingest.downloads import table
    from ingest.fetch import Fetcher

    wanted = addresses(load_corpus(settings.corpus), ids)
    with closing(Fetcher()) as fetcher:
        done = download(wanted, settings.corpus / "documents", fetcher, _bar)
    print(table(done))
    if any(record.file for record in done.values()):
        print(f"Neem ze op in de index met: python -m ingest add {settings.corpus / 'documents'}")
    return 1 if any(record.failed for record in done.values()) else 0


def _index(options: argparse.Namespace, settings: IngestSettings) -> int:
    from ingest.build import Report, add_documents, build_index, remove_document
    from ingest.embedding import Embedder
    from ingest.sniffing import UNREAD
    from ingest.status import remarks

    print("Model laden …", flush=True)
    embedder = Embedder(settings.embedding, may_download=True)
    report: Report
    if options.command == "add":
        report = add_documents(settings, embedder, options.paths, _bar, forget=options.forget)
    elif options.command == "remove":
        report = remove_document(settings, embedder, options.id, _bar)
    else:
        report = build_index(settings, embedder, _bar)
    # A folder may hold many documents of a kind that no reader takes, at every run the same.
    unread = [(name, reason) for name, reason in report.failed if Path(name).suffix.lower() in UNREAD]
    failed = [(name, reason) for name, reason in report.failed if Path(name).suffix.lower() not in UNREAD]
    for name, reason in (*failed[:SHOWN], *(unread if len(unread) == 1 else ())):
        print(f"Overgeslagen: {name}: {reason}", file=sys.stderr)
    if len(failed) > SHOWN:
        print(f"… en nog {len(failed) - SHOWN}; alle met reden: python -m ingest status", file=sys.stderr)
    if len(unread) > 1:
        kinds = ", ".join(sorted({Path(name).suffix.lower() for name, _ in unread}))
        told = f"{len(unread)} documenten van een soort die niet wordt gelezen ({kinds}); elk met reden: python -m ingest status"
        print(f"Overgeslagen: {told}", file=sys.stderr)
    if options.command == "add":
        _tell_passed_over(options.paths, settings)
    if report.added:
        print("Toegevoegd: " + _few(report.added))
    if report.removed:
        print("Weggehaald, het bestand is er niet meer: " + _few(report.removed))
    for record in report.manifest.documents:
        if record.document.id in report.added:
            print("".join(f"  {record.document.id}: {line}\n" for line in remarks(record)), end="")
    if report.unchanged:
        print("Stond er al, onveranderd: " + _few(report.unchanged))
    m = report.manifest
    if report.changed:
        shown = sum(m.cards.values())
        passages = sum(d.passages for d in m.documents)
        print(f"Index klaar: {shown} kaarten, {len(m.documents)} documenten met {passages} passages.")
    else:
        print("Niets veranderd; de index is bij.")
    return 1 if failed or (unread and not report.added and not report.unchanged) else 0


def _tell_passed_over(paths: Sequence[str], settings: IngestSettings) -> None:
    """What these folders hold besides documents."""
    from ingest.library import Library
    from ingest.status import passed_over

    with Library(settings.index) as library:
        folders = library.passed_over()
    named = {Path(path).expanduser().resolve() for path in paths}
    for line in passed_over({folder: kinds for folder, kinds in folders.items() if folder in named}):
        print(line, file=sys.stderr)


def _few(names: Sequence[str]) -> str:
    more = f" … en nog {len(names) - SHOWN}" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more


def _bar(items: Iterable[Item], what: str, total: int | None = None) -> Iterator[Item]:
    from tqdm import tqdm

    bar = tqdm(items, desc=what, total=total, unit="st", file=sys.stderr, leave=False, dynamic_ncols=True, disable=None)
    return iter(bar)


if __name__ == "__main__":
    if sys.argv[1:2] in (["add"], ["build"], ["remove"]):
        # Looking for cycles takes an eighth of a run in which little changed, and memory is the same without: none pile up.
        gc.disable()
    # Who stops the process, such as a service manager, is served as who presses Ctrl-C: what is done stays, what is half goes.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(read_to_the_end(main))
