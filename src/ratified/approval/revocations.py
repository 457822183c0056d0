"""Revoked keys: what anybody may stop, and what only AUTHORITY ends or gives back.

A list in the approved AUTHORITY ends what a key approved on landings that are not ancestors of its `from`. What
nobody approved yet stops the key from the landing that brought it on, and ends nothing. Either holds until an
approved AUTHORITY no longer lists it. A landing is judged by what stood before it, never by the list it brings.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import NamedTuple

from ratified.approval.hands import Hands
from ratified.chronicle import AUTHORITY, STRENGTH, Authority, Bar, Chronicle
from ratified.chronicle.chronicle import REVOKED
from ratified.chronicle.past import PastPerson, PastRevoked
from ratified.history.openpgp_key import primary_keys
from ratified.model.landing import Blob, Signature

_HEX = re.compile(r"[0-9A-Fa-f]{40}|[0-9A-Fa-f]{64}")


class Revocation(NamedTuple):
    """An entry of the list: whose signatures count for nothing on landings that are not ancestors of a commit."""

    key: str
    since: str


class Ended(NamedTuple):
    """A key whose approvals count for nothing on the landings from the number `first` to before `end`."""

    key: str
    first: int
    end: int


class Revocations:
    """The list of revoked keys through a history."""

    def __init__(self, chronicle: Chronicle, hands: Hands) -> None:
        self._chronicle, self._hands = chronicle, hands
        self._listed: dict[int, frozenset[Revocation] | None] = {}

    def listed(self, number: int) -> frozenset[Revocation] | None:
        """The list after a landing, empty where there is none; None where it cannot be read."""
        if number not in self._listed:
            self._listed[number] = self._read(number)
        return self._listed[number]

    def _read(self, number: int) -> frozenset[Revocation] | None:
        if self._chronicle.at(REVOKED, number) is None:
            return frozenset()
        read = self._chronicle.past(PastRevoked, REVOKED, number)
        return None if read is None else frozenset(Revocation(normal(k.fingerprint), k.from_) for k in read.revoked)

    @cached_property
    def numbers(self) -> Sequence[int]:
        """The landings that changed the list, oldest first; mostly none."""
        return self._chronicle.timeline.get(REVOKED, ([], []))[0]

    def approved(self, authorities: Sequence[int]) -> tuple[int, frozenset[Revocation]]:
        """The last approved list that can be read, of these landings, with its landing's number; -1 where none can."""
        found = ((number, self.listed(number)) for number in reversed(authorities))
        return next(((number, listed) for number, listed in found if listed is not None), (-1, frozenset()))

    def brought(self, authorities: Sequence[int], before: int) -> Mapping[Revocation, int]:
        """What nobody approved since the last of these landings and before another one, with what brought it."""
        start, approved = self.approved(authorities)
        found: dict[Revocation, int] = {}
        for number in self.numbers:
            if start < number < before:
                for entry in (self.listed(number) or frozenset()) - approved:
                    found.setdefault(entry, number)
        return found

    def brought_by(self, number: int) -> frozenset[Revocation]:
        """What a landing's list has that the one before it had not."""
        return (self.listed(number) or frozenset()) - (self.listed(number - 1) or frozenset())

    def stopped(self, authorities: Sequence[int], before: int) -> Mapping[str, bool]:
        """Every key that may not approve on a landing, and whether an approved list says so.

        `authorities` are the approved ones that the landing stands on, `before` the first landing not to be asked.
        """
        if not self.numbers:
            return {}
        unapproved = {entry.key: False for entry in self.brought(authorities, before)}
        return {**unapproved, **{entry.key: True for entry in self.approved(authorities)[1]}}

    def ended(self, authorities: Sequence[int]) -> tuple[Ended, ...]:
        """What the last approved list ends of approvals that came before it; one that cannot be read names no key."""
        if not self.numbers:
            return ()
        read = [(n, listed) for n in reversed(authorities) if (listed := self.listed(n)) is not None]
        first = self._hands.last_ancestor
        return tuple(
            Ended(entry.key, first(entry.since) + 1, _named_since(entry, read))
            for entry in sorted(read[0][1] if read else ())
        )

    def takes_back(self, authorities: Sequence[int], number: int) -> bool:
        """Whether a landing does nothing but bring back AUTHORITY as it was approved last, the list with it.

        What anybody had pushed to AUTHORITY besides must go too: a key that a list names would else approve that.
        """
        of = self._chronicle.defined(-1).of
        inside = all(AUTHORITY in of(change.path) for change in self._chronicle.landings[number].changes)
        same = self._but_the_list(number) == self._but_the_list(authorities[-1])
        return inside and same and self.listed(number) == self.approved(authorities)[1]

    def _but_the_list(self, number: int) -> Sequence[tuple[str, Blob]]:
        return [entry for entry in self._chronicle.files(AUTHORITY, number) if entry[0] != REVOKED]


def _named_since(entry: Revocation, lists: Sequence[tuple[int, frozenset[Revocation]]]) -> int:
    """The landing of the earliest of these lists, newest first, from which on all of them name an entry."""
    since = -1
    for number, listed in lists:
        if entry not in listed:
            break
        since = number
    return since


def keys_of(signature: Signature) -> tuple[str, ...]:
    """The keys that a signature stands on: its own, and the forge's that it belongs to."""
    return tuple(normal(key) for key in (signature.key, signature.forge) if key)


def normal(fingerprint: str) -> str:
    """A fingerprint as it is compared: those of OpenPGP without blanks and in capitals."""
    bare = "".join(fingerprint.split())
    return bare.upper() if _HEX.fullmatch(bare) else bare


def locked(authority: Authority, bar: Bar, able: Sequence[PastPerson], stopped: Mapping[str, bool], day: date) -> bool:
    """Whether every key by which anybody could reach a bar on a day may not approve; never where names are enough."""
    if bar.minimum == "claimed":
        return False
    people = {person.id for person in able}
    keys = {key for key, person in authority.holders_on(day).items() if person in people}
    if STRENGTH[bar.minimum] <= STRENGTH["forge"]:
        for _, armored in authority.trust.forge_keys:
            pinned = primary_keys(armored)
            if pinned is None:
                return False
            keys.update(pinned)
    return bool(keys) and all(normal(key) in stopped for key in keys)
