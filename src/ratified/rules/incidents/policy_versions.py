"""INC-07: the version of the policy that a record names, against the one in force then."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ratified.incident import POLICY, TracedIncidents, declared_at
from ratified.rules.rule import RuleHit, RuleInput, record_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratified.approval.record import ApprovalRecord
    from ratified.model.incident import Incident


@record_rule("INC-07", "error", "A version that was not in force then")
def version_not_in_force(case: RuleInput, record: ApprovalRecord) -> Iterator[RuleHit]:
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


def _policy(judged: TracedIncidents, incident: Incident, at: datetime) -> Iterator[RuleHit]:
    named = incident.policy_version
    if named is None:
        return
    policy = judged.in_force.at(at)
    in_force = policy.version
    document = next((file.document for file in policy.files if file.path == POLICY), None)
    if named != in_force and (document is None or _ever(judged, document)):
        what = f"{incident.id} names version {named} of the policy; {_was(in_force)} when it was declared"
        yield RuleHit(incident.at("policy_version"), what, _help(in_force), incident.id)


def _runbooks(judged: TracedIncidents, incident: Incident, at: datetime) -> Iterator[RuleHit]:
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
