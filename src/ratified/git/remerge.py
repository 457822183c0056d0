"""The merge that git would make of a merge's two parents, beside what the merge commit really holds."""

from __future__ import annotations

import time
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from ratified.git.error import HistoryError
from ratified.git.tree_merge import TreeMerge, read_ahead
from ratified.git.tree_reader import TreeReader
from ratified.git.trees import EMPTY_TREE, FOLDER, TreeEntry
from ratified.model.landing import Blob, Commit, RemergeDifference

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ratified.git.ancestry import Ancestry
    from ratified.git.objects import ObjectReader
    from ratified.git.runner import Git, ProcessResult

AT_ONCE = 64
"""Merges that git is asked for in one process."""
TOGETHER = 4.0
"""Seconds that git may take for those before each is tried by itself."""
ALONE = 3.0
"""Seconds for one merge. A merge of a policy takes a hundredth of one."""
ALL = 14.0
"""Seconds that a run waits in vain. What is not known by then it does without."""
_OPTIONS = ("--write-tree", "--stdin", "-z", "--allow-unrelated-histories", "--name-only", "--no-messages")
_UNKNOWN = RemergeDifference(frozenset(), frozenset(), known=False)
"""Of a merge that git does not come to an end with."""


class RemergeBudget:
    """How many seconds of one run may still be spent on merges that come to no end."""

    def __init__(self) -> None:
        self.left = ALL

    def for_(self, seconds: float) -> float:
        """So many seconds, or what is left."""
        return min(seconds, self.left)


class _MergeTreeResult(NamedTuple):
    tree: str
    clean: bool
    conflicts: tuple[str, ...]


def remerges(
    git: Git, objects: ObjectReader, ancestry: Ancestry, commits: Sequence[Commit], patience: RemergeBudget
) -> list[RemergeDifference]:
    """For each merge of exactly two parents how it differs from git's merge of them.

    `git` must be an empty git directory that borrows the objects: no attribute, merge driver or setting of the
    repository may decide what its merge is. Merged trees are written there. Git is asked only where its renames or its
    merge of a file's lines decide, and all that it then reads was held to its ids before.
    """
    trees = TreeReader(objects)
    found: dict[int, RemergeDifference] = {}
    for place, commit in enumerate(commits):
        if place % AT_ONCE == 0:
            _ahead(trees, ancestry, commits[place : place + AT_ONCE])
        differs = _plain(trees, objects, ancestry, commit)
        if differs is not None:
            found[place] = RemergeDifference(differs, frozenset())
    asked = [place for place in range(len(commits)) if place not in found]
    merged = _merged(git, [commits[place] for place in asked], patience)
    for place, made in zip(asked, merged, strict=True):
        sides = ancestry.trees(commits[place].parents)
        found[place] = _UNKNOWN if made is None else _beside(trees, made, commits[place].tree, sides)
    return [found[place] for place in range(len(commits))]


def _ahead(trees: TreeReader, ancestry: Ancestry, commits: Sequence[Commit]) -> None:
    """Read at once what most of these merges will ask: the sides, what they came from, and what was made of them."""
    ancestry.trees([parent for commit in commits for parent in commit.parents])
    below = (ancestry.trees(ancestry.bases(*commit.parents)) for commit in commits)
    sides = ((*ancestry.trees(commit.parents), commit.tree) for commit in commits)
    read_ahead(trees, ((*base, *three) for base, three in zip(below, sides, strict=True)))


def _plain(trees: TreeReader, objects: ObjectReader, ancestry: Ancestry, commit: Commit) -> frozenset[str] | None:
    """What a merge holds beyond a merge that needs no git; None where only git can say, all that it reads looked at."""
    bases = ancestry.bases(*commit.parents)
    ours, theirs = ancestry.trees(commit.parents)
    empty = EMPTY_TREE[len(commit.id)]
    below = ancestry.trees(bases) or [empty]
    blobs: set[str] = set()
    for base in below:
        merging = TreeMerge(trees)
        if merging.of(base, ours, theirs, commit.tree) and len(below) == 1:
            return frozenset(merging.differs)
        blobs |= merging.blobs
    for one, other in combinations(bases, 2):
        blobs |= _read_by_git(trees, ancestry, one, other)
    objects.found(blobs)
    return None


