"""What is promised once an incident is closed: its review, the review's publication, its corrective actions."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from ratified.clock import CountingStart, UncountableError, moment
from ratified.incident.measure import RecordedOutcome, by, doubted, judged, last_day, span, uncounted, written
from ratified.incident.row import PromiseAnswer
from ratified.incident.severity_spans import SeveritySpan, worst
from ratified.incident.targets import target_row
from ratified.model.duration import Duration

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratified.incident.context import TraceContext
    from ratified.incident.row import TraceRow
    from ratified.model.action import Action
    from ratified.model.data_entry import DataPointer
    from ratified.model.severities import SeverityLevel


def rows_afterwards(of: TraceContext) -> Iterator[TraceRow]:
    """Rows by the most severe level the incident ever had (IR-4.5); from closure, and from the review on."""
    if not of.stretches:
        return
    stretch = worst(of.stretches)
    level = stretch.promises
    if level is None or stretch.policy.lacks("severities"):
        return
    review = of.incident.review
    held, published = (review.held, review.published) if review else (None, None)
    yield from _once(of, stretch, "review", level.targets.review, held, of.incident.pointer("review", "held"))
    length = level.targets.publish_review
    yield from _once(of, stretch, "publish_review", length, published, of.incident.pointer("review", "published"))
    yield from _actions(of, stretch, level, held)


def _once(
    of: TraceContext,
    stretch: SeveritySpan,
    target: str,
    length: Duration | str | None,
    text: str | None,
    place: DataPointer,
) -> Iterator[TraceRow]:
    if not isinstance(length, Duration):
        return
    closed = of.stamp("closed")
    start = CountingStart("closure", moment(closed)) if closed else None
    yield target_row(
        of,
        stretch,
        target,
        stage="review",
        happened=written(text, start) if text else "",
        at=moment(text) if text else None,
        where=place,
        then=_answer(of, stretch, length, start, RecordedOutcome(moment(text) if text else None)),
    )


def _answer(
    of: TraceContext, stretch: SeveritySpan, length: Duration, start: CountingStart | None, happened: RecordedOutcome
) -> PromiseAnswer:
    promised = f"within {length} of closure"
    if reason := stretch.policy.lacks("calendars") if length.business_days else None:
        return uncounted(promised, reason)
    if start is None:
        return PromiseAnswer(promised, None, "open", "it runs from closure")
    try:
        due = by(length, start, stretch.policy.book)
    except UncountableError as error:
        return uncounted(promised, error)
    if happened.at is None and not of.now.past(due):
        return PromiseAnswer(promised, due, "open")
    return doubted(judged(promised, due, happened, of.now), length, start, stretch.policy.book)


def _actions(of: TraceContext, stretch: SeveritySpan, level: SeverityLevel, held: str | None) -> Iterator[TraceRow]:
    length = level.targets.close_actions
    if not isinstance(length, Duration):
        return
    reviewed = isinstance(level.targets.review, Duration)
    text, name = (held, "the review") if reviewed else (of.stamp("closed"), "closure")
    start = CountingStart(name, moment(text)) if text else None
    for index, action in enumerate(of.incident.corrective_actions):
        place = of.incident.pointer("corrective_actions", index, "closed_on" if action.closed_on else "due")
        yield target_row(
            of,
            stretch,
            "close_actions",
            stage="review",
            id_=action.id,
            happened=f"closed {action.closed_on}" if action.closed_on else "",
            where=place,
            then=_closed(of, stretch, length, start, action),
        )


def _closed(
    of: TraceContext, stretch: SeveritySpan, length: Duration, start: CountingStart | None, action: Action
) -> PromiseAnswer:
    """Whether an action had a date within the target, and was closed by it or by the date it was moved to."""
    if start is None:
        return PromiseAnswer(f"due at most {length} after the review", None, "open", "it runs from the review")
    promised = f"due at most {length} after {start.name}"
    try:
        latest = last_day(length, start, stretch.policy.book)
    except UncountableError as error:
        return uncounted(promised, error)
    due = action.extended[-1].to if action.extended else action.due
    if due is None or action.due is None:
        return PromiseAnswer(promised, _end(latest), "no record", "the action has no due date")
    promised = f"{promised} ({latest}), closed by its date {due}{', as moved' if action.extended else ''}"
    if action.due > latest:
        return PromiseAnswer(promised, _end(due), "missed", f"its first date {action.due} lies after {latest}")
    if action.closed_on is not None:
        late = action.closed_on > due
        return PromiseAnswer(
            promised, _end(due), "missed" if late else "met", f"{_days(action.closed_on, due)} late" * late
        )
    over = of.now.as_of > due
    return PromiseAnswer(
        promised, _end(due), "missed" if over else "open", f"still open {_days(of.now.as_of, due)} on" * over
    )


def _end(day: date) -> datetime:
    return datetime.combine(day, time(23, 59, 59), UTC)


def _days(later: date, earlier: date) -> str:
    return span(later - earlier)
