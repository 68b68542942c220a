"""Every fault that the service and the pages add to those of the packages below them.

ReisgenootError (ingest)
  x SettingsError   a setting has a value that cannot be used, or settings contradict each other
  x ServiceError    the service cannot do what was asked now
    + Busy          too many questions at once
    + Stopping      the process is being stopped
    + TooSlow       an answer takes longer than the settings allow
    + NotReady      the index opens but answers nothing
  x AccountError    an account cannot be added, changed or found
  x SignInError     somebody cannot be let in; the text may be shown to them
"""

from assistant import ReisgenootError


class SettingsError(ReisgenootError):
    """A setting has a value that cannot be used."""


class ServiceError(ReisgenootError):
    """The service cannot do this now; its text tells the visitor so."""


class Busy(ServiceError):
    """So many questions are being answered and waiting that this one cannot be taken."""


class Stopping(ServiceError):
    """The process ends; running answers are finished, new questions are not taken."""


class TooSlow(ServiceError):
    """The answer took too long and was given up."""


class NotReady(ServiceError):
    """The index cannot be asked, or has nothing."""


class AccountError(ReisgenootError):
    """The file with accounts cannot be read, or the account is not as the command expects."""


class SignInError(ReisgenootError):
    """The sign-in failed. The text says nothing that helps an attacker."""
