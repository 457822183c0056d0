"""Notification deadlines. The notice to check with counsel comes from the plugin, wherever it is needed."""

from __future__ import annotations

from typing import Any

from .inline import anchor, marks
from .tables import owner, row, small, table, template

HEADS = ("Law or contract", "By law or contract", "Internal deadline", "Notify")


def notification_clocks(view: Any) -> str:
    """The clocks in scope in detail, and the way to all others."""
    rows = [_scoped(HEADS, found) for found in view.rows]
    more = f'<p class="r-note">See {anchor(view.catalogue)}, in scope or not.</p>' if view.catalogue.href else ""
    return table("clocks", HEADS, rows, "Deadlines in scope") + more


def _scoped(heads: tuple[str, ...], found: Any) -> str:
    clock = found.clock
    source = f"Source: {clock.source}; {clock.standing}, verified {found.verified}"
    return row(
        heads,
        [
            f"{_title(clock)}{small(clock.threshold, source, clock.note, clock.id)}",
            f"{clock.runs}{small(*clock.stages)}",
            f"<strong>{found.taken}</strong>",
            f"{found.recipient}{small(found.how, owner(found), template(found))}",
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


def clock_summary(view: Any) -> str:
    """The clocks in scope, a line each, and the way to every duty."""
    items = " ".join(
        f"<li>{anchor(found.link)}{marks(found.marks)}<br><strong>{found.runs}</strong>"
        f'<span class="r-small">{found.regime}; {anchor(found.owner, "r-role")}</span></li>'
        for found in view.rows
    )
    return f'<ul class="r-clock-list">{items}</ul>{_every(view.every)}'


def _every(link: Any) -> str:
    text = f'With contracts and templates: <a href="{link.href}">{link.text}</a>.'
    return f'<p class="r-note r-clock-every">{text}</p>' if link.href else ""


def runbook_clocks(rows: Any) -> str:
    """The clocks this runbook may start."""
    return table("clocks", HEADS, [_started(HEADS, found) for found in rows], "Deadlines this runbook may start")


def _started(heads: tuple[str, ...], found: Any) -> str:
    scoped = hasattr(found, "clock")
    clock = found.clock if scoped else found
    return row(
        heads,
        [
            f"{anchor(clock.link)}{marks(clock.marks)}{small(clock.threshold)}",
            f"{clock.runs}",
            f"<strong>{found.taken}</strong>" if scoped else "only if in scope",
            f"{found.recipient}{small(found.how, owner(found), template(found))}" if scoped else f"{clock.to}",
        ],
    )
