"""From an Answer to HTML: what a user typed or a publication says is text, markers lead to evidence, pages are named."""

import re
from dataclasses import replace

import pytest

from assistant import (
    REFUSAL,
    Answer,
    Block,
    Checked,
    Citation,
    Document,
    Entry,
    LawDetail,
    Sentence,
    Source,
    Understood,
    sources_text,
)
from ingest import Change
from ui import slides_texts, texts
from ui.conversation import Conversation, Exchange
from ui.evidence import evidence_panel, full_text, marked_text
from ui.hardening import our_page
from ui.law_plate import laws_of, plate, plate_table, years
from ui.laws import three_questions
from ui.markup import esc, inline, link
from ui.places import page_words
from ui.render import answer_markdown, fault_html, turn_html, waiting_html, welcome_html
from ui.service import Visitor
from ui.service.errors import SettingsError
from ui.settings import UiSettings

EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)> ${1} {{x}} `y`"
GUIDE = Document("gids", "De Gids", "VNG", 2025, 48, "handreiking", short="Gids")
CASE = Entry(
    id="tilburg",
    kind="case",
    title="Zorg in onderwijstijd",
    summary="Tilburg koopt zorg samen in.",
    body="## Wat\nDe pilot liep op drie scholen. De gemeente betaalde.\n## Hoe\n- Eerst kijken.\n- Dan kiezen.",
    sources=(Source("gids", (27,)),),
    ages=("12-",),
    places=("Tilburg",),
    province="Noord-Brabant",
)


def cite(n: int, entry: Entry = CASE, *quotes: str) -> Citation:
    return Citation(n, entry, GUIDE, (27,), ("25",), quotes or ("De gemeente betaalde.",), "")


def nowhere(document: str, page: int) -> str:
    return ""


def here(document: str, page: int) -> str:
    return f"/bron/{document}#page={page}"


ANSWER = Answer(
    "Wie betaalt?",
    blocks=(Block("direct", (Sentence("De gemeente betaalde.", (1,)), Sentence("Tilburg koopt samen in.", (1, 2)))),),
    citations=(cite(1), cite(2, replace(CASE, id="ede", title="Ede"), "Dan kiezen.")),
    understood=(Understood("age:12-", "tot 12 jaar (12-)"),),
    follow_ups=("En voor 12+?",),
    done=True,
)


def no_live_markup(page: str) -> None:
    assert "<script" not in page
    assert "<img" not in page
    assert "onerror=alert" not in re.sub(r"&lt;.*?&gt;", "", page)
    assert "${" not in page
    assert "{{" not in page


def test_everything_typed_or_found_is_shown_as_text() -> None:
    entry = replace(CASE, title=EVIL, body=EVIL, summary=EVIL, places=(EVIL,), authority=EVIL, attribution=EVIL)
    answer = Answer(
        EVIL,
        blocks=(
            Block("note", (Sentence(EVIL, (1,)),)),
            Block("list", (Sentence(EVIL, (1,)),), EVIL, bullets=True),
            Block("table", (Sentence(f"{EVIL} | {EVIL}", (1,)),), EVIL, columns=(EVIL, EVIL)),
        ),
        citations=(cite(1, entry, EVIL),),
        warnings=(EVIL,),
        understood=(Understood(EVIL, EVIL),),
        follow_ups=(EVIL,),
        resolved=EVIL + " meer",
        checks=(Checked(EVIL, "replaced", EVIL, EVIL),),
        model=EVIL,
        model_place=EVIL,
        done=True,
    )
    for page in (turn_html(answer, 1), evidence_panel(answer, 1, here), fault_html(EVIL, 1, EVIL), waiting_html(EVIL, 1)):
        no_live_markup(page)
        assert "&lt;script&gt;" in page


