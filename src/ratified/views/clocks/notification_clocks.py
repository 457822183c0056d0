"""Notification clocks. Every one of them: check with counsel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratified.policy.notices.duties import duty_of
from ratified.views.escape import Safe, escape, escape_all
from ratified.views.site_map import NO_LINK, PageLink
from ratified.views.wording import marks, plain, running, stamp, standing, window

if TYPE_CHECKING:
    from ratified.model.notifications import Clock, ScopedClock
    from ratified.views.page_context import PageContext


@dataclass(frozen=True)
class ClockRow:
    """One clock of the catalogue. `marks` must be read before it is trusted; empty texts are unknown."""

    id: Safe
    link: PageLink
    audience: Safe
    to: Safe
    runs: Safe
    stages: tuple[Safe, ...]
    threshold: Safe
    marks: tuple[Safe, ...]
    standing: Safe
    source: Safe
    recorded: Safe
    note: Safe
    in_scope: bool


@dataclass(frozen=True)
class ScopedRow:
    """A clock that binds us: our internal deadline, whom to notify and how, its owner, the notice's template, and when
    it was last verified.
    """

    clock: ClockRow
    taken: Safe
    recipient: Safe
    how: Safe
    owner: PageLink
    template: PageLink
    verified: Safe


@dataclass(frozen=True)
class ScopedClocks:
    """The clocks in scope, and where the whole catalogue is."""

    rows: tuple[ScopedRow, ...]
    catalogue: PageLink


@dataclass(frozen=True)
class ClockSummary:
    """The clocks in scope, a line each, and where every duty is listed."""

    rows: tuple[ClockSummaryLine, ...]
    every: PageLink


@dataclass(frozen=True)
class ClockSummaryLine:
    """A clock in scope in one short line: whom to tell, linked to the clock, and by when."""

    link: PageLink
    regime: Safe
    runs: Safe
    owner: PageLink
    marks: tuple[Safe, ...]


def notification_clocks(of: PageContext) -> ScopedClocks:
    """The clocks in scope in detail."""
    rows = tuple(
        ScopedRow(
            _clock_row(of, clock, "notification_clocks"),
            escape(_taken(scoped)),
            escape(scoped.recipient),
            escape(scoped.contact.how if scoped.contact else ""),
            of.role(scoped.owner),
            template_of(of, clock.id),
            escape(scoped.verified_on or "never"),
        )
        for scoped, clock in of.book.scoped_clocks
    )
    count = f"all {len(of.book.clock)} clocks of the catalogue"
    return ScopedClocks(rows, PageLink(escape(count), of.site_map.thing("clock_catalogue", "", of.page)))


def _taken(scoped: ScopedClock) -> str:
    if scoped.within is None:
        return "none: the law's own time"
    return f"{scoped.within} from {stamp(scoped.starts)}" if scoped.starts else str(scoped.within)


def clock_catalogue(of: PageContext) -> tuple[ClockRow, ...]:
    """Every clock that is known, in scope or not, marked where it is uncertain or not in force."""
    return tuple(_clock_row(of, clock, "clock_catalogue") for clock in of.book.clock.values())


def _clock_row(of: PageContext, clock: Clock, macro: str) -> ClockRow:
    threshold = clock.threshold.text if clock.threshold else ""
    return ClockRow(
        id=escape(clock.id),
        link=of.thing(clock.regime, macro, f"clock-{clock.id}"),
        audience=escape(plain(clock.audience or "")),
        to=escape(clock.to or ""),
        runs=escape(running(clock)),
        stages=escape_all(
            f"{plain(later.stage)}: {window(later.window)} from {stamp(later.anchor)}" for later in clock.next
        ),
        threshold=escape(threshold),
        marks=escape_all(marks(clock, of.as_of)),
        standing=escape(standing(clock)),
        source=escape(clock.source or ""),
        recorded=escape(clock.recorded),
        note=escape(clock.note or ""),
        in_scope=any(scoped.clock == clock.id for scoped in of.book.notifications.in_scope),
    )


def template_of(of: PageContext, id_: str) -> PageLink:
    """The template of a duty's notice, linked; without a text where there is none."""
    path = duty_of(of.book, id_, "").template
    return of.to_page(next(page.title for page in of.book.pages if page.path == path), path) if path else NO_LINK


def clock_summary(of: PageContext) -> ClockSummary:
    """The clocks in scope, a line each, with our internal deadline, else the law's own."""
    rows = tuple(
        ClockSummaryLine(
            of.thing(scoped.recipient, "notification_clocks", f"clock-{clock.id}"),
            escape(clock.regime),
            escape(_taken(scoped) if scoped.within else running(clock)),
            of.role(scoped.owner),
            escape_all(marks(clock, of.as_of)),
        )
        for scoped, clock in of.book.scoped_clocks
    )
    every = PageLink(escape("every duty to notify"), of.site_map.thing("contract_windows", "", of.page))
    return ClockSummary(rows, every)


def runbook_clocks(of: PageContext) -> tuple[ScopedRow | ClockRow, ...]:
    """The clocks that this runbook may start; those in scope with what we take."""
    scoped = {found.clock.id: found for found in notification_clocks(of).rows}
    rows: list[ScopedRow | ClockRow] = []
    for id_ in of.runbook().notification_triggers:
        if escape(id_) in scoped:
            rows.append(scoped[escape(id_)])
        elif id_ in of.book.clock:
            rows.append(_clock_row(of, of.book.clock[id_], "clock_catalogue"))
    return tuple(rows)
