"""What people call a law: by its title, its abbreviation, its official name, and shorter where that can mean no other."""

import re

from assistant.entry_lines import bare_title
from ingest import Index, LawDetail, fold

# What is left out of the name of a law, and so many of the first words of a long one are said.
OFTEN_UNSAID, FIRST_WORDS = re.compile(r"^vn-| \d{4}$"), 3


def law_names(index: Index) -> list[tuple[str, str]]:
    """Names of laws with the id of the card, longest first: title, abbreviation and official name, and as they are said."""
    names: dict[str, str] = {}
    said: dict[str, set[str]] = {}
    for entry in index.entries("law"):
        title = fold(bare_title(entry))
        detail = entry.detail
        official = detail.official if isinstance(detail, LawDetail) else ""
        for name in (title, fold(entry.abbreviation), fold(official)):
            if len(name) >= 3:
                names.setdefault(name, entry.id)
                said.setdefault(OFTEN_UNSAID.sub("", name), set()).add(entry.id)
        said.setdefault(_called(title, fold(f"{entry.summary} {entry.body}")), set()).add(entry.id)
    for name, laws in said.items():
        if name and len(laws) == 1:
            names.setdefault(name, *laws)
    return sorted(names.items(), key=lambda n: -len(n[0]))


def _called(title: str, text: str) -> str:
    """The first words of a long title, when the card itself calls the law by these alone; else empty."""
    *first, after = [*title.split()[: FIRST_WORDS + 1], ""][: FIRST_WORDS + 1]
    name = " ".join(first)
    return name if after and re.search(rf"\b{re.escape(name)}\b(?! {re.escape(after)})", text) else ""
