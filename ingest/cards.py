"""Reads the folder `corpus/`, strictly: what is unknown, missing or out of range is reported with file, line and what is allowed.

Knows the card format; knows nothing of PDF, vectors or search.
"""

import hashlib
import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from ingest import schema
from ingest.dutch import sentences
from ingest.errors import CorpusError
from ingest.formats import (
    CardModel,
    CardQuestionsModel,
    InstrumentModel,
    LawModel,
    LinkedModel,
    PageQuestionsModel,
    PlacesModel,
    RouteModel,
    SourceModel,
    SourcesModel,
    TermModel,
    TermsModel,
)

FRONT_MATTER = re.compile(r"\A\+\+\+\n(.*?)\n\+\+\+\n?(.*)\Z", re.S)
# In a sentence of a card that cites several pages: the one it rests on, `{39}` or, in another document, `{midterm-2021 63}`.
PAGE_MARKER = re.compile(r"\s*\{(?:([a-z0-9-]+) )?(\d+)\}")
ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

MODELS: dict[schema.Kind, type[CardModel]] = {
    "route": RouteModel,
    "case": CardModel,
    "law": LawModel,
    "instrument": InstrumentModel,
    "insight": CardModel,
}
Model = TypeVar("Model", bound=BaseModel)


def load_corpus(folder: Path) -> schema.Corpus:
    """Everything in the folder.

    Raises CorpusError with every fault of every file, not only the first.
    """
    faults: list[str] = []
    sources = _load_toml(folder / "sources.toml", SourcesModel, faults)
    terms = _load_toml(folder / "terms.toml", TermsModel, faults)
    if sources is None or terms is None:
        raise CorpusError(faults)
    documents = {d.id: schema.Document(**d.model_dump()) for d in sources.document}
    cards = [card for path in _card_files(folder, faults) if (card := load_card(path, documents, faults))]
    known = {c.id: c for c in cards}
    faults += _double_ids(cards) + _unknown_laws(folder, cards)
    for linked in sources.link:
        if linked.card and linked.card not in known:
            faults.append(f"{folder / 'sources.toml'}: link {linked.id!r}: onbekende kaart {linked.card!r}")
        if linked.found:
            source = schema.Source(linked.found.document, (linked.found.page,))
            faults += [f"{folder / 'sources.toml'}: link {linked.id!r}: {f}" for f in _source_faults(source, documents)]
    for term in terms.term:
        faults += [f"{folder / 'terms.toml'}: {term.name!r}: {f}" for f in _term_faults(term, documents)]
    cards = _with_more_questions(cards, folder / "questions.jsonl", faults)
    pages = _load_page_questions(folder / "pages.jsonl", documents, faults)
    places = _load_places(folder / "places.toml", faults)
    if faults:
        raise CorpusError(faults)
    return schema.Corpus(
        cards=tuple(cards),
        documents=documents,
        linked=tuple(_linked(m) for m in sources.link),
        terms=tuple(_term(m) for m in terms.term),
        places=places,
        page_questions=tuple(pages),
    )


def load_card(path: Path, documents: dict[str, schema.Document], faults: list[str]) -> schema.Card | None:
    """One card, or None with the reasons added to `faults`."""
    kind = schema.FOLDERS[path.parent.name]
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        faults.append(f"{path}: niet te lezen als UTF-8 tekst ({fault})")
        return None
    match = FRONT_MATTER.match(text)
    if not match:
        faults.append(f"{path}:1: geen TOML tussen twee regels met +++")
        return None
    try:
        raw = tomllib.loads(match[1])
    except tomllib.TOMLDecodeError as fault:
        faults.append(f"{path}: geen geldige TOML: {fault}")
        return None
    try:
        model = MODELS[kind].model_validate(raw)
    except ValidationError as fault:
        faults += [_explain(path, text, error, MODELS[kind]) for error in _told(fault)]
        return None
    marked: list[schema.PageOf] = []
    model, body = _unmarked(model, match[2].strip(), marked)
    card = _card(path.stem, kind, model, body, tuple(marked), hashlib.sha256(text.encode()).hexdigest())
    found = _card_faults(card, documents)
    faults += [f"{path}:{_line(text, key)}: {what}" for key, what in found]
    return None if found else card


def _card_files(folder: Path, faults: list[str]) -> Iterator[Path]:
    for name in schema.FOLDERS:
        yield from sorted((folder / name).glob("*.md"))
        for stray in sorted((folder / name).iterdir()) if (folder / name).is_dir() else ():
            if stray.suffix != ".md":
                faults.append(f"{stray}: hoort hier niet; een kaart is een bestand met de naam id.md")


