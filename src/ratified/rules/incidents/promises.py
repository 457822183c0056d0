"""INC-04: what the policy in force then promised for an incident, and did not happen in time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.rules.rule import RuleHit, RuleInput, record_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratified.approval.record import ApprovalRecord
    from ratified.incident import IncidentTrace, TraceRow

_ELSEWHERE = frozenset({"review"})
"""Stages that other rules judge: reviews and their actions (PIR)."""


@record_rule("INC-04", "error", "A promise that was missed, and nobody signed for it")
def promise_missed(case: RuleInput, record: ApprovalRecord) -> Iterator[RuleHit]:
    """Triage, acknowledgement, a commander, a row of the matrix, containment, an update or recovery came later than
    the policy in force then promised, and no signed deviation in the record says so. What was in force is read from
    git: each data file as the last landing before the declaration that approved its document left it; for a level
    it was raised to, before the raise. A signed deviation ends the finding and shows in `ratified trace`. Where
    nobody had approved the data by then, it is a warning and says so; so is a promise that cannot be judged.

    **Why it matters.** A broken promise is a worse finding than a missing one: the assessor holds the time of
    the record against the number of the policy. A miss that somebody looked at, explained and accepted is a
    control that works.

    **How to fix it.** Enter the miss under `deviations`: the promise, what it took, why, and who accepted it when
    (IR-4.8 of the reference policy). Where practice cannot meet the number, amend the policy. Stamps are never
    moved.

    **Protects.** CC7.4-PF06, CC7.4-PF07, CC4.2
    """
    judged = case.judged(record)
    for incident in judged.incidents():
        found = judged.trace(incident)
        for row in found.rows:
            if row.outcome == "missed" and row.stage not in _ELSEWHERE and _is_ours(row):
                yield _hit(found, row)
        undecidable = [row for row in found.rows if row.outcome == "undecidable"]
        if undecidable:
            why = undecidable[0].then.why
            names = ", ".join(dict.fromkeys(row.id for row in undecidable))
            what = f"{incident.id}: nobody can judge {names}: {why}"
            yield RuleHit(
                undecidable[0].place, what, "`ratified trace` lists each with its reason", incident.id, "warning"
            )


def _is_ours(row: TraceRow) -> bool:
    """Notices have rules of their own (INC-12); the assessment is a target like the others."""
    return row.stage != "notify" or row.id == "assess_notification"


def _hit(found: IncidentTrace, row: TraceRow) -> RuleHit:
    level = f" at {row.level}" if row.level else ""
    happened = f"{row.happened}, " if row.happened else ""
    what = f"{found.incident.id}: {row.id}{level} was promised {row.then.promised}; {happened}{row.then.why}"
    help_ = f"enter it under deviations with promise: {row.id}, the reason, and who accepted it when"
    if found.doubts:
        return RuleHit(row.place, f"{what} ({found.doubts[0]})", help_, found.incident.id, "warning")
    return RuleHit(row.place, what, help_, found.incident.id)