def test_what_became_of_each_sentence_of_a_model_folds_open() -> None:
    checks = (
        Checked("De gemeente betaalde.", "kept", "staat letterlijk in het bewijs"),
        Checked("Breda betaalde.", "replaced", "onbekende naam: Breda", "De gemeente betaalde."),
        Checked("Alles is gratis.", "dropped", "niet zeker genoeg"),
    )
    page = turn_html(replace(ANSWER, checks=checks, model="gemma3", model_place="machine"), 1)
    assert "gemma3, op de computer van Reisgenoot" in page
    assert "1 van de 3 zinnen" in page
    for words in ("gecontroleerd", "vervangen door een zin uit de bron", "weggelaten", "onbekende naam: Breda"):
        assert words in page.split("<details")[1]
    composed = turn_html(replace(ANSWER, checks=checks[1:]), 1)
    assert texts.CHECKED_NONE in composed
    assert "gemma3" not in composed
    assert "nagekeken" not in turn_html(ANSWER, 1)


def test_a_marker_leads_to_its_evidence() -> None:
    page, evidence = turn_html(ANSWER, 3), evidence_panel(ANSWER, 3, here)
    for n in (1, 2):
        assert f'href="#bewijs-3-{n}"' in page
        assert evidence.count(f'id="bewijs-3-{n}"') == 1
    assert 'aria-label="Naar bron 1: Zorg in onderwijstijd"' in page


def test_a_marker_without_a_citation_is_only_text() -> None:
    page = turn_html(replace(ANSWER, citations=()), 1)
    assert 'class="marker"' not in page
    assert "[1]" in page


def test_evidence_names_kind_place_age_and_page_and_marks_the_sentence() -> None:
    evidence = evidence_panel(ANSWER, 1, here)
    for words in ("Voorbeeld", "handreiking", "Gids, p. 25 (pdf 27)", "tot 12 jaar", "Tilburg (Noord-Brabant)"):
        assert words in evidence
    assert "<mark>De gemeente betaalde.</mark>" in evidence
    assert 'href="/bron/gids#page=27"' in evidence


def test_citations_of_one_source_share_a_card() -> None:
    answer = replace(ANSWER, citations=(cite(1), cite(2, CASE, "Eerst kijken.")))
    evidence = evidence_panel(answer, 1, here)
    assert evidence.count('class="bewijskaart"') == 1
    assert evidence.count('class="steun"') == 2


def test_without_an_address_the_panel_says_how_to_get_one() -> None:
    evidence = evidence_panel(ANSWER, 1, nowhere)
    assert "/bron/" not in evidence
    assert esc(texts.NO_SOURCE.format(documents="Gids")) in evidence


def test_the_sentence_is_marked_within_its_text() -> None:
    text = full_text(CASE)
    assert text.splitlines()[0] == CASE.summary
    shown = marked_text(text, ["De gemeente   betaalde."])
    assert shown == "Wat: De pilot liep op drie scholen. <mark>De gemeente betaalde.</mark>"


def test_sentences_that_stand_apart_are_shown_apart_and_a_loose_one_by_itself() -> None:
    text = "Begin is hier. " + "Vulling staat hier. " * 30 + "Einde is daar."
    shown = marked_text(text, ["Begin is hier.", "Einde is daar.", "Staat nergens."])
    assert shown.count("<mark>") == 3
    assert " … " in shown
    assert shown.endswith("<mark>Staat nergens.</mark>")


def test_only_the_last_turn_offers_chips_and_next_questions() -> None:
    last, earlier = turn_html(ANSWER, 1), turn_html(ANSWER, 1, last=False)
    assert 'data-actie="zonder" data-waarde="age:12-"' in last
    assert 'data-actie="vraag"' in last
    assert 'data-actie="zonder"' not in earlier
    assert 'data-actie="vraag"' not in earlier


def test_a_streaming_answer_says_that_it_is_busy() -> None:
    page = turn_html(replace(ANSWER, done=False), 1)
    assert 'aria-busy="true"' in page
    assert texts.SEARCHING in page
    assert 'data-markdown=""' in page


