"""What goes with an answer: the route that fits, examples, a law, a tool, a next step. Each only when it bears on the question."""

import re
from collections.abc import Collection, Sequence

from assistant.answer import Block, Sentence
from assistant.asks import kinds
from assistant.belonging import Weighed
from assistant.entry_lines import bare_title, is_named, lower, quote_of
from assistant.ranking import is_of_other_age
from assistant.retrieval import same_words
from assistant.routes import RouteChoice
from assistant.telling import Material, Telling
from assistant.wording import NUMBER_WORDS, number_in_words
from ingest import Entry, LawDetail, RouteDetail, fold, sentences, stem, stems

# An example, law or tool must score at least this share of the best to be named, and unless such is asked, one of its sentences must
# have this chance to belong in the answer.
WORTH_NAMING, WORTH_A_LINE = 0.35, 0.15
# A route is named beside an answer when the chance that it is the right one is at least this; a lesser one only when a route is asked.
ROUTE_SURE, ROUTE_TOLD = 0.5, 0.75
# A second route is named when its chance is not less.
ROUTE_NAMED = 0.1
SEVERAL_ROUTES = re.compile(r"\b(twee|drie|[23]) routes\b")
# A step of a route is named when it shares this much with the question.
STEP_FITS = 0.15
# So many are asked by name: `welke vijf adviezen`, not three of them.
COUNTED = re.compile(rf"\b(?:welke|de|wat zijn de) ({'|'.join(NUMBER_WORDS[2:])}|\d{{1,2}}) (\w+)")
# A list that begins at its beginning.
FIRST = re.compile(r"\w+ 1\b|(?:Het|De) eerste\b")
# Several laws are asked.
LAWS = re.compile(r"\b(wetten|wetgeving|wet- en regelgeving)\b")


