"""APR rules on imported reviews: what was imported and does not count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.approval.authority import AUTHORITY
from ratified.model.host_review import EVIDENCE_BRANCH
from ratified.model.place import Place
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, record_rule

if TYPE_CHECKING:
    from ratified.approval.record import ApprovalRecord

_HELP = (
    "find out who put it there; import the reviews again (`ratified reviews import`), with a key of "
    "data/trust/evidence_signers or by the workflow of the Git host"
)


@record_rule("APR-45", "warning", "An import of reviews that does not count", since="0.2.0")
def import_refused(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """A commit of the branch `evidence` brings a batch of reviews that approves nothing: no key that the approved
    AUTHORITY trusts for imports signed it, it does not follow on the batch before it, it cannot be read, or it is of
    another project than the approved register names.

    **Why it matters.** Everybody who can push can push a branch. What counts was signed by the workflow of the Git
    host, or by a key of `data/trust/evidence_signers`, and stands in one unbroken chain, so that nobody adds a review
    and nobody takes one out. An import that does not count leaves squashed commits undecidable.

    **How to fix it.** Find out who put the commit there. Import the reviews again, by the workflow or with a trusted
    key. A branch whose chain is broken is begun anew: rename it, and import every request.

    **Protects.** CC5.3, CC8.1
    """
    authority = record.approvals.authority
    if authority is None:
        return
    facts, end = record.approvals.decisions.facts, len(record.approvals.timeline.landings)
    by_reason: dict[str, list[str]] = {}
    for commit, why in facts.reviews.believed(authority, "", end).refused:
        by_reason.setdefault(why, []).append(commit)
    for why, commits in by_reason.items():
        more = f", as do {len(commits) - 1} more" if len(commits) > 1 else ""
        what = f"commit {commits[0][:10]} of {EVIDENCE_BRANCH} {why}{more}, so its reviews do not count"
        yield RuleHit(Place("data/register.yml"), what, _HELP, commits[0][:10], document=AUTHORITY)
