"""Who holds what, and how to reach them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratified.policy.roster.current_holder import current_holder_on, shares_on
from ratified.policy.roster.holders import held, holders
from ratified.views.escape import NOTHING, Safe, escape, escape_all
from ratified.views.people.ways import ContactWay, WayLink, call_of, way_link, ways_of

if TYPE_CHECKING:
    from datetime import date

    from ratified.model.people import OutsideRole, Role
    from ratified.views.page_context import PageContext


@dataclass(frozen=True)
class NamedPerson:
    """Somebody by name, and the link that rings or pages them; None where nothing does."""

    name: Safe
    call: WayLink | None


@dataclass(frozen=True)
class RosterRow:
    """A role with its holders on the day. `missing` says how many holders it lacks."""

    id: Safe
    title: Safe
    duties: tuple[Safe, ...]
    must_not: Safe
    critical: bool
    primary: tuple[NamedPerson, ...]
    deputies: tuple[NamedPerson, ...]
    missing: int
    firm: Safe
    ways: tuple[ContactWay, ...]


@dataclass(frozen=True)
class RosterTable:
    """Roles inside, roles outside, and the day it is true on."""

    roles: tuple[RosterRow, ...]
    outside: tuple[RosterRow, ...]
    as_of: Safe


def roster(of: PageContext) -> RosterTable:
    """Every role with its active holders."""
    inside = tuple(_role_row(of, role) for role in of.book.roles.roles)
    outside = tuple(_outside_row(of, role) for role in of.book.roles.outside_roles)
    return RosterTable(inside, outside, escape(of.as_of))


def _role_row(of: PageContext, role: Role) -> RosterRow:
    found = list(holders(of.book, role, of.as_of))
    return RosterRow(
        id=escape(role.id),
        title=escape(role.title),
        duties=escape_all(role.duties),
        must_not=escape(role.must_not or ""),
        critical=role.critical,
        primary=tuple(named_person(of, person.id) for holder, person in found if holder.as_ == "primary"),
        deputies=tuple(named_person(of, person.id) for holder, person in found if holder.as_ == "deputy"),
        missing=max(role.minimum_holders - len(found), 0),
        firm=NOTHING,
        ways=ways_of(role.channels, role.title),
    )


def _outside_row(of: PageContext, role: OutsideRole) -> RosterRow:
    ended = "" if held(of.book, role.id, of.as_of) else "ended "
    return RosterRow(
        id=escape(role.id),
        title=escape(role.title),
        duties=escape_all(role.duties),
        must_not=NOTHING,
        critical=False,
        primary=(NamedPerson(escape(role.firm), None),),
        deputies=(),
        missing=1 if ended else 0,
        firm=escape(f"{role.contract}, {ended or 'until '}{role.expires}"),
        ways=ways_of(role.channels, role.title),
    )


def name_of(of: PageContext, person_id: str) -> Safe:
    """A person's name; an id that nobody has shows as it is written."""
    return escape(_called(of, person_id))


def named_person(of: PageContext, person_id: str) -> NamedPerson:
    """A person with their own link."""
    return NamedPerson(name_of(of, person_id), person_call(of, person_id))


def person_call(of: PageContext, person_id: str) -> WayLink | None:
    """What rings or pages a person themselves; None where nothing does, or nobody has the id."""
    person = of.book.person.get(person_id)
    found = call_of(person.channels, person.name) if person else None
    return way_link(found) if found else None


def calls_of(of: PageContext, role_id: str) -> tuple[WayLink, ...]:
    """What rings or pages whoever has a role on the day, each of them; where nothing of their own does, the role's."""
    role = of.book.role.get(role_id)
    people = current_holder_on(of.book, role, of.as_of)[0].people if role else ()
    own = tuple(filter(None, (person_call(of, id_) for id_ in people)))
    either = role or of.book.outside_role.get(role_id)
    found = call_of(either.channels, either.title) if either and not own else None
    return own or ((way_link(found),) if found else ())


def holder_now(of: PageContext, role: Role) -> tuple[str, date | None]:
    """Who holds a role on the day, empty where nobody does, for a sentence: each with their hours where several share
    the day. For one that takes turns, the turn's last duty day too.
    """
    _, last = current_holder_on(of.book, role, of.as_of)
    hours = _by_name(of, role)
    if any(hours.values()):
        return "; ".join(", ".join([name, *when]) for name, when in hours.items()), last
    return " and ".join(hours), last


def holders_by_hour(of: PageContext, role: Role) -> str:
    """Who holds a role on the day, empty where nobody does, each with the hours of the day in which they do."""
    hours = _by_name(of, role)
    return " and ".join(f"{name} ({', '.join(when)})" if when else name for name, when in hours.items())


def _by_name(of: PageContext, role: Role) -> dict[str, list[str]]:
    hours: dict[str, list[str]] = {}
    for one in shares_on(of.book, role, of.as_of):
        name = f"{'Nobody is on call; first holder: ' if one.uncovered else ''}{_called(of, one.primary)}"
        hours.setdefault(name, []).extend([one.hours] if one.hours else [])
    return hours


def _called(of: PageContext, person_id: str) -> str:
    person = of.book.person.get(person_id)
    return person.name if person else person_id
