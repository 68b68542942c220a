"""What a browser keeps of a conversation, and how it is reopened from that. The server keeps nothing of it."""

from dataclasses import replace

from pydantic import TypeAdapter, ValidationError

from assistant import Answer
from ui.conversation import Conversation, Exchange
from ui.markup import tag

MOST = 60
"""So many questions of one conversation are reopened."""
LARGEST = 4_000_000
"""Characters; more than a browser keeps."""
_ONE = TypeAdapter(Exchange)
_ALL = TypeAdapter(tuple[Exchange, ...])


def kept_html(conversation: Conversation) -> str:
    """An element, not shown, that hands the last exchange to the script of the page; number 0 is a new conversation."""
    number = len(conversation.exchanges)
    last = conversation.exchanges[-1] if number else None
    data = _ONE.dump_json(replace(last, answer=slim(last.answer)), exclude_defaults=True).decode("utf-8") if last else ""
    return tag("div", "", "bewaarstuk", hidden="hidden", data_nummer=str(number), data_uitwisseling=data)


def reopened(text: str) -> Conversation | None:
    """The conversation that a browser kept; None when this is not one, or one of an older version."""
    if not 0 < len(text) <= LARGEST:
        return None
    try:
        exchanges = _ALL.validate_json(text)
    except ValidationError:
        return None
    whole = all(e.answer.done and all(c.entry.sources for c in e.answer.citations) for e in exchanges)
    return Conversation(exchanges[-MOST:]) if whole and exchanges else None


def slim(answer: Answer) -> Answer:
    """The answer without what only the search needs."""
    cited = tuple(replace(c, entry=replace(c.entry, questions=(), terms=(), pages_of=())) for c in answer.citations)
    return replace(answer, citations=cited, retrieved=())
