"""ROL rules on what runs out or shows too much: training, contracts, contact details on a public site."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ratified.clock import longest
from ratified.policy.roster.holders import every_role, holders
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, hit_at, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratified.model.channels import Channel
    from ratified.model.people import Person

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
    policy requires training at an interval, and an assessor asks for the list.

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
    """The register says `audience: public`, and a channel of a person, of a role or of the emergency line has a
    `number`, an `address`, or a telephone number among its words (seven digits or more).

    **Why it matters.** A public site shows it to everybody: to whoever wants to know whom to call in the
    company's name, and against the wish of the people whose numbers they are.

    **How to fix it.** Name a pager or an on-call schedule by its `link` instead, or write `audience: internal`.

    **Protects.** CC2.3, CC7.4-PF01
    """
    if case.book.register.audience != "public":
        return
    help_ = "name a pager or a schedule by its link instead, or write audience: internal"
    line = case.book.roles.emergency
    if line is not None:
        what = "the number of the emergency line is in a public repository"
        yield RuleHit(line.at("number"), what, help_, "emergency")
    for owner in (*case.book.people.people, *every_role(case.book)):
        for channel in owner.channels:
            for key in _details(channel):
                what = "an e-mail address" if key == "address" else "a telephone number"
                yield RuleHit(channel.at(key), f"{what} of {owner.id} is in a public repository", help_, owner.id)


def _details(channel: Channel) -> Iterator[str]:
    """The keys of a channel by which somebody outside could call or write."""
    yield from (key for key in ("number", "address") if getattr(channel, key))
    if _TELEPHONE.search(channel.to):
        yield "to"


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
