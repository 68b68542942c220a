"""What is typed on a slide of the page Presentatie and not saved yet is kept before anything else happens; every change can be undone.

Knows no gradio parts: slides.py connects it, and says how a slide is saved and shown.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

import gradio as gr

from assistant import Deck, to_docx, to_markdown, to_pptx
from ui import slides_texts as texts
from ui.events import action_of
from ui.slides_html import before_html, download_html, message_html

MOST_BACK = 20
"""So many changes can be undone."""
PARTS = 13
_SKIP = gr.skip()
Update = tuple[Any, ...]
Past = tuple[tuple[Deck, int], ...]
"""Decks as they were, each with the slide that was chosen."""


class _NotSavedError(Exception):
    """What was typed cannot be saved as it is; its one argument is the message that says why."""


class SlideTyping(ABC):
    """The changes of a deck, each with what was typed before it. An `Update` is of the parts of the page, in its order."""

    @abstractmethod
    def build(self, *asked: Any) -> Update:
        """A new deck."""

    @abstractmethod
    def save(self, deck: Deck | None, which: int | None, title: str, lines: str) -> Update:
        """One slide rewritten."""

    @abstractmethod
    def pick(self, deck: Deck | None, which: int | None) -> Update:
        """The title and the lines of a slide."""

    @abstractmethod
    def _said(self, message: str) -> Update:
        """Only a message."""

    @abstractmethod
    def _shown(self, deck: Deck, which: int) -> Update:
        """A deck with one slide chosen."""

    def kept(self, change: Callable[..., Update]) -> Callable[..., Update]:
        """The same change, which also keeps the deck as it was and the slide that was chosen, to be undone."""

        def keeping(past: Past, deck: Deck | None, which: int | None, *given: str) -> Update:
            update = change(deck, which, *given)
            if not isinstance(update[2], Deck) or update[2] == deck or deck is None or which is None:
                return *update, _SKIP, _SKIP
            return *update, (*past, (deck, which))[-MOST_BACK:], gr.update(visible=True)

        return keeping

    def typed(self, change: Callable[[Deck | None, int | None], Update]) -> Callable[..., Update]:
        """The same change, `kept`, of the deck with what was typed and not saved yet."""

        def changing(past: Past, deck: Deck | None, at: int | None, title: str, lines: str, which: int | None) -> Update:
            try:
                past, saved, told = self._saved(past, deck, at, title, lines)
            except _NotSavedError as fault:
                return _stays(at, fault)
            update = self.kept(change)(past, saved, which)
            if not told or saved is None or which is None:
                return update
            if isinstance(update[2], Deck):
                return update[0], told + update[1], *update[2:]
            return "", told + update[1], *self._shown(saved, which), past, gr.update(visible=True)

        return changing

    def choose(self, past: Past, deck: Deck | None, at: int | None, title: str, lines: str, which: int | None) -> Update:
        """Another slide in the editor; what was typed on the one before is saved."""
        try:
            past, saved, told = self._saved(past, deck, at, title, lines)
        except _NotSavedError as fault:
            return _stays(at, fault)
        if told and saved is not None and which is not None:
            return "", told, *self._shown(saved, which), past, gr.update(visible=True)
        return *([_SKIP] * 7), *self.pick(deck, which), _SKIP, which, _SKIP, _SKIP

    def pressed(self, past: Past, deck: Deck | None, at: int | None, title: str, lines: str, event: gr.EventData) -> Update:
        """`Pas aan` on the picture of a slide: that slide in the editor."""
        number = action_of(event)[1]
        if deck is None or not number.isdecimal() or not int(number[:4]) < len(deck.slides) - 1:
            return (_SKIP,) * PARTS
        try:
            past, saved, told = self._saved(past, deck, at, title, lines)
        except _NotSavedError as fault:
            return _stays(at, fault)
        return "", told, *self._shown(saved or deck, int(number[:4])), past, gr.update(visible=bool(past))

    def anew(
        self, request: gr.Request, past: Past, deck: Deck | None, at: int | None, title: str, lines: str, *asked: Any
    ) -> Update:
        """A new deck; the one before, with what was typed in it, can be put back."""
        try:
            past, saved, _ = self._saved(past, deck, at, title, lines)
        except _NotSavedError as fault:
            return _stays(at, fault, above=True)
        update = self.build(*asked, request)
        if not isinstance(update[2], Deck) or deck is None or at is None:
            return update
        before = (*past, (saved or deck, at))[-MOST_BACK:]
        return update[0] + before_html(), *update[1:-2], before, gr.update(visible=True)

    def fetched(self, past: Past, deck: Deck | None, at: int | None, title: str, lines: str, event: gr.EventData) -> Update:
        """A file that was asked for while something was typed: the deck with that, and a link that the page follows."""
        kind = action_of(event)[1]
        if deck is None or at is None or kind not in texts.DOWNLOADS:
            return (_SKIP,) * (PARTS + 1)
        try:
            past, saved, told = self._saved(past, deck, at, title, lines)
        except _NotSavedError as fault:
            return *_stays(at, fault, above=True), _SKIP
        saved = saved or deck
        return "", told, *self._shown(saved, at), past, gr.update(visible=bool(past)), download_html(kind, deck_files(saved)[kind])

    def _saved(self, past: Past, deck: Deck | None, at: int | None, title: str, lines: str) -> tuple[Past, Deck | None, str]:
        """The decks to go back to, the deck with what was typed on one slide, and what to say of that; empty when nothing was."""
        if deck is None or at is None or not self._differs(deck, at, title, lines):
            return past, deck, ""
        _, told, changed, *_ = self.save(deck, at, title, lines)
        if not isinstance(changed, Deck):
            raise _NotSavedError(told)
        return ((*past, (deck, at))[-MOST_BACK:], changed, told) if changed != deck else (past, deck, "")

    def _differs(self, deck: Deck, at: int, title: str, lines: str) -> bool:
        was, points = self.pick(deck, at)
        return bool(was) and (title.strip() != was or [t.strip() for t in lines.splitlines() if t.strip()] != points.splitlines())

    def undo(self, past: Past, deck: Deck | None = None, at: int | None = None, title: str = "", lines: str = "") -> Update:
        """The deck as it was before the last change, which may be what was typed and not saved yet."""
        if deck is not None and at is not None and self._differs(deck, at, title, lines):
            return "", message_html(texts.UNDONE), *self._shown(deck, at), past, gr.update(visible=bool(past))
        if not past:
            return *self._said(""), _SKIP, gr.update(visible=False)
        *before, (deck, which) = past
        return "", message_html(texts.UNDONE), *self._shown(deck, which), tuple(before), gr.update(visible=bool(before))


def _stays(at: int | None, fault: _NotSavedError, *, above: bool = False) -> Update:
    """The slide stays chosen, with what was typed; why is said below its fields, and above the deck for who pressed there."""
    told = fault.args[0]
    return told if above else _SKIP, told, *([_SKIP] * 4), at, *([_SKIP] * (PARTS - 7))


def deck_files(deck: Deck) -> dict[str, bytes]:
    """The deck in every form in which it can be taken along."""
    return {"pptx": to_pptx(deck), "docx": to_docx(deck), "md": to_markdown(deck).encode("utf-8")}
