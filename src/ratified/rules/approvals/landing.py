"""APR rules on how a change landed: pushed, squashed, merged several at once, dated or shaped wrongly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.rules.documents import listed, refused
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, record_rule

if TYPE_CHECKING:
    from ratified.approval.record import ApprovalRecord
    from ratified.model.verdict import DocumentApproval

BULK = 3
"""From how many documents on a landing that touches nothing but review dates is bulk."""


@record_rule("APR-01", "error", "A change on main that nobody merged")
def direct_push(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """The last change of a governed document is a commit with one parent that came straight to the main
    branch, or the document is in the register and nothing of it is on main.

    **Why it matters.** Merging is approving. Where nobody merged, nobody but the author can have looked, and
    every reader takes the text for the company's word.

    **How to fix it.** Let an approver merge a change of the document that somebody else wrote. That approval
    covers the push as well, and names its author. Then protect the branch, so that only merges reach it.

    **Protects.** CC5.3, CC8.1
    """
    return refused(case, record, "direct")


@record_rule("APR-07", "error", "Several branches merged at once")
def octopus_merge(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """The last change of a governed document came in a merge of more than two parents.

    **Why it matters.** Git cannot make such a merge again to compare, so nobody can show that it holds only
    what its branches held. What cannot be checked approves nothing, whoever signed it.

    **How to fix it.** Merge the branches one by one. What is on main already needs a change of the document,
    merged by an approver.

    **Protects.** CC5.3, CC8.1
    """
    return refused(case, record, "octopus")


@record_rule("APR-08", "error", "A squash or rebase hides who merged")
def merger_hidden(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """The last change of a governed document was squashed or rebased onto the main branch. Such a commit names
    its author, and not who let it in, so nobody can say whether it is approved.

    **Why it matters.** There may have been a review. The repository does not show it, and an assessor who is
    told to take our word asks for the Git host's records of the whole period.

    **How to fix it.** Import the Git host's reviews (`ratified reviews import`): an approver's review of exactly the
    head that was squashed approves it. Or allow merge commits and forbid squash and rebase on main, and let an
    approver merge a change of the document; it covers what was squashed.

    **Protects.** CC5.3, CC8.1
    """
    return refused(case, record, "hidden")


@record_rule("APR-13", "error", "A commit on main whose date or content cannot be believed")
def untimely_landing(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """The last change of a governed document came in a commit that is dated more than a day before what it stands
    on or the branch that it merges, after a day on which it was seen, or before it was written; or the commit object
    itself is not sound.

    **Why it matters.** Whether a key was valid, whether a role was held and whether a review was in time are
    all read from that date. A date that one can choose decides nothing.

    **How to fix it.** Set the clock of the machine that merged. Then let an approver merge a change of the
    document.

    **Protects.** CC5.3, CC8.1
    """
    return refused(case, record, "time", "malformed")


@record_rule("APR-14", "error", "A merge that may have swapped main and a branch")
def main_inverted(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """The last change of a governed document came in a merge whose other parent holds commits on main of this project,
    while its own side holds none since the two parted. So main may have been merged into a branch which was then
    pushed as main. No message decides that, only the commits they are based on. A branch in which requests were merged,
    such as a release branch, is none of it where main itself moved on by approved merges, or not at all.

    **Why it matters.** In such a merge the two sides have changed places: what main held counts as the
    change, and what was to be reviewed counts as what was there. Git alone cannot say which side was main.

    **How to fix it.** Hold main against a tip that was seen before: `ratified check --anchor SHA`. Put main back where
    it was replaced. Where it was not, let an approver merge another change of the document.

    **Protects.** CC5.3, CC8.1
    """
    return refused(case, record, "inverted")


@record_rule("APR-17", "error", "A document that left the register")
def document_gone(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """A document that an approved register had is no longer in the register of the main branch, and nobody
    retired it.

    **Why it matters.** A commitment that is dropped in silence is still expected by whoever was given it, and
    an assessor finds the evidence of half a period.

    **How to fix it.** Put its entry back with `retired:` and a day, by a change that an approver merges. Its
    files may go then.

    **Protects.** CC5.3
    """
    return refused(case, record, "gone")


@record_rule("APR-20", "warning", "Many documents reaffirmed at once")
def bulk_reaffirmation(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """One commit on main changed nothing but the review date of three or more documents, and their approvals in force
    are by it.

    **Why it matters.** More than half of the "last reviewed" commits of two large public repositories change
    only a date. A dozen documents reviewed in one minute were not read, an assessor will say, and ask how it
    was done.

    **How to fix it.** Review each document in a change of its own, or at its own time of the year. Where they were
    indeed read together, waive this with the place of the notes as the reason.

    **Protects.** CC5.3, CC5.3-PF-reassess
    """
    landings: dict[str, list[tuple[str, DocumentApproval]]] = {}
    for verdict in record.verdicts.values():
        approval = verdict.approval
        if verdict.in_force and approval and approval.kind == "reaffirmation":
            landings.setdefault(approval.landing, []).append((verdict.id, approval))
    for landing, found in landings.items():
        if len(found) >= BULK:
            approval = found[0][1]
            which = f"{approval.change_request or f'commit {landing[:10]}'} of {approval.at.date()}"
            names = listed([document for document, _ in found])
            what = f"{which} reaffirmed {len(found)} documents by their review dates alone: {names}"
            help_ = "review each in a change of its own, or waive this and say where the notes of the review are"
            yield RuleHit(case.book.register.spot.key("documents"), what, help_, landing)


@record_rule("APR-25", "error", "A governed path that is not a regular file")
def entry_unsupported(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """Among the files of a governed document is a symbolic link or a submodule.

    **Why it matters.** What a link shows may change without any commit on main, so no approval can be of what it
    says.

    **How to fix it.** Put the file itself in its place, by a change that an approver merges.

    **Protects.** CC5.3, CC8.1
    """
    return refused(case, record, "entry")
