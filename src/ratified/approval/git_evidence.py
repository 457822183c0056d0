"""What approval asks of git, as a protocol: the history package answers, tests answer from memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from ratified.model.landing import RemergeDifference

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ratified.model.landing import (
        Commit,
        CommitSignature,
        EvidenceCommit,
        Landing,
        TrustedKeys,
    )


class ReviewEvidence(Protocol):
    """What git holds of imported reviews and of the branches that were reviewed, whoever put it there."""

    @property
    def commits(self) -> tuple[EvidenceCommit, ...]:
        """The commits of the evidence branch, oldest first."""
        ...

    def branch(self, base: str, head: str) -> tuple[Commit, ...] | None:
        """The commits that a head has and a landing does not, newest first; None where the head is not here."""
        ...

    def fork(self, head: str) -> int:
        """The number of the last landing that a head, which is here, holds; -1 where it holds none."""
        ...

    def as_merge(self, commit: Commit, head: str) -> RemergeDifference:
        """How a commit of one parent differs from git's own merge of a head, which is here, into that parent."""
        ...

    def expect_merges(self, pairs: Iterable[tuple[Commit, str]]) -> None:
        """Learn of many at once what `as_merge` will be asked, of those heads that are here: far cheaper."""
        ...

    def patches(self, ids: Sequence[str]) -> Mapping[str, str]:
        """What identifies the patch of each of these commits, to the last blank, wherever it stands; "" for none."""
        ...


class _NoReviews:
    """No evidence branch."""

    commits: tuple[EvidenceCommit, ...] = ()

    def branch(self, base: str, head: str) -> tuple[Commit, ...] | None:
        return None

    def fork(self, head: str) -> int:
        return -1

    def as_merge(self, commit: Commit, head: str) -> RemergeDifference:
        return RemergeDifference(frozenset(), frozenset(), known=False)

    def expect_merges(self, pairs: Iterable[tuple[Commit, str]]) -> None:
        pass

    def patches(self, ids: Sequence[str]) -> Mapping[str, str]:
        return dict.fromkeys(ids, "")


NO_REVIEWS: ReviewEvidence = _NoReviews()


class GitEvidence(Protocol):
    """Facts about commits that cost something to learn, so they are asked for only where they decide."""

    @property
    def reviews(self) -> ReviewEvidence:
        """The reviews that were imported; `NO_REVIEWS` where there are none."""
        ...

    def brought_in(self, landing: Landing) -> tuple[Commit, ...]:
        """The commits that a landing brought in: `base..` every other parent, itself left out."""
        ...

    def signature(self, commit: Commit, trust: TrustedKeys) -> CommitSignature:
        """What git says of a commit's signature when only these keys are trusted."""
        ...

    def remerge(self, commit: Commit) -> RemergeDifference | None:
        """How a merge of two parents differs from git's own merge of them; None of any other commit.

        `known` is false where git did not come to an end: that is undecidable, and another run may know more.
        HistoryError where git cannot do it at all, or an object is missing.
        """
        ...

    def prefetch_remerges(self, commits: Iterable[Commit], plain: bool = False) -> None:
        """Learn of many merges at once what `remerge` will be asked: far cheaper than one by one.

        With `plain` only what costs next to nothing, of merges that may never be asked about.
        """
        ...

    def prefetch_signatures(self, commits: Iterable[Commit], trust: TrustedKeys) -> None:
        """Learn of many signatures at once what `signature` will be asked."""
        ...
