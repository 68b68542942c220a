"""The page Presentatie: ask for a deck, look at it, change it, take it along, and check a deck that somebody edited.

Wires the parts; HTML is made in slides_html.py, texts stand in slides_texts.py.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr

from assistant import (
    Answer,
    Assistant,
    Deck,
    DeckRequest,
    Entry,
    ReisgenootError,
    build_deck,
    can_move,
    check_pptx,
    matching_cases,
    moved,
    overflows,
    rewritten,
    without,
)
from ui import slides_texts as texts
from ui.events import CLICKS, DRAFT, EVERY, FETCH, KEPT_PART, TYPED, action_of
from ui.faults import visible
from ui.feedback import asked_by
from ui.markup import esc, tag
from ui.slide_typing import PARTS, SlideTyping, Update, deck_files
from ui.slides_html import (
    check_html,
    checks_html,
    deck_html,
    downloads_html,
    heading,
    intro_html,
    message_html,
    taken_html,
    to_preview_html,
)
from ui.slides_kept import Form, answers_kept, deck_kept, draft_of, known
from ui.taken import MOST
from ui.texts import AGES

SHOWN_CASES = 12
MOST_QUESTIONS = 5
LONGEST, LONGEST_QUESTIONS, LONGEST_LINES = 200, 2_000, 4_000
IN_VIEW = "() => { requestAnimationFrame(() => reisgenoot.breng(document.getElementById('presentatie-melding'))); return []; }"
"""For `js` of what follows a press: the button stands below a long form, hence what it made begins out of sight."""
TO_FIELDS = "() => { requestAnimationFrame(reisgenoot.naarVelden); return []; }"
"""The fields of a slide stand far below its picture: see assets/presentatie.js."""
_SKIP = gr.skip()


@dataclass(frozen=True)
class _Editor:
    """The parts of the page with which one slide is changed."""

    panel: gr.Column
    which: gr.Radio
    at: gr.Number
    """Of which slide the title and the lines are: another may be chosen already, and on its way."""
    title: gr.Textbox
    lines: gr.Textbox
    buttons: tuple[gr.Button, gr.Button, gr.Button, gr.Button]
    undo: gr.Button
    said: gr.HTML
    files: gr.HTML


def slides_tab(
    assistant: Assistant, answers: gr.State | None = None, chosen: gr.State | None = None, pseudonym: Callable[[str], str] = lambda _name: "",
) -> None:  # fmt: skip
    """Lay out the page and connect it. Opening it offers the examples of that moment.

    `answers` holds a tuple of answers that were taken along from the conversation, `chosen` one of ids of examples; `pseudonym` is what
    receipts have of who asks.
    """
    maker, laid_out = SlideMaker(assistant, pseudonym), assistant.status.build
    taken = gr.State(()) if answers is None else answers
    chosen = gr.State(()) if chosen is None else chosen
    deck, past = gr.State(None), gr.State(())
    gr.HTML(intro_html(), elem_classes="stuk")
    with gr.Row(elem_id="presentatie-vlak"):
        with gr.Column(scale=2, min_width=280):
            asked, along, build = _form(maker)
        with gr.Column(scale=3, min_width=280):
            said = gr.HTML("", elem_classes="stuk", elem_id="presentatie-melding")
            files = gr.HTML("", elem_classes="stuk", elem_id="presentatie-meenemen")
            preview = gr.HTML(deck_html(None), elem_classes="stuk", elem_id="presentatie-voorbeeld", js_on_load=CLICKS)
            editor = _editor()
    upload, verdict = _checker()

    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    taken.change(taken_html, taken, along, queue=False, **quiet)
    along.click(maker.take_away, taken, taken, **quiet)
    chosen.change(maker.take_cases, [chosen, asked[6]], asked[6], queue=False, **quiet)
    shown = [said, editor.said, deck, preview, files, editor.panel, editor.which, editor.title, editor.lines, editor.files]
    shown += [editor.at, past, editor.undo]
    typed = [past, deck, editor.at, editor.title, editor.lines]
    built = build.click(maker.anew, [*typed, *asked, taken], shown, trigger_mode="once", **quiet)
    built.then(None, None, None, js=IN_VIEW, **quiet)
    save, up, down, drop = editor.buttons
    save.click(maker.kept(maker.save), typed, shown, trigger_mode="once", **quiet)
    for button, change in ((up, maker.up), (down, maker.down), (drop, maker.drop)):
        button.click(maker.typed(change), [*typed, editor.which], shown, trigger_mode="once", **quiet)
    editor.undo.click(maker.undo, typed, shown, trigger_mode="once", **quiet)
    editor.which.input(maker.choose, [*typed, editor.which], shown, trigger_mode="always_last", **quiet)
    preview.click(maker.pressed, typed, shown, **quiet, **EVERY).then(None, None, None, js=TO_FIELDS, **quiet)
    file = gr.HTML("", elem_id="dia-haal", elem_classes="stuk", js_on_load=FETCH + TYPED)
    file.click(maker.fetched, typed, [*shown, file], **quiet)
    keeper = gr.HTML("", elem_classes="stuk", js_on_load=KEPT_PART + DRAFT)
    answers_keeper = gr.HTML("", elem_classes="stuk", js_on_load=KEPT_PART)
    deck.change(deck_kept, deck, keeper, queue=False, **quiet)
    taken.change(answers_kept, taken, answers_keeper, queue=False, **quiet)
    parts: dict[str, list[Any]] = {"formulier": asked, "getypt": [editor.at, editor.title, editor.lines]}
    for part, given in parts.items():
        keep = f"(...now) => {{ reisgenoot.onthoud('{part}', JSON.stringify(now)); return []; }}"
        gr.on([field.change for field in given], None, given, None, js=keep, queue=False, **quiet)
    keeper.click(maker.reopen, None, [taken, chosen, *asked, *shown], **quiet)
    upload.upload(maker.check_file, upload, verdict, trigger_mode="once", api_visibility="private")

    def opened() -> Any:
        return gr.skip() if assistant.status.build == laid_out else gr.update(choices=maker.case_choices("", ()))

    gr.on(None, opened, None, asked[6], queue=False, **quiet)


def _form(maker: "SlideMaker") -> tuple[list[Any], gr.HTML, gr.Button]:
    """The questions, in the order of `SlideMaker.build`, what was taken along, and the button that asks for a deck."""
    gr.HTML(heading(texts.FORM), elem_classes="stuk")
    audience = gr.Radio(list(texts.AUDIENCES), value=texts.AUDIENCES[0], label=texts.AUDIENCE, elem_id="dia-publiek")
    other = gr.Textbox(label=texts.OTHER_AUDIENCE, placeholder=texts.OTHER_PLACEHOLDER, max_lines=1, max_length=LONGEST)
    occasion = gr.Textbox(label=texts.OCCASION, placeholder=texts.OCCASION_PLACEHOLDER, max_lines=1, max_length=LONGEST)
    minutes = gr.Slider(5, 60, value=20, step=5, label=texts.MINUTES, elem_id="dia-minuten")
    region = gr.Textbox(label=texts.REGION, placeholder=texts.REGION_PLACEHOLDER, max_lines=1, max_length=LONGEST)
    ages = gr.CheckboxGroup([(words, age) for age, words in AGES.items()], label=texts.AGES)
    gr.HTML(heading(texts.CONTENT, texts.NO_NAMES), elem_classes="stuk")
    search = gr.Textbox(label=texts.CASE_SEARCH, placeholder=texts.CASE_SEARCH_PLACEHOLDER, max_lines=1, max_length=LONGEST)
    nothing = gr.HTML("", elem_classes="stuk", elem_id="dia-geen-voorbeeld")
    cases = gr.CheckboxGroup(maker.case_choices("", ()), label=texts.CASES, elem_id="dia-voorbeelden")
    questions = gr.Textbox(
        label=texts.QUESTIONS, placeholder=texts.QUESTIONS_PLACEHOLDER, lines=3, max_lines=6, max_length=LONGEST_QUESTIONS
    )
    along = gr.HTML("", elem_classes="stuk", elem_id="dia-uit-gesprek", js_on_load=CLICKS)
    build = gr.Button(texts.BUILD, variant="primary", elem_id="maak-presentatie")
    # `input` misses what is pasted and what is taken away.
    searched: dict[str, Any] = {
        "show_progress": "hidden",
        "api_visibility": "private",
        "trigger_mode": "always_last",
        "queue": False,
    }
    gr.on([search.submit, search.change], maker.find_cases, [search, cases], [cases, nothing], **searched)
    return [audience, other, occasion, minutes, region, ages, cases, questions], along, build


def _editor() -> _Editor:
    with gr.Column(visible=False, elem_id="dia-aanpassen") as panel:
        gr.HTML(heading(texts.EDIT, texts.SLIDE_LINES_HINT), elem_classes="stuk")
        which = gr.Radio([], label=texts.WHICH, elem_id="dia-kiezen")
        at = gr.Number(0, precision=0, visible="hidden")
        gr.HTML(to_preview_html(), elem_classes="stuk")
        title = gr.Textbox(label=texts.SLIDE_TITLE, max_lines=2, max_length=LONGEST, elem_id="dia-titel")
        lines = gr.Textbox(label=texts.SLIDE_LINES, lines=6, max_lines=14, max_length=LONGEST_LINES, elem_id="dia-punten")
        with gr.Row(elem_id="dia-knoppen"):
            save = gr.Button(texts.SAVE, variant="primary", elem_id="dia-bewaar", min_width=0)
            up, down, drop = (gr.Button(words, elem_classes="stil", min_width=0) for words in (texts.UP, texts.DOWN, texts.DROP))
            undo = gr.Button(texts.UNDO, elem_classes="stil", elem_id="dia-terug", min_width=0, visible=False)
        said = gr.HTML("", elem_classes="stuk", elem_id="dia-melding")
        files = gr.HTML("", elem_classes="stuk")
    return _Editor(panel, which, at, title, lines, (save, up, down, drop), undo, said, files)


def _checker() -> tuple[gr.File, gr.HTML]:
    gr.HTML(heading(texts.CHECK, texts.CHECK_INTRO), elem_classes="stuk", elem_id="dia-controle")
    upload = gr.File(label=texts.UPLOAD, file_types=[".pptx"], type="filepath", elem_id="dia-bestand")
    return upload, gr.HTML("", elem_classes="stuk", elem_id="dia-oordeel")


class SlideMaker(SlideTyping):
    """What the page can do; every method gives the values of the parts that change. A deck lives in the visitor's own session."""

    def __init__(self, assistant: Assistant, pseudonym: Callable[[str], str] = lambda _name: "") -> None:
        self.assistant, self.pseudonym = assistant, pseudonym
        self._cases: tuple[str, dict[str, Entry]] = ("", {})

    @property
    def cases(self) -> dict[str, Entry]:
        """All examples of the index that is in use now by their ids, in the order of their titles."""
        now = self.assistant.newest()
        if self._cases[0] != now.status.build:
            self._cases = now.status.build, {c.id: c for c in sorted(now.entries("case"), key=lambda c: c.title.casefold())}
        return self._cases[1]

    def case_choices(self, words: str, chosen: Sequence[str]) -> list[tuple[str, str]]:
        """Examples to choose from: what was chosen, then what matches the words, best first."""
        cases = self.cases
        found = matching_cases(self.assistant, words[:LONGEST]) if words.strip() else list(cases)
        ids = dict.fromkeys([*(c for c in chosen if c in cases), *found[:SHOWN_CASES]])
        return [(cases[i].title, i) for i in ids if i in cases]

    def find_cases(self, words: str, chosen: list[str]) -> Any:
        """Other examples to choose from; what was chosen stays among them. And what to say when nothing else is there."""
        choices = self.case_choices(words, chosen)
        none = not any(case not in chosen for _, case in choices)
        return gr.update(choices=choices), tag("p", esc(texts.CASE_NONE), "hint", role="status") if none else ""

    def take_cases(self, taken: tuple[str, ...], chosen: list[str]) -> Any:
        """The examples that were taken along, chosen among those that were chosen already."""
        cases = self.cases
        every = [*dict.fromkeys([*chosen, *(c for c in taken if c in cases)])]
        return gr.update(choices=self.case_choices("", every), value=every)

    def take_away(self, taken: tuple[Answer, ...], event: gr.EventData) -> tuple[Answer, ...]:
        """The answers without the one that was pressed."""
        number = action_of(event)[1]
        return tuple(a for n, a in enumerate(taken) if str(n) != number)

    def build(
        self, audience: str, other: str, occasion: str, minutes: float, region: str, ages: list[str], cases: list[str],
        questions: str, taken: tuple[Answer, ...], request: gr.Request | None = None,
    ) -> Update:  # fmt: skip
        """A new deck."""
        asked = [q.strip() for q in questions.splitlines() if q.strip()][:MOST_QUESTIONS]
        now = self.assistant.newest()
        by = asked_by(request, now, self.pseudonym)
        try:
            taken = tuple(a for a in taken if known(now, a))
            answers = (*taken, *(now.answer(q[:LONGEST], by=by) for q in asked))
            named = other.strip() or ("" if audience == texts.ANYBODY else audience)
            wanted = DeckRequest(named, occasion, int(minutes), region, tuple(ages), tuple(cases), answers)
            deck = build_deck(now, wanted)
        except ReisgenootError as fault:
            return message_html(visible(fault), fault=True), *([_SKIP] * (PARTS - 1))
        remarks = [*deck.remarks]
        if taken:
            remarks.append(texts.FROM_CHAT.format(questions="; ".join(a.question for a in taken)))
        made = message_html(texts.MADE.format(slides=len(deck.slides), minutes=deck.minutes), more=remarks)
        return made, "", *self._shown(deck, 0), (), gr.update(visible=False)

    def reopen(self, event: gr.EventData) -> Update:
        """What this tab of the browser kept: the answers and examples that were taken along, the form and the deck."""
        draft = draft_of(action_of(event)[1], self.assistant)
        form = self._form(draft.form) if draft.form else (_SKIP,) * 8
        cases = tuple(form[6]["value"])[:MOST] if draft.form else _SKIP
        told = message_html(texts.DRAFT_LOST, fault=True) if draft.lost else ""
        if draft.deck is None:
            return draft.answers, cases, *form, told, *([_SKIP] * (PARTS - 1))
        at, title, lines = draft.typed or (0, "", "")
        *shown, files, at = self._shown(draft.deck, max(0, at))
        if draft.typed and at == draft.typed[0]:
            shown[-2:] = title[:LONGEST], lines[:LONGEST_LINES]
        return draft.answers, cases, *form, told, "", *shown, files, at, (), gr.update(visible=False)

    def _form(self, form: Form) -> tuple[Any, ...]:
        """The fields as they were filled in, as far as they may have these values."""
        audience, other, occasion, minutes, region, ages, cases, questions = form
        chosen = [c for c in cases if c in self.cases]
        return (
            audience if audience in texts.AUDIENCES else texts.AUDIENCES[0], other[:LONGEST], occasion[:LONGEST], min(60, max(5, minutes)),
            region[:LONGEST], [a for a in ages if a in AGES], gr.update(choices=self.case_choices("", chosen), value=chosen),
            questions[:LONGEST_QUESTIONS],
        )  # fmt: skip

    def save(self, deck: Deck | None, which: int | None, title: str, lines: str) -> Update:
        """One slide rewritten."""
        if deck is None or which is None:
            return self._said("")
        try:
            changed, checks = rewritten(self.assistant, deck, which, title, lines.splitlines())
        except ReisgenootError as fault:
            return self._said(message_html(f"{texts.NOT_SAVED} {visible(fault)}", fault=True))
        missing = sum(not c.supported for c in checks)
        template = texts.SAVED_CHECKED if checks else texts.SAVED
        words = template.format(n=which + 1, found=len(checks) - missing, missing=missing)
        report = heading(texts.CHECKED_NOW) + checks_html(checks) if checks else ""
        full = [texts.OVERFULL] if overflows(changed.slides[which]) else []
        return "", message_html(words, more=full) + report, *self._shown(changed, which)

    def up(self, deck: Deck | None, which: int | None) -> Update:
        """One slide a place forward."""
        return self._move(deck, which, -1)

    def down(self, deck: Deck | None, which: int | None) -> Update:
        """One slide a place back."""
        return self._move(deck, which, 1)

    def drop(self, deck: Deck | None, which: int | None) -> Update:
        """One slide away."""
        if deck is None or which is None:
            return self._said("")
        left = without(self.assistant, deck, which)
        if left is deck:
            return self._said(message_html(texts.NOT_DROPPED))
        return "", message_html(texts.DROPPED.format(title=deck.slides[which].title)), *self._shown(left, which)

    def pick(self, deck: Deck | None, which: int | None) -> Update:
        """The title and the lines of the slide that was chosen."""
        if deck is None or which is None or not 0 <= which < len(deck.slides):
            return "", ""
        slide = deck.slides[which]
        return slide.title, "\n".join(b.text for b in slide.bullets)

    def check_file(self, path: str | None) -> str:
        """The verdict on an uploaded file, which is thrown away as soon as it is read."""
        if not path:
            return ""
        file = Path(path)
        try:
            data = file.read_bytes()
        except OSError as fault:
            return message_html(texts.UNREADABLE.format(reason=fault.strerror), fault=True)
        finally:
            file.unlink(missing_ok=True)
        return self.check(data)

    def check(self, data: bytes | None) -> str:
        """The verdict on a file."""
        if not data:
            return ""
        try:
            return check_html(check_pptx(data, self.assistant))
        except ReisgenootError as fault:
            return message_html(visible(fault), fault=True)

    def _move(self, deck: Deck | None, which: int | None, step: int) -> Update:
        if deck is None or which is None:
            return self._said("")
        if not can_move(deck, which, step):
            return self._said(message_html(texts.NOT_MOVED))
        message = message_html(texts.MOVED.format(n=which + step + 1))
        return "", message, *self._shown(moved(self.assistant, deck, which, step), which + step)

    def _said(self, message: str) -> Update:
        return _SKIP, message, *([_SKIP] * (PARTS - 4))

    def _shown(self, deck: Deck, which: int) -> Update:
        files = deck_files(deck)
        choices = [(f"{n + 1}. {s.title}", n) for n, s in enumerate(deck.slides) if s.kind != "sources"]
        picked = min(which, len(choices) - 1)
        title, lines = self.pick(deck, picked)
        radio = gr.update(choices=choices, value=picked)
        now, edited = downloads_html(files, texts.DOWNLOAD_NOW), downloads_html(files, texts.DOWNLOAD)
        return deck, deck_html(deck), now, gr.update(visible=True), radio, title, lines, edited, picked
