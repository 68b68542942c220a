"""Signing in, asking, judging and signing out in a real browser; the pages of the sign-in pass axe and the policy without script."""

import signal
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from browser_steps import QUESTION, ask, axe

from assistant import Assistant
from ui import UiSettings, create_server
from ui.service.accounts import Accounts
from ui.service.connections import PatientProtocol
from ui.service.running import Service
from ui.service.settings import ServiceSettings

pytestmark = pytest.mark.browser
PASSWORD = "een lang wachtwoord"


@pytest.fixture
def signed(assistant: Assistant, tmp_path: Path) -> Iterator[str]:
    """The address of an interface where people sign in."""
    accounts = Accounts(tmp_path / "accounts.json")
    accounts.put("lena", "editor", PASSWORD)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        service = ServiceSettings(sign_in="basic", url=url, accounts=accounts.path, index=accounts.path.parent)
        server = create_server(assistant, UiSettings(service=service, feedback=tmp_path / "feedback.jsonl"))
        config = uvicorn.Config(server, http=PatientProtocol, log_config=None, proxy_headers=False, timeout_graceful_shutdown=1)
        running = Service(config, server.state.turns, 5)
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]})
        thread.start()
        yield url
        running.handle_exit(signal.SIGTERM, None)
        thread.join(20)


def test_signing_in_asking_judging_and_signing_out(browser: Any, signed: str, tmp_path: Path) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="nl-NL")
    page = context.new_page()
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if "Content Security" in message.text else None)
    page.goto(signed)
    page.wait_for_selector("#wachtwoord")
    page.fill("#naam", "lena")
    page.fill("#wachtwoord", "verkeerd")
    page.click("button")
    assert "klopt niet" in page.inner_text(".gezegd")
    assert axe(page) == []
    page.fill("#naam", "lena")
    page.fill("#wachtwoord", PASSWORD)
    page.click("button")
    page.wait_for_selector("#vraagveld textarea")
    assert page.inner_text(".aangemeld span") == "Aangemeld als lena (redacteur)"
    ask(page, QUESTION)
    page.locator("#gesprek-nu [data-actie=duim]").first.click()
    page.wait_for_selector(".zeg")
    assert '"by": "' in (tmp_path / "feedback.jsonl").read_text(encoding="utf-8")
    page.click(".aangemeld button")
    page.wait_for_selector("text=U bent afgemeld.")
    page.goto(signed)
    page.wait_for_selector("#wachtwoord")
    context.close()
    assert refused == []
