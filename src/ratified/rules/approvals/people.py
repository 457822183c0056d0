"""APR rules on who merged and who wrote: self-approval, no approver, nobody known, a bot, a merge made by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.rules.documents import refused
from ratified.rules.rule import RuleHits, RuleInput, record_rule

if TYPE_CHECKING:
    from ratified.approval.record import ApprovalRecord


@record_rule("APR-02", "error", "An approval of one's own change")
def self_approval(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """Whoever merged the last change of a governed document wrote some of it: a commit of the branch, a
    co-author's part, a commit that their key signed, or an earlier commit on main that nobody else has approved since.
    A `Co-authored-by` line counts anywhere in a message, and the finding names it.

    **Why it matters.** Two pairs of eyes are the control. An assessor compares author and approver of every
    change in the sample, and one person in both places is an exception.

    **How to fix it.** Let another approver merge a change of the document that neither of the two wrote alone.
    Where there is no other approver, add a deputy first.

    **Protects.** CC1.3, CC5.3, CC8.1
    """
    return refused(case, record, "self-approval")


@record_rule("APR-03", "error", "Merged by somebody who may not approve it")
def no_approver(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """Whoever merged the last change of a governed document held, on that day, none of the roles that approve
    its class. The register, the roster and the roles that decide are those approved before the merge, so
    that a pull request cannot make its own author an approver.

    **Why it matters.** The register says who answers for the document. A merge by anybody else shows that
    somebody can merge, and not that the company agreed.

    **How to fix it.** Let one of the people whom the finding names merge a change of the document.

    **Protects.** CC1.3, CC5.3, CC8.1
    """
    return refused(case, record, "no-approver")


@record_rule("APR-38", "error", "A document that is in no approved register")
def document_unregistered(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """The last change of a document was merged, and the document is in no register that was approved: its entry came to
    `data/register.yml` by a commit on main that approved nothing of AUTHORITY. Such a document is unapproved, whatever
    is merged.

    **Why it matters.** An entry says by which class a document is judged. Whoever could write one would choose who may
    approve, and could lay a weaker document over the pages of a stricter one.

    **How to fix it.** Let an approver of class authority merge a change of the register that has it. Then let an
    approver of its class merge a change of the document.

    **Protects.** CC1.3, CC5.3, CC8.1
    """
    return refused(case, record, "unregistered")


@record_rule("APR-04", "error", "A merger or author whom the roster does not know")
def identity_unknown(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """The last change of a governed document was merged, or written in part, by an address that no person of
    the approved `data/people.yml` has, or that two have. An author without an address is known where exactly one
    person bears the name.

    **Why it matters.** Nobody can show that two addresses are two people. An author who is unknown may be the
    approver under another name.

    **How to fix it.** Add the address to whom it belongs, as the finding says, by a change that an approver
    merges. Somebody outside the company, or without an address, goes under `authors:` in `data/register.yml`.
    Then let an approver merge a change of the document.

    **Protects.** CC1.3, CC5.3, CC8.1
    """
    return refused(case, record, "unknown-lander", "unknown-author")


@record_rule("APR-05", "error", "A merge that adds something of its own")
def evil_merge(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """In a file of a governed document the merge commit differs from what git makes of its two parents, though
    they had no conflict. Or one side had moved the file there, and git took in what the other had changed under the
    old name, where the document was not looked at.

    **Why it matters.** What the merge itself adds was on no branch, so nobody reviewed it, and few tools show
    it. It is the quietest way to change a policy.

    **How to fix it.** Look at what was added. Then let an approver who did not make that merge merge a change of
    the document.

    **Protects.** CC5.3, CC8.1
    """
    return refused(case, record, "evil-merge")


@record_rule("APR-06", "error", "A conflict resolved in the merge")
def merged_by_hand(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """A file of a governed document was in conflict, and whoever merged chose the wording in the merge commit.

    **Why it matters.** The wording that is in force was on no branch. Only whoever merged has seen it, and
    chose it.

    **How to fix it.** Merge main into the branch and resolve the conflict there, before review. What is on main
    already needs a change of the document, merged by another approver.

    **Protects.** CC5.3, CC8.1
    """
    return refused(case, record, "by-hand")


@record_rule("APR-15", "error", "Merged by a bot")
def merged_by_bot(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """The last change of a governed document was merged by somebody whose `kind` in `data/people.yml` is `bot`.

    **Why it matters.** A bot merges when its conditions are met. Nobody has agreed to the text.

    **How to fix it.** Let people merge changes of governed documents, and let an approver merge a change of this
    one.

    **Protects.** CC1.3, CC5.3, CC8.1
    """
    return refused(case, record, "bot")
