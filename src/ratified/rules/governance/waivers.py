"""GOV-13: waivers that nobody may rely on, and what is wrong with one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.clock import longest
from ratified.policy.roster.holders import active, approves
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, rule

if TYPE_CHECKING:
    from datetime import date

    from ratified.model.governance import Waiver
    from ratified.policy import Book


@rule("GOV-13", "error", "A waiver that is not valid")
def waiver_not_valid(case: RuleInput) -> RuleHits:
    """A waiver has no approver or no `expires`; its approver is unknown, not active or a bot on the day, or
    holds none of the roles that approve a class of the register; it has expired, or ends later than the limit
    `exception-length` counted from the day; its code is no rule's; it waives GOV-13 itself; or it matches no
    finding. A waiver at fault accepts nothing.

    **Why it matters.** A waiver overrides a control. Without a person and a last day it is a hole that
    nobody owns, and one that matches nothing hides that the fault is gone or that the place was misspelt.

    **How to fix it.** Name an approver who works here and a near date in `data/waivers.yml`, or fix the finding
    and remove the waiver.

    **Protects.** CC4.2, CC5.3
    """
    for waiver in case.book.waivers.waivers:
        yield from faults_of(waiver, case.book, case.as_of)


def faults_of(waiver: Waiver, book: Book, as_of: date) -> tuple[RuleHit, ...]:
    """Everything that keeps a waiver from being in force on a day; empty where it may be relied on."""
    return (*_code(waiver), *_approver(waiver, book, as_of), *_last_day(waiver, book, as_of))


def _what(waiver: Waiver) -> str:
    return f"the waiver of {waiver.code} at {waiver.place}"


def _code(waiver: Waiver) -> RuleHits:
    # The list of all rules is made of this module, so it can only be had once everything is imported.
    from ratified.rules import BY_CODE

    what = _what(waiver)
    if waiver.code not in BY_CODE:
        yield RuleHit(waiver.at("code"), f"{what}: {waiver.code} is no rule", "correct the code", waiver.code)
    if waiver.code == "GOV-13":
        help_ = "fix the waiver it is about"
        yield RuleHit(waiver.at("code"), f"{what}: the rule on waivers cannot be waived", help_, waiver.code)


def _approver(waiver: Waiver, book: Book, as_of: date) -> RuleHits:
    what = _what(waiver)
    if waiver.approver is None:
        yield RuleHit(waiver.at(), f"{what} has no approver", "add approver: with a person's id", waiver.code)
    elif (reason := _no_approver(waiver.approver, book, as_of)) is not None:
        help_ = "name a person who holds an approver role of data/register.yml on the day"
        yield RuleHit(waiver.at("approver"), f"{what}: approver {waiver.approver} {reason}", help_, waiver.code)


def _no_approver(person_id: str, book: Book, as_of: date) -> str | None:
    """Why somebody cannot approve a waiver on the day, or None."""
    person = book.person.get(person_id)
    if person is None:
        return "is nobody in data/people.yml"
    if person.kind == "bot":
        return "is a bot"
    if not active(person, as_of):
        return f"does not work here on {as_of}"
    if any(person in approves(book, class_id, as_of) for class_id in book.register.classes):
        return None
    return f"holds no role on {as_of} that approves a class of data/register.yml"


def _last_day(waiver: Waiver, book: Book, as_of: date) -> RuleHits:
    what = _what(waiver)
    within = book.within("exception-length")
    if waiver.expires is None:
        yield RuleHit(waiver.at(), f"{what} has no last day", "add expires: YYYY-MM-DD", waiver.code)
    elif waiver.expires < as_of:
        help_ = "fix what it waives and remove it, or have it approved again with a later day"
        yield RuleHit(waiver.at("expires"), f"{what} expired on {waiver.expires}", help_, waiver.code)
    elif within is not None and waiver.expires - as_of > longest(within):
        message = f"{what} lasts until {waiver.expires}, more than {within} after {as_of}"
        help_ = f"write a day within the limit exception-length, {within}"
        yield RuleHit(waiver.at("expires"), message, help_, waiver.code)
