"""Every fault that the suite adds to those of the assistant. The text of each is one clear line.

    ReisgenootError (assistant)
      x EvalsError
        + InputFault      a file that was given is wrong: file, line, value and what is allowed
        + BaselineFault   there is nothing to compare with, or it was made from other questions

A fault of the assistant while it answers one question is not among them: it is recorded with that question (`reply.Crash`).
"""

from assistant import ReisgenootError


class EvalsError(ReisgenootError):
    """Root of the faults of the suite."""


class InputFault(EvalsError):
    """A file that was given cannot be used."""


class BaselineFault(EvalsError):
    """The baseline is missing or was made from other questions."""
