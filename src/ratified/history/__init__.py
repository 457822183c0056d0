"""The package that talks to git: the only code that starts a process."""

from ratified.history.error import HistoryError
from ratified.history.finding import Found, find
from ratified.history.history import AnchorState, History, open_history, read_ahead
from ratified.history.opened import Opened
from ratified.history.runner import Git
from ratified.history.signers import unsafe_signers
from ratified.history.state import Seen, State, state_of

__all__ = [
    "AnchorState",
    "Found",
    "Git",
    "History",
    "HistoryError",
    "Opened",
    "Seen",
    "State",
    "find",
    "open_history",
    "read_ahead",
    "state_of",
    "unsafe_signers",
]
