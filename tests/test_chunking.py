"""From pages to passages."""

import pytest

from ingest.chunking import MAX_WORDS, MIN_WORDS, clean_pages, cut
from ingest.content import Content, Line, Page
from ingest.schema import Link

TOPICS = ["ouders", "leraren", "wijkteams", "jongeren", "werkgevers", "kinderopvang", "leerplicht"]


def lines(topic: str, number: int, each: int = 12) -> list[Line]:
    """Lines of one sentence each."""
    words = f"Sinds kort maken {topic} met de scholen in hun eigen wijk goede nieuwe afspraken over hulp en steun".split()
    return [Line(" ".join([*words[: each - 1], f"{topic}{i}."]), 10.0) for i in range(number)]


def content(*pages: list[Line], outline: tuple[tuple[int, str], ...] = ()) -> Content:
    made = tuple(Page(n, f"p{n}", tuple(page)) for n, page in enumerate(pages, 1))
    return Content("Gids", "Uitgever", 2025, made, outline)


@pytest.mark.parametrize("number", [12, 18, 20, 31, 47])
def test_passages_have_120_to_220_words(number: int) -> None:
    passages = cut("gids", clean_pages(content(lines("ouders", number), lines("leraren", number))))
    assert passages
    assert all(MIN_WORDS <= len(p.text.split()) <= MAX_WORDS for p in passages)


def test_a_short_page_is_one_short_passage() -> None:
    (passage,) = cut("gids", clean_pages(content(lines("ouders", 5))))
    assert len(passage.text.split()) == 60


def test_passages_never_span_pages_and_lose_nothing() -> None:
    pages = clean_pages(content(*(lines(topic, 25) for topic in TOPICS)))
    passages = cut("gids", pages)
    for topic, page in zip(TOPICS, pages, strict=True):
        here = [p for p in passages if p.page == page.number]
        assert len(here) >= 2
        assert [p.id for p in here] == [f"gids-p{page.number}-{n}" for n in range(1, len(here) + 1)]
        assert {p.label for p in here} == {f"p{page.number}"}
        assert " ".join(p.text for p in here).split() == page.text.split()
        assert all(other not in p.text for p in here for other in TOPICS if other != topic)


def test_offsets_are_exact() -> None:
    pages = clean_pages(content(*([Line("Werken aan hulp", 16.0), *lines(topic, 30)] for topic in TOPICS)))
    by_number = {page.number: page for page in pages}
    for passage in cut("gids", pages):
        assert by_number[passage.page].text[passage.start : passage.end] == passage.text


def test_passages_end_with_a_sentence() -> None:
    assert all(p.text.endswith(".") for p in cut("gids", clean_pages(content(lines("ouders", 40)))))


def test_a_heading_names_what_follows() -> None:
    page = [Line("Begin klein", 16.0), *lines("ouders", 14), Line("Houd vol", 16.0), *lines("leraren", 14)]
    first, second = cut("gids", clean_pages(content(page)))
    assert (first.heading, second.heading) == (("Begin klein",), ("Houd vol",))
    assert first.text.startswith("Begin klein\nSinds kort")
    assert second.text.startswith("Houd vol\n")


def test_a_chapter_of_the_outline_comes_first() -> None:
    book = content(lines("ouders", 12), [Line("Begin klein", 16.0), *lines("leraren", 12)], outline=((2, "Hoofdstuk 1"),))
    before, after = cut("gids", clean_pages(book), book.outline)
    assert before.heading == ()
    assert after.heading == ("Hoofdstuk 1", "Begin klein")


def test_contents_titles_and_empty_pages_are_skipped() -> None:
    contents = [
        Line(f"{topic.title()} en hulp in de wijk en op school ........................ {n}", 10.0)
        for n, topic in enumerate(TOPICS)
    ]
    book = content([Line("Gids voor samenwerking", 30.0)], contents, [], lines("ouders", 12))
    pages = clean_pages(book)
    assert [page.skip for page in pages] == ["alleen een titel", "inhoudsopgave", "geen tekst", ""]
    assert {p.page for p in cut("gids", pages)} == {4}


def test_a_page_of_a_heading_and_one_sentence_is_kept() -> None:
    slides = [[Line(f"{topic.title()}", 20.0), Line(f"De raad geeft {topic} dit jaar meer geld.", 12.0)] for topic in TOPICS]
    contents = [Line(f"{n} {topic.title()} {n + 3}", 12.0) for n, topic in enumerate(TOPICS)]
    pages = clean_pages(content([Line("Gids voor samenwerking", 30.0), Line("Gemeente Ede.", 12.0)], contents, *slides))
    assert [page.skip for page in pages] == ["alleen een titel"] * 2 + [""] * len(TOPICS)
    assert [p.text for p in cut("gids", pages)] == [f"{t.title()}\nDe raad geeft {t} dit jaar meer geld." for t in TOPICS]


def test_a_document_of_one_page_may_be_short() -> None:
    assert [page.skip for page in clean_pages(content([Line("Een kort bericht.", 10.0)]))] == [""]


def test_a_link_stays_with_its_passage() -> None:
    page = lines("ouders", 30)
    page[20] = Line("• Lees de handreiking.", 10.0, ("https://nji.example/x", "mailto:x@y"))
    found = [(p.id, p.links) for p in cut("gids", clean_pages(content(page))) if p.links]
    assert len(found) == 1
    (link,) = found[0][1]
    assert isinstance(link, Link)
    assert link.title.startswith("• Lees de handreiking.")
    assert link.url == "https://nji.example/x"


def test_list_items_stay_apart() -> None:
    page = [*lines("ouders", 4), Line("• een budget", 10.0), Line("• een plan", 10.0)]
    (clean,) = clean_pages(content(page))
    assert clean.text.splitlines()[-2:] == ["• een budget", "• een plan"]


def test_an_empty_document_has_no_passages() -> None:
    assert cut("gids", []) == []
