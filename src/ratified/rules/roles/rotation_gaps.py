"""ROL-13: the days of an audit period on which a rotation reached nobody, by the rotations in force then."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from ratified.incident.approved_files import approved_versions, in_force_on
from ratified.model.people import OnCall, Rotation
from ratified.model.place import Place
from ratified.policy.roster.duty_seats import unfit_for_duty
from ratified.policy.roster.on_call import days_from, duties_on
from ratified.rules.periods import between, runs
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, record_rule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ratified.approval.record import ApprovalRecord
    from ratified.incident import PolicyHistory
    from ratified.model.period import PeriodWindow
    from ratified.policy import Book

ONCALL = "data/oncall.yml"
_DAY = timedelta(days=1)


@record_rule("ROL-13", "error", "A day of a period on which nobody was on call")
def on_call_hole(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """On a day of an audit period that has passed, no rotation of a role reached anybody: by the version of
    `data/oncall.yml` that was approved then, with its overrides, neither the primary nor the backup worked here
    and held the role. Terms of people and roles are those of today's roster, which keeps them as history; who no
    longer is there is judged by the roster that was approved then. A day on which the file changed counts only
    where both versions reach nobody. Days from today on are ROL-06.

    **Why it matters.** An assessor takes a few dates of the period and asks who would have been paged. A rotation
    that named somebody who had left reached nobody, and nobody noticed.

    **How to fix it.** Nothing fills a hole that is over. Where the roster is wrong about a term, correct it; otherwise
    tell the assessor who answered on those days, and waive it with that reason.

    **Protects.** CC7.4-PF01, 12.10.3
    """
    versions = approved_versions(record.approvals, ONCALL, OnCall) if case.windows else ()
    roster = _ReachableRoster(case, record)
    for window in case.windows if versions else ():
        empty: dict[str, list[date]] = {}
        past = min(window.ends, case.as_of - _DAY) - window.starts
        for day in days_from(window.starts, past.days + 1):
            for role in _unreached(roster, in_force_on(versions, day), day):
                empty.setdefault(role, []).append(day)
        for role, days in empty.items():
            yield from (_hit(case.book, window, role, hole) for hole in runs(days))


class _ReachableRoster:
    """Who could be reached: by today's roster, else by that of the day, which is read only where it must be."""

    def __init__(self, case: RuleInput, record: ApprovalRecord) -> None:
        self._case, self._record = case, record

    def reaches(self, role_id: str, person: str, day: date) -> bool:
        """Whether somebody worked here and held a role on a day."""
        book = self._case.book
        role = book.role.get(role_id)
        known = role is not None and person in book.person and any(h.person == person for h in role.holders)
        return unfit_for_duty(book if known else self._then(day), role_id, person, day) is None

    def _then(self, day: date) -> Book:
        in_force: PolicyHistory = self._case.judged(self._record).in_force
        return in_force.at(datetime.combine(day, time.max, UTC)).book


def _unreached(roster: _ReachableRoster, files: Sequence[OnCall], day: date) -> list[str]:
    """The roles with a rotation that had begun, none of which reached anybody by any of these files."""
    if not files:
        return []
    begun = [{rotation.role for rotation in file.rotations if rotation.starts <= day} for file in files]
    roles = sorted(set.intersection(*begun))
    return [role for role in roles if not any(_reached(roster, file, role, day) for file in files)]


def _reached(roster: _ReachableRoster, file: OnCall, role: str, day: date) -> bool:
    duties = (duty for rotation in file.rotations if rotation.role == role for duty in duties_on(rotation, day))
    people = {person for duty in duties for person in (duty.primary, duty.backup) if person}
    return any(roster.reaches(role, person, day) for person in people)


def _hit(book: Book, window: PeriodWindow, role: str, hole: Sequence[date]) -> RuleHit:
    rotation: Rotation | None = next((r for r in book.oncall.rotations if r.role == role), None)
    place = rotation.at() if rotation else Place(ONCALL)
    what = f"nobody was on call as {role} {between(hole[0], hole[-1])}, in the period {window.name}"
    help_ = "correct the term of whoever was, in data/roles.yml; else tell the assessor, and waive it with the reason"
    return RuleHit(place, what, help_, rotation.id if rotation else role)
