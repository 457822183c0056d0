"""The one error of this package: a sentence for a person. The command line makes it exit code 2."""

from __future__ import annotations

_LONGEST = 200


class HistoryError(Exception):
    """Git or the repository cannot answer, so nothing can be decided. One sentence: what, where, what to do."""


def legible(data: bytes) -> str:
    """The first line of what a program complained of, at most 200 characters, none of them invisible."""
    line = data.strip().partition(b"\n")[0].decode("utf-8", "replace")
    return "".join(mark if mark.isprintable() else "?" for mark in line[:_LONGEST])


def printable(name: object) -> str:
    """A name or a path as it may stand in a message: nothing in it can move a cursor or break the line."""
    return "".join(mark if mark.isprintable() else "?" for mark in str(name))


def no_space_error(error: OSError) -> HistoryError:
    """The error for a temporary file or folder that cannot be made."""
    return HistoryError(
        f"no temporary file can be written: {error.strerror}; make room, or set TMPDIR to another folder"
    )
