"""ROL rules on the roster: holders gone or too few, not checked, out of reach, too much on one person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.clock import longest
from ratified.model.plurals import plural
from ratified.policy.roster.holders import STRANGERS, absence, every_role, holders
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, hit_at, rule

if TYPE_CHECKING:
    from datetime import date

    from ratified.policy import Book

COMPANY_ONLY = frozenset({"email", "chat"})
"""Kinds of channel that go when the identity provider goes."""

MOST_ALONE = 2
"""How many critical roles one person may be the only holder of."""


@rule("ROL-03", "error", "A role holder who is not active")
def holder_gone(case: RuleInput) -> RuleHits:
    """A row of `holders` whose term is open on the day (`since` has come, `until` has not passed), while its
    person has left, has not started, is a bot, or is nobody in `data/people.yml`. A row whose `until` has
    passed is history, and a term that begins later only needs a person who exists, is human and has not left.

    **Why it matters.** The roster is what a responder and an assessor trust. A leaver on it makes every other
    row doubtful, and pages go to somebody who no longer answers.

    **How to fix it.** Give the row its last day as `until`, and add who follows. Keep the row: it shows who held
    the role when something happened.

    **Protects.** CC1.3, CC7.4-PF01
    """
    for role in case.book.roles.roles:
        for holder in role.holders:
            if holder.until is not None and holder.until < case.as_of:
                continue
            if why := absence(case.book, holder.person, max(case.as_of, holder.since)):
                what = f"{holder.person} {why}, yet the roster lists them as {holder.as_} of {role.id}"
                stranger = holder.person not in case.book.person
                help_ = "end the row with until:, and add who follows"
                help_ = "add them to data/people.yml, or name who is there" if stranger else help_
                cause = STRANGERS if stranger else f"{holder.person} {why}"
                yield RuleHit(holder.at("person"), what, help_, role.id, cause=cause)


@rule("ROL-04", "error", "A role with too few holders")
def too_few_holders(case: RuleInput) -> RuleHits:
    """A role with fewer active holders on the day than its `minimum_holders`, each person counted once; or no
    active deputy, besides the primary, for the role that plays the part `commander`. A role that nobody holds
    is ROL-02.

    **Why it matters.** One person sleeps, travels and falls ill. An incident that lasts a night needs a
    second commander, and an approver who wrote a change needs somebody else to approve it.

    **How to fix it.** Add a deputy who is trained for the role, or lower the minimum by a change that its
    approver answers for.

    **Protects.** CC1.3, CC7.4-PF01
    """
    book, day = case.book, case.as_of
    for role in book.roles.roles:
        found = list(holders(book, role, day))
        count = len({person.id for _, person in found})
        if 0 < count < role.minimum_holders:
            noun = plural(count, "holder")
            what = f"{role.id} has {count} active {noun} on {day} and needs {role.minimum_holders}"
            yield hit_at(role, "minimum_holders", what, "add a deputy")
        primaries = {person.id for holder, person in found if holder.as_ == "primary"}
        deputies = {person.id for holder, person in found if holder.as_ == "deputy"} - primaries
        if found and role.id == book.roles.parts.commander and not deputies:
            what = f"{role.id} commands incidents and has no active deputy on {day}"
            yield RuleHit(role.spot.key("holders"), what, "add a deputy", role.id)


@rule("ROL-05", "warning", "A roster that nobody has checked recently")
def roster_unchecked(case: RuleInput) -> RuleHits:
    """The `reviewed:` day of `data/roles.yml`, `data/people.yml` or `data/oncall.yml` is missing, lies ahead,
    or is older than `review_every` of the class `roster` in the register; where there is no such class, than
    the limit `roster-check`. Of months the longest count.

    **Why it matters.** A roster decays without anybody touching it: numbers change, people move. An assessor
    asks when somebody last looked, and the policy sets an interval.

    **How to fix it.** Ring the channels, correct what is wrong, and set `reviewed:` to the day you did.

    **Protects.** CC1.3, CC7.4-PF01
    """
    book = case.book
    class_ = book.register.classes.get("roster")
    every = (class_.review_every if class_ else None) or book.within("roster-check")
    for name, file in (("roles", book.roles), ("people", book.people), ("oncall", book.oncall)):
        reviewed, path = file.reviewed, f"data/{name}.yml"
        if path not in book.texts:
            continue  # a company of policies alone has nobody on call
        if reviewed is None:
            what = f"{path} does not say when it was last checked"
        elif case.as_of < reviewed:
            what = f"{path} says it was checked on {reviewed}, after {case.as_of}"
        elif every is not None and case.as_of - reviewed > longest(every):
            what = f"{path} was last checked on {reviewed}, more than {every} before {case.as_of}"
        else:
            continue
        yield RuleHit(file.at("reviewed"), what, "check the roster, then set reviewed: to that day", name)


@rule("ROL-07", "warning", "A role without two ways to reach it", response=True)
def one_way_to_reach(case: RuleInput) -> RuleHits:
    """A role, of the company or outside, whose `channels` are of fewer than two kinds, or are company e-mail
    and chat only. Two telephone numbers are one kind: what silences one silences the other.

    **Why it matters.** When the identity provider falls, mail and chat fall with it, and an intruder may read
    both. The people who end such an incident must be reachable another way.

    **How to fix it.** Add a channel of another kind that does not depend on company sign-in: a pager, a
    telephone, a hotline, a bridge.

    **Protects.** CC7.4-PF01, CC7.4-PF06
    """
    for role in every_role(case.book):
        kinds = {channel.kind for channel in role.channels}
        if not kinds:
            what = f"{role.id} has no channel"
        elif len(kinds) == 1:
            what = f"{role.id} has channels of one kind only, {', '.join(kinds)}"
        elif kinds <= COMPANY_ONLY:
            what = f"{role.id} is reached by company e-mail and chat only, which fall with the identity provider"
        else:
            continue
        yield RuleHit(role.spot.key("channels"), what, "add a pager, a telephone, a hotline or a bridge", role.id)


@rule("ROL-08", "warning", "Too much on one person")
def too_much_on_one(case: RuleInput) -> RuleHits:
    """One person is the active primary of both the role that commands and the role that runs operations (the
    parts `commander` and `operations`), or is the only active holder of more than two roles marked
    `critical`.

    **Why it matters.** Who restores systems cannot also watch the whole and decide. And where one person is
    several roles, one absence takes them all.

    **How to fix it.** Make somebody else primary of one of them, or add deputies.

    **Protects.** CC1.3, CC7.4-PF01
    """
    yield from _commands_and_operates(case.book, case.as_of)
    yield from _alone(case.book, case.as_of)


def _commands_and_operates(book: Book, day: date) -> RuleHits:
    parts = book.roles.parts
    commander, operations = book.role.get(parts.commander), book.role.get(parts.operations)
    if commander is None or operations is None:
        return
    commanding = {person.id for holder, person in holders(book, commander, day) if holder.as_ == "primary"}
    for holder, person in holders(book, operations, day):
        if holder.as_ == "primary" and person.id in commanding:
            what = f"{person.id} is primary of both {commander.id} and {operations.id}"
            yield RuleHit(holder.at("person"), what, "make somebody else primary of one of them", operations.id)


def _alone(book: Book, day: date) -> RuleHits:
    only: dict[str, list[str]] = {}
    for role in book.roles.roles:
        people = {person.id for _, person in holders(book, role, day)}
        if role.critical and len(people) == 1:
            only.setdefault(people.pop(), []).append(role.id)
    for person, alone in only.items():
        if len(alone) > MOST_ALONE:
            what = f"{person} is the only active holder of {len(alone)} critical roles: {', '.join(alone)}"
            yield RuleHit(book.person[person].at("id"), what, "add deputies to them", person)
