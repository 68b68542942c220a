"""What is taken along from the conversation and from the examples to a presentation, and the line that says so on every page."""

import time
from dataclasses import dataclass
from typing import Any, TypeVar

import gradio as gr

from assistant import Answer
from ui import texts
from ui.conversation import Conversation
from ui.events import SAID, action_of
from ui.markup import esc, tag

One = TypeVar("One")
MOST = 8
"""So many answers, and so many examples: more makes no talk."""


@dataclass(frozen=True)
class Taken:
    """The parts that pages share: the message, and the answers and the ids of examples that were taken along."""

    said: gr.HTML
    answers: gr.State
    cases: gr.State

    @classmethod
    def new(cls) -> "Taken":
        """Lay out the message and start with nothing taken."""
        return cls(gr.HTML("", elem_id="zeg", elem_classes="stuk", js_on_load=SAID), gr.State(()), gr.State(()))


def said_html(words: str, page: str = "") -> str:
    """A short message; it is announced also when it says the same as the one before."""
    go = tag("a", esc(texts.TO_PAGE.format(page=texts.PAGES[page])), href=f"#{page}") if page else ""
    close = tag("button", "×", "sluit-melding", type="button", data_doe="sluit", aria_label=texts.CLOSE)
    return tag("div", tag("span", esc(words)) + go + close, "zeg", data_keer=str(time.monotonic_ns()))


def take_answer(value: str, conversation: Conversation, answers: tuple[Answer, ...]) -> tuple[Any, Any]:
    """The answers with the one of this turn, and what to say."""
    number = int(value) if value.isdecimal() and len(value) < 5 else 0
    if not 1 <= number <= len(conversation.exchanges):
        return gr.skip(), gr.skip()
    answer = conversation.exchanges[number - 1].answer
    there = any(a.question == answer.question for a in answers)
    return with_one(answers, answer, texts.TAKEN_ANSWER, there=there)


def take_case(cases: tuple[str, ...], event: gr.EventData) -> tuple[Any, Any]:
    """The examples with the one that was pressed, and what to say."""
    return taken_case(action_of(event)[1], cases)


def taken_case(case: str, cases: tuple[str, ...]) -> tuple[Any, Any]:
    """The examples with one more, and what to say."""
    if not case:
        return gr.skip(), gr.skip()
    return with_one(cases, case, texts.TAKEN_CASE, there=case in cases)


def with_one(taken: tuple[One, ...], one: One, words: str, *, there: bool) -> tuple[Any, Any]:
    """What was taken along with one more, and what to say; nothing more when it is `there` already, or when there is no room."""
    if there:
        return gr.skip(), said_html(texts.TAKEN_ALREADY, "presentatie")
    if len(taken) >= MOST:
        return gr.skip(), said_html(texts.TAKEN_FULL.format(n=MOST), "presentatie")
    return (*taken, one), said_html(words, "presentatie")
