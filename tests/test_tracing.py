"""The spans of an answer, collected by OpenTelemetry's own SDK: one tree for each answer, without a word of the question."""

from collections.abc import Generator, Iterator

import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from assistant import Assistant, QuestionError, ScriptedModel

TILBURG = "Welke gemeente heeft ervaring met collectieve financiering van zorg in onderwijstijd?"


@pytest.fixture
def collected(monkeypatch: pytest.MonkeyPatch) -> Iterator[InMemorySpanExporter]:
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    # The API lets a process set its provider once; a test takes its place for a while.
    monkeypatch.setattr(trace, "get_tracer", provider.get_tracer)
    yield exporter
    provider.shutdown()


def tree(exporter: InMemorySpanExporter) -> tuple[ReadableSpan, list[ReadableSpan]]:
    """The root, and all other spans in the order in which they ended."""
    spans = exporter.get_finished_spans()
    (root,) = [s for s in spans if s.parent is None]
    assert {s.context.trace_id for s in spans if s.context} == {root.context.trace_id if root.context else 0}
    return root, [s for s in spans if s is not root]


def names(spans: list[ReadableSpan]) -> list[str]:
    return [s.name.removeprefix("reisgenoot.") for s in spans]


def test_a_composed_answer_is_a_tree_of_its_steps(assistant: Assistant, collected: InMemorySpanExporter) -> None:
    assistant.answer(TILBURG)
    root, steps = tree(collected)
    assert root.name == "reisgenoot.answer"
    assert root.attributes == {"reisgenoot.refused": False, "reisgenoot.evidence": 10}
    assert names(steps) == ["understand", "retrieve", "gather", "compose"]
    assert all(s.parent and root.context and s.parent.span_id == root.context.span_id for s in steps)


def test_the_checks_of_a_model_s_sentences_stand_below_its_step(assistant: Assistant, collected: InMemorySpanExporter) -> None:
    quote = assistant.answer(TILBURG).sentences[0].text
    collected.clear()
    Assistant(assistant.index, ScriptedModel(replies=[f"{quote} [1]"]), "scripted").answer(TILBURG)
    _, steps = tree(collected)
    (generate,) = [s for s in steps if s.name == "reisgenoot.generate"]
    checks = [s for s in steps if s.name == "reisgenoot.check"]
    assert checks
    assert all(s.parent and generate.context and s.parent.span_id == generate.context.span_id for s in checks)


def test_no_span_holds_what_was_asked(assistant: Assistant, collected: InMemorySpanExporter) -> None:
    assistant.answer("Mijn dochter van 9 eet slecht, wat heeft ze?")
    with pytest.raises(QuestionError):
        assistant.answer("x" * 3_000)
    spans = collected.get_finished_spans()
    told = " ".join(s.to_json() for s in spans)
    assert "dochter" not in told
    assert "xxx" not in told
    assert "3000" not in told
    assert [s.status.description for s in spans if s.name == "reisgenoot.answer"] == [None, "QuestionError"]


def test_an_answer_that_nobody_reads_on_ends_its_spans(assistant: Assistant, collected: InMemorySpanExporter) -> None:
    steps = assistant.stream(TILBURG)
    assert isinstance(steps, Generator)
    next(steps)
    steps.close()
    assert names(list(collected.get_finished_spans())) == ["understand", "retrieve", "gather", "compose", "answer"]
