"""Receipts of answers: what they hold and keep out, and what replay says when the corpus, the code or the model changed."""

import json
from pathlib import Path
from typing import Any

import pytest
from toy_corpus import card, write_corpus

from assistant import Assistant, AssistantSettings, Filters, ScriptedModel, Turn
from assistant.__main__ import main
from assistant.errors import ReceiptError
from assistant.receipt import ReceiptFolder, read_receipt
from assistant.replay import Replay, replay
from ingest import Embedder, IngestSettings, build_index
from ui.feedback import FeedbackFile

TILBURG = "Welke gemeente heeft ervaring met collectieve financiering van zorg in onderwijstijd?"
BSN = "Mijn leerling Sem de Boer (BSN 123456782) zit in Tilburg. Wie betaalt zorg in onderwijstijd?"


def kept_by(assistant: Assistant, folder: Path, question: str = TILBURG, **options: Any) -> Path:
    """The receipt of one answer."""
    with_receipts = Assistant(assistant.index, options.pop("model", None), options.pop("model_name", ""))
    with_receipts.receipts = ReceiptFolder(folder)
    before = set(folder.glob("*")) if folder.exists() else set()
    with_receipts.answer(question, **options)
    (made,) = set(folder.glob("*")) - before
    return made


def changed(path: Path, **values: Any) -> Path:
    """The receipt with other values."""
    receipt = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**receipt, **values}), encoding="utf-8")
    return path


def test_receipts_are_for_the_owner_alone_also_in_a_folder_that_was_there(tmp_path: Path) -> None:
    (there := tmp_path / "er al").mkdir()
    there.chmod(0o755)
    for folder, mode in ((there, 0o755), (tmp_path / "nieuw", 0o700)):
        path = ReceiptFolder(folder).keep({"time": "2026-11-30T12:00:00+00:00"})
        assert path
        assert (folder.stat().st_mode & 0o777, path.stat().st_mode & 0o777) == (mode, 0o600)


def test_without_the_setting_nothing_is_kept(assistant: Assistant) -> None:
    assert assistant.receipts is None
    assert AssistantSettings.from_environment({}).receipts is None
    assert AssistantSettings.from_environment({"RECEIPTS": "bonnen"}).receipts == Path("bonnen")


def test_a_receipt_tells_what_the_answer_was_made_of(assistant: Assistant, tmp_path: Path) -> None:
    path = kept_by(assistant, tmp_path / "bonnen", history=[Turn("Wat is OOGO?", ("oogo",))], filters=Filters(ages=("12-",)))
    receipt = read_receipt(path)
    answer = assistant.answer(TILBURG, [Turn("Wat is OOGO?", ("oogo",))], Filters(ages=("12-",)))
    assert receipt["answer"] == answer.markdown
    assert [e["id"] for e in receipt["evidence"]] == [r.entry.id for r in answer.retrieved]
    assert all(len(e["sha256"]) == 64 and 0 <= e["score"] <= 1 for e in receipt["evidence"])
    assert [s["text"] for s in receipt["sentences"]] == [s.text for s in answer.sentences]
    assert all(s["supported"] in (True, False) and s["reason"] for s in receipt["sentences"])
    assert receipt["writer"] == {"model": "", "prompts": ""}
    assert set(receipt["seconds"]) == {"understand", "retrieve", "gather", "compose", "total"}
    assert receipt["filters"]["ages"] == ["12-"]
    assert receipt["versions"]["embedding"] == assistant.index.manifest.fingerprint
    assert all(receipt["versions"].values())
    assert path.stat().st_mode & 0o777 == 0o600


def test_personal_data_is_masked_and_the_answer_is_the_same(assistant: Assistant, tmp_path: Path) -> None:
    path = kept_by(assistant, tmp_path, BSN, history=[Turn(BSN)])
    text = path.read_text(encoding="utf-8")
    assert "123456782" not in text
    assert "Sem de Boer" not in text
    assert "[verwijderd]" in text
    assert replay(path, assistant).same


def test_a_model_and_its_prompts_are_named(assistant: Assistant, tmp_path: Path) -> None:
    quote = assistant.answer(TILBURG).sentences[0].text
    model = ScriptedModel(replies=[f"{quote} [1]"])
    path = kept_by(assistant, tmp_path, model=model, model_name="scripted:proef")
    receipt = read_receipt(path)
    assert receipt["writer"]["model"] == "scripted:proef"
    assert receipt["writer"]["prompts"]
    assert receipt["seconds"]["generate"] >= 0
    causes = replay(path, assistant).causes
    assert any("een ander schreef: eerst taalmodel scripted:proef, nu Reisgenoot zelf" in c for c in causes)


