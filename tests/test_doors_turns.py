"""Doors and pages under the same turns: one for a whole stream, none that waits for another, none after a stop."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from toy_corpus import write_corpus

from assistant import AssistantSettings, Filters
from ingest import Embedder, IngestSettings, build_index
from ui.doors.desk import Desk
from ui.doors.shapes import DeckBody
from ui.service import Turns, WatchedAssistant
from ui.service.errors import Busy, Stopping, TooSlow
from ui.service.metrics import Metrics

QUESTION = "Wat is de Zelfscan?"


@pytest.fixture(scope="module")
def opened(embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> WatchedAssistant:
    folder = tmp_path_factory.mktemp("turns")
    settings = IngestSettings(corpus=write_corpus(folder / "corpus"), index=folder / "index")
    build_index(settings, embedder)
    assistant = WatchedAssistant.open(AssistantSettings(receipts=folder / "bonnen", ingest=settings), embedder)
    assert isinstance(assistant, WatchedAssistant)
    return assistant


@pytest.fixture
def assistant(opened: WatchedAssistant) -> Iterator[WatchedAssistant]:
    """With one turn, as after a start."""
    opened.turns, opened.metrics = Turns(parallel=1, patience=2.0), Metrics()
    yield opened
    assert opened.turns.running == 0


def counted(assistant: WatchedAssistant, outcome: str) -> float:
    return float(assistant.metrics.registry.get_sample_value("reisgenoot_questions_total", {"outcome": outcome}) or 0)


def told(assistant: WatchedAssistant) -> float:
    return counted(assistant, "answered") + counted(assistant, "refused")


def test_a_stream_keeps_its_turn_and_who_waits_for_it_gets_it_after_the_last_step(assistant: WatchedAssistant) -> None:
    desk = Desk(assistant, parallel=1)
    steps = desk.stream(QUESTION, Filters())
    assert assistant.turns.running == 1
    with ThreadPoolExecutor() as pool:
        waiting = [pool.submit(desk.search, QUESTION), pool.submit(desk.answer, QUESTION), pool.submit(assistant.answer, QUESTION)]
        assert [*steps][-1].done
        assert waiting[0].result(timeout=5)[0].entry.id == "zelfscan"
        assert all(asked.result(timeout=5).done for asked in waiting[1:])
    assert (told(assistant), counted(assistant, "searched")) == (3, 1)


def test_a_stream_that_nobody_reads_gives_its_turn_back(assistant: WatchedAssistant) -> None:
    steps = Desk(assistant, parallel=1).stream(QUESTION, Filters())
    del steps
    assert (assistant.turns.running, counted(assistant, "left")) == (0, 1)


def test_of_a_deck_each_question_and_the_making_take_a_turn(assistant: WatchedAssistant) -> None:
    asked = DeckBody(audience="raadsleden", minutes=10, questions=[QUESTION], format="md")
    assert b"raadsleden" in Desk(assistant, parallel=1).deck(asked)[0]
    assert told(assistant) == 1


def test_a_stop_and_the_most_that_may_wait_hold_for_a_search_too(assistant: WatchedAssistant) -> None:
    desk = Desk(assistant, parallel=1)
    assistant.turns.patience = 0.01
    with assistant.turns.take(), pytest.raises(Busy):
        desk.search(QUESTION)
    assistant.turns.stop()
    for ask in (desk.search, desk.answer):
        with pytest.raises(Stopping):
            ask(QUESTION)
    assert (counted(assistant, "busy"), counted(assistant, "stopping")) == (1, 2)


def test_programs_hold_only_some_of_the_threads(assistant: WatchedAssistant) -> None:
    desk = Desk(assistant, parallel=1)
    with ThreadPoolExecutor(40) as pool, assistant.turns.take():
        asked = [pool.submit(desk.search, QUESTION) for _ in range(40)]
        while sum(search.done() for search in asked) < 40 - 17:  # turned away at once
            time.sleep(0.01)
        assert assistant.turns.waiting == 17
        assert [type(search.exception(timeout=10)) for search in asked] == [Busy] * 40
    assert counted(assistant, "busy") == 40


def test_a_complete_answer_is_no_fault_however_late_it_is(assistant: WatchedAssistant) -> None:
    assert assistant.receipts is not None
    assistant.turns.seconds = 1.0
    before = len([*assistant.receipts.path.glob("*.json")])
    steps = assistant.stream(QUESTION)
    for step in steps:
        if step.done:
            time.sleep(1.1)
    assert told(assistant) == 1
    assert len([*assistant.receipts.path.glob("*.json")]) == before + 1


def test_an_answer_that_is_not_complete_in_time_is_given_up(assistant: WatchedAssistant) -> None:
    assistant.turns.seconds = -0.01
    with pytest.raises(TooSlow):
        assistant.answer(QUESTION)
    assert counted(assistant, "tooslow") == 1
