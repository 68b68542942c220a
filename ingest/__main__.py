"""The command line of ingest: `python -m ingest build | add PATH… | remove ID | download [ID…] | status | check | train`."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing

from tqdm import tqdm

from ingest.cards import load_corpus
from ingest.errors import CorpusError, ReisgenootError
from ingest.settings import IngestSettings


def parser() -> argparse.ArgumentParser:
    """The commands and their arguments."""
    top = argparse.ArgumentParser(prog="python -m ingest", description="Van kaarten en documenten naar een doorzoekbare index.")
    commands = top.add_subparsers(dest="command", required=True, metavar="opdracht")
    commands.add_parser("build", help="maak de index van corpus/ en van wat is toegevoegd")
    adding = commands.add_parser("add", help="voeg PDF, Word, PowerPoint, webpagina's of tekst toe en maak de index")
    adding.add_argument("paths", nargs="+", metavar="PAD", help="bestand, map of patroon")
    removing = commands.add_parser("remove", help="haal een toegevoegd document weg")
    removing.add_argument("id", metavar="ID", help="zie: python -m ingest status")
    fetching = commands.add_parser("download", help="haal de documenten op waar de publicaties naar verwijzen")
    fetching.add_argument("ids", nargs="*", metavar="ID", help="id uit corpus/sources.toml; zonder ID: alle")
    status = commands.add_parser("status", help="wat er in de index zit")
    status.add_argument("--corpus", action="store_true", help="verslag over de kaarten in plaats van de index")
    commands.add_parser("check", help="controleer alle bestanden van corpus/")
    commands.add_parser("train", help="train het meegeleverde model opnieuw")
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when it went well, 1 with a clear line when the input is at fault."""
    options = parser().parse_args(arguments)
    settings = IngestSettings.from_environment()
    try:
        return _run(options, settings)
    except CorpusError as fault:
        shown = fault.faults[:50]
        print("\n".join(shown), file=sys.stderr)
        print(f"{len(fault.faults)} fout(en) in {settings.corpus}; de index is niet veranderd.", file=sys.stderr)
    except ReisgenootError as fault:
        print(f"Fout: {fault}", file=sys.stderr)
    except KeyboardInterrupt:
        print("Afgebroken; de oude index blijft in gebruik.", file=sys.stderr)
    return 1


def _run(options: argparse.Namespace, settings: IngestSettings) -> int:
    if options.command == "check":
        corpus = load_corpus(settings.corpus)
        print(f"{len(corpus.cards)} kaarten, {len(corpus.terms)} begrippen en {len(corpus.linked)} links in orde.")
        return 0
    if options.command == "status":
        from ingest.status import corpus_report, index_report

        print(corpus_report(load_corpus(settings.corpus)) if options.corpus else index_report(settings))
        return 0
    if options.command == "download":
        return _download(options.ids, settings)
    if options.command == "train":
        from ingest.train import train

        train(load_corpus(settings.corpus), tell=print)
        print("Model bewaard. Maak nu de index opnieuw: python -m ingest build")
        return 0
    return _index(options, settings)


def _download(ids: Sequence[str], settings: IngestSettings) -> int:
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
    from ingest.status import remarks

    print("Model laden …", flush=True)
    embedder = Embedder(settings.embedding, may_download=True)
    report: Report
    if options.command == "add":
        report = add_documents(settings, embedder, options.paths, _bar)
    elif options.command == "remove":
        report = remove_document(settings, embedder, options.id, _bar)
    else:
        report = build_index(settings, embedder, _bar)
    for name, reason in report.failed:
        print(f"Overgeslagen: {name}: {reason}", file=sys.stderr)
    if report.added:
        print("Toegevoegd: " + ", ".join(report.added))
    for record in report.manifest.documents:
        if record.document.id in report.added:
            print("".join(f"  {record.document.id}: {line}\n" for line in remarks(record)), end="")
    if report.unchanged:
        print("Stond er al, onveranderd: " + ", ".join(report.unchanged))
    m = report.manifest
    if report.changed:
        shown = sum(m.cards.values())
        passages = sum(d.passages for d in m.documents)
        print(f"Index klaar: {shown} kaarten, {len(m.documents)} documenten met {passages} passages.")
    else:
        print("Niets veranderd; de index is bij.")
    return 1 if report.failed else 0


def _bar(items: Sequence[str], what: str) -> Iterator[str]:
    return iter(tqdm(items, desc=what, unit="stap", file=sys.stderr, leave=False, dynamic_ncols=True, disable=None))


if __name__ == "__main__":
    sys.exit(main())
