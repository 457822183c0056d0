"""GOV rules on what stands today: a draft, a lapsed approval, an edit here, an approver who is gone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from ratified.approval import in_force
from ratified.policy.roster.holders import active, approves
from ratified.rules.documents import adopted_in_vain, hit, listed
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, record_rule

if TYPE_CHECKING:
    from ratified.approval.record import ApprovalRecord
    from ratified.model.verdict import DocumentVerdict
    from ratified.policy import Book

SOON = timedelta(days=30)
"""How long before an approval lapses its review is due."""


@record_rule("GOV-01", "warning", "Nothing is in force")
def nothing_in_force(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """The register on the main branch was never adopted: until a commit on main sets `status: adopted`, nothing is in
    force and nothing can be approved. Or it was adopted, and here says `draft` again, which ends nothing until an
    approver merges that; or an approver did, and nothing is in force until its next adoption is approved as well.

    **Why it matters.** Drafts are how one begins. They are no evidence: an assessor asks since when the policy
    was in force, and the answer is the day of its adoption.

    **How to fix it.** Set `status: adopted` in `data/register.yml`, and let an approver of class `authority` who
    did not write that change merge it.

    **Protects.** CC5.3
    """
    approvals, place = record.approvals, case.book.register.at("status")
    written = case.book.register.status == "draft"
    adopting = record.pull_request is not None and record.pull_request.adopts
    if adopted_in_vain(record) or adopting:
        return  # APR-18 says more, and of a pull request that adopts, APR-27 and APR-33
    if approvals.timeline.adoption is None and (written or record.proposed is None):
        where = "is a draft" if written else "is adopted here and not on the main branch"
        yield RuleHit(place, f"the register {where}: nothing is in force", in_force.ADOPT)
    elif approvals.draft is not None:
        if written or record.proposed is None:
            yield RuleHit(place, approvals.draft.reason.removeprefix("Draft: "), approvals.draft.help)
    elif written:
        first = approvals.timeline.bootstrap
        landing = approvals.timeline.landings[first].commit.id[:10] if first is not None else ""
        what = f"the register says draft, but commit {landing} adopted it, and that stays until an approver merges this"
        yield RuleHit(place, what, "write `status: adopted`, or let an approver of class authority merge the draft")


@record_rule("GOV-02", "error", "An approval that has lapsed")
def approval_stale(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """The last approval of a document is older than `review_every` of its class. One that lapses within 30 days is
    a warning. In a pull request a lapsed document that it changes is not found, or nothing lapsed could ever be
    renewed. The others block every pull request that renews none of them; with `stale_blocks: touched` in the
    register, approved before, they are listed as already on main.

    **Why it matters.** The company committed to look at the document that often. A policy past its date is the
    first thing that an assessor sees, and it makes everything under it doubtful.

    **How to fix it.** Review the document, set `reviewed:` in its front matter or file, and let an approver merge
    that: `ratified reaffirm` prepares it.

    **Protects.** CC5.3, CC5.3-PF-reassess
    """
    for verdict in record.verdicts.values():
        due, approval = verdict.due, verdict.approval
        if due is None or approval is None or verdict.id in (record.proposed or {}):
            continue
        renew = f"review it, then get {record.approvals.renewal(verdict.id)} merged by {_able(case.book, verdict)}"
        since = f"{approval.name} approved it on {approval.at.date()}"
        if case.as_of > due:
            what = f"{verdict.id} has lapsed: {since}, and that held until {due}"
            yield hit(case.book, verdict.id, what, renew)
        elif due - case.as_of <= SOON and verdict.verdict != "pending":
            yield hit(case.book, verdict.id, f"{verdict.id} lapses after {due}: {since}", renew, "warning")


@record_rule("GOV-04", "warning", "Edited here, not approved")
def edited_here(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """The files of a document in the work tree are not those of the judged commit. A document that was not
    approved before the edit, or had lapsed, is another finding.

    **Why it matters.** What you read here is not what the company agreed to. The site shows such a page as
    edited, and publishing refuses it.

    **How to fix it.** Propose the edit in a pull request for an approver to merge, or take it back.

    **Protects.** CC5.3, CC8.1
    """
    for verdict in record.verdicts.values():
        proposed = verdict.id in (record.proposed or {})
        lapsed = verdict.due is not None and case.as_of > verdict.due
        if verdict.verdict == "pending" and not verdict.why and not proposed and not lapsed:
            help_ = f"propose it in a pull request for {_able(case.book, verdict)} to merge, or take the edit back"
            yield hit(case.book, verdict.id, f"{verdict.id} is edited here, not approved", help_)


@record_rule("GOV-05", "warning", "The only approver has left or no longer holds the role")
def approver_gone(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """A document is in force by a single approval, and whoever gave it has left since, or holds none of the roles
    that approve its class on the day. The approval stays good.

    **Why it matters.** An assessor asks the approver what was looked at. Nobody here has ever answered for this
    document who still could.

    **How to fix it.** Let somebody who may approve it now review and reaffirm it: `ratified reaffirm` prepares it.

    **Protects.** CC1.3, CC5.3
    """
    for verdict in record.verdicts.values():
        approval = verdict.approval
        if approval is None or not verdict.in_force:
            continue
        why = _gone(case.book, approval.approver, verdict.class_, case.as_of)
        if why and not _approved_otherwise(record, verdict.id, approval.number):
            what = f"{verdict.id} is in force by one approval, of {approval.name}, who {why}"
            renewal = record.approvals.renewal(verdict.id)
            help_ = f"review it, then get {renewal} merged by {_able(case.book, verdict)}"
            yield hit(case.book, verdict.id, what, help_)


def _gone(book: Book, person_id: str, class_: str, day: date) -> str | None:
    """Why somebody could not approve a class on a day any more, in words that follow 'who'."""
    person = book.person.get(person_id)
    if person is None:
        return "is not in data/people.yml any more"
    if not active(person, day):
        return f"left on {person.left}" if person.left and person.left < day else "does not work here"
    if class_ not in book.register.classes or person in approves(book, class_, day):
        return None
    return "holds no role that approves it any more"


def _approved_otherwise(record: ApprovalRecord, document: str, number: int) -> bool:
    """Whether any other landing approved a document; asked only where it matters, since a proof costs a process."""
    decisions = record.approvals.decisions
    return any(decisions.outcome(document, n).approved for n in reversed(decisions.in_force(document)) if n != number)


def _able(book: Book, verdict: DocumentVerdict) -> str:
    names = [book.person[id_].name for id_ in verdict.eligible if id_ in book.person]
    return listed(names, "or") or "an approver"
