"""`python -m ingest download` against a web server on this machine that misbehaves in every way."""

import hashlib
import json
import ssl
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from web_server import PDF, Answer, Site, broken_off, dripping, endless, in_turn, pdf, redirect, serving, silent, status, text

from ingest.__main__ import main
from ingest.cards import load_corpus
from ingest.download import addresses, download
from ingest.downloads import Record, table
from ingest.errors import DownloadError, StorageError
from ingest.fetch import Fetcher, Limits
from ingest.settings import ROOT, IngestSettings

QUICK = Limits(size=100_000, total=1.5, idle=0.3, redirects=3, pause=0.0, backoff=0.0)
Get = Callable[..., Record]


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as server:
        yield server


@pytest.fixture
def get(site: Site, tmp_path: Path) -> Get:
    """Fetch one address of the site as the document "gids", each time as a run of its own."""

    def run(answer: Answer | None = None, url: str = "", limits: Limits = QUICK) -> Record:
        if answer:
            site.answers["/gids"] = answer
        with closing(Fetcher(limits, allow_loopback=True)) as fetcher:
            return download({"gids": url or site.url("/gids")}, tmp_path, fetcher, no_progress)["gids"]

    return run


def no_progress(items: Sequence[str], _what: str) -> Iterator[str]:
    return iter(items)


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_pdf_is_kept_with_its_checksum_and_date(get: Get, site: Site, tmp_path: Path) -> None:
    record = get(pdf(ETag='"1"'))
    assert (record.outcome, record.file, record.size, record.etag) == ("nieuw", "gids.pdf", len(PDF), '"1"')
    assert (tmp_path / "gids.pdf").read_bytes() == PDF
    assert record.sha256 == hashlib.sha256(PDF).hexdigest()
    assert datetime.fromisoformat(record.fetched) > datetime.now(UTC) - timedelta(minutes=1)
    assert json.loads((tmp_path / "downloads.json").read_text())["gids"]["sha256"] == record.sha256
    assert left(tmp_path) == ["downloads.json", "gids.pdf"]
    assert site.asked("/gids")[0]["user-agent"].startswith("Reisgenoot/")


@pytest.mark.parametrize("kind", ["application/octet-stream", "Application/PDF; charset=binary", ""])
def test_a_pdf_under_another_name_is_taken(get: Get, kind: str) -> None:
    assert get(pdf(kind=kind)).outcome == "nieuw"


def test_what_did_not_change_is_skipped(get: Get, site: Site) -> None:
    first = get(pdf(ETag='"1"'))
    second = get()
    assert (second.outcome, second.fetched, second.sha256) == ("onveranderd", first.fetched, first.sha256)
    assert site.asked("/gids")[-1]["if-none-match"] == '"1"'


def test_the_same_bytes_without_etag_are_unchanged(get: Get, tmp_path: Path) -> None:
    get(pdf())
    assert get().outcome == "onveranderd"
    assert left(tmp_path) == ["downloads.json", "gids.pdf"]


def test_what_changed_is_renewed(get: Get, tmp_path: Path) -> None:
    get(pdf(ETag='"1"'))
    assert get(pdf(PDF + b"meer", ETag='"2"')).outcome == "vernieuwd"
    assert (tmp_path / "gids.pdf").read_bytes() == PDF + b"meer"


def test_a_file_that_was_damaged_here_is_fetched_anew(get: Get, site: Site, tmp_path: Path) -> None:
    get(pdf(ETag='"1"'))
    (tmp_path / "gids.pdf").write_bytes(b"stuk")
    assert get().outcome == "nieuw"
    assert "if-none-match" not in site.asked("/gids")[-1]
    assert (tmp_path / "gids.pdf").read_bytes() == PDF


@pytest.mark.parametrize(("code", "moved"), [(301, True), (308, True), (302, False), (303, False), (307, False)])
def test_what_moved_is_told(get: Get, site: Site, code: int, moved: bool) -> None:
    site.answers["/nieuw"] = pdf()
    record = get(redirect("/nieuw", code))
    assert record.outcome == "nieuw"
    assert record.moved == (site.url("/nieuw") if moved else "")
    assert ("1 verhuisd: pas sources.toml aan" in table({"gids": record})) is moved


def test_redirects_end(get: Get, site: Site) -> None:
    record = get(redirect("/gids"))
    assert (record.outcome, record.reason) == ("mislukt", "de site verwijst meer dan 3 keer door")
    assert len(site.asked("/gids")) == 4
    assert get(status(302)).reason == "de site verwijst door zonder te zeggen waarheen"


@pytest.mark.parametrize(
    "where",
    [
        "http://10.0.0.1/x",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest",
        "https://[fe80::1]/",
        "//172.16.0.9/x",
        "ftp://site.nl/x",
    ],
)
def test_a_redirect_does_not_lead_inside(get: Get, where: str, tmp_path: Path) -> None:
    record = get(redirect(where))
    assert record.outcome == "geweigerd"
    assert "besloten netwerk" in record.reason or "http of https" in record.reason
    assert left(tmp_path) == ["downloads.json"]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0.0.0.0"])
