"""`python -m ingest download` against a web server on this machine that misbehaves in every way: what is kept and what is told."""

import hashlib
import json
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from web_server import (
    PDF,
    QUICK,
    Answer,
    Site,
    Visitor,
    broken_off,
    endless,
    in_turn,
    no_progress,
    pdf,
    serving,
    status,
)

from ingest.cards import load_corpus
from ingest.download import addresses, download
from ingest.downloads import Record, table
from ingest.errors import DownloadError, StorageError
from ingest.fetch import Fetcher, Limits
from ingest.settings import ROOT, IngestSettings


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as server:
        yield server


@pytest.fixture
def get(site: Site, tmp_path: Path) -> Visitor:
    return Visitor(site, tmp_path)


def test_a_pdf_is_kept_with_its_checksum_and_date(get: Visitor, site: Site, tmp_path: Path) -> None:
    record = get(pdf(ETag='"1"'))
    assert (record.outcome, record.file, record.size, record.etag) == ("nieuw", "gids.pdf", len(PDF), '"1"')
    assert (tmp_path / "gids.pdf").read_bytes() == PDF
    assert record.sha256 == hashlib.sha256(PDF).hexdigest()
    assert datetime.fromisoformat(record.fetched) > datetime.now(UTC) - timedelta(minutes=1)
    assert json.loads((tmp_path / "downloads.json").read_text())["gids"]["sha256"] == record.sha256
    assert get.left() == ["downloads.json", "gids.pdf"]
    assert site.asked("/gids")[0]["user-agent"].startswith("Reisgenoot/")


@pytest.mark.parametrize("kind", ["application/octet-stream", "Application/PDF; charset=binary", ""])
def test_a_pdf_under_another_name_is_taken(get: Visitor, kind: str) -> None:
    assert get(pdf(kind=kind)).outcome == "nieuw"


def test_what_did_not_change_is_skipped(get: Visitor, site: Site) -> None:
    first = get(pdf(ETag='"1"'))
    second = get()
    assert (second.outcome, second.fetched, second.sha256) == ("onveranderd", first.fetched, first.sha256)
    assert site.asked("/gids")[-1]["if-none-match"] == '"1"'


def test_the_same_bytes_without_etag_are_unchanged(get: Visitor, tmp_path: Path) -> None:
    get(pdf())
    assert get().outcome == "onveranderd"
    assert get.left() == ["downloads.json", "gids.pdf"]


def test_what_changed_is_renewed(get: Visitor, tmp_path: Path) -> None:
    get(pdf(ETag='"1"'))
    assert get(pdf(PDF + b"meer", ETag='"2"')).outcome == "vernieuwd"
    assert (tmp_path / "gids.pdf").read_bytes() == PDF + b"meer"


def test_a_file_that_was_damaged_here_is_fetched_anew(get: Visitor, site: Site, tmp_path: Path) -> None:
    get(pdf(ETag='"1"'))
    (tmp_path / "gids.pdf").write_bytes(b"stuk")
    assert get().outcome == "nieuw"
    assert "if-none-match" not in site.asked("/gids")[-1]
    assert (tmp_path / "gids.pdf").read_bytes() == PDF


def test_too_large_is_seen_in_the_announcement(get: Visitor, site: Site, tmp_path: Path) -> None:
    record = get(pdf(kind="application/pdf", Content_Length="100001"))
    assert (record.outcome, record.reason) == ("mislukt", "is groter dan 0.0953674 MB")
    assert get.left() == ["downloads.json"]
    assert len(site.asked("/gids")) == 1
    assert Limits().size == 50 * 1024 * 1024


def test_too_large_is_seen_without_announcement(get: Visitor, tmp_path: Path) -> None:
    assert "is groter dan" in get(endless).reason
    assert get.left() == ["downloads.json"]


@pytest.mark.parametrize(
    ("answer", "outcome", "reason"),
    [
        (pdf(b"<html>", "text/html; charset=utf-8"), "webpagina", ""),
        (pdf(b"PK", "application/msword"), "mislukt", "is van een andere soort: application/msword"),
        (pdf(b"<html>Niet gevonden"), "mislukt", "is geen PDF, al zegt de site van wel"),
        (pdf(b"x" * 5_000, "application/octet-stream"), "mislukt", "is geen PDF, al zegt de site van wel"),
        (pdf(b""), "mislukt", "is leeg"),
        (status(404), "weg", "bestaat niet meer (404)"),
        (status(410), "weg", "bestaat niet meer (410)"),
        (status(403), "geweigerd", "de site geeft geen toegang (403)"),
        (status(204), "mislukt", "de site antwoordt met 204"),
        (status(206), "mislukt", "de site antwoordt met 206"),
        (status(304), "mislukt", "de site antwoordt met 304"),
    ],
)
def test_what_is_no_pdf_is_told_and_not_kept(
    get: Visitor, site: Site, tmp_path: Path, answer: Answer, outcome: str, reason: str
) -> None:
    record = get(answer)
    assert (record.outcome, record.reason) == (outcome, reason)
    assert record.failed is (outcome != "webpagina")
    assert get.left() == ["downloads.json"]
    assert len(site.asked("/gids")) == 1


def test_a_document_that_is_gone_stays_here(get: Visitor, tmp_path: Path) -> None:
    get(pdf())
    record = get(status(404))
    assert (record.outcome, record.file) == ("weg", "gids.pdf")
    assert (tmp_path / "gids.pdf").exists()
    assert f"bewaard van {record.fetched[:10]}" in table({"gids": record})
    assert get(pdf(b"<p>", "text/html")).reason == "is nu een webpagina; de PDF blijft bewaard"


