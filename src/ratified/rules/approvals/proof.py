"""APR rules on proof: signatures, names, and the authority that would decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.approval import reasons
from ratified.approval.authority import AUTHORITY
from ratified.approval.in_force import adoption_steps
from ratified.rules.documents import adopted_in_vain, hit, refused
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, record_rule

if TYPE_CHECKING:
    from ratified.approval.record import ApprovalRecord


@record_rule("APR-09", "error", "A signature that does not verify")
def bad_signature(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """The merge that changed a governed document last carries a signature that is not of what it signs.

    **Why it matters.** Somebody altered the commit after it was signed, or copied the signature. That is worse
    than no signature at all.

    **How to fix it.** Find out who made the commit and how it came to main. Then let an approver merge a change
    of the document, signed.

    **Protects.** CC5.3, CC8.1
    """
    return refused(case, record, "bad-signature")


@record_rule("APR-10", "error", "A proof weaker than the class asks for")
def weak_proof(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """An approver merged the last change of a governed document, and the proof of it is weaker than
    `minimum_proof` of the document's class, as the register approved before the merge has it.

    **Why it matters.** Anybody can write any name into an unsigned commit. The class says how sure the company
    wants to be, and this approval is not.

    **How to fix it.** Sign merges with a key of `data/trust/`, or merge on a Git host that signs. Then let an
    approver merge a change of the document.

    **Protects.** CC5.3, CC8.1
    """
    return refused(case, record, "weak-proof")


@record_rule("APR-11", "error", "A signature that cannot be checked here")
def signature_uncheckable(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """The merge that changed a governed document last is signed, and here is no key or no tool to check it
    with. Nobody can say whether the document is approved.

    **Why it matters.** A signature that nobody checks proves nothing, and to pass over it would let any
    signature in.

    **How to fix it.** Pin the Git host's key in `data/trust/forge/` by a change that an approver merges, or install
    gnupg and openssh-client where the check runs.

    **Protects.** CC5.3, CC8.1
    """
    return refused(case, record, "uncheckable")


@record_rule("APR-12", "error", "Author, committer and key of a merge disagree")
def key_mismatch(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """The merge that changed a governed document last names one person as its author and is signed with the key
    of another, or was committed by another who is not a Git host: neither GitHub nor GitLab, nor a bot of
    `data/people.yml`.

    **Why it matters.** Either somebody wrote another one's name, or somebody has another one's key. Nobody can
    say who merged.

    **How to fix it.** Ask the two. Merge under one's own name with one's own key, and replace a key that was lent.
    List a Git host of one's own as a bot.

    **Protects.** CC5.3, CC8.1
    """
    return refused(case, record, "mismatch")


@record_rule("APR-16", "error", "A past roster or register that cannot be read")
def authority_unreadable(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """The register, people or roles that decided at the commit which changed a governed document last cannot
    be read. Nobody can say whether the document is approved.

    **Why it matters.** Without the roster of that day nobody can show that whoever merged was an approver.

    **How to fix it.** Fix those files by a change that an approver merges. Then let an approver merge a change of
    the document.

    **Protects.** CC5.3
    """
    return refused(case, record, "authority")


@record_rule("APR-18", "error", "An adoption that nobody approved")
def adoption_unapproved(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """An adopted register reached main, and no commit on main since has approved it by its own rules: no approver of
    class `authority` merged it, or one who had written part of it, or without the proof it asks for. Nothing is in
    force then and nobody may approve anything. Or a later commit on main did approve it, and a document that it neither
    changed nor brought still waits for an approval of its own.

    **Why it matters.** Every approval since leads back to the adoption. If one person could adopt the register
    alone, one person chose all approvers.

    **How to fix it.** Let an approver of class `authority`, by the register and roster on main, who wrote none of
    AUTHORITY since the first adopted register, merge a change of it: `ratified reaffirm AUTHORITY` prepares one, and
    `ratified check --base` says beforehand whether it would count. Then let the documents that it leaves alone be
    approved: `ratified reaffirm` prepares that too.

    **Protects.** CC1.3, CC5.3
    """
    if adopted_in_vain(record):
        yield _in_vain(case, record)
    else:
        yield from refused(case, record, "no-bootstrap")


def _in_vain(case: RuleInput, record: ApprovalRecord) -> RuleHit:
    timeline, decisions = record.approvals.timeline, record.approvals.decisions
    tried = decisions.since_adoption(AUTHORITY)
    said = f"; the last try: {decisions.outcome(AUTHORITY, tried[-1]).reason}"
    first = reasons.short(timeline.landings[tried[0]].commit)
    what = f"{first} adopted the register, and nothing has approved that since, so nothing is in force{said}"
    found = record.approvals.adopters
    if found is None:
        help_ = (
            "fix data/register.yml, data/people.yml and data/roles.yml, adopted, by a merge of an approver they name"
        )
    else:
        help_ = (
            f"get a change of AUTHORITY merged (`ratified reaffirm AUTHORITY` prepares one) as {adoption_steps(found)}"
        )
    return RuleHit(case.book.register.at("status"), what, help_, AUTHORITY, document=AUTHORITY)


@record_rule("APR-19", "warning", "Approved by name only", waivable=False)
def by_name_only(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """A document is approved by an unsigned merge, since its class says `minimum_proof: claimed`. This warning
    cannot be waived.

    **Why it matters.** The name of whoever merged is a text that anybody could have written. Who reads the
    approval must know that.

    **How to fix it.** Sign merges with a key of `data/trust/`, or merge on a Git host that signs, and let the class
    ask for `forge` or `signed`.

    **Protects.** CC5.3, CC8.1
    """
    for verdict in record.verdicts.values():
        if verdict.verdict == "claimed":
            help_ = f"sign merges, and raise minimum_proof of the class {verdict.class_} to forge"
            yield hit(case.book, verdict.id, f"{verdict.id} is approved by name only: {verdict.reason}", help_)


@record_rule("APR-26", "error", "Signed with a key that was not trusted")
def key_untrusted(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """The merge that changed a governed document last is signed soundly, by a key that the `data/trust/` approved
    before the merge does not hold for that moment, or that `data/trust/revoked.yml` lists.

    **Why it matters.** A sound signature by an unknown key proves only that somebody has a key. A revoked one
    may be in the hands of whoever stole it.

    **How to fix it.** Add the key to `data/trust/` by a change that an approver merges with a key that is trusted
    already. Then let an approver merge a change of the document.

    **Protects.** CC5.3, CC8.1
    """
    return refused(case, record, "untrusted-key")
