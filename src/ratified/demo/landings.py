"""The parts a history is told in: an edit of a file, a commit on a branch, a landing on main."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, NamedTuple

from ratified.demo.tools import DemoError

Proof = Literal["signed", "forge", "none"]
Shape = Literal["merge", "direct", "squash", "octopus"]
Files = Mapping[str, str]


class Edit(NamedTuple):
    """One change of one file, readable both ways: `before` becomes `after`. None: there is no such file.

    Either text stands exactly once in the file, or `every` is set and each of them is meant.
    """

    path: str
    before: str | None
    after: str | None
    every: bool = False

    def turned(self) -> Edit:
        """The edit that takes this one back."""
        return Edit(self.path, self.after, self.before, self.every)


def edited(files: Files, edits: Iterable[Edit]) -> dict[str, str]:
    """The files after these edits, in order. Raises DemoError where an edit does not fit."""
    now = dict(files)
    for path, before, after, every in edits:
        if before is None or after is None:
            if now.get(path) != before:
                raise DemoError(f"the story does not fit the starter: {path} is not what the story says it is")
            now.pop(path, None)
            if after is not None:
                now[path] = after
            continue
        count = now.get(path, "").count(before)
        if count != 1 and not (every and count):
            raise DemoError(f"the story does not fit the starter: {path} holds {before!r} {count} times")
        now[path] = now[path].replace(before, after)
    return now


class BranchCommit(NamedTuple):
    """A commit on a branch. `author` is a person's id, or `Name <mail>` of a stranger; `with_` a co-author's id.
    `signed` with the author's own key."""

    author: str
    subject: str
    edits: tuple[Edit, ...] = ()
    with_: str = ""
    signed: bool = False


@dataclass(frozen=True)
class DemoLanding:
    """A landing to make: what came, who wrote it, who landed it, with what proof.

    `reviews`: files whose `reviewed:` becomes the landing's day, in the last commit of the branch. `fork`: how many
    landings before its base the branch left main; `catches_up`: it merged main into itself before it landed.
    The rest is for faults: `merged` are the edits of the merge where they are not those of the branch, `key` whose
    key signs, `tampered` alters the message once it is signed, `at` sets the clock, `message` the subject, and
    `inverted` merges main into the branch, which then is main.
    """

    day: date
    title: str
    by: str
    proof: Proof
    works: tuple[BranchCommit, ...]
    reviews: tuple[str, ...] = ()
    shape: Shape = "merge"
    fork: int = 0
    catches_up: bool = False
    merged: tuple[Edit, ...] | None = None
    key: str = ""
    tampered: bool = False
    at: datetime | None = None
    message: str = ""
    inverted: bool = False

    @property
    def moment(self) -> datetime:
        """When it lands, UTC: in working hours, another minute each day, always the same."""
        working = timedelta(minutes=self.day.toordinal() * 37 % 480)
        return self.at or datetime.combine(self.day, time(9), UTC) + working

    @property
    def edits(self) -> tuple[Edit, ...]:
        """Everything the branch changed, in order."""
        return tuple(edit for work in self.works for edit in work.edits)

    @property
    def paths(self) -> frozenset[str]:
        """Every file it touches."""
        return frozenset((*self.reviews, *(edit.path for edit in self.edits)))


def landed(
    day: str,
    title: str,
    author: str,
    by: str,
    proof: Proof,
    *edits: Edit,
    reviews: tuple[str, ...] = (),
    fork: int = 0,
    catches_up: bool = False,
    with_: str = "",
) -> DemoLanding:
    """A pull request with one commit, merged with a merge commit."""
    work = BranchCommit(author, title, edits, with_)
    return DemoLanding(date.fromisoformat(day), title, by, proof, (work,), reviews, fork=fork, catches_up=catches_up)


def pushed(day: str, title: str, author: str, *edits: Edit) -> DemoLanding:
    """A commit pushed straight to main."""
    return DemoLanding(
        date.fromisoformat(day), title, author, "none", (BranchCommit(author, title, edits),), shape="direct"
    )
