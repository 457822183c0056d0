"""The policy's own tree in a commit: the whole one, or a folder of it where the policy lies deeper in a repository."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.git.error import printable
from ratified.git.trees import EMPTY_TREE, FOLDER, entries, listing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ratified.git.objects import ObjectReader
    from ratified.model.landing import Blob, Commit, RemergeDifference

_AT_ONCE = 1024


class PolicyTrees:
    """Trees by commit. `below` is the policy's folder from the repository's root, empty where it is the root.

    Where the folder is not there, or is a file, a link or a submodule, the policy's tree is the empty one.
    """

    def __init__(self, objects: ObjectReader, below: str) -> None:
        self.objects, self.below = objects, below
        self._unclear: set[str] = set()

    def of(self, commits: Sequence[Commit]) -> list[str]:
        """The id of the policy's tree in each of these commits, in order."""
        return self.inside([commit.tree for commit in commits])

    def inside(self, roots: Sequence[str]) -> list[str]:
        """The same for whole trees, by their ids. Some at a time: those of a large repository are large themselves."""
        if not self.below:
            return list(roots)
        found: dict[str, str] = {}
        for start in range(0, len(roots), _AT_ONCE):
            found |= self._inside(roots[start : start + _AT_ONCE])
        return [found[root] for root in roots]

    def _inside(self, roots: Sequence[str]) -> dict[str, str]:
        at = {root: root for root in roots}
        for step in self.below.split("/"):
            named = {id_: self._named(id_, *read, step) for id_, read in self.objects.found(at.values()).items()}
            self._unclear |= {root for root, id_ in at.items() if named[id_] is None}
            at = {root: named[id_] or EMPTY_TREE[len(root)] for root, id_ in at.items()}
        return at

    def _named(self, id_: str, kind: str, raw: bytes, step: str) -> str | None:
        """The folder of a name in a tree, empty where there is none; None where the tree can be read in two ways."""
        held = entries(id_, kind, raw)
        if held is None:
            return None
        return next((row.said[1].id for row in held if row.said[0] == step and row.said[1].mode == FOLDER), "")

    def told(self, commit: Commit) -> Commit:
        """The commit with a word about it where nobody can say what its policy's folder is."""
        if commit.tree not in self._unclear:
            return commit
        fault = f"what leads to {printable(self.below + '/')} in it is no tree that can be read one way only"
        return commit._replace(faults=(*commit.faults, fault))

    def listing(self, root: str) -> dict[str, Blob]:
        """Every path of the policy in a whole tree, relative to its folder."""
        return listing(self.objects, self.inside([root])[0])

    def kept(self, merge: RemergeDifference) -> RemergeDifference:
        """What of a merge's difference lies in the policy's folder, paths relative to it."""
        differs, conflicts, carried = map(self.paths, (merge.differs, merge.conflicts, merge.carried))
        return merge._replace(differs=differs, conflicts=conflicts, carried=carried)

    def paths(self, whole: Iterable[str]) -> frozenset[str]:
        """Of paths in the repository those in the policy's folder, relative to it."""
        top = f"{self.below}/" if self.below else ""
        return frozenset(path[len(top) :] for path in whole if path.startswith(top))
