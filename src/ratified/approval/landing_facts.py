"""What a landing is, from its own bytes: how it came in, for which change request, and at what moment."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ratified.chronicle.days import SECONDS
from ratified.model.landing import Commit, Identity, Landing
from ratified.model.verdict import Method

_HOUR = 3600

FORGES = frozenset({"noreply@github.com", "noreply@gitlab.com"})
"""Addresses by which a forge commits on somebody's behalf; as a committer they are nobody's authorship."""

_REQUESTS = (
    (re.compile(r"\AMerge pull request (?:'[^\n]*' \()?(#[0-9]+)"), "{}"),
    (re.compile(r"\AAuto merge of (#[0-9]+) - "), "{}"),
    (re.compile(r"\A[^\n]*\((?:pull request )?(#[0-9]+)\)[ \t]*$", re.MULTILINE), "{}"),
    (re.compile(r"^See merge request \S*?(![0-9]+)[ \t]*$", re.MULTILINE), "{}"),
    (re.compile(r"^Part-of: <?\S*/merge_requests/([0-9]+)>?[ \t]*$", re.MULTILINE), "!{}"),
    (re.compile(r"^See merge request \S*/-/merge_requests/([0-9]+)[ \t]*$", re.MULTILINE), "!{}"),
)
_NUMBERED = re.compile(r"\(#[0-9]+\)\s*\Z")
_INTO_ITSELF = r"\AMerge (?:remote-tracking )?branch(?:es)? '(?:[^'/]+/)?{}'"
_INTO = re.compile(r"\AMerge (?:remote-tracking )?branch(?:es)? .*'(?: of \S+)? into '?([^'\s]+)'?\s*\Z")


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
    if _NUMBERED.search(commit.subject):
        return "squash"
    return "rebase" if not forge and _other_hand(commit) else "direct"


def _other_hand(commit: Commit) -> bool:
    return commit.author.who.email.lower() != commit.committer.who.email.lower()


def inverted(commit: Commit, main: str) -> bool:
    """Whether a merge says that it brings main into something else: its first parent is no base then."""
    subject = commit.subject
    if re.match(_INTO_ITSELF.format(re.escape(main)), subject):
        return True
    into = _INTO.match(subject)
    return into is not None and into[1] != main


def change_request(commit: Commit) -> str | None:
    """The number of the pull or merge request that a landing names, for people to follow: `#118`, `!42`."""
    for shape, form in _REQUESTS:
        if found := shape.search(commit.message):
            return form.format(found[1])
    return None


def misdated(commit: Commit) -> str | None:
    """Why a commit's own two dates contradict each other, in words that follow 'it'; None where they do not."""
    author, committer = commit.author.at, commit.committer.at
    if author is not None and committer is not None and author > committer + _HOUR:
        return "was committed, by its own dates, before it was written"
    return None


def before_branch(commit: Commit, brought: Sequence[Commit]) -> bool:
    """Whether a merge is dated more than a day before the tip of a branch that it merges."""
    tips = (c.committer.at for c in brought if c.id in commit.parents)
    return commit.committer.at is not None and any(at - SECONDS > commit.committer.at for at in tips if at is not None)


def authors_of(commit: Commit) -> tuple[Identity, ...]:
    """Everyone a commit names as its maker: author, committer unless it is a forge, co-authors."""
    committer = commit.committer.who
    made = (commit.author.who, *(() if committer.email.lower() in FORGES else (committer,)), *commit.co_authors)
    return tuple(dict.fromkeys(made))
