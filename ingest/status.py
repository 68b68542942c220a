"""Reports for the person at the keyboard: what the index holds, and how complete the corpus is."""

from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from urllib.parse import urlparse

from ingest.file_names import readable
from ingest.index import Manifest, current_build
from ingest.library import FILE, Library, State
from ingest.rows import opened_entries
from ingest.schema import AGES, Corpus, DocumentRecord
from ingest.settings import IngestSettings

STATES: dict[State, str] = {
    "waiting": "wacht", "reading": "in behandeling", "read": "gelezen", "indexed": "in de index", "skipped": "overgeslagen",
    "failed": "mislukt",
}  # fmt: skip
MANY = {"pagina": "pagina's", "dia": "dia's", "deel": "delen"}
# Page numbers named in one line of a report.
MOST = 20


def index_report(settings: IngestSettings) -> str:
    """What is in the index. Raises IndexMissing or IndexBroken."""
    m = Manifest.read(current_build(settings.index) / "manifest.json")
    lines = [
        f"Index    {m.build} (gemaakt {m.created})",
        f"Model    {m.fingerprint}",
        f"Kaarten  {sum(m.cards.values())}: " + ", ".join(f"{n} {kind}" for kind, n in sorted(m.cards.items())),
        f"Inhoud   {m.entries} stukken met {m.vectors} vectoren",
        f"Toegevoegde documenten: {len(m.documents)}",
    ]
    for record in m.documents:
        d = record.document
        told = readable(f"{d.id}: {d.title} ({d.publisher}")
        lines.append(f"  {told}, {d.year or 'jaar onbekend'}), {units(d.unit, d.pages)}, {record.passages} passages")
        lines += [f"      {line}" for line in remarks(record)]
    return "\n".join([*lines, *_files(settings)])


def _files(settings: IngestSettings) -> list[str]:
    """How far the files are, by number, and each that is not in the index with the reason."""
    if not (settings.index / FILE).exists():
        return []
    with Library(settings.index) as library:
        files = library.files()
        others, contents = library.passed_over(), library.contents()
        enriched = {d: (n, library.passages_of(d)) for d, n in library.enriched().items()}
        waiting = not _all_indexed(settings, library.digests())
    counts = Counter(STATES[file.state] for file in files)
    lines = ["Bestanden: " + (", ".join(f"{n} {state}" for state, n in counts.items()) or "geen")]
    lines += [f"Verrijkt: {d}: {n} van {number} passages" for d, (n, number) in enriched.items()]
    if enriched and waiting:
        lines.append("  (nog niet alles staat in de index; maak hem opnieuw met: python -m ingest build)")
    same = [f for f in files if f.state == "indexed" and f.sha256 == contents.get(f.document)]
    names = Counter(f.document for f in same)
    lines += [f"  {f.shown}: zelfde inhoud als {f.document}" for f in same if names[f.document] > 1]
    lines += [f"  {f.shown}: {STATES[f.state]}: {f.reason}" for f in files if f.state in ("skipped", "failed")]
    return lines + passed_over(others)


def passed_over(folders: Mapping[Path, Mapping[str, int]]) -> list[str]:
    """A line for each folder: how many files there are of a kind that is not looked at."""
    told = {folder: ", ".join(f"{kind} {n}" for kind, n in kinds.items()) for folder, kinds in folders.items()}
    counts = {folder: sum(kinds.values()) for folder, kinds in folders.items()}
    return [
        f"Niet bekeken in {readable(str(f))}: {n} {'bestand' if n == 1 else 'bestanden'} van een andere soort ({told[f]})"
        for f, n in counts.items()
        if n
    ]


def _all_indexed(settings: IngestSettings, digests: dict[str, str]) -> bool:
    """Whether the build in use was made of what the library holds now."""
    with closing(opened_entries(current_build(settings.index))) as db:
        return dict(db.execute("SELECT document, digest FROM sources")) == digests


def units(unit: str, number: int) -> str:
    """`1 dia`, `3 delen`."""
    return f"{number} {unit if number == 1 else MANY.get(unit, unit)}"


def remarks(record: DocumentRecord) -> list[str]:
    """Which pages were left out and why, and what is odd about the file; a line each."""
    unit = record.document.unit
    left_out = [f"niet opgenomen, {why}: {_places(unit, pages)}" for why, pages in record.skipped_pages.items()]
    odd = [f"let op, {what}" + (f": {_places(unit, pages)}" if any(pages) else "") for what, pages in record.warnings.items()]
    return left_out + odd


def _places(unit: str, pages: list[int]) -> str:
    numbers = sorted({p for p in pages if p})
    shown = ", ".join(map(str, numbers[:MOST])) + (f" en {len(numbers) - MOST} meer" if len(numbers) > MOST else "")
    return f"{unit if len(numbers) == 1 else MANY.get(unit, unit)} {shown}"


def corpus_report(corpus: Corpus) -> str:
    """Counts per kind, the matrix route x age x kind with its empty cells, page coverage, and links per host."""
    kinds = Counter(c.kind for c in corpus.cards)
    lines = ["Kaarten per soort: " + ", ".join(f"{n} {k}" for k, n in sorted(kinds.items())), ""]
    shown = ("case", "instrument", "insight")
    lines.append("route  " + "  ".join(f"{kind[:10]:>10} {age}" for kind in shown for age in AGES))
    for route in range(1, 10):
        cells = [sum(c.kind == k and route in c.routes and age in c.ages for c in corpus.cards) for k in shown for age in AGES]
        lines.append(f"{route:>5}  " + "  ".join(f"{n or 'geen':>14}" for n in cells))
    lines += ["", "Dekking per publicatie (pagina's met een kaart):"]
    for document in corpus.documents.values():
        cited = {p for c in corpus.cards for s in c.sources if s.document == document.id for p in s.pages}
        number = sum(any(s.document == document.id for s in c.sources) for c in corpus.cards)
        missing = [str(p) for p in range(1, document.pages + 1) if p not in cited]
        lines.append(
            f"  {document.id}: {number} kaarten, {len(cited)} van {document.pages} pagina's; zonder: {', '.join(missing) or '-'}"
        )
    hosts = Counter(urlparse(x.url).netloc for c in corpus.cards for x in c.links) + Counter(
        urlparse(x.url).netloc for x in corpus.linked
    )
    lines += ["", f"Begrippen: {len(corpus.terms)}. Gelinkte documenten: {len(corpus.linked)}. Links per website:"]
    lines += [f"  {n:>3}  {host}" for host, n in hosts.most_common()]
    return "\n".join(lines)
