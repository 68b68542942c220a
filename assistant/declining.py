"""What a refusal says: that the sources do not tell, why, and what they do have near the question."""

from collections.abc import Collection

from assistant.alignment import Aligner
from assistant.answer import NOT_FOUND, REFUSAL, Block, Sentence
from assistant.citations import Citations
from assistant.details import OF_DETAILS
from assistant.entry_lines import articles_told, leans, quote_of, says_little
from assistant.extras import ROUTE_SURE, ROUTE_TOLD, route_line
from assistant.premises import Refusal, tells_detail
from assistant.publications import named, places_in, years_of
from assistant.question import Question
from assistant.telling import Material
from ingest import Document, Entry, LawDetail, sentences

# So many pieces of evidence may stand under a refusal, if one of their sentences fits the question so much: three readers judged the
# neighbours of 363 questions, and found 297 of 336 that help above it, and 163 of 241 that are absurd below it.
NEIGHBOURS, NEAR = 6, 0.65
# What a card is about is told of it, unless another of its sentences fits so much better.
GIST_COUNTS = 0.15
# Refusals that say all there is to say, and those of a question that is about something else altogether.
ONLY_REASON, FAR_OFF = frozenset({"talk", "unclear", "need"}), frozenset({"subject", "order", "letter", "child"})


def refuse(refusal: Refusal, material: Material, citations: Citations, aligner: Aligner) -> list[Block]:
    """The plain refusal, the reason, and what the sources do have nearby, if anything; some refusals are the reason alone."""
    reason_told = _with_sources(refusal, citations.documents.values())
    if refusal.kind in ONLY_REASON:
        return [Block("refusal", (Sentence(reason_told),))]
    near: list[Sentence] = []
    said: list[str] = []
    for item in material.found[:NEIGHBOURS] if refusal.kind not in FAR_OFF else ():
        if len(near) < 2 and (says := _nearest(material.question, item.entry, aligner)):
            near.append(Sentence(f"{item.entry.title}: {says}", (citations.cite(item.entry, quote_of(item.entry, says)),)))
            said.append(says)
    # That there is no such number is not said above one.
    shown = refusal.kind in OF_DETAILS and tells_detail(material.question, said)
    reason = [Sentence(reason_told)] if reason_told and not shown else []
    blocks = [Block("refusal", (Sentence(f"{NOT_FOUND}." if shown else REFUSAL), *reason))]
    if near:
        blocks.append(Block("nearest", tuple(near), heading="Wel in de bronnen, in de buurt van uw vraag", bullets=True))
    if "route" in material.question.intents:
        blocks.append(_routes(refusal, material, citations))
    return blocks


def _with_sources(refusal: Refusal, documents: Collection[Document]) -> str:
    """The reason, and what the sources are where that belongs to it."""
    if refusal.kind == "now" and (years := years_of(documents)):
        return refusal.reason.replace("De bronnen", f"De bronnen zijn {years} en", 1)
    if refusal.kind == "talk":
        told = f", uit {named(documents)}, met bij elke zin {places_in(documents)}."
        return refusal.reason.replace(".", told, 1)
    return refusal.reason


def is_route_sure(refusal: Refusal, material: Material) -> bool:
    """Whether a question for a route has its answer, although the bar finds too little on the rest."""
    asked = refusal.kind == "bar" and "route" in material.question.intents
    return asked and bool(material.routes) and material.routes[0].sure >= ROUTE_TOLD


def _routes(refusal: Refusal, material: Material, citations: Citations) -> Block:
    """The routes that fit all the same, or that none does."""
    fitting = [c for c in material.routes[:2] if c.sure >= ROUTE_SURE] if refusal.kind not in FAR_OFF else []
    if not fitting:
        return Block("note", (Sentence("Geen van de negen routes past hier duidelijk bij."),))
    routes = [Sentence(route_line(c), (citations.cite(c.card, c.message),)) for c in fitting]
    return Block("routes", tuple(routes), heading="Routes om te bekijken", bullets=True)


def _nearest(question: Question, entry: Entry, aligner: Aligner) -> str:
    """What an entry says that helps someone whose question the sources do not answer; empty when nothing does."""
    if entry.kind in ("passage", "term"):
        return ""
    near = [line for line in aligner.lines(question, entry) if line.fit >= NEAR]
    gist, since = sentences(entry.summary)[0], entry.detail.status_note if isinstance(entry.detail, LawDetail) else ""
    dry = {since, *articles_told(entry)}
    alone = [x for x in near if not says_little(x.text) and not leans(x.text) and x.text not in dry]
    best = max(alone, key=lambda x: x.fit + GIST_COUNTS * (x.text == gist), default=None)
    return best.text if best else gist if near else ""
