"""Which reviewed head a landing is: held against git's objects, never against what anybody wrote in a message."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ratified.approval.git_evidence import ReviewEvidence
    from ratified.approval.review_records import ImportedRequests
    from ratified.approval.timeline import Timeline
    from ratified.model.host_review import MergedRequest
    from ratified.model.landing import Commit, Landing

MOST_REBASED = 250
"""Commits of one branch that are looked for on main, which is more than hosts list."""


class ReviewBinding(NamedTuple):
    """A landing and the request that it is: `branch` are the commits that the reviewed head brought.

    `refused` is why it is not that request, in words that follow 'and', "" where it is; `here` is false where an object
    that would show it is missing.
    """

    request: MergedRequest
    branch: tuple[Commit, ...] = ()
    refused: str = ""
    here: bool = True


class ReviewBindings:
    """The bindings of one history under one set of imported requests, each made when it is asked for."""

    def __init__(self, timeline: Timeline, evidence: ReviewEvidence, requests: ImportedRequests, main: str) -> None:
        self._timeline, self._evidence, self._requests, self._main = timeline, evidence, requests, main
        self._rebased = self._by_place() if requests else {}
        self._of: dict[int, tuple[ReviewBinding, ...]] = {}

    def of(self, number: int) -> tuple[ReviewBinding, ...]:
        """What a landing is said to be by imported requests, those that hold first; none where none names it."""
        if number not in self._of:
            last = self._rebased.get(number, number)
            commit = self._timeline.landings[last].commit
            found = [
                ReviewBinding(told.request, refused=f"the answer about it decides nothing: {told.unfit}")
                if told.unfit
                else self._bound(told.request, last, number)
                for told in self._requests.of(commit.id)
            ]
            self._of[number] = tuple(sorted(found, key=lambda one: bool(one.refused)))
        return self._of[number]

    def _by_place(self) -> Mapping[int, int]:
        """Landings of one parent below one that several commits of a branch became, by their numbers."""
        found: dict[int, int] = {}
        for number, landing in enumerate(self._timeline.landings):
            for told in self._requests.of(landing.commit.id) if len(landing.commit.parents) == 1 else ():
                count = min(len(told.request.commits), MOST_REBASED)
                for before in range(max(number - count + 1, 1), number):
                    found.setdefault(before, number)
        return {n: last for n, last in found.items() if not self._requests.of(self._timeline.landings[n].commit.id)}

    def _bound(self, request: MergedRequest, last: int, number: int) -> ReviewBinding:
        if request.branch != self._main:
            return ReviewBinding(request, refused=f"it was merged into {request.branch}")
        commit = self._timeline.landings[last].commit
        if len(commit.parents) == 2:
            same = request.head == commit.parents[1]
            return ReviewBinding(request, refused="" if same else "its head is not what was merged")
        if len(commit.parents) != 1:
            return ReviewBinding(request, refused="no merge of one branch")
        squashed = self._held(request, commit)
        return squashed if last == number and not squashed.refused else self._rebase(request, last, number, squashed)

    def expect(self, numbers: Iterable[int]) -> None:
        """Learn at once what binding these landings will ask of git."""
        landings = (self._timeline.landings[self._rebased.get(n, n)] for n in numbers)
        told = ((one.commit, self._requests.of(one.commit.id)) for one in landings if len(one.commit.parents) == 1)
        self._evidence.expect_merges((commit, each.request.head) for commit, every in told for each in every)

    def _held(self, request: MergedRequest, commit: Commit) -> ReviewBinding:
        """Whether a commit holds the clean merge of the reviewed head into what main was."""
        branch = self._evidence.branch(commit.parents[0], request.head)
        if branch is None:
            return ReviewBinding(request, refused=f"its head {request.head[:10]} is not in this clone", here=False)
        beside = self._evidence.as_merge(commit, request.head)
        if not beside.known or beside.differs or beside.conflicts or beside.carried:
            return ReviewBinding(request, branch, "its files are not those of a clean merge of the reviewed head")
        return ReviewBinding(request, branch)

    def _rebase(self, request: MergedRequest, last: int, number: int, squashed: ReviewBinding) -> ReviewBinding:
        """Several commits on main, each the patch of one of the branch, that together hold the clean merge."""
        if not squashed.here:
            return squashed
        landings = self._timeline.landings
        fewest = last - min(len(request.commits), MOST_REBASED) + 1
        for first in range(min(number, last - 1), max(fewest, 1) - 1, -1):
            run = landings[first : last + 1]
            if any(len(one.commit.parents) != 1 for one in run):
                break
            found = self._held(request, landings[last].commit._replace(parents=run[0].commit.parents))
            if not found.refused and self._same_patches(found.branch, run):
                return found
        return squashed if squashed.refused else squashed._replace(refused="it is not the last commit of that request")

    def _same_patches(self, branch: Sequence[Commit], run: Sequence[Landing]) -> bool:
        plain = [one.id for one in reversed(branch) if len(one.parents) < 2]
        landed = [one.commit.id for one in run]
        if len(plain) != len(landed) or len(plain) != len(branch):
            return False
        patches = self._evidence.patches([*plain, *landed])
        pairs = [(patches[one], patches[other]) for one, other in zip(plain, landed, strict=True)]
        return all(one and one == other for one, other in pairs)
