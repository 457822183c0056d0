"""INC-04 and INC-07: what the policy in force then promised, and the version of it that a record names."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ratified.incident import POLICY, TracedIncidents, declared_at
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, hit_at, record_rule

if TYPE_CHECKING:
    from ratified.approval.record import ApprovalRecord
    from ratified.incident import IncidentTrace, TraceRow
    from ratified.model.incident import Incident


@record_rule("INC-07", "error", "A version that was not in force then")
def version_not_in_force(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """A record names a `policy_version`, or the version of a runbook that was followed, and git shows that another
    one was in force when the incident was declared, or none. The version of a document is the number of its
    approved amendments by then. Where nobody ever approved the document, that is another finding (APR).

    **Why it matters.** A record that cites a policy which did not exist yet was written, or rewritten, later than
    it says. It is the first thing that makes an assessor doubt all others.

    **How to fix it.** Write the version that `ratified trace` shows, or `ratified log` for a runbook. A closed record
    changes only by an entry under `amendments`.

    **Protects.** CC7.4, CC5.3, CC2.1
    """
    judged = case.judged(record)
    for incident in judged.incidents():
        at = declared_at(incident)
        if at is not None:
            yield from _policy(judged, incident, at)
            yield from _runbooks(judged, incident, at)


def _policy(judged: TracedIncidents, incident: Incident, at: datetime) -> RuleHits:
    named = incident.policy_version
    if named is None:
        return
    policy = judged.in_force.at(at)
    in_force = policy.version
    document = next((file.document for file in policy.files if file.path == POLICY), None)
    if named != in_force and (document is None or _ever(judged, document)):
        what = f"{incident.id} names version {named} of the policy; {_was(in_force)} when it was declared"
        yield hit_at(incident, "policy_version", what, _help(in_force))


def _runbooks(judged: TracedIncidents, incident: Incident, at: datetime) -> RuleHits:
    for one in incident.runbooks:
        if one.version is None:
            continue
        in_force = judged.in_force.version(one.id, at)
        if one.version != in_force and _ever(judged, one.id):
            what = f"{incident.id} names version {one.version} of {one.id}; {_was(in_force)} when it was declared"
            yield RuleHit(one.at("version"), what, _help(in_force), incident.id)


def _ever(judged: TracedIncidents, document: str) -> bool:
    """Whether anybody approved a document at all."""
    return judged.in_force.version(document, datetime.max.replace(tzinfo=UTC)) is not None


def _was(version: int | None) -> str:
    return "none was approved" if version is None else f"version {version} was in force"


def _help(version: int | None) -> str:
    return "leave the version out" if version is None else f"write {version}"


_ELSEWHERE = frozenset({"review"})
"""Stages that other rules judge: reviews and their actions (PIR)."""


@record_rule("INC-04", "error", "A missed target without an accepted deviation")
def promise_missed(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """Triage, acknowledgement, a commander, a row of the matrix, containment, an update or recovery came later than the
    policy in force then required, and no signed deviation in the record says so. What was in force is read from git:
    each data file as the last commit on main before the declaration that approved its document left it; for a level it
    was raised to, before the raise. A signed deviation ends the finding and shows in `ratified trace`. Where nobody had
    approved the data by then, it is a warning and says so; so is a target that cannot be judged.

    **Why it matters.** A missed target is a worse finding than a missing one: the assessor holds the time of
    the record against the number of the policy. A miss that somebody looked at, explained and accepted is a
    control that works.

    **How to fix it.** Enter the miss under `deviations`: the target, what it took, why, and who accepted it when
    (IR-4.8 of the reference policy). Where practice cannot meet the number, amend the policy. Timestamps are never
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
    what = f"{found.incident.id}: {row.id}{level} missed its target ({row.then.promised}); {happened}{row.then.why}"
    help_ = f"enter it under deviations with promise: {row.id}, the reason, and who accepted it when"
    if found.doubts:
        return RuleHit(row.place, f"{what} ({found.doubts[0]})", help_, found.incident.id, "warning")
    return RuleHit(row.place, what, help_, found.incident.id)
