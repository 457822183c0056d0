"""The files of a commit, for whoever reads a book from objects alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.model.place import Place
from ratified.source.fault import ReadingFault
from ratified.source.file_names import name_faults, readable
from ratified.source.tree import LIMIT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ratified.model.landing import Blob


class CommitTree:
    """A tree read from git's objects: no link is followed, no attribute or filter decides."""

    def __init__(self, listing: Mapping[str, Blob], read: Callable[[str], bytes]) -> None:
        self.listing, self._read = listing, read

    def paths(self, *folders: str) -> Sequence[str]:
        """Every file under these folders that a person could name, hidden ones left out, sorted."""
        return sorted(path for path in self._under(folders) if readable(path))

    def faults(self, *folders: str) -> Sequence[ReadingFault]:
        """Links, submodules, and names that cannot be trusted."""
        found = self._under(folders)
        odd = [_odd(path, self.listing[path]) for path in sorted(found) if readable(path)]
        return [*filter(None, odd), *name_faults(found)]

    def top(self) -> Sequence[str]:
        """The files at the root, and those that make a folder there a package."""
        parts = ((path, path.split("/")) for path in self.listing)
        return [p for p, steps in parts if len(steps) == 1 or (len(steps) == 2 and steps[1].startswith("__init__."))]

    def read(self, path: str) -> bytes | ReadingFault:
        """The bytes of a file; a fault for a link, a submodule, a missing file or one over 1 MiB."""
        blob = self.listing.get(path)
        if blob is None:
            return _unreadable(path, "no such file", "add it")
        if (odd := _odd(path, blob)) is not None:
            return odd
        data = self._read(blob.id)
        return data if len(data) <= LIMIT else _unreadable(path, "over the limit of 1 MiB", "split the file")

    def _under(self, folders: Sequence[str]) -> set[str]:
        tops = tuple(f"{folder}/" for folder in folders)
        hidden = (p for p in self.listing if p in folders or p.startswith(tops))
        return {path for path in hidden if not any(step.startswith(".") for step in path.split("/"))}


def _odd(path: str, blob: Blob) -> ReadingFault | None:
    if blob.regular:
        return None
    what = "a symbolic link" if blob.mode == "120000" else "a submodule"
    return _unreadable(path, what, "put the file itself here")


def _unreadable(path: str, what: str, help_: str) -> ReadingFault:
    return ReadingFault("unreadable", Place(path), f"cannot be read: {what}", help_)
