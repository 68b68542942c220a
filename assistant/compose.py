"""Writes an answer from evidence alone, without a language model: every sentence is a sentence of a source card or a fixed frame around it.

Order: the direct answer, more of the same evidence and of what stands beside it, then what fits the question of routes, examples, laws
and a next step, within a number of words.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.alignment import Aligner, Line
from assistant.answer import REFUSAL, Block, Retrieved, Sentence
from assistant.citations import Citations
from assistant.entry_lines import NUMBER_WORDS, leans, list_items, says_little
from assistant.novelty import brings
from assistant.premises import Refusal
from assistant.question import Question
from assistant.reading import read
from assistant.retrieval import same_words
from assistant.routes import RouteChoice
from ingest import Article, Entry, LawDetail, RouteDetail, fold, sentences, words

MAX_WORDS, RUN_ON = 180, 30
# Sentences of the best evidence in the direct answer, and words of it after that.
DIRECT, MORE_ROOM = 3, 70
# Another piece of evidence is told after the direct answer when its score is at least this share of the best (more where a fact is
# asked), and when it is among the first few. The direct answer itself rests on one piece.
ALSO_NEAR, ALSO_MORE, OTHERS = 0.9, 0.2, 6
# An example, law or tool must score at least this share of the best to be named.
WORTH_NAMING = 0.35
# A first route with a smaller chance to be the right one is named with that doubt.
ROUTE_SURE = 0.5
# Sentences that share so many words, or whose vectors are so near, say about the same.
SAME_SENTENCE, ALIKE = 0.55, 0.78
# Share of the best sentence's fit that a further sentence of the same entry, or one of another entry, must reach.
FITS, FITS_TOO = 0.45, 0.7
# A step of a route is named when it shares this much with the question, or when the question is how.
STEP_FITS, STEP_SHARE = 0.15, 0.3
# Sentences that count on, such as `Advies 3 ...` or `Het derde advies ...`; so many of them are told as a list when a list is asked.
ORDINALS = "eerste|tweede|derde|vierde|vijfde|zesde|zevende|achtste|negende|tiende"
NUMBERED, SERIES = re.compile(rf"[A-Z]\w+ \d+\b|(?:Het|De) (?:{ORDINALS}) \w+ (?:is|gaat)\b"), 3
MORE_WORDS = re.compile(r"\b(uitgebreid|uitgebreider|alles over|zoveel mogelijk|volledig|in detail)\b")


@dataclass(frozen=True)
class Material:
    """All that an answer is made of."""

    question: Question
    found: Sequence[Retrieved]
    routes: Sequence[RouteChoice]
    laws: Sequence[Entry]


class Composer:
    """Composes blocks; the citations collect in `citations`."""

    def __init__(self, material: Material, citations: Citations, aligner: Aligner) -> None:
        self.m, self.citations, self.aligner = material, citations, aligner
        self._told: list[str] = []
        self._lines_of: dict[str, list[Line]] = {}
        self._entries: set[str] = set()

    def blocks(self) -> Iterator[Block]:
        """The answer, block by block; deterministic."""
        makers = [self._comparison] if "comparison" in self.m.question.intents else []
        direct = next((b for b in (make() for make in makers) if b), None) or self.direct()
        how = self.m.question.intents[0] == "how"
        after = (self.routes, self._steps, self._examples, self._laws, self._next) if how else (
            self.routes, self._examples, self._laws, self._next, self._steps
        )  # fmt: skip
        for block in (direct, *self._details(), self._more(), *(make() for make in after)):
            if block and block.sentences:
                yield block

    # ---- the direct answer -------------------------------------------------------------------------------------------

    def direct(self) -> Block:
        """What answers the question, in a few sentences."""
        best = self.m.found[0]
        limit = 1 if self._series(best.entry) else DIRECT
        return Block("direct", tuple(self._asked_articles(best.entry) or self._from_entry(best.entry, limit)))

    def _series(self, entry: Entry) -> list[Line]:
        """The sentences of an entry that count on, when things are asked that can be counted."""
        asked = self.m.question.asked
        counted = "list" in self.m.question.intents or bool(NUMBER_WORDS & set(words(asked))) or fold(asked).startswith("wat zijn ")
        numbered = [x for x in self._lines(entry) if NUMBERED.match(x.text)] if counted else []
        return numbered if len(numbered) >= SERIES else []

    def _others(self, share: float, limit: int) -> list[Sentence]:
        """One sentence of each of the next pieces of evidence, when it fits the question nearly as well as the best one does."""
        best = self.m.found[0]
        alone = best.entry.kind in ("case", "law", "term") and "list" not in self.m.question.intents
        told: list[Sentence] = []
        for other in self.m.found[1:OTHERS]:
            if len(told) >= limit or other.score < share * best.score:
                break
            entry = other.entry
            if entry.id in self._entries or entry.kind in ("route", "passage") or (alone and entry.kind != best.entry.kind):
                continue
            if self.m.question.documents and not {s.document for s in entry.sources} & set(self.m.question.documents):
                continue
            if self._best_fit(entry) >= FITS_TOO * self._best_fit(best.entry):
                told += self._from_entry(entry, 1)
        return told

    def _from_entry(self, entry: Entry, limit: int) -> list[Sentence]:
        """The sentence that answers best first, then what fits the question too, none told twice."""
        lines = self._lines(entry)
        enough = FITS * max((x.fit for x in lines), default=0.0)
        listed = {x.text for x in self._series(entry)}
        chosen: list[Line] = []
        for line in sorted(lines, key=lambda x: (says_little(x.text), -x.worth)):
            if len(chosen) >= limit:
                break
            if line.text in listed or (chosen and line.fit < enough):
                continue
            if leans(line.text) and not any(c.order == line.order - 1 for c in chosen):
                continue
            if not self._is_told(line.text) and not any(self._alike(line.text, c.text) for c in chosen):
                chosen.append(line)
        self._entries.add(entry.id)
        # The sentence that answers goes first, the rest as the card tells it.
        ordered = chosen[:1] + sorted(chosen[1:], key=lambda x: x.order)
        return [self._say(self._named(line.text, entry), entry, line.text) for line in ordered]

    def _named(self, text: str, entry: Entry) -> str:
        """A sentence of a law that is not the one asked about, with the name of that law where it says no more than `de wet`."""
        if (
            entry.kind != "law"
            or entry is self.m.found[0].entry
            or not fold(text).startswith(("de wet ", "de regeling ", "het besluit "))
        ):
            return text
        return f"{entry.abbreviation or _bare_title(entry)}: {_lower(text)}"

    def _more(self) -> Block | None:
        """What else the best entry tells, as far as there is room: the sentences that fit best, in the entry's own order."""
        best = self.m.found[0].entry
        if best.kind == "passage" or self._wants_a_fact():
            also = self._others(ALSO_NEAR, 1)
            return Block("more", tuple(also)) if also else None
        lines = self._lines(best)
        if series := self._series(best):
            return Block("list", tuple(self._say(x.text, best) for x in series), bullets=True)
        before = {x.order + 1: x.text for x in lines}
        chosen: list[Line] = []
        room = MORE_ROOM
        for line in sorted(lines, key=lambda x: -x.worth):
            size = len(line.text.split())
            if size > room or says_little(line.text):
                continue
            if leans(line.text) and before.get(line.order) not in {*self._told, *(c.text for c in chosen)}:
                continue
            if not self._is_told(line.text) and not any(self._alike(line.text, c.text) for c in chosen):
                chosen.append(line)
                room -= size
        told_now = [self._say(x.text, best) for x in sorted(chosen, key=lambda x: x.order)] + self._others(ALSO_MORE, 3)
        return Block("more", tuple(told_now)) if told_now else None

    def _lines(self, entry: Entry) -> list[Line]:
        """The sentences of an entry, held against the question once."""
        if entry.id not in self._lines_of:
            self._lines_of[entry.id] = self.aligner.lines(self.m.question, entry)
        return self._lines_of[entry.id]

    def _best_fit(self, entry: Entry) -> float:
        return max((line.fit for line in self._lines(entry)), default=0.0)

    def _asked_articles(self, entry: Entry) -> list[Sentence]:
        """The articles that the question names, when the best evidence is their law."""
        asked = self.m.question.article
        if not asked or not isinstance(entry.detail, LawDetail):
            return []
        named = [a for a in entry.detail.articles if re.search(rf"(?<![\w.]){re.escape(asked)}(?![\w.]|\d)", a.article)]
        if named:
            self._entries.add(entry.id)
        return [self._article(a, entry) for a in named[:4]]

    def _article(self, article: Article, entry: Entry) -> Sentence:
        name = f"Artikel {article.article} {_bare_title(entry)}" if article.article[:1].isdigit() else article.article
        sure = "" if article.certain else " (niet bevestigd)"
        return self._say(f"{name}: {_lower(article.gist)}".removesuffix(".") + f"{sure}.", entry, article.gist)

    def _details(self) -> Iterator[Block]:
        """What a law, a route or a list adds to the direct answer."""
        best = self.m.found[0].entry
        if isinstance(best.detail, LawDetail):
            yield self._law_detail(best, best.detail)
        items = list_items(best)
        if "list" in self.m.question.intents or len(items) >= 3:
            rows = [self._say(i, best) for i in items[:12] if not self._is_told(i)]
            if rows:
                yield Block("list", tuple(rows), bullets=True)
        if isinstance(best.detail, RouteDetail) and ({"how", "route", "list"} & set(self.m.question.intents)):
            chosen = best.detail.steps or best.detail.tips
            yield Block("list", tuple(self._say(s, best) for s in chosen[:4]), heading="Wat u kunt doen", bullets=True)

    def _law_detail(self, entry: Entry, detail: LawDetail) -> Block:
        text = self.m.question.text
        fitting = sorted(detail.articles, key=lambda a: -same_words(text, a.gist))
        told = [self._article(a, entry) for a in fitting[:1] if not self.m.question.article and same_words(text, a.gist) > 0.2]
        note = sentences(detail.status_note)[0]
        if not self._is_told(note):
            told.append(self._say(note, entry))
        return Block("note", tuple(told))

    # ---- what goes with it -------------------------------------------------------------------------------------------

    def routes(self) -> Block | None:
        """The routes that fit, when the question is one for which a route helps."""
        intents = self.m.question.intents
        if not self.m.routes or ("definition" in intents and "route" not in intents) or self.m.found[0].entry.kind == "route":
            return None
        if self._wants_a_fact():
            return None
        wanted = 3 if "route" in intents else 1
        told = [route_line(c, self.citations) for c in self.m.routes[:wanted]]
        doubtful = self.m.routes[0].sure < ROUTE_SURE
        heading = "Geen route past duidelijk; het dichtst bij" if doubtful else "Past bij" if wanted == 1 else "Routes die passen"
        return Block("routes", tuple(told), heading=heading, bullets=wanted > 1)

    def _examples(self) -> Block | None:
        limit = 3 if "example" in self.m.question.intents else 1 if {"law", "definition"} & set(self.m.question.intents) else 2
        if self.m.question.intents[0] == "definition" and "example" not in self.m.question.intents:
            return None
        if self._wants_a_fact():
            return None
        best = self.m.found[0].score
        told: list[Sentence] = []
        places = {p for i in self._entries for e in (r.entry for r in self.m.found) if e.id == i for p in e.places}
        for item in self.m.found:
            entry = item.entry
            if entry.kind != "case" or entry.id in self._entries or item.score < WORTH_NAMING * best or len(told) >= limit:
                continue
            place = entry.places[0] if entry.places else entry.title
            if places & {place, *entry.places}:
                continue
            places |= {place, *entry.places}
            gist = sentences(entry.summary)[0]
            told.append(self._say(example_text(entry), entry, gist))
            self._entries.add(entry.id)
        return (
            Block("examples", tuple(told), heading="Voorbeelden" if len(told) != 1 else "Voorbeeld", bullets=True) if told else None
        )

    def _laws(self) -> Block | None:
        if self.m.found[0].entry.kind in ("law", "term") and self.m.question.intents[0] == "definition":
            return None
        told = []
        for law in self.m.laws:
            if law.id in self._entries or not isinstance(law.detail, LawDetail):
                continue
            gist = sentences(law.summary)[0]
            note = next((f" Let op: {c.now} (sinds {c.since})." for c in law.detail.changes if c.since), "")
            told.append(self._say(f"{_bare_title(law)}: {gist}{note}", law, gist))
            self._entries.add(law.id)
            if len(told) >= (2 if "law" in self.m.question.intents else 1):
                break
        return Block("laws", tuple(told), heading="Wet", bullets=True) if told else None

    def _next(self) -> Block | None:
        if self.m.question.intents[0] in ("definition", "comparison", "law") or self._wants_a_fact():
            return None
        best = self.m.found[0].score
        for item in self.m.found:
            entry = item.entry
            if entry.kind == "instrument" and entry.id not in self._entries and item.score >= WORTH_NAMING * best:
                gist = sentences(entry.summary)[0]
                self._entries.add(entry.id)
                return Block("next", (self._say(gist, entry),), heading="Hulpmiddel")
        return None

    def _steps(self) -> Block | None:
        """What to do next: the steps of the route that fit the question best; more of them when the question is how."""
        if not self.m.routes or self.m.question.intents[0] in ("definition", "comparison", "law", "list"):
            return None
        card = self.m.routes[0].card
        steps = [s for s in (card.detail.steps if isinstance(card.detail, RouteDetail) else ()) if not self._is_told(s)]
        how = "how" in self.m.question.intents and self.m.routes[0].share >= STEP_SHARE
        chosen = sorted(steps, key=lambda s: -same_words(self.m.question.text, s))[: 3 if how else 1]
        if not how:
            chosen = [s for s in chosen if same_words(s, self.m.question.text) >= STEP_FITS]
        if not chosen or card.id == self.m.found[0].entry.id or self._wants_a_fact():
            return None
        told = tuple(self._say(s, card) for s in steps if s in chosen)
        return Block("next", told, heading="Stappen" if len(told) > 1 else "Volgende stap", bullets=len(told) > 1)

    def _wants_a_fact(self) -> bool:
        """A number, a date or a name is asked, not help."""
        return self.m.question.asks in ("amount", "time") and not {"how", "example", "route"} & set(self.m.question.intents)

    def _comparison(self) -> Block | None:
        """Two things side by side, when the question names two that have evidence of their own."""
        sides: list[Entry] = []
        asked = fold(self.m.question.asked)
        for item in self.m.found:
            entry = item.entry
            names = [n for n in (entry.abbreviation, *entry.places, re.sub(r"\s*\(.*", "", entry.title)) if n]
            if any(re.search(rf"\b{re.escape(fold(n))}\b", asked) for n in names) and not any(
                _same_subject(entry, s) for s in sides
            ):
                sides.append(entry)
        if len(sides) < 2:
            return None
        rows = []
        for entry in sides[:3]:
            name = entry.abbreviation or (entry.places[0] if entry.places else entry.title)
            gist = entry.summary.replace("|", "/")
            rows.append(self._say(f"{name} | {gist} | {', '.join(entry.partners[:4]) or 'niet genoemd'}", entry, entry.summary))
            self._entries.add(entry.id)
        return Block("table", tuple(rows), columns=("", "Wat", "Wie"))

    # ---- sentences ---------------------------------------------------------------------------------------------------

    def _say(self, text: str, entry: Entry, quote: str = "") -> Sentence:
        self._told.append(text)
        return Sentence(text, (self.citations.cite(entry, quote or text),))

    def _is_told(self, text: str) -> bool:
        return any(self._alike(text, t) for t in self._told)

    def _alike(self, new: str, told: str) -> bool:
        """Whether two sentences say about the same, and the new one brings no number or name."""
        if same_words(new, told) >= SAME_SENTENCE:
            return True
        near = same_words(told, new) >= SAME_SENTENCE or self.aligner.likeness(new, told) >= ALIKE
        return near and not brings(read(new), read(told))


