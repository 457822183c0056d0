"""NOT-16: a clock that an incident was decided by was verified by then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.clock import moment
from ratified.incident import declared_at
from ratified.rules.documents import listed
from ratified.rules.notification.verification import CLOCK_HOLDS
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, record_rule

if TYPE_CHECKING:
    from datetime import date

    from ratified.approval.record import ApprovalRecord
    from ratified.model.notifications import ScopedClock
    from ratified.model.response import NoticeDecision


@record_rule("NOT-16", "error", "A clock that nobody had verified when it was used", since="0.2.0")
def used_unverified(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """A notice of an incident was decided by a clock in scope whose row, in the `data/notifications.yml` that was
    approved when the incident was declared, had no `verified_on`, or one more than 365 days before the day of the
    decision (`assessed`, else the declaration). One finding for each incident and each such day, at the first of the
    notices. A row with `binding: false`, and a file of then that cannot be read, are left alone. What is so today is
    NOT-09.

    **Why it matters.** A check of today does not reach back. On the day the notice was decided the team worked from a
    row that nobody had held against its law for longer than the policy allows.

    **How to fix it.** Let counsel say whether the row was right on that day, and write that into the review. Nothing
    else helps: waive it with that reason, and let the yearly check come in time.

    **Protects.** P6.6, GV.OC-03, A.5.31
    """
    judged = case.judged(record)
    for incident in judged.incidents():
        declared = declared_at(incident)
        if declared is None or not incident.response.notifications:
            continue
        then = judged.in_force.at(declared)
        if then.lacks("notifications") is not None:
            continue
        rows = {row.clock: row for row in then.book.notifications.in_scope if row.binding}
        stale: dict[tuple[date, str], list[NoticeDecision]] = {}
        for notice in incident.response.notifications:
            used = (moment(notice.assessed) if notice.assessed else declared).date()
            row = rows.get(notice.clock)
            if notice.decision != "pending" and row is not None and (why := _unverified(row, used)) is not None:
                stale.setdefault((used, why), []).append(notice)
        for (used, why), notices in stale.items():
            clocks = listed([one.clock for one in notices])
            what = f"{incident.id}: {clocks} {'was' if len(notices) == 1 else 'were'} used on {used}, and {why}"
            help_ = "let counsel say in the review whether the row was right on that day; waive this with that reason"
            yield RuleHit(notices[0].at("clock"), what, help_, incident.id)


def _unverified(row: ScopedClock, used: date) -> str | None:
    """Why a row could not be relied on, on a day; None where it could."""
    if row.verified_on is None:
        return "never held against their sources by then"
    if used - row.verified_on > CLOCK_HOLDS:
        return f"last verified on {row.verified_on}, more than {CLOCK_HOLDS.days} days before"
    return None
