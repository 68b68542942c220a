"""What an answer may say from an entry, sentence by sentence, and what can be seen of a sentence alone. Knows nothing of questions."""

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise

from assistant.orders import ordered
from assistant.remembered import remembered
from assistant.wording import NUMBER_WORDS, TEENS, TENS
from ingest import Article, Entry, LawDetail, fold, sentences, stem, words

# Who calls a law by so many words of its title has named it.
CALLED = 4
# A line of a document with fewer words is no sentence, unless it gives a number.
SHORTEST, SHORTEST_COUNT = 5, 3
# Sentences of which it is remembered what was seen: they are asked about again and again.
KEPT = 20_000
AMOUNT_WORDS = frozenset((*NUMBER_WORDS[2:], *TEENS, *TENS, *"honderd duizend anderhalf helft kwart derde".split()))
# Amounts of money and time, and shares, which count no things.
AMOUNTS_OF = re.compile(
    r"€\s?\d[\d.,]*(?: (?:miljoen|miljard))?|\b(?:\d[\d.,]*|" + "|".join(sorted(AMOUNT_WORDS)) + r")(?: (?:miljoen|miljard))?\s?"
    r"(?:%|(?:euro|procent|jaar|jaren|maand\w*|we(?:ek|ken)|dag(?:en)?|uur|uren|minu\w+|keer|maal)\b)"
)
# What comes before a number that names something and counts nothing.
LABELS = frozenset(
    "artikel artikelen art lid route routes advies principe pagina bladzijde stap groep fase deel bijlage wvo wpo wec".split()
)
YEAR_OR_AGE = re.compile(r"(?:19|20)\d\d|12[-+]")
# What stands before an item of a list, on a card or in a document of any kind.
MARK = re.compile(r"^[-–*•▪●◦‣·]\s+")
# Words with which a sentence leans on the one before it; alone it would be hard to follow.
LEANS = re.compile(
    r"^(dit|deze|die|dat|zij|hij|ze|daar\w*|hier\w*|ook|zo|dan|toch|verder|de volgende|in andere|andere|een tweede|de tweede|het tweede|het gaat)\b|"
    r"\b(daarom|zo'n|zo’n|al die|beide|daarvoor|daarbij|daarna|daarmee|daarvan|daarin|daarop|daarover|daarentegen|hiervoor|"
    r"hierbij|hiermee|ervoor|erbij|eruit)\b"
)
# What is told of a page and not of its subject.
SAYS_LITTLE = re.compile(
    r"\b(geeft de link|geeft een link|link naar|niet op deze (plek|pagina)|meer uitleg staat niet|vertelt (er )?verder niets|"
    r"(geeft|biedt) meer informatie|meer informatie (over|staat|geeft)|vertelt meer over|plaatst het voorbeeld|staat op de website)\b"
)
# Where what a card tells was found, and nothing else; who asks for that names a source.
WHERE_FROM = re.compile(
    r"\b(uitspra\w+|cita\w+|cijfers|voorbeeld(en)?|verha\w+|gegevens)\b.{0,70}\b(staat|staan|komt|komen)\b.{0,12}\b(uit|in|bij)\b"
)
ASKS_WHERE_FROM = re.compile(
    r"\b(bron(nen)?|bladzijde|pagina|waar(uit| komen| komt| staat| staan)?|welk\w* (onderzoek|publicatie|rapport))\b"
)
ABOUT_THE_SOURCE = re.compile(
    r"\b(reisgids|midterm|notitie|advies|rapport|community of practice|publicatie|hoofdstuk|bladzijde|bijlage|beschrijft|noemt|verwijst|"
    r"vertelt|geeft|route \d)\b"
)


def entry_sentences(entry: Entry) -> list[str]:
    """What an answer may say from an entry: its summary and the sentences of its text, headings left out; of a law its articles last."""
    body = [unmarked(line) for line in entry.body.split("\n") if line.strip() and not line.startswith("#")]
    found = [*sentences(entry.summary), *(s for line in body for s in sentences(line))]
    if isinstance(entry.detail, LawDetail):
        found += [entry.detail.status_note, *articles_told(entry)]
    if entry.kind == "passage":
        # An order to a machine is no information for a reader.
        orders = orders_in(entry)
        found = [s for s in map(unmarked, found) if _is_whole(s) and s not in orders]
    return found


