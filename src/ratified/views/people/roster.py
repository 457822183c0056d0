"""Who holds what, and how to reach them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratified.policy.roster.current_holder import current_holder_on, shares_on
from ratified.policy.roster.holders import held, holders
from ratified.views.escape import NOTHING, Safe, escape, escape_all

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ratified.model.channels import Channel
    from ratified.model.people import OutsideRole, Role
    from ratified.views.page_context import PageContext


@dataclass(frozen=True)
class ContactWay:
    """One way to reach a role."""

    kind: Safe
    to: Safe


@dataclass(frozen=True)
class RosterRow:
    """A role with its holders on the day. `missing` says how many holders it lacks."""

    id: Safe
    title: Safe
    duties: tuple[Safe, ...]
    must_not: Safe
    critical: bool
    primary: tuple[Safe, ...]
    deputies: tuple[Safe, ...]
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
        primary=tuple(escape(person.name) for holder, person in found if holder.as_ == "primary"),
        deputies=tuple(escape(person.name) for holder, person in found if holder.as_ == "deputy"),
        missing=max(role.minimum_holders - len(found), 0),
        firm=NOTHING,
        ways=ways_of(role.channels),
    )


def _outside_row(of: PageContext, role: OutsideRole) -> RosterRow:
    ended = "" if held(of.book, role.id, of.as_of) else "ended "
    return RosterRow(
        id=escape(role.id),
        title=escape(role.title),
        duties=escape_all(role.duties),
        must_not=NOTHING,
        critical=False,
        primary=(escape(role.firm),),
        deputies=(),
        missing=1 if ended else 0,
        firm=escape(f"{role.contract}, {ended or 'until '}{role.expires}"),
        ways=ways_of(role.channels),
    )


def ways_of(channels: Sequence[Channel]) -> tuple[ContactWay, ...]:
    """Channels in order."""
    return tuple(ContactWay(escape(channel.kind), escape(channel.to)) for channel in channels)


def name_of(of: PageContext, person_id: str) -> Safe:
    """A person's name; an id that nobody has shows as it is written."""
    return escape(_called(of, person_id))


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