def _unmarked(model: CardModel, body: str, marked: list[schema.PageOf]) -> tuple[CardModel, str]:
    """The card without the page markers behind its sentences; `marked` collects what they say."""
    first = model.sources[0].document

    def strip(text: str) -> str:
        for sentence in sentences(text):
            if match := PAGE_MARKER.search(sentence):
                plain = PAGE_MARKER.sub("", sentence).removeprefix("- ").removeprefix("* ")
                marked.append(schema.PageOf(plain, match[1] or first, int(match[2])))
        return PAGE_MARKER.sub("", text)

    changes: dict[str, Any] = {"summary": strip(model.summary)}
    if isinstance(model, RouteModel):
        changes |= {"message": strip(model.message)}
        changes |= {key: [strip(s) for s in getattr(model, key)] for key in ("tips", "steps", "pitfalls", "short")}
    return model.model_copy(update=changes), strip(body)


def _card(
    card_id: str, kind: schema.Kind, m: CardModel, body: str, pages_of: tuple[schema.PageOf, ...], sha256: str
) -> schema.Card:
    detail: schema.RouteDetail | schema.LawDetail | schema.InstrumentDetail | None = None
    if isinstance(m, RouteModel):
        detail = schema.RouteDetail(m.number, m.phase, m.message, tuple(m.tips), tuple(m.steps), tuple(m.pitfalls), tuple(m.short))
    elif isinstance(m, LawModel):
        detail = schema.LawDetail(
            m.status, m.status_note, m.checked, m.official, m.bwb, tuple(m.domains), m.age_from, m.age_to, tuple(m.bodies),
            tuple(schema.Article(**a.model_dump()) for a in m.articles),
            tuple(schema.Change(**c.model_dump()) for c in m.changes), tuple(m.unconfirmed),
        )  # fmt: skip
    elif isinstance(m, InstrumentModel):
        detail = schema.InstrumentDetail(m.audience, m.use_when)
    return schema.Card(
        id=card_id, kind=kind, title=m.title, summary=m.summary, body=body, sources=_sources(m.sources), ages=tuple(m.ages),
        questions=tuple(m.questions), terms=tuple(m.terms), routes=tuple(m.routes), places=tuple(m.places), province=m.province,
        partners=tuple(m.partners), laws=tuple(m.laws), links=tuple(schema.Link(x.title, x.url) for x in m.links),
        abbreviation=m.abbreviation, attribution=m.attribution, authority=m.authority, external=tuple(m.external),
        external_source=m.external_source, detail=detail, pages_of=pages_of, sha256=sha256,
    )  # fmt: skip


def _sources(models: list[SourceModel]) -> tuple[schema.Source, ...]:
    return tuple(schema.Source(s.document, tuple(s.pages)) for s in models)


def _linked(m: LinkedModel) -> schema.LinkedDocument:
    found = schema.Source(m.found.document, (m.found.page,)) if m.found else None
    return schema.LinkedDocument(m.id, m.title, m.url, m.kind, m.organisation, m.place, tuple(m.routes), m.card, found)


def _term(m: TermModel) -> schema.Term:
    return schema.Term(m.name, m.expansion, m.definition, tuple(m.synonyms), tuple(m.misspellings), _sources(m.sources))


def _card_faults(card: schema.Card, documents: dict[str, schema.Document]) -> list[tuple[str, str]]:
    faults: list[tuple[str, str]] = []
    if not ID.fullmatch(card.id):
        faults.append(("title", f"de bestandsnaam {card.id!r} is geen id: alleen kleine letters, cijfers en streepjes"))
    if not card.body:
        faults.append(("title", "de kaart heeft geen tekst onder de tweede +++"))
    if card.external and not card.external_source:
        faults.append(("external", "external zonder external_source"))
    for source in card.sources:
        faults += [("sources", f) for f in _source_faults(source, documents)]
    cited = {(s.document, p) for s in card.sources for p in s.pages}
    for known in card.pages_of:
        if (known.document, known.page) not in cited:
            faults.append(("sources", f"{{{known.document} {known.page}}} staat achter een zin, maar niet in sources"))
    return faults


def _source_faults(source: schema.Source, documents: dict[str, schema.Document]) -> list[str]:
    document = documents.get(source.document)
    if document is None:
        return [f"onbekend document {source.document!r}; bekend: {', '.join(documents)}"]
    return [f"{source.document} heeft geen pagina {n}; de laatste is {document.pages}" for n in source.pages if n > document.pages]


def _term_faults(term: TermModel, documents: dict[str, schema.Document]) -> list[str]:
    faults = [f for s in _sources(term.sources) for f in _source_faults(s, documents)]
    if not (term.expansion or term.definition or term.synonyms or term.misspellings):
        faults.append("een van expansion, definition, synonyms of misspellings is nodig")
    if term.definition and not term.sources:
        faults.append("een definitie heeft sources nodig")
    return faults


def _double_ids(cards: list[schema.Card]) -> list[str]:
    seen: dict[str, schema.Kind] = {}
    faults = []
    for card in cards:
        if card.id in seen:
            faults.append(f"id {card.id!r} bestaat twee keer: als {seen[card.id]} en als {card.kind}")
        seen[card.id] = card.kind
    return faults


