"""The clauses of the policy that an incident touches, and which of them it did not keep."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ratified.incident import outcome_name
from ratified.policy.records.fields import incident_says

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ratified.incident import IncidentTrace, TraceRow
    from ratified.model.finding import Finding
    from ratified.model.incident import Incident
    from ratified.model.promises import Promise
    from ratified.policy import Book

OF_AN_INCIDENT = frozenset({"INC", "PIR"})
"""The families of rules that look at the record of one incident."""

_FELL_SHORT = frozenset({"missed", "accepted", "no record", "undecidable"})
_APART = frozenset({"not applicable", "open"})


class TouchedClauses(NamedTuple):
    """The clauses that an incident touches, and of those that were not kept why, each in the order of the policy.

    `over` says that the incident is closed, so that nothing can be kept or missed any more but what follows it.
    """

    touched: tuple[str, ...]
    short: Mapping[str, str]
    over: bool

    @property
    def kept(self) -> int:
        """How many were kept."""
        return len(self.touched) - len(self.short)

    def __str__(self) -> str:
        some = ", ".join(f"{clause} ({why})" for clause, why in self.short.items())
        kept = f"{self.kept} of {len(self.touched)} applicable clauses met{'' if self.over else ' so far'}"
        return f"{kept}{f'; not met: {some}' if some else ''}"


def touched_clauses(
    book: Book, incident: Incident, trace: IncidentTrace, findings: Iterable[Finding]
) -> TouchedClauses:
    """Every clause that the incident touches, not only those that set a time.

    A clause is touched where a row of the trace is promised by it, or where `promises` of `data/coverage.yml` names for
    it a field that the record has, or a rule that looks at records of incidents. It was kept where no such row fell
    short, a deviation that was accepted included, and no such rule found anything in the record; a waived finding was
    found.
    """
    found = [one for one in findings if one.subject == incident.id or one.place.path == incident.spot.path]
    codes = {one.code for one in found}
    rows: dict[str, list[TraceRow]] = {}
    for row in trace.rows:
        if row.clause is not None and row.outcome not in _APART:
            rows.setdefault(row.clause, []).append(row)
    promised = {promise.clause: promise for promise in book.coverage.promises}
    touched, short = list[str](), dict[str, str]()
    for id_ in book.clause:
        promise, answered = promised.get(id_), rows.get(id_, [])
        rules = _rules(promise)
        if not answered and not rules and not _says(promise, incident):
            continue
        touched.append(id_)
        if (why := _why(answered, [code for code in rules if code in codes])) is not None:
            short[id_] = why
    return TouchedClauses(tuple(touched), short, incident.status == "closed")


def _rules(promise: Promise | None) -> list[str]:
    return [code for code in promise.rules if code[:3] in OF_AN_INCIDENT] if promise else []


def _says(promise: Promise | None, incident: Incident) -> bool:
    return promise is not None and any(incident_says(incident, field) for field in promise.records)


def _why(rows: Sequence[TraceRow], codes: Sequence[str]) -> str | None:
    """Why a clause was not kept; None where it was."""
    fell = [f"{row.id} {outcome_name(row.outcome)}" for row in rows if row.outcome in _FELL_SHORT]
    return ", ".join((*fell, *codes)) or None
