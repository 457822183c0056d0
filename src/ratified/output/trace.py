"""An incident against the policy in force then, for people and for machines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ratified.clock import utc_words
from ratified.incident import outcomes_of
from ratified.output import terminal
from ratified.output.json_report import dumps
from ratified.output.status import instant
from ratified.output.terminal import BAD, BOLD, CARE, DIM, DOUBT, GOOD, OPEN, painted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from ratified.incident import IncidentTrace, Outcome, PolicyInForce, PromiseAnswer, TraceRow

SCHEMA = "ratified/trace/1"

_COLOURS: Mapping[Outcome, str] = {
    "met": GOOD,
    "missed": BAD,
    "accepted": CARE,
    "no record": BAD,
    "open": OPEN,
    "not applicable": DIM,
    "undecidable": DOUBT,
}
_WIDTH = 24
_ORDER: tuple[Outcome, ...] = ("met", "accepted", "missed", "no record", "open", "undecidable", "not applicable")


def render(found: IncidentTrace, colour: bool) -> Iterator[str]:
    """The promises in the order of a response, a block for each stage; then what did not apply, a line each."""
    incident = found.incident
    yield painted(terminal.line(f"{incident.id}: {incident.title} ({incident.status})"), BOLD, colour)
    yield from (terminal.line(line) for policy in found.policies for line in _policy(policy))
    yield from (terminal.line(f"  ! {doubt}") for doubt in found.doubts)
    if found.without:
        yield terminal.line(f"  {found.without}")
        return
    stage = ""
    for row in found.rows:
        if row.outcome == "not applicable" and row.today is None:
            continue
        if row.stage != stage:
            stage = row.stage
            yield ""
            yield painted(stage.capitalize(), BOLD, colour)
        yield from _row(row, colour)
    yield from _aside(found, colour)
    yield ""
    counts = found.counts
    yield ", ".join(outcomes_of(counts[outcome], outcome) for outcome in _ORDER if outcome in counts) or "no targets"


def _policy(policy: PolicyInForce) -> Iterator[str]:
    version = f"version {policy.version}" if policy.version is not None else "no approved version yet"
    yield f"  by the policy in force at {utc_words(policy.at)}: {version}"


def outcome_words(outcome: Outcome, colour: bool) -> str:
    """What became of a promise, in its colour."""
    return painted(outcome, _COLOURS[outcome], colour)


def _row(row: TraceRow, colour: bool) -> Iterator[str]:
    name = f"{row.id} ({row.level})" if row.level else row.id
    told = f": {row.happened}" if row.happened else ""
    outcome = painted(f"{row.outcome:<12}", _COLOURS[row.outcome], colour)
    yield f"  {outcome} {terminal.line(f'{name:<{_WIDTH}} {row.then.promised}{told}')}"
    where = row.clause or row.source
    if row.then.why:
        yield terminal.line(f"{'':<15} {row.then.why}")
    if row.then.outcome not in {"met", "open"}:
        yield painted(terminal.line(f"{'':<15} {where}; {row.place}"), DIM, colour)
    if row.today is not None:
        yield terminal.line(f"{'':<15} today: {_today(row.today)}")


def _today(answer: PromiseAnswer) -> str:
    return f"{answer.outcome}, {answer.promised}{f' ({answer.why})' if answer.why else ''}"


def _aside(found: IncidentTrace, colour: bool) -> Iterator[str]:
    """What did not apply, one line a reason."""
    rows = [row for row in found.rows if row.outcome == "not applicable" and row.today is None]
    if rows:
        yield ""
        yield painted("Not applicable", BOLD, colour)
    for why in dict.fromkeys(row.then.why for row in rows):
        names = ", ".join(f"{r.id} ({r.level})" if r.level else r.id for r in rows if r.then.why == why)
        yield painted(terminal.line(f"  {names}: because {why}"), DIM, colour)


def render_json(found: IncidentTrace, as_of: date, head: str) -> str:
    """The trace as machines read it: every row, whatever became of it."""
    return dumps(
        {
            "schema": SCHEMA,
            "incident": found.incident.id,
            "title": found.incident.title,
            "status": found.incident.status,
            "as_of": as_of.isoformat(),
            "head": head,
            "without": found.without or None,
            "policies": [_policy_json(policy) for policy in found.policies],
            "doubts": list(found.doubts),
            "rows": [_row_json(row) for row in found.rows],
            "summary": {outcome.replace(" ", "_"): found.counts.get(outcome, 0) for outcome in _ORDER},
        }
    )


def _policy_json(policy: PolicyInForce) -> dict[str, Any]:
    return {
        "at": instant(policy.at),
        "version": policy.version,
        "files": [
            {"path": f.path, "document": f.document, "landing": f.landing, "approved": f.approved} for f in policy.files
        ],
    }


def _row_json(row: TraceRow) -> dict[str, Any]:
    return {
        "stage": row.stage,
        "promise": row.id,
        "level": row.level,
        "clause": row.clause,
        "source": row.source,
        "happened": row.happened or None,
        "at": instant(row.at) if row.at else None,
        "path": row.place.path,
        "line": row.place.line,
        "then": _answer(row.then),
        "today": _answer(row.today) if row.today else None,
    }


def _answer(answer: PromiseAnswer) -> dict[str, Any]:
    return {
        "promised": answer.promised,
        "due_at": instant(answer.due) if answer.due else None,
        "outcome": answer.outcome.replace(" ", "_"),
        "why": answer.why or None,
    }
