"""Writing files of the work tree: every one of them, or none."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ratified.source.tree import WorkTree

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_PLAIN = 0o644
"""The mode of a file that is made anew."""


class RewriteError(Exception):
    """Files that could not be written; all of them are as they were. The message says why and what to do."""


def rewrite(root: Path, files: Mapping[str, tuple[bytes | None, bytes]]) -> None:
    """Put new bytes in the place of old ones, by path: all files, or on any fault none. Modes stay.

    A file without old bytes is made, and must not be there yet. Each is written beside its file and then takes its
    name. Raises RewriteError, also where a file no longer holds the old bytes, or does not read back as what was
    written.
    """
    tree = WorkTree(root)
    try:
        for path, (before, _) in files.items():
            if before is None:
                (root / path).parent.mkdir(parents=True, exist_ok=True)
        with _beside(root, {path: after for path, (_, after) in files.items()}) as ready:
            for path, (before, _) in files.items():
                if _there(root / path) if before is None else tree.read(path) != before:
                    raise RewriteError(f"{path} changed while it was read; nothing was written; try again")
            _swap(root, files, ready, tree)
    except OSError as error:
        where = error.filename or root
        raise RewriteError(f"{where} cannot be written: {error.strerror}; nothing was changed") from error


def _there(file: Path) -> bool:
    return file.exists() or file.is_symlink()


def _swap(
    root: Path, files: Mapping[str, tuple[bytes | None, bytes]], ready: Mapping[str, Path], tree: WorkTree
) -> None:
    done: list[str] = []
    try:
        for path, temporary in ready.items():
            done.append(path)
            temporary.replace(root / path)
        for path, (_, after) in files.items():
            if tree.read(path) != after:
                raise RewriteError(f"{path} does not read back as it was written; nothing was changed")
    except BaseException:
        were = {path: before for path in done if (before := files[path][0]) is not None}
        for path in done:
            if path not in were:
                (root / path).unlink(missing_ok=True)
        with _beside(root, were) as old:
            for path, temporary in old.items():
                temporary.replace(root / path)
        raise


@contextmanager
def _beside(root: Path, files: Mapping[str, bytes]) -> Iterator[dict[str, Path]]:
    """The new bytes in files of their own, each in the folder and with the mode of the one it is meant for."""
    made: dict[str, Path] = {}
    try:
        for path, after in files.items():
            file = root / path
            handle, name = tempfile.mkstemp(prefix=".ratified-", dir=file.parent)
            made[path] = Path(name)
            with os.fdopen(handle, "wb") as opened:
                opened.write(after)
                opened.flush()
                os.fsync(opened.fileno())
            if file.exists():
                shutil.copymode(file, name)
            else:
                Path(name).chmod(_PLAIN)
        yield made
    finally:
        for temporary in made.values():
            temporary.unlink(missing_ok=True)
