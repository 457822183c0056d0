"""Writing a new repository into a folder: each file whole or not at all, and nothing that is there already."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, NamedTuple

from ratified.git.discovery import find_repository
from ratified.git.runner import Git

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_ROOM = "ratified-init"
"""A folder inside of `.git`, where no commit takes it up: what a run that was stopped leaves behind."""

ANSWERS = "answers.yml"


class InitError(Exception):
    """A folder in which no repository can be begun: a sentence that says why and what to do."""


class WrittenFiles(NamedTuple):
    """What became of each planned file, by path: made now, there as planned, or there and kept as it is."""

    made: tuple[str, ...]
    same: tuple[str, ...]
    kept: tuple[str, ...]


def looked_through(target: Path, files: Mapping[str, bytes]) -> WrittenFiles:
    """What writing would do. Raises InitError where a file has the name of a folder, or a folder that of a file."""
    made, same, kept = [], [], []
    for path, data in files.items():
        file = target / path
        for above in reversed(file.relative_to(target).parents):
            if (target / above).is_symlink() or ((target / above).exists() and not (target / above).is_dir()):
                raise InitError(f"{above} is there and is no folder, and {path} belongs into one; rename it")
        if not file.exists() and not file.is_symlink():
            made.append(path)
        elif file.is_file() and not file.is_symlink() and file.read_bytes() == data:
            same.append(path)
        else:
            kept.append(path)
    return WrittenFiles(tuple(made), tuple(same), tuple(kept))


def git_folder(target: Path) -> Path:
    """The `.git` of a folder, made where there is none. Raises InitError inside of another repository, HistoryError."""
    if (target / "HEAD").is_file() and (target / "objects").is_dir():
        raise InitError(f"{target} is a bare repository, which holds no files; name a clone of it, or another folder")
    target.mkdir(parents=True, exist_ok=True)
    if (target / ".git").exists():
        return find_repository(target).git_dir
    above = next((one for one in target.resolve().parents if (one / ".git").exists()), None)
    if above is not None:
        raise InitError(f"{target} lies in the repository {above}; name that folder, or one outside of it")
    Git(target / ".git", target).run("init", "--quiet", "--template=", "--initial-branch=main")
    return target / ".git"


def _put(partial: Path, file: Path) -> None:
    """Give a written file its name. A link never takes the place of what somebody made; some disks have none."""
    try:
        os.link(partial, file)
    except FileExistsError:
        raise
    except OSError:
        partial.replace(file)


def main_branch(git_dir: Path) -> str:
    """The branch that a repository is on, by its short name; `main` where it is on none."""
    head = (git_dir / "HEAD").read_text(encoding="utf-8").strip() if (git_dir / "HEAD").is_file() else ""
    return head.removeprefix("ref: refs/heads/") if head.startswith("ref: refs/heads/") else "main"


def remembered(git_dir: Path) -> str | None:
    """The answers of a run that was stopped; None where there was none."""
    file = git_dir / _ROOM / ANSWERS
    return file.read_text(encoding="utf-8") if file.is_file() else None


def remember(git_dir: Path, answers: str) -> None:
    """Keep the answers until everything is written, so that the next run need not ask."""
    room = git_dir / _ROOM
    room.mkdir(exist_ok=True)
    partial = room / f"{ANSWERS}.part"
    partial.write_text(answers, encoding="utf-8")
    partial.replace(room / ANSWERS)


def write(target: Path, git_dir: Path, files: Mapping[str, bytes]) -> WrittenFiles:
    """Write what is not there yet. A run that is stopped leaves whole files, and the next goes on. Raises OSError."""
    found = looked_through(target, files)
    partial = git_dir / _ROOM / "file.part"
    partial.parent.mkdir(exist_ok=True)
    for path in found.made:
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        partial.unlink(missing_ok=True)
        partial.write_bytes(files[path])
        _put(partial, target / path)
    shutil.rmtree(git_dir / _ROOM, ignore_errors=True)
    return found
