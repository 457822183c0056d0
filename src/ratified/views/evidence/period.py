"""What each audit period shows: one sentence, what its records hold, and why it is not whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratified.check.period import PeriodReason, PeriodState, PeriodVerdict, holds
from ratified.policy.periods import windows
from ratified.views.escape import NOTHING, Safe, escape

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ratified.views.page_context import PageContext

_MARKS: Mapping[PeriodState, str] = {"kept": "✓", "so far": "…", "open": "!", "broken": "✗", "ahead": "–", "draft": "–"}
"""A sign beside the sentence: neither colour nor sign ever stands alone."""

STATES: Mapping[PeriodState, str] = {
    "kept": "Kept",
    "so far": "On track",
    "open": "Open",
    "broken": "Broken",
    "ahead": "Ahead",
    "draft": "Not in force",
}
"""A period in one or two words."""


@dataclass(frozen=True)
class ReasonLine:
    """Why a period is not whole, and where that stands. `level` is error, warning, waived or cured."""

    words: Safe
    place: Safe
    level: Safe


@dataclass(frozen=True)
class PeriodLine:
    """One period: a word for it with its sign and CSS name, the sentence, what its records hold, and the reasons."""

    id: Safe
    kind: Safe
    mark: Safe
    state: Safe
    told: Safe
    holds: Safe
    reasons: tuple[ReasonLine, ...]


@dataclass(frozen=True)
class Periods:
    """The audit periods of the register, the latest first; `note` says where there is nothing to show, and why."""

    rows: tuple[PeriodLine, ...]
    note: Safe = NOTHING


def period_verdict(of: PageContext) -> Periods:
    """The verdict of each period of the register."""
    known = {window.name: window for window in windows(of.book.register)}
    if not known:
        return Periods((), escape("The register names no audit period."))
    found = of.standing.periods if of.standing else ()
    rows = tuple(_row(of, verdict) for verdict in found if known.get(verdict.period.name) == verdict.period)
    return Periods(rows, NOTHING if rows else escape(f"Not evaluated for this build: {', '.join(known)}."))


def _row(of: PageContext, verdict: PeriodVerdict) -> PeriodLine:
    return PeriodLine(
        id=escape(verdict.period.name),
        kind=Safe(verdict.state.replace(" ", "-")),
        mark=escape(_MARKS[verdict.state]),
        state=escape(STATES[verdict.state]),
        told=escape(f"{verdict.sentence}."),
        holds=escape(f"On record: {holds(of.book, verdict.period)}.{_counts(verdict)}"),
        reasons=tuple(map(_reason, verdict.reasons)),
    )


def _counts(verdict: PeriodVerdict) -> str:
    """The controls that come back, as sentences that follow another."""
    return "".join(f" {control}." for control in verdict.controls)


def _reason(reason: PeriodReason) -> ReasonLine:
    return ReasonLine(escape(reason.words), escape(f"{reason.place.path}:{reason.place.line}"), escape(reason.level))
