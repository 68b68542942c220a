"""`python -m evals learn-added`: fits what is done with documents without cards: the order of their passages, and the bar for refusing.

Each publication in turn is only added, as `leave-out` does: no card of it, and a model that was trained without them. Asked are the
writers' questions about it, within it and beside the other cards, and as many about the others, so that passages come before cards only
where they should. Prints what weights say that were learned on the other publications. Never reads the untouched part.
"""

import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant import (
    Assistant,
    AssistantSettings,
    Filters,
    Labelled,
    Pieces,
    Suiting,
    answerable_signs,
    first_right,
    learn_added_reranking,
    pieces_of,
    save_added_reranking,
)
from evals.errors import InputFault
from evals.learn_refusal import Asked, fit_bar, written_questions
from evals.leave_out import PUBLICATIONS, only_added
from evals.tune import BEFORE, learned
from evals.tune_dual_encoder import suitings_of

# At most so many questions about a publication, and so many about the others, and for how much each counts beside one that is asked about
# a publication while the cards of the others compete.
ABOUT, OTHERS_COUNT, WITHIN_COUNT = 1300, 2.0, 2.0
# Of the questions that no source answers, so many are asked beside those about an added publication.
UNANSWERABLE = 600
# Of the answerable questions that were left out of the fit, so many may be refused: less is known than of cards, and a higher bar for the
# one would leave hardly any bar for the other.
REFUSE_AT_MOST = 0.1
KINDS = ("beside the cards", "cards beside it", "within it")


@dataclass(frozen=True)
class Added:
    """A publication that is only added, with the assistant that knows it so, the questions about it and about the others, and for each
    writer what an encoder that saw nothing of that writer says of the cards.
    """

    document: str
    assistant: Assistant
    about: Sequence[Labelled]
    others: Sequence[Labelled]
    suitings: Mapping[str, Suiting]


def learn_added(pdfs: Path | None, work: Path | None) -> int:
    """Learn, report, write. With `work`, what is made stays there and is taken up the next time. Raises ReisgenootError."""
    with ExitStack() as stack:
        place = work or Path(stack.enter_context(TemporaryDirectory(prefix="reisgenoot-toegevoegd-")))
        every = list(_each_added(pdfs or PUBLICATIONS, place))
        found = {a.document: _pieces(a) for a in every}
        print(_report(found))
        save_added_reranking(learn_added_reranking(_joined(list(found.values()))))
        unanswerable = [q for q in written_questions() if not q[1]]
        asked = [
            one
            for n, a in enumerate(every)
            for one in _asked(a, random.Random(n).sample(unanswerable, min(UNANSWERABLE, len(unanswerable))))
        ]
        fit_bar("added", asked, REFUSE_AT_MOST, words=False)
    return 0


def _each_added(pdfs: Path, place: Path) -> Iterator[Added]:
    settings = AssistantSettings.from_environment()
    whole = Assistant.open(settings, follow=False)
    of_whole = learned(whole)
    known, encoders = of_whole.asked, of_whole.encoders
    for number, document in enumerate(sorted({d for of in known for d, _ in of.pages})):
        pdf = pdfs / f"{document}.pdf"
        if not pdf.is_file():
            raise InputFault(f"{pdf} is er niet; wijs de map met PDF's aan met --documents MAP")
        print(f"{document} …", file=sys.stderr, flush=True)
        about = [of for of in known if {d for d, _ in of.pages} == {document}]
        others = [of for of in known if document not in {d for d, _ in of.pages}]
        ingest, embedder = only_added(document, pdf, settings, place / document)
        assistant = Assistant.open(AssistantSettings(ingest=ingest), embedder, follow=False)
        beside = random.Random(number).sample(others, min(ABOUT, len(others)))
        yield Added(document, assistant, about, beside, suitings_of(assistant, encoders))


def _pieces(added: Added) -> tuple[list[Pieces], ...]:
    """One list for each of KINDS."""
    about = random.Random(0).sample(added.about, min(ABOUT, len(added.about)))
    within = Filters(documents=(added.document,))
    return (
        [pieces_of(added.assistant, of, suiting=added.suitings[of.writer]) for of in about],
        [pieces_of(added.assistant, of, None, OTHERS_COUNT, added.suitings[of.writer]) for of in added.others],
        [pieces_of(added.assistant, of, within, WITHIN_COUNT, added.suitings[of.writer]) for of in about],
    )


def _joined(found: Sequence[tuple[list[Pieces], ...]]) -> list[Pieces]:
    return [pieces for kinds in found for of_kind in kinds for pieces in of_kind]


def _report(found: dict[str, tuple[list[Pieces], ...]]) -> str:
    lines = ["publication               questions                first right before  after, held out"]
    for document, kinds in found.items():
        weights = learn_added_reranking(_joined([of for d, of in found.items() if d != document]))
        for kind, pieces in zip(KINDS, kinds, strict=True):
            before, after = first_right(pieces, BEFORE), first_right(pieces, added=weights)
            lines.append(f"{document:24} {kind:17} {len(pieces):5}  {before:18.3f}  {after:15.3f}")
    return "\n".join(lines)


def _asked(added: Added, unanswerable: Sequence[tuple[str, bool, str, str]]) -> Iterator[Asked]:
    """Questions whose best evidence is a passage of the publication."""
    about = [(of.question, True, "answerable", of.writer) for of in added.about]
    for text, ok, kind, writer in (*about, *unanswerable):
        signs = answerable_signs(added.assistant, text, added.suitings[writer])
        if signs.added:
            yield Asked(text, ok, kind, writer, signs)
