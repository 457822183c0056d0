"""By which line of which commit somebody is one of its makers, so that a wrong line can be answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.git.trailers import namings
from ratified.model.landing import Commit, Contributor, SigningKey

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

_LONGEST = 100
"""Characters of a line that are shown."""


def authorship_lines(
    contributors: Collection[Contributor], commits: Sequence[Commit], merge: Commit | None = None
) -> str:
    """What makes any of these a maker of the commits, in words; empty where it is an author or committer line.

    `merge` is the merge that brought them in, which its own author did not write; whom its message names did.
    """
    if any(commit.author.who in contributors or commit.committer.who in contributors for commit in commits):
        return ""
    for commit in (*commits, *((merge,) if merge else ())):
        for naming in namings(commit.message):
            if any(person in contributors for person in naming.people):
                return f"the line `{naming.text[:_LONGEST]}` of commit {commit.id[:10]}"
    signed = (commit for commit in commits if commit.signer and SigningKey(commit.signer) in contributors)
    return next((f"the key that signed commit {commit.id[:10]}" for commit in signed), "")
