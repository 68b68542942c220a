"""Whatever bytes come in, a reader gives a document or one clear line; and however lines lie, the chunker keeps every word.

Damaged files are read in this process: thousands of processes would take minutes. `test_pdf.py` and `test_formats.py` go through the
pool with its limits.
"""

import zipfile
from itertools import pairwise
from pathlib import Path

import pytest
from file_maker import MAKERS
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pdf_maker import paragraph, write_pdf

from ingest.chunking import MAX_CHARACTERS, MAX_WORDS, clean_pages, cut
from ingest.content import Content, Line, Page
from ingest.errors import DocumentError
from ingest.reader import read_file
from ingest.suspicion import CONTROLS, UNSEEN, as_data
from ingest.table_rows import row_lines

KINDS = ("pdf", *MAKERS)
QUICK = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)
LONG = settings(QUICK, max_examples=1_500)
LAYOUT = settings(QUICK, max_examples=30)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A sound file of each kind."""
    folder = tmp_path_factory.mktemp("heel")
    made = {kind: make(folder / f"a.{kind}").read_bytes() for kind, make in MAKERS.items()}
    return {**made, "pdf": write_pdf(folder / "a.pdf", [paragraph(60), ["# Kop", *paragraph(30)]]).read_bytes()}


def read(path: Path) -> tuple[Content | None, str]:
    try:
        return read_file(path), ""
    except DocumentError as fault:
        return None, fault.reason


def read_or_told(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    content, reason = read(path)
    assert content is not None or (reason and "\n" not in reason)
    for page in content.pages if content else ():
        for line in page.lines:
            assert not CONTROLS.search(line.text)
            assert not UNSEEN.search(line.text)
    for passage in cut("a", clean_pages(content), content.outline) if content else ():
        passage.text.encode("utf-8")


def damaged(data: bytes, cuts: list[int], flips: list[tuple[int, int]]) -> bytes:
    """Bytes flipped at some places, then everything after a place left out."""
    changed = bytearray(data)
    for at, value in flips:
        changed[at % len(changed)] ^= value
    return bytes(changed[: cuts[0] % len(changed)] if cuts else changed)


CUTS = st.lists(st.integers(0, 10**6), max_size=1)
FLIPS = st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 255)), max_size=30)


@pytest.mark.parametrize("kind", KINDS)
@QUICK
@given(data=st.binary(max_size=2_000))
def test_random_bytes(tmp_path: Path, kind: str, data: bytes) -> None:
    read_or_told(tmp_path / f"a.{kind}", data or b"x")


@pytest.mark.parametrize("kind", KINDS)
@QUICK
@given(cuts=CUTS, flips=FLIPS)
def test_damaged_files(tmp_path: Path, whole: dict[str, bytes], kind: str, cuts: list[int], flips: list[tuple[int, int]]) -> None:
    read_or_told(tmp_path / f"a.{kind}", damaged(whole[kind], cuts, flips) or b"x")


@pytest.mark.parametrize("kind", ["docx", "pptx"])
@QUICK
@given(cuts=CUTS, flips=FLIPS, part=st.integers(0, 100))
def test_damage_inside_a_package(
    tmp_path: Path, whole: dict[str, bytes], kind: str, cuts: list[int], flips: list[tuple[int, int]], part: int
) -> None:
    """Flipped bytes in a zip mostly fail its checksum; here the package is sound and one of its parts is not."""
    read_or_told(tmp_path / f"a.{kind}", inside(tmp_path / f"b.{kind}", whole[kind], cuts, flips, part))


def inside(path: Path, data: bytes, cuts: list[int], flips: list[tuple[int, int]], part: int) -> bytes:
    path.write_bytes(data)
    with zipfile.ZipFile(path) as package:
        files = {info.filename: package.read(info) for info in package.infolist()}
    name = sorted(files)[part % len(files)]
    files[name] = damaged(files[name] or b"x", cuts, flips)
    with zipfile.ZipFile(path, "w") as package:
        for filename, content in files.items():
            package.writestr(filename, content)
    return path.read_bytes()


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
@LONG
@given(cuts=CUTS, flips=FLIPS, part=st.integers(0, 100), deep=st.booleans())
def test_much_damage(
    tmp_path: Path, whole: dict[str, bytes], kind: str, cuts: list[int], flips: list[tuple[int, int]], part: int, deep: bool
) -> None:
    data = whole[kind]
    made = inside(tmp_path / "b", data, cuts, flips, part) if deep and kind in ("docx", "pptx") else damaged(data, cuts, flips)
    read_or_told(tmp_path / f"a.{kind}", made or b"x")


LINES = st.builds(
    Line,
    text=st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
    | st.sampled_from([" ".join(paragraph(90)), "x" * 5_000, "woord " * 700, "1. Kop", "• een"]),
    size=st.sampled_from([0.0, 8.0, 10.0, 16.0]),
    role=st.sampled_from(["", "", "heading", "block", "row", "note"]),
    level=st.integers(0, 6),
)
CONTENTS = st.builds(
    Content,
    title=st.text(max_size=20), author=st.just(""), year=st.just(0),
    pages=st.lists(st.lists(LINES, max_size=12), max_size=6).map(
        lambda pages: tuple(Page(n, str(n), tuple(lines)) for n, lines in enumerate(pages, 1))
    ),
    unit=st.sampled_from(["pagina", "dia", "deel"]),
)  # fmt: skip


@LAYOUT
@given(content=CONTENTS)
def test_the_chunker_keeps_every_word_in_its_place(content: Content) -> None:
    pages = {page.number: page for page in clean_pages(as_data(content))}
    passages = cut("a", list(pages.values()))
    assert len({p.id for p in passages}) == len(passages)
    for number, page in pages.items():
        here = [p for p in passages if p.page == number]
        assert all(page.text[p.start : p.end] == p.text for p in here)
        assert all(a.end <= b.start for a, b in pairwise(here))
        if page.skip:
            assert here == []
            continue
        rest = page.text
        for p in reversed(here):
            rest = rest[: p.start] + rest[p.end :]
        assert not rest.strip()
        assert all(len(p.text.split()) <= 1.5 * MAX_WORDS or any(b.heading for b in page.blocks) for p in here)


@LAYOUT
@given(words=st.lists(st.text("abc.,é ", min_size=1, max_size=3_000), min_size=1, max_size=40))
def test_nothing_is_longer_than_a_passage_may_be(words: list[str]) -> None:
    page = Page(1, "1", tuple(Line(text, role="block") for text in words))
    for passage in cut("a", clean_pages(as_data(Content("", "", 0, (page,), unit="deel")))):
        assert len(passage.text.split()) <= 1.5 * MAX_WORDS
        assert max(map(len, passage.text.split())) <= 3_000
        assert len(passage.text) <= 3 * MAX_CHARACTERS + 3_000


@LAYOUT
@given(cells=st.lists(st.lists(st.text(max_size=30), max_size=6), max_size=6), headed=st.booleans())
def test_rows_lose_no_cell(cells: list[list[str]], headed: bool) -> None:
    told = " ".join(line.text for line in row_lines(cells, headed=headed))
    for row in cells[1:]:
        for cell in row:
            assert all(part in told for part in cell.split() if part.strip(";:"))