def test_a_refusal_helps_on() -> None:
    refusal = Answer("Appeltaart?", blocks=(Block("refusal", (Sentence(REFUSAL),)),), refused=True, done=True)
    assert REFUSAL in turn_html(refusal, 1)
    assert esc(texts.REFUSAL_HELP) in turn_html(refusal, 1)
    assert texts.REFUSAL_NEAR not in turn_html(refusal, 1)
    assert texts.EVIDENCE_NONE in evidence_panel(refusal, 1, here)
    near = replace(refusal, blocks=(*refusal.blocks, Block("nearest", (Sentence("De gemeente betaalde.", (1,)),), bullets=True)))
    assert esc(texts.REFUSAL_NEAR) in turn_html(near, 1)


def test_a_card_says_that_it_is_our_summary_and_a_passage_does_not() -> None:
    passage = replace(CASE, id="stuk", kind="passage", detail=None)
    assert texts.RETOLD in evidence_panel(replace(ANSWER, citations=(cite(1),)), 1, here)
    assert texts.RETOLD not in evidence_panel(replace(ANSWER, citations=(cite(1, passage),)), 1, here)


def test_the_texts_promise_our_summary_and_not_the_page() -> None:
    assert "onze kaart" in texts.EVIDENCE_STEPS[-1][1]
    assert "in eigen woorden" in slides_texts.INTRO
    assert "in eigen woorden" in texts.CARDS_INTRO


def test_a_label_is_not_told_twice() -> None:
    law = replace(CASE, kind="law", authority="wet")
    page = evidence_panel(replace(ANSWER, citations=(cite(1, law),)), 1, here)
    assert page.count('class="label') == 1


def test_warnings_and_notes_are_shown_once() -> None:
    warned = replace(ANSWER, warnings=("De wet is veranderd.",), blocks=(Block("warning", (Sentence("De wet is veranderd."),)),))
    assert turn_html(warned, 1).count("<span>De wet is veranderd.</span>") == 1


def test_the_markdown_has_question_answer_and_sources() -> None:
    text = answer_markdown(ANSWER)
    assert text.startswith("## Wie betaalt?")
    assert "De gemeente betaalde. [1]" in text
    assert "- [1] Zorg in onderwijstijd. De Gids (2025), Gids, p. 25 (pdf 27)." in text


@pytest.mark.parametrize(
    ("heading", "short", "line"),
    [
        ("Project Meerkoet", "Project Meerkoet", "[1] Project Meerkoet, deel 1."),
        ("Geld", "Project Meerkoet", "[1] Geld. Project Meerkoet, deel 1."),
        ("Geld", "Project Meer…", "[1] Geld. Project Meerkoet, deel 1."),
        ("Geld", "Meerkoet", "[1] Geld. Project Meerkoet, Meerkoet, deel 1."),
    ],
)
def test_a_source_without_a_year_or_a_short_name_is_told_once(heading: str, short: str, line: str) -> None:
    document = Document("meerkoet", "Project Meerkoet", "onbekend", 0, 1, "eigen document", short=short, unit="deel")
    cited = replace(cite(1, replace(CASE, title=heading)), document=document, pages=(1,), labels=("1",), url="")
    assert sources_text([cited]) == line


def test_bold_is_the_only_markup_in_a_sentence() -> None:
    assert inline("**Tilburg** & <b>") == "<strong>Tilburg</strong> &amp; &lt;b&gt;"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//elders.nl", ""])
def test_an_address_that_is_not_to_be_followed_is_no_link(url: str) -> None:
    assert link(url, "lees") == "lees"


def test_a_turn_carries_what_the_assistant_needs() -> None:
    talk = Conversation().with_answer(Exchange("Wie betaalt?", filters=object(), without=("age:12-",), answer=ANSWER))  # type: ignore[arg-type]
    assert talk.next_turn == 2
    assert talk.history[0].question == "Wie betaalt?"
    assert talk.history[0].cited == ("tilburg", "ede")
    assert talk.history[0].keys == ("age:12-",)
    assert talk.without_last() == Conversation()


