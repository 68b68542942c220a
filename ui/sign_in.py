"""The pages to sign in and out: /inloggen, /inloggen/terug and /uitloggen. Which way is used, the settings say."""

import logging
from importlib.util import find_spec
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from ui.markup import esc, tag
from ui.service import texts
from ui.service.accounts import Accounts
from ui.service.callers import caller
from ui.service.errors import AccountError, SettingsError, SignInError
from ui.service.gate import SIGN_IN, SIGN_OUT
from ui.service.metrics import Metrics
from ui.service.rates import Rate
from ui.service.sessions import Sessions
from ui.service.settings import ServiceSettings

LOG = logging.getLogger("reisgenoot.sign_in")
BACK = f"{SIGN_IN}/terug"
TRIES = 10
"""A minute, for one name and for one address."""
NEEDS = {"oidc": ("authlib", "httpx2", "itsdangerous"), "basic": ("argon2", "itsdangerous")}


def check_packages(sign_in: str) -> None:
    """Raises SettingsError when what this way needs is not installed."""
    for package in NEEDS.get(sign_in, ()):
        if find_spec(package) is None:
            raise SettingsError(texts.EXTRA_MISSING.format(sign_in=sign_in, package=package))


def add_sign_in(server: FastAPI, settings: ServiceSettings, accounts: Accounts, sessions: Sessions, metrics: Metrics) -> None:
    """Add the pages that the chosen way of signing in needs; none when it needs none."""
    if settings.sign_in == "basic":
        _add_basic(server, settings, accounts, sessions, metrics)
    elif settings.sign_in == "oidc":
        _add_oidc(server, settings, sessions, metrics)
    else:
        return

    @server.post(SIGN_OUT)
    def sign_out(request: Request) -> Response:
        sessions.end(request.session)
        return RedirectResponse(f"{SIGN_IN}?uit=1", status_code=303)


def _add_basic(server: FastAPI, settings: ServiceSettings, accounts: Accounts, sessions: Sessions, metrics: Metrics) -> None:
    tries = Rate(TRIES)

    @server.get(SIGN_IN)
    async def form(naar: str = "/", uit: str = "") -> Response:
        return _page(_form(naar), texts.SIGNED_OUT if uit else "")

    @server.post(SIGN_IN)
    async def enter(request: Request) -> Response:
        async with request.form(max_files=0, max_fields=5) as fields:
            name, password, to = (str(fields.get(field, "")) for field in ("naam", "wachtwoord", "naar"))
        if not (tries.take(f"address:{caller(request.scope, settings.proxies)}") and tries.take(f"name:{name}")):
            return _told(metrics, "throttled", _page(_form(to), texts.TOO_MANY_TRIES, 429))
        try:
            account = await run_in_threadpool(accounts.with_password, name, password)
        except AccountError as fault:
            LOG.error("nobody can be let in: %s", fault)
            return _told(metrics, "refused", _page(_form(to), texts.NOBODY_KNOWN, 503))
        if account is None:
            return _told(metrics, "refused", _page(_form(to), texts.WRONG, 401))
        sessions.begin(request.session, name, "basic", account.stamp)
        return _told(metrics, "signed_in", RedirectResponse(inside(to), status_code=303))


def _add_oidc(server: FastAPI, settings: ServiceSettings, sessions: Sessions, metrics: Metrics) -> None:
    from ui.service.oidc import Provider  # needs the extra `sign-in`

    provider = Provider(settings, BACK)

    @server.get(SIGN_IN)
    async def away(request: Request, naar: str = "/", uit: str = "") -> Response:
        if uit:
            return _page(_again(), texts.SIGNED_OUT)
        try:
            answer = await provider.away(request)
        except SignInError as fault:
            return _told(metrics, "refused", _page(_again(), str(fault), 502))
        request.session["naar"] = inside(naar)
        return answer

    @server.get(BACK)
    async def back(request: Request) -> Response:
        to = inside(str(request.session.get("naar", "/")))
        try:
            name, groups = await provider.back_with(request)
        except SignInError as fault:
            return _told(metrics, "refused", _page(_again(), str(fault), 403))
        sessions.begin(request.session, name, "oidc", groups=groups)
        return _told(metrics, "signed_in", RedirectResponse(to, status_code=303))


def inside(to: str) -> str:
    """Where to go after the sign-in: a path of ours, never another website."""
    fine = to.startswith("/") and not to.startswith("//") and "\\" not in to and to.isprintable() and not to.startswith(SIGN_IN)
    return quote(to, safe="/#?=&%") if fine else "/"


def _told(metrics: Metrics, outcome: str, answer: Response) -> Response:
    metrics.sign_ins.labels(outcome).inc()
    LOG.info("sign-in", extra={"details": {"outcome": outcome}})
    return answer


def _form(to: str) -> str:
    fields = (
        tag("label", esc(texts.NAME), for_="naam")
        + '<input id="naam" name="naam" autocomplete="username" required maxlength="200" autofocus>'
        + tag("label", esc(texts.PASSWORD), for_="wachtwoord")
        + '<input id="wachtwoord" name="wachtwoord" type="password" autocomplete="current-password" required maxlength="200">'
        + f'<input type="hidden" name="naar" value="{esc(inside(to))}">'
        + tag("button", esc(texts.SIGN_IN), type="submit")
    )
    return tag("form", fields, method="post", action=SIGN_IN)


def _again() -> str:
    return tag("p", tag("a", esc(texts.SIGN_IN_AGAIN), href=SIGN_IN))


def _page(body: str, said: str = "", status: int = 200) -> HTMLResponse:
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{esc(texts.SIGN_IN_TITLE)}</title>'
    style = '<link rel="stylesheet" href="/eigen/inloggen.css">'
    told = tag("p", esc(said), "gezegd", role="alert") if said else ""
    main = tag("main", tag("h1", "Reisgenoot") + told + body)
    page = f'<!doctype html><html lang="nl"><head>{head}{style}</head><body>{main}</body></html>'
    return HTMLResponse(page, status, headers={"Cache-Control": "no-store"})
