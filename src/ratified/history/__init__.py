"""The package that talks to git: the only code that starts a process."""

from ratified.history.error import HistoryError
from ratified.history.history import AnchorState, History, open_history
from ratified.history.runner import Git
from ratified.history.signers import unsafe_signers

__all__ = ["AnchorState", "Git", "History", "HistoryError", "open_history", "unsafe_signers"]
