"""Tabs of a browser that was here before: the files of the interface come from its cache, and nothing else of an earlier test is left."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from browser_steps import open_page

DESK = {"width": 1280, "height": 900}


class Tabs:
    """One context of a browser. Opening the page in a tab of it takes half of what it takes in a new context."""

    def __init__(self, browser: Any, address: str, **options: Any) -> None:
        self.address = address
        self.context = browser.new_context(viewport=DESK, locale="nl-NL", **options)
        self._first = self.context.new_page()  # keeps the process of the address alive; no test sees it
        self._first.goto(f"{address}/health")

    @contextmanager
    def opened(self, viewport: dict[str, int] = DESK) -> Iterator[Any]:
        """The page, new; it fails the test when it asks anything of another machine or when a script breaks."""
        self.context.clear_cookies()
        self.context.clear_permissions()
        self._first.evaluate("localStorage.clear()")
        page = self.context.new_page()
        outside, broken = list[str](), list[str]()
        page.on("request", lambda r: None if r.url.startswith((self.address, "data:", "blob:")) else outside.append(r.url))
        page.on("pageerror", lambda error: broken.append(str(error)))
        page.set_viewport_size(viewport)
        try:
            open_page(page, self.address)
            yield page
        finally:
            for left in self.context.pages[1:]:
                left.close()
        assert outside == []
        assert broken == []
