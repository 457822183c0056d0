"""What a landing is, from its own bytes: how it came in, for which change request, and at what moment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from ratified.approval.requests import change_request
from ratified.model.landing import Commit, Landing, Maker, SigningKey
from ratified.model.verdict import Method

_EPOCH = date(1970, 1, 1).toordinal()
SKEW = 300
"""Seconds that the clocks of two machines may differ."""

FORGES = frozenset({"noreply@github.com", "noreply@gitlab.com"})
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
    forge = commit.committer.who.email.lower() in FORGES
    if change_request(commit) is not None:
        return "squash"
    return "rebase" if not forge and _other_hand(commit) else "direct"


def _other_hand(commit: Commit) -> bool:
    return commit.author.who.email.lower() != commit.committer.who.email.lower()


def moment(commit: Commit) -> datetime | None:
    """The committer date in UTC; None where git's bytes give none."""
    try:
        return None if commit.committer.at is None else datetime.fromtimestamp(commit.committer.at, UTC)
    except (OverflowError, ValueError, OSError):
        return None


def untimely(landings: Sequence[Landing], number: int, as_of: date) -> str | None:
    """Why the time of a landing cannot be believed, in words that follow 'it'; None where it can."""
    commit = landings[number].commit
    if moment(commit) is None or commit.committer.at is None:
        return "has no readable date"
    if commit.committer.at >= (as_of.toordinal() + 1 - _EPOCH) * 86400:
        return f"is dated after {as_of}"
    if commit.author.at is not None and commit.author.at > commit.committer.at + 3600:
        return "was committed, by its own dates, before it was written"
    before = (landings[n].commit.committer.at for n in range(number - 1, -1, -1))
    base = next((at for at in before if at is not None), None)
    if base is not None and commit.committer.at < base - SKEW:
        return "is dated before the landing it stands on"
    return None


def before_branch(commit: Commit, brought: Sequence[Commit]) -> bool:
    """Whether a merge is dated before the tip of a branch that it merges."""
    tips = (c.committer.at for c in brought if c.id in commit.parents)
    return commit.committer.at is not None and any(at - SKEW > commit.committer.at for at in tips if at is not None)


def latest_days(landings: Sequence[Landing]) -> list[date | None]:
    """For each landing the latest UTC day that any landing before it says it is; None where none says one.

    Whoever dates a merge back must have been entitled on that day too.
    """
    found: list[date | None] = []
    latest: date | None = None
    for landing in landings:
        found.append(latest)
        at = moment(landing.commit)
        latest = latest if at is None else max(at.date(), latest or at.date())
    return found


def authors_of(commit: Commit) -> tuple[Maker, ...]:
    """Everyone with a hand in a commit: author, committer unless it is a forge, co-authors, whoever's key signed it."""
    committer = commit.committer.who
    by_forge = committer.email.lower() in FORGES
    signer = (SigningKey(commit.signer),) if commit.signer else ()
    return tuple(dict.fromkeys((commit.author.who, *(() if by_forge else (committer,)), *commit.co_authors, *signer)))
