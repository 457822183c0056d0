"""One path of one tree, without listing the tree: a level at a time, each tree read once."""

from __future__ import annotations

from collections.abc import Mapping

from ratified.history.objects import Objects
from ratified.history.trees import FOLDER, entries


class Lookup:
    """What trees hold at a path."""

    def __init__(self, objects: Objects) -> None:
        self._objects = objects
        self._trees: dict[str, Mapping[str, tuple[str, str]]] = {}

    def held(self, tree: str, path: str) -> str | None:
        """The id of the object at a path under a tree; None where there is none, or a folder."""
        *folders, name = path.split("/")
        for folder in folders:
            mode, tree = self._entries(tree).get(folder, ("", ""))
            if mode != FOLDER:
                return None
        mode, found = self._entries(tree).get(name, ("", ""))
        return found if found and mode != FOLDER else None

    def _entries(self, tree: str) -> Mapping[str, tuple[str, str]]:
        if tree not in self._trees:
            raw = self._objects.contents((tree,), "tree")[tree]
            self._trees[tree] = {name: (mode, id_) for mode, name, id_ in entries(tree, raw)}
        return self._trees[tree]
