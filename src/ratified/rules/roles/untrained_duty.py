"""ROL-16: who was on call in an audit period was trained by then."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from ratified.clock import longest
from ratified.incident.approved_files import approved_versions, in_force_on
from ratified.model.people import OnCall, People
from ratified.policy.roster.on_call import days_from, duties_on
from ratified.rules.documents import listed
from ratified.rules.periods import asked_about, between, runs
from ratified.rules.roles.expiry import TRAINING
from ratified.rules.roles.rotation_gaps import ONCALL
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, record_rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ratified.approval.record import ApprovalRecord
    from ratified.model.period import PeriodWindow

PEOPLE = "data/people.yml"
_DAY = timedelta(days=1)


@record_rule("ROL-16", "error", "On call without a training that counts", since="0.2.0")
def untrained_on_duty(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """On days of an audit period (type 2) that have passed, since the adoption, somebody was primary or backup of a
    rotation by the `data/oncall.yml` that was approved then, and had finished no training in its role by that day, or
    the last one longer ago than the limit `training-interval` (365 days where there is none; of months the longest
    count). Trainings are those of every approved version of `data/people.yml` and of today's, since a row that was
    replaced is a training all the same. Who holds a role today without training is ROL-09.

    **Why it matters.** A training that was made up in March does not reach back to the week in February in which the
    pager rang. An assessor lays the schedule beside the trainings, week by week.

    **How to fix it.** Enter the training where it took place and nobody wrote it down. Otherwise nothing changes a day
    that is over: tell the assessor, waive it with that reason, and swap turns until the training is held.

    **Protects.** CC1.4, CC7.4-PF01
    """
    versions = approved_versions(record.approvals, ONCALL, OnCall) if case.windows else ()
    interval = case.book.within("training-interval")
    lasts = longest(interval) if interval else TRAINING
    trained = _trainings(case, record) if versions else {}
    for window, first, last in asked_about(case, record) if versions else ():
        last = min(last, case.as_of - _DAY)
        found: dict[tuple[str, str], list[date]] = {}
        for day in days_from(first, (last - first).days + 1) if first <= last else ():
            for role, person in _on_duty(in_force_on(versions, day), day):
                if not any(timedelta() <= day - finished <= lasts for finished in trained.get((person, role), ())):
                    found.setdefault((person, role), []).append(day)
        for (person, role), days in found.items():
            yield _hit(case, window, (person, role), days, trained.get((person, role), []))


def _trainings(case: RuleInput, record: ApprovalRecord) -> Mapping[tuple[str, str], list[date]]:
    """The days on which each person finished a training in each role, in order."""
    then = [one.said for one in approved_versions(record.approvals, PEOPLE, People) if one.said is not None]
    found: dict[tuple[str, str], set[date]] = {}
    for version in (*then, case.book.people):
        for person in version.people:
            for training in person.trained:
                found.setdefault((person.id, training.role), set()).add(training.finished)
    return {key: sorted(days) for key, days in found.items()}


def _on_duty(files: Sequence[OnCall], day: date) -> Iterator[tuple[str, str]]:
    """Each role with a rotation and who was on call in it, by every version that was in force on a day."""
    seats = (
        [
            (rotation.role, person)
            for rotation in file.rotations
            for duty in duties_on(rotation, day)
            for person in (duty.primary, duty.backup)
            if person
        ]
        for file in files
    )
    return iter(sorted(set.intersection(*map(set, seats)))) if files else iter(())


def _hit(
    case: RuleInput, window: PeriodWindow, who: tuple[str, str], days: Sequence[date], finished: Sequence[date]
) -> RuleHit:
    person, role = who
    before = [day for day in finished if day <= days[0]]
    why = f"last trained in it on {before[-1]}" if before else "never trained in it by then"
    on = listed([between(run[0], run[-1]) for run in runs(days)])
    what = f"{person} was on call as {role} {on}, in the period {window.name}, and was {why}"
    entry = case.book.person.get(person)
    place = entry.at("id") if entry else case.book.oncall.at()
    help_ = "enter the training if there was one; else tell the assessor, and waive this with that reason"
    return RuleHit(place, what, help_, person)
