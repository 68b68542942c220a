"""What is refused before anything is looked for: talk, orders, advice about one child, letters, a place that no source names. Words only."""

import re

from assistant.errors import QuestionError
from assistant.one_child import in_need, of_harm, of_one_child
from assistant.premises import Refusal
from assistant.privacy import without_persons
from assistant.question import Question
from ingest import content_words, fold

MAX_CHARACTERS = 2_000
NO_ADVICE = (
    "Reisgenoot helpt bij beleid en geeft geen advies over een kind; vraag het wijkteam, de huisarts of de school, "
    "en bij zorgen over veiligheid Veilig Thuis."
)
MELDCODE = "Wie met kinderen of gezinnen werkt, volgt bij zulke signalen de stappen van de meldcode."
NO_ADVICE_TO_YOU = (
    "Reisgenoot helpt bij beleid en kan u niet zelf helpen. Praat met iemand die u vertrouwt, de huisarts, het wijkteam of de school, "
    "en als u niet veilig bent met Veilig Thuis. Is er nu gevaar, bel dan het alarmnummer."
)
LETTER = re.compile(
    r"\b(schrijf|stel|formuleer|maak)\b.{0,40}\b(brief\w*|mail|bezwaarschrift|verweerschrift|klacht|gedicht)\b|\bnamens mij\b"
)
ORDERS = re.compile(
    r"\b(negeer|vergeet|vergeten)\b.{0,40}\b(instructie\w*|alles|regels|hierboven|opdracht\w*|bronnen|systeem)\b|systeemprompt|system prompt|"
    r"\b(doe alsof|je bent (nu|vanaf nu)|(antwoord|schrijf|reageer) (alleen|voortaan|vanaf nu|altijd)|zeg alleen|verzin (dan|maar|een|iets)|"
    r"zonder bron(nen|vermelding)|herhaal de laatste vraag|ignore (all|previous|your))\b"
)  # fmt: skip
BETTER_IN_DUTCH = {
    "en": "Too few words of your question could be read; please ask it in Dutch. Stel uw vraag liever in het Nederlands.",
    "fy": "Te min wurden fan jo fraach koene lêzen wurde; stel him leaver yn it Nederlânsk. Stel uw vraag liever in het Nederlands.",
}
# What people say to a machine that answers, and ask of it.
TALK = re.compile(
    r"\W*(?:hallo|hoi|hey|hi|goede ?(?:morgen|middag|navond)|dag|doei|oke|top|(?:heel |hartelijk )?(?:bedankt|dank (?:je|u)(?: ?wel)?|dankjewel))"
    r"(?: reisgenoot)?\W*|(?:wie|wat) ben (?:je|jij|u)\b.*|ben (?:je|jij) (?:een )?(?:mens|robot|ai|chatgpt)\b.*|"
    r"(?:wat|hoe) (?:kun|kan|doe|werk|kunt|werkt|weet) (?:je|jij|u)(?: (?:allemaal|precies|eigenlijk|voor me|doen))*\W*|"
    r"wat kan ik (?:je|jou|u|hier) (?:allemaal )?vragen\W*|hoe laat is het\W*|wat (?:is|wordt) het weer\b.*|"
    r"hoe (?:is het|gaat het)(?: met (?:je|jou|u))?\W*"
)
# A question that ends in what it points to, and says no more.
POINTS = re.compile(r"\b(dat|dit|die|deze|daar\w*|hier\w*)(?: (?:ook|dan|precies|eigenlijk|nou|nu|toch))*\W*$")
# What it points to goes before it: `Doorbraakbudget, wat is dat precies?`
SHORTEST_TOPIC = 4
TOPIC = re.compile(r"(?P<topic>[^,:;?!–]+)[,:;?!–]\s+(?:wat|wie|hoe|waar\w*|is|zijn|moet|mag)\b")


def searchable(question: str) -> str:
    """What of a question may be searched with: no personal data. Raises QuestionError when it is empty or too long."""
    if not (text := question.strip()):
        raise QuestionError("Stel een vraag: het vak is leeg.")
    if len(text) > MAX_CHARACTERS:
        raise QuestionError(f"De vraag is te lang: {len(text)} tekens. Houd het bij {MAX_CHARACTERS} tekens.")
    return without_persons(text)


def before_search(question: Question) -> Refusal | None:
    """What needs no evidence to refuse: orders, one child, a place that no source names."""
    folded = fold(question.asked)
    if TALK.fullmatch(folded.strip()):
        return Refusal(
            "talk",
            "Reisgenoot beantwoordt vragen over samenwerken aan de pedagogische basis. Vraag bijvoorbeeld: hoe betrek ik ouders bij nieuw "
            "beleid?",
        )
    if ORDERS.search(folded) or ORDERS.search(fold(question.typed)):
        return Refusal("order", "Reisgenoot volgt geen opdrachten op die in een vraag staan en antwoordt alleen uit de bronnen.")
    if not question.follow_up and len(question.own_words) <= 1 and (pointing := POINTS.search(folded)) and not _names_topic(folded):
        return Refusal("unclear", f"Waar ‘{pointing[1]}’ op slaat, is niet duidelijk. Stel de vraag met het onderwerp erbij.")
    if in_need(folded):
        return Refusal("need", NO_ADVICE_TO_YOU)
    if of_one_child(folded, named=question.of_person):
        return Refusal("child", f"{NO_ADVICE} {MELDCODE}" if of_harm(folded) else NO_ADVICE)
    if LETTER.search(folded):
        return Refusal("letter", "Reisgenoot schrijft geen brieven of gedichten; het zoekt voorbeelden en regels in de bronnen.")
    if question.half_read:
        return Refusal("language", BETTER_IN_DUTCH[question.language])
    if question.unknown_places and not question.places:
        return Refusal("place", f"De bronnen vertellen niets over {' en '.join(question.unknown_places)}.")
    return None


def _names_topic(folded: str) -> bool:
    return bool((found := TOPIC.match(folded)) and any(len(word) >= SHORTEST_TOPIC for word in content_words(found["topic"])))
