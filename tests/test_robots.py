"""What a robots.txt asks of us."""

import time

import pytest

from ingest.robots import ALLOW_ALL, matches, parse

TEXT = """\ufeff# van de site
User-agent: AndereBot
Disallow: /

User-agent: *
User-agent: derde
Disallow: /intern/   # niet voor iedereen
Allow: /intern/open
Disallow: /*.docx$
Disallow:
Crawl-delay: 2.5
Sitemap: https://site.nl/sitemap.xml
"""


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", True),
        ("/intern/x.pdf", False),
        ("/intern/open/x.pdf", True),
        ("/a/b.docx", False),
        ("/a/b.docx?v=1", True),
    ],
)
def test_the_longest_rule_wins(path: str, allowed: bool) -> None:
    assert parse(TEXT, "Reisgenoot").allows(path) is allowed


def test_our_own_group_goes_before_that_for_everyone() -> None:
    own = parse(TEXT + "User-agent: reisgenoot\nDisallow: /alleen-wij\n", "Reisgenoot")
    assert not own.allows("/alleen-wij")
    assert own.allows("/intern/x.pdf")
    assert own.delay == 0.0
    assert not parse(TEXT, "AndereBot").allows("/")


def test_delay_and_nonsense() -> None:
    assert parse(TEXT, "Reisgenoot").delay == 2.5
    assert parse("<html>\n: x\nDisallow: /\nCrawl-delay: veel", "Reisgenoot") == ALLOW_ALL
    assert not parse("User-agent: *\nDisallow: /", "Reisgenoot").allows("/x")


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("/a", "/abc", True),
        ("/a$", "/a", True),
        ("/a$", "/ab", False),
        ("/*/x", "/a/b/x", True),
        ("/*/x$", "/a/x/y/x", True),
        ("/a*a$", "/a", False),
        ("*", "/", True),
        ("/a*$", "/abc", True),
        ("/b*c", "/abc", False),
    ],
)
def test_patterns(pattern: str, path: str, fits: bool) -> None:
    assert matches(pattern, path) is fits


def test_no_pattern_takes_long() -> None:
    start = time.perf_counter()
    assert not matches("/" + "a*" * 5_000 + "b", "/" + "a" * 4_000)
    assert time.perf_counter() - start < 10  # Tried one by one, the ways to fit would take for ever
