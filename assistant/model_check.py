"""`python -m assistant check-model`: does the language model work, and what to do when not. One real question, no evidence, no user text."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

from langchain_core.messages import HumanMessage

from assistant.errors import LanguageModelError, ModelUnavailable
from assistant.language import looks_dutch
from assistant.llm import SCRIPTED, chat_model
from assistant.model_stream import Deadline, Listening
from assistant.prompts import TRIAL
from assistant.providers import place_of, shown_address, split_name
from assistant.settings import ModelSettings

STEPS = ("adres", "sleutel", "model", "stroom", "Nederlands")
PLACE_WORDS = {
    "machine": "op deze computer", "network": "in het eigen netwerk", "eu": "elders, binnen de EU", "outside": "elders, buiten de EU",
    "unknown": "onbekend",
}  # fmt: skip
FAILS_AT = {
    "connection": "adres", "key": "sleutel", "model": "model", "busy": "model", "server": "model", "request": "model", "slow": "stroom",
    "stalled": "stroom", "broken": "stroom", "unreadable": "stroom", "empty": "stroom",
}  # fmt: skip
TODO = {
    "connection": "Kijk of de dienst draait en of REISGENOOT_MODEL_URL klopt (nu: {url}).",
    "key": "Zet de juiste sleutel in REISGENOOT_MODEL_KEY_FILE of REISGENOOT_MODEL_KEY.",
    "model": "Kijk de naam na{pull}, en het pad in REISGENOOT_MODEL_URL (nu: {url}).",
    "busy": "Probeer het straks nog eens, of vraag de aanbieder om een hogere limiet.",
    "server": "Kijk in het logboek van de dienst.",
    "request": "Deze dienst spreekt een andere taal dan de aanbieder die is ingesteld, of het model is te klein voor de vraag.",
    "slow": "Een model dat nog laadt, heeft soms een minuut nodig: probeer het nog eens, of zet REISGENOOT_MODEL_WAIT hoger (nu: {wait:g} s).",
    "stalled": "Het begon wel. Zet REISGENOOT_MODEL_WAIT hoger (nu: {wait:g} s) of neem een kleiner model.",
    "broken": "Kijk in het logboek van de dienst; vaak is het geheugen vol.",
    "unreadable": "Deze dienst stuurt geen geldig UTF-8; werk die bij.",
    "empty": "Neem een ander model, of vul het script aan.",
}


@dataclass(frozen=True)
class Step:
    """One thing that was looked at: `ok` None means that it could not be looked at yet."""

    name: str
    ok: bool | None
    words: str

    @property
    def line(self) -> str:
        """For the screen."""
        return f"{self.name:<11}{ {True: 'goed', False: 'fout', None: '-'}[self.ok]:<6}{self.words}"


def check_model(settings: ModelSettings) -> Iterator[Step]:
    """Each step as it is known. Asks the model one short question."""
    try:
        model = chat_model(settings)
        place = (
            ""
            if settings.name.startswith(SCRIPTED) or not model
            else PLACE_WORDS[place_of(settings.name, settings.url, settings.place)]
        )
    except LanguageModelError as fault:
        yield Step("instelling", False, str(fault))
        return
    if model is None:
        yield Step(
            "instelling",
            False,
            "Er is geen taalmodel ingesteld. Dat hoeft ook niet. Wilt u er een, zet dan REISGENOOT_MODEL, zoals ollama:gemma3.",
        )
        return
    yield Step("instelling", True, f"{settings.name}, {_address(settings)}")
    yield Step("plaats", None if place == PLACE_WORDS["unknown"] else True, _placed(place, settings))
    start = time.monotonic()
    listening = Listening(model, [HumanMessage(TRIAL.text)], Deadline.after(settings.timeout, settings.wait))
    first, said = 0.0, []
    try:
        for piece in listening:
            first = first or (time.monotonic() - start if piece.strip() else 0.0)
            said.append(piece)
    except ModelUnavailable as fault:
        yield from _failed(fault, settings)
        return
    yield from _heard("".join(said), len(said), first, time.monotonic() - start)


def _failed(fault: ModelUnavailable, settings: ModelSettings) -> Iterator[Step]:
    at = FAILS_AT.get(fault.kind, "model")
    provider = "" if settings.name.startswith(SCRIPTED) else split_name(settings.name)[0]
    pull = f" of haal het model op: ollama pull {split_name(settings.name)[1]}" if provider == "ollama" else ""
    todo = TODO.get(fault.kind, TODO["server"]).format(url=_address(settings), wait=settings.wait, pull=pull)
    for step in STEPS:
        if step == at:
            yield Step(step, False, f"{fault}. {todo}")
        else:
            before = STEPS.index(step) < STEPS.index(at) and fault.kind != "request"
            yield Step(step, True if before else None, "" if before else "nog niet te zeggen")


def _heard(text: str, pieces: int, first: float, whole: float) -> Iterator[Step]:
    for step in STEPS[:2]:
        yield Step(step, True, "")
    if not text.strip():
        yield Step(
            "model", False, "het gaf een leeg antwoord. Neem een ander model; een denkend model heeft soms meer tokens nodig."
        )
        return
    yield Step("model", True, "antwoordt")
    if pieces > 1:
        yield Step("stroom", True, f"eerste woord na {first:.1f} s, alles na {whole:.1f} s".replace(".", ","))
    else:
        yield Step("stroom", False, "het antwoord komt in één keer. Het werkt wel, maar de lezer wacht langer op de eerste zin.")
    if looks_dutch(text):
        yield Step("Nederlands", True, "")
    else:
        yield Step(
            "Nederlands",
            False,
            "het antwoordt niet in het Nederlands. Neem een model dat dat kan, zoals ollama:gemma3 of mistral:mistral-small-latest.",
        )


def _address(settings: ModelSettings) -> str:
    if settings.name.startswith(SCRIPTED):
        return "een bestand"
    return shown_address(settings.name, settings.url) or "het adres van de aanbieder"


def _placed(place: str, settings: ModelSettings) -> str:
    if settings.name.startswith(SCRIPTED):
        return "op deze computer"
    if settings.place:
        return f"{place}, volgens REISGENOOT_MODEL_PLACE"
    return f"{place}, afgeleid van het adres. Geeft dat adres vragen door aan een ander? Zet dan REISGENOOT_MODEL_PLACE."
