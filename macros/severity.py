"""The table of severity levels: levels across, targets down."""

from __future__ import annotations

from typing import Any

from ratified.site.layouts.inline import labelled
from ratified.site.layouts.tables import small


def severity_table(view: Any) -> str:
    """Levels across, targets down; on a phone one card a target."""
    heads = " ".join(
        f'<th scope="col" id="{level.id}">{labelled(level.mark)}{small(level.summary)}</th>' for level in view.levels
    )
    rows = " ".join(_target(view.levels, found) for found in view.rows)
    return (
        '<table class="r-table r-severity"><caption class="r-hidden">Severity levels and targets</caption>'
        f'<thead><tr><th scope="col">Target</th> {heads}</tr></thead> <tbody>{rows}</tbody></table>'
        f'<p class="r-note">Response targets run from when incidents are {view.clock_starts}.</p>'
    )


def _target(levels: Any, found: Any) -> str:
    cells = " ".join(
        f'<td data-label="{level.mark.link.text} {level.mark.label}">{time}</td>'
        for level, time in zip(levels, found.times, strict=True)
    )
    return f'<tr><th scope="row">{found.name}</th> {cells}</tr>'
