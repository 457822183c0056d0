"""A landing that changed a document, told as an event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.approval import reasons
from ratified.approval.change_requests import change_request
from ratified.approval.commit_facts import FORGE_COMMITTERS, method
from ratified.approval.document_changes import kind
from ratified.approval.effective_days import moment
from ratified.approval.outcome import ApprovalOutcome
from ratified.approval.outside_authors import OUTSIDE
from ratified.model.landing import Identity, Landing
from ratified.model.verdict import DocumentApproval, DocumentEvent, Method

if TYPE_CHECKING:
    from ratified.approval.authority import Authority
    from ratified.approval.decision import Decisions

_BEFORE = "before adoption nothing was in force, so nothing was approved"


def event(decisions: Decisions, document: str, number: int) -> DocumentEvent:
    """What a landing did to a document it changed, and whether it approved it."""
    timeline = decisions.timeline
    landing = timeline.landings[number]
    commit = landing.commit
    how = method(landing, timeline.bootstrap)
    draft = timeline.bootstrap is None or number < timeline.bootstrap
    before = timeline.adoption is None or number < timeline.adoption
    outcome = ApprovalOutcome("direct", _BEFORE) if before else decisions.outcome(document, number)
    approval = None if draft or not outcome.approved else _approval(decisions, document, number, outcome)
    return DocumentEvent(
        landing=commit.id,
        number=number,
        at=timeline.moment(number),
        method=how,
        merger=_merger(landing, how),
        authors=tuple(
            contributor for contributor in decisions.facts.authorship.of(number) if isinstance(contributor, Identity)
        ),
        change_request=change_request(commit),
        subject=commit.subject,
        kind=kind(timeline, document, number),
        verdict="draft" if draft else reasons.level_of(outcome.why) if outcome.why else reasons.level_by(outcome.proof),
        reason=_approval_in_words(decisions, approval) if approval else outcome.reason,
        why="" if draft else outcome.why,
        help="" if draft else outcome.help,
        approval=approval,
    )


def _merger(landing: Landing, how: Method) -> Identity | None:
    """Whom the commit names as the one who merged; nobody of a direct push, nor where the forge committed."""
    committer = landing.commit.committer.who
    if len(landing.commit.parents) > 1:
        return landing.commit.author.who
    named = how in {"rebase", "squash"} and committer.email.lower() not in FORGE_COMMITTERS
    return committer if named else None


def _approval(decisions: Decisions, document: str, number: int, outcome: ApprovalOutcome) -> DocumentApproval:
    authority, person = decisions.approved.authority(number), outcome.approver
    commit = decisions.timeline.landings[number].commit
    at, said = decisions.timeline.moment(number), moment(commit)
    assert authority is not None, "what approves has an authority"
    assert person is not None, "and an approver"
    assert at is not None, "and a date"
    covers = decisions.covers(document, number)
    return DocumentApproval(
        landing=commit.id,
        number=number,
        at=at,
        approver=person.id,
        name=person.name or person.id,
        role=outcome.role,
        proof=outcome.proof,
        kind=kind(decisions.timeline, document, number),
        change_request=change_request(commit),
        authors=_people(decisions, document, (*covers, number), authority),
        covers=tuple(decisions.timeline.landings[n].commit.id for n in covers),
        signer=reasons.signed_by(outcome.proof, person.name or person.id),
        said=None if said == at else said,
        unexamined=_unexamined(decisions, document, number),
    )


def _unexamined(decisions: Decisions, document: str, number: int) -> bool:
    """Whether an approval is a document's first, and somebody wrote part of it before the first adopted register.

    An adoption that was approved at once is the first approval of all it brings. Else the earlier ones are asked.
    """
    timeline = decisions.timeline
    if timeline.adoption is None or kind(timeline, document, number) == "bootstrap":
        return True
    if timeline.adoption == timeline.bootstrap or decisions.changes[document][0] >= timeline.adoption:
        return False
    return not any(decisions.outcome(document, n).approved for n in decisions.in_force(document) if n < number)


def _people(decisions: Decisions, document: str, numbers: tuple[int, ...], authority: Authority) -> tuple[str, ...]:
    """The ids of everyone with a hand in these landings; the last of them approved, so its merger wrote nothing."""
    made = [i for n in numbers[:-1] for i in decisions.facts.authorship.all(document, n)] + list(
        decisions.facts.authorship.of(numbers[-1])
    )
    made += [i for earlier in decisions.facts.authorship.entered(document, numbers[-1]).values() for i in earlier]
    people = (authority.author(contributor) for contributor in made)
    return tuple(dict.fromkeys(person.id for person in people if person and person is not OUTSIDE))


def _approval_in_words(decisions: Decisions, approval: DocumentApproval) -> str:
    authority = decisions.approved.authority(approval.number)
    names = [p.name if authority and (p := authority.person.get(id_)) and p.name else id_ for id_ in approval.authors]
    return reasons.approved(approval, names)
