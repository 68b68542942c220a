"""Text of strangers as data: takes out characters that cannot be seen and links that are no web address, and names what is odd.

Nothing here is obeyed or run. What is flagged stays in the text, so that a reader can judge it; what is taken out is told.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace

from ingest.content import Content, Page

ORDERS = "tekst die een computer opdrachten geeft"
MARKUP = "opmaak of script in de tekst"
CHARACTERS = "onzichtbare tekens, verwijderd"
LOOKALIKES = "woorden met letters uit twee alfabetten"
LINKS = "links die geen webadres zijn, weggelaten"
SAFE = ("http://", "https://", "mailto:")

# Characters without a picture that change the order of letters, hide text, or split words for a reader of bytes.
BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
TAGS = "\U000e0000-\U000e007f"
UNSEEN = re.compile(
    f"[{BIDI}{TAGS}\u180e\u200b-\u200d\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb\ufe00-\ufe0f\u034f\u115f\u1160\u3164\uffa0]"
)
# Of those, the ones that no ordinary file has; the others stand in many an innocent web page, unless inside a word.
SUSPECT = re.compile(f"[{BIDI}{TAGS}]|(?<=\\w)[\u200b-\u200d\u2060\ufeff](?=\\w)")
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
TAG = re.compile(
    r"</?(?:script|iframe|object|embed|svg|img|style|link|meta|form|input|button|video|audio|base|body|html|a)\b[^<>]{0,500}>"
    r"|\bon(?:error|load|click|mouseover|focus)\s*=|\bjavascript\s*:|\bdata\s*:\s*text/html",
    re.I,
)
_OBJECTS = r"(?:instructies?|opdrachten?|regels|aanwijzingen|prompt|systeemprompt|instructions?|prompts?|rules|guidelines|directions|system prompt)"
# For text in lower case: a pattern that need not mind case, with one word border for all, is searched eight times as fast.
ORDER = re.compile(
    rf"\b(?:(?:negeer|vergeet|omzeil|ignore|disregard|forget|override|bypass)\b[^.!?]{{0,40}}\b{_OBJECTS}\b"
    r"|(?:system|systeem)[- ]?prompt\b"
    r"|(?:je|jij|u) bent (?:nu|vanaf nu) (?:een|geen)\b[^.!?]{0,40}\b(?:assistent|chatbot|model|ai)\b"
    r"|you are now\b|act as (?:an?|if)\b[^.!?]{0,30}\b(?:ai|assistant|model|dan)\b|developer mode\b|jailbreak"
    r"|(?:antwoord|zeg|schrijf|respond|reply|answer|say) (?:altijd|alleen|voortaan|always|only)\b[^.!?]{0,30}\b(?:met|dat|with|that)\b"
    r"|(?:vertel|noem|zeg|tell|reveal|mention)\b[^.!?]{0,30}\b(?:niet aan de gebruiker|nooit aan de gebruiker|to the user)\b"
    r"|(?:als|as) (?:een )?(?:ai|taalmodel|language model)\b[^.!?]{0,40}\b(?:moet|must|should)\b)"
    r"|<\|[a-z_]+\|>|\[/?inst\]"
)
# A line as in the log of a chat.
SPEAKER = re.compile(r"^\s*(?:system|assistant)\s*:", re.I | re.M)
_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE")


def as_data(content: Content) -> Content:
    """The content without unseen characters and without links of other schemes; what was found is added to its warnings."""
    warnings: dict[tuple[int, str], None] = dict.fromkeys(content.warnings)
    pages = []
    for page in content.pages:
        warnings |= dict.fromkeys((page.number, what) for what in _odd(page))
        pages.append(_cleaned(page))
    outline = tuple((number, visible(title)) for number, title in content.outline)
    return replace(
        content, title=visible(content.title), author=visible(content.author), pages=tuple(pages), outline=outline,
        warnings=tuple(warnings),
    )  # fmt: skip


def visible(text: str) -> str:
    """The text without control characters, halves of characters, and characters that have no picture."""
    return CONTROLS.sub(lambda m: "" if m[0] > "\x7f" else " ", UNSEEN.sub("", text))


def _cleaned(page: Page) -> Page:
    """The page itself when there is nothing to take out of it."""
    text = "\n".join((page.label, *(line.text for line in page.lines)))
    if visible(text) == text and all(line.text.strip() and not line.links for line in page.lines):
        return page
    lines = tuple(
        replace(line, text=visible(line.text), links=tuple(visible(x).strip() for x in line.links if _is_safe(x)))
        for line in page.lines
    )
    return replace(page, label=visible(page.label), lines=tuple(line for line in lines if line.text.strip()))


def _odd(page: Page) -> Iterator[str]:
    """What is odd on the page; all its lines are looked at together, because pages are many and few of them are odd."""
    told = "\n".join(line.text for line in page.lines)
    text = visible(told)
    if text != told and SUSPECT.search(told):
        yield CHARACTERS
    if any(sign in text for sign in "<=:") and TAG.search(text) and any(TAG.search(visible(line.text)) for line in page.lines):
        yield MARKUP
    # An order may run over lines, or begin one.
    if ORDER.search(_lower(text.replace("\n", " "))) or SPEAKER.search(text):
        yield ORDERS
    if _is_mixed(set(text)) and any(_is_mixed(set(word)) for word in re.findall(r"[^\W\d_]{2,}", text)):
        yield LOOKALIKES
    if not all(_is_safe(url) for line in page.lines for url in line.links):
        yield LINKS


def _lower(text: str) -> str:
    """In lower case, also letters that only look like one of the alphabet."""
    return text.replace("İ", "i").replace("ı", "i").casefold()


def _is_safe(url: str) -> bool:
    """A web or mail address, or one inside the same site or file, which leads nowhere here."""
    plain = visible(url).strip().lower()
    return plain.startswith(SAFE) or not re.match(r"[a-z][a-z0-9+.-]*:", re.sub(r"\s", "", plain))


def _is_mixed(characters: set[str]) -> bool:
    """Whether letters of more than one alphabet are among them; µ and the like are signs, not letters of a word."""
    odd = {c for c in characters if not c.isascii() and c not in "µΩ∂∆"}
    scripts = {unicodedata.name(c, "").split(" ")[0] for c in odd}
    if any("a" <= c <= "z" or "A" <= c <= "Z" for c in characters):
        scripts.add("LATIN")
    return len(scripts & set(_SCRIPTS)) > 1
