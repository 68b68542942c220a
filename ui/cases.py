"""The page Voorbeelden: a finder with facets and free search, cards, a table or a map, one case to read, two to four side by side."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import gradio as gr

from assistant import Assistant, Entry, matching_cases
from ui import case_map_texts as map_texts
from ui import texts
from ui.case_cards import MOST, case_detail, case_list, comparison, place_cases
from ui.case_map import by_place, figure, place_list, spots
from ui.events import CLICKS, EVERY, FOUND, MAP, SEEN, action_of, part_of
from ui.evidence import Address
from ui.markup import esc, nothing_here, tag
from ui.taken import Taken, take_case

PAGE = 24
Shown = tuple[str, str, tuple[str, ...], int, str, Any, Any, str]
"""What changes on the page, in the order of its outputs."""
ALL_AGES = "alle"


@dataclass(frozen=True)
class Choice:
    """What the visitor chose; an empty field lets everything through."""

    words: str = ""
    age: str = ALL_AGES
    routes: tuple[int, ...] = ()
    provinces: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    view: str = "kaarten"
    place: str = ""

    @property
    def on_map(self) -> bool:
        """Whether the map is shown."""
        return self.view == "kaart"

    def admits(self, case: Entry) -> bool:
        """Whether the case fits every facet."""
        return (
            (self.age not in texts.AGES or self.age in case.ages)
            and (not self.routes or bool({*self.routes} & {*case.routes}))
            and (not self.provinces or (case.province or texts.NO_PROVINCE) in self.provinces)
            and (not self.partners or bool({*self.partners} & {*case.partners}))
            and (not self.documents or bool({*self.documents} & {s.document for s in case.sources}))
        )


def cases_page(assistant: Assistant, address: Address, taken: Taken) -> None:
    """Lay out the page and connect it. Opening it shows the index of that moment."""
    finder = Finder(assistant, address)
    laid_out = assistant.status.build
    gr.HTML(tag("h2", esc(texts.CASES_TITLE)) + tag("p", esc(texts.CASES_INTRO), "inleiding"), elem_classes="stuk")
    detail = gr.HTML("", elem_id="voorbeeld-nu", elem_classes="stuk", js_on_load=part_of("voorbeelden"))
    with gr.Row(elem_id="vind"):
        with gr.Column(elem_id="facetten", scale=1, min_width=240):
            words, *facets, view = _facets(finder.cases, assistant)
            _, _, *counted = facets
        with gr.Column(scale=3, min_width=280, elem_id="gevonden"):
            compared = gr.HTML("", elem_classes="stuk", elem_id="vergelijking", js_on_load=CLICKS + SEEN)
            with gr.Column(elem_id="kaartvlak", visible=False) as box:
                gr.HTML(tag("p", esc(map_texts.HOW), "hint"), elem_classes="stuk")
                with gr.Row(elem_id="kaart-en-lijst"):
                    plot = gr.Plot(label=map_texts.VIEW, show_label=False, elem_id="kaart", scale=3, min_width=260)
                    places = gr.HTML("", elem_id="plaatsen", elem_classes="stuk", js_on_load=CLICKS + MAP)
                gr.HTML(tag("p", esc(map_texts.SOURCES), "hint"), elem_classes="stuk")
            found = gr.HTML(finder.show(Choice(), (), PAGE), elem_classes="stuk", js_on_load=CLICKS + FOUND)
    chosen, limit, place = gr.State(()), gr.State(PAGE), gr.State("")
    choice = [words, *facets, view]
    outputs = [found, compared, chosen, limit, place, box, plot, places]
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    # While it is typed, and pasted (`input` misses that): what comes while a search is under way is searched once, when that is done.
    changes = [words.submit, words.change, *(part.change for part in (*facets, view))]
    gr.on(changes, finder.first, [*choice, chosen], outputs, trigger_mode="always_last", queue=False, **quiet)
    presses = [found.click, compared.click, places.click]
    gr.on(presses, finder.press, [*choice, chosen, limit, place], outputs, **quiet, **EVERY)
    detail.click(finder.read, None, detail, queue=False, trigger_mode="multiple", **quiet)
    detail.select(take_case, taken.cases, [taken.cases, taken.said], **quiet, **EVERY)

    def opened() -> Any:
        if assistant.status.build == laid_out:
            return gr.skip()
        return finder.show(Choice(), (), PAGE), *(gr.update(choices=c) for c in _choices(finder.cases, assistant))

    gr.on(None, opened, None, [found, *counted], queue=False, **quiet)


def _facets(cases: Sequence[Entry], assistant: Assistant) -> list[Any]:
    by_province, by_partner, by_document = _choices(cases, assistant)
    every_age = (texts.FILTER_AGE_ALL, ALL_AGES)
    words = gr.Textbox(label=texts.CASE_SEARCH, placeholder=texts.CASE_SEARCH_PLACEHOLDER, elem_id="zoek-voorbeeld", max_lines=1)
    view = gr.Radio([(w, v) for v, w in texts.CASE_VIEWS.items()], value="kaarten", label=texts.CASE_VIEW)
    more = tag("button", esc(texts.FILTERS), "knop", type="button", id="facetknop", data_doe="open", aria_expanded="false",
               aria_controls="facetten-meer")  # fmt: skip
    gr.HTML(more, elem_classes="stuk")
    with gr.Column(elem_id="facetten-meer"):
        age = gr.Radio([every_age, *((w, a) for a, w in texts.AGES.items())], value=ALL_AGES, label=texts.FILTER_AGE)
        routes = gr.CheckboxGroup([(f"{n}. {name}", n) for n, name in texts.ROUTES.items()], label=texts.FILTER_ROUTE)
        provinces = gr.CheckboxGroup(by_province, label=texts.CASE_PROVINCE)
        partners = gr.CheckboxGroup(by_partner, label=texts.CASE_PARTNER)
        documents = gr.CheckboxGroup(by_document, label=texts.CASE_DOCUMENT)
    return [words, age, routes, provinces, partners, documents, view]


def _choices(cases: Sequence[Entry], assistant: Assistant) -> tuple[list[tuple[str, str]], ...]:
    """What can be chosen of these cases: provinces, partners and documents, each with what is shown and what it stands for."""
    used = [d for d in assistant.documents.values() if any(s.document == d.id for c in cases for s in c.sources)]
    return (
        _counted(c.province or texts.NO_PROVINCE for c in cases),
        _counted(p for c in cases for p in c.partners),
        [(d.name, d.id) for d in used],
    )


def _counted(values: Iterable[str]) -> list[tuple[str, str]]:
    counts: dict[str, int] = {}
    for value in values:
        counts[value] = counts.get(value, 0) + 1
    return [
        (f"{value} ({n})", value) for value, n in sorted(counts.items(), key=lambda item: (item[0] == texts.NO_PROVINCE, item[0]))
    ]


class Finder:
    """Finds, shows and compares cases."""

    def __init__(self, assistant: Assistant, address: Address) -> None:
        self.assistant, self.address = assistant, address
        self._cases: tuple[str, list[Entry]] = ("", [])

    @property
    def cases(self) -> list[Entry]:
        """All cases of the index that is in use now, by title."""
        build = self.assistant.status.build
        if self._cases[0] != build:
            self._cases = build, sorted(self.assistant.entries("case"), key=lambda c: c.title.casefold())
        return self._cases[1]

    def find(self, choice: Choice) -> list[Entry]:
        """The cases that fit, by title; with words those that match them, best first."""
        fitting = {c.id: c for c in self.cases if choice.admits(c)}
        if not choice.words.strip():
            return list(fitting.values())
        return [fitting[i] for i in matching_cases(self.assistant, choice.words) if i in fitting]

    def show(self, choice: Choice, chosen: Sequence[str], limit: int) -> str:
        """The result list as HTML; on the map, the cases of the chosen place."""
        found = self.find(choice)
        if not choice.on_map:
            return case_list(found, choice.view, chosen, limit)
        return place_cases(choice.place, by_place(found).get(choice.place, []), chosen)

    def first(self, *given: Any) -> Shown:
        """Another choice: the list from its start. Given are the facets, the view, and what is chosen to compare."""
        *facets, view, chosen = given
        return self._shown(_choice(*facets, view=view), chosen, PAGE)

    def press(
        self, words: str, age: str, routes: list[int], provinces: list[str], partners: list[str], documents: list[str],
        view: str, chosen: tuple[str, ...], limit: int, place: str, event: gr.EventData,
    ) -> Shown:  # fmt: skip
        """A button in the list, on the map or in the comparison."""
        kind, value = action_of(event)
        if kind == "meer":
            limit += PAGE
        elif kind == "vergelijk":
            chosen = _toggled(chosen, value)
        elif kind == "wis":
            chosen = ()
        elif kind == "plaats":
            place = "" if value == place else value
        return self._shown(_choice(words, age, routes, provinces, partners, documents, view=view, place=place), chosen, limit)

    def _shown(self, choice: Choice, chosen: tuple[str, ...], limit: int) -> Shown:
        found = self.find(choice) if choice.on_map else []
        drawn = figure(found, choice.place) if choice.on_map else None
        return (
            self.show(choice, chosen, limit), self.compare(chosen), chosen, limit, choice.place,
            gr.update(visible=choice.on_map), drawn, place_list(found, choice.place) if choice.on_map else "",
        )  # fmt: skip

    def compare(self, chosen: Sequence[str]) -> str:
        """The chosen cases side by side; a hint while there is only one."""
        return comparison([c for c in self.cases if c.id in chosen], self.assistant, self.address)

    def read(self, event: gr.EventData) -> str:
        """One case in full; nothing when it is to be closed."""
        kind, value = action_of(event)
        case = next((c for c in self.cases if c.id == value), None)
        if kind != "toon":
            return ""
        if case is None:
            return nothing_here(texts.CASE_GONE, "voorbeelden")
        return case_detail(case, self.assistant, self.address)


def _toggled(chosen: Sequence[str], value: str) -> tuple[str, ...]:
    if value in chosen:
        return tuple(c for c in chosen if c != value)
    return (*chosen, value) if len(chosen) < MOST else tuple(chosen)


def _choice(words: str, age: str, *lists: list[Any], view: str, place: str = "") -> Choice:
    routes, provinces, partners, documents = (tuple(values) for values in lists)
    return Choice(words, age, routes, provinces, partners, documents, view, place if place in spots() else "")
