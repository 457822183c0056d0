"""Which programs may be started: those on PATH, and none that a repository brings."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_avoided: set[str] = set()
"""Repositories that were asked about: no program of theirs is ever started."""


def avoid_programs_of(root: Path) -> None:
    """From here on take no program from a repository."""
    _avoided.add(os.path.realpath(root))


def search_path() -> str:
    """PATH without relative folders and those of a repository: a program in it must never be taken for git."""
    folders = os.environ.get("PATH", os.defpath).split(os.pathsep)
    return os.pathsep.join(folder for folder in folders if os.path.isabs(folder) and not _is_avoided(folder))  # noqa: PTH117 - for every process


def _is_avoided(folder: str) -> bool:
    """Whether a folder lies in a repository; what is installed there counts as installed (a `.venv`)."""
    real = os.path.realpath(folder)
    inside = [top for top in _avoided if _below(real, top)]
    installed = os.path.realpath(sys.prefix) if inside else ""
    return any(not (_below(real, installed) and _below(installed, top)) for top in inside)


def _below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder + os.sep)
