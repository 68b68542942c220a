"""From what a language model writes about a passage to questions and terms that may help to find it. Knows nothing of models or indexes."""

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from assistant.errors import ModelAnswer
from assistant.language import looks_dutch
from assistant.model_text import bare
from assistant.novelty import brings
from assistant.orders import is_order
from assistant.privacy import masked
from assistant.reading import Text, read
from ingest import Enrichment, content_words, fold

MOST_QUESTIONS, MOST_TERMS = 8, 12
LONGEST_QUESTION, LONGEST_TERM, MOST_WORDS = 200, 60, 6
FEWEST_WORDS = 3
QUESTION_KEYS, TERM_KEYS = ("vrag", "question"), ("term", "woord", "synoni", "keyword", "trefwoord")
HEADING = re.compile(r"^\W*(\w[\w ]{2,30}?)\W*:\W*$")
START = re.compile(r"^\s*(?:[-*•–+]\s+|\(?\d{1,2}[.)]\s+)?")
LINK = re.compile(r"https?:|www\.|\w@\w|\b[\w-]+\.(?:nl|com|org|eu|net)\b|[<>\[\]{}|\\]", re.I)
QUOTES = " \t\n\"'“”‘’„*_`,;"


def enrichment_in(reply: str, told: str) -> Enrichment:
    """What may be kept of a reply; `told` is all that the model was told of the passage.

    Left out are orders, links, personal data, other languages, and names and numbers that the passage has not. Raises ModelAnswer when
    no question is left.
    """
    said = read(told)
    questions, terms = _lists(bare(reply))
    kept = [q for q in map(_clean, questions) if _is_question(q) and _harmless(q, said) and looks_dutch(q)]
    found = [t for t in map(_clean, terms) if _is_term(t) and _harmless(t, said)]
    if not kept:
        raise ModelAnswer("geen bruikbare vragen" if questions else "geen vragen in het antwoord")
    return Enrichment(_once(kept)[:MOST_QUESTIONS], _once(found)[:MOST_TERMS])


def _lists(text: str) -> tuple[list[str], list[str]]:
    """Questions and terms, from JSON, or from lines."""
    start = text.find("{")
    if start >= 0:
        try:
            return _from_json(json.JSONDecoder().raw_decode(text[start:])[0])
        except (ValueError, RecursionError):
            pass
    return _from_lines(text)


def _from_json(told: Any) -> tuple[list[str], list[str]]:
    def under(keys: Sequence[str]) -> list[str]:
        return [line for k, v in told.items() if k.lower().startswith(tuple(keys)) for line in _texts(v)]

    return under(QUESTION_KEYS), under(TERM_KEYS)


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [v for v in value.values() if isinstance(v, str)]
    return [line for v in value for line in (_texts(v) if not isinstance(v, list) else [])] if isinstance(value, list) else []


def _from_lines(text: str) -> tuple[list[str], list[str]]:
    """A line with a question mark is a question; below a heading such as `Termen:` stand terms, also behind it with commas."""
    questions, terms, in_terms = [], [], False
    for line in text.splitlines():
        name, colon, rest = line.partition(":")
        heading = fold(START.sub("", name)).strip(QUOTES) if colon and len(name) < 40 else ""
        if heading.startswith(QUESTION_KEYS) or heading.startswith(TERM_KEYS):
            in_terms = heading.startswith(TERM_KEYS)
            line = rest
        bare_line = START.sub("", line).strip(QUOTES)
        if bare_line.endswith("?"):
            questions.append(bare_line)
        elif in_terms:
            terms += [part for part in re.split(r"[,;]", bare_line) if part.strip()]
    return questions, terms


def _clean(text: str) -> str:
    return " ".join(START.sub("", text).split()).strip(QUOTES)


def _is_question(text: str) -> bool:
    return (
        text.endswith("?")
        and text.count("?") == 1
        and len(text) <= LONGEST_QUESTION
        and len(text.split()) >= FEWEST_WORDS
        and bool(content_words(text))
        and not re.search(r"[.!;…]\s", text)
    )


def _is_term(text: str) -> bool:
    return (
        2 <= len(text) <= LONGEST_TERM and len(text.split()) <= MOST_WORDS and bool(content_words(text)) and text[-1] not in "?!:"
    )


def _harmless(text: str, said: Text) -> bool:
    return not (LINK.search(text) or is_order(text) or masked(text) != text or brings(read(text), said))


def _once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple({fold(text): text for text in reversed(list(texts))}.values())[::-1]
