"""APR rules on pull requests: that nobody could approve, whose landing would be refused, that ratify more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.approval.authority import AUTHORITY, Authority
from ratified.rules.documents import hit, listed
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, record_rule

if TYPE_CHECKING:
    from ratified.approval.record import ApprovalRecord, ProposedChange
    from ratified.model.finding import SeverityOfFinding
    from ratified.model.landing import Identity


@record_rule("APR-27", "error", "A pull request that nobody can approve")
def nobody_can_approve(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """In a pull request (`--base`): a document that it changes has no approver besides its authors, those of
    earlier commits on main that the approval would cover included; or an author is unknown to the roster approved
    before. The roster of the pull request itself does not count, save where it adopts the register: then its own
    tree decides, as it will at the merge.

    **Why it matters.** Merged as it is, it would leave the document unapproved, and only another change could
    fix that. Before the merge one line, or another author, is enough.

    **How to fix it.** Add a deputy, or the author's address, to the roster first, by a change of its own. Or let
    somebody else write this change.

    **Protects.** CC1.3, CC5.3, CC8.1
    """
    asked = record.pull_request
    authority = asked.authority if asked else record.approvals.authority
    for proposed in (record.proposed or {}).values() if authority else ():
        # What an adoption only brings into force may be approved later by somebody else.
        level = _level(record, proposed)
        if authority and not proposed.eligible:
            yield hit(case.book, proposed.document, _nobody(proposed, authority), _deputy(proposed), level)
        if proposed.unknown:
            who = listed([str(identity) for identity in proposed.unknown])
            what = f"the roster does not know {who}, so nobody can be shown to have had no part in {proposed.document}"
            yield hit(case.book, proposed.document, what, _lines(proposed.unknown), level)


def _level(record: ApprovalRecord, proposed: ProposedChange) -> SeverityOfFinding:
    adopts = record.pull_request is not None and record.pull_request.adopts
    return "warning" if adopts and proposed.document != AUTHORITY else "error"


@record_rule("APR-32", "warning", "A pull request that ratifies earlier changes as well")
def would_ratify(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """In a pull request (`--base`): a document that it changes holds the change of an earlier commit on main that
    nobody approved. Whoever merges approves that with it. Each such commit on main is listed, with who made it, what it
    did, and the command that shows it; the report holds its text.

    **Why it matters.** Nobody launders a push by letting somebody merge the typo fix that follows. The approval
    counts for both, so both must be read.

    **How to fix it.** Read it. If it should not stay, revert it in this pull request.

    **Protects.** CC5.3, CC8.1
    """
    for earlier in record.pull_request.ratifies if record.pull_request else ():
        who = listed([identity.name or identity.email for identity in earlier.authors])
        did = listed(earlier.changes, most=3)
        what = f"merging this approves commit {earlier.landing[:10]} by {who} as well, of {listed(earlier.documents)}"
        yield hit(case.book, earlier.documents[0], f"{what}: {did}", f"read it first: {earlier.command}")


@record_rule("APR-33", "error", "A pull request whose merge would be refused")
def landing_refused(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """In a pull request (`--base`): merged as it is, it would approve nothing, or not all that it changes. Git cannot
    merge it by itself; a commit of the branch is dated more than a day ahead (a clock is wrong) or is not sound; no
    one person can approve all that it changes; or a class asks for a proof that nobody can give here: `reviewed`,
    which no Git host gives yet, `signed` while no approver has a key, `forge` while no Git host's key is pinned.

    **Why it matters.** On main it could only be fixed by another change, and until then the document is not
    approved. Before the merge it costs a minute.

    **How to fix it.** What each finding says: set the clock and write the commits anew, split the pull request, or
    merge a key or a deputy first.

    **Protects.** CC5.3, CC8.1
    """
    for refusal in record.pull_request.refusals if record.pull_request else ():
        level: SeverityOfFinding = "warning" if refusal.warning else "error"
        if refusal.document is not None:
            yield hit(case.book, refusal.document, refusal.message, refusal.help, level)
        else:
            yield RuleHit(case.book.register.spot.key("main"), refusal.message, refusal.help, None, level)


def _nobody(proposed: ProposedChange, authority: Authority) -> str:
    names = [authority.person[id_].name or id_ for id_ in proposed.entitled]
    if not names:
        return f"nobody can approve {proposed.document}: the roles that approve it are empty"
    return f"nobody can approve {proposed.document}: {listed(names)} may, and wrote part of it"


def _deputy(proposed: ProposedChange) -> str:
    first = "add a deputy first, by a pull request of its own"
    return f"{first}, or let somebody else write this change" if proposed.entitled else first


def _lines(unknown: tuple[Identity, ...]) -> str:
    person = unknown[0]
    if not person.email.strip():
        entry = f"- {{name: {person.name}, person: ID or outside, reason: why}}"
        return f"merge this first: `{entry}` under `authors:` in data/register.yml"
    id_ = "".join(sign if sign.isalnum() else "-" for sign in person.email.partition("@")[0].lower())
    row = f"{{id: {id_}, name: {person.name}, kind: human, started: YYYY-MM-DD, emails: [{person.email}]}}"
    return f"merge this first: {person.email} among the emails of a person in data/people.yml, or `- {row}`"
