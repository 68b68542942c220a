"""Reads a question in its conversation, without a language model: what a follow-up leans on, and what is meant by it."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

from assistant import follow_ups
from assistant.answer import Turn
from assistant.length import without_length
from assistant.question import HISTORY_WEIGHT, Question, QuestionReader


class Reader(QuestionReader):
    """Reads questions in the conversations that they belong to."""

    def read(self, asked: str, history: Sequence[Turn] = (), without: Sequence[str] = ()) -> Question:
        """Understand one question in its conversation; `without` holds keys of `Understood` that the user took away."""
        history = [turn for turn in history if not follow_ups.asks_where(turn.question)]
        if history and (length := follow_ups.other_length(asked)):
            again = self.read(history[-1].question, history[:-1], without)
            return replace(
                again, length=length, follow_up=True, meant=again.meant or again.whole.text, typed=asked, told=frozenset()
            )
        typed, asked = asked, (dutch := self.translator.read(asked)).text
        alone = replace(self.read_alone(asked, without), language=dutch.language, typed=typed, half_read=dutch.half_read)
        surely = follow_ups.leans(alone.asked, alone.own_words)
        if not history or not (surely or follow_ups.may_lean(alone.asked, alone.own_words)):
            return alone
        topic, *last = self._context(history)
        keys = (*without, *(k for t in history for k in t.keys))
        meant = self._meant(topic, alone)
        read = self._as_meant(meant, alone, keys) if meant else self._in_context([topic, *last], alone, keys)
        seen = frozenset(i for t in history for i in t.cited) if follow_ups.asks_more(asked) else frozenset[str]()
        told = frozenset(history[-1].told)
        return replace(read, follow_up=True, seen=seen, told=told, alone=alone, in_doubt=not surely)

    def _as_meant(self, meant: str, alone: Question, keys: Sequence[str]) -> Question:
        """What it was rewritten to, as the question that was typed."""
        read = self.read_alone(meant, keys)
        return replace(
            read,
            asked=alone.asked,
            meant=meant,
            language=alone.language,
            typed=alone.typed,
            half_read=alone.half_read,
            length=alone.length,
        )

    def _in_context(self, context: Sequence[str], alone: Question, keys: Sequence[str]) -> Question:
        """The question with the words of what it leans on, which count for less; what it names itself takes the place of what they name."""
        before = [self.read_alone(said, keys) for said in context]
        terms = dict(alone.terms)
        for term, weight in chain.from_iterable(read.terms.items() for read in before):
            terms[term] = max(terms.get(term, 0.0), weight * HISTORY_WEIGHT)
        topic = before[0]
        elsewhere = alone.provinces or follow_ups.asks_more(alone.asked)
        return replace(
            alone,
            text=" ".join(read.text for read in (*before, alone)),
            terms=terms,
            intents=alone.intents if alone.intents != ("general",) else topic.intents,
            ages=alone.ages or topic.ages,
            places=alone.places or (() if elsewhere else topic.places),
            laws=alone.laws or topic.laws,
        )

    def read_as(self, meant: str, ruled: Question, history: Sequence[Turn], without: Sequence[str] = ()) -> Question:
        """A follow-up by the question that it was rewritten to; of `ruled`, what the rules made of it, stays what was shown already."""
        alone = self.read_alone(meant, (*without, *(k for t in history for k in t.keys)))
        # Who asks for another example does not ask for the same place again.
        places = ruled.places if follow_ups.asks_more(ruled.asked) else alone.places
        return replace(
            alone, places=places, follow_up=True, seen=ruled.seen, meant=meant, language=ruled.language, typed=ruled.typed
        )

    def _context(self, history: Sequence[Turn]) -> list[str]:
        """The last question that stood on its own, with the place and the age of those that came after it; and what was asked last, when that
        leaned on it.
        """
        history = [turn for turn in history if not follow_ups.other_length(turn.question)] or history[:1]
        later: list[Question] = []
        topic = self._dutch(history[0].question)
        for turn in reversed(history[1:]):
            said = self._dutch(turn.question)
            alone = self.read_alone(said, ())
            if not follow_ups.leans(alone.asked, alone.own_words):
                topic = said
                break
            later.append(alone)
        narrowing = [alone for alone in later if follow_ups.narrows(alone.asked, alone.where, alone.ages)]
        for alone in reversed(narrowing):
            topic = self._narrowed(topic, alone)
        return [topic, *(alone.asked for alone in later[:1] if alone not in narrowing)]

    def _dutch(self, said: str) -> str:
        """An earlier question in Dutch, without how long its answer was to be."""
        return without_length(self.translator.read(said).text)

    def _meant(self, topic: str, leaning: Question) -> str:
        """A follow-up as a question on its own; empty when the words of both have to do."""
        if follow_ups.narrows(leaning.asked, leaning.where, leaning.ages):
            return self._narrowed(topic, leaning)
        if follow_ups.asks_more(leaning.asked) and not leaning.unknown_places and not follow_ups.own(leaning.asked, leaning.where):
            return topic
        return follow_ups.behind(topic, leaning.asked)

    def _narrowed(self, topic: str, narrowing: Question) -> str:
        return follow_ups.narrowed(topic, self.read_alone(topic, ()).where, narrowing.asked, narrowing.where, narrowing.ages)
