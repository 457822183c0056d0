"""ROL rules on what runs out or shows too much: training, contracts, contact details on a public site."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ratified.clock import longest
from ratified.policy.roster.holders import every_role, holders
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, hit_at, rule

if TYPE_CHECKING:
    from ratified.model.people import Person
    from ratified.policy import Book

TRAINING = timedelta(days=365)
"""How long a training counts where `data/limits.yml` has no `training-interval`."""

SOON = timedelta(days=30)
"""How long before its end a contract has to be renewed."""

_TELEPHONE = re.compile(r"\+?[0-9](?:[ ()./-]*[0-9]){6,}")


@rule("ROL-09", "warning", "A holder of a critical role without training")
def training_lapsed(case: RuleInput) -> RuleHits:
    """An active holder of a role marked `critical` was never trained in that role by the day, or longer ago than
    the limit `training-interval`; 365 days where `data/limits.yml` has no such limit. Of months the longest
    count.

    **Why it matters.** Whoever takes command for the first time in an incident learns at its expense. The
    policy promises training at an interval, and an assessor asks for the list.

    **How to fix it.** Train them, and enter the day under `trained` in `data/people.yml`.

    **Protects.** CC1.4, CC7.4-PF01
    """
    interval = case.book.within("training-interval")
    within = longest(interval) if interval else TRAINING
    for role in case.book.roles.roles:
        told: set[str] = set()
        for holder, person in holders(case.book, role, case.as_of) if role.critical else ():
            why = _untrained(person, role.id, case.as_of, within)
            if why and person.id not in told:
                told.add(person.id)
                help_ = f"train them, and enter it under trained of {person.id} in data/people.yml"
                yield RuleHit(holder.at("person"), f"{person.id} holds {role.id} and {why}", help_, role.id)


def _untrained(person: Person, role: str, day: date, within: timedelta) -> str | None:
    days = [training.finished for training in person.trained if training.role == role and training.finished <= day]
    if not days:
        return "was never trained in it"
    return (
        f"was last trained in it on {max(days)}, more than {within.days} days before"
        if day - max(days) > within
        else None
    )


@rule("ROL-10", "error", "Contact details in a public repository")
def contact_public(case: RuleInput) -> RuleHits:
    """The register says `audience: public`, and a person of `data/people.yml` has a telephone or e-mail under
    `contact`, or a channel of a role is a telephone number (seven digits or more).

    **Why it matters.** A public site shows it to everybody: to whoever wants to know whom to call in the
    company's name, and against the wish of the people whose numbers they are.

    **How to fix it.** Name a pager or an on-call schedule instead, or write `audience: internal`.

    **Protects.** CC2.3, CC7.4-PF01
    """
    if case.book.register.audience != "public":
        return
    help_ = "name a pager or a schedule instead, or write audience: internal"
    for person in case.book.people.people:
        contact = person.contact
        if contact is not None:
            for kind in (kind for kind in ("phone", "email") if getattr(contact, kind)):
                yield RuleHit(
                    contact.at(kind), f"the {kind} of {person.id} is in a public repository", help_, person.id
                )
    yield from _numbers(case.book, help_)


def _numbers(book: Book, help_: str) -> RuleHits:
    for role in every_role(book):
        for channel in role.channels:
            if _TELEPHONE.search(channel.to):
                yield RuleHit(
                    channel.at("to"), f"a telephone number of {role.id} is in a public repository", help_, role.id
                )


@rule("ROL-11", "warning", "A contract about to end")
def contract_ending(case: RuleInput) -> RuleHits:
    """The contract of an outside role ends on the day or within 30 days. One that has ended leaves a role that
    nobody holds, which is ROL-02.

    **Why it matters.** A retainer that ended last week is found out by the call that nobody takes. Insurers and
    forensics firms need weeks to renew.

    **How to fix it.** Renew it and enter the new day as `expires`, or name who takes over.

    **Protects.** CC7.4-PF01
    """
    for role in case.book.roles.outside_roles:
        if timedelta() <= role.expires - case.as_of <= SOON:
            what = f"the contract with {role.firm} for {role.id} ends on {role.expires}"
            yield hit_at(role, "expires", what, "renew it and enter the new day, or name who takes over")
