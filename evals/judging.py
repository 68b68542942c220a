"""Lets a judge hear the answers of a run: keeps them while they are given, and has them judged afterwards."""

from pathlib import Path

from assistant import Answer, AssistantSettings, environment
from evals.opinion import judge_replies, judge_settings, keep, open_judge, shown, table
from evals.reply import Reply, read_answer
from evals.results import FOLDER
from evals.subject import Ask


class Judging:
    """The judge of the settings, and what it has to judge. Raises InputFault or LanguageModelError when there is no judge."""

    def __init__(self, folder: Path = FOLDER) -> None:
        values = environment()
        self._settings, self._writer = judge_settings(values), AssistantSettings.from_environment(values).model
        self._ask, self._folder = open_judge(self._settings), folder
        self._replies: list[Reply] = []

    def heard(self, ask: Ask) -> Ask:
        """The same, while its answers are kept."""

        def asked(question: str) -> Answer:
            answer = ask(question)
            self._replies.append(read_answer(answer))
            return answer

        return asked

    def report(self, part: str) -> str:
        """Judge what was heard, keep it as JSON and give the figures."""
        found = judge_replies(self._replies, self._ask, shown(self._settings), shown(self._writer))
        path = keep(found, self._folder / f"judge-{part}.json", texts=part == "tuning")
        return f"{table(found)}\nbewaard in {path}"
