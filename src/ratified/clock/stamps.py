"""Stamps: the moments of an incident that clocks start from, and which of two comes later."""

from __future__ import annotations

from ratified.model.notifications import TRIGGERS

_ORDER = {stamp: index for index, stamp in enumerate(TRIGGERS)}
UNPLACED = len(TRIGGERS)
UNSAID = "contract_defined"
"""The stamp of a clock that leaves its start to the contract; until a contract says it, it has no place."""


def known_stamp(stamp: str | None) -> bool:
    """Whether a clock may start from it."""
    return stamp in _ORDER


def stamp_order(stamp: str | None) -> int:
    """Where a stamp stands in an incident's life, from 0; after all others where it has no place there."""
    return _ORDER.get(stamp, UNPLACED) if stamp and stamp != UNSAID else UNPLACED


def later_stamp(one: str | None, other: str | None) -> bool:
    """Whether one stamp falls later in an incident than the other; False where either has no known place."""
    return stamp_order(other) < stamp_order(one) < UNPLACED
