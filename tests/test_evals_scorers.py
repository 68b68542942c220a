"""The scorers, each on an answer that is right, wrong, or cannot be judged."""

from dataclasses import replace

import pytest
from evals_cases import ASKED, EDE, GOOD, JEUGDWET, LAW_ASKED, NEWS, PERSONAL, REFUSING, TILBURG, UNANSWERABLE, WPO, answer, reply

from assistant.answer import Block, Sentence
from evals import scorers
from evals.questions import Place, Question
from evals.reply import Reply, read_answer

GOOD_REPLY, REFUSED_REPLY = read_answer(GOOD), read_answer(REFUSING)


def test_the_rank_of_the_first_right_piece() -> None:
    assert scorers.rank(ASKED, GOOD_REPLY) == 2
    assert scorers.rank(ASKED, REFUSED_REPLY) == 1, "`also` places count as well"
    assert scorers.rank(replace(ASKED, gold=(Place("gids", (1,)),)), GOOD_REPLY) is None


def test_another_law_on_the_same_page_is_not_right() -> None:
    assert scorers.rank(LAW_ASKED, reply(retrieved=(WPO, JEUGDWET))) == 2
    assert scorers.rank(replace(LAW_ASKED, law=""), reply(retrieved=(WPO, JEUGDWET))) == 1
    page = replace(NEWS, sources=WPO.sources)
    assert scorers.rank(LAW_ASKED, reply(retrieved=(page,))) == 1, "a passage of the page itself is right"


def test_retrieval_scores() -> None:
    score = scorers.retrieval("recall@1")(ASKED, GOOD_REPLY)
    assert score == scorers.Score(0.0, "eerste juiste op plaats 2")
    assert scorers.retrieval("MRR")(ASKED, GOOD_REPLY).value == 0.5


@pytest.mark.parametrize(
    ("found", "cited", "first"),
    [
        (reply(("x", TILBURG), ("y", EDE)), 1.0, 1.0),
        (reply(("y", EDE), ("x", TILBURG)), 1.0, 0.0),
        (reply(("y", EDE)), 0.0, 0.0),
        (REFUSED_REPLY, 0.0, 0.0),
    ],
)
def test_right_pages_among_the_citations(found: Reply, cited: float, first: float) -> None:
    assert scorers.cited(ASKED, found).value == cited
    assert scorers.first_cited(ASKED, found).value == first


def test_page_exact_judges_the_direct_part_and_gold_documents_only() -> None:
    asked = replace(ASKED, gold=(Place("gids", (27,)),))
    assert scorers.page_exact(asked, reply(("x", TILBURG), ("y", EDE))).value == 0.5
    assert scorers.page_exact(asked, reply(("x", TILBURG), ("y", NEWS))).value == 1.0
    assert scorers.page_exact(asked, reply(("x", NEWS))).value is None
    both = answer(("x", TILBURG), ("y", EDE))
    direct, rest = Block("direct", both.blocks[0].sentences[:1]), Block("examples", both.blocks[0].sentences[1:])
    assert scorers.page_exact(asked, read_answer(replace(both, blocks=(direct, rest)))).value == 1.0
    assert scorers.page_exact(asked, read_answer(replace(both, blocks=(rest,)))).value == 0.5


def test_pages_narrow() -> None:
    assert scorers.pages_narrow(ASKED, reply(("x", TILBURG), ("y", JEUGDWET))).value == pytest.approx(2 / 3)
    assert scorers.pages_narrow(ASKED, REFUSED_REPLY).value is None


def test_citation_precision_and_recall() -> None:
    assert scorers.citation_precision(ASKED, GOOD_REPLY).value == 1.0
    wrong = reply(("Tilburg koopt zorg collectief in.", TILBURG), ("In Tilburg liep de pilot op 9 scholen.", TILBURG))
    assert scorers.citation_precision(ASKED, wrong).value == 0.5
    assert "getal niet in bron: 9" in scorers.citation_recall(ASKED, wrong).reason
    assert scorers.citation_recall(ASKED, REFUSED_REPLY).value is None


