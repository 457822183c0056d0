"""Effective days: on which day each landing of a chain counts, by what it claims and by what witnesses say.

A committer date is a claim, and anybody who can push can claim. A forge's signature carries the forge's own time, and
an anchor says that a tip was there on a day. Days are counted from 1970-01-01 (UTC) here, since a long history has
many of them; `decisions/0021` has the rule and why it is this one.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ratified.model.landing import Commit

_EPOCH = date(1970, 1, 1).toordinal()
SECONDS = 86400
_END = (date.max.toordinal() - _EPOCH + 1) * SECONDS
TOLERANCE = 1
"""Days by which clocks may differ before a date counts as false."""


def day_number(day: date) -> int:
    """A day as a count of days from 1970-01-01."""
    return day.toordinal() - _EPOCH


def day_of(number: int) -> date:
    """The day of a count of days from 1970-01-01."""
    return date.fromordinal(number + _EPOCH)


def claimed(commit: Commit) -> int | None:
    """The committer date in seconds from 1970 (UTC); None where there is none that a calendar can name."""
    at = commit.committer.at
    return at if at is not None and 0 <= at < _END else None


def moment(commit: Commit) -> datetime | None:
    """The committer date as a moment (UTC): what the commit claims. None where git's bytes give none."""
    at = claimed(commit)
    return None if at is None else datetime.fromtimestamp(at, UTC)


@dataclass(frozen=True)
class EffectiveDays:
    """The days of a chain's landings, by their numbers.

    `claims` are the committer dates (seconds, UTC) and `dated` the days that count as each landing's own (a forge's
    own time stands for the committer date), None where nothing can be read. `lowest` is the day before which a landing
    cannot have come, `highest` the one after which it cannot, by witnesses alone and None where there is none.
    `witnessed` is the number of the last landing at or above which a kept anchor or a forge's signature stands, -1
    where none does.
    """

    claims: Sequence[int | None]
    dated: Sequence[int | None]
    lowest: Sequence[int | None]
    highest: Sequence[int | None]
    witnessed: int = -1

    @cached_property
    def effective(self) -> Sequence[int]:
        """The day on which each landing counts. It never falls along the chain."""
        found, latest = [], 0
        for said, low, high in zip(self.dated, self.lowest, self.highest, strict=True):
            own = said if said is None or high is None else min(said, high)
            latest = max(latest, low or 0, own or 0)
            found.append(latest)
        return found

    @cached_property
    def _unrefuted(self) -> Sequence[int]:
        """For each landing the latest day that an earlier one says and no witness refutes; 0 where none does."""
        said = (0 if d is None or self.refuted(n) else d for n, d in enumerate(self.dated))
        return list(accumulate(said, max, initial=0))

    @cached_property
    def _moments(self) -> Sequence[int]:
        """From which second each landing counts: its own where its own day counts, else the first one that can be."""
        found: list[int] = []
        for at, day in zip(self.claims, self.effective, strict=True):
            own = at is not None and at // SECONDS == day
            found.append(at if at is not None and own else max([day * SECONDS, *found[-1:]]))
        return found

    def refuted(self, number: int) -> bool:
        """Whether a witness shows that a landing was there before the day it claims."""
        said, high = self.dated[number], self.highest[number]
        return said is not None and high is not None and said > high

    def untimely(self, number: int) -> str | None:
        """Why the date of a landing is false, in words that follow 'it'; None where nothing shows that it is."""
        said, high = self.dated[number], self.highest[number]
        if said is None or self.claims[number] is None:
            return "has no readable date"
        if high is not None and said - high > TOLERANCE:
            return f"is dated {day_of(said)}, and was there by {day_of(high)}"
        base = self._unrefuted[number]
        if base - said > TOLERANCE:
            return f"is dated {day_of(said)}, before the commit that it follows, which says {day_of(base)}"
        return None

    def upto(self, day: date) -> int:
        """How many landings count on a day: those whose effective day is on or before it."""
        return bisect_right(self.effective, day_number(day))

    def day(self, number: int) -> date:
        """The effective day of a landing (UTC)."""
        return day_of(self.effective[number])

    def moment(self, number: int) -> datetime | None:
        """When a landing counts from (UTC); None where it has no readable date."""
        return None if self.claims[number] is None else datetime.fromtimestamp(self._moments[number], UTC)


def days(
    claims: Sequence[int | None],
    anchors: Iterable[tuple[int, int]] = (),
    forge: Mapping[int, int] | None = None,
    today: int | None = None,
) -> EffectiveDays:
    """The days of a chain: its committer dates in seconds, kept anchors as (number of the tip, day), the days of forge
    signatures by number, and the day on which the run itself sees the tip, where it counts as seen.
    """
    forge, kept = forge or {}, list(anchors)
    seen = kept if today is None else [*kept, (len(claims) - 1, today)]
    lowest = _lowest(len(claims), seen, forge)
    dated = [forge.get(n, None if at is None else at // SECONDS) for n, at in enumerate(claims)]
    witnessed = max([*forge, *(number for number, _ in kept)], default=-1)
    return EffectiveDays(claims, dated, lowest, _highest(seen, forge, lowest), witnessed)


def _lowest(count: int, seen: Iterable[tuple[int, int]], forge: Mapping[int, int]) -> list[int | None]:
    """The latest day of anchors strictly beneath each landing, and of forge signatures up to it."""
    found: list[int | None] = [None] * count
    for number, day in (*((n + 1, day) for n, day in seen), *forge.items()):
        if number < count:
            found[number] = _later(found[number], day)
    return list(accumulate(found, _later))


def _highest(
    seen: Iterable[tuple[int, int]], forge: Mapping[int, int], lowest: Sequence[int | None]
) -> list[int | None]:
    """The earliest day of anchors at each landing or above it, and of what forge signatures from it on prove."""
    found: list[int | None] = [None] * len(lowest)
    for number, day in (*seen, *((n, lowest[n] or 0) for n in forge)):
        found[number] = _earlier(found[number], day)
    return list(accumulate(reversed(found), _earlier))[::-1]


def _later(one: int | None, other: int | None) -> int | None:
    return max((day for day in (one, other) if day is not None), default=None)


def _earlier(one: int | None, other: int | None) -> int | None:
    return min((day for day in (one, other) if day is not None), default=None)
