"""What a question counts, held against what the sources count."""

import pytest

from assistant.counting import counted_otherwise
from ingest import Entry, Source, fold

NUMBERS = "drie vier vijf zes zeven acht tien".split()
THINGS = "routes adviezen lessen principes stappen voorwaarden tafels".split()
TOLD = "Er zijn " + ", ".join(f"negen {thing}" for thing in THINGS) + "."
NINE_OF_ALL = Entry("negen", "insight", "Negen", TOLD, "", (Source("gids", (1,)),))


@pytest.mark.parametrize("first", range(len(THINGS)))
def test_of_several_wrong_numbers_the_first_in_the_question_is_told(first: int) -> None:
    in_order = THINGS[first:] + THINGS[:first]
    asked = " en ".join(f"{number} {thing}" for number, thing in zip(NUMBERS, in_order, strict=True))
    assert counted_otherwise(fold(f"Waarom zijn er {asked}?"), [NINE_OF_ALL]) == "3"
