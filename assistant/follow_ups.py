"""Follow-ups in a conversation: whether a question leans on what came before, and the question that is meant. Words only."""

import re
from collections.abc import Collection, Sequence

from assistant.ages import without_ages
from assistant.length import Length
from assistant.place_names import without_places
from ingest import content_words, fold, stem

FOLLOW_UP = re.compile(
    r"^(en\b|maar\b|nog (een|meer|zo)|ook\b|zijn er (nog )?(meer|andere)|heb je (nog )?(meer|een ander)|wat betekent dat|waarom dat|hoe dan|"
    r"en hoe|vertel (eens )?meer|kun je (dat|hier)|wie deed|wie deden|wat kostte dat|geldt dat|en dat)"
)
POINTING = re.compile(
    r"\b(dat|die|dit|deze|daar\w*|hier\w*|er(?:aan|bij|in|mee|om|op|over|toe|uit|van|voor)|er (?:mee|aan|bij|in|over|toe|voor)|zij|hun|hem|"
    r"gaat het (?:om|over))\b"
)
# What ties a follow-up to what came before.
BEGINNING = re.compile(r"(?i)^\W*(?:(?:en|maar|ook|of|dan|nog)\s+)*")
# Words that may point to what came before, or to nothing.
MAY_POINT = re.compile(rf"{POINTING.pattern}|\b(ze|zo'n|zulke?|dan|hij|er|het|toch|ook)\b")
MORE = re.compile(r"\b(nog (een|meer)|een ander|andere voorbeelden|meer voorbeelden)\b")
# In `zijn er scholen die ...` the word points to nothing.
THERE_ARE = re.compile(r"\b(?:is|zijn|bestaan|bestaat|waren|was) er\b|\ber (?:is|zijn|bestaan|bestaat|waren|was)\b")
# A question of so many words with a subject, and nothing that points, is a whole one.
WHOLE = 9
# A question that asks what something is.
EXPLAINED = re.compile(r"(?i)^\W*wat (?:is|zijn|betekent|doet|houdt) (?P<what>(?!er\b).{2,50}?)(?: in)?\W*$")
# So many words with meaning are few, and some.
FEW, SOME = 2, 4
# In a conversation these alone are no subject: they are asked of what was talked about.
LEANING_NOUNS = frozenset(
    stem(word)
    for word in """voorbeeld praktijkvoorbeelden gemeente hulpmiddelen instrumenten tools resultaat resultaten effect opbrengst partners deelnemers
    kinderen jongeren scholen organisaties mensen jaar geld doen deden doet mee meedoen gaan gaat ging begin begon begonnen start startte betaalt
    betalen kost kosten kostte werkt werken werkte heet heten leverde levert duurt duurde geregeld nodig""".split()
)


# What is asked is the answer before, in another length.
_PLEASE = r"(?: (?:graag|aub|svp|alsjeblieft|alstublieft|maken|zeggen|vertellen|antwoorden?))*\W*"
_MAY = r"\W*(?:en )?(?:(?:kan|kun|mag|wil) (?:(?:je|u) (?:dat|het|er)|het|dat|je|u) (?:ook )?)?(?:nog )?(?:wat |iets |veel |een stuk )?"
SHORTER = re.compile(
    rf"{_MAY}(?:korter|(?:in het )?kort|(?:kort )?samenvatten|vat (?:dat|het|dit) (?:eens |even |kort )*samen|(?:een )?(?:korte )?samenvatting"
    rf"|(?:een )?korte(?:re)? versie){_PLEASE}"
)
LONGER = re.compile(
    rf"{_MAY}(?:uitgebreider|langer|leg (?:dat|het|dit) (?:eens |even |nog )*uit|(?:eens )?(?:beter )?uitleggen|meer (?:uitleg|vertellen)"
    rf"|vertel (?:er )?(?:eens |nog )?meer(?: over)?|meer (?:hier|daar)over){_PLEASE}"
)
SHORT = 2
# Where the answer before stands: `waar staat dat?`, `bron?`
_IT, _SOURCE, _PAGE = r"(?:dat|dit|die|het)", r"(?:bron|publicatie|document|stuk|rapport)", r"(?:pagina|bladzijde)"
_SAYS = r"(?:staan?|staat|lees (?:ik|je)|las je|haal (?:je|u)|komen|komt)"
WHERE = re.compile(
    rf"\W*(?:en )?(?:(?:waar|(?:op|uit|in|van)? ?welke? (?:{_PAGE}|{_SOURCE})) (?:{_SAYS} {_IT}|(?:is|was) {_IT})"
    rf"|(?:(?:wat|welke) (?:is|zijn) |heb (?:je|u) |geef |noem )?(?:daar |hier )?(?:de |je |uw |een )?"
    rf"(?:bron|bronnen|bronvermelding|vindplaats|{_PAGE})(?: (?:daarvan|hiervan|van (?:dat|dit)|voor|bij))?)"
    r"(?: (?:precies|eigenlijk|allemaal|ergens|vandaan|uit|geschreven|te lezen|dan|nou))*\W*"
)


