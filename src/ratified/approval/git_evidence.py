"""What approval asks of git, as a protocol: the history package answers, tests answer from memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ratified.model.landing import Commit, CommitSignature, Landing, RemergeDifference, TrustedKeys


class GitEvidence(Protocol):
    """Facts about commits that cost something to learn, so they are asked for only where they decide."""

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
