"""Fits what the assistant learns from questions: the weights of its ranking and the bar under which it refuses. Tuning part only."""

from pathlib import Path

from assistant import Assistant, AssistantSettings, Labelled, learn_bar, learn_ranking, save_weights
from evals.questions import FOLDER, load_questions


def tune(folder: Path = FOLDER, *, ranking: bool = False) -> list[str]:
    """Fit on the tuning part and keep the weights where they ship; lines that tell what changed. Raises ReisgenootError.

    The ranking is fitted only when asked: with fewer than a few hundred questions its weights rather follow chance.
    """
    assistant = Assistant.open(AssistantSettings.from_environment())
    labelled = [
        Labelled(q.text, frozenset((g.document, p) for g in q.gold for p in g.pages)) for q in load_questions("tuning", folder)
    ]
    told = save_weights("ranking", learn_ranking(assistant, labelled)) if ranking else []
    if ranking:
        assistant = Assistant.open(AssistantSettings.from_environment())
    return told + save_weights("refusal", learn_bar(assistant, labelled))