def test_the_same_question_again_is_the_same_answer(assistant: Assistant, tmp_path: Path) -> None:
    found = replay(kept_by(assistant, tmp_path), assistant)
    assert found == Replay(True, (), ())
    assert found.lines == ["Hetzelfde antwoord, op hetzelfde bewijs."]


def test_a_changed_corpus_is_told_with_its_card(tmp_path: Path, embedder: Embedder) -> None:
    settings = IngestSettings(corpus=write_corpus(tmp_path / "corpus"), index=tmp_path / "index")
    build_index(settings, embedder)
    path = kept_by(Assistant.open(AssistantSettings(ingest=settings), embedder), tmp_path / "bonnen", "Wat regelt de Jeugdwet?")
    law = 'status = "in werking"\nstatus_note = "Geldt nu."\narticles = [{ article = "2.2", gist = "De gemeente maakt een plan." }]'
    text = card("Jeugdwet", age="12+", more=law, body="De wet regelt jeugdhulp en jeugdbescherming.")
    (settings.corpus / "laws" / "jeugdwet.md").write_text(text, encoding="utf-8")
    build_index(settings, embedder)
    found = replay(path, Assistant.open(AssistantSettings(ingest=settings), embedder))
    assert not found.same
    assert any(d.startswith("andere tekst in het bewijs") and "jeugdwet" in d for d in found.differences)
    assert [c.split(" (")[0] for c in found.causes] == ["de bronnen zijn veranderd"]


def test_changed_code_is_told(assistant: Assistant, tmp_path: Path) -> None:
    path = kept_by(assistant, tmp_path)
    receipt = read_receipt(path)
    sentences = [{**receipt["sentences"][0], "text": "Dit stond er toen."}, *receipt["sentences"][1:]]
    found = replay(changed(path, versions={**receipt["versions"], "code": "0" * 12}, sentences=sentences), assistant)
    assert "weg: Dit stond er toen." in found.differences
    assert f"nieuw: {receipt['sentences'][0]['text']}" in found.differences
    assert len(found.causes) == 1
    assert found.causes[0].startswith("de code van Reisgenoot is veranderd (000000000000")


def test_a_receipt_that_cannot_be_kept_does_not_stop_the_answer(
    assistant: Assistant, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "bestand").write_text("", encoding="utf-8")
    with_receipts = Assistant(assistant.index)
    with_receipts.receipts = ReceiptFolder(tmp_path / "bestand")
    assert with_receipts.answer(TILBURG).done
    assert "a receipt was not kept" in caplog.text


def test_half_a_character_in_a_question_does_not_stop_what_is_kept(assistant: Assistant, tmp_path: Path) -> None:
    half = "Wat is OOGO? \ud83d"
    receipt = read_receipt(kept_by(assistant, tmp_path / "bonnen", half, history=[Turn(half)]))
    assert [receipt["question"], receipt["history"][0]["question"]] == ["Wat is OOGO? "] * 2
    answer = assistant.answer(half)
    assert (answer.done, answer.question) == (True, "Wat is OOGO? ")
    assert FeedbackFile(tmp_path / "feedback.jsonl").keep(answer, "goed")
    assert assistant.answer("\ud83d").refused


def test_a_receipt_that_no_file_can_hold_leaves_nothing(
    assistant: Assistant, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with_receipts = Assistant(assistant.index)
    with_receipts.receipts = ReceiptFolder(tmp_path)
    assert with_receipts.answer(TILBURG, without=["\ud83d"]).done
    assert "surrogates not allowed" in caplog.text
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", ["", "[]", '{"receipt": 2}', '{"receipt": 1}', "\x00"])
def test_what_is_no_receipt_is_one_clear_line(tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "bon.json"
    path.write_text(text, encoding="utf-8")
    assert main(["replay", str(path)]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert "bon.json" in line


def test_a_receipt_with_a_wrong_value_is_named(assistant: Assistant, tmp_path: Path) -> None:
    path = changed(kept_by(assistant, tmp_path), history=[{}])
    with pytest.raises(ReceiptError, match="geen goede bon"):
        replay(path, assistant)


def test_the_command_answers_again(
    assistant: Assistant, corpus_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REISGENOOT_INDEX", str(corpus_index))
    assert main(["replay", str(kept_by(assistant, tmp_path))]) == 0
    assert capsys.readouterr().out == "Hetzelfde antwoord, op hetzelfde bewijs.\n"
