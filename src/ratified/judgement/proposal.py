"""A pull request: what it changes, whose change it is, and who could land it. Judged by its base alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from ratified.approval import Docket, Proposed
from ratified.approval.inner_merges import makers
from ratified.chronicle import Authority, Definitions
from ratified.chronicle.chronicle import REGISTER
from ratified.chronicle.files import definitions
from ratified.chronicle.past import PastRegister, read_past
from ratified.history import History
from ratified.model.landing import Blob, Commit, Identity


@dataclass(frozen=True)
class Proposal:
    """The commits of a pull request, its tree, and the landing that it forked from."""

    commits: tuple[Commit, ...]
    listing: Mapping[str, Blob]
    fork: int
    definitions: Definitions

    @classmethod
    def of(cls, history: History, base: str, head: str) -> Self:
        """What `head` adds to the judged landing `base`."""
        commits = history.between(base, head)
        numbers = {landing.commit.id: landing.number for landing in history.landings}
        met = history.merge_base(base, head) or base
        listing = history.listing(head)
        blob = listing.get(REGISTER)
        register = read_past(PastRegister, REGISTER, history.blob(blob.id)) if blob else None
        return cls(commits, listing, numbers.get(met, numbers[base]), definitions(register))

    def documents(self, docket: Docket) -> Mapping[str, Proposed]:
        """Every document that the pull request changes, by id; retired and new ones included."""
        if docket.chronicle.bootstrap is None:
            return {}
        before, after = docket.chronicle.defined(self.fork).by_id, self.definitions.by_id
        changed = (id_ for id_ in {**before, **after} if self._files(docket, id_) != self._were(docket, id_))
        return {id_: self._proposed(docket, id_) for id_ in changed}

    def _were(self, docket: Docket, document: str) -> object:
        return docket.chronicle.files(document, self.fork)

    def _files(self, docket: Docket, document: str) -> object:
        definition = self.definitions.by_id.get(document)
        return docket.chronicle.files_in(definition, self.listing) if definition else ()

    def _proposed(self, docket: Docket, document: str) -> Proposed:
        authority = docket.authority
        made = tuple(dict.fromkeys((*makers(self.commits, docket.ledger.evidence), *docket.awaiting(document))))
        named = tuple(maker for maker in made if isinstance(maker, Identity))
        if authority is None:
            return Proposed(document, named, (), ())
        registers = (
            docket.chronicle.defined(docket.head),
            self.definitions,
            docket.chronicle.defined(authority.number),
        )
        sides = [register.by_id.get(document) for register in registers]
        bar = authority.bar(tuple(side.class_ for side in sides if side))
        entitled = tuple(person.id for person in authority.eligible(bar, docket.ledger.as_of))
        wrote = {person.id for maker in made if (person := authority.author(maker))}
        unknown = tuple(identity for identity in named if authority.author(identity) is None)
        return Proposed(document, named, tuple(p for p in entitled if p not in wrote), entitled, unknown)


def approvers(authority: Authority, ids: tuple[str, ...]) -> str:
    """People by name, for a sentence: `Sam Ito or Lee Park`."""
    return " or ".join(authority.person[id_].name or id_ for id_ in ids)
