"""The folder of a Git host's answers, read; and batches of reviews written for a workflow that commits them."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from ratified.cli import exits
from ratified.output import terminal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ratified.analysis.review_import import NewBatch

LARGEST = 64 * 1024 * 1024
"""Bytes of one file of answers; a page of a hundred entries has less than one."""


def folder_files(folder: Path) -> dict[str, bytes]:
    """Every file of a folder by its path in it. A link is not followed, and counts as not there."""
    found = {}
    for path, entry in _walk(str(folder), ""):
        if entry.stat(follow_symlinks=False).st_size > LARGEST:
            raise exits.CannotDecideError(terminal.line(f"{path} is over 64 MiB, which no answer is; fetch it again"))
        with open(entry.path, "rb") as opened:  # noqa: PTH123 - thousands of small files, and a Path for each doubles the time
            found[path] = opened.read()
    return found


def _walk(folder: str, below: str) -> Iterator[tuple[str, os.DirEntry[str]]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(entry.path, f"{below}{entry.name}/")
            elif entry.is_file(follow_symlinks=False):
                yield f"{below}{entry.name}", entry


def put_batches(out: Path, batches: Sequence[NewBatch], tip: str, tree: str) -> None:
    """Write batches and their plan into a folder that is not there yet: all of it, or nothing.

    `tip` is what the first commit stands on and `tree` that of its batches; both are "" on a branch that is to be made.
    """
    rows = [
        {"path": one.path, "file": Path(one.path).name, "message": one.subject, "parents": list(one.heads)}
        for one in batches
    ]
    plan = {"schema": "ratified/batches/1", "base": tip, "reviews": tree, "batches": rows}
    made = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        for one in batches:
            (made / Path(one.path).name).write_bytes(one.data)
        (made / "plan.json").write_text(json.dumps(plan, indent=1) + "\n", encoding="utf-8")
        made.chmod(0o755)
        made.rename(out)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise
