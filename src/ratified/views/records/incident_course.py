"""The course of an incident: each moment on a line of its own, against the time that was promised for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratified.clock import moment
from ratified.incident import outcome_name
from ratified.incident.measure import span
from ratified.model.incident_times import STAGES
from ratified.model.plurals import plural
from ratified.views.escape import NOTHING, Safe, escape, escape_all
from ratified.views.records.common import in_zone_of, sentence_of, stamp
from ratified.views.records.course_figures import (
    ElapsedScale,
    draw_course,
    draw_course_axis,
    draw_course_legend,
    elapsed,
)
from ratified.views.records.incident_trace import OutcomeMark, outcome_mark

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from ratified.incident import Outcome, TraceRow
    from ratified.model.incident import Incident
    from ratified.views.page_context import PageContext
    from ratified.views.svg import LegendSample

_TITLES = {
    "occurred_from": "Began",
    "occurred_to": "Ended",
    "restored": "Recovered",
}
_STAGE_OF = {
    "triage": "triaged",
    "acknowledge": "acknowledged",
    "name_commander": "commander_named",
    "decide_containment": "containment_decided",
    "contain": "contained",
    "recover": "restored",
}
"""The stage that keeps each promise."""

_OWN = {"escalate": "Decision-makers reached", "review": "Review held", "publish_review": "Review published"}
_WORST: Sequence[Outcome] = ("missed", "no record", "undecidable", "open", "accepted", "met")


@dataclass(frozen=True)
class CourseStep:
    """Something that happened or should have: when (UTC), as written, and the promises it answers."""

    title: str
    at: datetime | None
    text: str
    rows: tuple[TraceRow, ...] = ()
    about: str = ""

    @property
    def outcome(self) -> Outcome | None:
        """What became of its promises, the worst of them; None where nothing was promised."""
        return next((word for word in _WORST if any(row.outcome == word for row in self.rows)), None)

    @property
    def dues(self) -> tuple[datetime, ...]:
        """By when it was promised, the first first."""
        return tuple(sorted({row.then.due for row in self.rows if row.then.due is not None}))

    @property
    def order(self) -> datetime:
        """When it stands in the course: when it happened, else by when it should have."""
        return self.at or self.dues[0]


@dataclass(frozen=True)
class CourseLine:
    """One moment: drawn, and the same in words. `outcome` is None where nothing was promised."""

    title: Safe
    outcome: OutcomeMark | None
    svg: Safe
    when: Safe
    promised: tuple[Safe, ...]
    about: Safe


@dataclass(frozen=True)
class IncidentCourse:
    """Every moment of an incident under one axis. `note` says how to read the scale; `nothing` that there is none."""

    axis: Safe
    lines: tuple[CourseLine, ...]
    legend: tuple[LegendSample, ...]
    note: Safe
    nothing: Safe = NOTHING


def incident_course(of: PageContext, id_: str) -> IncidentCourse:
    """The course of an incident. Raises UnknownNameError where there is no such record."""
    one = of.incident(id_)
    trace = of.trace(one.id)
    found = steps(one, [row for row in trace.rows if row.outcome != "not applicable"] if trace else [])
    happened = [step for step in found if step.at is not None]
    if not happened:
        return IncidentCourse(NOTHING, (), (), NOTHING, escape("The record has no timestamp yet."))
    declared = one.times.stages.declared
    first = declared or happened[0].text
    name = "declaration" if declared else "the first moment"
    scale = elapsed(moment(first), [at for step in found for at in (*step.dues, *([step.at] if step.at else []))])
    outcomes = {step.outcome for step in happened}
    early = f"; left of the line is what came before {name}" if scale.before else ""
    note = f"Time runs from {name}, and each step to the right covers a longer time than the one before{early}."
    return IncidentCourse(
        axis=draw_course_axis(scale, "declared" if declared else "first moment"),
        lines=tuple(_line(of, step, scale, first, name) for step in found),
        legend=tuple(draw_course_legend(outcomes, any(step.dues for step in found))),
        note=escape(f"The scale is logarithmic. {note}"),
    )


def steps(one: Incident, rows: Sequence[TraceRow]) -> list[CourseStep]:
    """What happened and what should have, in order. What has neither a moment nor a day it was due is left out."""
    found = [*_stages(one, rows), *_own(rows), *_notices(rows)]
    return sorted((step for step in found if step.at or step.dues), key=lambda step: step.order)


def _stages(one: Incident, rows: Sequence[TraceRow]) -> Iterator[CourseStep]:
    for stage in STAGES:
        text: str | None = getattr(one.times.stages, stage)
        answered = tuple(row for row in rows if _STAGE_OF.get(row.id) == stage)
        estimated = "an estimate" if stage in one.times.estimated else ""
        yield CourseStep(
            _TITLES.get(stage, sentence_of(stage)), moment(text) if text else None, text or "", answered, estimated
        )


def _own(rows: Sequence[TraceRow]) -> Iterator[CourseStep]:
    for id_, title in _OWN.items():
        answered = tuple(row for row in rows if row.id == id_)
        if answered:
            at = next((row.at for row in answered if row.at is not None), None)
            text = answered[0].happened.partition(",")[0] if at else ""
            yield CourseStep(title, at, text, answered)


def _notices(rows: Sequence[TraceRow]) -> Iterator[CourseStep]:
    """Notices that went out at one moment are one step; so are those that are due at one and did not."""
    found: dict[tuple[bool, datetime], list[TraceRow]] = {}
    for row in rows:
        when = row.at or row.then.due
        if row.stage == "notify" and when is not None and (row.at or row.outcome not in {"met", "accepted"}):
            found.setdefault((row.at is not None, when), []).append(row)
    for (sent, when), group in found.items():
        ids = ", ".join(dict.fromkeys(row.id.removesuffix("/own") for row in group))
        text = group[0].happened.partition(",")[0]
        title = f"{plural(len(group), 'Notice')} sent" if sent else "Notice not sent"
        yield CourseStep(title, when if sent else None, text, tuple(group), ids)


def _line(of: PageContext, step: CourseStep, scale: ElapsedScale, first: str, name: str) -> CourseLine:
    return CourseLine(
        title=escape(step.title),
        outcome=outcome_mark(step.outcome) if step.outcome else None,
        svg=draw_course(scale, step.at, step.dues, step.outcome),
        when=escape(_when(step, scale.origin, name)),
        promised=escape_all(_promises(of, step, first)),
        about=escape(step.about),
    )


def _when(step: CourseStep, origin: datetime, name: str) -> str:
    if step.at is None:
        return "No timestamp in the record"
    if step.at == origin:
        return stamp(step.text)
    early = step.at < origin
    return f"{stamp(step.text)}, {span(abs(step.at - origin))} {'before' if early else 'after'} {name}"


def _promises(of: PageContext, step: CourseStep, first: str) -> Iterator[str]:
    """By when it was promised, one line for each moment, with the level where there was more than one."""
    by: Mapping[datetime, list[TraceRow]] = {
        due: [row for row in step.rows if row.then.due == due] for due in step.dues
    }
    for due, rows in by.items():
        names = [of.book.level[row.level].name for row in rows if row.level and row.level in of.book.level]
        told = f" at {', '.join(dict.fromkeys(names))}" if len(by) > 1 and names else ""
        words = ", ".join(dict.fromkeys(outcome_name(row.outcome) for row in rows))
        yield f"Target{told}: {in_zone_of(due, first)}{f': {words}' if len(by) > 1 else ''}"
