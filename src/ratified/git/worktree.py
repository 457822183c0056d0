"""What the work tree says otherwise than a commit: by the bytes, and where those differ as `git status` means it."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from ratified.git.blob_id import blob_id
from ratified.git.checkout_conversion import Read, unchanged
from ratified.git.error import HistoryError, printable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from ratified.git.objects import ObjectFormat
    from ratified.git.repository import OpenRepository
    from ratified.git.runner import Git
    from ratified.model.landing import Blob

_SUBMODULE = "160000"


def edited(opened: OpenRepository, held: Mapping[str, Blob], under: Sequence[str], read: Read) -> frozenset[str]:
    """Paths whose file differs from `held` (a whole commit), is gone, or is new and not ignored.

    `under` names files and folders to look at, all where it is empty; `read` gives blobs by id. A text that differs
    only in having CRLF for LF is not edited, since that is how some machines check it out, nor is what `unchanged`
    knows of other ways to check a file out.
    """
    git, object_format = opened.real, opened.object_format
    root = git.folder
    if git.work_tree is None:
        raise HistoryError(f"{printable(root)} is bare: it has no files to compare; clone it, or give --ref")
    wanted = {path: blob for path, blob in held.items() if _inside(path, under)}
    changed = {path for path, blob in wanted.items() if _differs(_on_disk(root, path), blob, object_format)}
    if changed:
        changed -= unchanged(git, root, held, changed, object_format, opened.checkout, read)
    return frozenset(changed | (_present(git, root, wanted, under) - held.keys()))


def _inside(path: str, under: Sequence[str]) -> bool:
    return not under or any(path == top or path.startswith(f"{top.rstrip('/')}/") for top in under)


def _present(git: Git, root: Path, wanted: Mapping[str, Blob], under: Sequence[str]) -> set[str]:
    """Every path that git knows of in the index or that is there and not ignored, files that are gone left out."""
    options = ("-z", "--cached", "--others", "--exclude-standard")
    listed = git.run("ls-files", *options, "--", *under).out.decode("utf-8", "surrogateescape").split("\0")
    if listed[-1] or (len(listed) == 1 and any(os.path.lexists(_on_disk(root, path)) for path in wanted)):
        raise HistoryError("`git ls-files` did not list every file, so nothing can be decided; try again")
    return {path.rstrip("/") for path in listed[:-1] if os.path.lexists(_on_disk(root, path))}


def _on_disk(root: Path, path: str) -> Path:
    """The file of a path of git's, by the very bytes that git has for it, in whatever the locale reads names."""
    return root / os.fsdecode(path.encode("utf-8", "surrogateescape"))


def _differs(file: Path, blob: Blob, object_format: ObjectFormat) -> bool:
    try:
        kind = file.lstat().st_mode
        if blob.mode == _SUBMODULE:
            return not stat.S_ISDIR(kind)
        if stat.S_ISLNK(kind):
            return blob.mode != "120000" or blob_id(os.fsencode(file.readlink()), object_format) != blob.id
        if not stat.S_ISREG(kind) or blob.mode != ("100755" if kind & stat.S_IXUSR else "100644"):
            return True
        data = file.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError as error:
        raise HistoryError(
            f"{printable(file)} cannot be compared with git: {error.strerror}; make it readable"
        ) from error
    return blob.id not in (blob_id(data, object_format), blob_id(_with_lf(data), object_format))


def _with_lf(data: bytes) -> bytes:
    return data if b"\0" in data else data.replace(b"\r\n", b"\n")
