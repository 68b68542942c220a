"""What the sources are, in words: of which years, how many, and what a sentence points to in them. Knows nothing of questions."""

from collections.abc import Collection

from assistant.wording import number_in_words
from ingest import Document

GUIDE = "reisgids-2025"


def years_of(documents: Collection[Document]) -> str:
    """`van 2018 tot 2025`; nothing where no year is known, and that some are not known where they are not."""
    years = sorted({d.year for d in documents if d.year})
    if not years:
        return ""
    told = f"van {years[0]}" if len(years) == 1 else f"van {years[0]} tot {years[-1]}"
    return told if all(d.year for d in documents) else f"{told}, voor zover hun jaar bekend is,"


def named(documents: Collection[Document]) -> str:
    """`de Reisgids en vier andere publicaties`."""
    guided = any(d.id == GUIDE for d in documents)
    number = number_in_words(len(documents) - guided)
    if not guided:
        return "één publicatie" if number == "een" else f"{number} publicaties"
    others = "één andere publicatie" if number == "een" else f"{number} andere publicaties"
    return "de Reisgids" if number == "nul" else f"de Reisgids en {others}"


def places_in(documents: Collection[Document]) -> str:
    """What stands with each sentence: a slide or a part of a file is no page."""
    return "de bladzijde" if all(d.unit == "pagina" for d in documents) else "de plaats"
