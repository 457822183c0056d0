"""Notification clocks. Every one of them: check with counsel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratified.views.escape import Safe, escape, escape_all
from ratified.views.site_map import PageLink
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
    """A clock that binds us, with what we take, whom we tell, who owns it, and when it was last verified."""

    clock: ClockRow
    taken: Safe
    recipient: Safe
    owner: PageLink
    verified: Safe


@dataclass(frozen=True)
class ScopedClocks:
    """The clocks in scope, and where the whole catalogue is."""

    rows: tuple[ScopedRow, ...]
    catalogue: PageLink


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
            escape(f"{scoped.recipient}: {scoped.contact.how}" if scoped.contact else scoped.recipient),
            of.role(scoped.owner),
            escape(scoped.verified_on or "never"),
        )
        for scoped, clock in of.book.scoped_clocks
    )
    count = f"all {len(of.book.clock)} clocks of the catalogue"
    return ScopedClocks(rows, PageLink(escape(count), of.site_map.thing("clock_catalogue", "", of.page)))


def _taken(scoped: ScopedClock) -> str:
    if scoped.within is None:
        return "the clock's own time"
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


def clock_summary(of: PageContext) -> tuple[ClockSummaryLine, ...]:
    """The clocks in scope, a line each, with the time that we take."""
    return tuple(
        ClockSummaryLine(
            of.thing(scoped.recipient, "notification_clocks", f"clock-{clock.id}"),
            escape(clock.regime),
            escape(_taken(scoped) if scoped.within else running(clock)),
            of.role(scoped.owner),
            escape_all(marks(clock, of.as_of)),
        )
        for scoped, clock in of.book.scoped_clocks
    )


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
