"""ROL: roles and who holds them. Here are the rules on what names a role or a person, and the list of all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.model.close_names import near
from ratified.model.people import OutsideRole, Role
from ratified.policy.references import RoleReference, role_references
from ratified.policy.roster.holders import STRANGERS, absence, every_role, held, title
from ratified.rules.roles import expiry, holders, on_call, on_call_cover, reachable, rotation_gaps, untrained_duty
from ratified.rules.rule import Rule, RuleHit, RuleHits, RuleInput, rule, warning_where

if TYPE_CHECKING:
    from datetime import date

    from ratified.policy import Book
    from ratified.policy.mentions import Mention


_UNMARKED = {"heading": "no macro runs in a heading", "link": "what the macro gives is a link itself"}
"""Where the macro `role` has no place on a page, and why."""


@rule("ROL-01", "error", "A role that is not in the role list")
def role_unknown(case: RuleInput) -> RuleHits:
    """A role that `data/roles.yml` does not have: an unknown id in data, front matter or a `role()` call, or
    a former title in words, on any page and in any text of `data/`; on a page that no document governs that is a
    warning. A title that is current is a warning where somebody typed it on a governed page or in a runbook, since a
    renaming would pass it by; in a heading, a link or the name of a picture, where no macro may stand, it is what
    belongs there. Titles
    match in whole words with the same capitals, former titles of two or more words in any; a line break
    counts as a space, code is left alone.

    **Why it matters.** At night a responder looks for the role a step names and finds nobody. To an assessor
    a role that a reorganisation removed shows that nobody read the policy since.

    **How to fix it.** Write an id of `data/roles.yml`. On a page call the macro, `role("security-lead")`. In a
    heading, a link, front matter or data, where no macro runs, write the title of today, or plain words.

    **Protects.** CC1.3, CC7.4, CC7.4-PF01
    """
    known = {**case.book.role, **case.book.outside_role}
    for reference in role_references(case.book):
        if reference.role not in known:
            what = f'{reference.said_by} names the role "{reference.role}", which data/roles.yml does not have'
            cause = f'data/roles.yml has no role "{reference.role}"'
            yield RuleHit(reference.place, what, _instead(case.book, reference), reference.subject, cause=cause)
    for mention in case.mentions:
        if mention.kind == "former":
            what = f'"{mention.written}" is a former title of {title(case.book, mention.id)}'
            elsewhere = mention.page is not None and not _governed(case.book, mention)
            fix, level = _rewrite(case.book, mention), warning_where(elsewhere)
            yield RuleHit(mention.place, what, fix, mention.subject, level, cause=what)
        elif mention.kind == "title" and mention.where == "prose" and _governed(case.book, mention):
            what = f'"{mention.written}" is typed, so a new title of the role would not reach it'
            yield RuleHit(mention.place, what, _rewrite(case.book, mention), mention.subject, "warning", cause=what)


def _instead(book: Book, reference: RoleReference) -> str:
    roles = every_role(book)
    wanted = reference.role.casefold()
    for role in roles:
        if wanted in {words.casefold() for words in (role.title, *role.former_titles)}:
            return f'write "{role.id}"'
    close = near(wanted, [role.id for role in roles])
    return f'write "{close[0]}"' if close else "write the id of a role there, or add the role"


def _rewrite(book: Book, mention: Mention) -> str:
    if mention.where == "prose":
        return f'write {{{{ role("{mention.id}") }}}}, which shows "{title(book, mention.id)}"'
    if mention.where in _UNMARKED:
        return f'write "{title(book, mention.id)}" in plain words: {_UNMARKED[mention.where]}'
    return f'write "{title(book, mention.id)}"'


def _governed(book: Book, mention: Mention) -> bool:
    page = mention.page
    return page is not None and (page in book.runbooks or book.document_of(page.path) is not None)


@rule("ROL-02", "error", "A role that nobody active holds")
def role_unheld(case: RuleInput) -> RuleHits:
    """A role with no active holder on the day asked about: no row of `holders` whose own dates cover the day
    and whose person is human, has started and has not left (the last day counts as worked). For an outside
    role: its contract has expired. There is one finding at the role, and one wherever something leads to it:
    data, front matter, a `role()` call, its title in words.

    **Why it matters.** An escalation that ends at an empty chair is found out at two in the morning. A role
    vacant since a reorganisation is among the commonest findings of an assessor.

    **How to fix it.** Name a holder in `data/roles.yml`, renew the contract, or let another role take over what
    the listed places ask of this one.

    **Protects.** CC1.3, CC7.4, CC7.4-PF01
    """
    book, day = case.book, case.as_of
    roles = every_role(book)
    dead = {role.id: role for role in roles if not held(book, role.id, day)}
    for role in dead.values():
        what, cause = f"nobody holds {role.id} on {day}: {_why(book, role, day)}", _unheld(book, role, day)
        yield RuleHit(role.at("id"), what, _fill(role), role.id, cause=cause)
    for reference in role_references(book):
        if (gone := dead.get(reference.role)) is not None:
            what = f"{reference.said_by} leads to {gone.title}, which nobody holds on {day}"
            yield RuleHit(reference.place, what, _elsewhere(gone), reference.subject, cause=_unheld(book, gone, day))
    for mention in case.mentions:
        if mention.kind != "person" and (gone := dead.get(mention.id)) is not None:
            what = f'"{mention.written}" names {gone.id}, which nobody holds on {day}'
            yield RuleHit(mention.place, what, _elsewhere(gone), mention.subject, cause=_unheld(book, gone, day))


def _unheld(book: Book, role: Role | OutsideRole, day: date) -> str:
    """What stands behind a role that nobody holds: one that only strangers hold is unheld because of these."""
    strangers = isinstance(role, Role) and any(holder.person not in book.person for holder in role.holders)
    return STRANGERS if strangers else f"nobody holds {role.id} on {day}"


def _why(book: Book, role: Role | OutsideRole, day: date) -> str:
    if isinstance(role, OutsideRole):
        return f"the contract with {role.firm} ended on {role.expires}"
    reasons = []
    for holder in role.holders:
        if why := absence(book, holder.person, day):
            reasons.append(f"{holder.person} {why}")
        elif day < holder.since:
            reasons.append(f"{holder.person} holds it only from {holder.since} on")
        else:
            reasons.append(f"{holder.person} held it until {holder.until}")
    return ", ".join(reasons) or "it has no holders"


def _fill(role: Role | OutsideRole) -> str:
    if isinstance(role, OutsideRole):
        return "renew the contract and its date, or take the role and what leads to it out"
    return "add a holder who works here, or take the role and what leads to it out"


def _elsewhere(role: Role | OutsideRole) -> str:
    return f"fill {role.id} in data/roles.yml, or name another role here"


@rule("ROL-12", "warning", "A person's name where a role belongs")
def person_named(case: RuleInput) -> RuleHits:
    """A person of `data/people.yml` is named in a governed page or a runbook (start-here is one), in its prose,
    headings or front matter: by full name, by a first or last name that only one person has, or by an e-mail
    address. Names match in whole words with the same capitals, across a line break too. Names that are
    ordinary words, and bots, are left out.

    **Why it matters.** People move on and the page does not notice: the next responder calls somebody who
    left. A role is looked up in the roster, which is checked.

    **How to fix it.** Name the role. The roster page shows who holds it, and changes without the policy
    changing.

    **Protects.** CC1.3, CC7.4-PF01
    """
    for mention in case.mentions:
        if mention.kind == "person" and _governed(case.book, mention):
            roles = [r for r in case.book.roles.roles if any(h.person == mention.id for h in r.holders)]
            hint = f", such as {_named(roles[0], mention)}" if roles else ""
            what = f'"{mention.written}" is a person, and people change faster than this page'
            yield RuleHit(mention.place, what, f"name the role{hint}", mention.subject)


def _named(role: Role, mention: Mention) -> str:
    """How to name a role where a person is named: by the macro, or where none may stand by its title."""
    return f'{{{{ role("{role.id}") }}}}' if mention.where == "prose" else f'"{role.title}"'


RULES: tuple[Rule, ...] = (
    role_unknown,
    role_unheld,
    holders.holder_gone,
    holders.too_few_holders,
    holders.roster_unchecked,
    on_call.on_call_broken,
    holders.one_way_to_reach,
    holders.too_much_on_one,
    expiry.training_lapsed,
    expiry.contact_public,
    expiry.contract_ending,
    person_named,
    rotation_gaps.on_call_hole,
    on_call_cover.hours_uncovered,
    on_call_cover.on_call_twice,
    untrained_duty.untrained_on_duty,
    reachable.nothing_wakes,
)
