"""A repository opened: git on itself for its refs, and git on an empty directory with its objects for all the rest."""

from __future__ import annotations

import weakref
from pathlib import Path
from typing import TYPE_CHECKING, Self

from ratified.git import repository_checks
from ratified.git.discovery import RepositoryFolders, find_repository
from ratified.git.error import HistoryError, no_space_error, printable
from ratified.git.mainline import log_of
from ratified.git.objects import ObjectReader
from ratified.git.runner import Git
from ratified.git.running import PrefetchedCall, RunningGit

if TYPE_CHECKING:
    from tempfile import TemporaryDirectory


class OpenRepository:
    """What the other parts ask: `real` knows refs, index and ignored files, `plain` only objects. `below` is the
    policy's folder in the repository, empty where it is the root.

    `plain` is an empty git directory of our own that borrows the objects, so that nothing which the repository
    configures can alter what it answers. It goes with `close`, at the latest when nobody holds this any more.
    """

    def __init__(self, root: Path, found: RepositoryFolders | None = None, anew: bool = False) -> None:
        """`found` is what looking for the repository gave, where somebody looked already. `anew`: nothing that an
        earlier run left is read.
        """
        try:
            self.root = root.resolve(strict=True)
        except (OSError, ValueError, RuntimeError) as error:
            raise HistoryError(f"{printable(root)} cannot be opened; give the folder of a git repository") from error
        found = found or find_repository(self.root)
        repository_checks.require_version(found.git_dir)
        self.real, self.below = found.git(), found.below
        self.object_format, self.checkout, _ = repository_checks.checked_repository(self.real, found)
        try:
            self._folder = repository_checks.borrowing_repository(found.common_dir / "objects", self.object_format)
        except OSError as error:
            raise no_space_error(error) from error
        self.folder = Path(self._folder.name)
        self.plain = Git(self.folder)
        self.objects = ObjectReader(self.plain, self.object_format)
        self.attributes = found.common_dir / "info" / "attributes"
        self.index = found.git_dir / "index"
        self.kept = found.kept(anew)
        self._walks: dict[str, PrefetchedCall] = {}
        self._logs: dict[str, RunningGit] = {}
        self._end = weakref.finalize(self, _close, self.objects, self._walks, self._logs, self._folder)

    def walk(self, tip: str) -> PrefetchedCall:
        """The walk over everything that a tip reaches; asked for early, it is made while other things are read."""
        if tip not in self._walks:
            self._walks[tip] = PrefetchedCall(self.plain, "rev-list", "--parents", "--end-of-options", tip)
        return self._walks[tip]

    def expect(self, tip: str) -> None:
        """Let git begin with all that a reading of this tip's whole history asks of it."""
        if tip not in self._logs:
            self._logs[tip] = log_of(self.plain, self.below, tip)
            self._logs[tip].hear()
        self.walk(tip)

    def begun(self, tip: str) -> RunningGit | None:
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
    objects: ObjectReader,
    walks: dict[str, PrefetchedCall],
    logs: dict[str, RunningGit],
    folder: TemporaryDirectory[str],
) -> None:
    objects.close()
    for walk in walks.values():
        walk.close()
    for log in logs.values():
        log.__exit__()
    folder.cleanup()
