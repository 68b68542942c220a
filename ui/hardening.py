"""A thin layer around the web server: security headers on every answer, and gradio's page made Dutch and ours."""

import hashlib
import html
import json
import re
from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui import texts
from ui.markup import esc, tag
from ui.service import Visitor
from ui.service import texts as service_texts
from ui.service.gate import SIGN_IN, SIGN_OUT
from ui.service.visitors import SCOPE_KEY

ASSETS = Path(__file__).with_name("assets")
SCRIPTS = (
    "nederlands.js",
    "gedrag.js",
    "beurten.js",
    "gesprekken.js",
    "bladzijde.js",
    "kaart.js",
    "presentatie.js",
    "verbinding.js",
)
STYLES = (
    "stijl.css",
    "tabellen.css",
    "gesprek.css",
    "presentatie.css",
    "aangemeld.css",
    "bladzijde.css",
    "kaart.css",
    "bronnen.css",
    "verbinding.css",
    "cijfers.css",
    "plaat.css",
)
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'self'"
)
"""gradio builds its page from inline scripts and templates, hence the two `unsafe-`; nothing may come from or go to elsewhere."""
PUBLICATION_POLICY = "frame-ancestors 'self'"
"""A PDF opens in the viewer of the browser, which a stricter policy would block."""
SIGN_IN_POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
"""The pages to sign in are our own and need no script."""
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_SOCIAL = re.compile(r'<meta\s+(?:property="og:|name="twitter:)[^>]*?/>\s*')
_BODY = re.compile(r"<body[^>]*>")
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
            await self.app(scope, receive, _with_headers(send, policy_of(scope["path"])))

    async def _page(self, scope: Scope, receive: Receive, send: Send) -> None:
        plain = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        messages: list[Message] = []

        async def keep(message: Message) -> None:
            messages.append(message)

        inner = {**scope, "headers": plain}
        await self.app(inner, receive, keep)
        visitor = inner.get(SCOPE_KEY)
        body = b"".join(m.get("body", b"") for m in messages if m["type"] == "http.response.body")
        start = next(m for m in messages if m["type"] == "http.response.start")
        if start["status"] == 200:
            body = our_page(body.decode("utf-8"), visitor if isinstance(visitor, Visitor) else Visitor()).encode("utf-8")
        headers = MutableHeaders(scope=start)
        headers["content-length"] = str(len(body))
        if isinstance(visitor, Visitor) and visitor.name:
            headers["cache-control"] = "no-store"  # the page names who is signed in
        out = _with_headers(send, POLICY)
        await out(start)
        await out({"type": "http.response.body", "body": body})


def policy_of(path: str) -> str:
    """What the answer at this path may load and do."""
    if path.startswith("/bron/"):
        return PUBLICATION_POLICY
    return SIGN_IN_POLICY if path.startswith(SIGN_IN) else POLICY


def our_page(page: str, visitor: Visitor) -> str:
    """gradio's page in Dutch, with our style and script in its head, who is signed in, and without the cards for social media."""
    dutch = page.replace('lang="en"', 'lang="nl"', 1)
    ours = _MANIFEST.sub("", _SOCIAL.sub("", dutch)).replace("</head>", _head() + "</head>", 1)
    return _BODY.sub(lambda found: found[0] + signed_in(visitor), ours, count=1)


def signed_in(visitor: Visitor) -> str:
    """Who is signed in, and the button to sign out where that is ours to do; nothing where nobody signs in."""
    if not visitor.name:
        return ""
    who = tag("span", esc(service_texts.SIGNED_IN_AS.format(name=visitor.name, role=service_texts.ROLES[visitor.role])))
    out = tag("form", tag("button", esc(service_texts.SIGN_OUT), type="submit"), method="post", action=SIGN_OUT)
    return tag("div", who + (out if visitor.way in ("basic", "oidc") else ""), "aangemeld")


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