class Extras:
    """The blocks after the answer itself."""

    def __init__(self, material: Material, telling: Telling, weighed: Sequence[Weighed]) -> None:
        self.m, self.telling = material, telling
        # The most fitting first, so the last that is kept of an entry is its best.
        self._best = {w.entry.id: w for w in reversed(weighed)}

    def other_age(self, lead: Entry) -> Block | None:
        """That the example which answers is of another age than is asked."""
        if lead.kind != "case" or not is_of_other_age(self.m.question, lead):
            return None
        asked, told = " en ".join(self.m.question.ages), " en ".join(lead.ages)
        return Block("note", (Sentence(f"Een voorbeeld voor {asked} is hierbij niet gevonden; dit is er een voor {told}."),))

    def other_number(self, told: Sequence[str]) -> Block | None:
        """That there are more or fewer of what the question counts (`welke vijf adviezen`) than the items of a list that is told of them."""
        asked = COUNTED.search(fold(self.m.question.asked))
        if not asked or not told or not FIRST.match(told[0]) or not all(stem(asked[2]) in stems(item) for item in told):
            return None
        if len(told) == (int(asked[1]) if asked[1].isdigit() else NUMBER_WORDS.index(asked[1])):
            return None
        return Block("note", (Sentence(f"De bronnen noemen er {number_in_words(len(told))}, en niet {asked[1]}."),))

    def routes(self) -> Block | None:
        """The routes that fit, when one is asked; beside help, or what bare keywords find, the one that surely fits."""
        intents = self.m.question.intents
        asked = "route" in intents
        if not self.m.routes or (not asked and (self.m.found[0].entry.kind == "route" or "definition" in intents)):
            return None
        first = self.m.routes[0]
        # What the answer took from the route's own card names it already.
        if not asked and (first.sure < ROUTE_TOLD or first.card.id in self.telling.entries or not self._wants_help()):
            return None
        shown = self._shown() if asked else self.m.routes[:1]
        fitting = [c for c in shown if not self.telling.said(c.message)]
        told = [self.telling.say(route_line(c), c.card, c.message) for c in fitting]
        doubtful = first.sure < ROUTE_SURE
        also = "Routes die passen" if len(fitting) == len(shown) else "Routes die ook passen"
        heading = "Geen route past duidelijk; het dichtst bij" if doubtful else also if asked else "Past bij"
        return Block("routes", tuple(told), heading=heading, bullets=asked)

    def _shown(self) -> Sequence[RouteChoice]:
        """The routes to name when one is asked: the first, and two more that may fit, or that are asked by their number."""
        several = bool(SEVERAL_ROUTES.search(fold(self.m.question.asked)))
        return [c for n, c in enumerate(self.m.routes[:3]) if n == 0 or several or c.sure >= ROUTE_NAMED]

    def certainty(self) -> Block | None:
        """How sure the routes are that were asked, and what was found that speaks for each."""
        if "route" not in self.m.question.intents or not self.m.routes:
            return None
        lines = []
        for choice in self._shown():
            for_it = [f"“{entry.title}”" for entry in choice.because if entry is not choice.card][:2]
            why = f", om wat er staat in {' en '.join(for_it)}" if for_it else ""
            chance = f"{min(9, round(10 * choice.sure))} op de 10" if choice.sure >= ROUTE_NAMED else "minder dan 1 op de 10"
            lines.append(Sentence(f"De kans dat route {choice.number} past, is {chance}{why}."))
        return Block("note", tuple(lines))

    def examples(self) -> Block | None:
        """Cases that are not told yet, one a place."""
        intents = self.m.question.intents
        if (intents[0] == "definition" and "example" not in intents) or self._wants_a_fact():
            return None
        limit = 3 if "example" in intents else 1 if {"law", "definition"} & set(intents) else 2
        told: list[Sentence] = []
        places = {p for r in self.m.found if r.entry.id in self.telling.entries for p in r.entry.places}
        for item in self.m.found:
            entry = item.entry
            place = entry.places[0] if entry.places else entry.title
            if entry.kind != "case" or is_of_other_age(self.m.question, entry):
                continue
            if len(told) < limit and self._is_worth_naming(entry, item.score, asked="example" in intents):
                gist = sentences(entry.summary)[0]
                if not places & {place, *entry.places} and not self.telling.is_told(gist):
                    places |= {place, *entry.places}
                    told.append(self.telling.say(example_text(entry), entry, gist))
        heading = "Voorbeelden" if len(told) != 1 else "Voorbeeld"
        return Block("examples", tuple(told), heading=heading, bullets=True) if told else None

    def laws(self) -> Block | None:
        """Laws that the question names or that belong to what was found."""
        of_one = self.m.found[0].entry.kind in ("law", "term") and self.m.question.intents[0] == "definition"
        if of_one or self.m.question.article:
            return None
        told = []
        of_named = self.m.question.laws and self._wants_a_fact()
        listed = bool(LAWS.search(fold(self.m.question.asked)))
        for law in self.m.laws:
            if of_named and law.id not in self.m.question.laws:
                continue
            asked = law.id in self.m.question.laws or listed
            if law.id in self.telling.entries or not isinstance(law.detail, LawDetail) or not (asked or self._belongs(law)):
                continue
            best = self._best.get(law.id)
            gist = best.line.text if best and best.line.text != law.detail.status_note else sentences(law.summary)[0]
            if self.telling.is_told(gist):
                continue
            named = gist if is_named(law, gist) else f"{bare_title(law)}: {lower(gist)}"
            told.append(self.telling.say(named, law, quote_of(law, gist)))
            if len(told) >= (2 if "law" in self.m.question.intents else 1):
                break
        return Block("laws", tuple(told), heading="Wet", bullets=True) if told else None

    def next(self) -> Block | None:
        """A tool."""
        if self.m.question.intents[0] in ("definition", "comparison", "law") or self._wants_a_fact():
            return None
        for item in self.m.found:
            entry = item.entry
            asked = "instrument" in self.m.question.intents
            if entry.kind == "instrument" and self._is_worth_naming(entry, item.score, asked=asked):
                gist = sentences(entry.summary)[0]
                if not self.telling.is_told(gist):
                    return Block("next", (self.telling.say(gist, entry),), heading="Hulpmiddel")
        return None

    def steps(self) -> Block | None:
        """What to do next: the steps of the route that fit the question best; more of them when the question is how."""
        if not self.m.routes or self.m.question.intents[0] in ("definition", "comparison", "law", "list") or not self._wants_help():
            return None
        route = self.m.routes[0]
        how = "how" in self.m.question.intents and route.sure >= ROUTE_TOLD
        steps = route.card.detail.steps if isinstance(route.card.detail, RouteDetail) else ()
        fresh = [s for s in steps if not self.telling.is_told(s) and not self.telling.repeats(s)]
        chosen = sorted(fresh, key=lambda s: -same_words(self.m.question.text, s))[: 3 if how else 1]
        chosen = [s for s in chosen if same_words(s, self.m.question.text) >= STEP_FITS]
        if not chosen or route.card.id == self.m.found[0].entry.id:
            return None
        told = tuple(self.telling.say(s, route.card) for s in fresh if s in chosen)
        return Block("next", told, heading="Stappen" if len(told) > 1 else "Volgende stap", bullets=len(told) > 1)

    def _is_worth_naming(self, entry: Entry, score: float, *, asked: bool) -> bool:
        fresh = entry.id not in self.telling.entries and score >= WORTH_NAMING * self.m.found[0].score
        return fresh and (asked or self._belongs(entry))

    def _belongs(self, entry: Entry) -> bool:
        """Whether one of its sentences may well belong in the answer; what is too far down to be weighed does not."""
        best = self._best.get(entry.id)
        return best is not None and best.chance >= WORTH_A_LINE

    def _wants_help(self) -> bool:
        """It is asked how to do something, or nothing in particular about a few keywords; not how it went in some place, or differs."""
        asked = set(kinds(self.m.question.asked))
        if self.m.question.places or "comparison" in self.m.question.intents:
            return False
        return not asked or ("how" in self.m.question.intents and not asked & {"number", "time"})

    def _wants_a_fact(self) -> bool:
        """A number, a date or a name is asked, not help."""
        of_fact = self.m.question.asks in ("amount", "time") or "who" in kinds(self.m.question.asked)[:1]
        return of_fact and not {"how", "example", "route"} & set(self.m.question.intents)


def route_line(choice: RouteChoice) -> str:
    """A route with its key message."""
    return f"Route {choice.number}, {choice.name}: {lower(choice.message)}"


def example_text(entry: Entry, asked: Collection[str] = ()) -> str:
    """An example as one sentence: where (of several places those that were asked), for which ages, what."""
    ages = f" ({' en '.join(entry.ages)})" if entry.ages else ""
    places = [p for p in entry.places if p in asked] or entry.places[:1]
    return f"{' en '.join(places) or entry.title}{ages}: {sentences(entry.summary)[0]}"
