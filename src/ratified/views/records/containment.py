"""From detection to containment: every incident as a line against what was promised, and the same in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import log1p
from typing import TYPE_CHECKING

from ratified.clock import moment
from ratified.incident import outcome_name
from ratified.incident.measure import span
from ratified.model.plurals import how_many
from ratified.policy.records.statements import judged
from ratified.views.escape import NOTHING, Safe, escape
from ratified.views.records.common import to_record
from ratified.views.records.course_figures import ElapsedScale, draw_course, draw_course_axis, draw_course_legend
from ratified.views.records.incident_trace import OutcomeMark, outcome_mark

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ratified.incident import Outcome, TraceRow
    from ratified.model.incident import Incident
    from ratified.views.page_context import PageContext
    from ratified.views.site_map import PageLink
    from ratified.views.svg import LegendSample

_MOST = 8
"""Lines that a reader takes in at once; the list of incidents has all."""

_REST: dict[Outcome, str] = {
    "missed": "late",
    "no record": "with no time on record",
    "undecidable": "that cannot be determined",
    "accepted": "late, deviation accepted",
    "open": "still open",
}
_HEAVIEST: tuple[Outcome, ...] = (*_REST, "met")


@dataclass(frozen=True)
class ContainmentLine:
    """An incident: drawn from its detection on, and the same in words."""

    record: PageLink
    title: Safe
    outcome: OutcomeMark
    svg: Safe
    said: Safe


@dataclass(frozen=True)
class ContainmentTimes:
    """The latest incidents under one axis, the newest first; `told` counts all of them."""

    told: Safe
    axis: Safe
    rows: tuple[ContainmentLine, ...]
    legend: tuple[LegendSample, ...]
    note: Safe
    more: PageLink


@dataclass(frozen=True)
class _ContainmentRows:
    """An incident with its rows of the target `contain`, one for each level it had."""

    incident: Incident
    detected: datetime
    rows: tuple[TraceRow, ...]

    @property
    def outcome(self) -> Outcome:
        return min((row.outcome for row in self.rows), key=_HEAVIEST.index)

    @property
    def at(self) -> datetime | None:
        return next((row.at for row in self.rows if row.at is not None), None)

    @property
    def dues(self) -> tuple[datetime, ...]:
        return tuple(dict.fromkeys(row.then.due for row in self.rows if row.then.due is not None))

    @property
    def minutes(self) -> list[float]:
        """How long after detection it was contained, and should have been."""
        found = [*self.dues, *([self.at] if self.at else [])]
        return [(at - self.detected) / timedelta(minutes=1) for at in found]


def containment_times(of: PageContext) -> ContainmentTimes:
    """Every declared incident whose level promised containment, by the policy in force then."""
    more = of.thing("Every incident", "incident_list", "")
    found = sorted(_known(of), key=lambda one: one.incident.id, reverse=True)
    if not found:
        return ContainmentTimes(escape(_NONE), NOTHING, (), (), NOTHING, more)
    latest = found[:_MOST]
    after = log1p(max([10.0, *(minutes for one in latest for minutes in one.minutes)]))
    left = f" The {len(found) - _MOST} before them are in the list." if len(found) > _MOST else ""
    note = f"Time runs from detection, and each step to the right covers a longer time than the one before.{left}"
    return ContainmentTimes(
        told=escape(_told(found)),
        axis=draw_course_axis(ElapsedScale(latest[0].detected, 0.0, after), "detected"),
        rows=tuple(_row(of, one, ElapsedScale(one.detected, 0.0, after)) for one in latest),
        legend=tuple(draw_course_legend({one.outcome for one in latest}, any(one.dues for one in latest))),
        note=escape(note),
        more=more,
    )


_NONE = "No declared incident has a containment target."


def _known(of: PageContext) -> Iterator[_ContainmentRows]:
    for one in judged(of.book):
        trace = of.trace(one.id)
        rows = tuple(row for row in trace.rows if row.id == "contain" and row.outcome in _HEAVIEST) if trace else ()
        stages = one.times.stages
        begun = stages.detected or stages.reported or stages.declared
        if rows and begun:
            yield _ContainmentRows(one, moment(begun), rows)


def _told(found: Sequence[_ContainmentRows]) -> str:
    outcomes = [one.outcome for one in found]
    rest = [f"{outcomes.count(word)} {said}" for word, said in _REST.items() if word in outcomes]
    all_ = how_many(len(found), "incident was", "incidents were")
    met = f"{outcomes.count('met')} of {all_} contained within the target"
    return f"{'; '.join([met, *rest])}."


def _row(of: PageContext, one: _ContainmentRows, scale: ElapsedScale) -> ContainmentLine:
    return ContainmentLine(
        record=to_record(of, one.incident),
        title=escape(one.incident.title),
        outcome=outcome_mark(one.outcome),
        svg=draw_course(scale, one.at, one.dues, one.outcome),
        said=escape("; ".join(_words(of, one))),
    )


def _words(of: PageContext, one: _ContainmentRows) -> Iterator[str]:
    yield f"Contained {span(one.at - one.detected)} after detection" if one.at else "Not contained yet"
    for row in one.rows:
        level = of.book.level.get(row.level or "")
        late = f" ({row.then.why})" if row.then.why and row.outcome != "met" else ""
        yield f"{level.name if level else row.level}: {row.then.promised}, {outcome_name(row.outcome)}{late}"
