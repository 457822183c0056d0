"""Severity levels, criteria and targets."""

from __future__ import annotations

from typing import Any

from .inline import criterion, labelled
from .tables import small


def severity_table(view: Any) -> str:
    """Levels across, targets down; on a phone one card a target."""
    heads = " ".join(
        f'<th scope="col" id="{level.id}">{labelled(level.mark)}{small(level.summary)}</th>' for level in view.levels
    )
    rows = " ".join(_target(view.levels, found) for found in view.rows)
    return (
        '<table class="r-table r-severity"><caption class="r-hidden">Severity levels and targets</caption>'
        f'<thead><tr><th scope="col">Target</th> {heads}</tr></thead> <tbody>{rows}</tbody></table>'
        f'<p class="r-note">A target runs from when the incident is {view.clock_starts}, if its row says no other.</p>'
    )


def _target(levels: Any, found: Any) -> str:
    cells = " ".join(
        f'<td data-label="{level.mark.link.text} {level.mark.label}">{time}</td>'
        for level, time in zip(levels, found.times, strict=True)
    )
    return f'<tr><th scope="row">{found.name}{small(found.starts)}</th> {cells}</tr>'


def severity_criteria(levels: Any) -> str:
    """Each level with its criteria; the id is what a ticket cites."""
    return '<div class="r-levels">' + " ".join(_level(level) for level in levels) + "</div>"


def _level(level: Any) -> str:
    rows = " ".join(
        f'<li id="{found.id}">{criterion(found.link)} <span>{found.text}{_covers(found)}</span></li>'
        for found in level.criteria
    )
    rank = min(level.head.mark.rank, 5)
    return (
        f'<section class="r-level r-level-{rank}"><p class="r-level-head">{labelled(level.head.mark)}'
        f'{small(level.head.summary)}</p> <ul class="r-criteria">{rows}</ul></section>'
    )


def _covers(found: Any) -> str:
    return small(", ".join(found.covers)) if found.covers else ""


def severity_picker(view: Any) -> str:
    """The criteria in short, side by side, for somebody in a hurry.

    The script of the package puts a box to tick before each and says which level that makes. It finds its parts by
    their `data-r-` attributes, so those stay.
    """
    columns = " ".join(map(_column, view.levels))
    unsure = (
        '<label><input type="checkbox" autocomplete="off" data-r-unsure> '
        "<span>Unsure: it may be the level above</span></label>"
        if view.unsure
        else ""
    )
    return (
        f'<div class="r-picker" data-r-picker>{columns}</div>'
        '<p class="r-picked" role="status" data-r-picked data-r-live hidden data-search-exclude></p> '
        f'<div class="r-unsure" data-r-live hidden data-search-exclude>{unsure}{_KEPT}</div>'
    )


_KEPT = (
    '<p class="r-ticks" data-r-ticks hidden><span data-r-ticks-kept></span> '
    '<button type="button" data-r-untick>Clear the ticks</button></p>'
)


def _column(level: Any) -> str:
    mark = level.head.mark
    rows = " ".join(
        f'<li data-r-criterion="{found.id}" data-r-tags="{found.tags}"><span data-r-short>{found.short}</span> '
        f"{criterion(found.link)}</li>"
        for found in level.criteria
    )
    return (
        f'<section class="r-level r-level-{min(mark.rank, 5)}" data-r-level="{level.head.id}" '
        f'data-r-name="{mark.link.text} {mark.label}" data-r-says="{level.promises}">'
        f'<p class="r-level-head">{labelled(mark)}</p> <ul class="r-criteria">{rows}</ul></section>'
    )
