"""Reads a robots.txt as RFC 9309 describes it: groups per user agent, the longest rule wins, `*` and `$` in paths.

Python's own reader knows neither wildcards nor the longest rule, and so would fetch what a site asks to leave. Knows nothing of
networks.
"""

from dataclasses import dataclass

MAX_BYTES = 500 * 1024


@dataclass(frozen=True)
class Robots:
    """What one site asks of one user agent; `rules` pairs a path pattern with whether it may be fetched."""

    rules: tuple[tuple[str, bool], ...] = ()
    delay: float = 0.0

    def allows(self, path: str) -> bool:
        """Whether this path, with its query, may be fetched."""
        matching = [(len(pattern), allowed) for pattern, allowed in self.rules if matches(pattern, path)]
        return max(matching)[1] if matching else True


ALLOW_ALL = Robots()


def parse(text: str, agent: str) -> Robots:
    """The rules for `agent` (a bare name, such as "Reisgenoot"), or else those for everyone."""
    groups: dict[str, list[tuple[str, bool]]] = {}
    delays: dict[str, float] = {}
    names: list[str] = []
    open_group = False
    for line in text.removeprefix("\ufeff").splitlines():
        key, _, value = (part.strip() for part in line.partition("#")[0].partition(":"))
        match key.lower():
            case "user-agent":
                names = [*names, value.lower()] if open_group else [value.lower()]
                groups.setdefault(value.lower(), [])
                open_group = True
                continue
            case "allow" | "disallow" if value:
                for name in names:
                    groups[name].append((value, key.lower() == "allow"))
            case "crawl-delay" if value.replace(".", "", 1).isdecimal():
                delays.update(dict.fromkeys(names, float(value)))
        open_group = False if key else open_group
    ours = agent.lower() if agent.lower() in groups else "*"
    return Robots(tuple(groups.get(ours, ())), delays.get(ours, 0.0))


def matches(pattern: str, path: str) -> bool:
    """Whether a path pattern of robots.txt fits the path; takes time in proportion to their length, whatever the pattern."""
    to_the_end = pattern.endswith("$")
    first, *rest = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    for piece in rest[:-1] if to_the_end else rest:
        at = path.find(piece, at)
        if at < 0:
            return False
        at += len(piece)
    if not to_the_end:
        return True
    return path[at:].endswith(rest[-1]) if rest else at == len(path)
