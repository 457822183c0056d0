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


_SPOKEN = {
    "awareness_personal_data_affected": "awareness that personal data is affected",
    "noticing_or_told": "noticing it or being told",
    "contract_defined": "the start that the contract names",
    "determination_or_reason_to_believe": "determination, or reason to believe",
    "assessment_complete": "the end of the assessment",
    "corrective_measure_available": "a fix being available",
    "individual_notice_sent": "the notice to individuals",
    "prior_submission": "the report before",
    "calendar_year_end_of_discovery": "the end of the calendar year of discovery",
}


def spoken(stamp: str) -> str:
    """A stamp in words: `awareness`, `the notice to individuals`."""
    return _SPOKEN.get(stamp, stamp.replace("_", " ").replace("-", " "))
