"""Names of places as a question may have them: as they are, and made into an adjective (`de Leeuwardense pilot`). Words only."""

import re
from collections.abc import Mapping, Sequence

from assistant.spelling import only_asked
from ingest import Index, fold, is_dutch, words

# What no rule makes.
IRREGULAR = {
    "den bosch": ("bossche",),
    "den haag": ("haags", "haagse"),
    "friesland": ("fries", "friese"),
    "twente": ("twents", "twentse"),
}
# Provinces that are named as a place, and are no town of that name.
WHOLE = {"Friesland": "Friesland", "Fryslân": "Friesland"}


def provinces_in(folded: str, provinces: Mapping[str, str]) -> tuple[str, ...]:
    """Provinces that a folded text names, whole or by what people call them (`brabantse`); `provinces`: folded name -> name.

    What names one of them whole does not name the others that share a part of it.
    """
    named = [name for name in provinces if re.search(rf"\b{name}", folded)]
    for name in named:
        folded = folded.replace(name, " ")
    named += [name for name in provinces if re.search(rf"\b{name.split('-')[-1]}(?:se?)?\b", folded)]
    return tuple(province for name, province in provinces.items() if name in named)


def without_places(text: str, names: Sequence[str]) -> str:
    """A text without these places and provinces, and the preposition before them."""
    said = (*(form for name in names for form in forms(name)), *(fold(n).split("-")[-1] for n in names if "-" in n))
    if not said:
        return text
    names_said = "|".join(re.escape(name) for name in sorted(said, key=len, reverse=True))
    before = r"(?:\b(?:in|uit|van|bij|rond)\s+)?(?:(?:de\s+)?(?:provincie|regio|gemeente)\s+)?"
    return re.sub(rf"(?i){before}(?<!\w)(?:{names_said})(?!\w)", " ", text)


def place_names(index: Index) -> dict[str, tuple[str, bool, bool]]:
    """Folded name -> (name, whether a card speaks of it, whether it is also an ordinary word)."""
    spoken = {p for e in index.cards() for p in e.places}
    names = {**dict.fromkeys(index.places, False), **dict.fromkeys(spoken, True)}
    found = {}
    told = set(map(fold, spoken))
    unsaid = only_asked(index)
    nicknames = {fold(p).split("-")[-1] for p in index.places.values() if "-" in p}
    for name in names:
        folded = fold(name)
        if folded in nicknames:  # Brabant and Holland are read as provinces
            continue
        in_corpus = name in spoken or all(w in index.vocabulary and w not in unsaid for w in words(name))
        ambiguous = " " not in folded and (len(folded) <= 4 or (is_dutch(folded) and folded not in told))
        found[folded] = (name, in_corpus, ambiguous)
    return {**{form: (name, True, False) for name in sorted(spoken) for form in forms(name)[1:]}, **found}


def forms(name: str) -> tuple[str, ...]:
    """A place as it may stand in a folded text: its name, then its adjectives. `Almere` gives `almere`, `almeers` and `almeerse`."""
    folded = fold(name)
    if made := IRREGULAR.get(folded):
        return (folded, *made)
    if " " in folded or "-" in folded:
        return (folded,)
    stems = [folded.rstrip("s")]
    if folded.endswith("ere"):
        stems = [f"{folded[:-3]}eer"]
    elif folded.endswith("lle"):
        stems = [folded[:-2]]
    elif folded.endswith("ingen"):
        stems.append(folded[:-2])
    return tuple(dict.fromkeys((folded, *(f"{s}{ending}" for s in stems for ending in ("s", "se")))))
