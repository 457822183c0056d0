"""The targets of a level that one stamp answers: acknowledge, name a commander, decide, contain, recover."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.clock import CountingStart, moment
from ratified.incident.measure import RecordedOutcome, judged_within, uncounted, written
from ratified.incident.row import PromiseAnswer, Stage, TraceRow
from ratified.model.duration import Duration

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from ratified.incident.context import TraceContext
    from ratified.incident.severity_spans import SeveritySpan
    from ratified.model.data_entry import DataPointer
    from ratified.model.severities import SeverityLevel

_STAMPS: tuple[tuple[str, str, Stage], ...] = (
    ("acknowledge", "acknowledged", "acknowledge"),
    ("name_commander", "commander_named", "command"),
    ("decide_containment", "containment_decided", "contain"),
    ("contain", "contained", "contain"),
    ("recover", "restored", "recover"),
)
"""Each target, the stamp that answers it, and the stage of the response."""


def target_row(
    of: TraceContext,
    stretch: SeveritySpan,
    target: str,
    *,
    stage: Stage,
    where: DataPointer,
    then: PromiseAnswer,
    happened: str = "",
    at: datetime | None = None,
    id_: str = "",
) -> TraceRow:
    """The row of a target of a level; of one that promises several things with the `id_` of the one."""
    level, clause = stretch.level, of.clause(stretch.level, target)
    source = f"data/severities.yml {level} {target}"
    return TraceRow(stage, id_ or target, source, where, then, level, clause, happened, at)


def target_rows(of: TraceContext) -> Iterator[TraceRow]:
    """A row for each target of each level the incident had. Where nothing is promised, there is no row."""
    yield from _triage(of)
    for stretch in of.stretches:
        level = stretch.promises
        if reason := stretch.policy.lacks("severities"):
            yield _unreadable(of, stretch, reason)
        elif level is None:
            yield _unreadable(of, stretch, f"the policy then had no level {stretch.level!r}")
        else:
            for target, stamp, stage in _STAMPS:
                if (row := _row(of, stretch, level, target, stamp, stage)) is not None:
                    yield row


def _row(
    of: TraceContext, stretch: SeveritySpan, level: SeverityLevel, target: str, stamp: str, stage: Stage
) -> TraceRow | None:
    length = getattr(level.targets, target)
    happened = of.reached(stamp)
    lowered = not stretch.first and not stretch.raised
    if not isinstance(length, Duration) or (lowered and happened.at is not None and happened.at <= stretch.since):
        return None
    start = of.start(stretch, happened.at)
    text = of.stamp(stamp)
    return target_row(
        of,
        stretch,
        target,
        stage=stage,
        happened=written(text, start) if text else "",
        at=happened.at,
        where=of.incident.pointer("times", "stages", stamp),
        then=_answer(of, stretch, length, start, happened),
    )


def _answer(
    of: TraceContext, stretch: SeveritySpan, length: Duration, start: CountingStart | None, happened: RecordedOutcome
) -> PromiseAnswer:
    if start is None:
        return uncounted(f"within {length}", "the record has no moment that it runs from")
    promised = f"within {length} of {start.name}"
    if lacking := stretch.policy.lacks("calendars") if length.business_days else None:
        return uncounted(promised, lacking)
    return judged_within(promised, length, start, stretch.policy.book, happened, of.now, stretch.until)


def _triage(of: TraceContext) -> Iterator[TraceRow]:
    """From when it was reported to triage, within the time of its way in."""
    if not of.stretches or of.incident.origin is None:
        return
    policy, stages = of.stretches[0].policy, of.incident.times.stages
    source = policy.book.source.get(of.incident.origin.intake)
    reported, triaged = stages.reported or stages.detected, stages.triaged or stages.declared
    if source is None or source.within is None or reported is None:
        return
    start = CountingStart("the report", moment(reported))
    promised = f"triaged within {source.within} of the report"
    reason = policy.lacks("intake", *(("calendars",) if source.within.business_days else ()))
    happened = RecordedOutcome(moment(triaged)) if triaged else of.reached("triaged")
    answer = judged_within(promised, source.within, start, policy.book, happened, of.now)
    yield TraceRow(
        stage="triage",
        id="triage",
        source=f"data/intake.yml {source.id}",
        happened=written(triaged, start) if triaged else "",
        at=happened.at,
        where=of.incident.pointer("times", "stages", "triaged" if stages.triaged else "declared"),
        then=uncounted(promised, reason) if reason else answer,
    )


def _unreadable(of: TraceContext, stretch: SeveritySpan, reason: str) -> TraceRow:
    return TraceRow(
        stage="acknowledge",
        id="targets",
        level=stretch.level,
        source=f"data/severities.yml {stretch.level}",
        where=of.incident.pointer("classification", "severity"),
        then=uncounted("the targets of the level", reason),
    )
