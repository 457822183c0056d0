"""Controls that come back at an interval: how often a stretch of days asks for each, and how often it was run."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from ratified.clock import months_after
from ratified.policy.records.statements import held
from ratified.policy.roster.holders import absence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratified.model.duration import Duration
    from ratified.model.governance import Limit
    from ratified.policy.book import Book

CONTROLS = ("backup-restore-test", "intake-check", "dismissal-review", "trend-review")
"""The controls that are counted, by the limit that sets the interval of each."""

_TREND, _RESTORE = "trend-review", "backup-restore-test"


class RecurringControl(NamedTuple):
    """A control by its limit: the intervals of some days that are over, and on which days it was run in them."""

    limit: Limit
    expected: int
    found: tuple[date, ...]

    @property
    def lacks(self) -> int:
        """How many times it was not run."""
        return max(0, self.expected - len(self.found))

    def __str__(self) -> str:
        every = f"every {self.limit.within}"
        return f"{self.limit.text}, {every}: {self.expected} expected, {len(self.found)} found"


def recurring_controls(book: Book, first: date, last: date, as_of: date) -> Iterator[RecurringControl]:
    """Each control whose limit the company has, on days from a first to a last one, as of a day.

    Whole intervals count, from the first day on. A trend review belongs to the last day that it looked at, and may be
    held a month later.
    """
    for id_ in CONTROLS:
        limit = book.limit.get(id_)
        if limit is None or limit.within is None:
            continue
        over = min(last, as_of - timedelta(days=31)) if id_ == _TREND else min(last, as_of)
        runs = sorted({day for day, ran in _runs(book, id_) if first <= day <= last and ran <= as_of})
        yield RecurringControl(limit, _intervals(limit.within, first, over), tuple(runs))


def _intervals(length: Duration, first: date, last: date) -> int:
    """How many whole intervals lie between two days, both included; none where it is shorter than a day."""
    count = 0
    days = length.days + length.business_days
    while length.months or days:
        ends = months_after(first, length.months * (count + 1)) + timedelta(days=days * (count + 1))
        if ends - timedelta(days=1) > last:
            break
        count += 1
    return count


def _runs(book: Book, control: str) -> Iterator[tuple[date, date]]:
    """The days on which a control was run by somebody who worked here: to which day each belongs, and which it was."""
    if control == _TREND:
        yield from ((one.ends, one.held_on) for one in book.events.trend_reviews)
        return
    for one in book.events.controls:
        if one.control == control and absence(book, one.by, one.held_on) is None:
            yield one.held_on, one.held_on
    if control == _RESTORE:
        for exercise in held(book):
            restored = any(file.kind == "restore" for file in exercise.evidence)
            if exercise.held_on is not None and exercise.kind != "tabletop" and restored:
                yield exercise.held_on, exercise.held_on
