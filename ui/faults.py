"""What a visitor reads of a fault: what they can mend in its own words, of anything else a fixed text, for it may name places of the server."""

import logging

from assistant import DeckError, QuestionError, ReisgenootError
from ui import texts
from ui.service.errors import ServiceError
from ui.service.logs import reason_of

LOG = logging.getLogger("reisgenoot.ui")


def visible(fault: ReisgenootError) -> str:
    """The text for the page; the log has the rest."""
    if isinstance(fault, QuestionError | DeckError | ServiceError):
        return str(fault)
    LOG.error("a visitor met a fault of ours: %s", reason_of(fault), exc_info=fault)
    return texts.ERROR_UNKNOWN
