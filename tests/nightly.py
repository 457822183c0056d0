"""What `make test` tries on one of a kind, or a few times, and `make nightly` on all of them, or often."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

BY_NIGHT = "RATIFIED_NIGHTLY" in os.environ
"""Whether this is `make nightly`."""


def rest_by_night(every: Iterable[object], by_day: Collection[object]) -> list[object]:
    """The cases of a test, of which those that are not named for the day are left for `make nightly`."""
    cases = list(every)
    assert all(one in cases for one in by_day), "a case for the day is none of the test's"
    return [one if one in by_day else pytest.param(one, marks=pytest.mark.nightly) for one in cases]


def by_day(times: int, *, by_night: int) -> int:
    """How often something random is tried."""
    return by_night if BY_NIGHT else times
