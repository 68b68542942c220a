"""A language model as a second opinion: verdicts read tolerantly, faults recorded as such, agreement with the offline check."""

import json
from pathlib import Path

import pytest

from assistant import Answer, ModelUnavailable, ScriptedModel, whole_reply
from assistant.model_faults import unavailable
from assistant.settings import ModelSettings
from evals import opinion as judges
from evals.errors import InputFault
from evals.judging import Judging
from evals.opinion import Judgement, Verdict, judge_replies, judge_settings, kappa, keep, read_opinion, table
from evals.questions import Place
from evals.reply import Cited, Reply, Said

EVIDENCE = "Tilburg begon een pilot. De gemeente en de scholen betalen samen."


def reply(*texts: str) -> Reply:
    cited = Cited(1, "a", "case", "A", Place("gids", (1,)), (), EVIDENCE)
    return Reply("", False, (), (), (cited,), tuple(Said(t, (1,), "direct") for t in texts), (), 0.0)


@pytest.mark.parametrize(
    ("said", "opinion"),
    [
        ("JA\nHet staat er.", "yes"),
        ("**Nee.** Er staat iets anders.", "no"),
        ('{"oordeel": "nee", "reden": "ja, maar"}', "no"),
        ("<think>ja of nee?</think>\nJa, dat klopt.", "yes"),
        ("Antwoord: NEE", "no"),
        ("JA of NEE, dat hangt ervan af", "unreadable"),
        ("Dat is moeilijk te zeggen.", "unreadable"),
        ("Volgens mij klopt deze zin met wat daar in het bewijs staat, dus ja", "unreadable"),
        ("", "unreadable"),
    ],
)
def test_verdicts_are_read(said: str, opinion: str) -> None:
    assert read_opinion(said) == opinion


def test_what_cannot_be_read_or_reached_counts_for_neither() -> None:
    said = iter(["JA", "NEE", "tja"])

    def ask(asked: str) -> str:
        assert EVIDENCE in asked
        try:
            return next(said)
        except StopIteration:
            raise unavailable("slow") from None

    texts = [
        "Tilburg begon een pilot.",
        "Tilburg begon een pilot.",
        "De gemeente en de scholen betalen samen.",
        *["Breda stopte."] * 5,
    ]
    found = judge_replies([reply(*texts)], ask, "a", "a")
    assert [v.judge for v in found.verdicts] == ["yes", "no", "unreadable", *["failed"] * 5]
    assert [v.check for v in found.verdicts[:4]] == [True, True, True, False]
    shown = table(found)
    assert "judge and generator are the same" in shown
    assert "1 yes, 1 no, 1 unreadable, 5 failed" in shown
    assert "agrees with the offline check: 0.500" in shown
    assert "same" not in table(Judgement("a", "b", found.verdicts)).splitlines()[1]


def test_a_judge_that_is_down_is_not_asked_for_ever() -> None:
    asked = []

    def ask(text: str) -> str:
        asked.append(text)
        raise unavailable("connection")

    judge_replies([reply(*["Tilburg begon een pilot."] * 8)], ask, "a", "")
    assert len(asked) == judges.FAILS_IN_A_ROW


def test_kappa() -> None:
    assert kappa([(True, True), (False, False)]) == 1
    assert kappa([(True, True), (True, True)]) == 0
    assert kappa([(True, False), (False, True)]) == -1


def test_texts_are_kept_only_where_they_may_be_read(tmp_path: Path) -> None:
    found = Judgement("a", "", (Verdict(0, "geheim", "yes", True, "JA"),))
    assert "geheim" in keep(found, tmp_path / "a.json", texts=True).read_text(encoding="utf-8")
    kept = json.loads(keep(found, tmp_path / "b.json", texts=False).read_text(encoding="utf-8"))
    assert kept["verdicts"][0]["sentence"] == ""


def test_the_settings_name_the_judge() -> None:
    assert judge_settings({"JUDGE": "ollama:a", "MODEL": "ollama:b"}).name == "ollama:a"
    assert judge_settings({"MODEL": "ollama:b"}).name == "ollama:b"
    with pytest.raises(InputFault, match="REISGENOOT_JUDGE"):
        judge_settings({})


def test_a_run_is_heard_and_judged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tmp_path / "oordelen.txt"
    script.write_text("JA\n---\nNEE", encoding="utf-8")
    monkeypatch.setenv("REISGENOOT_JUDGE", f"scripted:{script}")
    judging = Judging(tmp_path)
    judging.heard(lambda question: Answer(question, done=True))("vraag")
    assert "0 sentences" in judging.report("tuning")
    assert (tmp_path / "judge-tuning.json").is_file()


def test_a_whole_reply() -> None:
    model = ScriptedModel(replies=["JA, dat klopt."])
    assert whole_reply(model, "regels", "vraag", ModelSettings()) == "JA, dat klopt."
    with pytest.raises(ModelUnavailable):
        whole_reply(model, "regels", "vraag", ModelSettings())
