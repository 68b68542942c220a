"""A law that is taken along to a presentation: what its card says, as an answer of which every sentence has its source."""

from typing import Any

import gradio as gr

from assistant import Answer, Assistant, Block, Citations, Entry, Sentence
from ui import texts
from ui.events import action_of
from ui.taken import with_one


def law_answer(assistant: Assistant, law: Entry) -> Answer:
    """Its own slide in a deck; the slide on laws names it too."""
    citations = Citations(assistant.documents, assistant.url_of)
    told = tuple(Sentence(text, (citations.cite(law, text),)) for text in assistant.sentences(law))
    return Answer(law.title, (Block("direct", told),), citations.made, done=True)


def take_law(assistant: Assistant, answers: tuple[Answer, ...], event: gr.EventData) -> tuple[Any, Any]:
    """The answers with the law that was pressed, and what to say."""
    now, value = assistant.newest(), action_of(event)[1]
    law = next((entry for entry in now.entries("law") if entry.id == value), None)
    if law is None:
        return gr.skip(), gr.skip()
    there = any(a.question == law.title for a in answers)
    return with_one(answers, law_answer(now, law), texts.TAKEN_LAW, there=there)
