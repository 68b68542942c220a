"""`python -m assistant replay FILE`: answers the question of a receipt again, and tells what differs and why. Changes nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.answer import Turn
from assistant.chain import Assistant
from assistant.errors import ReceiptError
from assistant.receipt import Receipt, read_receipt, receipt_of
from ingest import Filters

CAUSES = {
    "corpus": "de bronnen zijn veranderd",
    "code": "de code van Reisgenoot is veranderd",
    "embedding": "het zoekmodel is een ander",
    "analyser": "woorden worden anders gelezen",
    "chunker": "publicaties worden anders in stukken verdeeld",
}


@dataclass(frozen=True)
class Replay:
    """What came of it, in Dutch lines: `differences` between the answers, and `causes` that were found for them."""

    same: bool
    differences: tuple[str, ...]
    causes: tuple[str, ...]

    @property
    def lines(self) -> list[str]:
        """All of it, for a reader."""
        if self.same:
            told = ["Hetzelfde antwoord, op hetzelfde bewijs."]
            return told + ([f"Wel anders dan toen: {'; '.join(self.causes)}."] if self.causes else [])
        causes = self.causes or ("geen oorzaak gevonden: bronnen, code en modellen zijn dezelfde",)
        return ["Het antwoord is veranderd.", *(f"- {d}" for d in self.differences), "Waardoor:", *(f"- {c}" for c in causes)]


def replay(path: Path, assistant: Assistant) -> Replay:
    """Answer again and compare. Raises ReceiptError when the file is no receipt, and QuestionError."""
    then, assistant = read_receipt(path), assistant.newest()
    try:
        history = [Turn(t["question"], tuple(t["cited"]), tuple(t["keys"]), tuple(t.get("told", ()))) for t in then["history"]]
        filters = Filters(**{name: tuple(values) for name, values in then["filters"].items()})
        answer = assistant.answer(then["question"], history, filters, then["without"])
        now = receipt_of(assistant.index, assistant.checker, answer, history, filters, then["without"], {})
        differences = tuple(_differences(then, now))
        return Replay(not differences, differences, tuple(_causes(then, now)))
    except (KeyError, TypeError, AttributeError) as fault:
        raise ReceiptError(f"{path} is geen goede bon: er ontbreekt iets, of een waarde klopt niet ({fault}).") from fault


def _differences(then: Receipt, now: Receipt) -> Iterator[str]:
    if then["refused"] != now["refused"]:
        yield "toen was er geen antwoord, nu wel" if then["refused"] else "toen was er een antwoord, nu niet"
    before, after = ([s["text"] for s in receipt["sentences"]] for receipt in (then, now))
    yield from (f"weg: {text}" for text in before if text not in after)
    yield from (f"nieuw: {text}" for text in after if text not in before)
    if before != after and sorted(before) == sorted(after):
        yield "dezelfde zinnen staan in een andere volgorde"
    elif before == after and then["answer"] != now["answer"]:
        yield "dezelfde zinnen hebben andere verwijzingen of kopjes"
    judged = {s["text"]: s["supported"] for s in then["sentences"]}
    for sentence in now["sentences"]:
        if judged.get(sentence["text"], sentence["supported"]) != sentence["supported"]:
            yield f"anders beoordeeld ({sentence['reason']}): {sentence['text']}"
    yield from _evidence(then, now)


def _evidence(then: Receipt, now: Receipt) -> Iterator[str]:
    before, after = ({e["id"]: e for e in receipt["evidence"]} for receipt in (then, now))
    if gone := [i for i in before if i not in after]:
        yield f"niet meer bij het bewijs: {', '.join(gone)}"
    if new := [i for i in after if i not in before]:
        yield f"nieuw bij het bewijs: {', '.join(new)}"
    if changed := _changed(before, after):
        yield f"andere tekst in het bewijs: {', '.join(changed)}"
    if not gone and not new and list(before) != list(after):
        yield "het bewijs staat in een andere volgorde"
    moved = [i for i in before if i in after and abs(before[i]["score"] - after[i]["score"]) > 1e-4]
    if moved:
        told = [f"{i} ({before[i]['score']:.3f} → {after[i]['score']:.3f})" for i in moved[:5]]
        yield f"andere score: {', '.join(told)}"


def _changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    return [i for i in before if i in after and before[i]["sha256"] != after[i]["sha256"]]


def _causes(then: Receipt, now: Receipt) -> Iterator[str]:
    evidence = [{e["id"]: e for e in receipt["evidence"]} for receipt in (then, now)]
    other_model = then["versions"].get("embedding") != now["versions"]["embedding"]
    for name, cause in CAUSES.items():
        old, new = str(then["versions"].get(name, "?")), str(now["versions"][name])
        # The sum of an index counts its model too: with another model it says nothing of the sources, and the evidence must.
        if old != new and (name != "corpus" or not other_model or _changed(*evidence)):
            yield f"{cause} ({old[:12]} → {new[:12]})"
    if then["writer"]["model"] != now["writer"]["model"]:
        yield f"een ander schreef: eerst {_writer(then)}, nu {_writer(now)}"
    elif now["writer"]["model"]:
        if then["writer"]["prompts"] != now["writer"]["prompts"]:
            yield "het taalmodel kreeg andere opdrachten"
        yield "een taalmodel schrijft niet elke keer hetzelfde"


def _writer(receipt: Receipt) -> str:
    return f"taalmodel {receipt['writer']['model']}" if receipt["writer"]["model"] else "Reisgenoot zelf, uit de bronnen"
