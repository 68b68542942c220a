"""Names of places as a question may have them: as they are, and made into an adjective (`de Leeuwardense pilot`). Words only."""

from ingest import Index, fold, is_dutch, words

# What no rule makes.
IRREGULAR = {"den bosch": ("bossche", "bosche"), "den haag": ("haags", "haagse"), "breda": ("bredaas", "bredase")}


def place_names(index: Index) -> dict[str, tuple[str, bool, bool]]:
    """Folded name -> (name, whether a card speaks of it, whether it is also an ordinary word)."""
    spoken = {p for e in index.cards() for p in e.places}
    names = {**dict.fromkeys(index.places, False), **dict.fromkeys(spoken, True)}
    found = {}
    nicknames = {fold(p).split("-")[-1] for p in index.places.values() if "-" in p}
    for name in names:
        folded = fold(name)
        if folded in nicknames:  # Brabant and Holland are read as provinces
            continue
        in_corpus = name in spoken or all(w in index.vocabulary for w in words(name))
        ambiguous = " " not in folded and (len(folded) <= 4 or (is_dutch(folded) and folded not in {fold(s) for s in spoken}))
        found[folded] = (name, in_corpus, ambiguous)
    made = {a: (name, True, False) for name in sorted(spoken) for a in adjectives(fold(name)) if not is_dutch(a)}
    return {**made, **found}


def adjectives(folded: str) -> tuple[str, ...]:
    """The adjectives of a place: `almere` gives `almeers` and `almeerse`."""
    if made := IRREGULAR.get(folded):
        return made
    if " " in folded or "-" in folded:
        return ()
    stems = [folded]
    if folded.endswith("ere"):
        stems = [f"{folded[:-3]}eer"]
    elif folded.endswith("lle"):
        stems = [folded[:-2]]
    elif folded.endswith("ingen"):
        stems.append(folded[:-2])
    return tuple(f"{s}{ending}" for s in stems for ending in ("s", "se"))
