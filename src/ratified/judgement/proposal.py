"""A pull request: what would land, whose change it is, and who could land it. Judged by its base alone.

What it changes is what git's own merge of base and head changes on the base, however the branch came about: nothing
hides behind a fork point that is no landing, and nothing that main did meanwhile is laid at its door.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from ratified.approval.approvers import Approvers
from ratified.approval.docket import Docket
from ratified.approval.inner_merges import makers
from ratified.approval.record import Proposed
from ratified.chronicle import AUTHORITY, Authority, Definition, Definitions
from ratified.chronicle.embeds import is_asset
from ratified.chronicle.files import definitions, layout_inputs, matches
from ratified.chronicle.site_settings import settings_of_tree, takes_of
from ratified.chronicle.tree_authority import authority_of_tree, register_of_tree
from ratified.history.history import History
from ratified.model.landing import Blob, Commit, Identity, Maker
from ratified.settings import SETTINGS, TAKES_ANYTHING, Takes


@dataclass(frozen=True)
class Proposal:
    """The commits of a pull request, newest first, what the base holds, what would land, and what its pages take in.

    `conflicts` are the paths that git cannot merge by itself; `conflicted` says that there are any, even where git
    names none. `adopting` is the authority of what would land, where its register is adopted and can be read.
    """

    commits: tuple[Commit, ...]
    base: Mapping[str, Blob]
    listing: Mapping[str, Blob]
    definitions: Definitions
    takes: Takes = TAKES_ANYTHING
    adopting: Authority | None = None
    conflicts: frozenset[str] = frozenset()
    conflicted: bool = False

    @classmethod
    def of(cls, history: History, base: str, head: str) -> Self:
        """What merging `head` adds to `base`, both commits by id."""
        lands = history.would_land(base, head)
        register = register_of_tree(lands.listing, history.blob)
        adopted = register is not None and register.status == "adopted"
        settings = settings_of_tree(lands.listing, history.blob)
        return cls(
            history.between(base, head),
            history.listing(base),
            lands.listing,
            definitions(register, layout_inputs(register, settings)),
            takes_of(lands.listing.get(SETTINGS), settings),
            authority_of_tree(lands.listing, history.blob, len(history.landings), head) if adopted else None,
            lands.conflicts,
            lands.conflicted,
        )

    @cached_property
    def touched(self) -> frozenset[str]:
        """Every path that merging it would change, and those that git cannot merge."""
        paths = {*self.base, *self.listing}
        return self.conflicts | {path for path in paths if self.base.get(path) != self.listing.get(path)}

    def adopts(self, docket: Docket) -> bool:
        """Whether it would be the landing that adopts: nothing was adopted rightly yet, and AUTHORITY changes."""
        return docket.chronicle.bootstrap is None and self.adopting is not None and self._changes(docket, AUTHORITY)

    def documents(self, docket: Docket) -> Mapping[str, Proposed]:
        """Every document that the pull request changes, by id; retired and new ones included.

        An adoption changes each document that it brings into force. Before one nothing is in force.
        """
        sides = {**docket.chronicle.defined(docket.head).by_id, **self.definitions.by_id}
        if self.adopts(docket):
            brings_all = not docket.chronicle.adopted(docket.head)
            return {id_: self._adopted(docket, id_) for id_ in sides if brings_all or self._changes(docket, id_)}
        if docket.chronicle.bootstrap is None:
            return {}
        return {id_: self._proposed(docket, id_) for id_ in sides if self._changes(docket, id_)}

    def _changes(self, docket: Docket, document: str) -> bool:
        """Whether its files would not be what they are, as the register before, after, or approved defines them."""
        before = docket.chronicle.defined(docket.head).by_id.get(document)
        after = self.definitions.by_id.get(document)
        approved = self._approved(docket, document)
        if not self._may_change(docket, (before, after, approved)):
            return False
        if self._held(docket, before) != self._files(docket, after):
            return True
        return self._held(docket, approved) != self._files(docket, approved)

    def _may_change(self, docket: Docket, sides: tuple[Definition | None, ...]) -> bool:
        """Whether any path could make a difference: cheap, and never wrongly no."""
        patterns = {(*side.pages, *side.binds) for side in sides if side}
        if len(patterns) > 1 or self.takes.anything or self.takes != docket.chronicle.takes(docket.head):
            return bool(self.touched)
        return any(is_asset(path) or matches(path, named) for named in patterns for path in self.touched)

    def _held(self, docket: Docket, definition: Definition | None) -> object:
        chronicle = docket.chronicle
        return chronicle.files_in(definition, self.base, chronicle.takes(docket.head)) if definition else ()

    def _files(self, docket: Docket, definition: Definition | None) -> object:
        return docket.chronicle.files_in(definition, self.listing, self.takes) if definition else ()

    def _approved(self, docket: Docket, document: str) -> Definition | None:
        authority = docket.authority
        return docket.chronicle.definition(document, authority.number) if authority else None

    def _adopted(self, docket: Docket, document: str) -> Proposed:
        """What an adoption does to a document: its own tree decides, and who wrote anything since the first try."""
        assert self.adopting is not None, "an adoption has an authority of its own"  # noqa: S101 - for types: nothing else would hold
        made = self._authors(docket, document)
        after = self.definitions.by_id.get(document)
        before = docket.chronicle.definition(document, docket.head) if docket.chronicle.adoption is not None else None
        classes = tuple(side.class_ for side in (before, after) if side)
        found = Approvers.of(self.adopting, made, docket.ledger.as_of, classes)
        return Proposed(document, found.authors, found.eligible, found.entitled, found.unknown, found.bar)

    def _proposed(self, docket: Docket, document: str) -> Proposed:
        authority = docket.authority
        made = self._authors(docket, document)
        named = tuple(maker for maker in made if isinstance(maker, Identity))
        if authority is None:
            return Proposed(document, named, (), ())
        registers = (
            docket.chronicle.defined(docket.head),
            self.definitions,
            docket.chronicle.defined(authority.number),
        )
        sides = [register.by_id.get(document) for register in registers]
        found = Approvers.of(authority, made, docket.ledger.as_of, tuple(side.class_ for side in sides if side))
        return Proposed(document, named, found.eligible, found.entitled, found.unknown, found.bar)

    def _authors(self, docket: Docket, document: str) -> tuple[Maker, ...]:
        """All whose change an approval would cover: of the branch, and of landings that still await approval."""
        undone = document == AUTHORITY and self.restores(docket, document)
        earlier = () if undone else docket.awaiting(document)
        return tuple(dict.fromkeys((*makers(self.commits, docket.ledger.evidence), *earlier)))

    def restores(self, docket: Docket, document: str) -> bool:
        """Whether its files would be exactly what was approved last, so that nothing is left of what came since."""
        ledger, after = docket.ledger, self.definitions.by_id.get(document)
        numbers = reversed(ledger.in_force(document))
        approved = next((n for n in numbers if ledger.outcome(document, n).approved), None)
        if approved is None or after is None:
            return False
        return self._files(docket, after) == docket.chronicle.files(document, approved)
