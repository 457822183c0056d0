"""What is wrong with a file as text, before anybody asks what it means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from ratified.model.place import Place

Kind = Literal["key", "guessed", "unreadable", "shape", "date", "mark", "shadow"]

MOST_FAULTS = 1000
"""How many faults of one file are told; a person fixes the first and reads it again."""


@dataclass(frozen=True, slots=True)
class ReadingFault:
    """A fault of reading. A `fatal` one leaves the file without a meaning, so nothing can be decided; a `soft` one is a
    warning, and keeps no site from being built.
    """

    kind: Kind
    place: Place
    message: str
    help: str
    fatal: bool = True
    soft: bool = False


def too_many(place: Place) -> ReadingFault:
    """The fault that stands for all those past the limit."""
    return ReadingFault("unreadable", place, f"more than {MOST_FAULTS:,} faults", "fix those, then read it again")
