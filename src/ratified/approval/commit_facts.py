"""What a landing is, from its own bytes: how it came in, for which change request, and at what moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.approval.change_requests import change_request, requested_by_trailer
from ratified.approval.effective_days import SECONDS
from ratified.model.landing import Commit, Contributor, Landing, SigningKey

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ratified.model.verdict import Method

_HOUR = 3600

FORGE_COMMITTERS = frozenset({"noreply@github.com", "noreply@gitlab.com"})
"""Addresses by which a forge commits on somebody's behalf; as a committer they are nobody's authorship."""


def method(landing: Landing, bootstrap: int | None) -> Method:
    """How a landing came in. A landing with one parent was merged by nobody that git can name."""
    commit = landing.commit
    if landing.number == bootstrap:
        return "bootstrap"
    if len(commit.parents) > 2:
        return "octopus"
    if len(commit.parents) == 2:
        return "merge"
    forge = commit.committer.who.email.lower() in FORGE_COMMITTERS
    rebased = not forge and _other_hand(commit)
    if change_request(commit) is not None:
        return "rebase" if rebased and requested_by_trailer(commit) else "squash"
    return "rebase" if rebased else "direct"


def _other_hand(commit: Commit) -> bool:
    return commit.author.who.email.lower() != commit.committer.who.email.lower()


def misdated(commit: Commit) -> str | None:
    """Why a commit's own two dates contradict each other, in words that follow 'it'; None where they do not."""
    author, committer = commit.author.at, commit.committer.at
    if author is not None and committer is not None and author > committer + _HOUR:
        return "was committed, by its own dates, before it was written"
    return None


def before_branch(commit: Commit, brought_in: Sequence[Commit]) -> bool:
    """Whether a merge is dated more than a day before the tip of a branch that it merges."""
    tips = (c.committer.at for c in brought_in if c.id in commit.parents)
    return commit.committer.at is not None and any(at - SECONDS > commit.committer.at for at in tips if at is not None)


def authors_of(commit: Commit) -> tuple[Contributor, ...]:
    """Everyone with a hand in a commit: author, committer unless it is a forge, co-authors, whoever's key signed it."""
    committer = commit.committer.who
    by_forge = committer.email.lower() in FORGE_COMMITTERS
    signer = (SigningKey(commit.signer),) if commit.signer else ()
    return tuple(dict.fromkeys((commit.author.who, *(() if by_forge else (committer,)), *commit.co_authors, *signer)))
