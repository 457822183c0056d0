"""Merges inside a branch: a clean one is nobody's work, whoever made it and whatever it merges."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ratified.approval.evidence import Evidence
from ratified.approval.landing_facts import authors_of
from ratified.model.landing import Commit, Maker


def makers(commits: Sequence[Commit], evidence: Evidence) -> Iterator[Maker]:
    """Everyone with a hand in the commits of a branch; git is asked at once about all merges for which it matters."""
    asked = doubtful(commits)
    evidence.remerge_ahead(asked)
    clean = {commit.id for commit in asked if _clean(commit, evidence)}
    own = _own(commits)
    for commit in commits:
        made = authors_of(commit)
        if commit.id not in clean and (len(commit.parents) != 2 or not own.issuperset(made)):
            yield from made


def doubtful(commits: Sequence[Commit]) -> list[Commit]:
    """The merges of two parents that would add somebody who made no other commit of the branch."""
    own = _own(commits)
    return [commit for commit in commits if len(commit.parents) == 2 and not own.issuperset(authors_of(commit))]


def _own(commits: Sequence[Commit]) -> set[Maker]:
    return {maker for commit in commits if len(commit.parents) != 2 for maker in authors_of(commit)}


def _clean(commit: Commit, evidence: Evidence) -> bool:
    remerge = evidence.remerge(commit)
    return remerge is not None and not remerge.differs and not remerge.conflicts
