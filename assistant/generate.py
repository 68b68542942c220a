"""Lets a language model write from the evidence, and lets through only sentences that the check supports. No evidence, no call."""

import re
from collections.abc import Iterator, Sequence

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import HumanMessage, SystemMessage

from assistant.answer import Sentence
from assistant.citations import Citations, split_markers
from assistant.compose import Material
from assistant.errors import LanguageModelError, ModelAnswer, ModelUnavailable
from assistant.grounding import Checker, check_sentence, evidence_text
from assistant.privacy import masked
from assistant.prompts import EVIDENCE, NO_ANSWER, QUESTION, SYSTEM
from ingest import Entry

PIECES = 6
MAX_ANSWER = 6_000
# A sentence ends at a stop that is followed by its markers, if any, and white space.
END_OF_LINE = re.compile(r"(?<=[.!?\])])\s*\n+")
END = re.compile(r"[.!?]['\"’”)]*(?:\s*\[\d[\d,; ]*\])*(?=\s|$)")


class Writer:
    """One model and the check that it writes under. `dropped` holds the sentences of the last answer that were not let through."""

    def __init__(self, model: BaseChatModel, checker: Checker) -> None:
        self._model, self._checker = model, checker
        self.dropped: list[str] = []

    def write(self, material: Material, citations: Citations) -> Iterator[Sentence]:
        """Supported sentences as the model finishes them, with numbers of `citations`.

        Raises ModelUnavailable or ModelAnswer; what was given before that stands.
        """
        self.dropped = []
        pieces = [r.entry for r in material.found[:PIECES]]
        if not pieces:
            return
        given = 0
        for raw in self._finished(self._stream(material, pieces)):
            if NO_ANSWER in raw:
                return
            sentence = self._checked(raw, pieces, citations)
            if sentence:
                given += 1
                yield sentence
        if not given and not self.dropped:
            raise ModelAnswer("het gaf een leeg antwoord")

    def _stream(self, material: Material, pieces: Sequence[Entry]) -> Iterator[str]:
        messages = [
            SystemMessage(SYSTEM.fill(no_answer=NO_ANSWER)),
            HumanMessage(QUESTION.fill(evidence=_evidence(pieces), question=masked(material.question.text))),
        ]
        total = 0
        try:
            for chunk in self._model.stream(messages):
                text = str(chunk.text)
                total += len(text)
                yield text
                if total > MAX_ANSWER:
                    return
        except LanguageModelError:
            raise
        except Exception as fault:
            # Providers raise errors of their own kind; whichever it is, the composed answer takes over and says so.
            raise ModelUnavailable(f"het is niet bereikbaar of weigert: {type(fault).__name__}") from fault

    def _finished(self, chunks: Iterator[str]) -> Iterator[str]:
        """Whole sentences, each with the markers behind it."""
        buffer = ""
        for chunk in chunks:
            buffer += chunk
            # The last sentence may still get a marker; it waits until more text follows.
            while (end := END.search(buffer)) and end.end() < len(buffer.rstrip()) and buffer[end.end() :].lstrip()[:1] != "[":
                yield buffer[: end.end()].strip()
                buffer = buffer[end.end() :]
        for rest in END_OF_LINE.split(buffer.strip()):
            if rest.strip():
                yield rest.strip()

    def _checked(self, raw: str, pieces: Sequence[Entry], citations: Citations) -> Sentence | None:
        text, numbers = split_markers(re.sub(r"^[-*•]\s+", "", raw))
        known = [pieces[n - 1] for n in numbers if 1 <= n <= len(pieces)]
        if len(known) != len(numbers) or not known or not text:
            self.dropped.append(raw)
            return None
        verdict = self._checker.check_texts(text, [evidence_text(e) for e in known])
        if not verdict.supported:
            self.dropped.append(raw)
            return None
        quotes = [check_sentence(text, [evidence_text(e)]).nearest for e in known]
        return Sentence(text, tuple(citations.cite(e, q or e.summary) for e, q in zip(known, quotes, strict=True)))


def _evidence(pieces: Sequence[Entry]) -> str:
    return "\n".join(
        EVIDENCE.fill(number=str(n), kind=e.kind, source=e.document, text=_harmless(evidence_text(e)))
        for n, e in enumerate(pieces, 1)
    )


def _harmless(text: str) -> str:
    """Evidence cannot close its own frame."""
    return text.replace("<", "‹").replace(">", "›")
