"""Every document's history: a line of time for each, drawn at build time, and the same in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratified.check.verdict_spans import VerdictSpan, stretches
from ratified.views.amending.amendment import spot, to_landing
from ratified.views.approvals.day_scale import DayScale, make_scale
from ratified.views.approvals.status import METHODS, SiteVerdicts, VerdictStatus, proven, status_by, status_of
from ratified.views.approvals.table import UNJUDGED, alone, titled
from ratified.views.approvals.verdict_line import KINDS, draw_axis, draw_legend, draw_line
from ratified.views.escape import NOTHING, Safe, escape
from ratified.views.site_map import PageLink
from ratified.views.wording import day_of, sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ratified.model.duration import Duration
    from ratified.model.verdict import DocumentEvent, DocumentVerdict
    from ratified.views.page_context import PageContext
    from ratified.views.svg import LegendSample


@dataclass(frozen=True)
class HistoryRow:
    """One landing that changed a document, in words. `landing` is its commit, `page` the page that tells of it."""

    on: Safe
    what: Safe
    status: VerdictStatus
    by: Safe
    reason: Safe
    change: PageLink
    landing: PageLink
    page: PageLink


@dataclass(frozen=True)
class DocumentTimeline:
    """A document's line, how often its class is reviewed, and what happened on it, newest first."""

    id: Safe
    document: PageLink
    status: VerdictStatus
    svg: Safe
    cadence: Safe
    history: tuple[HistoryRow, ...]


@dataclass(frozen=True)
class DocumentTimelines:
    """Every document's line under one axis. `legend` has the lines and marks that occur."""

    axis: Safe
    lines: tuple[DocumentTimeline, ...]
    legend: tuple[LegendSample, ...]
    note: Safe
    unjudged: Safe = NOTHING


def approval_timelines(of: PageContext) -> DocumentTimelines:
    """The history of every document, in the order of the register."""
    standing = of.standing
    if standing is None:
        return DocumentTimelines(NOTHING, (), (), NOTHING, escape(UNJUDGED))
    events = {id_: standing.events(id_) for id_ in standing.verdicts}
    scale = make_scale(
        [event.at for found in events.values() for event in found if event.at is not None],
        [verdict.due for verdict in standing.verdicts.values() if verdict.due is not None],
        standing.as_of,
    )
    drawn = {v.id: stretches(events[v.id], v, _cadence(of, v), standing.as_of) for v in standing.verdicts.values()}
    lines = tuple(_line(of, standing, v, events[v.id], drawn[v.id], scale) for v in standing.verdicts.values())
    words = {stretch.word for found in drawn.values() for stretch in found}
    return DocumentTimelines(draw_axis(scale, standing.as_of), lines, tuple(draw_legend(words)), escape(_NOTE))


_NOTE = (
    "Times are UTC. How long an approval of the past held is drawn by the cadence of today's register. "
    "After the day of this page an outline shows how far an approval reaches if nothing changes."
)


def _cadence(of: PageContext, verdict: DocumentVerdict) -> Duration | None:
    class_ = of.book.register.classes.get(verdict.class_)
    return class_.review_every if class_ else None


def _line(
    of: PageContext,
    standing: SiteVerdicts,
    verdict: DocumentVerdict,
    events: Sequence[DocumentEvent],
    found: Sequence[VerdictSpan],
    scale: DayScale,
) -> DocumentTimeline:
    svg = draw_line(verdict, events, found, scale, standing.as_of)
    every = _cadence(of, verdict)
    cadence = escape(f"Reviewed every {every}." if every else "Its class sets no review date.")
    if said := alone(standing, verdict.id):
        cadence = Safe(" ").join((cadence, said))
    history = tuple(_event(of, standing, verdict.id, event) for event in reversed(events))
    return DocumentTimeline(
        escape(verdict.id), titled(of, verdict), status_of(standing, verdict), svg, cadence, history
    )


def _event(of: PageContext, standing: SiteVerdicts, id_: str, event: DocumentEvent) -> HistoryRow:
    approval = event.approval
    by = f"{approval.name}, {proven(approval)}" if approval else METHODS[event.method]
    return HistoryRow(
        on=escape(day_of(event)),
        what=escape(KINDS[event.kind]),
        status=status_by(event.verdict),
        by=escape(by),
        reason=NOTHING if event.in_force else escape(sentence(event.reason)),
        change=standing.change(event.change_request),
        landing=standing.commit(event.landing),
        page=PageLink(escape("What changed"), to_landing(of, event, f"doc-{spot(id_)}").href),
    )
