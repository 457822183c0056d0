"""An incident's trace as a page shows it: a table of promises, escaped, in the order of the response."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratified.analysis.incident_clauses import touched_clauses
from ratified.clock import utc_words
from ratified.incident import outcome_name, outcomes_of
from ratified.views.escape import NOTHING, Safe, escape, escape_all
from ratified.views.site_map import PageLink, unlinked
from ratified.views.wording import TARGETS, capital, sentence, target_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ratified.incident import IncidentTrace, Outcome, PolicyInForce, PromiseAnswer, TraceRow
    from ratified.model.incident import Incident
    from ratified.views.page_context import PageContext

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


@dataclass(frozen=True)
class OutcomeMark:
    """What became of a promise: the word, a sign beside it, and its CSS name."""

    words: Safe
    mark: Safe
    kind: Safe


@dataclass(frozen=True)
class AnswerCell:
    """What one policy says: the promise, what became of it, and why."""

    promised: Safe
    outcome: OutcomeMark
    why: Safe


@dataclass(frozen=True)
class TracePromiseRow:
    """One promise: by which clause or row of data, what happened, the answer of then, and today's where it differs.

    `id` is empty where the name says as much.
    """

    promise: Safe
    id: Safe
    level: Safe
    states: PageLink
    happened: Safe
    then: AnswerCell
    today: AnswerCell | None


@dataclass(frozen=True)
class StageRows:
    """The promises of a stage of the response."""

    stage: Safe
    rows: tuple[TracePromiseRow, ...]


@dataclass(frozen=True)
class NotApplicablePromises:
    """Promises that did not apply, and the one reason why."""

    names: Safe
    why: Safe


@dataclass(frozen=True)
class TraceTable:
    """The trace of one incident. `policies` say by which versions it was judged, `doubts` must be read first.

    `apart` are the promises that did not apply. `verdict` sums up in one sentence. `differs` says how often today's
    policy answers otherwise.
    """

    policies: tuple[Safe, ...]
    doubts: tuple[Safe, ...]
    stages: tuple[StageRows, ...]
    apart: tuple[NotApplicablePromises, ...]
    verdict: Safe
    differs: Safe


def incident_trace(of: PageContext, id_: str) -> TraceTable:
    """What was promised for an incident, and what became of it. Raises UnknownNameError where there is none."""
    one = of.incident(id_)
    found = of.trace(one.id)
    if found is None:
        return TraceTable(
            (), (), (), (), escape("The history was not evaluated, so what was in force cannot be determined."), NOTHING
        )
    aside = [row for row in found.rows if _beside_the_point(row)]
    table_rows = [row for row in found.rows if row not in aside]
    otherwise = sum(row.today is not None for row in table_rows)
    return TraceTable(
        policies=tuple(escape(_policy(policy)) for policy in found.policies),
        doubts=escape_all(found.doubts),
        stages=tuple(
            StageRows(escape(capital(stage)), tuple(_row(of, row) for row in table_rows if row.stage == stage))
            for stage in dict.fromkeys(row.stage for row in table_rows)
        ),
        apart=tuple(_apart(aside)),
        verdict=escape(sentence(verdict(found)) + whole_policy(of, one, found)),
        differs=escape(f"Under today's policy, {otherwise} of them would have a different outcome.")
        if otherwise
        else NOTHING,
    )


def _beside_the_point(row: TraceRow) -> bool:
    return row.outcome == "not applicable" and row.today is None


def _policy(policy: PolicyInForce) -> str:
    version = f"version {policy.version} of the policy" if policy.version else "no approved version of the policy"
    return f"{capital(version)}, in force at {utc_words(policy.at)}"


def _apart(rows: Sequence[TraceRow]) -> Iterator[NotApplicablePromises]:
    for why in dict.fromkeys(row.then.why for row in rows):
        named = [f"{row.id} ({row.level})" if row.level else row.id for row in rows if row.then.why == why]
        yield NotApplicablePromises(escape(", ".join(named)), escape(sentence(why)))


def _row(of: PageContext, row: TraceRow) -> TracePromiseRow:
    level, name = of.book.level.get(row.level or ""), _name(of, row)
    return TracePromiseRow(
        promise=escape(name),
        id=escape("" if name.casefold() == row.id or row.id in TARGETS else row.id),
        level=escape(level.name if level else row.level or ""),
        states=of.clause(row.clause) if row.clause else unlinked(row.source),
        happened=escape(row.happened),
        then=_cell(row.then),
        today=_cell(row.today) if row.today else None,
    )


def _name(of: PageContext, row: TraceRow) -> str:
    """A promise as people call it: a target by its title, a clock by its regime, a row or an action by its id."""
    if row.id == "triage":
        return "Triage"
    if row.id in TARGETS:
        return target_name(row.id).removesuffix(", every")
    clock = of.book.clock.get(row.id.partition("/")[0])
    own = ", internal deadline" if row.id.endswith("/own") else ""
    return f"{clock.regime}{own}" if clock else row.id


def _cell(answer: PromiseAnswer) -> AnswerCell:
    return AnswerCell(escape(answer.promised), outcome_mark(answer.outcome), escape(answer.why))


def outcome_mark(outcome: Outcome) -> OutcomeMark:
    """An outcome as pages show it."""
    return OutcomeMark(escape(outcome_name(outcome)), escape(_MARKS[outcome]), Safe(outcome.replace(" ", "-")))


def whole_policy(of: PageContext, incident: Incident, found: IncidentTrace) -> str:
    """How many of all clauses that an incident touches it kept, as a sentence that follows; nothing without a check."""
    checked = of.standing.checked if of.standing else None
    if found.without or checked is None or not of.book.coverage.promises:
        return ""
    clauses = touched_clauses(of.book, incident, found, checked.findings)
    return f" {sentence(str(clauses))}"


def verdict(found: IncidentTrace) -> str:
    """The trace in one sentence without its full stop: how many promises were met, and what became of the rest."""
    if found.without:
        return capital(found.without)
    counts = found.counts
    kept = counts.get("met", 0)
    total = sum(n for outcome, n in counts.items() if outcome != "not applicable")
    rest = ", ".join(outcomes_of(counts[outcome], outcome) for outcome in _NAMED if outcome in counts)
    return f"{kept} of {total} targets met{f'; {rest}' if rest else ''}"
