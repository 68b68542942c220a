"""How text of others stands in what a language model is asked: as data that cannot close its frame. Also how much of a conversation goes."""

from assistant.privacy import masked

TURNS, LONGEST_TURN = 3, 240
"""So many earlier questions go along, each at most so long."""


def harmless(text: str) -> str:
    """The text, unable to close the frame it stands in."""
    return text.replace("<", "‹").replace(">", "›")


def one_line(text: str) -> str:
    """The text without line breaks."""
    return " ".join(text.split())


def attribute(text: str) -> str:
    """What may stand between the quotation marks of a frame: one line, without personal data."""
    return one_line(harmless(masked(text))).replace('"', "”")
