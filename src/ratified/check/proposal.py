"""A pull request: what would land, whose change it is, and who could land it. Judged by its base alone.

What it changes is what git's own merge of base and head changes on the base, however the branch came about: nothing
hides behind a fork point that is no landing, and nothing that main did meanwhile is laid at its door.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Self

from ratified.approval.approvers import EligibleApprovers
from ratified.approval.authority import AUTHORITY, Authority
from ratified.approval.branch_merges import contributors
from ratified.approval.documents import DocumentDefinition, DocumentDefinitions, definitions, layout_inputs, matches
from ratified.approval.embeds import is_asset
from ratified.approval.record import ProposedChange
from ratified.approval.settings_changes import inclusions_of, settings_of_tree
from ratified.approval.tree_authority import authority_of_tree, register_of_tree
from ratified.model.landing import Blob, Commit, Contributor, Identity
from ratified.settings import INCLUDES_ANYTHING, SETTINGS, PageInclusions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ratified.approval.verdicts import ApprovalHistory
    from ratified.git.history import History


@dataclass(frozen=True)
class Proposal:
    """The commits of a pull request, newest first, what the base holds, what would land, and what its pages take in.

    `conflicts` are the paths that git cannot merge by itself; `conflicted` says that there are any, even where git
    names none, `carried` the paths into which git would take what was changed under another name. `adopting` is
    the authority of what would land, where its register is adopted and can be read.
    """

    commits: tuple[Commit, ...]
    base: Mapping[str, Blob]
    listing: Mapping[str, Blob]
    definitions: DocumentDefinitions
    inclusions: PageInclusions = INCLUDES_ANYTHING
    adopting: Authority | None = None
    conflicts: frozenset[str] = frozenset()
    conflicted: bool = False
    carried: frozenset[str] = frozenset()

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
            inclusions_of(lands.listing.get(SETTINGS), settings),
            authority_of_tree(lands.listing, history.blob, len(history.landings), head) if adopted else None,
            lands.conflicts,
            lands.conflicted,
            lands.carried,
        )

    @cached_property
    def touched(self) -> frozenset[str]:
        """Every path that merging it would change, and those that git cannot merge."""
        paths = {*self.base, *self.listing}
        return self.conflicts | {path for path in paths if self.base.get(path) != self.listing.get(path)}

    def adopts(self, approvals: ApprovalHistory) -> bool:
        """Whether it would be the landing that adopts: nothing was adopted rightly yet, and AUTHORITY changes."""
        return (
            approvals.timeline.bootstrap is None and self.adopting is not None and self._changes(approvals, AUTHORITY)
        )

    def documents(self, approvals: ApprovalHistory) -> Mapping[str, ProposedChange]:
        """Every document that the pull request changes, by id; retired and new ones included.

        An adoption changes each document that it brings into force. Before one nothing is in force.
        """
        sides = {**approvals.timeline.defined(approvals.head).by_id, **self.definitions.by_id}
        if self.adopts(approvals):
            brings_in_all = not approvals.timeline.adopted(approvals.head)
            return {
                id_: self._adopted(approvals, id_) for id_ in sides if brings_in_all or self._changes(approvals, id_)
            }
        if approvals.timeline.bootstrap is None:
            return {}
        return {id_: self._proposed(approvals, id_) for id_ in sides if self._changes(approvals, id_)}

    def _changes(self, approvals: ApprovalHistory, document: str) -> bool:
        """Whether its files would not be what they are, as the register before, after, or approved defines them."""
        before = approvals.timeline.defined(approvals.head).by_id.get(document)
        after = self.definitions.by_id.get(document)
        approved = self._approved(approvals, document)
        if not self._may_change(approvals, (before, after, approved)):
            return False
        if self._held(approvals, before) != self._files(approvals, after):
            return True
        return self._held(approvals, approved) != self._files(approvals, approved)

    def _may_change(self, approvals: ApprovalHistory, sides: tuple[DocumentDefinition | None, ...]) -> bool:
        """Whether any path could make a difference: cheap, and never wrongly no."""
        patterns = {(*side.pages, *side.binds) for side in sides if side}
        if (
            len(patterns) > 1
            or self.inclusions.anything
            or self.inclusions != approvals.timeline.inclusions(approvals.head)
        ):
            return bool(self.touched)
        return any(is_asset(path) or matches(path, named) for named in patterns for path in self.touched)

    def _held(self, approvals: ApprovalHistory, definition: DocumentDefinition | None) -> object:
        timeline = approvals.timeline
        return timeline.files_in(definition, self.base, timeline.inclusions(approvals.head)) if definition else ()

    def _files(self, approvals: ApprovalHistory, definition: DocumentDefinition | None) -> object:
        return approvals.timeline.files_in(definition, self.listing, self.inclusions) if definition else ()

    def _approved(self, approvals: ApprovalHistory, document: str) -> DocumentDefinition | None:
        authority = approvals.authority
        return approvals.timeline.definition(document, authority.number) if authority else None

    def _adopted(self, approvals: ApprovalHistory, document: str) -> ProposedChange:
        """What an adoption does to a document: its own tree decides, and who wrote anything since the first try."""
        assert self.adopting is not None, "an adoption has an authority of its own"  # noqa: S101 - for types: nothing else would hold
        made = self._authors(approvals, document)
        after = self.definitions.by_id.get(document)
        before = (
            approvals.timeline.definition(document, approvals.head) if approvals.timeline.adoption is not None else None
        )
        classes = tuple(side.class_ for side in (before, after) if side)
        found = EligibleApprovers.of(self.adopting, made, approvals.decisions.as_of, classes)
        return ProposedChange(document, found.authors, found.eligible, found.entitled, found.unknown, found.bar)

    def _proposed(self, approvals: ApprovalHistory, document: str) -> ProposedChange:
        authority = approvals.authority
        made = self._authors(approvals, document)
        named = tuple(contributor for contributor in made if isinstance(contributor, Identity))
        if authority is None:
            return ProposedChange(document, named, (), ())
        registers = (
            approvals.timeline.defined(approvals.head),
            self.definitions,
            approvals.timeline.defined(authority.number),
        )
        sides = [register.by_id.get(document) for register in registers]
        found = EligibleApprovers.of(
            authority, made, approvals.decisions.as_of, tuple(side.class_ for side in sides if side)
        )
        return ProposedChange(document, named, found.eligible, found.entitled, found.unknown, found.bar)

    def _authors(self, approvals: ApprovalHistory, document: str) -> tuple[Contributor, ...]:
        """All whose change an approval would cover: of the branch, and of landings that still await approval."""
        undone = document == AUTHORITY and self.restores(approvals, document)
        earlier = () if undone else approvals.awaiting(document)
        return tuple(dict.fromkeys((*self.made(approvals), *earlier)))

    def made(self, approvals: ApprovalHistory) -> tuple[Contributor, ...]:
        """Everybody with a hand in the branch."""
        return tuple(dict.fromkeys(contributors(self.commits, approvals.decisions.facts.evidence)))

    def restores(self, approvals: ApprovalHistory, document: str) -> bool:
        """Whether its files would be exactly what was approved last, so that nothing is left of what came since."""
        decisions, after = approvals.decisions, self.definitions.by_id.get(document)
        numbers = reversed(decisions.in_force(document))
        approved = next((n for n in numbers if decisions.outcome(document, n).approved), None)
        if approved is None or after is None:
            return False
        return self._files(approvals, after) == approvals.timeline.files(document, approved)