def test_a_sentence_without_source_costs_recall_but_a_word_to_the_user_does_not() -> None:
    blocks = (Block("warning", (Sentence("Noem geen namen."),)), *GOOD.blocks, Block("next", (Sentence("Bel de wethouder."),)))
    found = read_answer(replace(GOOD, blocks=blocks))
    assert scorers.citation_recall(ASKED, found).value == 0.5
    assert scorers.citation_precision(ASKED, found).value == 1.0


def test_the_chance_level_of_the_proxy_uses_another_citation() -> None:
    assert scorers.chance_support(ASKED, GOOD_REPLY).value is None, "there is no other citation"
    both = reply(("Tilburg koopt zorg in onderwijstijd.", TILBURG), ("Ede stelde een netwerkregisseur aan.", EDE))
    assert scorers.chance_support(ASKED, both).value == 0.0
    same = reply(("Tilburg koopt zorg in onderwijstijd.", TILBURG), ("Tilburg koopt zorg.", TILBURG))
    assert scorers.chance_support(ASKED, same).value is None, "twice the same card is no other citation"


def test_quotes_stand_in_what_is_cited() -> None:
    assert scorers.quotes(ASKED, GOOD_REPLY).value == 1.0
    cited = GOOD_REPLY.citations[0]
    invented = replace(GOOD_REPLY, citations=(cited, replace(cited, n=2, quotes=("Breda koopt niets.",))))
    assert scorers.quotes(ASKED, invented) == scorers.Score(0.5, "niet gevonden: ['Breda koopt niets.']")
    assert scorers.quotes(ASKED, REFUSED_REPLY).value is None


def test_facts() -> None:
    assert scorers.facts(ASKED, GOOD_REPLY).value == 1.0
    half = scorers.facts(replace(ASKED, facts=("Tilburg", "Breda")), GOOD_REPLY)
    assert half == scorers.Score(0.5, "mist: Breda")
    assert scorers.facts(ASKED, REFUSED_REPLY).value == 0.0
    assert scorers.facts(replace(ASKED, facts=()), GOOD_REPLY).value is None


def test_routes() -> None:
    assert scorers.route_within(1)(ASKED, GOOD_REPLY).value == 1.0
    later = replace(ASKED, routes=(2, 9))
    assert scorers.route_within(1)(later, GOOD_REPLY).value == 0.0
    assert scorers.route_within(3)(later, GOOD_REPLY).value == 1.0
    assert scorers.route_within(1)(LAW_ASKED, GOOD_REPLY).value is None


def test_refusals_both_ways() -> None:
    assert scorers.answered(ASKED, GOOD_REPLY).value == 1.0
    assert scorers.answered(ASKED, REFUSED_REPLY).value == 0.0
    assert scorers.refused(UNANSWERABLE, REFUSED_REPLY).value == 1.0
    assert scorers.refused(UNANSWERABLE, GOOD_REPLY).value == 0.0


def test_a_warning_is_expected_for_personal_questions_with_a_name_only() -> None:
    assert scorers.warned(replace(PERSONAL, text="Mijn zoon slaat. Wat nu?"), REFUSED_REPLY).value is None
    assert scorers.warned(UNANSWERABLE, REFUSED_REPLY).value is None
    assert scorers.warned(PERSONAL, REFUSED_REPLY).value == 0.0
    assert scorers.warned(PERSONAL, reply(warnings=("Noem geen namen.",))).value == 1.0


@pytest.mark.parametrize(("question", "names"), [(ASKED, scorers.ANSWERABLE), (UNANSWERABLE, scorers.UNANSWERABLE)])
def test_judge_gives_every_score(question: Question, names: dict[str, object]) -> None:
    found = scorers.judge(question, GOOD_REPLY)
    assert list(found) == list(names)
    assert found["words"].value == 7
    assert all(score.value is None or score.value >= 0 for score in found.values())
