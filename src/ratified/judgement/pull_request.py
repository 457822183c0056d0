"""The record of a main branch with what a pull request would do to it."""

from __future__ import annotations

from dataclasses import replace

from ratified.approval.docket import Docket
from ratified.approval.record import PullRequest, Record
from ratified.judgement.foreseen import approvers, refusals
from ratified.judgement.proposal import Proposal
from ratified.judgement.ratifying import ratifies
from ratified.judgement.recorded import pending
from ratified.model.register import StaleBlocks


def proposed(record: Record, proposal: Proposal) -> Record:
    """The record with every document `pending` that a pull request changes."""
    docket = record.docket
    changes = proposal.documents(docket)
    adopts = proposal.adopts(docket)
    pull_request = PullRequest(
        authority=proposal.adopting if adopts else docket.authority,
        adopts=adopts,
        touched=proposal.touched,
        approvers=approvers(docket, proposal, changes),
        refusals=tuple(refusals(docket, proposal, changes)),
        ratifies=ratifies(docket, (id_ for id_ in changes if not proposal.restores(docket, id_))),
        stale_blocks=_stale_blocks(docket),
        commits=frozenset(commit.id for commit in proposal.commits),
    )
    verdicts = pending(record.verdicts, set(changes), "", keep=False)
    return replace(record, verdicts=verdicts, proposed=changes, pull_request=pull_request)


def _stale_blocks(docket: Docket) -> StaleBlocks:
    """What the approved register of the base says: a pull request, or a push, cannot let itself off."""
    authority = docket.authority
    return "touched" if authority is not None and authority.register.stale_blocks == "touched" else "all"
