"""An incident's trace as a page shows it: a table of promises, escaped, in the order of the response."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ratified.clock import utc_words
from ratified.present.escape import Safe, escape
from ratified.present.words import capital
from ratified.trace import Answer, Outcome, Row, Trace

_MARKS: Mapping[Outcome, str] = {
    "met": "✓",
    "accepted": "≈",
    "missed": "✗",
    "no record": "?",
    "open": "…",
    "undecidable": "?",
    "not applicable": "–",
}
"""A sign beside the word: neither colour nor sign ever stands alone."""

_NAMED: tuple[Outcome, ...] = ("missed", "no record", "accepted", "open", "undecidable")


@dataclass(frozen=True, slots=True)
class AnswerCell:
    """What one policy says: the promise, the word for what became of it with its sign and CSS name, and why."""

    promised: Safe
    outcome: Safe
    mark: Safe
    kind: Safe
    why: Safe


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """One promise: by which clause or row of data, what happened, the answer of then, and today's where it differs."""

    stage: Safe
    promise: Safe
    level: Safe
    states: Safe
    happened: Safe
    place: Safe
    then: AnswerCell
    today: AnswerCell | None


@dataclass(frozen=True, slots=True)
class TraceTable:
    """The trace of one incident. `policies` say by which versions it was judged, `doubts` must be read first.

    `apart` are the promises that did not apply. `verdict` sums up in one sentence.
    """

    id: Safe
    title: Safe
    policies: tuple[Safe, ...]
    doubts: tuple[Safe, ...]
    rows: tuple[PromiseRow, ...]
    apart: tuple[PromiseRow, ...]
    verdict: Safe


def trace_table(found: Trace) -> TraceTable:
    """The view of a trace."""
    rows = [(row, _row(row)) for row in found.rows]
    aside = [row for row, _ in rows if row.outcome == "not applicable" and row.today is None]
    return TraceTable(
        id=escape(found.incident.id),
        title=escape(found.incident.title),
        policies=tuple(
            escape(f"{f'version {p.version}' if p.version else 'no approved version'}, in force {utc_words(p.at)}")
            for p in found.policies
        ),
        doubts=tuple(map(escape, found.doubts)),
        rows=tuple(shown for row, shown in rows if row not in aside),
        apart=tuple(shown for row, shown in rows if row in aside),
        verdict=escape(_verdict(found)),
    )


def _row(row: Row) -> PromiseRow:
    return PromiseRow(
        stage=escape(capital(row.stage)),
        promise=escape(row.id),
        level=escape(row.level or ""),
        states=escape(row.clause or row.source),
        happened=escape(row.happened),
        place=escape(f"{row.place.path}:{row.place.line}"),
        then=_cell(row.then),
        today=_cell(row.today) if row.today else None,
    )


def _cell(answer: Answer) -> AnswerCell:
    return AnswerCell(
        escape(answer.promised),
        escape(answer.outcome),
        escape(_MARKS[answer.outcome]),
        Safe(answer.outcome.replace(" ", "-")),
        escape(answer.why),
    )


def _verdict(found: Trace) -> str:
    if found.without:
        return capital(found.without)
    counts = found.counts
    kept = counts.get("met", 0)
    total = sum(n for outcome, n in counts.items() if outcome != "not applicable")
    rest = ", ".join(f"{counts[outcome]} {outcome}" for outcome in _NAMED if outcome in counts)
    return f"{kept} of {total} promises met{f'; {rest}' if rest else ''}"