def _unknown_laws(folder: Path, cards: list[schema.Card]) -> list[str]:
    laws = {c.id for c in cards if c.kind == "law"}
    return [
        f"{folder}: kaart {card.id!r}: onbekende wet {law!r}; bekend: {', '.join(sorted(laws))}"
        for card in cards
        for law in card.laws
        if law not in laws
    ]


def _load_toml(path: Path, model: type[Model], faults: list[str]) -> Model | None:
    try:
        text = path.read_text(encoding="utf-8")
        return model.model_validate(tomllib.loads(text))
    except OSError as fault:
        faults.append(f"{path}: niet te lezen ({fault.strerror})")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        faults.append(f"{path}: geen geldige TOML: {fault}")
    except ValidationError as fault:
        faults += [_explain(path, text, error, model) for error in _told(fault)]
    return None


def _with_more_questions(cards: list[schema.Card], path: Path, faults: list[str]) -> list[schema.Card]:
    """The cards with the questions in lay words that stand apart in questions.jsonl, so that a card stays readable."""
    more: dict[str, dict[str, str]] = {}
    known = {c.id for c in cards}
    for number, m in _load_lines(path, CardQuestionsModel, faults):
        if m.card not in known:
            faults.append(f"{path}:{number}: onbekende kaart {m.card!r}")
        more.setdefault(m.card, {}).update(zip(m.questions, m.answered_by or [""] * len(m.questions), strict=True))
    return [_with_questions(c, dict.fromkeys(c.questions, "") | more.get(c.id, {})) for c in cards]


def _with_questions(card: schema.Card, answered_by: dict[str, str]) -> schema.Card:
    """The card with these questions and what answers each."""
    return replace(card, questions=tuple(answered_by), answered_by=tuple(tuple(named.split()) for named in answered_by.values()))


def _load_lines(path: Path, model: type[Model], faults: list[str]) -> Iterator[tuple[int, Model]]:
    """The lines of a JSON lines file with their numbers; nothing when there is no such file."""
    try:
        raw = path.read_bytes() if path.exists() else b""
        raw.decode()
    except (OSError, UnicodeDecodeError) as fault:
        faults.append(f"{path}: niet te lezen als UTF-8 tekst ({fault})")
        return
    lines = raw.splitlines()  # a text would also break at characters that may stand in JSON
    for number, line in enumerate(lines, 1):
        try:
            yield number, model.model_validate_json(line)
        except ValidationError as fault:
            faults.append(f"{path}:{number}: {fault.errors()[0]['msg']}")


def _load_page_questions(path: Path, documents: dict[str, schema.Document], faults: list[str]) -> list[schema.PageQuestions]:
    found = []
    for number, m in _load_lines(path, PageQuestionsModel, faults):
        source = schema.Source(m.document, (m.page,))
        faults += [f"{path}:{number}: {f}" for f in _source_faults(source, documents)]
        found.append(schema.PageQuestions(m.document, m.page, tuple(m.questions), tuple(m.terms)))
    return found


def _load_places(path: Path, faults: list[str]) -> dict[str, str]:
    """Municipality or region -> province."""
    model = _load_toml(path, PlacesModel, faults) if path.exists() else None
    raw = model.root if model else {}
    faults += [
        f"{path}: onbekende provincie {p!r}; bekend: {', '.join(schema.PROVINCES)}" for p in raw if p not in schema.PROVINCES
    ]
    return {place: province for province, places in raw.items() for place in places}


def _line(text: str, key: str) -> int:
    match = re.search(rf'^"?{re.escape(key)}"?\s*=', text, re.M)
    return text.count("\n", 0, match.start()) + 1 if match else 1


def _told(fault: ValidationError) -> list[Any]:
    """The errors that help: not that a value, wrong as a choice, is not the empty text either."""
    return [error for error in fault.errors() if error["loc"][-1] != "literal['']"]


def _explain(path: Path, text: str, error: Any, model: type[BaseModel]) -> str:
    """One pydantic error as a line that names file, line, key, value and what is allowed."""
    # A union of choices names each branch; the branch that lists the choices is the one to show.
    where = ".".join(str(part) for part in error["loc"] if not str(part).startswith(("literal[", "constrained")))
    key = str(error["loc"][0])
    value = json.dumps(error.get("input"), ensure_ascii=False, default=str)
    shown = value if len(value) <= 60 else value[:57] + "..."
    match error["type"]:
        case "extra_forbidden":
            what = f"onbekende sleutel; bekend: {', '.join(model.model_fields)}" if len(error["loc"]) == 1 else "onbekende sleutel"
        case "missing":
            return f"{path}:{_line(text, key)}: {where} ontbreekt"
        case "literal_error":
            what = f"{shown} mag niet; toegestaan: {error['ctx']['expected'].replace(' or ', ', ')}"
        case "too_short":
            what = f"heeft er minstens {error['ctx']['min_length']} nodig, niet {error['ctx']['actual_length']}"
        case _:
            what = f"{shown}: {error['msg']}"
    return f"{path}:{_line(text, key)}: {where}: {what}"
