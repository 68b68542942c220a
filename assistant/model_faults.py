"""Gives a fault of any provider one of our names. Providers raise errors of their own kind; their text is never passed on.

Looks at the names of error classes and at the HTTP status, so that no provider's package is needed here.
"""

from collections.abc import Iterator

from assistant.errors import ModelUnavailable

WORDS = {
    "connection": "het is niet te bereiken",
    "key": "het accepteert de sleutel niet",
    "model": "dit model is daar niet",
    "busy": "het is daar te druk",
    "server": "er ging daar iets mis",
    "request": "het begrijpt de vraag van Reisgenoot niet",
    "slow": "het antwoordde niet op tijd",
    "stalled": "het viel stil",
    "broken": "de verbinding brak af",
    "unreadable": "het stuurde onleesbare tekst",
    "budget": "het tegoed van vandaag is op",
    "ledger": "het verbruik is niet bij te houden",
    "paused": "het staat even uit na eerdere fouten",
    "empty": "het heeft niets meer te zeggen",
}
LASTING = frozenset({"key", "model"})
"""Faults that will still be there in a minute."""

AGAIN = frozenset({"busy", "server", "broken"})
"""Faults after which it is worth asking once more."""

STATUS = {
    400: "request",
    401: "key",
    402: "key",
    403: "key",
    404: "model",
    408: "slow",
    413: "request",
    422: "request",
    429: "busy",
}
CLASSES = {
    "APITimeoutError": "slow", "TimeoutException": "slow", "ConnectError": "connection", "RemoteProtocolError": "broken",
    "ReadError": "broken", "ConnectionResetError": "broken", "NetworkError": "connection", "APIConnectionError": "connection",
    "ConnectionError": "connection", "TimeoutError": "slow", "UnicodeDecodeError": "unreadable", "JSONDecodeError": "unreadable",
}  # fmt: skip
MOST_WAIT = 86_400.0


def unavailable(kind: str, retry_after: float = 0.0) -> ModelUnavailable:
    """The fault of that kind."""
    return ModelUnavailable(WORDS[kind], kind, retry_after)


def named(fault: BaseException) -> ModelUnavailable:
    """What a fault of a provider is to us."""
    chain = list(_chain(fault))
    for part in chain:
        status = _status(part)
        if status:
            return unavailable(STATUS.get(status, "server" if status >= 500 else "request"), _retry_after(part))
    kinds = [kind for part in chain for cls in type(part).__mro__ if (kind := CLASSES.get(cls.__name__))]
    # What lies deepest says most: a connection error of a provider may be a reset or a time-out below.
    return unavailable(kinds[-1] if kinds and kinds[0] == "connection" else kinds[0] if kinds else "server")


def _chain(fault: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while fault is not None and id(fault) not in seen:
        seen.add(id(fault))
        yield fault
        fault = fault.__cause__ or fault.__context__


def _status(fault: BaseException) -> int:
    response = getattr(fault, "response", None)
    for value in (getattr(fault, "status_code", None), getattr(response, "status_code", None), getattr(fault, "code", None)):
        if isinstance(value, int) and 400 <= value < 600:
            return value
    return 0


def _retry_after(fault: BaseException) -> float:
    """Seconds that the other side asks to wait; a date or nonsense counts as none."""
    headers = getattr(getattr(fault, "response", None), "headers", None)
    text = str(headers.get("retry-after", "")) if headers is not None else ""
    return min(float(text), MOST_WAIT) if text.replace(".", "", 1).isdecimal() else 0.0
