"""COV-07: what an audit period still lacks, while it can be done."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from ratified.rules.periods import asked_about, held_in, lived_in, near_end
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, record_rule

if TYPE_CHECKING:
    from ratified.approval.record import ApprovalRecord
    from ratified.model.period import PeriodWindow
    from ratified.policy import Book


@record_rule("COV-07", "warning", "A yearly control that is not planned before the period ends", response=True)
def control_unplanned(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """An audit period (type 2) that runs ends within two months, no exercise was held in it, and none is planned:
    no draft under `data/exercises/` starts on one of the days left. An exercise before the period does not count,
    and incidents do not replace it. Other yearly controls have a date of their own: approvals GOV-02, trainings
    ROL-09.

    **Why it matters.** On the day after the period nothing can be done any more, and a control that ran in every
    other year has an exception in this one.

    **How to fix it.** `ratified new exercise --runbook RB-02` writes the plan; hold the exercise by the last day of the
    period.

    **Protects.** CC7.5-PF06, CC7.4-PF10, A1.3
    """
    for window, _, _ in asked_about(case, record):
        book = case.book
        if near_end(window, case.as_of) and not held_in(book, window) and not _planned(book, window, case.as_of):
            none = "no exercise" if lived_in(book, window) else "no incident and no exercise"
            what = f"{none} in the period {window.name} yet; the last day to hold one is {window.ends}"
            help_ = f"hold one by {window.ends}: `ratified new exercise --runbook RB-02` writes its record"
            yield RuleHit(window.place, what, help_, window.name)


def _planned(book: Book, window: PeriodWindow, as_of: date) -> bool:
    """Whether an exercise is planned for a day of a period that is left."""
    drafts = [one.starts for one in book.exercises if one.status == "draft" and one.starts]
    return any(as_of <= datetime.fromisoformat(starts).date() <= window.ends for starts in drafts)