def unmarked(line: str) -> str:
    """A line without the mark of a list item."""
    return MARK.sub("", line.strip())


def orders_in(entry: Entry) -> frozenset[str]:
    """The sentences of an entry that are orders to a machine, without marks of list items, as `entry_sentences` has its own."""
    return frozenset(map(unmarked, ordered(entry.body)))


def _is_whole(text: str) -> bool:
    """Whether a line of a document is a sentence, and no heading or half a line: `Er zijn twaalf coaches.` is one for its number."""
    return text[-1:] in '.!?’"”' and len(text.split()) >= (SHORTEST_COUNT if has_amount(text) else SHORTEST)


def articles_told(entry: Entry) -> Mapping[str, Article]:
    """The articles of a law by the sentence that tells each: `Artikel 2.6 Jeugdwet: het college ...`."""
    return _articles_told(bare_title(entry), entry.detail.articles) if isinstance(entry.detail, LawDetail) else {}


@lru_cache(maxsize=1_000)
def _articles_told(law: str, articles: tuple[Article, ...]) -> Mapping[str, Article]:
    found = {}
    for article in articles:
        numbered, now = article.article[:1].isdigit(), article.article.removeprefix("(nu) ")
        elsewhere = f"Nu geregeld in {now}" if now != article.article else now
        name = f"Artikel {article.article} {law}" if numbered else elsewhere
        sure = "" if article.certain else " (niet bevestigd)"
        found[f"{name}: {lower(article.gist)}".removesuffix(".") + f"{sure}."] = article
    return found


def quote_of(entry: Entry, text: str) -> str:
    """The words of the entry that one of its sentences tells: of an article what it says, without its number."""
    article = articles_told(entry).get(text)
    return article.gist if article else text


def under_headings(entry: Entry) -> dict[str, str]:
    """Sentence -> the folded heading above it, for the sentences of the body."""
    found: dict[str, str] = {}
    heading = ""
    for line in filter(None, map(str.strip, entry.body.split("\n"))):
        if line.startswith("#"):
            heading = fold(line.lstrip("# "))
        else:
            found.update(dict.fromkeys(sentences(unmarked(line)), heading))
    return found


@remembered(KEPT)
def leans(text: str) -> bool:
    """Whether a sentence cannot stand without the one before it."""
    return bool(LEANS.search(fold(text)))


def tells_where_from(text: str) -> bool:
    """Whether a sentence says no more than where an example, a saying or figures were found."""
    return bool(WHERE_FROM.search(fold(text)))


@remembered(KEPT)
def about_the_source(text: str) -> int:
    """How many words of a sentence speak of a publication or of what it does."""
    return len(ABOUT_THE_SOURCE.findall(fold(text)))


@remembered(KEPT)
def says_little(text: str) -> bool:
    """Whether a sentence speaks of the publication and not of the subject."""
    return bool(SAYS_LITTLE.search(fold(text)))


@remembered(KEPT)
def has_amount(text: str) -> bool:
    """Whether a sentence gives a number, in digits or in words; the number of an article, a route or a year is none."""
    found = words(text)
    counted = (w for before, w in pairwise(["", *found]) if before not in LABELS and not YEAR_OR_AGE.fullmatch(w))
    return any(w[0].isdigit() and not w[-1].isalpha() for w in counted) or bool(AMOUNT_WORDS & set(found))


def bare_title(entry: Entry) -> str:
    """A title without what stands in brackets."""
    return re.sub(r"\s*\(.*?\)", "", entry.title)


def lower(text: str) -> str:
    """A sentence after a colon starts small, unless it starts with a name or an abbreviation."""
    first = text.split(" ", 1)[0].rstrip(":,")
    return text[0].lower() + text[1:] if first.isalpha() and first[1:].islower() else text


def is_named(entry: Entry, text: str) -> bool:
    """Whether a text calls a law, or a tool, by its abbreviation, its title or the beginning of that."""
    title = bare_title(entry)
    return any(name and fold(name) in fold(text) for name in (title, " ".join(title.split()[:CALLED]), entry.abbreviation))


def evidence_words(entry: Entry) -> str:
    """Everything an entry tells, as one text."""
    return " ".join((entry.title, entry.summary, entry.body, *entry.places, *entry.terms, *entry.articles))


@remembered(2_000)
def stems_told(text: str) -> frozenset[str]:
    """The stems of all words of a text."""
    return frozenset(stem(w) for w in words(text))
