"""The merge of a branch that left main earlier, told by what both sides changed since: no tree is read for it.

What main changed its landings say, which were held to its trees. What the branch changed git says and is not believed:
on top of main as it was where the branch left it, that must lead to the very tree that the branch's commit names.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from ratified.git.error import HistoryError
from ratified.git.raw_diff import RAW, RawDiffReader
from ratified.git.tree_growth import GrowingTree
from ratified.git.trees import ODD
from ratified.model.landing import Blob, PathChange, RemergeDifference

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ratified.git.ancestry import Ancestry
    from ratified.git.objects import ObjectFormat
    from ratified.git.runner import Git
    from ratified.model.landing import Commit, Landing

_FAR = 256
"""Landings that a branch may lie behind. What main changed since is gathered anew for each branch."""

_Sides = tuple[Blob | None, Blob | None]
"""What a path held before and after."""
_Changes = dict[str, _Sides]


class _CrossingMerge(NamedTuple):
    """A landing that merges a branch, the number of the landing that this left, and the tree of its tip."""

    left: int
    landing: Landing
    tree: str


def merges_by_changes(
    git: Git, form: ObjectFormat, ancestry: Ancestry, landings: Sequence[Landing], commits: Iterable[Commit]
) -> dict[str, RemergeDifference]:
    """How merges of main differ from git's own, by id: of those that changes decide.

    Left out is every one where a rename, a file that both sides changed or a tree that no two read alike might matter,
    and all once git told a branch otherwise than it is.
    """
    if any(_odd(after) for landing in landings for _, _, after in landing.changes):
        return {}
    crossing = sorted(_crossing(ancestry, landings, commits))
    main = _GrowingMain(form, landings)
    found: dict[str, RemergeDifference] = {}
    with suppress(HistoryError, ValueError, IndexError):  # whoever reads the trees instead says what is wrong
        told = _told(git, [(landings[merge.left].commit.tree, merge.tree) for merge in crossing])
        for merge, changes in zip(crossing, told, strict=False):
            theirs = main.branch(merge, changes)
            if theirs is None:
                break
            ours = _changed(landings[merge.left + 1 : merge.landing.number])
            differs = _beyond(ours, theirs, merge.landing.changes)
            if differs is not None:
                found[merge.landing.commit.id] = RemergeDifference(differs, frozenset())
    return found


def _crossing(ancestry: Ancestry, landings: Sequence[Landing], commits: Iterable[Commit]) -> Iterator[_CrossingMerge]:
    numbers = {landing.commit.id: landing.number for landing in landings}
    for commit in commits:
        number = numbers.get(commit.id)
        if number is None or len(commit.parents) != 2:
            continue
        left = [numbers.get(base, -1) for base in ancestry.bases(*commit.parents)]
        near = len(left) == 1 and max(0, number - _FAR) <= left[0] < number
        if near and not any(landing.commit.faults for landing in landings[left[0] : number + 1]):
            yield _CrossingMerge(left[0], landings[number], *ancestry.trees(commit.parents[1:]))


def _told(git: Git, pairs: Sequence[tuple[str, str]]) -> list[list[PathChange]]:
    """What git says that the trees of each pair do not have alike: `id id LF`, then `:meta NUL path NUL` for each."""
    feed = "".join(f"{one} {other}\n" for one, other in pairs)
    tokens = iter(git.run("diff-tree", "--stdin", *RAW, feed=feed.encode()).out.split(b"\0"))
    reader = RawDiffReader()
    found: list[list[PathChange]] = []
    for token in tokens:
        *heads, meta = token.split(b"\n")
        found += [[] for _ in heads]
        if meta:
            found[-1].append(reader.change(meta, next(tokens, b"")))
    return found


class _GrowingMain:
    """Main as one landing after another left it, and branches grown out of it, each held to the id of its tree."""

    def __init__(self, form: ObjectFormat, landings: Sequence[Landing]) -> None:
        self._growth = GrowingTree(form)
        self._landings = landings
        self._next = 0
        self._now: dict[str, Blob] = {}
        self._due: dict[str, Blob | None] = {}
        """What the growing tree still has to be told, so that it holds what main does."""

    def branch(self, merge: _CrossingMerge, told: Iterable[PathChange]) -> _Changes | None:
        """What a branch changed since it left main, none before one asked for; None where that is not what was told."""
        self._go_to(merge.left)
        after = {path: held for path, _, held in told}
        before = {path: self._now.get(path) for path in after}
        made = self._growth.grow([PathChange(path, None, held) for path, held in (self._due | after).items()])
        self._due = dict(before)
        if made != merge.tree or any(map(_odd, after.values())):
            return None
        return {path: (before[path], held) for path, held in after.items() if before[path] != held}

    def _go_to(self, number: int) -> None:
        for landing in self._landings[self._next : number + 1]:
            for path, _, after in landing.changes:
                self._due[path] = after
                if after is None:
                    self._now.pop(path, None)
                else:
                    self._now[path] = after
        self._next = max(self._next, number + 1)


def _changed(landings: Iterable[Landing]) -> _Changes:
    """What landings changed together."""
    found: _Changes = {}
    for landing in landings:
        for path, before, after in landing.changes:
            found[path] = (found[path][0] if path in found else before, after)
    return {path: sides for path, sides in found.items() if sides[0] != sides[1]}


def _beyond(ours: _Changes, theirs: _Changes, made: Sequence[PathChange]) -> frozenset[str] | None:
    """The paths that a merge holds otherwise than both sides' changes have it; None where these do not decide that."""
    if any(ours[path] != theirs[path] for path in ours.keys() & theirs.keys()) or _may_meet(ours, theirs):
        return None
    by_merge = {path for path, before, after in made if after != (theirs[path][1] if path in theirs else before)}
    left_out = theirs.keys() - ours.keys() - {change.path for change in made}
    return frozenset(by_merge | left_out)


def _may_meet(ours: _Changes, theirs: _Changes) -> bool:
    """Whether a rename, or a file where the other side has a folder, might let one side decide what is the other's."""
    added = [any(before is None for before, _ in side.values()) for side in (ours, theirs)]
    if any(after is None for side in (ours, theirs) for _, after in side.values()):
        return any(added)
    return all(added) and not (_folders(ours).isdisjoint(theirs) and _folders(theirs).isdisjoint(ours))


def _folders(paths: Mapping[str, object]) -> set[str]:
    """Every folder that holds one of these."""
    return {path[:end] for path in paths for end, letter in enumerate(path) if letter == "/"}


def _odd(blob: Blob | None) -> bool:
    return blob is not None and blob.mode == ODD
