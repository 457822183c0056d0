"""What was learned from one exercise: its report, times measured against the targets then, gaps, follow-ups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratified.clock import moment
from ratified.policy.roster.holders import title
from ratified.views.escape import NOTHING, Safe, escape
from ratified.views.facts import NamedFact, fact
from ratified.views.records.actions import ActionRow, rows_of
from ratified.views.records.common import in_zone_of, level, stamp, who
from ratified.views.wording import target_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratified.model.exercise import Exercise
    from ratified.views.page_context import PageContext


@dataclass(frozen=True)
class GapRow:
    """Something that did not go as the policy says, and the follow-up it ends in."""

    text: Safe
    action: Safe


@dataclass(frozen=True)
class ExerciseReport:
    """What was learned. `none` says in place of the report that it has not been issued."""

    facts: tuple[NamedFact, ...]
    measured: tuple[NamedFact, ...]
    gaps: tuple[GapRow, ...]
    actions: tuple[ActionRow, ...]
    none: Safe = NOTHING


def exercise_report(of: PageContext, id_: str) -> ExerciseReport:
    """What was learned in an exercise. Raises UnknownNameError where there is no such record."""
    one = of.exercise(id_)
    report = one.report
    facts = [fact("Went well", text) for text in one.strengths]
    if report is not None:
        approved = (
            f"approved by {who(of, report.approved_by)} on {report.approved_on}"
            if report.approved_by
            else "not approved"
        )
        to = f"to {', '.join(title(of.book, to) for to in report.sent_to)}" if report.sent_to else ""
        facts.insert(0, fact("Report", f"issued on {report.issued_on} by {who(of, report.author)}", approved, to))
    facts += [
        fact("Evidence", file.item, file.location, file.sha256 and f"SHA-256 {file.sha256}") for file in one.evidence
    ]
    return ExerciseReport(
        facts=tuple(facts),
        measured=tuple(_measured(of, one)),
        gaps=tuple(GapRow(escape(gap.text), escape(gap.action or "no follow-up")) for gap in one.gaps),
        actions=rows_of(of, one),
        none=NOTHING if report else escape("No report has been issued."),
    )


def _measured(of: PageContext, one: Exercise) -> Iterator[NamedFact]:
    """Times taken against the targets in force then, and clocks worked through."""
    then = of.held_under(one.id)
    book = then.book if then and not then.lacks("severities") else of.book
    for found in one.measured:
        known = book.level.get(found.level)
        promised = getattr(known.targets, found.target, None) if known else None
        words = f"target: {promised}" if promised else "no target"
        yield fact(f"{target_name(found.target)}, {level(of, found.level).link.text}", found.took, words)
    for clock in one.clocks:
        name = of.book.clock[clock.clock].regime if clock.clock in of.book.clock else clock.clock
        due = f"due {in_zone_of(moment(clock.due), clock.start)}" if clock.due else ""
        yield fact(f"Clock: {name}", f"from {stamp(clock.start)}", due)
