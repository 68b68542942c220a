"""The page Vraag: the only file that wires the conversation to gradio. What is shown is made in render.py and evidence.py."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import gradio as gr

from assistant import Answer, Assistant, Filters, Profile, ReisgenootError, masked
from ui import texts
from ui.asides import Asides, word_html
from ui.conversation import Conversation, Exchange
from ui.events import CLICKS, CONVERSATION, DONE, EVERY, FETCH, KEEP, action_of
from ui.evidence import Address, evidence_panel, evidence_start
from ui.faults import visible
from ui.feedback import FeedbackFile, asked_by
from ui.kept import kept_html, reopened
from ui.markup import esc, tag
from ui.profile import ProfileParts, profile_button, profile_of, profile_panel
from ui.render import examples_html, fault_html, kept_list_html, turn_html, waiting_html, welcome_html
from ui.taken import Taken, said_html

LOG = logging.getLogger("reisgenoot.ui")
Update = tuple[Any, ...]
ALL_AGES = "alle"
KINDS = ("case", "route", "law", "instrument", "insight", "passage")
MAX_LENGTH = 2000
_SKIP = gr.skip()


@dataclass(frozen=True)
class Chat:
    """The parts of the page that an answer changes."""

    box: gr.Textbox
    past: gr.HTML
    now: gr.HTML
    evidence_now: gr.HTML
    evidence_past: gr.HTML
    conversation: gr.State

    @property
    def outputs(self) -> list[Any]:
        """In the order of an `Update`."""
        return [self.box, self.past, self.now, self.evidence_now, self.evidence_past, self.conversation]


@dataclass(frozen=True)
class Put:
    """A question as it is put to the assistant."""

    question: str
    filters: Filters
    without: tuple[str, ...] = ()
    profile: Profile = field(default_factory=Profile)
    by: str = ""


def chat_page(assistant: Assistant, address: Address, taken: Taken, feedback: FeedbackFile) -> None:
    """Lay out the page and connect it."""
    with gr.Row(elem_id="vraag-vlak"):
        with gr.Column(elem_id="gesprek", scale=3, min_width=280):
            past = gr.HTML("", elem_id="gesprek-eerder", elem_classes="stuk", js_on_load=CLICKS)
            now = gr.HTML(welcome_html(), elem_id="gesprek-nu", elem_classes="stuk", js_on_load=CLICKS + CONVERSATION)
            box, ask = _composer()
            age, kinds, routes, clear, new, word = _tools()
            profile = profile_panel()
            examples = gr.HTML(examples_html(), elem_id="voorbeelden-vragen", elem_classes="stuk", js_on_load=CLICKS)
            gr.HTML(kept_list_html(), elem_id="gesprekken", elem_classes="stuk")
            keeper = gr.HTML("", elem_id="bewaarstuk", elem_classes="stuk", js_on_load=KEEP)
            file = gr.HTML("", elem_id="haal", elem_classes="stuk", js_on_load=FETCH)
        with gr.Column(elem_id="bewijs", scale=2, min_width=280):
            evidence_now = gr.HTML(evidence_start(), elem_id="bewijs-nu", elem_classes="stuk", js_on_load=CLICKS)
            evidence_past = gr.HTML("", elem_id="bewijs-eerder", elem_classes="stuk", js_on_load=CLICKS)
    chat = Chat(box, past, now, evidence_now, evidence_past, gr.State(Conversation()))
    presses = (now, examples, evidence_now, evidence_past)
    answering = Answering(assistant, address, feedback.pseudonym)
    under_way = _connect(chat, answering, presses, (age, kinds, routes), profile, (ask, clear, new))
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    keeper.click(answering.reopen, None, [*chat.outputs, taken.said], cancels=under_way, **quiet)
    chat.conversation.change(kept_html, chat.conversation, keeper, queue=False, **quiet)
    word.click(word_html, chat.conversation, file, **quiet)
    gr.on(
        [part.select for part in (past, now, evidence_now, evidence_past)],
        Asides(feedback).press,
        [chat.conversation, taken.answers, taken.cases],
        [taken.answers, taken.cases, taken.said],
        **quiet,
        **EVERY,
    )


def _composer() -> tuple[gr.Textbox, gr.Button]:
    with gr.Row(elem_id="vraagvak"):
        box = gr.Textbox(
            label=texts.QUESTION_LABEL, placeholder=texts.QUESTION_PLACEHOLDER, lines=1, max_lines=6, max_length=MAX_LENGTH,
            scale=5, elem_id="vraagveld",
            html_attributes=gr.InputHTMLAttributes(autocomplete="off", lang="nl", enterkeyhint="send"),
        )  # fmt: skip
        ask = gr.Button(texts.ASK, variant="primary", scale=0, min_width=120, elem_id="vraagknop")
    return box, ask


def _tools() -> tuple[gr.Radio, gr.CheckboxGroup, gr.CheckboxGroup, gr.Button, gr.Button, gr.Button]:
    gr.HTML(tag("p", esc(texts.QUESTION_HINT), "hint", id="vraaghint"), elem_classes="stuk")
    with gr.Row(elem_id="gereedschap"):
        gr.HTML(_tool(texts.FILTERS, "filterknop", "open", aria_expanded="false", aria_controls="filters"), elem_classes="stuk")
        gr.HTML(profile_button(), elem_classes="stuk")
        new = gr.Button(texts.NEW, elem_classes="stil", size="sm", elem_id="nieuw-gesprek", scale=0, min_width=0)
        gr.HTML(_tool(texts.EXPORT, "bewaar-gesprek", "bewaar", disabled="disabled"), elem_classes="stuk")
        word = gr.Button(texts.EXPORT_WORD, elem_classes="stil", size="sm", elem_id="bewaar-word", scale=0, min_width=0)
    with gr.Column(elem_id="filters"):
        age = gr.Radio(
            [(texts.FILTER_AGE_ALL, ALL_AGES), *_swap(texts.AGES)],
            value=ALL_AGES,
            label=texts.FILTER_AGE,
            elem_id="filter-leeftijd",
        )
        kinds = gr.CheckboxGroup([(texts.KINDS_MANY[k], k) for k in KINDS], label=texts.FILTER_KIND, elem_id="filter-soort")
        routes = gr.CheckboxGroup(
            [(f"{n}. {name}", n) for n, name in texts.ROUTES.items()], label=texts.FILTER_ROUTE, elem_id="filter-route"
        )
        clear = gr.Button(texts.FILTERS_CLEAR, elem_classes="stil", size="sm")
    return age, kinds, routes, clear, new, word


def _tool(words: str, name: str, does: str, **more: str) -> str:
    return tag("button", esc(words), "knop", type="button", id=name, data_doe=does, **more)


def _swap(names: dict[str, str]) -> list[tuple[str, str]]:
    return [(words, value) for value, words in names.items()]


def _connect(
    chat: Chat, answering: "Answering", presses: tuple[gr.HTML, ...], filters: tuple[Any, ...], profile: ProfileParts,
    buttons: tuple[gr.Button, ...],
) -> list[Any]:  # fmt: skip
    """Connect what asks and what begins anew; gives what another conversation breaks off."""
    ask, clear, new = buttons
    inputs = [*filters, *profile.inputs, chat.conversation]
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    asked = gr.on([chat.box.submit, ask.click], answering.ask, [chat.box, *inputs], chat.outputs, trigger_mode="once", **quiet)
    acted = gr.on([part.click for part in presses], answering.act, inputs, chat.outputs, trigger_mode="once", **quiet)
    for answer in (asked, acted):
        answer.then(None, None, None, js=DONE, **quiet)
        answer.failure(None, None, None, js=DONE, **quiet)
    clear.click(lambda: (ALL_AGES, [], []), None, list(filters), queue=False, **quiet)
    new.click(_start_again, None, chat.outputs, cancels=[asked, acted], **quiet)
    return [asked, acted]


def _start_again() -> Update:
    return "", "", welcome_html(), evidence_start(), "", Conversation()


@dataclass(frozen=True)
class Answering:
    """Turns what the visitor does into questions for the assistant, and its answers into what is on the page."""

    assistant: Assistant
    address: Address
    pseudonym: Callable[[str], str] = lambda _name: ""
    """Of who asks; made only where receipts are kept."""

    def ask(
        self, question: str, age: str, kinds: list[str], routes: list[int], role: str, ages: list[str], province: str,
        conversation: Conversation, request: gr.Request,
    ) -> Iterator[Update]:  # fmt: skip
        """A question was typed."""
        if not question.strip():  # the page itself holds it back, see assets/beurten.js
            yield (_SKIP,) * 6
            return
        profile = profile_of(role, ages, province)
        asked = Put(question.strip()[:MAX_LENGTH], _filters(age, kinds, routes), profile=profile, by=self._by(request))
        yield from self._answer(asked, conversation)

    def act(
        self, age: str, kinds: list[str], routes: list[int], role: str, ages: list[str], province: str,
        conversation: Conversation, event: gr.EventData, request: gr.Request,
    ) -> Iterator[Update]:  # fmt: skip
        """A button inside the conversation was pressed: another question, or something understood taken away."""
        kind, value = action_of(event)
        filters, profile, by = _filters(age, kinds, routes), profile_of(role, ages, province), self._by(request)
        if kind == "vraag" and value:
            yield from self._answer(Put(value[:MAX_LENGTH], filters, profile=profile, by=by), conversation)
        elif kind == "zonder" and conversation.exchanges:
            last = conversation.exchanges[-1]
            yield from self._answer(Put(last.question, filters, (*last.without, value), profile, by), conversation.without_last())

    def reopen(self, event: gr.EventData) -> Update:
        """A conversation that the browser kept, with its own citations."""
        kind, value = action_of(event)
        conversation = reopened(value) if kind == "heropen" else None
        if conversation is None:
            return *([_SKIP] * 6), said_html(texts.KEPT_NOT)
        turn, before = len(conversation.exchanges), conversation.without_last()
        answer = conversation.exchanges[-1].answer
        shown = turn_html(answer, turn), evidence_panel(answer, turn, self.address)
        return "", _shown(before), *shown, self._old_evidence(before), conversation, _SKIP

    def _answer(self, put: Put, conversation: Conversation) -> Iterator[Update]:
        # Of personal data the assistant warns; the page, and what a browser keeps of it, have the question without.
        question, turn = masked(put.question), conversation.next_turn
        past, old_evidence = _shown(conversation), self._old_evidence(conversation)
        yield _SKIP, past, waiting_html(question, turn), "", old_evidence, _SKIP
        answer = Answer(question)
        try:
            for answer in self.assistant.stream(put.question, conversation.history, put.filters, put.without, put.profile, put.by):
                kept = conversation.with_answer(Exchange(question, put.filters, put.without, answer)) if answer.done else _SKIP
                yield _SKIP, _SKIP, turn_html(answer, turn), evidence_panel(answer, turn, self.address), _SKIP, kept
        except ReisgenootError as fault:
            yield _SKIP, _SKIP, fault_html(question, turn, visible(fault)), "", _SKIP, _SKIP
        except Exception:  # whatever it is, the visitor reads a line and the log has it all
            LOG.exception("answering failed")
            yield _SKIP, _SKIP, fault_html(question, turn, texts.ERROR_UNKNOWN), "", _SKIP, _SKIP

    def _by(self, request: gr.Request) -> str:
        return asked_by(request, self.assistant, self.pseudonym)

    def _old_evidence(self, conversation: Conversation) -> str:
        panels = (evidence_panel(e.answer, n, self.address) for n, e in enumerate(conversation.exchanges, start=1))
        return "".join(panel.replace("<section ", "<section hidden ", 1) for panel in panels)


def _shown(conversation: Conversation) -> str:
    return "".join(turn_html(e.answer, n, last=False) for n, e in enumerate(conversation.exchanges, start=1))


def _filters(age: str, kinds: list[str], routes: list[int]) -> Filters:
    return Filters(
        kinds=tuple(k for k in kinds if k in KINDS),
        ages=(age,) if age in texts.AGES else (),
        routes=tuple(r for r in routes if r in texts.ROUTES),
    )
