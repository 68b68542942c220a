"""Presses in the conversation that ask nothing: take along to the presentation, judge an answer, save the conversation in Word."""

import base64
import time
from dataclasses import dataclass
from datetime import date
from typing import Any

import gradio as gr

from assistant import Answer, answers_to_docx, date_in_words
from ui import texts
from ui.conversation import Conversation
from ui.events import action_of
from ui.feedback import GOOD, FeedbackFile
from ui.markup import tag
from ui.service import visitor_of
from ui.taken import said_html, take_answer, taken_case

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SKIP = gr.skip()


@dataclass(frozen=True)
class Asides:
    """What happens at such a press."""

    feedback: FeedbackFile

    def press(
        self,
        conversation: Conversation,
        answers: tuple[Answer, ...],
        cases: tuple[str, ...],
        event: gr.EventData,
        request: gr.Request,
    ) -> tuple[Any, Any, Any]:
        """The answers and the examples that were taken along, and what to say."""
        kind, value = action_of(event)
        if kind == "meenemen":
            taken, said = take_answer(value, conversation, answers)
            return taken, _SKIP, said
        if kind == "meenemen-voorbeeld":
            taken, said = taken_case(value, cases)
            return _SKIP, taken, said
        return _SKIP, _SKIP, self.judged(value, conversation, visitor_of(request).name) if kind == "duim" else _SKIP

    def judged(self, value: str, conversation: Conversation, name: str = "") -> str:
        """A judgement kept, and the thanks for it; `value` is `2:bewijs`, the turn and the reason."""
        turn, _, reason = value.partition(":")
        number = int(turn) if turn.isdecimal() and len(turn) < 5 else 0
        if not 1 <= number <= len(conversation.exchanges):
            return said_html(texts.JUDGED_NOT)
        if not self.feedback.keep(conversation.exchanges[number - 1].answer, reason, name):
            return said_html(texts.JUDGED_NOT)
        return said_html(texts.THANKS if reason == GOOD else texts.THANKS_REASON)


def word_html(conversation: Conversation) -> str:
    """A link that holds the conversation as a Word file; the script of the page follows it."""
    if not conversation.exchanges:
        return ""
    day = date_in_words(date.today().isoformat())
    data = base64.b64encode(answers_to_docx([e.answer for e in conversation.exchanges], day)).decode("ascii")
    href = f"data:{WORD};base64,{data}"
    return tag("a", "", href=href, download=texts.WORD_FILE, hidden="hidden", data_keer=str(time.monotonic_ns()))
