"""Which addresses are on the public internet, and how an address goes over the line."""

import pytest

from ingest.addresses import ascii_url, is_public, origin_of, path_of, resolve
from ingest.errors import DownloadError


@pytest.mark.parametrize("address", ["1.1.1.1", "145.58.28.1", "2a02:a458::1", "::ffff:1.1.1.1", "64:ff9b::1.1.1.1"])
def test_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    """0.0.0.0 10.1.2.3 100.64.0.1 127.0.0.1 127.9.9.9 169.254.169.254 172.16.0.1 192.0.2.3 192.168.1.1 198.18.0.1 224.0.0.1
    240.0.0.1 255.255.255.255 :: ::1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 64:ff9b::7f00:1 64:ff9b::10.0.0.1 2002:7f00:1::
    2001:0:1::1 2001:db8::1 fc00::1 fe80::1 fe80::1%2 fec0::1 ff0e::1""".split(),
)
def test_not_public(address: str) -> None:
    assert not is_public(address)


def test_tests_may_use_loopback_and_nothing_else() -> None:
    assert is_public("127.0.0.1", allow_loopback=True)
    assert is_public("::1", allow_loopback=True)
    assert is_public("::ffff:127.0.0.1", allow_loopback=True)
    assert not is_public("10.0.0.1", allow_loopback=True)
    assert not is_public("fe80::1", allow_loopback=True)


@pytest.mark.parametrize("host", ["127.0.0.1", "2130706433", "0x7f.1", "localhost"])
def test_other_ways_to_write_this_machine_are_seen_through(host: str) -> None:
    found = resolve(host, 80)
    assert found
    assert not any(is_public(address) for address in found)


@pytest.mark.parametrize(
    ("url", "sent"),
    [
        ("https://www.nji.nl", "https://www.nji.nl/"),
        ("https://WWW.nji.nl:443/a b/é.pdf#p3", "https://www.nji.nl:443/a%20b/%C3%A9.pdf"),
        ("http://naam:geheim@site.nl/x?a=1&b=%20", "http://site.nl/x?a=1&b=%20"),
        ("https://café.nl/x", "https://xn--caf-dma.nl/x"),
        ("http://[2a02::1]:8080/x", "http://[2a02::1]:8080/x"),
    ],
)
def test_addresses_are_made_plain(url: str, sent: str) -> None:
    assert ascii_url(url) == sent


@pytest.mark.parametrize(
    "url", ["ftp://site.nl/x", "file:///etc/hosts", "javascript:1", "site.nl/x", "http://", "http://x:99999/", "http://[x/"]
)
def test_only_http_and_https(url: str) -> None:
    with pytest.raises(DownloadError, match=r"adres") as fault:
        ascii_url(url)
    assert fault.value.outcome == "geweigerd"


def test_origin_and_path() -> None:
    assert origin_of("http://site.nl:81/a?b=c") == "http://site.nl:81"
    assert path_of("http://site.nl//a?b=c") == "//a?b=c"
