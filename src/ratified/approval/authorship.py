"""Whose hands made what a landing brought in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.approval.branch_merges import contributors, merges_to_check
from ratified.approval.commit_facts import authors_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ratified.approval.approved_authorities import ApprovedAuthorities
    from ratified.approval.git_evidence import GitEvidence
    from ratified.approval.timeline import Timeline
    from ratified.model.landing import Commit, Contributor, Landing, RemergeDifference


class Authorship:
    """Who wrote what a landing brought in, each landing looked at once."""

    def __init__(self, timeline: Timeline, evidence: GitEvidence, approved: ApprovedAuthorities) -> None:
        self.timeline, self.evidence, self._approved = timeline, evidence, approved
        self._of: dict[int, tuple[Contributor, ...]] = {}
        self._entered: dict[tuple[str, int], Mapping[int, tuple[Contributor, ...]]] = {}
        self._mergers: dict[int, tuple[Contributor, ...]] = {}
        self._same: dict[int, bool] = {}
        self.unsettled = False

    def of(self, number: int) -> tuple[Contributor, ...]:
        """Everyone who made the commits of a landing. A clean merge inside the branch adds nobody."""
        if number not in self._of:
            self._of[number] = tuple(dict.fromkeys(self._made(self.timeline.landings[number])))
        return self._of[number]

    def _made(self, landing: Landing) -> Iterator[Contributor]:
        if len(landing.commit.parents) < 2:
            yield from authors_of(landing.commit)
            return
        yield from contributors(self.evidence.brought_in(landing), self.evidence, self._remerge)
        yield from landing.commit.co_authors

    def _remerge(self, commit: Commit) -> RemergeDifference | None:
        """How a merge differs from git's own; None where nobody can say, and then another run may know more."""
        found = self.evidence.remerge(commit)
        if found is None or found.known:
            return found
        self.unsettled = True
        return None

    def unsound(self, number: int) -> Commit | None:
        """A commit that a landing brought in and whose own bytes are at fault, so that it names nobody for sure."""
        return next((c for c in self.evidence.brought_in(self.timeline.landings[number]) if c.faults), None)

    def entered(self, document: str, number: int) -> Mapping[int, tuple[Contributor, ...]]:
        """Who made the files that were there before and that a landing takes in, by the landing that brought each.

        A page moved into a document, a picture that a page begins to show: nobody approved it until now. Landings
        before the first adopted register, and an adoption that was approved, are not examined.
        """
        key = (document, number)
        if key not in self._entered:
            found: dict[int, tuple[Contributor, ...]] = {}
            for path, earlier in self._there_before(document, number):
                merger = self.merger(earlier) if self.merged_by_hand(path, earlier) else ()
                found[earlier] = tuple(dict.fromkeys((*found.get(earlier, ()), *self.of(earlier), *merger)))
            self._entered[key] = found
        return self._entered[key]

    def _there_before(self, document: str, number: int) -> Iterator[tuple[str, int]]:
        """Files that a landing takes into a document, each with the landings since adoption that changed it."""
        start = self.timeline.examined
        if start is None or number < start or not self.timeline.may_take_in(document, number):
            return
        had = {path for path, _ in self.timeline.files(document, number - 1)}
        for path, _ in self.timeline.files(document, number):
            if path not in had and self.timeline.at(path, number - 1):
                yield from ((path, n) for n in self.timeline.path_history[path][0] if start <= n < number)

    def merged_by_hand(self, path: str, number: int) -> bool:
        """Whether a merge itself changed a file, or git cannot say."""
        landing = self.timeline.landings[number]
        if len(landing.commit.parents) < 2 or self.same_as_branch(landing):
            return False
        remerge = self._remerge(landing.commit)
        return remerge is None or path in remerge.differs | remerge.conflicts | remerge.carried

    def by_hand(self, document: str, number: int) -> frozenset[str] | None:
        """The files of a document that a merge changed beyond the merge of its parents, or into which git took what was
        changed under another name; None where git cannot say.
        """
        landing = self.timeline.landings[number]
        if self.same_as_branch(landing):
            return frozenset()
        remerge = self._remerge(landing.commit)
        if remerge is None:
            return None
        sides = self._approved.sides(number)
        return frozenset(
            path
            for path in remerge.differs | remerge.conflicts | remerge.carried
            if any(document in side.of(path) for side in sides)
            or any(self.timeline.shows(document, at, path) for at in (number - 1, number))
        )

    def same_as_branch(self, landing: Landing) -> bool:
        """Whether a merge is its branch as it was, and the branch stood on main's tip: git's own merge is just that."""
        if landing.number not in self._same:
            self._same[landing.number] = len(landing.commit.parents) == 2 and self._as_branch(landing)
        return self._same[landing.number]

    def _as_branch(self, landing: Landing) -> bool:
        base, tip = landing.commit.parents
        brought_in = self.evidence.brought_in(landing)
        return any(c.id == tip and c.tree == landing.commit.tree for c in brought_in) and any(
            base in c.parents for c in brought_in
        )

    def prefetch_plain(self, numbers: Iterable[int]) -> None:
        """Learn what is cheap to learn of the merges among landings that may be asked about, all at once."""
        merges = (self.timeline.landings[number] for number in numbers)
        self.evidence.prefetch_remerges([m.commit for m in merges if not self.same_as_branch(m)], plain=True)

    def prefetch(self, numbers: Iterable[int]) -> None:
        """Ask git at once about every merge among these landings that is not plainly its branch, and inside these."""
        landings = [self.timeline.landings[number] for number in numbers]
        merges = [m for m in landings if len(m.commit.parents) == 2]
        asked = [m.commit for m in merges if not self.same_as_branch(m)]
        self.evidence.prefetch_remerges(
            [*asked, *(c for m in merges for c in merges_to_check(self.evidence.brought_in(m)))]
        )

    def merger(self, number: int) -> tuple[Contributor, ...]:
        """Who made a merge commit; of a landing with one parent nobody besides its authors."""
        if number not in self._mergers:
            commit = self.timeline.landings[number].commit
            self._mergers[number] = authors_of(commit) if len(commit.parents) > 1 else ()
        return self._mergers[number]

    def all(self, document: str, number: int) -> tuple[Contributor, ...]:
        """Everyone with a hand in a landing nobody approved; the merger too, where merging changed the document."""
        merger = self.merger(number) if self.by_hand(document, number) != frozenset() else ()
        earlier = [identity for made in self.entered(document, number).values() for identity in made]
        return tuple(dict.fromkeys((*self.of(number), *merger, *earlier)))

    def last_ancestor(self, commit: str) -> int:
        """The number of the last landing that a commit is or reaches; -1 where it reaches none."""
        brought_in = {c.id: c.parents for landing in self.timeline.landings for c in self.evidence.brought_in(landing)}
        waiting, met = [commit], -1
        while waiting:
            id_ = waiting.pop()
            if id_ in self.timeline.numbers:
                met = max(met, self.timeline.numbers[id_])
            else:
                waiting += brought_in.pop(id_, ())
        return met
