"""Records: the list of incidents, what stands beside it, exercises, corrective actions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .inline import anchor, severity, unbroken
from .tables import note, row, table
from .tables import small as lines

if TYPE_CHECKING:
    from collections.abc import Iterable


def small(*texts: Any) -> str:
    """Second lines of a cell, their days unbroken."""
    return lines(*map(unbroken, texts))


def state(found: Any) -> str:
    """Where a record or an action stands, as a shape and words."""
    return f'<span class="r-state r-state-{found.kind}">{found.words}</span>'


def empty(view: Any) -> str:
    """What stands where nothing was recorded: that, and what to do."""
    return f'<p class="r-none"><strong>{view.nothing}</strong>{small(view.todo)}</p>'


def standing(record: Any, *more: Any) -> str:
    """Where a record stands, in a panel of its own."""
    text = " ".join(str(part) for part in more if part)
    return f'<section class="r-record r-record-{record.kind}" aria-label="Status">{text}</section>'


def facts(found: Iterable[Any]) -> str:
    """Facts as a list of names and values."""
    rows = " ".join(
        f"<div><dt>{f.name}</dt> <dd>{unbroken(anchor(f.value))}{small(*f.below)}</dd></div>" for f in found
    )
    return f'<dl class="r-facts">{rows}</dl>' if rows else ""


def incident_list(view: Any) -> str:
    """The counts in words, the tables that tie out, then every incident."""
    if view.nothing:
        return empty(view)
    told = " ".join(f"<p>{sentence}</p>" for sentence in view.told)
    heads = ("Incident", "Status", "Level", "Declared", "Closed", "Targets")
    rows = [row(heads, _incident(found)) for found in view.rows]
    return (
        f'<div class="r-told">{told}</div> <div class="r-pair">{_levels(view.levels)} {_years(view.years)}</div> '
        + table("incidents", heads, rows, "Incidents, newest first")
    )


def _incident(found: Any) -> list[str]:
    return [
        f'{anchor(found.record, "r-rb")} <span class="r-title">{found.title}</span>',
        f"{state(found.state)}{small(found.why)}",
        severity(found.level) if found.level else "none yet",
        unbroken(found.declared) or "not declared",
        unbroken(found.closed) or "–",
        found.kept or "–",
    ]


def _levels(levels: Any) -> str:
    heads = ("Level", "Open", "Closed", "All")
    rows = [
        row(heads, [severity(f.level) if f.level else "<strong>All</strong>", f.open, f.closed, f.all]) for f in levels
    ]
    note_ = small("Declared incidents, by the most severe level each reached.")
    return f'<div class="r-tie">{table("tally r-narrow", heads, rows, "Incidents by level and status")}{note_}</div>'


def _years(years: Any) -> str:
    heads = ("Numbers", "Declared", "Set aside", "Drafts", "Records")
    rows = [
        row(heads, [f"{f.year}: {f.count}{small(f.numbers)}", f.declared, f.aside, f.drafts, _sum(f)]) for f in years
    ]
    note_ = small("Declared, set aside and drafts together are every number of the year.")
    return f'<div class="r-tie">{table("tally", heads, rows, "Numbers of each year")}{note_}</div>'


def _sum(found: Any) -> str:
    return f"{found.sum}, {'none missing' if found.whole else '<strong>does not tie out</strong>'}"


def _id(text: Any) -> str:
    return f'<span class="r-day">{text}</span>'


def dismissed_events(rows: Any) -> str:
    """Events that were judged to be no incident."""
    heads = ("Event", "Detected", "Reason", "Decided")
    cells = [
        row(heads, [f"{_id(f.id)}{small(f.source)}", unbroken(f.detected), f.reason, f"{f.by}{small(f.at)}"])
        for f in rows
    ]
    return table("dismissed", heads, cells, "Dismissed events") if cells else note("No event has been dismissed.")


def nil_statements(rows: Any) -> str:
    """Signed statements that some days had no incident."""
    heads = ("Attestation", "Dates", "Query", "Signed", "In the records")
    cells = [
        row(heads, [_id(f.id), unbroken(f.days), f.query, unbroken(f.signed), f"{f.recorded} declared"]) for f in rows
    ]
    return (
        table("nil", heads, cells, "Nil-incident attestations")
        if cells
        else note("No nil-incident attestation has been signed.")
    )


def trend_reviews(rows: Any) -> str:
    """Looks across some days, with their counts beside those of the records."""
    heads = ("Review", "Dates", "Counted there", "In the records", "Held by")
    cells = [
        row(
            heads,
            [
                _id(f.id),
                unbroken(f.days),
                f"{f.counted}{small(f.query)}",
                f.recorded,
                f"{unbroken(f.held)}{small(f.minutes)}",
            ],
        )
        for f in rows
    ]
    return table("trends", heads, cells, "Trend reviews") if cells else note("No trend review has been recorded.")


def exercise_list(view: Any) -> str:
    """The count in words, then every exercise."""
    if view.nothing:
        return empty(view)
    heads = ("Exercise", "Status", "Held", "Runbooks", "Signed", "Follow-ups")
    rows = [
        row(
            heads,
            [
                f'{anchor(f.record, "r-rb")} <span class="r-title">{f.title}</span>{small(f.kind)}',
                state(f.state),
                f'<span class="r-day">{f.held}</span>',
                ", ".join(map(anchor, f.runbooks)) or "none",
                f.signed,
                f.follow_ups,
            ],
        )
        for f in view.rows
    ]
    return f'<div class="r-told"><p>{view.told}</p></div> ' + table("exercises", heads, rows, "Exercises, newest first")


_HEADS = ("Action", "Status", "Owner", "Due", "Proof")


def action_table(view: Any) -> str:
    """Open ones first, then closed ones with their proof."""
    if view.nothing:
        return empty(view)
    bodies = []
    for group in view.groups:
        bodies.append(f'<tr class="r-group"><th colspan="5" scope="rowgroup">{group.title}</th></tr>')
        bodies.extend(_action(found) for found in group.rows)
    owners = f"<p>{view.owners}</p>" if view.owners else ""
    told = f'<div class="r-told"><p>{view.told}</p> {owners}</div> '
    return told + table("actions", _HEADS, bodies, "Corrective actions, open ones first")


def _action(found: Any) -> str:
    about = small(f"{found.id}, {anchor(found.record)}", found.kind, *found.extended)
    return row(
        _HEADS,
        [
            f'<span class="r-title">{found.text}</span>{about}',
            f"{state(found.state)}{small(found.age)}",
            found.owner,
            f'<span class="r-day">{found.due}</span>',
            f"{unbroken(found.done[0]) if found.done else '–'}{small(*found.done[1:])}",
        ],
    )


def actions_of(rows: Any) -> str:
    """The actions of one record."""
    return table("actions", _HEADS, map(_action, rows), "Corrective actions") if rows else note("No action was set.")
