"""From what a model writes, in pieces of any size, to sentences with their numbers."""

import re

import pytest

from assistant.model_text import ModelText, Said

TWO = [("De gemeente koopt samen in.", (1,)), ("Scholen doen mee.", (2,))]


def read(text: str, size: int = 3) -> list[Said | None]:
    """What comes of pieces of so many letters; size 0 is a word at a time."""
    reader = ModelText()
    pieces = [text[at : at + size] for at in range(0, len(text), size)] if size else re.split(r"(?<=\s)", text)
    found = [s for piece in pieces for s in reader.feed(piece)]
    return [*found, *reader.end()]


def told(text: str, size: int = 3) -> list[tuple[str, tuple[int, ...]]]:
    return [(s.text, s.numbers) for s in read(text, size) if s and s.finished]


@pytest.mark.parametrize("size", [0, 1, 2, 5, 1000])
@pytest.mark.parametrize(
    "text",
    [
        "De gemeente koopt samen in. [1] Scholen doen mee. [2]",
        "De gemeente koopt samen in [1]. Scholen doen mee [2].",
        "De gemeente koopt samen in.[1] Scholen doen mee.[2]\n",
        "1. De gemeente koopt samen in. [1]\n2. Scholen doen mee. [2]",
        "- **De gemeente** koopt samen in. [1]\n- Scholen doen mee. [2]",
        "* De gemeente koopt samen in [1]\n* Scholen doen mee [2]\n",
        "## Antwoord\n\nDe gemeente koopt samen in (bron 1). *Scholen* doen mee (bron 2).",
        "Antwoord: De gemeente koopt samen in. (zie bron 1) Scholen doen mee. [bron 2]",
        "Hier is het antwoord:\nDe gemeente koopt samen in.【1】 Scholen doen mee.【2†bron】",
        "De gemeente koopt samen in.<sup>1</sup> Scholen doen mee.<sup>2</sup>",
        "<think>Ik denk na. [1] Eerst dit. [9]</think>De gemeente koopt samen in. [1] Scholen doen mee. [2]",
        "De gemeente koopt samen in. [1] Scholen doen mee. [2]\n\nBronnen:\n[1] Reisgids, bladzijde 3.\n[2] Notitie.",
        "De gemeente koopt samen in. [1] Scholen doen mee. [2]\n**Bronnen**\n- [1] Reisgids",
        "```\nDe gemeente koopt samen in. [1] Scholen doen mee. [2]\n```",
        "```markdown\nDe gemeente koopt samen in. [1] Scholen doen mee. [2]\n```",
        '{"antwoord": "De gemeente koopt samen in. [1] Scholen doen mee. [2]"}',
        '```json\n{"zinnen": [{"tekst": "De gemeente koopt samen in.", "bronnen": [1]}, {"tekst": "Scholen doen mee.", "bron": "2"}]}\n```',
        '[{"zin": "De gemeente koopt samen in.", "nummer": 1}, {"zin": "Scholen doen mee.", "nummer": 2}]',
    ],
)
def test_whatever_it_looks_like_the_sentences_are_the_same(text: str, size: int) -> None:
    assert told(text, size) == TWO


@pytest.mark.parametrize(
    "marks", ["[1,2]", "[1][2]", "[1] [2]", "[1-2]", "[1, 2]", "[1 en 2]", "(bronnen 1 en 2)", "[bron 1, bron 2]"]
)
def test_several_numbers(marks: str) -> None:
    assert told(f"De gemeente koopt samen in. {marks} Meer.") == [("De gemeente koopt samen in.", (1, 2)), ("Meer.", ())]


def test_a_sentence_is_there_as_soon_as_the_next_begins() -> None:
    reader = ModelText()
    assert list(reader.feed("De gemeente koopt samen in. [1] ")) == []
    assert list(reader.feed("Sch")) == [Said("De gemeente koopt samen in.", (1,))]


def test_stops_of_abbreviations_numbers_and_articles_end_nothing() -> None:
    text = "Volgens art. 2.7 en o.a. dr. De Vries gaat het om 1.500 kinderen (12 procent) in 2024. [1]"
    assert told(text) == [(text.removesuffix(" [1]"), (1,))]


def test_sentences_of_a_paragraph_share_the_number_behind_it() -> None:
    assert told("De gemeente koopt in. Scholen doen mee. [2]\n\nDe wet geldt.") == [
        ("De gemeente koopt in.", (2,)),
        ("Scholen doen mee.", (2,)),
        ("De wet geldt.", ()),
    ]


def test_thoughts_that_never_began_are_forgotten() -> None:
    found = read("De vraag gaat over Tilburg. Nog iets. [1] En meer. [2] Zo.</think>\nDe gemeente koopt samen in. [1]")
    assert found[found.index(None) + 1 :] == [Said("De gemeente koopt samen in.", (1,))]


def test_what_was_cut_off_is_not_finished() -> None:
    assert read("De gemeente koopt samen in. [1] Scholen doen ook vaak mee aan de")[-1] == Said(
        "Scholen doen ook vaak mee aan de", (), finished=False
    )


@pytest.mark.parametrize(
    "text", ["", "   \n\n", "<think>eindeloos", '{"antwoord": "De gem', "{}", "[]", "```", "---\n***", "[1]", "Kop:"]
)
def test_nothing_comes_of_nothing(text: str) -> None:
    assert told(text) == []
