"""Who is in charge: on the day of the build as text, and what the browser needs to say it of this moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratified.model.dates import short_day
from ratified.policy.roster.current_holder import current_holder_on
from ratified.policy.roster.escalation_chain import rows_of
from ratified.policy.roster.holders import every_role
from ratified.views.escape import NOTHING, Safe, escape
from ratified.views.people.ladder import SilenceLadder, commander_ladder, ladder_of
from ratified.views.people.on_call_data import duty_data
from ratified.views.people.roster import (
    NamedPerson,
    calls_of,
    holder_now,
    holders_by_hour,
    named_person,
)
from ratified.views.people.ways import ContactWay, WayLink, emergency_link, ways_of
from ratified.views.severity.levels import level_head

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratified.model.people import Role
    from ratified.model.severities import EscalationRow
    from ratified.views.inline import SeverityMark
    from ratified.views.page_context import PageContext
    from ratified.views.site_map import PageLink

SCRIPTS = ("assets/clock-days.js", "assets/start-card.js")
"""The scripts of the card by their path in the site, in the order in which the browser needs them."""


@dataclass(frozen=True)
class HeldRole:
    """A role and who has it in hand on the day; `id` is the role's, by which the browser finds who has it now. `calls`
    ring or page each of them.
    """

    id: Safe
    role: PageLink
    name: Safe
    calls: tuple[WayLink, ...] = ()


@dataclass(frozen=True)
class CommandRole:
    """Who is in charge: the role, a name, until when, who stands in, and the role's channels."""

    held: HeldRole
    duty: Safe
    until: Safe
    deputies: tuple[NamedPerson, ...]
    ways: tuple[ContactWay, ...]


@dataclass(frozen=True)
class CallRow:
    """Somebody who must be called: by whom and within what, over which channels of the row (the role's phone is left
    out where a number stands there already), and who is next if nobody answers: `ladder` has all of them by name,
    whoever has the role first.
    """

    to: HeldRole
    by: HeldRole
    within: Safe
    ways: tuple[ContactWay, ...]
    ladder: SilenceLadder


@dataclass(frozen=True)
class LevelCalls:
    """Who must be called at a level, in order; `id` is the level's."""

    id: Safe
    mark: SeverityMark
    calls: tuple[CallRow, ...]


@dataclass(frozen=True)
class CommandPanel:
    """`data` goes into a `script` of type `application/json` as it is, `scripts` are addresses, to load in order.
    `silence` says whom to ask when the commander is silent, `emergency` rings the company's own line.
    """

    rows: tuple[CommandRole, ...]
    levels: tuple[LevelCalls, ...]
    silence: SilenceLadder | None
    emergency: WayLink | None
    as_of: Safe
    data: Safe
    scripts: tuple[Safe, ...]


def held_by(of: PageContext, id_: str) -> HeldRole:
    """A role by its title, and who has it in hand on the day: a firm's name for an outside role."""
    of.find("role", {**of.book.outside_role, **of.book.role}, id_)
    return _held(of, id_)


def _held(of: PageContext, id_: str) -> HeldRole:
    role = of.book.role.get(id_)
    outside = of.book.outside_role.get(id_)
    name = holder_now(of, role)[0] if role else outside.firm if outside else ""
    return HeldRole(escape(id_), of.role(id_), escape(name or "nobody"), calls_of(of, id_))


def in_charge(of: PageContext) -> CommandPanel:
    """The first responder and the commander, then the other critical roles; and who is called at each level."""
    parts = of.book.roles.parts
    order = [of.book.escalation.first_responder, parts.commander]
    order += [role.id for role in of.book.roles.roles if role.critical and role.id not in order]
    return CommandPanel(
        rows=tuple(_command_role(of, of.book.role[id_]) for id_ in dict.fromkeys(order) if id_ in of.book.role),
        levels=tuple(_levels(of)),
        silence=commander_ladder(of),
        emergency=emergency_link(of.book.roles.emergency),
        as_of=escape(of.as_of),
        data=duty_data(of.book, of.as_of),
        scripts=tuple(of.site_map.file(path, of.page) for path in SCRIPTS),
    )


def _command_role(of: PageContext, role: Role) -> CommandRole:
    found, last = current_holder_on(of.book, role, of.as_of)
    deputies = tuple(named_person(of, id_) for id_ in found.deputies)
    until = escape(short_day(last)) if last else NOTHING
    name = escape(holders_by_hour(of, role) or "nobody")
    held = HeldRole(escape(role.id), of.role(role.id), name, calls_of(of, role.id))
    return CommandRole(held, escape(role.duties[0]), until, deputies, ways_of(role.channels, role.title))


def _levels(of: PageContext) -> Iterator[LevelCalls]:
    for level in of.book.severities.levels:
        calls = tuple(_call(of, row) for row in rows_of(of.book, level))
        yield LevelCalls(escape(level.id), level_head(of, level).mark, calls)


def _call(of: PageContext, row: EscalationRow) -> CallRow:
    to = _held(of, row.to)
    role = next((role for role in every_role(of.book) if role.id == row.to), None)
    channels = [one for one in role.channels if one.kind in row.channels] if role else []
    if any(link.href.startswith("tel") for link in to.calls):
        channels = [one for one in channels if one.kind != "phone"] or channels
    return CallRow(
        to=to,
        by=_held(of, row.from_),
        within=escape(row.within or "no time set"),
        ways=ways_of(channels, role.title if role else row.to),
        ladder=ladder_of(of, row),
    )
