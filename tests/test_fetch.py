"""Getting an address: where it may lead, how long it may take, and what the site asks of us."""

import ssl
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from web_server import (
    PDF,
    QUICK,
    Answer,
    Site,
    Visitor,
    dripping,
    no_progress,
    pdf,
    redirect,
    serving,
    silent,
    status,
    text,
)

from ingest.__main__ import main
from ingest.download import download
from ingest.downloads import table
from ingest.fetch import Fetcher, Limits


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as server:
        yield server


@pytest.fixture
def get(site: Site, tmp_path: Path) -> Visitor:
    return Visitor(site, tmp_path)


@pytest.mark.parametrize(("code", "moved"), [(301, True), (308, True), (302, False), (303, False), (307, False)])
def test_what_moved_is_told(get: Visitor, site: Site, code: int, moved: bool) -> None:
    site.answers["/nieuw"] = pdf()
    record = get(redirect("/nieuw", code))
    assert record.outcome == "nieuw"
    assert record.moved == (site.url("/nieuw") if moved else "")
    assert ("1 verhuisd: pas sources.toml aan" in table({"gids": record})) is moved


def test_redirects_end(get: Visitor, site: Site) -> None:
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
def test_a_redirect_does_not_lead_inside(get: Visitor, where: str, tmp_path: Path) -> None:
    record = get(redirect(where))
    assert record.outcome == "geweigerd"
    assert "besloten netwerk" in record.reason or "http of https" in record.reason
    assert get.left() == ["downloads.json"]


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


@pytest.mark.parametrize("answer", [silent, dripping])
def test_slow_ends_in_time(get: Visitor, site: Site, answer: Answer) -> None:
    start = time.perf_counter()
    record = get(answer, limits=Limits(total=0.4, idle=0.2, pause=0.0, backoff=0.0))
    assert time.perf_counter() - start < 10
    assert (record.outcome, record.reason) == ("mislukt", "geen antwoord in 0.2 seconden, of niet klaar in 0.4")
    assert len(site.asked("/gids")) == 2


def test_robots_txt_is_respected(get: Visitor, site: Site) -> None:
    site.answers["/robots.txt"] = text("User-agent: *\nDisallow: /gids\n")
    record = get(pdf())
    assert (record.outcome, record.reason) == ("geweigerd", "de site vraagt in robots.txt om dit niet op te halen")
    assert site.asked("/gids") == []
    site.answers["/ander"] = redirect("/gids")
    assert get(url=site.url("/ander")).outcome == "geweigerd"
    site.answers["/robots.txt"] = text("User-agent: *\nDisallow: /intern\n")
    assert get().outcome == "nieuw"


def test_a_robots_txt_that_fails_stops_us(get: Visitor, site: Site) -> None:
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
