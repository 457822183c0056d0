"""Who is asked in which order when a role is silent: roles by the rows of the matrix, then people, each once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratified.policy.roster.current_holder import CurrentHolder, current_holder_at, current_holder_on, rotations_of
from ratified.policy.roster.escalation_chain import rows_of
from ratified.policy.roster.holders import holders

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date, datetime

    from ratified.model.duration import Duration
    from ratified.model.people import Role
    from ratified.model.severities import EscalationRow
    from ratified.policy.book import Book

COMMANDER_SILENT = "commander-silent"
"""The id of the trigger for a commander in command who does not answer, and of the limit after which that is so."""


@dataclass(frozen=True, slots=True)
class LadderRole:
    """A role that is asked, and how long after the one before it was; None for the first. `backup` is how long its own
    backup waits for the primary, None where no rotation says so.
    """

    role: str
    after: Duration | None = None
    backup: Duration | None = None


@dataclass(frozen=True, slots=True)
class LadderStep:
    """Somebody who is asked: the role for which, the person's id, or nobody's where a firm holds it. `after` is how
    long after the step before, None for one that is asked at once.
    """

    role: str
    person: str
    after: Duration | None
    deputy: bool = False


def roles_asked(book: Book, row: EscalationRow) -> tuple[LadderRole, ...]:
    """The roles that are asked one after another when the role of a row does not answer, that role first.

    Each row's `if_no_ack` names the next one; where a role has no row of the same severity or trigger, its first row
    of the most severe level that has one counts.
    """
    rows = [one for one in book.escalation.rows if (one.severity, one.trigger) == (row.severity, row.trigger)]
    rows += [one for level in book.severities.levels for one in rows_of(book, level)]
    found = [LadderRole(row.to, None, _backup(book, row.to))]
    later = row.if_no_ack
    while later is not None and later.to not in {one.role for one in found}:
        to = later.to
        found.append(LadderRole(to, later.after, _backup(book, to)))
        later = next((one.if_no_ack for one in rows if one.to == to), None)
    return tuple(found)


def commander_silent(book: Book) -> tuple[LadderRole, ...]:
    """The roles that are asked when a commander in command is silent: their own deputies, then those of the row with
    the trigger `commander-silent`; without one, as the first row to the commander says.
    """
    commander = book.roles.parts.commander
    rows = book.escalation.rows
    row = next((one for one in rows if one.trigger == COMMANDER_SILENT), None)
    if row is None:
        first = next((one for one in rows if one.to == commander), None)
        return roles_asked(book, first) if first else ()
    first_role, *rest = roles_asked(book, row)
    asked = [LadderRole(first_role.role, row.within, first_role.backup), *rest]
    return (LadderRole(commander, None, _backup(book, commander)), *(one for one in asked if one.role != commander))


def _backup(book: Book, role: str) -> Duration | None:
    return next((one.backup_after for one in rotations_of(book, role) if one.backup_after), None)


def people_asked(
    book: Book, roles: Sequence[LadderRole], day: date, silent: bool = False, moment: datetime | None = None
) -> tuple[LadderStep, ...]:
    """The people of each role in order, each once: who has it in hand, then the deputies, then its other holders.

    `day` is that of the holders (UTC); with a `moment` in it, who is on call is asked of that. `silent`: whoever has
    the first role in hand is not asked, since they are who does not answer. Who was asked for a role before is left
    out, and a role of whom nobody is left passes its turn to the next.
    """

    def in_hand(role: Role) -> CurrentHolder:
        return (current_holder_at(book, role, moment) if moment else current_holder_on(book, role, day))[0]

    asked: set[str] = set()
    if silent and roles and (first := book.role.get(roles[0].role)):
        asked |= {*in_hand(first).people}
    found: list[LadderStep] = []
    waits: Duration | None = None
    for one in roles:
        waits = waits or one.after
        steps = [*_steps(book, one, in_hand, day, asked, waits)]
        asked |= {step.person for step in steps}
        waits = None if steps else waits
        found += steps
    return tuple(found)


def _steps(
    book: Book,
    asked_role: LadderRole,
    in_hand: Callable[[Role], CurrentHolder],
    day: date,
    asked: set[str],
    waits: Duration | None,
) -> Iterator[LadderStep]:
    outside = book.outside_role.get(asked_role.role)
    if outside is not None and day <= outside.expires:
        yield LadderStep(outside.id, "", waits)
    role = book.role.get(asked_role.role)
    if role is None:
        return
    held = in_hand(role)
    everybody = [*held.people, *held.deputies, *(person.id for _, person in holders(book, role, day))]
    after = waits
    for person in dict.fromkeys(everybody):
        if person not in asked:
            yield LadderStep(role.id, person, after, person not in held.people)
            after = asked_role.backup if person in held.people else None
