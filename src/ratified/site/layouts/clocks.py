"""Notification clocks. The notice to check with counsel comes from the plugin, wherever it is needed."""

from __future__ import annotations

from typing import Any

from .inline import anchor, marks
from .tables import row, small, table


def notification_clocks(view: Any) -> str:
    """The clocks in scope in detail, and the way to all others."""
    heads = ("Clock", "By law or contract", "We take", "We tell")
    rows = [_scoped(heads, found) for found in view.rows]
    more = f'<p class="r-note">See {anchor(view.catalogue)}, in scope or not.</p>' if view.catalogue.href else ""
    return table("clocks", heads, rows, "Clocks in scope") + more


def _scoped(heads: tuple[str, ...], found: Any) -> str:
    clock = found.clock
    source = f"Source: {clock.source}; {clock.standing}, verified {found.verified}"
    return row(
        heads,
        [
            f"{_title(clock)}{small(clock.threshold, source, clock.note)}",
            f"{clock.runs}{small(*clock.stages)}",
            f"<strong>{found.taken}</strong>",
            f"{found.recipient}{small(anchor(found.owner, 'r-role'))}",
        ],
        f"clock-{clock.id}",
    )


def clock_catalogue(rows: Any) -> str:
    """Every clock, marked where it is uncertain, pending, or in scope."""
    heads = ("Clock", "Runs", "Applies", "Tell")
    cells = [
        row(
            heads,
            [
                f"{_title(found)}{_scope(found)}{small(_source(found), found.note)}",
                f"<strong>{found.runs}</strong>{small(*found.stages)}",
                f"{found.threshold or 'always'}",
                f"{found.to}{small(found.audience)}",
            ],
            f"clock-{found.id}",
        )
        for found in rows
    ]
    return table("clocks", heads, cells, "Every clock of the catalogue")


def _source(clock: Any) -> str:
    return f"Source: {clock.source}; {clock.standing}, recorded {clock.recorded}"


def _title(clock: Any) -> str:
    return f'<span class="r-title">{clock.link.text}</span>{marks(clock.marks)}'


def _scope(found: Any) -> str:
    return ' <span class="r-now">in scope</span>' if found.in_scope else ""


def clock_summary(rows: Any) -> str:
    """The clocks in scope, a line each."""
    items = " ".join(
        f"<li>{anchor(found.link)}{marks(found.marks)}<br><strong>{found.runs}</strong>"
        f'<span class="r-small">{found.regime}; {anchor(found.owner, "r-role")}</span></li>'
        for found in rows
    )
    return f'<ul class="r-clock-list">{items}</ul>'


def runbook_clocks(rows: Any) -> str:
    """The clocks this runbook may start."""
    heads = ("Clock", "By law or contract", "We take", "We tell")
    return table("clocks", heads, [_started(heads, found) for found in rows], "Clocks this runbook may start")


def _started(heads: tuple[str, ...], found: Any) -> str:
    scoped = hasattr(found, "clock")
    clock = found.clock if scoped else found
    return row(
        heads,
        [
            f"{anchor(clock.link)}{marks(clock.marks)}{small(clock.threshold)}",
            f"{clock.runs}",
            f"<strong>{found.taken}</strong>" if scoped else "only if in scope",
            f"{found.recipient}{small(anchor(found.owner, 'r-role'))}" if scoped else f"{clock.to}",
        ],
    )
