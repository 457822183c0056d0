"""ROL-14 and ROL-15: rotations that share a day, held against each other: hours without anybody, one person twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ratified.clock import zone
from ratified.model.dates import day_words
from ratified.model.plurals import counted
from ratified.policy.roster.current_holder import rotations_of
from ratified.policy.roster.duty_hours import countable, handover_on
from ratified.policy.roster.first_asked import rotation_falls_to_same
from ratified.policy.roster.holders import title
from ratified.policy.roster.on_call import by_the_hour, days_from, stretches
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date, datetime

    from ratified.model.people import Role, Rotation
    from ratified.policy.book import Book

AHEAD = 15
"""How many days are looked at, the one asked about included: as many as ROL-06."""


class _Watch(NamedTuple):
    """From when until when (UTC) somebody is primary, by which rotation."""

    start: datetime
    end: datetime
    primary: str
    rotation: Rotation


@rule("ROL-14", "error", "Hours in which nobody is on call")
def hours_uncovered(case: RuleInput) -> RuleHits:
    """The rotations of a role are on duty by the hour (`hours`, shifts of hours), and from the day asked about to 14
    days on there are hours that none of them covers. Asked of the first responder, of the role that commands and of
    roles that are `critical`; another role may keep office hours. The first such hours are named in the zone of the
    rotation that ends before them. Days without any rotation, where none is by the hour, are ROL-06.

    **Why it matters.** Two offices that share a day hand over twice a day, each by its own clock. Their clocks do not
    change on the same day, and an hour nobody noticed is the one in which the page goes to nobody.

    **How to fix it.** Let `hours` of the rotations meet, with room for weeks in which one zone has changed its clocks
    and the other has not; hours that two rotations cover show both. Or add a rotation for what is left.

    **Protects.** CC7.4-PF01, 12.10.3
    """
    book = case.book
    always = {book.escalation.first_responder, book.roles.parts.commander}
    for role in book.roles.roles:
        rotations = [one for one in rotations_of(book, role.id) if countable(one)]
        if (role.critical or role.id in always) and any(map(by_the_hour, rotations)):
            yield from _gaps(role, rotations, case.as_of)


def _gaps(role: Role, rotations: Sequence[Rotation], day: date) -> RuleHits:
    first, last = _from(rotations, day), _to(rotations, day)
    gaps: list[tuple[datetime, datetime, Rotation]] = []
    covered, before = first, rotations[0]
    for watch in sorted(_watches(rotations, first, last), key=lambda one: one.start):
        if watch.start > covered:
            gaps.append((covered, watch.start, before))
        if watch.end > covered:
            covered, before = watch.end, watch.rotation
    if covered < last:
        gaps.append((covered, last, before))
    if gaps:
        start, end, rotation = gaps[0]
        rest = f", and {counted(len(gaps) - 1, 'more time')} in two weeks" if gaps[1:] else ""
        what = f"nobody is on call as {role.id} {_between(start, end, rotation)}{rest}"
        place = rotation.at("hours") if rotation.hours else rotation.at()
        yield RuleHit(place, what, "let the hours of its rotations meet, or add one for these hours", rotation.id)


@rule("ROL-15", "warning", "One person on call twice at the same time")
def on_call_twice(case: RuleInput) -> RuleHits:
    """From the day asked about to 14 days on, one person is primary in two rotations of the same role at the same
    time, or in the rotation of a role and alone in that to which it falls back by `if_no_ack`. Where the
    rotation and the role that is asked next have one and the same primary in every week it is ESC-09.

    **Why it matters.** Two rotations mean two people. Who did not wake up for the one page does not wake up for the
    other, and the schedule shows cover where there is none.

    **How to fix it.** Move one of the two turns, let hours of the two rotations not overlap, or name somebody else.

    **Protects.** CC7.4-PF06, CC7.4-PF01
    """
    known = [one for one in case.book.oncall.rotations if countable(one)]
    for number, rotation in enumerate(known):
        others = [one for one in known[number + 1 :] if one.role == rotation.role]
        for other in others:
            yield from _same_role(case.book, rotation, other, case.as_of)
        later = rotation.if_no_ack
        if later and not rotation_falls_to_same(case.book, rotation, later.to, case.as_of):
            asked = [one for one in known if one.role == later.to]
            yield from _asked_again(case.book, rotation, asked, case.as_of)


def _same_role(book: Book, rotation: Rotation, other: Rotation, day: date) -> RuleHits:
    found = _together([rotation], [other], day)
    if found:
        what = f"{_name(book, found[0])} is on call by {rotation.id} too {_when(found)}"
        yield RuleHit(other.at(), f"{other.id}: {what}", "move one of the two turns, or name somebody else", other.id)


def _asked_again(book: Book, rotation: Rotation, asked: Sequence[Rotation], day: date) -> RuleHits:
    found = _together([rotation], asked, day) if asked and rotation.if_no_ack else []
    if rotation.if_no_ack and found:
        to = title(book, rotation.if_no_ack.to)
        what = f"{rotation.id}: when {_name(book, found[0])} does not answer, {to} is asked, who is the same person"
        help_ = "move one of the two turns, or name a role whose turns are taken by others"
        yield RuleHit(rotation.if_no_ack.at("to"), f"{what} {_when(found)}", help_, rotation.id)


def _together(ours: Sequence[Rotation], theirs: Sequence[Rotation], day: date) -> list[_Watch]:
    """When one person is primary of the former and alone of the latter."""
    first, last = _from(ours, day), _to(ours, day)
    watches = list(_watches(theirs, first, last))
    found = []
    for one in _watches(ours, first, last):
        same = [w for w in watches if w.primary == one.primary]
        for watch in same:
            start, end = max(one.start, watch.start), min(one.end, watch.end)
            others = [w for w in watches if w.primary != one.primary and w.start < end and start < w.end]
            if start < end and not others:
                found.append(_Watch(start, end, one.primary, one.rotation))
    return sorted(found, key=lambda one: one.start)


def _watches(rotations: Iterable[Rotation], first: datetime, last: datetime) -> Iterator[_Watch]:
    for rotation in rotations:
        for one in stretches(rotation, first, last):
            if one.duty:
                yield _Watch(one.start, one.end, one.duty.primary, rotation)


def _from(rotations: Iterable[Rotation], day: date) -> datetime:
    return min(handover_on(one, day) for one in rotations)


def _to(rotations: Iterable[Rotation], day: date) -> datetime:
    return min(handover_on(one, days_from(day, AHEAD + 1)[-1]) for one in rotations)


def _name(book: Book, watch: _Watch) -> str:
    person = book.person.get(watch.primary)
    return person.name if person else watch.primary


def _when(found: Sequence[_Watch]) -> str:
    rest = f", and {counted(len(found) - 1, 'more time')} in two weeks" if found[1:] else ""
    return _between(found[0].start, found[0].end, found[0].rotation) + rest


def _between(start: datetime, end: datetime, rotation: Rotation) -> str:
    local = zone(rotation.zone)
    said = [f"{day_words(at.date())} {at:%H:%M}" for at in (start.astimezone(local), end.astimezone(local))]
    return f"from {said[0]} to {said[1]} ({rotation.zone})"
