"""A thin layer around the web server: security headers on every answer, and gradio's page made Dutch and ours."""

import hashlib
import html
import json
import re
from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui import texts

ASSETS = Path(__file__).with_name("assets")
SCRIPTS = ("gedrag.js", "gesprekken.js", "bladzijde.js", "kaart.js", "verbinding.js")
STYLES = (
    "stijl.css",
    "gesprek.css",
    "presentatie.css",
    "bladzijde.css",
    "kaart.css",
    "bronnen.css",
    "verbinding.css",
    "cijfers.css",
)
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'self'"
)
"""gradio builds its page from inline scripts and templates, hence the two `unsafe-`; nothing may come from or go to elsewhere."""
PUBLICATION_POLICY = "frame-ancestors 'self'"
"""A PDF opens in the viewer of the browser, which a stricter policy would block."""
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_SOCIAL = re.compile(r'<meta\s+(?:property="og:|name="twitter:)[^>]*?/>\s*')
_MANIFEST = re.compile(r'<link rel="manifest"[^>]*>\s*')


class Hardening:
    """ASGI middleware; streams pass through untouched, only the page itself is held back and changed."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif scope["path"] == "/" and scope["method"] == "GET":
            await self._page(scope, receive, send)
        else:
            policy = PUBLICATION_POLICY if scope["path"].startswith("/bron/") else POLICY
            await self.app(scope, receive, _with_headers(send, policy))

    async def _page(self, scope: Scope, receive: Receive, send: Send) -> None:
        plain = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        messages: list[Message] = []

        async def keep(message: Message) -> None:
            messages.append(message)

        await self.app({**scope, "headers": plain}, receive, keep)
        body = b"".join(m.get("body", b"") for m in messages if m["type"] == "http.response.body")
        start = next(m for m in messages if m["type"] == "http.response.start")
        if start["status"] == 200:
            body = our_page(body.decode("utf-8")).encode("utf-8")
        MutableHeaders(scope=start)["content-length"] = str(len(body))
        out = _with_headers(send, POLICY)
        await out(start)
        await out({"type": "http.response.body", "body": body})


def our_page(page: str) -> str:
    """gradio's page in Dutch, with our style and script in its head and without the cards for social media."""
    dutch = page.replace('lang="en"', 'lang="nl"', 1)
    return _MANIFEST.sub("", _SOCIAL.sub("", dutch)).replace("</head>", _head() + "</head>", 1)


def _with_headers(send: Send, policy: str) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in {**HEADERS, "Content-Security-Policy": policy}.items():
                headers[name] = value
        await send(message)

    return sending


def _head() -> str:
    return (
        f'<title>{html.escape(texts.PAGE_TITLE)}</title><meta name="color-scheme" content="light dark">'
        f"{''.join(_style(name) for name in STYLES)}"
        f"<script>window.reisgenootTeksten = {json.dumps(texts.SCRIPT)};</script>"
        f"{''.join(_script(name) for name in SCRIPTS)}"
    )


def _style(name: str) -> str:
    return f'<link rel="stylesheet" href="/eigen/{name}?{_version(name)}">'


def _script(name: str) -> str:
    return f'<script src="/eigen/{name}?{_version(name)}"></script>'


def _version(name: str) -> str:
    return hashlib.sha256((ASSETS / name).read_bytes()).hexdigest()[:12]