def test_this_machine_is_refused(site: Site, host: str, tmp_path: Path) -> None:
    with closing(Fetcher(QUICK)) as fetcher:
        record = download({"gids": f"http://{host}:{site.port}/gids"}, tmp_path, fetcher, no_progress)["gids"]
    assert record.outcome in ("geweigerd", "mislukt")
    assert "besloten netwerk" in record.reason or "niet te vinden" in record.reason
    assert site.seen == []


def test_no_setting_opens_this_machine(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    site.answers["/gids"] = pdf()
    (tmp_path / "terms.toml").write_text('[[term]]\nname = "lea"\nexpansion = "lokale educatieve agenda"\n')
    document = 'id = "gids"\ntitle = "Gids"\npublisher = "P"\nyear = 2025\npages = 1\nauthority = "handreiking"'
    (tmp_path / "sources.toml").write_text(f'[[document]]\n{document}\nurl = "{site.url("/gids")}"\n')
    for name in ("ALLOW_LOOPBACK", "DOWNLOAD_ALLOW_LOOPBACK", "LOOPBACK"):
        monkeypatch.setenv(f"REISGENOOT_{name}", "1")
    monkeypatch.setenv("HTTP_PROXY", site.url(""))
    monkeypatch.setenv("REISGENOOT_CORPUS", str(tmp_path))
    assert main(["download"]) == 1
    printed = capsys.readouterr()
    assert "geweigerd    gids  127.0.0.1 staat in deze machine" in printed.out
    assert site.seen == []
    assert main(["download", "gidz"]) == 1
    assert "geen document 'gidz' met een webadres; wel: gids" in capsys.readouterr().err


def test_the_address_that_was_checked_is_the_one_that_is_used(site: Site, tmp_path: Path) -> None:
    """Only our own lookup knows gids.test, and it gives another answer the second time (DNS rebinding)."""
    answers = iter([["127.0.0.1"], ["127.0.0.1", "10.0.0.1"]])
    site.answers["/gids"] = pdf()
    with closing(Fetcher(QUICK, allow_loopback=True, resolve=lambda _host, _port: next(answers))) as fetcher:
        record = download({"gids": f"http://gids.test:{site.port}/gids"}, tmp_path, fetcher, no_progress)["gids"]
    assert [(path, headers["host"]) for path, headers in site.seen] == [("/robots.txt", f"gids.test:{site.port}")]
    assert record.reason == "gids.test wijst naar 10.0.0.1: in deze machine of een besloten netwerk"
    assert list(answers) == []


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    with serving(_certificate(tmp_path)) as site, closing(Fetcher(QUICK, allow_loopback=True)) as fetcher:
        record = download({"gids": f"https://127.0.0.1:{site.port}/gids"}, tmp_path / "d", fetcher, no_progress)["gids"]
    assert record.outcome == "mislukt"
    assert "certificate verify failed" in record.reason
    assert site.seen == []


def test_too_large_is_seen_in_the_announcement(get: Get, site: Site, tmp_path: Path) -> None:
    record = get(pdf(kind="application/pdf", Content_Length="100001"))
    assert (record.outcome, record.reason) == ("mislukt", "is groter dan 0.0953674 MB")
    assert left(tmp_path) == ["downloads.json"]
    assert len(site.asked("/gids")) == 1
    assert Limits().size == 50 * 1024 * 1024


def test_too_large_is_seen_without_announcement(get: Get, tmp_path: Path) -> None:
    assert "is groter dan" in get(endless).reason
    assert left(tmp_path) == ["downloads.json"]


@pytest.mark.parametrize("answer", [silent, dripping])
def test_slow_ends_in_time(get: Get, site: Site, answer: Answer) -> None:
    start = time.perf_counter()
    record = get(answer, limits=Limits(total=0.4, idle=0.2, pause=0.0, backoff=0.0))
    assert time.perf_counter() - start < 10
    assert (record.outcome, record.reason) == ("mislukt", "geen antwoord in 0.2 seconden, of niet klaar in 0.4")
    assert len(site.asked("/gids")) == 2


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
    get: Get, site: Site, tmp_path: Path, answer: Answer, outcome: str, reason: str
) -> None:
    record = get(answer)
    assert (record.outcome, record.reason) == (outcome, reason)
    assert record.failed is (outcome != "webpagina")
    assert left(tmp_path) == ["downloads.json"]
    assert len(site.asked("/gids")) == 1


def test_a_document_that_is_gone_stays_here(get: Get, tmp_path: Path) -> None:
    get(pdf())
    record = get(status(404))
    assert (record.outcome, record.file) == ("weg", "gids.pdf")
    assert (tmp_path / "gids.pdf").exists()
    assert f"bewaard van {record.fetched[:10]}" in table({"gids": record})
    assert get(pdf(b"<p>", "text/html")).reason == "is nu een webpagina; de PDF blijft bewaard"