def _read_by_git(trees: TreeReader, ancestry: Ancestry, one: str, other: str) -> set[str]:
    """The blobs that a merge of two common ancestors may read, their own common ancestors' merge included."""
    found: set[str] = set()
    waiting, seen = [(one, other)], {(one, other)}
    while waiting:
        pair = waiting.pop()
        bases = ancestry.bases(*pair)
        for root in ancestry.trees(bases) or [EMPTY_TREE[len(one)]]:
            merging = TreeMerge(trees)
            ours, theirs = ancestry.trees(pair)
            merging.of(root, ours, theirs, ours)
            found |= merging.blobs
        further = [each for each in combinations(bases, 2) if each not in seen]
        seen.update(further)
        waiting += further
    return found


def _beside(trees: TreeReader, made: _MergeTreeResult, tree: str, sides: Sequence[str]) -> RemergeDifference:
    def beside(one: str) -> dict[str, tuple[Blob | None, Blob | None]]:
        return {p: (was, is_) for p, was, is_ in trees.paths(TreeEntry(FOLDER, one), TreeEntry(FOLDER, tree), "")}

    def paths(one: str) -> frozenset[str]:
        return frozenset(beside(one))

    differs = paths(made.tree)
    # A conflict that git ties to no path could be about any of them.
    vague = not made.clean and not made.conflicts
    conflicts = paths(EMPTY_TREE[len(tree)]) if vague else frozenset(made.conflicts)
    ours, theirs = map(beside, sides)
    like_none = (path for path in ours.keys() & theirs.keys() if ours[path][1] is not None)
    carried = frozenset(path for path in like_none if ours[path][0] is None or theirs[path][0] is None)
    return RemergeDifference(differs, conflicts, carried=carried - differs - conflicts)


def _merged(git: Git, commits: Sequence[Commit], patience: RemergeBudget) -> list[_MergeTreeResult | None]:
    """Git's merges, many in one process; None for each with which it does not come to an end.

    Where it takes long, or ends as it should not, what it had answered by then counts, and the next ones are asked
    one by one until the culprit is found. So it costs the landing that bears it and no other.
    """
    found: list[_MergeTreeResult | None] = []
    while len(found) < len(commits):
        began = time.monotonic()
        some = commits[len(found) : len(found) + AT_ONCE]
        told = _ask(git, some, patience.for_(TOGETHER if len(some) > 1 else ALONE)) if patience.left else []
        found += told
        for commit in some[len(told) :]:
            one = _ask(git, (commit,), patience.for_(ALONE)) if patience.left and len(some) > 1 else []
            found += one or [None]
            if not one:
                patience.left = max(0.0, patience.left - (time.monotonic() - began))
                break
    return found


def _ask(git: Git, commits: Sequence[Commit], seconds: float) -> list[_MergeTreeResult]:
    """What git answers within so many seconds, in order, as far as it comes."""
    feed = "".join(f"{' '.join(commit.parents)}\n" for commit in commits).encode()
    answer = git.attempt("merge-tree", *_OPTIONS, feed=feed, seconds=seconds)
    found = list(_read(answer.out))
    sound = answer.status == 0 and sum(map(_size, found)) == len(answer.out)
    if sound and len(found) == len(commits):
        return found
    if not answer.late:
        _require_working(git, commits[0], answer)
    return found[: len(commits) - 1] if not sound else []


def _read(out: bytes) -> Iterator[_MergeTreeResult]:
    """`1 or 0 NUL tree NUL (path NUL)* NUL` for each pair of commits; 1 says that there is no conflict."""
    tokens = out.decode("utf-8", "surrogateescape").split("\0")[:-1]
    at = 0
    while "" in tokens[at + 2 :]:
        status, tree = tokens[at : at + 2]
        if status not in ("0", "1") or len(tree) not in (40, 64):
            return
        end = tokens.index("", at + 2)
        yield _MergeTreeResult(tree, status == "1", tuple(tokens[at + 2 : end]))
        at = end + 1


def _size(merged: _MergeTreeResult) -> int:
    """The bytes of one answer."""
    names = (len(name.encode("utf-8", "surrogateescape")) + 1 for name in merged.conflicts)
    return 2 + len(merged.tree) + 1 + sum(names) + 1


def _require_working(git: Git, commit: Commit, failed: ProcessResult) -> None:
    """HistoryError where git merges nothing at all: a commit merged with itself is never that commit's fault."""
    control = git.attempt("merge-tree", *_OPTIONS, feed=f"{commit.parents[0]} {commit.parents[0]}\n".encode())
    if control.status or not list(_read(control.out)):
        raise HistoryError(git.failure("merge-tree", failed.status or control.status, failed.err or control.err))
