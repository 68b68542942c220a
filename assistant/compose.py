"""Writes an answer from evidence alone, without a language model: every sentence is a sentence of a source card or a fixed frame around it.

Order: the direct answer, more that belongs in it, then what fits the question of routes, examples, laws and a next step, within a
number of words.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from assistant.alignment import Line
from assistant.answer import Block, Sentence
from assistant.asks import kinds
from assistant.belonging import PIECES, Weighed, opener, restates, weigh, with_detail
from assistant.comparison import comparison, difference
from assistant.entry_lines import (
    AMOUNT_WORDS,
    ASKS_WHERE_FROM,
    about_the_source,
    articles_told,
    bare_title,
    is_named,
    leans,
    lower,
    quote_of,
    says_little,
    tells_where_from,
)
from assistant.extras import ROUTE_SURE, Extras, route_line
from assistant.listing import asked_list, list_blocks
from assistant.retrieval import same_words
from assistant.routes import RouteChoice
from assistant.telling import Material, Telling
from assistant.wording import ORDINALS
from ingest import Article, Entry, LawDetail, RouteDetail, Source, content_words, fold, sentences, words

# Sentences of the best evidence in the direct answer; of an added document, of which no editor judged any.
DIRECT, OF_PASSAGE = 3, 3
# A sentence with a smaller chance to belong in the answer is left out; so many are told at most, and words. Chosen on the tuning part.
BELONGS, MOST, MOST_WORDS = 0.2, 6, 120
# With help goes the route, which takes so many.
ROUTE_WORDS = 40
# Until so many are told, a lesser chance will do; not where a mere fact is asked, nor for what is said of a publication.
FEWEST, MAY_BELONG = 3, 0.1
# It is asked what a publication says, and not what the programme of that name has.
SAYS = re.compile(r"\b(zegt|zeggen|schrijft|schrijven|stelt|noemt|noemen|adviseert|vindt|volgens)\b")
# A publication that the question names counts when its best evidence has at least this share of the score of the very best.
OF_NAMED = 0.7
# What follows the first sentence of an added document fits the question at least this share of what the best sentence does.
FITS = 0.45
# It is asked which route fits; a route that is followed, or a chapter of something else, is none of the nine.
ASKS_ROUTE = re.compile(
    r"\bwelke? (?:(?:een|twee|drie|vier|vijf|[1-5]) )?(?:van de )?(?:negen )?(?:routes?|hoofdstuk(?:ken)?)\b(?! (?:zijn er|staan|noemt|heeft|kent))"
)
OTHER_ROUTE = re.compile(r"\b(volg\w*|lopen|loopt|aflegt|afleggen|rapport|wet|convenant|verslag)\b|\w-?rapport\b")
# Sentences that count on, such as `Advies 3 ...` or `Het derde advies ...`; so many of them are told as a list when a list is asked.
NUMBERED, SERIES = re.compile(rf"[A-Z]\w+ \d+\b|(?:Het|De) (?:{'|'.join(ORDINALS)}) \w+ (?:van (?:\w+ ){{1,3}})?(?:is|gaat)\b"), 3
# An article is told when so many of the known questions near name it, or when it shares so much with the question.
ARTICLE_VOTED, ARTICLE_FITS = 0.35, 0.6
# A sentence of which another has so many words is within that one.
WITHIN = 0.75
# So many steps of a route are told.
STEPS = 4
ANNOUNCES = re.compile(r"Route \d (?:van de Reisgids )?(?:gaat over|laat zien)\b")
# What a question for a meaning is put in.
ASKS_MEANING = frozenset(
    "betekent betekenis verstaan verstaat verstaan jullie bedoelen bedoelt bedoeld bedoel begrip term definitie precies eigenlijk".split()
)
# Examples are asked, and not one: they come before what else there is to say.
EXAMPLES = re.compile(r"\b(praktijk)?voorbeelden\b")
# Kinds of answer of which one sentence may be all.
FACT = frozenset({"number", "time", "yes or no"})
# Since when a law holds, as it is asked and as it is told.
SINCE = re.compile(
    r"\W*(?:(?:sinds|vanaf|per) wanneer\b|"
    r"(?:wanneer|in welk jaar) (?:is|ging|trad|werd|treedt|gaat)\b.*\b(?:ingegaan|ingevoerd|in|werking|kracht)\W*$)"
)
TELLS_SINCE = re.compile(r"\b(sinds|trad|treedt|per) .*\d{4}")
# What is asked of a law's validity.
VALIDITY = re.compile(r"\b(geld\w*|nog|van kracht|sinds|wanneer|jaar|ingegaan|vervallen|gewijzigd|veranderd|actueel|nu)\b")


class Composer:
    """Composes blocks; their sentences are numbered by `cited`, once it is known which stay."""

    def __init__(self, material: Material, telling: Telling) -> None:
        """`telling` knows what was told before, of a question that was asked along with this one."""
        self.m, self.telling, self.aligner = material, telling, telling.aligner
        self.cited = self.telling.cited
        self._lines_of: dict[str, list[Line]] = {}

    def blocks(self) -> Iterator[Block]:
        """The answer, block by block, without numbers; deterministic."""
        extras = Extras(self.m, self.telling, self._weighed)
        compared = comparison(self.m, self.telling) if "comparison" in self.m.question.intents else None
        if compared and self.differs:
            yield Block("direct", (self._say(self.differs.line, self.differs.entry),))
        direct = compared or self.direct(1 if self._steps(self._lead) else DIRECT)  # the steps follow
        for note in (extras.other_age(self._lead), extras.other_number([line.text for line in self._series(self._lead)])):
            if note:
                yield note
        how, several = self.m.question.intents[0] == "how", bool(EXAMPLES.search(fold(self.m.question.asked)))
        first = (extras.examples, self.more) if several else (self.more,)
        after = (extras.routes, extras.certainty, extras.steps, extras.examples, extras.laws, extras.next) if how else (
            extras.routes, extras.certainty, extras.examples, extras.laws, extras.next, extras.steps
        )  # fmt: skip
        for block in (direct, *self._details(), *(make() for make in (*first, *after))):
            if block and block.sentences:
                yield block

    # ---- the direct answer -------------------------------------------------------------------------------------------

    def direct(self, limit: int = DIRECT) -> Block:
        """What answers the question, in so many sentences of the best evidence."""
        lead = self._lead
        if articles := self._named_articles(lead):
            return Block("direct", tuple(self.telling.say(text, lead, a.gist) for text, a in articles.items()))
        if lead.kind == "passage":
            return Block("direct", tuple(self._of_passage(lead)))
        if isinstance(lead.detail, LawDetail) and lead.id in self.m.question.laws and SINCE.match(fold(self.m.question.asked)):
            since = lead.detail.status_note
            if TELLS_SINCE.search(since):
                return Block("direct", (self.telling.say(since, lead),))
        first = self.opening.line if self.opening else None
        limit = 1 if self._series(lead) else limit
        chosen = self._belonging(lead, [first] if first else [], limit, MOST_WORDS, self._place(first, lead) if first else None)
        # The sentence that answers goes first, the rest as the card tells it.
        ordered = [*chosen[:1], *sorted(chosen[1:], key=lambda x: x.order)]
        named = [self.telling.say(route_line(self._route), lead, self._route.message)] if self._route else []
        return Block("direct", (*named, *self._written_out(lead, ordered), *(self._say(x, lead) for x in ordered)))

    @cached_property
    def differs(self) -> Weighed | None:
        """The sentence that says how two things differ, when that is asked."""
        return difference(self.m.question, self._weighed)

    @cached_property
    def opening(self) -> Weighed | None:
        """The sentence of the best evidence that answers first."""
        if self.differs:
            return self.differs
        listed = {line.text for line in self._series(self._lead)}
        own = [w for w in self._weighed if w.entry is self._lead and w.line.text not in listed]
        return opener(
            with_detail(self.m.question.asked, [w for w in own if not self._announces(w.line.text)] or own),
            self._lead,
            self.m.question.told,
        )

    def _written_out(self, entry: Entry, lines: Sequence[Line]) -> list[Sentence]:
        """What an abbreviation stands for, when that is asked and the answer would not say it; the one sentence of an answer says more."""
        if self.m.question.length.sentences == 1:
            return []
        name = bare_title(entry)
        asked = words(self.m.question.asked)
        if self.m.question.intents[0] != "definition" or fold(entry.abbreviation) not in asked or entry.abbreviation == name:
            return []
        if any(fold(name) in fold(line.text) for line in lines):
            return []
        return [self.telling.say(f"{entry.abbreviation} staat voor {lower(name)}.", entry, entry.title)]

    def more(self) -> Block | None:
        """What else belongs in the answer, of the best evidence and of what stands beside it: each piece in its own order."""
        lead = self._lead
        if lead.kind == "passage" or self._named_articles(lead):
            return None
        if series := self._series(lead):
            return Block("list", tuple(self._say(x, lead) for x in series), bullets=True)
        told: list[Sentence] = []
        helped = self.m.question.intents[0] == "how" and bool(self.m.routes)
        times = 2 if self.m.question.length.more else 1
        room, number = MOST_WORDS * times - (ROUTE_WORDS if helped else 0), MOST * times
        for entry in self._in_order_of_need(lead):
            chosen = self._belonging(entry, [], number, room)
            room -= sum(len(x.text.split()) for x in chosen)
            number -= len(chosen)
            told += [self._say(x, entry) for x in sorted(chosen, key=lambda x: x.order)]
        return Block("more", tuple(told)) if told else None

    def _belonging(self, entry: Entry, chosen: list[Line], limit: int, room: int, place: Source | None = None) -> list[Line]:
        """Sentences of an entry that belong in the answer, after those chosen already, none told twice; of the pages of a place only."""
        lines, opened = {x.order: x.text for x in self._lines(entry)}, bool(chosen)
        series = {x.text for x in self._series(entry)}
        for weighed in self._weighed:
            line = weighed.line
            if weighed.entry is not entry or line.text in series:
                continue
            if len(chosen) >= limit or weighed.chance < MAY_BELONG:
                break
            if len(line.text.split()) > room or self._announces(line.text) or self._is_aside(line.text):
                continue
            if place and not set(self._place(line, entry).pages) & set(place.pages):
                continue
            before = lines.get(line.order - 1, "")
            if leans(line.text) and not (any(c.text == before for c in chosen) or self.telling.said(before)):
                continue
            says, said = quote_of(entry, line.text), [quote_of(entry, c.text) for c in chosen]
            if says_little(says) or self.telling.is_told(says) or any(self.telling.alike(says, s) for s in said):
                continue
            if weighed.chance < self._bar(line.text, len(chosen)):
                continue
            # What says all that was said and more stands in its place.
            within = next(
                (n for n, s in enumerate(said) if self._is_within(s, says, opens=opened and n == 0) and not leans(line.text)), None
            )
            if within is not None:
                room += len(chosen[within].text.split()) - len(line.text.split())
                chosen[within] = line
            elif not self.telling.repeats(says, said):
                chosen.append(line)
                room -= len(line.text.split())
        return chosen

    def _is_within(self, said: str, says: str, *, opens: bool) -> bool:
        """Whether a sentence has all that an earlier one said; what was found to open an answer must be in it word for word."""
        return same_words(said, says) >= WITHIN or (not opens and self.telling.adds_nothing(said, says))

    def _place(self, line: Line, entry: Entry) -> Source:
        return entry.source_of(quote_of(entry, line.text))

    def _bar(self, text: str, chosen: int) -> float:
        """The chance that a sentence needs to be told, after so many."""
        asked = self.m.question.asked
        strict = self._asks_fact or (about_the_source(text) and not about_the_source(asked))
        few = self.telling.number + chosen < FEWEST
        return MAY_BELONG if (few or self.m.question.length.more) and not strict else BELONGS

    def _is_aside(self, text: str) -> bool:
        """Whether a sentence tells where something was found, and that is not asked."""
        return tells_where_from(text) and not ASKS_WHERE_FROM.search(fold(self.m.question.asked))

    def _announces(self, text: str) -> bool:
        """Whether a sentence says what a route or a law is of, or since when it holds, and that is not asked."""
        detail = self._lead.detail
        if isinstance(detail, LawDetail) and text == detail.status_note:
            return not VALIDITY.search(fold(self.m.question.asked))
        return bool(ANNOUNCES.match(text)) and "route" not in words(self.m.question.asked)

    def _in_order_of_need(self, best: Entry) -> list[Entry]:
        """The pieces of evidence of which something belongs in the answer, the best one first; beside a fact about a law no other law."""
        entries = {best.id: best} | {w.entry.id: w.entry for w in self._weighed if w.chance >= MAY_BELONG}
        return [
            e for e in entries.values() if e is best or (self._is_of_named(e) and not (self._asks_fact and self._is_other_law(e)))
        ]

    @cached_property
    def _asks_fact(self) -> bool:
        return bool(FACT & set(kinds(self.m.question.asked)))

    def _is_other_law(self, entry: Entry) -> bool:
        """Whether an entry is a law, and another one than the question names."""
        named = self.m.question.laws
        return bool(named) and entry.kind == "law" and entry.id not in named

    @cached_property
    def _named_publications(self) -> frozenset[str]:
        """The publications that the question names; none when what they have is far behind the best, unless it is asked what they say: a
        programme may have the same name.
        """
        named = set(self.m.question.documents)
        if SAYS.search(fold(self.m.question.asked)):
            return frozenset(named)
        best = max((r.score for r in self.m.found if {s.document for s in r.entry.sources} <= named), default=0.0)
        return frozenset(named if best >= OF_NAMED * self.m.found[0].score else ())

    def _is_of_named(self, entry: Entry) -> bool:
        named = self._named_publications
        return not named or bool(named & {s.document for s in entry.sources})

    @cached_property
    def _lead(self) -> Entry:
        """The piece of evidence that opens the answer: the route that is asked, the law that is named, or the best, unless a sentence of
        another answers clearly better.
        """
        best, question = self.m.found[0].entry, self.m.question
        if self._route:
            return self._route.card
        if self.differs:
            return self.differs.entry
        if self._is_other_law(best):
            best = next((r.entry for r in self.m.found if r.entry.id in question.laws), best)
        of_law = best.kind == "law" and ("law" in question.intents or question.laws)
        if best.kind in ("passage", "term") or of_law or question.article or self._series(best):
            return best
        if question.intents[0] == "definition" and (term := self._asked_term()):
            return term
        first = opener(with_detail(question.asked, [w for w in self._weighed if self._is_of_named(w.entry)]), best, question.told)
        return first.entry if first else best

    @cached_property
    def _route(self) -> RouteChoice | None:
        """The route that surely fits, when it is asked which one does."""
        question = self.m.question
        of_another = question.documents or question.laws or question.places or OTHER_ROUTE.search(fold(question.asked))
        asked = ASKS_ROUTE.search(fold(question.asked)) and not of_another
        return self.m.routes[0] if asked and self.m.routes and self.m.routes[0].sure >= ROUTE_SURE else None

    def _asked_term(self) -> Entry | None:
        """The term of which a definition is asked, and of nothing else."""
        asked = set(content_words(self.m.question.asked)) - ASKS_MEANING
        terms = (r.entry for r in self.m.found[:PIECES] if r.entry.kind == "term")
        return next((e for e in terms if asked and asked <= set(content_words(e.title))), None)

    @cached_property
    def _weighed(self) -> list[Weighed]:
        weighed = weigh(self.m.question, self.m.found, self.aligner)
        return [w for w in weighed if self._is_asked(w) and self._is_of_chosen(w)]

    def _is_of_chosen(self, weighed: Weighed) -> bool:
        """Whether a sentence stands in a publication that was chosen or named: a card may tell of several."""
        chosen = self.m.documents or self._named_publications
        return not chosen or weighed.entry.kind == "term" or self._place(weighed.line, weighed.entry).document in chosen

    def _is_asked(self, weighed: Weighed) -> bool:
        """Whether a sentence may be told: an article of a law only when the question asks for it, and no premise as its own reason."""
        if restates(self.m.question.asked, weighed.line.text):
            return False
        article = articles_told(weighed.entry).get(weighed.line.text)
        return article is None or weighed.voted >= ARTICLE_VOTED or same_words(self.m.question.text, article.gist) >= ARTICLE_FITS

    def _series(self, entry: Entry) -> list[Line]:
        """The sentences of an entry that count on, when things are asked that can be counted."""
        asked = self.m.question.asked
        counted = "list" in self.m.question.intents or bool(AMOUNT_WORDS & set(words(asked))) or fold(asked).startswith("wat zijn ")
        numbered = [x for x in self._lines(entry) if NUMBERED.match(x.text)] if counted else []
        return numbered if len(numbered) >= SERIES else []

    def _of_passage(self, entry: Entry) -> list[Sentence]:
        """The sentences of an added document that fit the question: the best first, the rest as it has them; of a list what announces it."""
        lines, most = self._lines(entry), OF_PASSAGE
        if listed := asked_list(self.m.question, entry):
            if listed.intro:
                return [self.telling.say(listed.intro, entry)]
            lines, most = [x for x in lines if x.text not in listed.sentences], 1
        enough = FITS * max((x.fit for x in lines), default=0.0)
        chosen: list[Line] = []
        for line in sorted(lines, key=lambda x: (says_little(x.text), -x.worth)):
            if len(chosen) >= most or (chosen and line.fit < enough):
                continue
            if leans(line.text) and not any(c.order == line.order - 1 for c in chosen):
                continue
            if not any(self.telling.alike(line.text, c.text) for c in chosen):
                chosen.append(line)
        return [self._say(x, entry) for x in [*chosen[:1], *sorted(chosen[1:], key=lambda x: x.order)]]

    def _say(self, line: Line, entry: Entry) -> Sentence:
        return self.telling.say(self._named(line.text, entry), entry, quote_of(entry, line.text))

    def _named(self, text: str, entry: Entry) -> str:
        """A sentence of a law that is not the one asked about, with the name of that law where it says no more than `de wet`."""
        opens = fold(text).startswith(("de wet ", "de regeling ", "het besluit "))
        if entry.kind != "law" or entry is self._lead or not opens or is_named(entry, text):
            return text
        return f"{entry.abbreviation or bare_title(entry)}: {lower(text)}"

    def _lines(self, entry: Entry) -> list[Line]:
        """The sentences of an entry, held against the question once."""
        if entry.id not in self._lines_of:
            weighed = [w.line for w in self._weighed if w.entry is entry]
            self._lines_of[entry.id] = (
                sorted(weighed, key=lambda x: x.order) if weighed else self.aligner.lines(self.m.question, entry)
            )
        return self._lines_of[entry.id]

    # ---- what a law, a route or a list has of its own ----------------------------------------------------------------

    def _named_articles(self, entry: Entry) -> dict[str, Article]:
        """The articles that the question names, by the sentence that tells each, when the evidence is their law."""
        asked = self.m.question.article
        if not asked:
            return {}
        number = re.compile(rf"(?<![\w.]){re.escape(asked)}(?![\w.]|\d)")
        found = [(text, a) for text, a in articles_told(entry).items() if number.search(a.article)]
        return dict(found[:4])

    def _details(self) -> Iterator[Block]:
        """What a law, a route or a list adds to the direct answer."""
        best = self._lead
        if isinstance(best.detail, LawDetail):
            yield self._law_detail(best, best.detail)
        yield from list_blocks(self.m.question, best, self.telling)
        # All or none: with one left out the others would say something else.
        if (steps := self._steps(best)) and not all(self.telling.repeats(s) for s in steps):
            yield Block("list", tuple(self.telling.say(s, best) for s in steps), heading="Wat u kunt doen", bullets=True)

    def _steps(self, entry: Entry) -> Sequence[str]:
        """The first steps of a route, when it is asked how."""
        asks = {"how", "route", "list"} & set(self.m.question.intents)
        return (entry.detail.steps or entry.detail.tips)[:STEPS] if asks and isinstance(entry.detail, RouteDetail) else ()

    def _law_detail(self, entry: Entry, detail: LawDetail) -> Block:
        """Since when which text of the law holds, when that is asked or the law itself is."""
        question = self.m.question
        note = sentences(detail.status_note)[0]
        asked = entry.id in question.laws or VALIDITY.search(fold(question.asked))
        return Block("note", (self.telling.say(note, entry),) if asked and not self.telling.is_told(note) else ())
