"""The files that an import is asked for: pages of folders, or one by one, and what lies beside them."""

from __future__ import annotations

import os
import posixpath
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ratified.model.place import Place
from ratified.policy.addresses import MARKDOWN
from ratified.source.fault import ReadingFault
from ratified.source.tree import WorkTree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ratified.source.tree import FileTree


class NoImportError(Exception):
    """An import that cannot be made: a sentence for each reason, with what to do."""


@dataclass(frozen=True)
class SourceFile:
    """A file to import: its name as it was given, its absolute path, and its path below the folder that was named."""

    given: str
    absolute: str
    below: str
    data: bytes


class SourceFiles:
    """The files of the paths that were named. Links are not followed, hidden files are left out."""

    def __init__(self, paths: Sequence[str]) -> None:
        self.pages: list[SourceFile] = []
        self.faults: list[ReadingFault] = []
        self._folders: list[tuple[str, str, WorkTree]] = []
        self._named: list[tuple[str, str]] = []
        for path in dict.fromkeys(paths):
            self._take(path)

    def _take(self, path: str) -> None:
        absolute = os.path.abspath(path)  # noqa: PTH100 - a link is to be seen, not followed
        if Path(absolute).is_dir():
            self._named.append((absolute, path))
            self._folders.append((absolute, path, tree := WorkTree(Path(absolute))))
            self.faults += [_of(path, fault) for fault in tree.faults(".")]
            names = [name.removeprefix("./") for name in tree.paths(".")]
            names = [name for name in names if name.lower().endswith(MARKDOWN)]
        elif path.lower().endswith(MARKDOWN):
            folder, name = os.path.split(absolute)
            self._folders.append((folder, os.path.dirname(path), WorkTree(Path(folder))))  # noqa: PTH120
            names = [name]
        else:
            what = "no Markdown page" if Path(absolute).exists() else "no such file or folder"
            raise NoImportError(f"{path}: {what}; name a folder, or a file that ends in {', '.join(MARKDOWN)}")
        for name in names:
            self._read(*self._folders[-1], name)

    def _read(self, folder: str, given: str, tree: WorkTree, name: str) -> None:
        data = tree.read(name)
        if isinstance(data, ReadingFault):
            self.faults.append(_of(given, data))
        elif all(page.absolute != posixpath.join(folder, name) for page in self.pages):
            self.pages.append(SourceFile(posixpath.join(given, name), posixpath.join(folder, name), name, data))

    def beside(self, absolute: str) -> SourceFile | ReadingFault | None:
        """A file that lies below a folder that was named, or beside a page that was; None where there is none."""
        for folder, given, tree in self._folders:
            name = absolute.removeprefix(f"{folder}/")
            if (
                name == absolute
                or any(part.startswith(".") for part in name.split("/"))
                or not Path(absolute).is_file()
            ):
                continue
            data = tree.read(name)
            if isinstance(data, ReadingFault):
                return _of(given, data)
            return SourceFile(posixpath.join(given, name), absolute, name, data)
        return None

    def beneath(self, folder: str, tree: FileTree) -> Iterator[str]:
        """The absolute paths of the files that an earlier import left below a folder of a tree."""
        for named, _ in self._named:
            yield from (f"{named}/{path.removeprefix(f'{folder}/')}" for path in tree.paths(folder))

    def untaken(self, taken: Iterable[str]) -> tuple[str, ...]:
        """Every file below the folders that were named, hidden ones too, but for those at these absolute paths: as it
        was given, sorted. What git keeps for itself is no file of theirs.
        """
        known, found = set(taken), set()
        for folder, given in self._named:
            for at, below, files in os.walk(folder):
                below[:] = [name for name in below if name != ".git"]
                every = ((posixpath.join(at, name), name) for name in files)
                found |= {f"{given.rstrip('/')}{path.removeprefix(folder)}" for path, _ in every if path not in known}
        return tuple(sorted(found))

    def at_top(self, path: str) -> Iterator[str]:
        """The absolute paths that a path from the top of a site may mean: below a folder, or with the folder's name."""
        for folder, _, _ in self._folders:
            yield posixpath.join(folder, path)
            if path.startswith(f"{posixpath.basename(folder)}/"):
                yield posixpath.join(posixpath.dirname(folder), path)


def _of(given: str, fault: ReadingFault) -> ReadingFault:
    """A fault of a file below a folder, at the name that was given."""
    place = fault.place
    name = posixpath.join(given, place.path.removeprefix("./"))
    return ReadingFault(fault.kind, Place(name, place.line, place.column), fault.message, fault.help)
