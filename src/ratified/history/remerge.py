"""Git's own merge of a merge's two parents, beside what the merge commit really holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ratified.history.differences import differences
from ratified.history.error import HistoryError
from ratified.history.runner import Git
from ratified.model.landing import Commit, Remerge


def remerges(git: Git, commits: Sequence[Commit]) -> list[Remerge]:
    """For each merge of exactly two parents how it differs from git's merge of them.

    `git` must be an empty git directory that borrows the objects: no attribute, merge driver or setting of the
    repository may decide what its merge is. Merged trees are written there.
    """
    merged = list(_merged(git, commits))
    uneven = [place for place, (tree, _) in enumerate(merged) if tree != commits[place].tree]
    changes = differences(git, [(merged[place][0], commits[place].tree) for place in uneven]) if uneven else []
    differs = dict(zip(uneven, changes, strict=True))
    return [
        Remerge(frozenset(change.path for change in differs.get(place, ())), conflicts)
        for place, (_, conflicts) in enumerate(merged)
    ]


def _merged(git: Git, commits: Sequence[Commit]) -> Iterable[tuple[str, frozenset[str]]]:
    """The merged tree and the paths in conflict, by commit: `status NUL tree NUL (path NUL)* NUL` for each."""
    feed = "".join(f"{' '.join(commit.parents)}\n" for commit in commits).encode()
    options = ("--write-tree", "--stdin", "-z", "--allow-unrelated-histories", "--name-only", "--no-messages")
    tokens = iter(git.run("merge-tree", *options, feed=feed).out.decode("utf-8", "surrogateescape").split("\0"))
    for _ in commits:
        status, tree = next(tokens, ""), next(tokens, "")
        conflicts = frozenset(iter(lambda: next(tokens, None), ""))
        if status not in ("0", "1") or len(tree) not in (40, 64) or None in conflicts:
            raise _cut_short()
        if status == "0" and not conflicts:
            raise _cut_short()
        yield tree, frozenset(filter(None, conflicts))
    if list(tokens) != [""]:
        raise _cut_short()


def _cut_short() -> HistoryError:
    return HistoryError("`git merge-tree` did not answer all that it was asked, so nothing can be decided; try again")
