"""Merges inside a branch: a clean one is nobody's work, whoever made it and whatever it merges."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.approval.commit_facts import authors_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ratified.approval.git_evidence import GitEvidence
    from ratified.model.landing import Commit, Contributor, RemergeDifference


def contributors(
    commits: Sequence[Commit],
    evidence: GitEvidence,
    remerge: Callable[[Commit], RemergeDifference | None] | None = None,
) -> Iterator[Contributor]:
    """Everyone with a hand in the commits of a branch; git is asked at once about all merges for which it matters.

    `remerge` says how one of them differs from git's own, None where nobody can say; the evidence does without it.
    """
    asked = merges_to_check(commits)
    evidence.prefetch_remerges(asked)
    clean = {commit.id for commit in asked if _clean((remerge or evidence.remerge)(commit))}
    own = _own(commits)
    for commit in commits:
        made = authors_of(commit)
        if commit.id in clean:
            yield from commit.co_authors  # whom it names, it names
        elif len(commit.parents) != 2 or not own.issuperset(made):
            yield from made


def merges_to_check(commits: Sequence[Commit]) -> list[Commit]:
    """The merges of two parents that would add somebody who made no other commit of the branch."""
    own = _own(commits)
    return [commit for commit in commits if len(commit.parents) == 2 and not own.issuperset(authors_of(commit))]


def _own(commits: Sequence[Commit]) -> set[Contributor]:
    return {contributor for commit in commits if len(commit.parents) != 2 for contributor in authors_of(commit)}


def _clean(remerge: RemergeDifference | None) -> bool:
    return remerge is not None and remerge.known and not any((remerge.differs, remerge.conflicts, remerge.carried))