def test_a_second_try_helps(get: Get, site: Site) -> None:
    assert get(in_turn(status(500), pdf())).outcome == "nieuw"
    assert len(site.asked("/gids")) == 2


def test_there_are_two_tries_and_a_pause_between_them(get: Get, site: Site) -> None:
    start = time.perf_counter()
    record = get(status(503, Retry_After="1"), limits=Limits(pause=0.0, backoff=0.1))
    assert (record.outcome, record.reason) == ("mislukt", "de site geeft fout 503")
    assert len(site.asked("/gids")) == 2
    assert time.perf_counter() - start >= 1


def test_what_broke_off_goes_on_where_it_stopped(get: Get, site: Site, tmp_path: Path) -> None:
    record = get(in_turn(broken_off(ETag='"1"'), pdf(ETag='"1"')))
    assert (record.outcome, record.partial) == ("nieuw", "")
    assert site.asked("/gids")[1]["range"] == f"bytes={len(PDF) // 2}-"
    assert (tmp_path / "gids.pdf").read_bytes() == PDF


def test_a_later_run_goes_on_too(get: Get, site: Site, tmp_path: Path) -> None:
    record = get(broken_off(ETag='"1"'))
    assert (record.outcome, record.reason, record.partial) == ("mislukt", "de verbinding is afgebroken", '"1"')
    assert left(tmp_path) == ["downloads.json", "gids.part"]
    assert get(pdf(ETag='"1"')).outcome == "nieuw"
    assert "range" in site.asked("/gids")[-1]
    assert (tmp_path / "gids.pdf").read_bytes() == PDF
    assert left(tmp_path) == ["downloads.json", "gids.pdf"]


def test_what_broke_off_and_changed_starts_again(get: Get, tmp_path: Path) -> None:
    assert get(in_turn(broken_off(ETag='"1"'), pdf(PDF[::2], ETag='"2"'))).outcome == "mislukt"
    fresh = PDF + b"anders"
    assert get(in_turn(broken_off(ETag='"1"'), pdf(fresh, ETag='"2"'))).outcome == "nieuw"
    assert (tmp_path / "gids.pdf").read_bytes() == fresh


def test_a_stretch_that_was_not_asked_for_is_not_pasted(get: Get, tmp_path: Path) -> None:
    wrong = status(206, Content_Type="application/pdf", Content_Range="bytes 0-9/10")
    record = get(in_turn(broken_off(ETag='"1"'), wrong))
    assert record.reason == "de site stuurt een ander stuk dan gevraagd"
    assert get(in_turn(broken_off(ETag='"1"'), status(416))).reason == "de site geeft fout 416"
    assert left(tmp_path) == ["downloads.json"]
    assert get(pdf()).outcome == "nieuw"


def test_robots_txt_is_respected(get: Get, site: Site) -> None:
    site.answers["/robots.txt"] = text("User-agent: *\nDisallow: /gids\n")
    record = get(pdf())
    assert (record.outcome, record.reason) == ("geweigerd", "de site vraagt in robots.txt om dit niet op te halen")
    assert site.asked("/gids") == []
    site.answers["/ander"] = redirect("/gids")
    assert get(url=site.url("/ander")).outcome == "geweigerd"
    site.answers["/robots.txt"] = text("User-agent: *\nDisallow: /intern\n")
    assert get().outcome == "nieuw"


def test_a_robots_txt_that_fails_stops_us(get: Get, site: Site) -> None:
    site.answers["/robots.txt"] = status(500)
    record = get(pdf())
    assert (record.outcome, record.reason) == ("mislukt", f"robots.txt van 127.0.0.1:{site.port} geeft fout 500")
    site.answers["/robots.txt"] = redirect("http://10.0.0.1/")
    assert get().outcome == "geweigerd"
    assert site.asked("/gids") == []


def test_one_host_gets_a_pause_and_is_asked_for_robots_once(site: Site, tmp_path: Path) -> None:
    site.answers |= {"/a": pdf(), "/b": pdf(PDF + b"b"), "/robots.txt": text("User-agent: *\nCrawl-delay: 0.2")}
    start = time.perf_counter()
    with closing(Fetcher(Limits(pause=0.1, backoff=0.0), allow_loopback=True)) as fetcher:
        done = download({"a": site.url("/a"), "b": site.url("/b")}, tmp_path, fetcher, no_progress)
    assert time.perf_counter() - start >= 0.3
    assert [path for path, _ in site.seen] == ["/robots.txt", "/a", "/b"]
    assert [r.outcome for r in done.values()] == ["nieuw", "nieuw"]


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
    assert left(tmp_path) == ["documents"]


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


def _certificate(folder: Path) -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
    signed = made.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1)).sign(key, hashes.SHA256())
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    (folder / "server.pem").write_bytes(private + signed.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem")
    return context
