"""Revoked keys: what anybody may stop, and what only AUTHORITY ends or gives back.

A list in the approved AUTHORITY ends what a key approved on landings that are not ancestors of its `from`. What
nobody approved yet stops the key from the landing that brought it on, and ends nothing. Either holds until an
approved AUTHORITY no longer lists it. A landing is judged by what stood before it, never by the list it brings.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from ratified.approval.authority import AUTHORITY, STRENGTH, ApprovalBar, Authority
from ratified.approval.past_data import PastPerson, PastRevokedKeys
from ratified.approval.timeline import REVOKED, Timeline
from ratified.git.forge_keys import pinned_fingerprints

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from ratified.approval.authorship import Authorship
    from ratified.model.landing import Blob, CommitSignature

_HEX = re.compile(r"[0-9A-Fa-f]{40}|[0-9A-Fa-f]{64}")


class KeyRevocation(NamedTuple):
    """An entry of the list: whose signatures count for nothing on landings that are not ancestors of a commit."""

    key: str
    since: str


class EndedKey(NamedTuple):
    """A key whose approvals count for nothing on the landings from the number `first` to before `end`."""

    key: str
    first: int
    end: int


class RevocationLists:
    """The list of revoked keys through a history."""

    def __init__(self, timeline: Timeline, authorship: Authorship) -> None:
        self._timeline, self._authorship = timeline, authorship
        self._listed: dict[int, frozenset[KeyRevocation] | None] = {}

    def listed(self, number: int) -> frozenset[KeyRevocation] | None:
        """The list after a landing, empty where there is none; None where it cannot be read."""
        if number not in self._listed:
            self._listed[number] = self._read(number)
        return self._listed[number]

    def _read(self, number: int) -> frozenset[KeyRevocation] | None:
        if self._timeline.at(REVOKED, number) is None:
            return frozenset()
        read = self._timeline.past(PastRevokedKeys, REVOKED, number)
        return (
            None
            if read is None
            else frozenset(KeyRevocation(normalized_fingerprint(k.fingerprint), k.from_) for k in read.revoked)
        )

    @cached_property
    def numbers(self) -> Sequence[int]:
        """The landings that changed the list, oldest first; mostly none."""
        return self._timeline.path_history.get(REVOKED, ([], []))[0]

    def approved(self, authorities: Sequence[int]) -> tuple[int, frozenset[KeyRevocation]]:
        """The last approved list that can be read, of these landings, with its landing's number; -1 where none can."""
        found = ((number, self.listed(number)) for number in reversed(authorities))
        return next(((number, listed) for number, listed in found if listed is not None), (-1, frozenset()))

    def brought_in(self, authorities: Sequence[int], before: int) -> Mapping[KeyRevocation, int]:
        """What nobody approved since the last of these landings and before another one, with what brought it."""
        start, approved = self.approved(authorities)
        found: dict[KeyRevocation, int] = {}
        for number in self.numbers:
            if start < number < before:
                for entry in (self.listed(number) or frozenset()) - approved:
                    found.setdefault(entry, number)
        return found

    def brought_in_by(self, number: int) -> frozenset[KeyRevocation]:
        """What a landing's list has that the one before it had not."""
        return (self.listed(number) or frozenset()) - (self.listed(number - 1) or frozenset())

    def stopped(self, authorities: Sequence[int], before: int) -> Mapping[str, bool]:
        """Every key that may not approve on a landing, and whether an approved list says so.

        `authorities` are the approved ones that the landing stands on, `before` the first landing not to be asked.
        """
        if not self.numbers:
            return {}
        unapproved = {entry.key: False for entry in self.brought_in(authorities, before)}
        return {**unapproved, **{entry.key: True for entry in self.approved(authorities)[1]}}

    def ended(self, authorities: Sequence[int]) -> tuple[EndedKey, ...]:
        """What the last approved list ends of approvals that came before it; one that cannot be read names no key."""
        if not self.numbers:
            return ()
        read = [(n, listed) for n in reversed(authorities) if (listed := self.listed(n)) is not None]
        first = self._authorship.last_ancestor
        return tuple(
            EndedKey(entry.key, first(entry.since) + 1, _named_since(entry, read))
            for entry in sorted(read[0][1] if read else ())
        )

    def takes_back(self, authorities: Sequence[int], number: int) -> bool:
        """Whether a landing does nothing but bring back AUTHORITY as it was approved last, the list with it.

        What anybody had pushed to AUTHORITY besides must go too: a key that a list names would else approve that.
        """
        of = self._timeline.defined(-1).of
        inside = all(AUTHORITY in of(change.path) for change in self._timeline.landings[number].changes)
        same = self._besides_list(number) == self._besides_list(authorities[-1])
        return inside and same and self.listed(number) == self.approved(authorities)[1]

    def _besides_list(self, number: int) -> Sequence[tuple[str, Blob]]:
        return [entry for entry in self._timeline.files(AUTHORITY, number) if entry[0] != REVOKED]


def _named_since(entry: KeyRevocation, lists: Sequence[tuple[int, frozenset[KeyRevocation]]]) -> int:
    """The landing of the earliest of these lists, newest first, from which on all of them name an entry."""
    since = -1
    for number, listed in lists:
        if entry not in listed:
            break
        since = number
    return since


def keys_of(signature: CommitSignature) -> tuple[str, ...]:
    """The keys that a signature stands on: its own, and the forge's that it belongs to."""
    return tuple(normalized_fingerprint(key) for key in (signature.key, signature.forge) if key)


def normalized_fingerprint(fingerprint: str) -> str:
    """A fingerprint as it is compared: those of OpenPGP without blanks and in capitals."""
    bare = "".join(fingerprint.split())
    return bare.upper() if _HEX.fullmatch(bare) else bare


def all_keys_revoked(
    authority: Authority, bar: ApprovalBar, able: Sequence[PastPerson], stopped: Mapping[str, bool], day: date
) -> bool:
    """Whether every key by which anybody could reach a bar on a day may not approve; never where names are enough."""
    if bar.minimum == "claimed":
        return False
    people = {person.id for person in able}
    keys = {key for key, person in authority.holders_on(day).items() if person in people}
    if STRENGTH[bar.minimum] <= STRENGTH["forge"]:
        for _, data in authority.trust.forge_keys:
            pinned = pinned_fingerprints(data)
            if pinned is None:
                return False
            keys.update(pinned)
    return bool(keys) and all(normalized_fingerprint(key) in stopped for key in keys)