def within(blocks: Sequence[Block], limit: int) -> list[Block]:
    """The blocks that fit in `limit` words; the direct answer always stays, later blocks give way first."""
    kept: list[Block] = []
    used = 0
    for block in blocks:
        room: list[Sentence] = []
        for sentence in block.sentences:
            size = len(sentence.text.split())
            # A list that has begun may run on a little: one item short it would say something else.
            if kept and used + size > limit + (RUN_ON if block.kind == "list" and room else 0):
                break
            room.append(sentence)
            used += size
        if room:
            kept.append(Block(block.kind, tuple(room), block.heading, block.bullets, block.columns))
    return kept


def refuse(refusal: Refusal, material: Material, citations: Citations) -> list[Block]:
    """The plain refusal, the reason, and what the sources do have nearby; to small talk only what the assistant is for."""
    if refusal.kind == "talk":
        return [Block("refusal", (Sentence(refusal.reason),))]
    told = [Sentence(REFUSAL)]
    if refusal.reason:
        told.append(Sentence(refusal.reason))
    blocks = [Block("refusal", tuple(told))]
    near: list[Sentence] = []
    for item in material.found[:6]:
        if item.entry.kind not in ("passage", "term") and len(near) < 2:
            gist = sentences(item.entry.summary)[0]
            near.append(Sentence(f"{item.entry.title}: {gist}", (citations.cite(item.entry, gist),)))
    if near:
        blocks.append(Block("nearest", tuple(near), heading="Wel in de bronnen, in de buurt van uw vraag", bullets=True))
    routes = [route_line(c, citations) for c in material.routes[:2]]
    if routes:
        blocks.append(Block("routes", tuple(routes), heading="Routes om te bekijken", bullets=True))
    return blocks


def route_line(choice: RouteChoice, citations: Citations) -> Sentence:
    """A route with its key message."""
    return Sentence(
        f"Route {choice.number}, {choice.name}: {_lower(choice.message)}", (citations.cite(choice.card, choice.message),)
    )


def example_text(entry: Entry) -> str:
    """An example as one sentence: where, for which ages, what."""
    ages = f" ({' en '.join(entry.ages)})" if entry.ages else ""
    return f"{entry.places[0] if entry.places else entry.title}{ages}: {sentences(entry.summary)[0]}"


def _bare_title(entry: Entry) -> str:
    return re.sub(r"\s*\(.*?\)", "", entry.title)


def _same_subject(a: Entry, b: Entry) -> bool:
    return (a.abbreviation == b.abbreviation and bool(a.abbreviation)) or bool(set(a.places) & set(b.places))


def _lower(text: str) -> str:
    """A sentence after a colon starts small, unless it starts with a name or an abbreviation."""
    first = text.split(" ", 1)[0]
    return text[0].lower() + text[1:] if first.isalpha() and first[1:].islower() else text
