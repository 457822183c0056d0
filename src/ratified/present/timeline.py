"""Every document's history: a line of time for each, drawn at build time, and the same in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date

from ratified.model.duration import Duration
from ratified.model.verdict import Event, Verdict
from ratified.present.amendment import spot, to_landing
from ratified.present.approvals import UNJUDGED, titled
from ratified.present.atlas import Link
from ratified.present.escape import NOTHING, Safe, escape
from ratified.present.line import KINDS, Sample, draw_axis, draw_legend, draw_line
from ratified.present.outlook import Outlook
from ratified.present.scale import Scale, make_scale
from ratified.present.standing import IN_FORCE, METHODS, WORDS, Standing, Status, proven, status_of
from ratified.present.stretches import Stretch, stretches
from ratified.present.words import sentence


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One landing that changed a document, in words. `landing` is its commit, `page` the page that tells of it."""

    on: Safe
    what: Safe
    status: Status
    by: Safe
    reason: Safe
    change: Link
    landing: Link
    page: Link


@dataclass(frozen=True, slots=True)
class Timeline:
    """A document's line, how often its class is reviewed, and what happened on it, newest first."""

    id: Safe
    document: Link
    status: Status
    svg: Safe
    cadence: Safe
    history: tuple[HistoryRow, ...]


@dataclass(frozen=True, slots=True)
class Timelines:
    """Every document's line under one axis. `legend` has the lines and marks that occur."""

    axis: Safe
    lines: tuple[Timeline, ...]
    legend: tuple[Sample, ...]
    note: Safe
    unjudged: Safe = NOTHING


def approval_timelines(of: Outlook) -> Timelines:
    """The history of every document, in the order of the register."""
    standing = of.standing
    if standing is None:
        return Timelines(NOTHING, (), (), NOTHING, escape(UNJUDGED))
    events = {id_: standing.events(id_) for id_ in standing.verdicts}
    scale = make_scale(
        [event.at for found in events.values() for event in found if event.at is not None],
        [verdict.due for verdict in standing.verdicts.values() if verdict.due is not None],
        standing.as_of,
    )
    drawn = {v.id: _stretches(of, v, events[v.id], standing.as_of) for v in standing.verdicts.values()}
    lines = tuple(_line(of, standing, v, events[v.id], drawn[v.id], scale) for v in standing.verdicts.values())
    words = {stretch.word for found in drawn.values() for stretch in found}
    return Timelines(draw_axis(scale, standing.as_of), lines, tuple(draw_legend(words)), escape(_NOTE))


_NOTE = (
    "Times are UTC. How long an approval of the past held is drawn by the cadence of today's register. "
    "After the day of this page an outline shows how far an approval reaches if nothing changes."
)


def _stretches(of: Outlook, verdict: Verdict, events: Sequence[Event], as_of: date) -> tuple[Stretch, ...]:
    return stretches(events, verdict, _cadence(of, verdict), as_of)


def _cadence(of: Outlook, verdict: Verdict) -> Duration | None:
    class_ = of.book.register.classes.get(verdict.class_)
    return class_.review_every if class_ else None


def _line(
    of: Outlook, standing: Standing, verdict: Verdict, events: Sequence[Event], found: Sequence[Stretch], scale: Scale
) -> Timeline:
    svg = draw_line(verdict, events, found, scale, standing.as_of)
    every = _cadence(of, verdict)
    cadence = escape(f"Reviewed every {every}." if every else "Its class sets no review date.")
    history = tuple(_event(of, standing, verdict.id, event) for event in reversed(events))
    return Timeline(escape(verdict.id), titled(of, verdict), status_of(standing, verdict), svg, cadence, history)


def _event(of: Outlook, standing: Standing, id_: str, event: Event) -> HistoryRow:
    approval = event.approval
    by = f"{approval.name}, {proven(approval)}" if approval else METHODS[event.method]
    return HistoryRow(
        on=escape(event.at.astimezone(UTC).date() if event.at else "no date that git can read"),
        what=escape(KINDS[event.kind]),
        status=Status(escape(event.verdict), escape(WORDS[event.verdict])),
        by=escape(by),
        reason=NOTHING if event.verdict in IN_FORCE else escape(sentence(event.reason)),
        change=standing.change(event.change_request),
        landing=standing.commit(event.landing),
        page=Link(escape("What changed"), to_landing(of, event, f"doc-{spot(id_)}").href),
    )
