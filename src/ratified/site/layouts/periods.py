"""What an audit period shows, in one sentence with its reasons."""

from __future__ import annotations

from typing import Any

from .inline import unbroken
from .tables import small


def period_verdict(view: Any) -> str:
    """Each period of the register, the latest first."""
    note = f'<p class="r-note">{view.note}</p>' if view.note else ""
    return note + " ".join(map(period_verdict_of, view.rows))


def period_verdict_of(found: Any) -> str:
    """One period: its sentence, and below it what it lacks."""
    sign = f'<span class="r-sign" aria-hidden="true">{found.mark}</span>'
    told = f"<strong>{found.state}.</strong> {unbroken(found.told)}{small(found.holds)}"
    head = f'<p class="r-period-told">{sign} {told}</p>'
    reasons = " ".join(map(_reason, found.reasons))
    listed = f'<ul class="r-proofs">{reasons}</ul>' if reasons else ""
    return f'<div class="r-period r-period-{found.kind}" id="period-{found.id}">{head}{listed}</div>'


def _reason(found: Any) -> str:
    level = f'<span class="r-finding r-finding-{found.level}">{found.level}</span>'
    return f'<li>{level} {found.words} <span class="r-last">{found.place}</span></li>'
