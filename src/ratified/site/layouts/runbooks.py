"""Runbooks: the index, and what each shows of itself."""

from __future__ import annotations

from typing import Any

from .in_command import emergency, holds
from .inline import anchor, calls, labelled, live, marks, role, severity
from .ladder import silence
from .tables import row, small, table

_NONE = '<p class="r-note">No runbook has been written. Each is a file in <code>runbooks/</code>.</p>'


def runbook_index(rows: Any) -> str:
    """Every runbook, for somebody who looks for the right one."""
    if not rows:
        return _NONE
    items = " ".join(f"<li>{_entry(found)}</li>" for found in rows)
    return f'<ul class="r-runbooks">{items}</ul>'


def _entry(found: Any) -> str:
    return (
        f'<a href="{found.link.href}" data-r-title><span class="r-rb">{found.id} </span>{found.title}</a>'
        f"{marks([found.status] if found.status else [])} "
        f"{severity(found.mark) if found.mark else ''}{small(', '.join(found.scenarios))}"
    )


def runbook_finder(view: Any) -> str:
    """Every runbook with when to use it; the script of the package brings the fitting ones up, by words and by ticks.

    It finds its parts by their `data-r-` attributes, so those stay.
    """
    if not view.rows:
        return _NONE
    scripts = " ".join(f'<script src="{src}" defer></script>' for src in view.scripts)
    return (
        '<div class="r-finder" data-r-finder><div data-r-finding hidden data-search-exclude>'
        '<label for="r-seen">What do you see?</label> <input type="search" id="r-seen" data-r-seen '
        'placeholder="ransom note, customer data leaving" autocomplete="off"> '
        f'<p role="status" data-r-found></p></div> <ul class="r-runbooks" data-r-runbooks>'
        f"{' '.join(map(_findable, view.rows))}</ul>{scripts}</div>"
    )


def _findable(found: Any) -> str:
    signs = " ".join(f"<li data-r-sign>{signal}</li>" for signal in found.signals)
    return (
        f'<li data-r-tags="{found.tags}" data-r-led-by="{found.led_by}" data-r-raised-by="{found.raised_by}" '
        f'data-r-said-of="{found.said_of}" data-r-synonyms="{found.synonyms}">'
        f'{_entry(found.row)} <span class="r-why" data-r-why></span>'
        f'<details class="r-when"><summary>Use when</summary> <ul>{signs}</ul></details></li>'
    )


def runbook_card(card: Any) -> str:
    """Severity, order, signs and roles; what only matters later is folded away."""
    signals = "".join(f"<li>{signal}</li>" for signal in card.signals)
    first = [
        ("Starts at", labelled(card.mark) if card.mark else ""),
        ("Order", f"<strong>{card.order}.</strong> {card.order_reason}"),
        ("Signs", f"<ul>{signals}</ul>"),
        ("Who", _held(card)),
        ("Raise it on", ", ".join(anchor(link, "r-id") for link in card.escalate_if)),
    ]
    later = [
        ("Owner", anchor(card.owner, "r-role")),
        ("See also", "<br>".join(anchor(link) for link in card.related)),
        ("Clauses", " ".join(anchor(link, "r-ref") for link in card.clauses)),
        ("Answers", " ".join(anchor(link, "r-cite") for link in card.criteria)),
    ]
    status = f'<p class="r-status">{marks([card.status])}</p>' if card.status else ""
    silent = silence(card.silence) if card.silence else ""
    asked = f"<details><summary>Nobody in command answers</summary>{silent}</details>" if silent else ""
    more = f"<details><summary>Owner, related runbooks, clauses</summary>{_facts(later)}</details>"
    return f'<div class="r-card">{emergency(card.emergency)}{status}{_facts(first)}{asked}{more}{live(card)}</div>'


def _held(card: Any) -> str:
    """Every role with who holds it; where they take turns, until when. The script keeps it true. The one that is asked
    for first stands open, the others are folded away, so that the steps come soon."""
    if not card.roles:
        return ""
    first, *others = card.roles
    count = f"{len(others)} more role{'s' if len(others) > 1 else ''}"
    more = f"<details><summary>{count} and how to reach them</summary>{_roles(others)}</details>" if others else ""
    day = f'<p class="r-note" data-r-as-of>As of {card.as_of}, the day this page was built.</p>'
    return f"{_roles([first])}{more}{day}"


def _roles(some: list[Any]) -> str:
    items = " ".join(
        f"<li>{role(mark)} {holds(mark.id, mark.holder)}{_turn(mark)} "
        f'<span class="r-rings" data-r-rings="{mark.id}">{calls(mark.calls)}</span></li>'
        for mark in some
    )
    return f'<ul class="r-held">{items}</ul>'


def _turn(mark: Any) -> str:
    if not mark.turn:
        return ""
    until = f'<span data-r-held-until="{mark.id}">on call until {mark.turn}</span>'
    return small(f'{until} <span data-r-held-here="{mark.id}"></span>')


def _facts(pairs: list[tuple[str, str]]) -> str:
    rows = "".join(f"<div><dt>{name}</dt> <dd>{value}</dd></div> " for name, value in pairs if value)
    return f"<dl>{rows}</dl>"


def evidence_table(rows: Any) -> str:
    """What to preserve; what vanishes comes first and says so."""
    heads = ("Preserve", "Where", "How", "Keep")
    cells = [
        row(
            heads,
            [
                f"{found.item}{' <span class=r-vanishes>volatile</span>' if found.volatile else ''}",
                found.source,
                found.method,
                found.keep,
            ],
        )
        for found in rows
    ]
    return table("evidence", heads, cells, "Evidence to preserve")


def decisions_table(rows: Any) -> str:
    """The questions, who answers them, and by when."""
    heads = ("Question", "Options", "Owner", "By")
    cells = [
        row(
            heads,
            [
                f'<span class="r-id">{found.id}</span> {found.question}',
                " / ".join(found.options),
                anchor(found.owner, "r-role"),
                f"{found.deadline}{small(found.within)}",
            ],
        )
        for found in rows
    ]
    return table("decisions", heads, cells, "Decisions")


def validation_table(rows: Any) -> str:
    """The checks before return to production."""
    heads = ("Check", "Signed by")
    cells = [row(heads, [found.check, anchor(found.owner, "r-role")]) for found in rows]
    return table("validation", heads, cells, "Checks before return to production")
