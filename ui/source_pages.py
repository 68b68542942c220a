"""Pages of publications as pictures with what supports an answer marked: the routes that the window in the page asks. Knows no gradio."""

import hashlib
from pathlib import Path
from typing import Annotated, Any

from fastapi import FastAPI, Query
from fastapi.responses import JSONResponse, PlainTextResponse, Response

from assistant import Assistant, DrawingBusy, PagePicture, ReisgenootError, page_picture, page_sentences
from ui import source_page_texts as words

LONGEST_QUOTE = 600
MOST_QUOTES = 8
MOST_PAGES = 6
AGAIN = {"Retry-After": "2"}
KEEP = {"Cache-Control": "private, max-age=86400"}
LITERAL = 0.995

Quotes = Annotated[list[str] | None, Query(max_length=MOST_QUOTES)]


def add_page_routes(server: FastAPI, assistant: Assistant) -> None:
    """`/bron/ID/bladzijde/27` tells what to show and what to mark; `…/27.png` is the picture."""

    @server.get("/bron/{document}/bladzijde/{page}.png")
    def picture(document: str, page: int) -> Response:
        try:
            found = _picture(assistant, document, page)
        except DrawingBusy:
            return PlainTextResponse(words.BUSY, status_code=503, headers=AGAIN)
        except ReisgenootError as fault:
            return PlainTextResponse(words.NOT_DRAWN.format(reason=_reason(fault)), status_code=404)
        if found is None:
            return PlainTextResponse(words.NO_SUCH_PAGE, status_code=404)
        return Response(found.png, media_type="image/png", headers=KEEP)

    @server.get("/bron/{document}/bladzijde/{page}")
    def about_page(document: str, page: int, zin: Quotes = None, ook: str = "") -> JSONResponse:
        quotes = [q[:LONGEST_QUOTE] for q in zin or [] if q.strip()]
        try:
            shown = _described(assistant, document, _pages(page, ook), quotes)
        except DrawingBusy:
            text = [entry.body for entry in assistant.passages(document, page)]
            return JSONResponse({"fault": words.BUSY, "text": text}, status_code=503, headers=AGAIN)
        except ReisgenootError as fault:
            return JSONResponse({"fault": words.NOT_DRAWN.format(reason=_reason(fault))}, status_code=404)
        return JSONResponse(shown or {"fault": words.NO_SUCH_PAGE}, status_code=200 if shown else 404)


def _pages(page: int, others: str) -> list[int]:
    more = [int(part) for part in others.split(",")[:MOST_PAGES] if part.isdecimal() and len(part) < 6]
    return list(dict.fromkeys([page, *more]))


def added_file(assistant: Assistant, document: str) -> Path | None:
    """The file of an added document, when it is still where it was, and no link was put in its place or that of its folder since."""
    file = assistant.document_file(document) if document in assistant.documents else None
    return file if file and file.resolve() == file else None


def _picture(assistant: Assistant, document: str, page: int) -> PagePicture | None:
    file = added_file(assistant, document)
    return page_picture(file, page) if file and page > 0 else None


def _described(assistant: Assistant, document: str, pages: list[int], quotes: list[str]) -> dict[str, Any] | None:
    """What the window shows: of the pages that a card names, the one that says it best."""
    assistant = assistant.newest()
    likeness = {page: page_sentences(assistant.index, document, page, quotes) for page in pages}
    page = max(pages, key=lambda p: max(likeness[p].values(), default=0.0))
    picture = _picture(assistant, document, page)
    if picture is None:
        return None
    found = assistant.documents[document]
    short = found.name
    text = [entry.body for entry in assistant.passages(document, page)]
    marked = {sentence: picture.marks(sentence) for sentence in likeness[page]}
    return {
        "document": document, "short": short, "page": page, "pages": picture.pages, "width": picture.width, "height": picture.height,
        "picture": f"/bron/{document}/bladzijde/{page}.png?{hashlib.sha256(picture.png).hexdigest()[:12]}",
        "alt": (words.ALT if text else words.ALT_NO_TEXT).format(page=page, document=short),
        "marks": [[left, top, right - left, bottom - top] for boxes in marked.values() for left, top, right, bottom in boxes],
        "sentences": list(marked), "text": text, "note": _note(likeness[page], quotes),
    }  # fmt: skip


def _note(found: dict[str, float], quotes: list[str]) -> str:
    if not quotes:
        return ""
    if not found:
        return words.NOT_FOUND_ON_PAGE
    return words.LITERALLY if min(found.values()) >= LITERAL else words.IN_OTHER_WORDS


def _reason(fault: ReisgenootError) -> str:
    """Without the name of the file on the server."""
    return str(getattr(fault, "reason", "") or "de PDF is beschadigd of te zwaar")
