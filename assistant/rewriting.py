"""Lets a language model make of a follow-up a question that stands on its own, and takes that only when it adds nothing.

Whatever goes wrong, the reading by rules stays. Knows nothing of search; of the conversation it has the questions and the titles of what
was cited.
"""

import json
import re
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace

from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage

from assistant.answer import Turn
from assistant.booked import BookedModel
from assistant.conversing import Reader
from assistant.errors import LanguageModelError
from assistant.framing import LONGEST_TURN, TURNS, harmless, one_line
from assistant.language import looks_dutch
from assistant.model_stream import Deadline
from assistant.model_text import bare
from assistant.novelty import brings, numbers_of
from assistant.orders import is_order, without_orders
from assistant.privacy import masked
from assistant.prompts import REWRITE, REWRITE_SYSTEM, TALKED_ABOUT
from assistant.question import Question
from assistant.reading import Text, read
from ingest import words

TITLES = 3
"""Of the last question so many titles of what its answer cited go along."""
LONGEST_REPLY = 2_000
LONGEST, FEWEST_WORDS, MOST_WORDS = 300, 3, 45
KNOWN_SHARE = 0.5
"""Of the words with a meaning, at least this share was said before."""
DENIALS = ("niet", "geen", "zonder")
LABEL = re.compile(r"^[\w -]{0,40}(?:vraag|question)\s*:\s*", re.I)
MARKUP = re.compile(r"https?:|www\.|[<>\[\]{}|`*#]")
QUOTES = " \t\n\"'“”‘’„*_"


class Rewriter:
    """One model and how long it may take. Keeps nothing of a conversation."""

    def __init__(self, booked: BookedModel, reader: Reader, seconds: float) -> None:
        """`seconds`: how long a question may wait for it. Slowness here does not count against the model as a writer."""
        self._ledger = booked.ledger
        self._hasty = replace(booked.ledger, model=f"{booked.ledger.model} (vervolgvraag)") if booked.ledger else None
        self._booked = replace(booked, faults=self._hasty)
        self._reader, self._seconds = reader, seconds

    def read(self, ruled: Question, history: Sequence[Turn], without: Sequence[str], title_of: Callable[[str], str]) -> Question:
        """The question as the model understands it when that may be taken, else `ruled`, which the rules made of it.

        Texts must be free of personal data. `title_of` gives the title of what an answer cited, or nothing. Takes at most the
        seconds that were set.
        """
        if not ruled.follow_up or not self._may_ask():
            return ruled
        titles = [title for i in history[-1].cited[:TITLES] if (title := without_orders(title_of(i)))]
        before = [turn.question[:LONGEST_TURN] for turn in history[-TURNS:]]
        try:
            meant = question_in(self._reply(_messages(ruled.asked, before, titles)))
        except LanguageModelError:
            return ruled
        if not acceptable(meant, ruled.asked, [*before, *titles], self._reader):
            return ruled
        return self._reader.read_as(meant, ruled, history, without)

    def _may_ask(self) -> bool:
        """Not when it is in doubt whether the model works: the answer itself finds that out, and its one try is not used up here."""
        return all(ledger is None or ledger.undisturbed() for ledger in (self._ledger, self._hasty))

    def _reply(self, messages: Sequence[BaseMessage]) -> str:
        said = ""
        with closing(self._booked.ask(messages, Deadline.after(self._seconds, self._seconds))) as pieces:
            for piece in pieces:
                said += piece
                if len(said) > LONGEST_REPLY:
                    break
        return said


def question_in(reply: str) -> str:
    """The one line that a model answered with, bare of what it puts around it; nothing when there are more lines."""
    text = bare(reply)
    if text.startswith("{"):
        try:
            told = json.loads(text)
        except ValueError:
            return ""
        texts = [value for value in told.values() if isinstance(value, str)]
        text = texts[0] if len(texts) == 1 else ""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return LABEL.sub("", lines[0].strip(QUOTES)).strip(QUOTES) if len(lines) == 1 else ""


def acceptable(meant: str, asked: str, before: Sequence[str], reader: Reader) -> bool:
    """Whether it is one Dutch question of a fitting length that keeps what was asked and names nothing that was not said before."""
    said = read("\n".join([asked, *before]))
    new, own = read(meant), read(asked)
    named = reader.named_in(said.text)
    return (
        _is_one_question(meant)
        and not is_order(meant)
        and masked(meant) == meant
        and not brings(new, said, {word for name in named for word in words(name)})
        and _mostly_known(new, said)
        and reader.named_in(asked) <= reader.named_in(meant) <= named
        and numbers_of(own) <= numbers_of(new)
        and all(word in new.words if word in own.words else word not in new.words or word in said.words for word in DENIALS)
    )


def _is_one_question(text: str) -> bool:
    return (
        text.endswith("?")
        and text.count("?") == 1
        and len(text) <= LONGEST
        and FEWEST_WORDS <= len(text.split()) <= MOST_WORDS
        and not re.search(r"[.!:;…]\s", text)
        and not MARKUP.search(text)
        and looks_dutch(text)
    )


def _mostly_known(new: Text, said: Text) -> bool:
    content = {t.stem for t in new.content}
    return bool(content) and len(content & said.stems) >= KNOWN_SHARE * len(content)


def _messages(asked: str, before: Sequence[str], titles: Sequence[str]) -> list[BaseMessage]:
    told = TALKED_ABOUT.fill(titles="\n".join(_framed(t) for t in titles)) if titles else ""
    text = REWRITE.fill(before="\n".join(_framed(b) for b in before), titles=told, question=_framed(asked))
    return [SystemMessage(REWRITE_SYSTEM.text), HumanMessage(text)]


def _framed(text: str) -> str:
    return harmless(one_line(masked(text)))
