"""COV-13: controls that come back were run as often as a period asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.policy.records.recurring import CONTROLS, recurring_controls
from ratified.policy.roster.holders import absence
from ratified.rules.documents import listed
from ratified.rules.periods import asked_about, last_to_sign
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, record_rule, warning_where

if TYPE_CHECKING:
    from ratified.approval.record import ApprovalRecord


@record_rule("COV-13", "error", "A control performed less often than required", response=True, since="0.2.0")
def control_missed(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """In an audit period (type 2), from its first day or the adoption on, a control that comes back was run fewer times
    than whole intervals have passed: the restore test (limit `backup-restore-test`), the test of every route of intake
    (`intake-check`), the second look at dismissed events (`dismissal-review`) and the trend review (`trend-review`).
    The first three are rows under `controls` in `data/events.yml`, the last under `trend_reviews`; a restore in an
    exercise that is no tabletop counts too. A control whose limit the company does not have asks nothing. While the
    period runs, and for 30 days after it, this is a warning. A row that names no such control, a day that has not come,
    or somebody who did not work here on it, is found as well, and does not count.

    **Why it matters.** For a control that recurs an assessor counts first: so many were required in the period, so
    many are there. One that is missing is an exception, whatever the others show.

    **How to fix it.** Enter the runs that took place, with their day and what shows them. One that did not take place
    cannot be made up: run the next one in time, tell the assessor, and waive this with that reason.

    **Protects.** CC4.1, A1.3, CC7.4-PF11, CC7.2-PF03
    """
    yield from _rows(case)
    for window, first, last in asked_about(case, record):
        level = warning_where(case.as_of <= last_to_sign(window))
        for control in recurring_controls(case.book, first, last, case.as_of):
            if control.lacks:
                on = listed([str(day) for day in control.found], most=12)
                what = f"{control} in the period {window.name}{f' ({on})' if on else ''}"
                help_ = "enter each run under controls of data/events.yml, a trend review under trend_reviews"
                yield RuleHit(window.place, what, help_, control.limit.id, level)


def _rows(case: RuleInput) -> RuleHits:
    """Rows that count for nothing."""
    events = case.book.events
    for run in events.controls:
        if run.control not in CONTROLS[:3]:
            what = f"{run.control} is no control that is entered here"
            yield RuleHit(run.at("control"), what, f"write {listed(CONTROLS[:3], 'or')}", run.control)
        elif run.held_on > case.as_of:
            what = f"{run.control} was run on {run.held_on}, after {case.as_of}"
            yield RuleHit(run.at("held_on"), what, "write the day on which it was", run.control)
        elif (why := absence(case.book, run.by, run.held_on)) is not None:
            what = f"{run.control} was run on {run.held_on} by {run.by}, who {why}"
            yield RuleHit(run.at("by"), what, "name who ran it", run.control)
