"""A tree of files as it would be with some of them written: for reading what is about to be written."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ratified.source.fault import ReadingFault
    from ratified.source.tree import FileTree


class ChangedTree:
    """The files of another tree, and of these paths other bytes. New files are no links, and their names are sound."""

    def __init__(self, tree: FileTree, files: Mapping[str, bytes]) -> None:
        self._tree, self._files = tree, files

    def paths(self, *folders: str) -> Sequence[str]:
        """Every file under these folders, sorted."""
        more = (path for path in self._files if any(path == one or path.startswith(f"{one}/") for one in folders))
        return sorted({*self._tree.paths(*folders), *more})

    def read(self, path: str) -> bytes | ReadingFault:
        """The bytes of a file."""
        return self._files[path] if path in self._files else self._tree.read(path)

    def faults(self, *folders: str) -> Sequence[ReadingFault]:
        """What is wrong before any file is read."""
        return self._tree.faults(*folders)

    def top(self) -> Sequence[str]:
        """The files at the root."""
        return self._tree.top()
