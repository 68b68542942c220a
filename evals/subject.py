"""What is under test: the one file of the suite that opens the assistant and calls its grounding check."""

from collections.abc import Callable, Sequence
from pathlib import Path

from assistant import Answer, Assistant, AssistantSettings, Turn, check_sentence, environment
from evals.reply import attempt

Ask = Callable[[str], Answer]
Talk = Callable[[str, Sequence[Turn]], Answer]
Check = Callable[[str, list[str]], tuple[bool, str]]
WARM_UP = "Wat is een pedagogische basis?"


def open_assistant(index: Path | None = None) -> Ask:
    """The assistant as the settings describe it, or over another index. Raises ReisgenootError."""
    return _opened(index).answer


def open_talk() -> Talk:
    """The same, to be asked with the turns that went before."""
    return _opened(None).answer


def _opened(index: Path | None) -> Assistant:
    """Warmed up with one question; when that one crashes, so will the questions that count, and there it is recorded."""
    values = environment()
    if index:
        values["INDEX"] = str(index)
    assistant = Assistant.open(AssistantSettings.from_environment(values))
    attempt(lambda: assistant.answer(WARM_UP))
    return assistant


def corpus_folder() -> Path:
    """Where the cards are."""
    return AssistantSettings.from_environment().ingest.corpus


def check(sentence: str, evidence: Sequence[str]) -> tuple[bool, str]:
    """The verdict of the assistant's grounding check, and its reason."""
    verdict = check_sentence(sentence, list(evidence))
    return verdict.supported, verdict.reason
