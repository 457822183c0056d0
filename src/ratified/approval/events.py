"""A landing that changed a document, told as an event."""

from __future__ import annotations

from ratified.approval import words
from ratified.approval.landing_facts import FORGES, method
from ratified.approval.ledger import Ledger
from ratified.approval.outcome import Outcome
from ratified.approval.requests import change_request
from ratified.chronicle import OUTSIDE, Authority, kind
from ratified.chronicle.days import moment
from ratified.model.landing import Identity, Landing
from ratified.model.verdict import Approval, Event, Method

_BEFORE = "before adoption nothing was in force, so nothing was approved"


def event(ledger: Ledger, document: str, number: int) -> Event:
    """What a landing did to a document it changed, and whether it approved it."""
    chronicle = ledger.chronicle
    landing = chronicle.landings[number]
    commit = landing.commit
    how = method(landing, chronicle.bootstrap)
    draft = chronicle.bootstrap is None or number < chronicle.bootstrap
    before = chronicle.adoption is None or number < chronicle.adoption
    outcome = Outcome("direct", _BEFORE) if before else ledger.outcome(document, number)
    approval = None if draft or not outcome.approved else _approval(ledger, document, number, outcome)
    return Event(
        landing=commit.id,
        number=number,
        at=chronicle.moment(number),
        method=how,
        merger=_merger(landing, how),
        authors=tuple(maker for maker in ledger.hands.of(number) if isinstance(maker, Identity)),
        change_request=change_request(commit),
        subject=commit.subject,
        kind=kind(chronicle, document, number),
        verdict="draft" if draft else words.level_of(outcome.why) if outcome.why else words.level_by(outcome.proof),
        reason=_told(ledger, approval) if approval else outcome.reason,
        why="" if draft else outcome.why,
        help="" if draft else outcome.help,
        approval=approval,
    )


def _merger(landing: Landing, how: Method) -> Identity | None:
    """Whom the commit names as the one who merged; nobody of a direct push, nor where the forge committed."""
    committer = landing.commit.committer.who
    if len(landing.commit.parents) > 1:
        return landing.commit.author.who
    named = how in {"rebase", "squash"} and committer.email.lower() not in FORGES
    return committer if named else None


def _approval(ledger: Ledger, document: str, number: int, outcome: Outcome) -> Approval:
    authority, person = ledger.authority(number), outcome.approver
    commit = ledger.chronicle.landings[number].commit
    at, said = ledger.chronicle.moment(number), moment(commit)
    assert authority is not None, "what approves has an authority"
    assert person is not None, "and an approver"
    assert at is not None, "and a date"
    covers = ledger.covers(document, number)
    return Approval(
        landing=commit.id,
        number=number,
        at=at,
        approver=person.id,
        name=person.name or person.id,
        role=outcome.role,
        proof=outcome.proof,
        kind=kind(ledger.chronicle, document, number),
        change_request=change_request(commit),
        authors=_people(ledger, document, (*covers, number), authority),
        covers=tuple(ledger.chronicle.landings[n].commit.id for n in covers),
        signer=words.signed_by(outcome.proof, person.name or person.id),
        said=None if said == at else said,
        unexamined=_unexamined(ledger, document, number),
    )


def _unexamined(ledger: Ledger, document: str, number: int) -> bool:
    """Whether an approval is a document's first, and somebody wrote part of it before the first adopted register.

    An adoption that was approved at once is the first approval of all it brings. Else the earlier ones are asked.
    """
    chronicle = ledger.chronicle
    if chronicle.adoption is None or kind(chronicle, document, number) == "bootstrap":
        return True
    if chronicle.adoption == chronicle.bootstrap or ledger.changes[document][0] >= chronicle.adoption:
        return False
    return not any(ledger.outcome(document, n).approved for n in ledger.in_force(document) if n < number)


def _people(ledger: Ledger, document: str, numbers: tuple[int, ...], authority: Authority) -> tuple[str, ...]:
    """The ids of everyone with a hand in these landings; the last of them approved, so its merger wrote nothing."""
    made = [i for n in numbers[:-1] for i in ledger.hands.all(document, n)] + list(ledger.hands.of(numbers[-1]))
    made += [i for earlier in ledger.hands.entered(document, numbers[-1]).values() for i in earlier]
    people = (authority.author(maker) for maker in made)
    return tuple(dict.fromkeys(person.id for person in people if person and person is not OUTSIDE))


def _told(ledger: Ledger, approval: Approval) -> str:
    authority = ledger.authority(approval.number)
    names = [p.name if authority and (p := authority.person.get(id_)) and p.name else id_ for id_ in approval.authors]
    return words.approved(approval, names)
