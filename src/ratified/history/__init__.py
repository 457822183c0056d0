"""The package that talks to git: the only code that starts a process."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ratified.history.error import HistoryError
    from ratified.history.finding import Found, find
    from ratified.history.glance import Glance
    from ratified.history.history import AnchorState, History, open_history, read_ahead
    from ratified.history.opened import Opened
    from ratified.history.runner import Git
    from ratified.history.signers import unsafe_signers
    from ratified.history.state import Seen, State, state_of

_HOMES = {
    "error": ["HistoryError"],
    "finding": ["Found", "find"],
    "glance": ["Glance"],
    "history": ["AnchorState", "History", "open_history", "read_ahead"],
    "opened": ["Opened"],
    "runner": ["Git"],
    "signers": ["unsafe_signers"],
    "state": ["Seen", "State", "state_of"],
}
"""Loaded when asked for: a run that finds its answer kept needs few of them."""

__all__ = [
    "AnchorState",
    "Found",
    "Git",
    "Glance",
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


def __getattr__(name: str) -> object:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{home}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
