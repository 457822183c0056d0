"""Git's own merge of a merge's two parents, beside what the merge commit really holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ratified.history.differences import differences
from ratified.history.error import HistoryError
from ratified.history.runner import Git
from ratified.model.landing import Commit, Remerge

_EMPTY_TREE = {
    40: "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
    64: "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321",
}
"""The id of the tree that holds nothing, by the length of ids."""


class _Merged(NamedTuple):
    tree: str
    clean: bool
    conflicts: frozenset[str]


def remerges(git: Git, commits: Sequence[Commit]) -> list[Remerge]:
    """For each merge of exactly two parents how it differs from git's merge of them.

    `git` must be an empty git directory that borrows the objects: no attribute, merge driver or setting of the
    repository may decide what its merge is. Merged trees are written there.
    """
    merged = _merged(git, commits)
    pairs = [(made.tree, commit.tree) for made, commit in zip(merged, commits, strict=True)]
    uneven = [place for place, (tree, own) in enumerate(pairs) if tree != own]
    differs = dict(zip(uneven, _paths(git, [pairs[place] for place in uneven]), strict=True))
    # A conflict that git ties to no path could be about any of them.
    vague = [place for place, made in enumerate(merged) if not made.clean and not made.conflicts]
    anything = _paths(git, [(_EMPTY_TREE[len(pairs[place][1])], pairs[place][1]) for place in vague])
    conflicts = dict(zip(vague, anything, strict=True))
    return [
        Remerge(differs.get(place, frozenset()), conflicts.get(place, made.conflicts))
        for place, made in enumerate(merged)
    ]


def _paths(git: Git, pairs: Sequence[tuple[str, str]]) -> list[frozenset[str]]:
    return [frozenset(change.path for change in found) for found in (differences(git, pairs) if pairs else ())]


def _merged(git: Git, commits: Sequence[Commit]) -> list[_Merged]:
    """Git answers `1 or 0 NUL tree NUL (path NUL)* NUL` for each pair of commits; 1 says that there is no conflict."""
    feed = "".join(f"{' '.join(commit.parents)}\n" for commit in commits).encode()
    options = ("--write-tree", "--stdin", "-z", "--allow-unrelated-histories", "--name-only", "--no-messages")
    tokens = git.run("merge-tree", *options, feed=feed).out.decode("utf-8", "surrogateescape").split("\0")
    found: list[_Merged] = []
    at = 0
    for _ in commits:
        status, tree = (*tokens[at : at + 2], "", "")[:2]
        if status not in ("0", "1") or len(tree) not in (40, 64) or "" not in tokens[at + 2 : -1]:
            raise _cut_short()
        end = tokens.index("", at + 2)
        found.append(_Merged(tree, status == "1", frozenset(tokens[at + 2 : end])))
        at = end + 1
    if tokens[at:] != [""]:
        raise _cut_short()
    return found


def _cut_short() -> HistoryError:
    return HistoryError("`git merge-tree` did not answer all that it was asked, so nothing can be decided; try again")
