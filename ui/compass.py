"""Where am I? From answers to seven questions to the routes that fit, with the answers that speak for each. Pure; no texts, no gradio.

The table follows the key messages of the nine routes: whoever says that something is missing is sent to the route about that, whoever
has all of it to looking back together (route 9). Equal weights are settled by the order of the journey.
"""

from collections.abc import Mapping
from dataclasses import dataclass

WEIGHTS: dict[str, dict[str, dict[int, int]]] = {
    "doel": {"nee": {1: 4}, "deels": {1: 2}, "ja": {}},
    "partners": {"nee": {2: 4}, "deels": {2: 2}, "ja": {}},
    "achterban": {"nee": {3: 4}, "deels": {3: 2}, "ja": {}},
    "rollen": {"nee": {4: 4}, "deels": {4: 2}, "ja": {}},
    "geld": {"nee": {5: 4}, "deels": {5: 2}, "ja": {}},
    "verloop": {"begin": {1: 2, 2: 1}, "moe": {6: 5}, "botst": {8: 5}, "goed": {9: 1}},
    "plan": {"geen": {1: 1, 7: 1}, "schrijven": {7: 4}, "ligt": {9: 5}, "terugkijken": {9: 2}},
}
"""Question, answer, route: how much this answer speaks for that route."""
ENOUGH = 2
"""So many answers are needed before a route is proposed."""
MOST = 3


@dataclass(frozen=True)
class Proposal:
    """A route, how much speaks for it, and the answers that do: pairs of a question and an answer of the table."""

    route: int
    weight: int
    because: tuple[tuple[str, str], ...]


def proposals(answers: Mapping[str, str]) -> list[Proposal]:
    """At most three routes, the most fitting first; none when too little was answered."""
    given = {q: a for q, a in answers.items() if a in WEIGHTS.get(q, {})}
    if len(given) < ENOUGH:
        return []
    weights: dict[int, int] = {}
    because: dict[int, list[tuple[str, str]]] = {}
    for question, answer in given.items():
        for route, weight in WEIGHTS[question][answer].items():
            weights[route] = weights.get(route, 0) + weight
            because.setdefault(route, []).append((question, answer))
    ranked = sorted(weights, key=lambda route: (-weights[route], route))
    return [Proposal(route, weights[route], tuple(because[route])) for route in ranked[:MOST]]
