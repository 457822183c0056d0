"""Who tells whom, by when."""

from __future__ import annotations

from typing import Any

from ratified.site.layouts.inline import anchor, labelled
from ratified.site.layouts.tables import row, table, ways


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
