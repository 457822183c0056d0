"""Who holds what, who is on call, and how to reach them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratified.model.dates import short_day
from ratified.policy.roster.current_holder import current_holder_on
from ratified.policy.roster.holders import held, holders, title
from ratified.policy.roster.on_call import LOOK_AHEAD, OnCallSpan, shifts
from ratified.views.escape import NOTHING, Safe, escape, escape_all

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from ratified.model.people import Channel, OutsideRole, Role, Rotation
    from ratified.views.page_context import PageContext
    from ratified.views.site_map import PageLink


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


@dataclass(frozen=True)
class TurnRow:
    """One turn, its first and last duty day included. `reason` is set where somebody stands in."""

    starts: Safe
    ends: Safe
    primary: Safe
    backup: Safe
    reason: Safe
    now: bool


@dataclass(frozen=True)
class RotationView:
    """A rotation with who is on duty and the turns to come; `paging` says where an unanswered page goes."""

    role: PageLink
    handover: Safe
    paging: Safe
    turns: tuple[TurnRow, ...]
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


def oncall(of: PageContext) -> tuple[RotationView, ...]:
    """Every rotation that is not over, with its turns from the day on."""
    views = []
    for rotation in of.book.oncall.rotations:
        if rotation.until and rotation.until < of.as_of and all(one.until < of.as_of for one in rotation.overrides):
            continue
        rows = tuple(_turn(of, turn) for turn in shifts(rotation, of.as_of, LOOK_AHEAD))
        handover = f"{rotation.handover.day.capitalize()} {rotation.handover.time}, {rotation.zone}"
        paging = escape("; ".join(_paging(of, rotation)))
        views.append(RotationView(of.role(rotation.role), escape(handover), paging, rows, escape(of.as_of)))
    return tuple(views)


def _paging(of: PageContext, rotation: Rotation) -> Iterator[str]:
    """Where a page goes that nobody acknowledges, in words."""
    if rotation.backup_after is not None:
        yield f"the backup after {rotation.backup_after}"
    if (later := rotation.if_no_ack) is not None:
        yield f"{title(of.book, later.to)} {later.after} after that"


def _turn(of: PageContext, turn: OnCallSpan) -> TurnRow:
    duty = turn.duty
    return TurnRow(
        starts=escape(short_day(turn.first)),
        ends=escape(short_day(turn.last)),
        primary=name_of(of, duty.primary) if duty else escape("nobody"),
        backup=name_of(of, duty.backup) if duty and duty.backup else NOTHING,
        reason=escape(duty.override.reason) if duty and duty.override else NOTHING,
        now=turn.first <= of.as_of <= turn.last,
    )


def name_of(of: PageContext, person_id: str) -> Safe:
    """A person's name; an id that nobody has shows as it is written."""
    person = of.book.person.get(person_id)
    return escape(person.name if person else person_id)


def holder_now(of: PageContext, role: Role) -> tuple[str, date | None]:
    """Who holds a role on the day, empty where nobody does; for one that takes turns, the turn's last duty day too."""
    found, last = current_holder_on(of.book, role, of.as_of)
    person = of.book.person.get(found.primary or "")
    return (person.name if person else found.primary or ""), last
