"""Where a site may be written: MkDocs empties that folder first, and what it leaves there it publishes."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from ratified.git.discovery import find_repository
from ratified.git.error import HistoryError
from ratified.site.provenance import NAME

if TYPE_CHECKING:
    from collections.abc import Iterator

_KEPT = frozenset({".git"})
"""What may stand in the folder of a site: a branch for the site's own history may be checked out there."""


def unfit(root: Path, site: str) -> str:
    """Why a folder is none that a site may be written to; empty where it may be."""
    given, real, top = Path(site), os.path.realpath(site), os.path.realpath(root)
    if _within(top, real) or _within(real, os.path.join(top, ".git")):  # noqa: PTH118
        return f"{given} holds the repository itself, and a build empties it; name another folder"
    for link in _links(top, os.path.abspath(site)):  # noqa: PTH100
        return f"{link} is a link, and a build empties what it leads to; remove it, or name another folder"
    if held := _tracked(root, os.path.relpath(real, top) if _within(real, top) else ""):
        return f"{given} holds {held}, which git has, and a build empties it; remove that, or name another folder"
    if os.path.isdir(real) and (entries := {*os.listdir(real)} - _KEPT) and NAME not in entries:  # noqa: PTH112, PTH208
        first = min(entries)
        return f"{given} holds {first}, and no site of ours; a build empties it, so name another folder or remove it"
    return ""


def left_over(site: str) -> list[str]:
    """What is still in the folder of a site after MkDocs emptied it: names with a dot, which it passes over."""
    names = {*os.listdir(site)} - _KEPT if os.path.isdir(site) else set()  # noqa: PTH112, PTH208
    return sorted(name for name in names if name.startswith("."))


def _within(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def _links(top: str, site: str) -> Iterator[str]:
    """The links on the way from the repository's root to a folder in it, as it is called."""
    if _within(site, top):
        at = top
        for step in Path(os.path.relpath(site, top)).parts:
            at = os.path.join(at, step)  # noqa: PTH118
            if os.path.islink(at):  # noqa: PTH114
                yield at


def _tracked(root: Path, below: str) -> str:
    """A file that git has below a folder of the repository; empty where there is none."""
    if not below:
        return ""
    try:
        out = find_repository(root).git().run("ls-files", "-z", "--", below).out
    except HistoryError:
        return ""  # without a history nothing is built
    return out.split(b"\0")[0].decode("utf-8", "replace")
