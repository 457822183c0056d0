"""Writing the demo: a repository with its history and a clean work tree, or nothing at all."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ratified.demo.company import SIGNING
from ratified.demo.history import BuiltHistory, build_history
from ratified.demo.keys import throw_away_keys
from ratified.demo.story import AS_OF, STORY
from ratified.demo.tools import DemoError, all_installed
from ratified.git.error import HistoryError
from ratified.git.runner import Git

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ratified.demo.fault import DemoFault


class DemoSummary(NamedTuple):
    """What was written: how many landings, the days of the first and the last, the day to judge it by."""

    landings: int
    first: date
    last: date
    as_of: date


def write_demo(target: Path, fault: DemoFault | None = None) -> DemoSummary:
    """Write the demo into `target`, which must be absent or an empty folder, with one fault left in if asked.

    Raises DemoError with a sentence, and leaves nothing behind.
    """
    _refuse(target)
    all_installed()
    story = tuple(fault.retold(STORY)) if fault else STORY
    more = fault.steps if fault else ()
    with throw_away_keys(SIGNING) as keys:
        told = build_history(story, more, keys)
    try:
        with _put_in_place(target) as folder:
            _unpack(told, folder)
    except HistoryError as error:
        raise DemoError(str(error)) from error
    except OSError as error:
        raise DemoError(f"{str(target)!r} cannot be written: {error.strerror}") from error
    steps = (*story, *more)
    return DemoSummary(told.landings, steps[0].day, steps[-1].day, AS_OF)


def _refuse(target: Path) -> None:
    """Raise DemoError where the demo may not go."""
    target_name = repr(str(target))
    if not target.parent.is_dir():
        raise DemoError(f"no such folder: {str(target.parent)!r}; make it first")
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise DemoError(f"{target_name} is there already and is no folder; name one that is absent or empty")
    try:
        if target.is_dir() and any(target.iterdir()):
            raise DemoError(
                f"{target_name} is not empty, and the demo overwrites nothing; name a folder absent or empty"
            )
    except PermissionError as error:
        raise DemoError(f"{target_name} cannot be looked into: {error.strerror}") from error


@contextmanager
def _put_in_place(target: Path) -> Iterator[Path]:
    """A folder beside the target to write into, which takes its place at the end; it is removed on any failure."""
    target = target.absolute()
    with tempfile.TemporaryDirectory(prefix=".ratified-demo-", dir=target.parent) as beside:
        folder = Path(beside) / "demo"
        folder.mkdir()
        yield folder
        if target.exists():
            # Not replaced: somebody's shell may stand in it.
            for part in list(folder.iterdir()):
                part.rename(target / part.name)
        else:
            folder.rename(target)


def _unpack(told: BuiltHistory, folder: Path) -> None:
    """A repository on branch main with the history and its files checked out, no identity set, no reflog."""
    git = Git(folder / ".git", folder)
    git.run("init", "--quiet", "--template=", "--object-format=sha1", "--initial-branch=main")
    git.run("index-pack", "--stdin", "--strict", feed=told.objects.pack())
    git.run("update-ref", "refs/heads/main", told.tip, settings=("core.logAllRefUpdates=false",))
    git.run("read-tree", "--reset", "-u", "HEAD")
