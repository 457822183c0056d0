"""Who approved what: the panel under a title, the table, the lines of time, the calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .inline import anchor
from .tables import legend, note, row, small, table

if TYPE_CHECKING:
    from collections.abc import Iterable


def status(found: Any) -> str:
    """A verdict as a shape and words. After its last day a script of the site writes what it says then."""
    until = f' data-r-until="{found.until}" data-r-lapsed="{found.lapsed}"' if found.until else ""
    return f'<span class="r-verdict r-verdict-{found.kind}"{until}>{found.words}</span>'


def _linked(links: Iterable[Any]) -> str:
    return ", ".join(anchor(link) for link in links)


def approval_panel(panel: Any) -> str:
    """The plugin puts this under the title of every governed page."""
    signed = f" {panel.signed_as} {_by(panel.signed)}" if panel.signed else ""
    facts = " ".join(f"<span>{fact.name}: {anchor(fact.value)}</span>" for fact in panel.facts)
    warnings = " ".join(f'<p class="r-approval-why">{text}</p>' for text in panel.warnings)
    evidence = " ".join(f"<div><dt>{fact.name}</dt> <dd>{anchor(fact.value)}</dd></div>" for fact in panel.evidence)
    lapse = f'<p class="r-approval-lapse">{panel.lapse}</p>' if panel.lapse else ""
    more = f'<p class="r-approval-more">{anchor(panel.history)}</p>' if panel.history.href else ""
    folded = f"<details><summary>Details and evidence</summary><dl>{evidence}</dl>{more}</details>" if evidence else ""
    return (
        f'<section class="r-approval r-approval-{panel.status.kind}" aria-label="Approval" data-search-exclude>'
        f'<p class="r-approval-head">{status(panel.status)}{signed}</p> {lapse}{warnings} '
        f'<p class="r-approval-facts">{facts}</p> {folded}</section>'
    )


def _by(signed: Any) -> str:
    role = f", {signed.role}," if signed.role else ""
    change = f" in {anchor(signed.change)}" if signed.change.text else ""
    return f"{signed.name}{role} on {signed.on}{change}, {signed.proof}"


def approvals_table(view: Any) -> str:
    """Every document, what needs somebody first."""
    if view.unjudged:
        return note(view.unjudged)
    heads = ("Document", "Status", "Approved by", "Version", "Next review")
    counts = " ".join(f"<li>{status(found.status)} <strong>{found.count}</strong></li>" for found in view.counts)
    day, commit = view.judged
    adopted = f" Adopted in commit <code>{anchor(view.adopted)}</code>." if view.adopted.text else ""
    return (
        f'<ul class="r-counts">{counts}</ul> '
        + table("approvals", heads, [_document(heads, found) for found in view.rows], "Approvals")
        + f'<p class="r-note">As of {day.text}, at commit {anchor(commit)}.{adopted}</p>'
    )


def _document(heads: tuple[str, ...], found: Any) -> str:
    owner = anchor(found.owner, "r-role") if found.owner.text else ""
    return row(
        heads,
        [
            f'<span class="r-title">{anchor(found.document)}</span>{small(found.id, owner)}',
            f"{status(found.status)}{small(found.reason)}",
            _signed(found.signed),
            found.version,
            f'<span class="r-day">{found.due}</span>' + f"{small(anchor(found.history)) if found.history.href else ''}",
        ],
        f"approval-{found.id}",
    )


def _signed(found: Any) -> str:
    if not found:
        return "no approval known"
    change = f", {anchor(found.change)}" if found.change.text else ""
    return f"<strong>{found.name}</strong>{small(found.role, f'{found.on}{change}', found.proof)}"


def approval_timelines(view: Any) -> str:
    """One line a document under one axis; each opens into its history in words."""
    if view.unjudged:
        return note(view.unjudged)
    lines = " ".join(_line(found) for found in view.lines)
    return (
        f'<section class="r-lines" data-search-exclude>{legend(view.legend)} '
        f'<div class="r-line r-line-axis"><div></div> <div>{view.axis}</div></div> {lines}</section>{note(view.note)}'
    )


def _line(found: Any) -> str:
    events = " ".join(_event(event) for event in found.history)
    folded = (
        f'<details><summary>History<span class="r-hidden"> of {found.document.text}</span></summary>'
        f"{note(found.cadence)}<ol>{events}</ol></details>"
        if events
        else small("no commit on main changed it")
    )
    name = f'<span class="r-title">{anchor(found.document)}</span> {status(found.status)}'
    return (
        f'<div class="r-line" id="history-{found.id}"><div class="r-line-name">{name}</div> '
        f'<div class="r-line-time">{found.svg}{folded}</div></div>'
    )


def _event(event: Any) -> str:
    change = f", {anchor(event.change)}" if event.change.text else ""
    page = anchor(event.page) if event.page.href else ""
    return (
        f"<li><strong>{event.on}</strong> {event.what}{change} {status(event.status)}"
        f"{small(event.by, event.reason)} {small(page, f'Commit {anchor(event.landing)}')}</li>"
    )


def due_calendar(view: Any) -> str:
    """What needs an approval already, then month by month."""
    if view.unjudged:
        return note(view.unjudged)
    heads = ("Document", "Last day", "Owner", "May approve")
    bodies = []
    for month in view.months:
        kind = "r-group r-group-now" if month.now else "r-group"
        bodies.append(f'<tr class="{kind}"><th colspan="4" scope="rowgroup">{month.title}</th></tr>')
        bodies.extend(row(heads, _due(found, month.now)) for found in month.rows)
    due_table = table("due", heads, bodies, f"Due after {view.as_of}") if bodies else note("Nothing is due.")
    undated = _linked(view.undated)
    return due_table + note(f"Without a review date, by their class: {undated}." if undated else "")


def _due(found: Any, now: bool) -> list[str]:
    return [
        f'<span class="r-title">{anchor(found.document)}</span>{small(status(found.status)) if now else ""}',
        f"<strong>{found.day}</strong>{small(found.within)}",
        anchor(found.owner, "r-role") if found.owner.text else "",
        f"{found.by}",
    ]
