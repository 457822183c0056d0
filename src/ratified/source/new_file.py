"""Writing a file that was not there: the whole of it, or none, and never over another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.source.atomic_write import RewriteError

if TYPE_CHECKING:
    from pathlib import Path


def write_fresh(root: Path, path: str, text: str) -> None:
    """Write a new file, and the folder it stands in. Raises RewriteError where there is something already.

    A folder that is a link is refused, since what lies behind it is never read.
    """
    file = root / path
    above = [parent for parent in file.parents if parent != root and root in parent.parents]
    if any(parent.is_symlink() for parent in above):
        raise RewriteError(
            f"{file.parent.relative_to(root).as_posix()} is a link, which is never read; nothing was written"
        )
    made = False
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8", newline="\n") as opened:
            made = True
            opened.write(text)
    except FileExistsError:
        raise RewriteError(f"{path} is there already, and nothing is ever overwritten") from None
    except OSError as error:
        if made:
            file.unlink(missing_ok=True)
        raise RewriteError(f"{path} cannot be written: {error.strerror}; nothing was changed") from error
