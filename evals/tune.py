"""Fits the weights of the ranking on the tuning part and keeps them where they ship.

With fewer than a few hundred questions the weights rather follow chance: look at the untouched part before and after.
"""

from pathlib import Path

from assistant import Assistant, AssistantSettings, Labelled, learn_ranking, save_ranking
from evals.questions import FOLDER, load_questions


def tune(folder: Path = FOLDER) -> list[str]:
    """Lines that tell which weights changed. Raises ReisgenootError."""
    assistant = Assistant.open(AssistantSettings.from_environment())
    labelled = [
        Labelled(q.text, frozenset((g.document, p) for g in q.gold for p in g.pages)) for q in load_questions("tuning", folder)
    ]
    return save_ranking(learn_ranking(assistant, labelled))
