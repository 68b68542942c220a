"""What stands beside an answer: the laws to name, what changed in them, next questions, how the question was read."""

from collections.abc import Sequence

from assistant.answer import Answer, Block, Retrieved, Sentence
from assistant.privacy import is_personal
from assistant.question import Question, wants_presentation
from assistant.wording import date_in_words
from ingest import Entry, Index, LawDetail, fold

LANGUAGES = {"en": "Engels", "fy": "Fries"}


def laws_to_name(index: Index, question: Question, found: Sequence[Retrieved]) -> list[Entry]:
    """Laws to name: those that the question names, those found, and those that the best evidence rests on."""
    best = found[0].score if found else 0.0
    ids = dict.fromkeys(question.laws)
    for item in found[:8]:
        if item.entry.kind == "law" and item.score >= 0.4 * best and not question.laws:
            ids[item.entry.id] = None
    if (found and "law" in question.intents) or (found and found[0].entry.kind == "case"):
        ids.update(dict.fromkeys(found[0].entry.laws[:1]))
    return [index.entry(i) for i in ids]


def next_questions(question: Question, found: Sequence[Retrieved]) -> tuple[str, ...]:
    """Questions that this index can answer and that lie next to this one."""
    asked = {fold(question.asked)}
    told = []
    for item in found[1:8]:
        candidates = [q for q in item.entry.questions if q.endswith("?") and len(q) < 90 and fold(q) not in asked]
        if candidates and item.entry.kind not in ("passage", "term"):
            told.append(candidates[0][:1].upper() + candidates[0][1:])
    return tuple(told[:3])


def changed_laws(answer: Answer, *, about_law: bool) -> tuple[str, ...]:
    """What changed since the publication in the laws that the answer cites; all of it when the question is about law."""
    told = {}
    # A law that is only named beside the answer tells nothing that could have changed, nor does one near what is not answered.
    speaking = {n for b in answer.blocks if b.kind not in ("laws", "nearest") for s in b.sentences for n in s.cites}
    for citation in answer.citations:
        detail = citation.entry.detail
        if isinstance(detail, LawDetail) and citation.n in speaking:
            told_by = [
                c
                for c in detail.changes
                if about_law or any(x.document.short and x.document.short in c.publication for x in answer.citations)
            ]
            for change in told_by[:1]:
                since = f" (sinds {date_in_words(change.since)})" if change.since else ""
                told[citation.entry.id] = (
                    f"{change.publication.rstrip('.')}. Nu geldt{since}: {_lower_first(change.now).rstrip('.')}."
                )
    return tuple(told.values())


def warnings_of(answer: Answer) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a reader must know before the answer, and what belongs below it: the laws that changed."""
    told = {s.text for b in answer.blocks if b.kind == "warning" for s in b.sentences}
    rest = [w for w in answer.warnings if w not in told]
    return tuple(w for w in rest if is_personal(w)), tuple(w for w in rest if not is_personal(w))


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def notes_on(question: Question) -> Block | None:
    """How a question was read, when that is not as it was typed."""
    told = [f"Bedoelde u ‘{meant}’ in plaats van ‘{typed}’? Daarop is gezocht." for typed, meant in question.corrections]
    if wants_presentation(question.asked):
        told.append(
            "Een presentatie waarin elke dia haar bronnen houdt, maakt u op de pagina Presentatie; hier staat wat erin kan komen."
        )
    if question.language in LANGUAGES:
        told.append(
            f"Uw vraag is in het {LANGUAGES[question.language]}. De bronnen zijn Nederlands, daarom is het antwoord dat ook. "
            f"Gelezen als: ‘{question.asked}’"
        )
    return Block("note", tuple(Sentence(t) for t in told)) if told else None
