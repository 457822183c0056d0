"""Whether anything is in force, and if not, why, and who could change that (decision 0022)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.approval.approvers import EligibleApprovers
from ratified.approval.authority import AUTHORITY
from ratified.approval.outcome import ApprovalOutcome
from ratified.approval.past_data import PastRegister
from ratified.approval.reasons import short
from ratified.approval.timeline import REGISTER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ratified.approval.decision import Decisions
    from ratified.model.landing import Contributor
    from ratified.model.register import Proof

ADOPT = "set `status: adopted` in data/register.yml and let an approver of class authority merge it"
"""What a draft lacks, in words that follow a semicolon."""

_WAYS: dict[Proof, str] = {
    "claimed": "a merge by an approver of class authority",
    "forge": "a merge, signed by a key that data/trust/ holds, by an approver of class authority",
    "reviewed": "a merge signed with the own key of an approver of class authority",
    "signed": "a merge signed with the own key of an approver of class authority",
}


def adoption_steps(found: EligibleApprovers) -> str:
    """What has to land and who can land it, in words that follow 'land a change of AUTHORITY as'."""
    return f"{_WAYS[found.bar.minimum]} who wrote none of it since then: {found.told}"


def draft_reason(decisions: Decisions) -> ApprovalOutcome | None:
    """Why nothing is in force, with what to do; None where an adoption was approved and stands."""
    timeline = decisions.timeline
    if timeline.adoption is None:
        return ApprovalOutcome(reason="Draft: the register is not adopted, so nothing is in force", help=ADOPT)
    if timeline.bootstrap is None:
        first = short(timeline.landings[timeline.adoption].commit)
        tried = decisions.outcome(AUTHORITY, decisions.since_adoption(AUTHORITY)[-1]).reason
        reason = f"Draft: {first} adopted the register, and nobody has approved that yet, so nothing is in force"
        help_ = (
            "let an approver of class authority who wrote none of it merge a change of it; `ratified check` names them"
        )
        return ApprovalOutcome(reason=f"{reason}: {tried}", help=help_)
    back = _taken_back(decisions)
    if back is None:
        return None
    commit, approver = timeline.landings[back].commit, decisions.outcome(AUTHORITY, back).approver
    on = timeline.day(back)
    by = f", approved by {approver.name or approver.id} on {on.day} {on:%B %Y}," if approver else ""
    reason = f"Draft: {short(commit)}{by} took the register back to draft, so nothing is in force"
    return ApprovalOutcome(reason=reason, help=ADOPT)


def _taken_back(decisions: Decisions) -> int | None:
    """The approved landing since which every approved register says draft; None where latest: adopted."""
    found = None
    for number in reversed(decisions.approved.numbers):
        register = decisions.timeline.past(PastRegister, REGISTER, number)
        if register is None or register.status != "draft":
            break
        found = number
    return found


def eligible_adopters(decisions: Decisions, authors: Sequence[Contributor]) -> EligibleApprovers | None:
    """Who could approve an adoption that nobody has approved yet, by the head's own tree.

    None where there is none to approve, or where its register, people or roles cannot be read.
    """
    timeline = decisions.timeline
    if timeline.adoption is None or timeline.bootstrap is not None:
        return None
    authority = timeline.authority(len(timeline.landings) - 1)
    return None if authority is None else EligibleApprovers.of(authority, authors, decisions.as_of, ("authority",))
