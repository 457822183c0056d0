"""Who tells whom, by when: the matrix as rows, and the path from the first responder as a picture."""

from __future__ import annotations

from dataclasses import dataclass

from ratified.book.escalating import rows_of
from ratified.model.severities import EscalationRow
from ratified.present.atlas import Link
from ratified.present.escape import NOTHING, Safe, escape
from ratified.present.inline import SeverityMark
from ratified.present.outlook import Outlook
from ratified.present.picture import Picture, draw
from ratified.present.reach import reach
from ratified.present.severity import level_head


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the matrix. `next_after` is empty where nobody is next."""

    from_: Link
    to: Link
    within: Safe
    channels: tuple[Safe, ...]
    next_after: Safe
    next_to: Link


@dataclass(frozen=True, slots=True)
class Case:
    """The steps of one severity, or of one fact that escalates at any severity."""

    mark: SeverityMark | None
    text: Safe
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Path:
    """One severity's path: the picture, and the same in words."""

    mark: SeverityMark
    picture: Picture
    steps: tuple[Step, ...]


def escalation_matrix(of: Outlook) -> tuple[Case, ...]:
    """Every row: by severity first, then by trigger."""
    rows = of.book.escalation.rows
    cases = []
    for level in of.book.severities.levels:
        steps = tuple(_step(of, row) for row in rows if row.severity == level.id)
        head = level_head(of, level)
        cases.append(Case(head.mark, head.summary, steps))
    for trigger in of.book.escalation.triggers:
        steps = tuple(_step(of, row) for row in rows if row.trigger == trigger.id)
        cases.append(Case(None, escape(trigger.text), steps))
    return tuple(case for case in cases if case.steps)


def _step(of: Outlook, row: EscalationRow) -> Step:
    later = row.if_no_ack
    return Step(
        of.role(row.from_),
        of.role(row.to),
        escape(row.within or "no time set"),
        tuple(escape(channel) for channel in row.channels),
        escape(later.after) if later else NOTHING,
        of.role(later.to) if later else Link(NOTHING),
    )


def escalation_path(of: Outlook) -> tuple[Path, ...]:
    """A picture for each severity that has rows."""
    found = []
    for level in of.book.severities.levels:
        rows = rows_of(of.book, level)
        if rows:
            mark = level_head(of, level).mark
            named = f"Escalation at {level.name} {level.label}"
            picture = draw(f"path-{level.id}", named, reach(of.book, level))
            found.append(Path(mark, picture, tuple(_step(of, row) for row in rows)))
    return tuple(found)