def other_length(asked: str) -> Length | None:
    """The length in which the answer before is asked again: `korter graag`; None when something else is asked."""
    folded = fold(asked).strip()
    if SHORTER.fullmatch(folded):
        return Length(sentences=SHORT)
    return Length(more=True) if LONGER.fullmatch(folded) else None


def asks_where(asked: str) -> bool:
    """Whether it is asked on which pages the answer before rests."""
    return bool(WHERE.fullmatch(fold(asked).strip()))


def leans(asked: str, own_words: Sequence[str]) -> bool:
    """Whether a question, of which these are the words with meaning, is no question without what came before it."""
    folded = fold(asked).strip()
    subject = [w for w in own_words if stem(w) not in LEANING_NOUNS]
    few = len(subject) <= FEW
    return (bool(FOLLOW_UP.match(folded)) and len(subject) <= 5) or (few and bool(POINTING.search(folded))) or not subject


def may_lean(asked: str, own_words: Sequence[str]) -> bool:
    """Whether a question that does not surely lean on what came before it says so little that it may."""
    subject = [w for w in own_words if stem(w) not in LEANING_NOUNS]
    points = bool(MAY_POINT.search(THERE_ARE.sub(" ", fold(asked))))
    if len(subject) > FEW:
        return len(subject) <= SOME and points
    return points or not subject or len(asked.split()) < WHOLE


def asks_more(asked: str) -> bool:
    """Whether something else of the same is asked: `nog een`."""
    return bool(MORE.search(fold(asked)))


def own(asked: str, where: Sequence[str]) -> list[str]:
    """What a question in a conversation has of its own, beside the places that it names and ages."""
    bare = without_ages(without_places(fold(asked), where))
    return [w for w in content_words(bare) if stem(w) not in LEANING_NOUNS]


def narrows(asked: str, where: Sequence[str], ages: Collection[str]) -> bool:
    """Whether all that a question in a conversation has of its own is a place or an age: `En in Limburg?`"""
    return bool(where or ages) and not own(asked, where)


def narrowed(topic: str, where_before: Sequence[str], asked: str, where: Sequence[str], ages: Collection[str]) -> str:
    """The topic with another place or age: of what it had, the kind that is named anew gives way."""
    bare = topic.rstrip(" ?.!")
    bare = without_places(bare, where_before) if where else bare
    bare = without_ages(bare) if ages else bare
    return re.sub(r"\s+", " ", f"{bare} {BEGINNING.sub('', asked)}").strip()


def behind(topic: str, asked: str) -> str:
    """A question about what was explained before it, `Wie doen er mee bij VIOS?`; empty when nothing was."""
    told = EXPLAINED.match(topic)
    return f"{BEGINNING.sub('', asked).rstrip(' ?.!')} bij {told['what']}?" if told else ""
