"""Who tells whom, by when: the matrix as rows, and the path from the first responder as a picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratified.policy.roster.escalation_chain import rows_of
from ratified.policy.roster.holders import every_role
from ratified.views.escape import NOTHING, Safe, escape, escape_all
from ratified.views.people.ways import ContactWay, ways_of
from ratified.views.severity.escalation_picture import Picture, draw
from ratified.views.severity.escalation_tree import reach
from ratified.views.severity.levels import level_head
from ratified.views.site_map import NO_LINK, PageLink

if TYPE_CHECKING:
    from ratified.model.severities import EscalationRow
    from ratified.views.inline import SeverityMark
    from ratified.views.page_context import PageContext


@dataclass(frozen=True)
class EscalationStep:
    """One row of the matrix. `next_after` is empty where nobody is next, `ways` are the role's of its `channels`."""

    from_: PageLink
    to: PageLink
    within: Safe
    channels: tuple[Safe, ...]
    next_after: Safe
    next_to: PageLink
    ways: tuple[ContactWay, ...]


@dataclass(frozen=True)
class EscalationCase:
    """The steps of one severity, or of one fact that escalates at any severity."""

    mark: SeverityMark | None
    text: Safe
    steps: tuple[EscalationStep, ...]


@dataclass(frozen=True)
class EscalationPath:
    """One severity's path: the picture, and the same in words."""

    mark: SeverityMark
    picture: Picture
    steps: tuple[EscalationStep, ...]


def escalation_matrix(of: PageContext) -> tuple[EscalationCase, ...]:
    """Every row: by severity first, then by trigger."""
    rows = of.book.escalation.rows
    cases = []
    for level in of.book.severities.levels:
        steps = tuple(_step(of, row) for row in rows if row.severity == level.id)
        head = level_head(of, level)
        cases.append(EscalationCase(head.mark, head.summary, steps))
    for trigger in of.book.escalation.triggers:
        steps = tuple(_step(of, row) for row in rows if row.trigger == trigger.id)
        cases.append(EscalationCase(None, escape(trigger.text), steps))
    return tuple(case for case in cases if case.steps)


def _step(of: PageContext, row: EscalationRow) -> EscalationStep:
    later = row.if_no_ack
    role = next((role for role in every_role(of.book) if role.id == row.to), None)
    channels = [one for one in role.channels if one.kind in row.channels] if role else []
    return EscalationStep(
        of.role(row.from_),
        of.role(row.to),
        escape(row.within or "no time set"),
        escape_all(row.channels),
        escape(later.after) if later else NOTHING,
        of.role(later.to) if later else NO_LINK,
        ways_of(channels, role.title if role else row.to),
    )


def escalation_path(of: PageContext) -> tuple[EscalationPath, ...]:
    """A picture for each severity that has rows."""
    found = []
    for level in of.book.severities.levels:
        rows = rows_of(of.book, level)
        if rows:
            mark = level_head(of, level).mark
            named = f"Escalation at {level.name} {level.label}"
            picture = draw(f"path-{level.id}", named, reach(of.book, level))
            found.append(EscalationPath(mark, picture, tuple(_step(of, row) for row in rows)))
    return tuple(found)