def test_a_second_try_helps(get: Visitor, site: Site) -> None:
    assert get(in_turn(status(500), pdf())).outcome == "nieuw"
    assert len(site.asked("/gids")) == 2


def test_there_are_two_tries_and_a_pause_between_them(get: Visitor, site: Site) -> None:
    start = time.perf_counter()
    record = get(status(503, Retry_After="1"), limits=Limits(pause=0.0, backoff=0.1))
    assert (record.outcome, record.reason) == ("mislukt", "de site geeft fout 503")
    assert len(site.asked("/gids")) == 2
    assert time.perf_counter() - start >= 1


def test_what_broke_off_goes_on_where_it_stopped(get: Visitor, site: Site, tmp_path: Path) -> None:
    record = get(in_turn(broken_off(ETag='"1"'), pdf(ETag='"1"')))
    assert (record.outcome, record.partial) == ("nieuw", "")
    assert site.asked("/gids")[1]["range"] == f"bytes={len(PDF) // 2}-"
    assert (tmp_path / "gids.pdf").read_bytes() == PDF


def test_a_later_run_goes_on_too(get: Visitor, site: Site, tmp_path: Path) -> None:
    record = get(broken_off(ETag='"1"'))
    assert (record.outcome, record.reason, record.partial) == ("mislukt", "de verbinding is afgebroken", '"1"')
    assert get.left() == ["downloads.json", "gids.part"]
    assert get(pdf(ETag='"1"')).outcome == "nieuw"
    assert "range" in site.asked("/gids")[-1]
    assert (tmp_path / "gids.pdf").read_bytes() == PDF
    assert get.left() == ["downloads.json", "gids.pdf"]


def test_what_broke_off_and_changed_starts_again(get: Visitor, tmp_path: Path) -> None:
    assert get(in_turn(broken_off(ETag='"1"'), pdf(PDF[::2], ETag='"2"'))).outcome == "mislukt"
    fresh = PDF + b"anders"
    assert get(in_turn(broken_off(ETag='"1"'), pdf(fresh, ETag='"2"'))).outcome == "nieuw"
    assert (tmp_path / "gids.pdf").read_bytes() == fresh


def test_a_stretch_that_was_not_asked_for_is_not_pasted(get: Visitor, tmp_path: Path) -> None:
    wrong = status(206, Content_Type="application/pdf", Content_Range="bytes 0-9/10")
    record = get(in_turn(broken_off(ETag='"1"'), wrong))
    assert record.reason == "de site stuurt een ander stuk dan gevraagd"
    assert get(in_turn(broken_off(ETag='"1"'), status(416))).reason == "de site geeft fout 416"
    assert get.left() == ["downloads.json"]
    assert get(pdf()).outcome == "nieuw"


def test_a_run_that_was_stopped_goes_on(site: Site, tmp_path: Path) -> None:
    site.answers |= {"/a": pdf(ETag='"1"'), "/b": pdf(PDF + b"b")}
    wanted = {"a": site.url("/a"), "b": site.url("/b")}

    def stop(items: Sequence[str], _what: str) -> Iterator[str]:
        yield items[0]
        raise KeyboardInterrupt

    with closing(Fetcher(QUICK, allow_loopback=True)) as fetcher:
        with pytest.raises(KeyboardInterrupt):
            download(wanted, tmp_path, fetcher, stop)
        done = download(wanted, tmp_path, fetcher, no_progress)
    assert [r.outcome for r in done.values()] == ["onveranderd", "nieuw"]


def test_an_id_is_no_path(site: Site, tmp_path: Path) -> None:
    site.answers["/gids"] = pdf()
    with closing(Fetcher(QUICK, allow_loopback=True)) as fetcher:
        done = download({"../gids": site.url("/gids")}, tmp_path / "documents", fetcher, no_progress)
    assert "is geen bestandsnaam" in done["../gids"].reason
    assert [path.name for path in tmp_path.iterdir()] == ["documents"]


def test_a_place_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    with closing(Fetcher(QUICK)) as fetcher:
        (tmp_path / "bestand").write_text("")
        with pytest.raises(StorageError, match="is niet te schrijven"):
            download({}, tmp_path / "bestand", fetcher, no_progress)
        for wrong in ("{", "[]", '{"a": {"onbekend": 1}}'):
            (tmp_path / "downloads.json").write_text(wrong)
            with pytest.raises(DownloadError, match=r"downloads\.json is niet te lezen"):
                download({}, tmp_path, fetcher, no_progress)


def test_the_table_tells_what_came_moved_and_is_gone() -> None:
    done = {
        "a": Record("http://x/a", "onveranderd"),
        "weg-b": Record("http://x/b", "weg", "bestaat niet meer (404)"),
        "c": Record("http://x/c", "nieuw", size=1_250_000, file="c.pdf", moved="http://y/c"),
        "d": Record("http://x/d", "webpagina"),
    }
    assert table(done).splitlines() == [
        "nieuw        c      1,2 MB; verhuisd naar http://y/c",
        "webpagina    d      http://x/d",
        "weg          weg-b  bestaat niet meer (404); http://x/b",
        "",
        "1 nieuw, 1 webpagina, 1 weg, 1 onveranderd; 1 verhuisd: pas sources.toml aan.",
    ]
    assert table({}) == "niets op te halen."


def test_the_shipped_corpus_names_addresses() -> None:
    corpus = load_corpus(IngestSettings().corpus)
    known = addresses(corpus)
    assert set(known) >= {x.id for x in corpus.linked}
    first = next(iter(known))
    assert addresses(corpus, [first, first]) == {first: known[first]}
    assert "/corpus/documents/" in (ROOT / ".gitignore").read_text().splitlines()
