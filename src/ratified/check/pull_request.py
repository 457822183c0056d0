"""The record of a main branch with what a pull request would do to it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ratified.approval.record import ApprovalRecord, PullRequest
from ratified.check.approval_record import with_pending
from ratified.check.backlog import ratified_backlog
from ratified.check.merge_refusals import approvers, merge_refusals

if TYPE_CHECKING:
    from ratified.approval.verdicts import ApprovalHistory
    from ratified.check.proposal import Proposal
    from ratified.model.register import StaleBlocks


def with_pull_request(record: ApprovalRecord, proposal: Proposal) -> ApprovalRecord:
    """The record with every document `pending` that a pull request changes."""
    approvals = record.approvals
    changes = proposal.documents(approvals)
    adopts = proposal.adopts(approvals)
    pull_request = PullRequest(
        authority=proposal.adopting if adopts else approvals.authority,
        adopts=adopts,
        touched=proposal.touched,
        approvers=approvers(approvals, proposal, changes),
        refusals=tuple(merge_refusals(approvals, proposal, changes)),
        ratifies=ratified_backlog(approvals, [d for d in changes if not proposal.restores(approvals, d)], record.below),
        stale_blocks=_stale_blocks(approvals),
        commits=frozenset(commit.id for commit in proposal.commits),
        made=proposal.made(approvals),
    )
    verdicts = with_pending(record.verdicts, set(changes), "", keep=False)
    return replace(record, verdicts=verdicts, proposed=changes, pull_request=pull_request)


def _stale_blocks(approvals: ApprovalHistory) -> StaleBlocks:
    """What the approved register of the base says: a pull request, or a push, cannot let itself off."""
    authority = approvals.authority
    return "touched" if authority is not None and authority.register.stale_blocks == "touched" else "all"
