"""A repository opened: git on itself for its refs, and git on an empty directory with its objects for all the rest."""

from __future__ import annotations

import weakref
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self

from ratified.history import place
from ratified.history.error import HistoryError, no_room, shown
from ratified.history.finding import Found, find
from ratified.history.kept import Kept
from ratified.history.mainline import log_of
from ratified.history.objects import Objects
from ratified.history.runner import Git
from ratified.history.running import Ahead, Running


class Opened:
    """What the other parts ask: `real` knows refs, index and ignored files, `plain` only objects.

    `plain` is an empty git directory of our own that borrows the objects, so that nothing which the repository
    configures can alter what it answers. It goes with `close`, at the latest when nobody holds this any more.
    """

    def __init__(self, root: Path, found: Found | None = None, anew: bool = False) -> None:
        """`found` is what looking for the repository gave, where somebody looked already. `anew`: nothing that an
        earlier run left is read.
        """
        try:
            self.root = root.resolve(strict=True)
        except (OSError, ValueError, RuntimeError) as error:
            raise HistoryError(f"{shown(root)} cannot be opened; give the folder of a git repository") from error
        found = found or find(self.root)
        place.require_version(found.git_dir)
        self.real = Git(found.git_dir, found.work_tree)
        self.object_format, self.checkout, _ = place.trusted(self.real, found)
        try:
            self._folder = place.shadow(found.common_dir / "objects", self.object_format)
        except OSError as error:
            raise no_room(error) from error
        self.folder = Path(self._folder.name)
        self.plain = Git(self.folder)
        self.objects = Objects(self.plain, self.object_format)
        self.attributes = found.common_dir / "info" / "attributes"
        self.index = found.git_dir / "index"
        self.kept = Kept(found.common_dir, self.root, anew)
        self._walks: dict[str, Ahead] = {}
        self._logs: dict[str, Running] = {}
        self._end = weakref.finalize(self, _close, self.objects, self._walks, self._logs, self._folder)

    def walk(self, tip: str) -> Ahead:
        """The walk over everything that a tip reaches; asked for early, it is made while other things are read."""
        if tip not in self._walks:
            self._walks[tip] = Ahead(self.plain, "rev-list", "--parents", "--end-of-options", tip)
        return self._walks[tip]

    def expect(self, tip: str) -> None:
        """Let git begin with all that a reading of this tip's whole history asks of it."""
        if tip not in self._logs:
            self._logs[tip] = log_of(self.plain, tip)
            self._logs[tip].hear()
        self.walk(tip)

    def begun(self, tip: str) -> Running | None:
        """The log of a tip that was expected; whoever takes it ends it."""
        return self._logs.pop(tip, None)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the running git and remove the temporary folder; twice is once."""
        self._end()


def _close(
    objects: Objects, walks: dict[str, Ahead], logs: dict[str, Running], folder: TemporaryDirectory[str]
) -> None:
    objects.close()
    for walk in walks.values():
        walk.close()
    for log in logs.values():
        log.__exit__()
    folder.cleanup()
