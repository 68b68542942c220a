"""Every package that Reisgenoot needs to run has a licence that goes with ours; read from what is installed, without a network."""

import re
from importlib.metadata import PackageNotFoundError, distribution

from packaging.requirements import Requirement

FREE = re.compile(
    r"\b(?:MIT|MIT-CMU|HPND|ISC|Apache[- ]?(?:License )?(?:Software License)?|BSD|0BSD|PSF|Python[- ]Software[- ]Foundation|MPL|Mozilla"
    r"|Unlicense|Zlib|CC0|EUPL|UPL|CNRI)\b",
    re.I,
)
CLOSED = re.compile(r"\b(?:A?GPL|Affero|SSPL|BUSL|Proprietary|Commercial)\b", re.I)
# CUDA's own libraries come with PyTorch where there is a GPU.
OF_CUDA = ("nvidia-", "cuda-")
EXTRAS = ("", "anthropic", "google", "mcp", "mistral", "ollama", "openai", "sign-in")


def needed(name: str, extras: tuple[str, ...]) -> set[str]:
    """The names of the package and of all that it needs here."""
    found: set[str] = set()
    waiting = [(name, extras)]
    seen: set[tuple[str, tuple[str, ...]]] = set()
    while waiting:
        name, extras = waiting.pop()
        if (name, extras) in seen:
            continue
        seen.add((name, extras))
        try:
            requires = distribution(name).requires or []
        except PackageNotFoundError:
            continue
        found.add(name)
        for line in requires:
            wanted = Requirement(line)
            if not wanted.marker or any(wanted.marker.evaluate({"extra": extra}) for extra in extras):
                waiting.append((re.sub(r"[-_.]+", "-", wanted.name).lower(), ("", *sorted(wanted.extras))))
    return found


def licence(name: str) -> str:
    """What the package says of its licence: the expression, else the classifiers, else the first line of the text."""
    told = distribution(name).metadata
    classifiers = [
        c.rsplit(" :: ", 1)[1] for c in told.get_all("Classifier") or [] if c.startswith("License ::") and c.count("::") > 1
    ]
    return told.get("License-Expression") or ", ".join(classifiers) or (told.get("License") or "").strip().split("\n")[0]


def test_what_it_needs_to_run_may_be_used_and_passed_on() -> None:
    names = {name for name in needed("reisgenoot", EXTRAS) - {"reisgenoot"} if not name.startswith(OF_CUDA)}
    assert len(names) > 50
    told = {name: licence(name) for name in sorted(names)}
    assert {name: words for name, words in told.items() if not FREE.search(words) or CLOSED.search(words)} == {}
