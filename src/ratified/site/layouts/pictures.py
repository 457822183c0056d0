"""Pictures of the home page, each with its words beside it."""

from __future__ import annotations

from typing import Any

from .incidents import outcome
from .inline import anchor, unbroken
from .records import small
from .tables import legend, more, note


def approval_months(view: Any) -> str:
    """The sentence, the bars, and each month in words."""
    rows = " ".join(f"<li><strong>{f.month}</strong>{small(f.said)}</li>" for f in view.rows)
    folded = f'<details class="r-fold"><summary>Month by month</summary><ul>{rows}</ul></details>' if rows else ""
    picture = f'<div class="r-bars">{view.svg}</div> {legend(view.legend)}' if view.svg else ""
    # A section, for the search leaves out no more than what stands before the end of a nested element of the same name.
    told = f"<p>{view.told}</p> {picture} {folded} {more(view.more)}"
    return f'<section class="r-home-part" data-search-exclude>{told}</section>'


def containment_times(view: Any) -> str:
    """The sentence, then a line for each incident under one axis."""
    told = f"<p>{unbroken(view.told)}</p>"
    if not view.rows:
        return f'<div class="r-home-part">{told} {more(view.more)}</div>'
    axis = f'<div class="r-line r-line-axis" aria-hidden="true"><div></div> <div>{view.axis}</div></div>'
    lines = " ".join(map(_line, view.rows))
    return (
        f'<div class="r-home-part">{told} <div class="r-lines r-course">{legend(view.legend)} {axis} {lines}</div> '
        f"{note(view.note)} {more(view.more)}</div>"
    )


def _line(found: Any) -> str:
    name = f"{anchor(found.record, 'r-rb')} {outcome(found.outcome)}{small(found.title)}"
    return (
        f'<div class="r-line"><div class="r-line-name">{name}</div> '
        f'<div class="r-line-time">{found.svg}{small(found.said)}</div></div>'
    )
