"""The panel that counts deadlines. It shows only where scripts run; without them the tables are there.

The script of the package finds its parts by their `data-r-` attributes, so those stay; everything else is yours.
"""

from __future__ import annotations

from typing import Any


def start_clocks(view: Any) -> str:
    """When we became aware, what is involved; then a card for every duty to notify, with its countdown."""
    others = f"{' '.join(_moment(moment) for moment in view.moments)} {_people()}"
    scripts = " ".join(f'<script src="{src}" defer></script>' for src in view.scripts)
    holders = f'<script type="application/json" data-r-duty>{view.holders}</script> ' if view.holders else ""
    return (
        '<section class="r-start" data-r-start hidden aria-label="Count the deadlines" data-search-exclude>'
        f"{_aware(view.aware)} {_kept()} "
        f'<div class="r-start-ticks">{_laws(view.laws)} {_contracts(view.contracts)}</div> '
        f"<details><summary>Other moments, number of people</summary> {others}</details> "
        '<p class="r-start-said" role="status" data-r-said></p> '
        '<p class="r-start-out"><button type="button" data-r-copy>Copy summary</button> '
        '<button type="button" data-r-calendar>Calendar (.ics)</button></p> '
        '<label data-r-copied hidden>Copy this text <textarea rows="8" readonly></textarea></label> '
        '<ol class="r-start-list" data-r-list></ol> <p class="r-start-left" data-r-left></p> '
        '<div class="r-start-without" data-r-without></div> '
        f'{holders}<script type="application/json" data-r-data>{view.data}</script> {scripts}</section>'
    )


def _aware(moment: Any) -> str:
    return (
        f'<div class="r-start-aware"><div>{_input(moment, "When we became aware")} '
        '<button type="button" data-r-now>Now</button></div> '
        '<div class="r-start-zone"><label for="r-start-zone">on the clocks of</label> '
        '<select id="r-start-zone" autocomplete="off" data-r-zone></select></div> '
        '<p class="r-start-echo" data-r-echo></p></div>'
    )


def _kept() -> str:
    return '<p class="r-start-kept"><span data-r-visit></span> <button type="button" data-r-clear>Clear it</button></p>'


def _input(moment: Any, title: Any) -> str:
    kind = "report" if moment.report else "stamp"
    id_ = f"r-start-{moment.id}"
    return (
        f'<label for="{id_}">{title}</label> '
        f'<input type="datetime-local" id="{id_}" data-r-{kind}="{moment.id}" max="2199-12-31T23:59" '
        'autocomplete="off">'
    )


def _moment(moment: Any) -> str:
    """A moment with what starts from it. The button takes the moment of awareness, where that is the same."""
    return (
        f'<div class="r-start-moment">{_input(moment, moment.title)} '
        f'<button type="button" data-r-same aria-label="{moment.title}: the same as awareness">Same</button> '
        f'<span class="r-small">Starts {moment.starts} ({moment.ids})</span></div>'
    )


def _laws(found: Any) -> str:
    boxes = _boxes(found)
    return f"<fieldset><legend>What is involved</legend> {boxes}</fieldset>" if boxes else ""


def _contracts(found: Any) -> str:
    """Folded, since there may be hundreds."""
    name, boxes = "Customers under contract", _boxes(found)
    inside = f'<fieldset aria-label="{name}">{boxes}</fieldset>'
    return f"<details><summary>{name} ({len(found)})</summary> {inside}</details>" if boxes else ""


def _boxes(found: Any) -> str:
    return " ".join(
        f'<label><input type="checkbox" autocomplete="off" data-r-limits="{one.limits}"> <span>{one.title}'
        f'<span class="r-small">{one.detail}</span></span></label>'
        for one in found
    )


def _people() -> str:
    return (
        '<div class="r-start-people"><label for="r-start-people">People touched, if known</label> '
        '<input type="number" id="r-start-people" min="0" step="1" inputmode="numeric" autocomplete="off" '
        "data-r-people></div>"
    )
