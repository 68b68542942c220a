"""Text recognition has time of its own, and what it leaves unread is listed. Tesseract is a script here that takes as long as it is told."""

import os
import time
from pathlib import Path

import pytest
from pdf_maker import HEIGHT, WIDTH, paragraph
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ingest import ocr
from ingest.documents import read_document
from ingest.library import decode, encode
from ingest.pdf import NO_TIME, READ_BY_OCR
from ingest.pool import Limits, read_all

LIMITS = Limits(seconds=8.0)
TESSERACT = """#!/bin/sh
case "$1" in --list-langs) echo nld; exit;; esac
cat >/dev/null
{does}
for n in 1 2 3 4 5 6 7 8 9 10 11 12; do echo "De wethouder van Ede opende school $n voor ieder kind in de wijk."; done
"""


def read(path: Path) -> bytes:
    """What the reading process does, with the tesseract beside the file and the limits in the name of the file."""
    os.environ["PATH"] = f"{path.parent}:{os.environ['PATH']}"
    ocr.SECONDS_PER_PAGE, ocr.SECONDS_PER_FILE = map(int, path.stem.split("-"))
    return encode(read_document(path, {}))


def scan(path: Path, does: str, pages: int) -> Path:
    """A page with text and so many scanned ones, beside a tesseract that does this for each."""
    canvas = Canvas(str(path))
    for n, line in enumerate(paragraph(60)):
        canvas.drawString(60, HEIGHT - 60 - 14 * n, line)
    picture = ImageReader(Image.new("L", (60, 80), 200))
    for _ in range(pages):
        canvas.showPage()
        canvas.drawImage(picture, 0, 0, WIDTH, HEIGHT)
    canvas.save()
    program = path.parent / "tesseract"
    program.write_text(TESSERACT.format(does=does), encoding="utf-8")
    program.chmod(0o755)
    return path


def test_recognition_may_take_longer_than_reading(tmp_path: Path) -> None:
    begun = time.monotonic()
    (outcome,) = read_all([scan(tmp_path / "60-60.pdf", "sleep 2", 6)], read, LIMITS)
    assert time.monotonic() - begun > LIMITS.seconds
    assert decode(outcome.data).record.warnings == {READ_BY_OCR: [2, 3, 4, 5, 6, 7]}


def test_when_its_time_is_up_the_rest_is_listed_and_the_file_is_kept(tmp_path: Path) -> None:
    (outcome,) = read_all([scan(tmp_path / "60-4.pdf", "sleep 1.2", 6)], read, LIMITS)
    record = decode(outcome.data).record
    unread = record.skipped_pages[NO_TIME]
    assert unread == list(range(unread[0], 8))
    assert [*record.warnings[READ_BY_OCR], *unread] == [2, 3, 4, 5, 6, 7]
    assert {p.page for p in decode(outcome.data).passages} >= {1, 2}


@pytest.mark.parametrize("does", ["exec sleep 60", "sleep 60"])
def test_a_page_that_takes_too_long_is_listed(does: str, tmp_path: Path) -> None:
    """Also where a child of tesseract lives on."""
    (outcome,) = read_all([scan(tmp_path / "1-60.pdf", does, 2)], read, LIMITS)
    assert decode(outcome.data).record.skipped_pages == {NO_TIME: [2, 3]}
