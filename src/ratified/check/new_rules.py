"""Rules that came with an upgrade warn for a while before they are errors, by what was approved of that upgrade alone.

The days are counted from the landing with which the upgrade first stood on main, whoever landed it, or from the day
that the record names where that is earlier. So no later landing begins them anew: not by going back and upgrading once
more, nor by another day in the record.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from ratified.approval.past_data import PastStarter
from ratified.rules import BY_CODE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from ratified.approval.past_data import PastUpgrade
    from ratified.approval.timeline import Timeline
    from ratified.approval.verdicts import ApprovalHistory
    from ratified.model.finding import Finding

STARTER = "data/starter.yml"
SOFT_DAYS = 90
"""For how many days a rule that is new warns: a quarter, so that a company has one of its own reviews to follow it."""


class WaitingRule(NamedTuple):
    """From which day a rule is an error here, and the version that brought it."""

    errs_from: date
    since: str


def waiting(approvals: ApprovalHistory, since: str, as_of: date) -> WaitingRule | None:
    """Until when what came with a version waits here on a day (UTC); None where it does not, or no longer.

    Only the record of the last approved AUTHORITY lets anything wait; nothing waits before an adoption.
    """
    timeline, authority = approvals.timeline, approvals.authority
    if timeline.bootstrap is None or authority is None:
        return None
    if not any(one.brings(since) for one in _upgrades(timeline, authority.number)):
        return None
    numbers, _ = timeline.path_history.get(STARTER, ([], []))
    days = [
        min(one.day, timeline.day(number))
        for number in numbers
        for one in _upgrades(timeline, number)
        if one.brings(since)
    ]
    found = min(days) + timedelta(days=SOFT_DAYS)
    return WaitingRule(found, since) if as_of < found else None


def as_new(findings: Iterable[Finding], approvals: ApprovalHistory, as_of: date) -> Iterator[Finding]:
    """The findings, those of rules that wait as warnings that say until when."""
    for one in findings:
        rule = BY_CODE[one.code]
        found = waiting(approvals, rule.since, as_of) if one.level == "error" and rule.may_wait else None
        if found is None:
            yield one
            continue
        said = f"new with {found.since}: a warning until {found.errs_from - timedelta(days=1)}, then an error"
        yield replace(one, level="warning", help=f"{one.help} ({said})")


def _upgrades(timeline: Timeline, number: int) -> tuple[PastUpgrade, ...]:
    """The upgrades that the record lists after a landing; none where it cannot be read."""
    found = timeline.past(PastStarter, STARTER, number)
    return found.upgrades if found else ()
