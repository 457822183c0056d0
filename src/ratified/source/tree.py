"""Where files come from: the work tree here, a commit in the history package."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from ratified.model.place import Place
from ratified.source.fault import ReadingFault
from ratified.source.file_names import name_faults, readable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LIMIT = 1024 * 1024
"""The largest file that is read, in bytes."""


class FileTree(Protocol):
    """A set of files by path, relative to the root, with forward slashes."""

    def paths(self, *folders: str) -> Sequence[str]:
        """Every file under these folders, sorted; a folder may also name one file."""
        ...

    def read(self, path: str) -> bytes | ReadingFault:
        """The bytes of a file, or why they cannot be had."""
        ...

    def faults(self, *folders: str) -> Sequence[ReadingFault]:
        """What is wrong under these folders before any file is read: links, shut folders, bad names."""
        ...

    def top(self) -> Sequence[str]:
        """The files at the root, and those that make a folder there a package."""
        ...


class WorkTree:
    """The files of a folder. No symbolic link is followed: git records where it points, not what it says."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._links: dict[str, bool] = {}

    def paths(self, *folders: str) -> Sequence[str]:
        """Every file under these folders, hidden ones left out, and names no person could read."""
        return sorted({path for path, _ in self._walk(folders, []) if readable(path)})

    def faults(self, *folders: str) -> Sequence[ReadingFault]:
        """Links, folders that cannot be listed, names that cannot be trusted."""
        shut: list[OSError] = []
        found = dict(self._walk(folders, shut))
        links = [self._link(path) for path in sorted(found) if found[path] and readable(path)]
        closed = [_unreadable(self._relative(error.filename), _reason(error), "make it readable") for error in shut]
        return [*filter(None, links), *closed, *name_faults(found, sys.getfilesystemencoding())]

    def read(self, path: str) -> bytes | ReadingFault:
        """The bytes of a file; a fault for a link, a file over 1 MiB, or one the system will not give."""
        if (link := self._link(path)) is not None:
            return link
        file = self.root / path
        try:
            if not file.is_file():
                return _unreadable(path, "not a regular file", "put a plain file here or remove it")
            with file.open("rb") as opened:
                data = opened.read(LIMIT + 1)
        except OSError as error:
            return _unreadable(path, _reason(error), "make the file readable")
        if len(data) > LIMIT:
            return _unreadable(path, "over the limit of 1 MiB", "split the file")
        return data

    def top(self) -> Sequence[str]:
        """The files at the root, and those that make a folder there a package; of links their own names."""
        try:
            entries = [*os.scandir(self.root)]
        except OSError:
            return ()
        packages = [
            f"{entry.name}/{file}"
            for entry in entries
            if entry.is_dir() and entry.name.isidentifier()
            for file in _initial(entry.path)
        ]
        return sorted((*(entry.name for entry in entries if not entry.is_dir()), *packages))

    def _walk(self, folders: Sequence[str], shut: list[OSError]) -> Iterator[tuple[str, bool]]:
        """Every file and link under these folders, and whether it is a link; what cannot be listed goes to `shut`."""
        for folder in folders:
            top = self.root / folder
            if top.is_symlink() or (top.exists() and not top.is_dir()):
                yield folder, top.is_symlink()
                continue
            waiting = [folder]
            while waiting:
                here = waiting.pop()
                for entry in self._listed(here, shut):
                    link = entry.is_symlink()
                    if link or not entry.is_dir():
                        yield f"{here}/{entry.name}", link
                    else:
                        waiting.append(f"{here}/{entry.name}")

    def _listed(self, folder: str, shut: list[OSError]) -> Sequence[os.DirEntry[str]]:
        """What a folder holds, hidden names and what Python compiled left out."""
        try:
            with os.scandir(self.root / folder) as entries:
                return [e for e in entries if e.name[0] != "." and not (e.name == "__pycache__" and e.is_dir())]
        except OSError as error:
            if not isinstance(error, FileNotFoundError):
                shut.append(error)
            return ()

    def _link(self, path: str) -> ReadingFault | None:
        if not self._linked(path):
            return None
        file = self.root / path
        outside = not Path(os.path.realpath(file)).is_relative_to(os.path.realpath(self.root))
        where = " out of the repository" if outside else ""
        return _unreadable(path, f"a symbolic link{where}", "put the file itself here")

    def _linked(self, path: str) -> bool:
        """Whether a path is a link or lies under one; each folder is looked at once."""
        above = path.rpartition("/")[0]
        if above and above not in self._links:
            self._links[above] = self._linked(above)
        return self._links.get(above, False) or (self.root / path).is_symlink()

    def _relative(self, name: object) -> str:
        return Path(str(name)).relative_to(self.root).as_posix()


def _initial(folder: str) -> Sequence[str]:
    """The files of a folder that are run when it is imported."""
    try:
        return [name for name in os.listdir(folder) if name.startswith("__init__.")]  # noqa: PTH208
    except OSError:
        return ()


def _reason(error: OSError) -> str:
    return (error.strerror or "it cannot be opened").lower()


def _unreadable(path: str, what: str, help_: str) -> ReadingFault:
    return ReadingFault("unreadable", Place(path), f"cannot be read: {what}", help_)
