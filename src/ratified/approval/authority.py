"""Who may approve what, by one commit's register, people, roles and keys."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ratified.approval.effective_days import SECONDS, day_number
from ratified.approval.outside_authors import OUTSIDE, OutsideAuthors, folded_name, lower_address
from ratified.approval.toolchain_files import CODEOWNERS_FILES, JUDGE
from ratified.clock.lengths import shortest
from ratified.git.allowed_signers import safe_signers
from ratified.model.landing import Contributor, Identity, SigningKey, TrustedKeys
from ratified.policy.addresses import OVER_OURS, STEERING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date, timedelta

    from ratified.approval.past_data import PastClass, PastPeople, PastPerson, PastRegister, PastRole, PastRoles
    from ratified.model.register import Proof

AUTHORITY = "AUTHORITY"
SITE_LAYOUT = "SITE-LAYOUT"
BUILT_IN = (AUTHORITY, SITE_LAYOUT)
"""The ids of the documents that govern themselves: who may approve, and how the site looks."""

BUILT_IN_CLASSES = {AUTHORITY: "authority", SITE_LAYOUT: "layout"}
BUILT_IN_TITLES = {AUTHORITY: "Who may approve, and by which keys", SITE_LAYOUT: "Site layout"}
BUILT_IN_BINDS = {
    AUTHORITY: (
        "data/register.yml",
        "data/people.yml",
        "data/roles.yml",
        "data/waivers.yml",
        "data/imports.yml",
        "data/starter.yml",
        "data/trust/*",
        ".github/*",
        *CODEOWNERS_FILES[1:3],  # the others are in folders of forges
        *JUDGE,
    ),
    SITE_LAYOUT: ("mkdocs.yml", "macros/*", "overrides/*", "docs/assets/*", *OVER_OURS, *STEERING),
}

STRENGTH: Mapping[Proof, int] = {"claimed": 0, "forge": 1, "reviewed": 2, "signed": 3}
"""Proofs, weakest first."""

_GITHUB = re.compile(r"([1-9][0-9]{0,17})\+[^@]+@users\.noreply\.github\.com")


@dataclass(frozen=True)
class ApprovalBar:
    """What an approval must reach: for each class that counts the roles of which one must be held, and the proof."""

    roles: tuple[tuple[str, frozenset[str]], ...]
    minimum: Proof


@dataclass(frozen=True)
class Authority:
    """The register, the roster and the keys of one commit; `number` is its landing."""

    number: int
    commit: str
    register: PastRegister
    people: PastPeople
    roles: PastRoles
    trust: TrustedKeys

    @cached_property
    def person(self) -> Mapping[str, PastPerson]:
        """People by id."""
        found: dict[str, PastPerson] = {}
        for person in self.people.people:
            found.setdefault(person.id, person)
        return found

    @cached_property
    def _doubled(self) -> frozenset[str]:
        """Ids that two entries have: nobody can say which of the two somebody is, so they are nobody."""
        ids = [person.id for person in self.people.people]
        return frozenset(id_ for id_ in ids if ids.count(id_) > 1)

    @cached_property
    def role(self) -> Mapping[str, PastRole]:
        """Roles by id."""
        found: dict[str, PastRole] = {}
        for role in self.roles.roles:
            found.setdefault(role.id, role)
        return found

    @cached_property
    def _by_email(self) -> Mapping[str, frozenset[str]]:
        found: dict[str, frozenset[str]] = {}
        for person in self.people.people:
            for email in person.emails:
                key = lower_address(email)
                found[key] = found.get(key, frozenset()) | {person.id}
        return found

    @cached_property
    def _by_account(self) -> Mapping[str, frozenset[str]]:
        found: dict[str, frozenset[str]] = {}
        for person in self.people.people:
            if person.forge:
                account = str(person.forge.id)
                found[account] = found.get(account, frozenset()) | {person.id}
        return found

    @cached_property
    def bots(self) -> frozenset[str]:
        """The addresses of bots."""
        return frozenset(lower_address(email) for p in self.people.people if p.kind == "bot" for email in p.emails)

    def account(self, id_: str) -> PastPerson | None:
        """The one person of an account at the Git host, by its id; None where it is nobody's, or two people's."""
        return self._one_of(self._by_account.get(id_, frozenset()))

    def who(self, identity: Identity) -> PastPerson | None:
        """The one person of an address, by the roster or by the forge's numbered no-reply address.

        None where nobody has it, or two people do. The name counts for nothing.
        """
        if identity.email not in self._known:
            self._known[identity.email] = self._who(identity.email)
        return self._known[identity.email]

    @cached_property
    def _known(self) -> dict[str, PastPerson | None]:
        return {}

    def _who(self, address: str) -> PastPerson | None:
        return self._one_of(self._having(address))

    def _having(self, address: str) -> frozenset[str]:
        """The ids of everyone who has an address."""
        email = lower_address(address)
        found = self._by_email.get(email, frozenset())
        if not found and (account := _GITHUB.fullmatch(email)):
            found = self._by_account.get(account[1], frozenset())
        return found

    def _one_of(self, ids: frozenset[str]) -> PastPerson | None:
        id_ = next(iter(ids)) if len(ids) == 1 else ""
        return None if id_ in self._doubled else self.person.get(id_)

    def author(self, contributor: Contributor) -> PastPerson | None:
        """Who had a hand in a commit, read leniently, since it only charges; None where nobody can tell.

        Somebody without an address is the one person of the roster who bears the name. Then the register's list of
        known authors is asked, which may say that it is somebody `OUTSIDE`, as is a key that nobody's name stands for.
        """
        if contributor not in self._authors:
            self._authors[contributor] = self._author(contributor)
        return self._authors[contributor]

    @cached_property
    def _authors(self) -> dict[Contributor, PastPerson | None]:
        return {}

    def _author(self, contributor: Contributor) -> PastPerson | None:
        if isinstance(contributor, SigningKey):
            return self._one_of(frozenset({self.holders.get(contributor.fingerprint, "")})) or OUTSIDE
        address = contributor.email.strip()
        alike = self._having(address) if address else self._by_name(contributor.name)
        said = self._outside_authors.of(contributor)
        if len(alike) == 1 or not said:
            return self._one_of(alike)
        if said == OUTSIDE.id and said not in self.person:
            return None if alike else OUTSIDE
        return self._one_of(frozenset({said})) if not alike or said in alike else None

    def _by_name(self, name: str) -> frozenset[str]:
        """The ids of everyone who bears a name."""
        return frozenset(p.id for p in self.people.people if name.strip() and folded_name(p.name) == folded_name(name))

    @cached_property
    def holders(self) -> Mapping[str, str]:
        """Whose each trusted SSH key is, by its fingerprint: a person's id."""
        return {signer.fingerprint: signer.person for signer in safe_signers(self.trust.allowed_signers)}

    def holders_on(self, day: date) -> Mapping[str, str]:
        """The same of keys that are valid at some time of a day (UTC)."""
        start = day_number(day) * SECONDS
        found = {}
        for signer in safe_signers(self.trust.allowed_signers):
            since, until = signer.window
            if (since is None or since < start + SECONDS) and (until is None or until > start):
                found[signer.fingerprint] = signer.person
        return found

    @cached_property
    def _outside_authors(self) -> OutsideAuthors:
        return OutsideAuthors(self.register.authors)

    def bar(self, classes: tuple[str, ...]) -> ApprovalBar:
        """The strictest of several classes; a class that is not defined here counts as all of them together."""
        defined = self.register.classes
        names = tuple(dict.fromkeys(c for name in classes for c in ((name,) if name in defined else defined)))
        wanted = tuple((name, frozenset(defined[name].approvers)) for name in names) or (("", frozenset()),)
        proofs = [defined[name].minimum_proof for name in (tuple(defined) if "authority" in classes else names)]
        return ApprovalBar(wanted, max(proofs, key=STRENGTH.__getitem__, default="signed"))

    def entitled(self, person: PastPerson, bar: ApprovalBar, day: date) -> str | None:
        """The title of a role by which a person reaches a bar on a day; None where they do not."""
        if person.kind != "human" or person.id in self._doubled or not _within(day, person.started, person.left):
            return None
        title = None
        for _, roles in bar.roles:
            held = next((role for role in self.roles.roles if role.id in roles and _holds(role, person.id, day)), None)
            if held is None:
                return None
            title = title or held.title or held.id
        return title

    def eligible(self, bar: ApprovalBar, day: date) -> Iterator[PastPerson]:
        """Everyone who reaches a bar on a day, in the order of the roster."""
        return (person for person in self.person.values() if self.entitled(person, bar, day) is not None)

    def approves(self, person: PastPerson) -> bool:
        """Whether a person ever held a role by which some class is approved."""
        roles = {role for class_ in self.register.classes.values() for role in class_.approvers}
        return any(h.person == person.id for role in self.roles.roles if role.id in roles for h in role.holders)

    def cadence(self, classes: tuple[str, ...]) -> timedelta | None:
        """How long an approval lasts: the shortest of several classes; None where none of them has a cadence."""
        spans = [c.review_every for name in classes for c in self._classes(name) if c.review_every]
        return min(map(shortest, spans), default=None)

    def _classes(self, name: str) -> tuple[PastClass, ...]:
        defined = self.register.classes
        return (defined[name],) if name in defined else tuple(defined.values())


def _holds(role: PastRole, person: str, day: date) -> bool:
    return any(h.person == person and _within(day, h.since, h.until) for h in role.holders)


def _within(day: date, first: date, last: date | None) -> bool:
    return first <= day and (last is None or day <= last)
