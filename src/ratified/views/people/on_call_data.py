"""What the browser needs to say who holds a role now: rotations, holders and people as JSON.

Who is on call at a moment is counted twice, by `ratified.policy.roster.on_call` and by
`ratified/site/assets/duty-now.js`; the
same worked cases are asked of both. Days are `YYYY-MM-DD`, zones are names of the tz database.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ratified.model.dates import iso
from ratified.policy.roster.current_holder import rotations_of
from ratified.policy.roster.duty_hours import WEEKDAYS, minute_of, minutes_of, shift_minutes
from ratified.policy.roster.on_call import LOOK_AHEAD
from ratified.views.clocks.clock_data import as_script
from ratified.views.clocks.zone_data import zone_rows
from ratified.views.people.ways import call_of

if TYPE_CHECKING:
    from datetime import date

    from ratified.model.people import DutyHours, OutsideRole, Person, Role, Rotation
    from ratified.policy import Book
    from ratified.views.escape import Safe

Row = Mapping[str, object]

SCRIPTS = ("assets/clock-days.js", "assets/holders-now.js")
"""The scripts that put who has a role now in the place of who had it on the day of the build, by their path in the
site, in the order in which the browser needs them."""


def duty_data(book: Book, as_of: date) -> Safe:
    """Every role with its holders and its rotations, as JSON that may stand inside a `script` element."""
    rotations = [one for role in book.roles.roles for one in rotations_of(book, role.id)]
    roles = {role.id: {**role_row(role, rotations_of(book, role.id)), **_reached(role)} for role in book.roles.roles}
    outside = {
        role.id: {"firm": role.firm, "until": role.expires.isoformat(), **_reached(role)}
        for role in book.roles.outside_roles
    }
    people = {id_: person_row(book.person[id_]) for id_ in sorted(_named(book)) if id_ in book.person}
    row = {"day": as_of.isoformat(), "ahead": LOOK_AHEAD, "people": people, "roles": {**roles, **outside}}
    return as_script({**row, "zones": zone_rows((one.zone for one in rotations), as_of)})


def _reached(role: Role | OutsideRole) -> Row:
    """A role's title, and what rings or pages it where whoever has it has nothing of their own that does."""
    return {"title": role.title, "call": call_of(role.channels, role.title)}


def turns_data(rotation: Rotation, as_of: date) -> Safe:
    """One rotation, as JSON that may stand inside a `script` element."""
    return as_script({"rotation": rotation_row(rotation), "zones": zone_rows([rotation.zone], as_of)})


def _named(book: Book) -> set[str]:
    """The people who hold a role or stand in a rotation; nobody else is on the page."""
    held = {holder.person for role in book.roles.roles for holder in role.holders}
    pairs = [(one.primary, one.backup) for rotation in book.oncall.rotations for one in rotation.pattern]
    pairs += [(one.primary, one.backup) for rotation in book.oncall.rotations for one in rotation.overrides]
    return held | {id_ for pair in pairs for id_ in pair if id_}


def person_row(person: Person) -> Row:
    """A person with the days between which they work here, both included."""
    return {
        "name": person.name,
        "human": person.kind == "human",
        "started": person.started.isoformat(),
        "left": iso(person.left),
        "call": call_of(person.channels, person.name),
    }


def role_row(role: Role, rotations: Sequence[Rotation]) -> Row:
    """A role with its holders, primary first, and its rotations in order, none where nobody is on call for it."""
    holders = sorted(role.holders, key=lambda holder: holder.as_ != "primary")
    return {
        "holders": [[one.person, one.since.isoformat(), iso(one.until)] for one in holders],
        "rotations": [rotation_row(rotation) for rotation in rotations],
    }


def rotation_row(rotation: Rotation) -> Row:
    """A rotation; `minutes` is how long a shift lasts on the wall, None where that is no whole number of hours."""
    return {
        "zone": rotation.zone,
        "starts": rotation.starts.isoformat(),
        "until": iso(rotation.until),
        "handover": rotation.handover.time,
        "minutes": shift_minutes(rotation),
        "hours": hours_rows(rotation.hours),
        "pattern": [[turn.primary, turn.backup] for turn in rotation.pattern],
        "overrides": [
            [
                *(one.from_.isoformat(), one.until.isoformat(), one.primary, one.backup, one.reason),
                hours_rows(one.hours),
            ]
            for one in rotation.overrides
        ],
    }


def hours_rows(hours: Sequence[DutyHours]) -> list[Row]:
    """Hours of a day: the minute of the day at which they begin, how many they last, on which days (Monday is 0)."""
    return [
        {
            "from": minute_of(one.from_),
            "minutes": minutes_of(one),
            "days": sorted({WEEKDAYS.index(day) for day in one.days}),
        }
        for one in hours
    ]
