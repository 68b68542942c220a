"""Every fault that the assistant adds to those of ingest.

    ReisgenootError (ingest)
      x QuestionError   the question cannot be taken: empty or far too long
      x DeckError       a presentation cannot be made or read
      x ReceiptError    a receipt cannot be read
      x LanguageModelError
        + ModelUnavailable   the model cannot be reached, or refuses the key
        + ModelAnswer        the model answered with something that cannot be used

A fault of the language model never reaches the user as a fault: the composed answer takes its place, with a word about it.
"""

from ingest import ReisgenootError


class QuestionError(ReisgenootError):
    """The question cannot be taken."""


class DeckError(ReisgenootError):
    """A presentation cannot be made as asked, or the file that was given cannot be read as one."""


class ReceiptError(ReisgenootError):
    """The file is no receipt of an answer."""


class LanguageModelError(ReisgenootError):
    """Something is wrong with the language model or what it said."""


class ModelUnavailable(LanguageModelError):
    """The model cannot be reached, is too slow, or does not accept the key."""


class ModelAnswer(LanguageModelError):
    """The model's answer is empty or cannot be used."""
