"""Writes an answer from evidence alone, without a language model: every sentence is a sentence of a source card or a fixed frame around it.

Order: the direct answer, then what fits the question of routes, examples, laws and a next step, within a number of words.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.alignment import Aligner, list_items
from assistant.answer import REFUSAL, Block, Retrieved, Sentence
from assistant.citations import Citations
from assistant.question import Question
from assistant.refusal import Refusal
from assistant.retrieval import same_words
from assistant.routes import RouteChoice
from ingest import Entry, InstrumentDetail, LawDetail, RouteDetail, fold, sentences

MAX_WORDS = 180
# A second piece of evidence joins the direct answer when its score is at least this share of the best.
ALSO = 0.6
# An example, law or tool must score at least this share of the best to be named.
WORTH_NAMING = 0.35
SAME_SENTENCE = 0.75
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
        self._entries: set[str] = set()
        self._words = 0
        self._limit = MAX_WORDS * 2 if MORE_WORDS.search(fold(material.question.asked)) else MAX_WORDS

    def blocks(self) -> Iterator[Block]:
        """The answer, block by block; deterministic."""
        makers = [self._comparison] if "comparison" in self.m.question.intents else []
        direct = next((b for b in (make() for make in makers) if b), None) or self._direct()
        for block in (direct, *self._details(), self._routes(), self._examples(), self._laws(), self._next()):
            if block and block.sentences:
                yield block

    # ---- the direct answer -------------------------------------------------------------------------------------------

    def _direct(self) -> Block:
        best = self.m.found[0]
        told = [*self._from_entry(best.entry, 3)]
        for other in self.m.found[1:4]:
            if len(told) >= 4 or other.score < ALSO * best.score or other.entry.kind in ("route", "passage"):
                break
            if best.entry.kind in ("case", "law", "term") and other.entry.kind != best.entry.kind and "list" not in self.m.question.intents:
                continue
            told += self._from_entry(other.entry, 1)
        return Block("direct", tuple(told))

    def _from_entry(self, entry: Entry, limit: int) -> list[Sentence]:
        """The gist first, then the sentences that fit the question best, none told twice."""
        lines = self.aligner.lines(self.m.question, entry)
        gist = {s for s in sentences(entry.summary)}
        ranked = sorted(lines, key=lambda x: -(x.fit + (0.15 if x.text in gist else 0.0)))
        chosen = []
        for line in ranked:
            if len(chosen) >= limit or (chosen and line.fit < 0.5 * ranked[0].fit):
                break
            if not self._is_told(line.text):
                chosen.append(line)
                self._told.append(line.text)
        self._entries.add(entry.id)
        return [self._say(line.text, entry) for line in sorted(chosen, key=lambda x: x.order)]

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
        asked = self.m.question.article
        scored = sorted(detail.articles, key=lambda a: -(5.0 * (bool(asked) and asked in a.article) + same_words(self.m.question.text, a.gist)))
        told = []
        for article in scored[:1] if asked or scored and same_words(self.m.question.text, scored[0].gist) > 0.2 else ():
            sure = "" if article.certain else " Dit artikel is niet bevestigd."
            told.append(self._say(f"Artikel {article.article}: {article.gist}{sure}", entry))
        told.append(self._say(detail.status_note, entry))
        return Block("note", tuple(s for s in told if s.text))

    # ---- what goes with it -------------------------------------------------------------------------------------------

    def _routes(self) -> Block | None:
        intents = self.m.question.intents
        if not self.m.routes or "definition" in intents and "route" not in intents or self.m.found[0].entry.kind == "route":
            return None
        wanted = 3 if "route" in intents else 1
        told = [self._say(f"Route {c.number}, {c.name}: {_lower(c.message)}", c.card, c.message) for c in self.m.routes[:wanted]]
        return Block("routes", tuple(told), heading="Past bij" if wanted == 1 else "Routes die passen", bullets=wanted > 1)

    def _examples(self) -> Block | None:
        limit = 3 if "example" in self.m.question.intents else 1 if {"law", "definition"} & set(self.m.question.intents) else 2
        if self.m.question.intents[0] == "definition" and "example" not in self.m.question.intents:
            return None
        best, told, places = self.m.found[0].score, [], set()  # type: ignore[var-annotated]
        for item in self.m.found:
            entry = item.entry
            if entry.kind != "case" or entry.id in self._entries or item.score < WORTH_NAMING * best or len(told) >= limit:
                continue
            place = entry.places[0] if entry.places else entry.title
            if place in places:
                continue
            places.add(place)
            gist = sentences(entry.summary)[0]
            told.append(self._say(f"{place} ({' en '.join(entry.ages)}): {gist}", entry, gist))
            self._entries.add(entry.id)
        return Block("examples", tuple(told), heading="Voorbeelden" if len(told) != 1 else "Voorbeeld", bullets=True) if told else None

    def _laws(self) -> Block | None:
        if self.m.found[0].entry.kind in ("law", "term") and self.m.question.intents[0] == "definition":
            return None
        told = []
        for law in self.m.laws:
            if law.id in self._entries or not isinstance(law.detail, LawDetail):
                continue
            gist = sentences(law.summary)[0]
            note = next((f" Let op: {c.now} (sinds {c.since})." for c in law.detail.changes if c.since), "")
            told.append(self._say(f"{law.abbreviation or law.title}: {gist}{note}", law, gist))
            self._entries.add(law.id)
            if len(told) >= (2 if "law" in self.m.question.intents else 1):
                break
        return Block("laws", tuple(told), heading="Wet", bullets=True) if told else None

    def _next(self) -> Block | None:
        if self.m.question.intents[0] in ("definition", "comparison", "law"):
            return None
        best = self.m.found[0].score
        for item in self.m.found:
            entry = item.entry
            if entry.kind == "instrument" and entry.id not in self._entries and item.score >= WORTH_NAMING * best:
                gist = sentences(entry.summary)[0]
                self._entries.add(entry.id)
                return Block("next", (self._say(gist, entry),), heading="Hulpmiddel")
        if self.m.routes:
            card = self.m.routes[0].card
            steps = card.detail.steps if isinstance(card.detail, RouteDetail) else ()
            ranked = sorted(steps, key=lambda s: -same_words(self.m.question.text, s))
            if ranked:
                return Block("next", (self._say(ranked[0], card),), heading="Volgende stap")
        return None

    def _comparison(self) -> Block | None:
        """Two things side by side, when the question names two that have evidence of their own."""
        sides: list[Entry] = []
        asked = fold(self.m.question.asked)
        for item in self.m.found:
            entry = item.entry
            names = [n for n in (entry.abbreviation, *entry.places, re.sub(r"\s*\(.*", "", entry.title)) if n]
            if any(re.search(rf"\b{re.escape(fold(n))}\b", asked) for n in names) and not any(_same_subject(entry, s) for s in sides):
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
        self._words += len(text.split())
        return Sentence(text, (self.citations.cite(entry, quote or text),))

    def _is_told(self, text: str) -> bool:
        return any(same_words(text, t) >= SAME_SENTENCE for t in self._told)


def within(blocks: Sequence[Block], limit: int) -> list[Block]:
    """The blocks that fit in `limit` words; the direct answer always stays, later blocks give way first."""
    kept: list[Block] = []
    used = 0
    for block in blocks:
        room = []
        for sentence in block.sentences:
            size = len(sentence.text.split())
            if kept and used + size > limit:
                break
            room.append(sentence)
            used += size
        if room:
            kept.append(Block(block.kind, tuple(room), block.heading, block.bullets, block.columns))
    return kept


def refuse(refusal: Refusal, material: Material, citations: Citations) -> list[Block]:
    """The plain refusal, the reason, and what the sources do have nearby."""
    told = [Sentence(REFUSAL)]
    if refusal.reason:
        told.append(Sentence(refusal.reason))
    blocks = [Block("refusal", tuple(told))]
    if refusal.kind == "bar-far":
        return blocks
    near = []
    for item in material.found[:6]:
        if item.entry.kind not in ("passage", "term") and len(near) < 2:
            gist = sentences(item.entry.summary)[0]
            near.append(Sentence(f"{item.entry.title}: {gist}", (citations.cite(item.entry, gist),)))
    if near:
        blocks.append(Block("nearest", tuple(near), heading="Wel in de bronnen, in de buurt van uw vraag", bullets=True))
    routes = [
        Sentence(f"Route {c.number}, {c.name}: {_lower(c.message)}", (citations.cite(c.card, c.message),)) for c in material.routes[:2]
    ]
    if routes:
        blocks.append(Block("routes", tuple(routes), heading="Routes om te bekijken", bullets=True))
    return blocks


def instrument_line(entry: Entry) -> str:
    """For whom an instrument is and when to use it, when the card says so."""
    detail = entry.detail
    return " ".join(t for t in (detail.audience, detail.use_when) if t) if isinstance(detail, InstrumentDetail) else ""


def _same_subject(a: Entry, b: Entry) -> bool:
    return a.abbreviation == b.abbreviation and bool(a.abbreviation) or bool(set(a.places) & set(b.places))


def _lower(text: str) -> str:
    """A sentence after a colon starts small, unless it starts with a name or an abbreviation."""
    first = text.split(" ", 1)[0]
    return text[0].lower() + text[1:] if first.isalpha() and first[1:].islower() else text
