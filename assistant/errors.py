"""Every fault that the assistant adds to those of ingest.

    ReisgenootError (ingest)
      x QuestionError   the question cannot be taken: empty or far too long
      x DeckError       a presentation cannot be made or read
      x ReceiptError    a receipt cannot be read
      x LanguageModelError
        + ModelSettingError  a setting of the language model cannot be used
        + ModelUnavailable   the model cannot be reached, is too slow, or refuses the key
        + ModelAnswer        the model answered with something that cannot be used

While a question is answered, a fault of the language model never reaches the user as a fault: the composed answer takes its place, with
a word about it. The text of these faults is written here and never comes from a provider, whose words may hold a key or a question.
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


class ModelSettingError(LanguageModelError):
    """A setting of the language model has a value that cannot be used."""


class ModelUnavailable(LanguageModelError):
    """The model cannot be reached, is too slow, or does not accept the key.

    `kind` is a key of `model_faults.WORDS`; `retry_after` is in seconds, 0 when the other side named none.
    """

    def __init__(self, text: str, kind: str = "", retry_after: float = 0.0) -> None:
        super().__init__(text)
        self.kind, self.retry_after = kind, retry_after


class ModelAnswer(LanguageModelError):
    """The model's answer is empty or cannot be used."""
