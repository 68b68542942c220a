"""A law that is taken along to a presentation: what its card says, as an answer of which every sentence has its source."""

from typing import Any

import gradio as gr

from assistant import Answer, Assistant, Block, Citation, Entry, Sentence, Source, date_in_words
from ui import texts
from ui.events import action_of
from ui.taken import MOST, said_html


def law_answer(assistant: Assistant, law: Entry) -> Answer:
    """Its own slide in a deck; the slide on laws names it too."""
    made: dict[tuple[Source, str], Citation] = {}
    told = []
    for text in assistant.sentences(law):
        source, beyond = law.source_of(text), date_in_words(law.beyond_pages(text))
        before = made.get((source, beyond))
        quotes = (*before.quotes, text) if before else (text,)
        url = law.beyond_address(text) or assistant.url_of(law, source)
        document = assistant.documents[source.document]
        number = before.n if before else len(made) + 1
        made[source, beyond] = Citation(number, law, document, source.pages, law.labels, quotes, url, beyond)
        told.append(Sentence(text, (number,)))
    return Answer(law.title, (Block("direct", tuple(told)),), tuple(made.values()), done=True)


def take_law(assistant: Assistant, answers: tuple[Answer, ...], event: gr.EventData) -> tuple[Any, Any]:
    """The answers with the law that was pressed, and what to say."""
    now, value = assistant.newest(), action_of(event)[1]
    law = next((entry for entry in now.entries("law") if entry.id == value), None)
    if law is None:
        return gr.skip(), gr.skip()
    if any(a.question == law.title for a in answers):
        return gr.skip(), said_html(texts.TAKEN_ALREADY, "presentatie")
    if len(answers) >= MOST:
        return gr.skip(), said_html(texts.TAKEN_FULL.format(n=MOST), "presentatie")
    return (*answers, law_answer(now, law)), said_html(texts.TAKEN_LAW, "presentatie")
