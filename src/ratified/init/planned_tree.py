"""Files that are not written yet, as whoever reads a tree sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.model.place import Place
from ratified.source.fault import ReadingFault
from ratified.source.file_names import name_faults, readable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class PlannedTree:
    """A tree of bytes by path."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files

    def paths(self, *folders: str) -> Sequence[str]:
        """Every file under these folders, sorted."""
        return sorted(path for path in self._under(folders) if readable(path))

    def read(self, path: str) -> bytes | ReadingFault:
        """The bytes of a file, or a fault."""
        found = self._files.get(path)
        return ReadingFault("unreadable", Place(path), "missing", "add the file") if found is None else found

    def faults(self, *folders: str) -> Sequence[ReadingFault]:
        """Names that cannot be trusted."""
        return list(name_faults(self._under(folders)))

    def top(self) -> Sequence[str]:
        """The files at the root, and those that make a folder there a package."""
        parts = ((path, path.split("/")) for path in self._files)
        return [p for p, steps in parts if len(steps) == 1 or (len(steps) == 2 and steps[1].startswith("__init__."))]

    def _under(self, folders: Sequence[str]) -> list[str]:
        return [path for path in self._files if any(path == one or path.startswith(f"{one}/") for one in folders)]
