"""The thesaurus is whole, in order, and reaches the check."""

from assistant.meaning import known_likeness, opposed
from ingest import fold, load_thesaurus, stem
from ingest.thesaurus import FILE


def test_the_file_is_in_order_and_nothing_in_it_contradicts_itself() -> None:
    lines = FILE.read_text(encoding="utf-8").splitlines()
    heads = [fold(line.split("|")[0].strip()) for line in lines]
    assert heads == sorted(set(heads))
    assert all(line.count("|") == 2 for line in lines)
    assert [w for w, like in load_thesaurus().items() if set(like.same) & set(like.opposite) or w in like.opposite] == []


def test_what_can_stand_for_a_word_is_near_and_what_turns_it_is_not() -> None:
    assert known_likeness(stem("wethouder"), stem("bestuurder")) > 0.8
    assert opposed(stem("toenemen"), stem("afnemen"))
    assert not opposed(stem("school"), stem("onderwijsinstelling"))