def test_page_runs_are_written_short() -> None:
    assert page_words(Source("gids", (8, 9, 10, 12)), "Gids") == "Gids, p. 8–10, 12"


def law(name: str, *domains: str, low: int = 0, high: int = 18, status: str = "in werking") -> Entry:
    detail = LawDetail(status=status, status_note="", domains=domains, age_from=low, age_to=high)
    return Entry(id=name, kind="law", title=name, summary="", body="", sources=(Source("gids", (1,)),), detail=detail)


def test_the_plate_and_its_table_hold_the_same_laws() -> None:
    laws = laws_of([law("A", "onderwijs", low=4, high=12), law("B", "onderwijs", "gemeente", low=-1), law("C", "gezinnen", low=12)])
    for shown in (plate(laws), plate_table(laws)):
        assert {f'href="#wetten/{x}"' in shown for x in "ABC"} == {True}
    assert plate(laws).count('href="#wetten/B"') == 2
    assert years(laws[0].detail) == "voor de geboorte tot 18 jaar"


def test_the_colour_of_a_law_tells_its_status() -> None:
    spelled = Change("De Gids schrijft de naam anders", "De naam is anders")
    named = law("A", "onderwijs")
    assert isinstance(named.detail, LawDetail)
    other = replace(named, detail=replace(named.detail, changes=(spelled,)))
    assert [found.look for found in laws_of([other, law("B", "onderwijs", status="gewijzigd sinds de publicatie")])] == [
        "wet",
        "anders",
    ]


def test_a_name_that_is_wider_than_its_bar_has_its_row_to_itself() -> None:
    long = law("Besluit met een lange naam voor peuters", "onderwijs", low=2, high=4)
    shown = plate(laws_of([long, law("B", "onderwijs", low=4, high=12)]))
    assert (shown.count("baanrij"), shown.count("ernaast")) == (2, 1)
    assert plate(laws_of([law("A", "onderwijs", low=0, high=4), law("B", "onderwijs", low=4, high=12)])).count("baanrij") == 1


def test_three_questions_divide_the_laws_of_a_role_and_age() -> None:
    laws = laws_of(
        [
            law("Eigen", "gemeente"),
            law("Samen", "gemeente", "onderwijs"),
            law("Ander", "onderwijs"),
            law("Later", "gemeente", low=18, high=27),
        ]
    )
    mine, shared, theirs = three_questions(laws, "gemeente", "4").split("</section>")[:3]
    assert "Eigen" in mine
    assert "Samen" in shared
    assert "Ander" in theirs
    assert "Later" not in mine + shared + theirs
    assert three_questions(laws, "niemand", "4") == ""


def test_the_page_of_gradio_becomes_dutch_and_keeps_to_itself() -> None:
    page = our_page('<html lang="en"><head><meta property="og:url" content="https://gradio.app/" /></head></html>', Visitor())
    assert '<html lang="nl">' in page
    assert "https://" not in page
    assert "/eigen/stijl.css?" in page


def test_the_welcome_invites() -> None:
    assert texts.HERO in welcome_html()
    assert len(texts.EXAMPLES) == 6


@pytest.mark.parametrize("value", ["0", "65536", "tien", "-1", "78.6"])
def test_a_port_that_cannot_be_is_refused_with_name_and_value(value: str) -> None:
    with pytest.raises(SettingsError, match=f"REISGENOOT_PORT='{value}'"):
        UiSettings.from_environment({"PORT": value})


def test_settings_come_from_the_environment() -> None:
    assert UiSettings.from_environment({"HOST": "0.0.0.0", "PORT": "8000", "QUEUE": "9"}) == UiSettings("0.0.0.0", 8000, 4, 9)
