"""Which landings approved AUTHORITY, and so by whose word anything is judged at a landing."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from ratified.approval.authority import AUTHORITY, BUILT_IN, Authority

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ratified.approval.documents import DocumentDefinitions
    from ratified.approval.revocations import EndedKey
    from ratified.approval.timeline import Timeline


class ApprovedAuthorities:
    """The landings known to have approved AUTHORITY, oldest first. `Decisions` adds to them; this judges nothing."""

    CACHED_ATTRIBUTES = ("granted", "numbers")

    def __init__(self, timeline: Timeline) -> None:
        self._timeline = timeline
        self.numbers: list[int] = []
        self.granted: list[int] = []  # as `numbers` was before lists of revoked keys ended some of it
        self.ended: tuple[EndedKey, ...] = ()

    @property
    def ending(self) -> frozenset[int]:
        """The landings whose approved lists end what keys approved before: judged by what stood when they came."""
        return frozenset(over.end for over in self.ended)

    def authority(self, number: int) -> Authority | None:
        """Who may approve at a landing: the last approved AUTHORITY at or before its base; the bootstrap's own tree.

        None where there is none yet, or where it cannot be read.
        """
        if number == self._timeline.bootstrap:
            return self._timeline.authority(number)
        approving = self.granted if number in self.ending else self.numbers
        before = bisect_left(approving, number)
        return self._timeline.authority(approving[before - 1]) if before else None

    def definitions(self, number: int) -> DocumentDefinitions | None:
        """The documents of the register that decides at a landing; the bootstrap's where that was ended."""
        before, first = bisect_left(self.numbers, number), self._timeline.bootstrap
        if before:
            return self._timeline.defined(self.numbers[before - 1])
        return None if first is None or number <= first else self._timeline.defined(first)

    def sides(self, number: int) -> Sequence[DocumentDefinitions]:
        """The documents as the registers before a landing, after it, and the one that decides there define them."""
        approved = self.definitions(number)
        own = (self._timeline.defined(number - 1), self._timeline.defined(number))
        return own if approved is None else (*own, approved)

    def classes(self, document: str, number: int) -> tuple[str, ...]:
        """The classes of a document before and after a landing, and by the register that decides there."""
        found = (side.by_id.get(document) for side in self.sides(number))
        return tuple(dict.fromkeys(definition.class_ for definition in found if definition))

    def registered(self, document: str, number: int) -> bool:
        """Whether a register that is approved has a document: the one that decides at a landing, or its own."""
        approved = self.definitions(number)
        if document in BUILT_IN or (approved is not None and document in approved.by_id):
            return True
        own = number == self._timeline.bootstrap or number in self.numbers
        return own and document in self._timeline.defined(number).by_id

    def before(self, number: int) -> Sequence[int]:
        """The landings that approved AUTHORITY before another one, oldest first; where its own tree decides, itself."""
        authority = self.authority(number)
        own = authority is not None and authority.number == number
        return [number] if own else self.numbers[: bisect_left(self.numbers, number)]

    def restores(self, number: int) -> bool:
        """Whether a landing leaves AUTHORITY exactly as it was approved last.

        Then nothing is left of what was pushed in between, and having pushed it is held against nobody, at this landing
        or a later one: a push by somebody unknown, or in the name of the only one who may approve, would else lock
        AUTHORITY for ever.
        """
        approving, files = self.before(number), self._timeline.files
        return (
            bool(approving) and approving[-1] < number and files(AUTHORITY, number) == files(AUTHORITY, approving[-1])
        )
