"""ROL-06: somebody on call every day, and the right people."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ratified.clock import UncountableError, zone
from ratified.policy.roster.duty_hours import (
    WEEKDAYS,
    hours_in_words,
    idle_entries,
    shift_days,
    shift_minutes,
)
from ratified.policy.roster.duty_seats import unfit_for_duty
from ratified.policy.roster.holders import STRANGERS, UNKNOWN, absence
from ratified.policy.roster.on_call import by_the_hour, days_from, duties_on, duty_on
from ratified.rules.periods import between, runs
from ratified.rules.roles.overrides import override_faults
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, hit_at, rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ratified.model.people import Rotation
    from ratified.model.place import Place
    from ratified.policy.book import Book
    from ratified.policy.roster.on_call import OnCallDuty

AHEAD = 14
"""How many days past the day asked about the schedule must be whole."""


@rule("ROL-06", "error", "A day on which nobody is on call, or not the right people")
def on_call_broken(case: RuleInput) -> RuleHits:
    """On each day from the one asked about to 14 days on, a rotation must give a primary who is active and
    holds its role, and a backup who is another person, active, and holds it too. Fires on people who do not,
    on days that no rotation of a role covers (before `starts`, after `until`), where the first responder has
    no rotation, and on an override that ends before it starts, overlaps another, or whenever it comes names
    somebody who does not hold the role. A person in the pattern who is gone or unknown is found whatever the
    week. Shifts must last whole hours or days, and shifts of whole weeks start on the handover's weekday. Of a
    rotation by the hour (`hours`, shifts of hours) the hours that nobody covers are ROL-14. Days and overrides that
    are over are history.

    **Why it matters.** The page goes to whoever the schedule names. An assessor takes a few dates, asks who
    was on call, and compares the answer with the roster.

    **How to fix it.** Put an active holder into the pattern or the override. To replace a rotation, give the old
    one `until` and let the new one start the next day.

    **Protects.** CC7.4-PF01, 12.10.3
    """
    yield from _first_responder(case)
    for rotation in case.book.oncall.rotations:
        yield from _shape(rotation)
        yield from override_faults(rotation, case.as_of)
        if rotation.role in case.book.role:
            yield from _people(case, rotation)
    yield from _holes(case)


def _first_responder(case: RuleInput) -> RuleHits:
    first = case.book.escalation.first_responder
    if first in case.book.role and not any(r.role == first for r in case.book.oncall.rotations):
        what = f"{first} is the first responder and has no rotation"
        yield RuleHit(case.book.escalation.at("first_responder"), what, "add one to data/oncall.yml", first)


def _shape(rotation: Rotation) -> RuleHits:
    try:
        zone(rotation.zone)
    except UncountableError:
        what = f'rotation {rotation.id}: "{rotation.zone}" is no time zone'
        yield hit_at(rotation, "zone", what, "write a name such as Europe/Dublin")
    length, starts = shift_days(rotation), rotation.starts
    named = rotation.handover.day
    if shift_minutes(rotation) is None:
        what = f"rotation {rotation.id}: a shift of {rotation.shift} is no whole number of hours or days"
        yield hit_at(rotation, "shift", what, "write hours or days: 12h, 1d, 7d")
    elif length and length % 7 == 0 and named and WEEKDAYS[starts.weekday()] != named:
        both = f"{starts}, a {WEEKDAYS[starts.weekday()]}, and hands over on {named}s"
        what = f"rotation {rotation.id}: it starts on {both}"
        yield hit_at(rotation, "starts", what, "start it on the weekday of the handover")
    for index in idle_entries(rotation):
        turn = rotation.pattern[index]
        hours = hours_in_words(rotation.hours)
        what = f"rotation {rotation.id}: the turns of {turn.primary} never come in its hours, {hours}"
        help_ = "write a shift after which everybody has hours: 1d or 7d; or widen hours:"
        yield RuleHit(turn.at(), what, help_, rotation.id)


def _people(case: RuleInput, rotation: Rotation) -> RuleHits:
    ahead = days_from(case.as_of, AHEAD + 1)
    later_on = (max(o.from_, case.as_of) for o in rotation.overrides if case.as_of <= o.until)
    wrong: dict[tuple[Place, str], list[date]] = {}
    for day in sorted({*ahead, *later_on}):
        for place, what in _faults(case.book, rotation, day):
            wrong.setdefault((place, what), []).append(day)
    for (place, what), days in wrong.items():
        yield _hit(rotation, place, f"{what} {_span(days)}")
    told = {place for place, _ in wrong}
    if rotation.until is None or rotation.until > ahead[-1]:  # of one that ends before, every day was looked at
        yield from (hit for hit in _pattern(case, rotation) if hit.place not in told)


def _pattern(case: RuleInput, rotation: Rotation) -> RuleHits:
    """People of the pattern who are unknown, bots, or gone, whenever their turn comes."""
    for turn in rotation.pattern:
        for seat, person_id in (("primary", turn.primary), ("backup", turn.backup)):
            person = case.book.person.get(person_id or "")
            day = max(case.as_of, rotation.starts, person.started if person else case.as_of)
            if person_id and (why := absence(case.book, person_id, day)):
                yield _hit(rotation, turn.at(seat), f"{person_id} {why}, yet is {seat} in the pattern")


def _hit(rotation: Rotation, place: Place, what: str) -> RuleHit:
    fix = f"put an active holder of {rotation.role} there"
    cause = STRANGERS if UNKNOWN in what else ""
    return RuleHit(place, f"rotation {rotation.id}: {what}", fix, rotation.id, cause=cause)


def _faults(book: Book, rotation: Rotation, day: date) -> Iterator[tuple[Place, str]]:
    """What is wrong with the people of one duty day, and where it is written."""
    for duty in duties_on(rotation, day):
        yield from _unfit(book, rotation, duty, day)


def _unfit(book: Book, rotation: Rotation, duty: OnCallDuty, day: date) -> Iterator[tuple[Place, str]]:
    usual = rotation.pattern[(duty.turn or 0) % len(rotation.pattern)]
    entry = duty.override or usual
    seat = duty.override if duty.override and duty.override.backup else usual
    if why := unfit_for_duty(book, rotation.role, duty.primary, day):
        yield entry.at("primary"), f"{duty.primary} {why}, yet is primary"
    if duty.backup is None:
        yield entry.at(), "nobody is backup"
    elif duty.backup == duty.primary:
        yield entry.at("backup"), f"{duty.primary} is primary and backup"
    elif why := unfit_for_duty(book, rotation.role, duty.backup, day):
        yield seat.at("backup"), f"{duty.backup} {why}, yet is backup"


def _holes(case: RuleInput) -> RuleHits:
    """Days that no rotation of a role covers; two rotations of one role may hand over to each other."""
    roles: dict[str, list[Rotation]] = {}
    for rotation in case.book.oncall.rotations:
        if shift_minutes(rotation) is not None:
            roles.setdefault(rotation.role, []).append(rotation)
    for role, rotations in roles.items():
        if any(map(by_the_hour, rotations)):
            continue
        empty = [d for d in days_from(case.as_of, AHEAD + 1) if not any(duty_on(r, d) for r in rotations)]
        for hole in runs(empty):
            ended = [r for r in rotations if r.until is not None and r.until < hole[0]]
            if ended:
                rotation = max(ended, key=lambda r: (r.until or date.min, r.starts))
                place, why = rotation.at("until"), f"rotation {rotation.id} ends on {rotation.until}"
            else:
                rotation = min(rotations, key=lambda r: r.starts)
                place, why = rotation.at("starts"), f"rotation {rotation.id} starts on {rotation.starts}"
            what = f"nobody is on call as {role} {_span(hole)}: {why}"
            yield RuleHit(place, what, "cover these days with this rotation or another one", rotation.id)


def _span(days: Sequence[date]) -> str:
    first, last = days[0], days[-1]
    unbroken = (last - first).days == len(days) - 1
    return between(first, last) if unbroken else f"on {len(days)} days from {first} to {last}"
