"""Who tells whom, by when."""

from __future__ import annotations

from typing import Any

from .inline import anchor, labelled
from .tables import row, table, ways


def escalation_matrix(cases: Any) -> str:
    """Every row of the matrix, severities first."""
    heads = ("From", "To", "Within", "By", "Nobody answers")
    bodies = []
    for case in cases:
        when = labelled(case.mark) if case.mark else f'<span class="r-any">Any severity</span> {case.text}'
        bodies.append(f'<tr class="r-group"><th colspan="5" scope="rowgroup">{when}</th></tr>')
        bodies.extend(row(heads, _cells(step)) for step in case.steps)
    return table("matrix", heads, bodies, "Escalation matrix")


def _cells(step: Any) -> list[str]:
    later = f"after {step.next_after}: {anchor(step.next_to, 'r-role')}" if step.next_after else "nobody is next"
    return [
        anchor(step.from_, "r-role"),
        anchor(step.to, "r-role"),
        f"<strong>{step.within}</strong>",
        ways(step.ways) if step.ways else ", ".join(step.channels),
        later,
    ]


def escalation_path(paths: Any) -> str:
    """A picture for each severity, in two shapes of which the style sheet shows one, and the same in words under it."""
    note = (
        '<p class="r-note">On an arrow: the time within which one role notifies the other. In a box: the latest time '
        "after declaration at which that role knows, if every wait on the way runs out. Dashed: the next in line.</p>"
    )
    return note + '<div class="r-paths">' + " ".join(_path(path) for path in paths) + "</div>"


def _path(path: Any) -> str:
    words = " ".join(f"<li>{_words(step)}</li>" for step in path.steps)
    return (
        f'<figure class="r-path"><figcaption>{labelled(path.mark)}</figcaption> '
        f'<div class="r-path-scroll" tabindex="0" role="group" aria-label="{path.picture.title}, picture">'
        f"{path.picture.svg}{path.picture.upright}</div> <details><summary>In words</summary>"
        f'<ol class="r-path-words">{words}</ol></details></figure>'
    )


def _words(step: Any) -> str:
    later = f" No answer after {step.next_after}: {step.next_to.text}." if step.next_after else ""
    ways = " and ".join(step.channels)
    return f"{step.from_.text} tells {step.to.text} within {step.within}, by {ways}.{later}"
