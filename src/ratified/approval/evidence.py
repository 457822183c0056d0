"""What approval asks of git, as a protocol: the history package answers, tests answer from memory."""

from __future__ import annotations

from typing import Protocol

from ratified.model.landing import Commit, Landing, Remerge, Signature, Trust


class Evidence(Protocol):
    """Facts about commits that cost something to learn, so they are asked for only where they decide."""

    def brought(self, landing: Landing) -> tuple[Commit, ...]:
        """The commits that a landing brought in: `base..` every other parent, itself left out."""
        ...

    def signature(self, commit: Commit, trust: Trust) -> Signature:
        """What git says of a commit's signature when only these keys are trusted."""
        ...

    def remerge(self, commit: Commit) -> Remerge | None:
        """How a merge of two parents differs from git's own merge of them; None of any other commit."""
        ...

    def held(self, commit: str, path: str) -> str | None:
        """The id of the object that a commit's tree holds at a path; None where there is none."""
        ...
