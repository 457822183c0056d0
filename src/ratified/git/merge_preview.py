"""What main would hold once a pull request is merged: git's own merge of the two tips."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ratified.git.error import HistoryError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ratified.git.runner import Git
    from ratified.model.landing import Blob

_TREE = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_OPTIONS = ("--write-tree", "-z", "--name-only", "--no-messages", "--allow-unrelated-histories")


class MergePreview(NamedTuple):
    """The tree of a merge, and the paths that git cannot merge by itself: those hold git's marks of a conflict.

    `conflicted` is true also where git ties the conflict to no path, and where it does not come to an end with the
    merge: then `listing` is what the branch alone holds. `carried` are paths as `RemergeDifference` has them.
    """

    listing: Mapping[str, Blob]
    conflicts: frozenset[str]
    conflicted: bool
    carried: frozenset[str] = frozenset()


SECONDS = 20.0
"""How long git may take. A merge of a policy takes a hundredth of a second."""


def merged_tree(git: Git, base: str, head: str) -> tuple[str, frozenset[str], bool] | None:
    """The tree of git's merge of two commits by id, the paths in conflict, and whether there is any conflict.

    None where git does not come to an end with it in time.

    `git` must be an empty git directory that borrows the objects: no attribute, merge driver or setting of the
    repository may decide what its merge is.
    """
    answer = git.attempt("merge-tree", *_OPTIONS, "--end-of-options", base, head, seconds=SECONDS)
    if answer.late:
        return None
    if answer.status not in (0, 1):
        raise HistoryError(git.failure("merge-tree", answer.status, answer.err))
    tree, *paths = answer.out.decode("utf-8", "surrogateescape").split("\0")
    if not _TREE.fullmatch(tree) or paths[-1:] != [""] or "" in paths[:-1] or (paths[:-1] and not answer.status):
        raise HistoryError(
            "`git merge-tree` did not say what the merge would bring, so nothing can be decided; try again"
        )
    return tree, frozenset(paths[:-1]), bool(answer.status)
