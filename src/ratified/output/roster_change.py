"""Somebody leaves or joins: the files as differences, who may approve what then, and what somebody has to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.output import terminal
from ratified.output.landing_steps import branch_lines, next_commands
from ratified.output.owners import difference
from ratified.rules.documents import listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from ratified.analysis.approvers_left import ApproversLeft
    from ratified.analysis.landing_steps import JudgedStep
    from ratified.policy import Book


def differences(files: Mapping[str, tuple[bytes | None, bytes]]) -> Iterator[str]:
    """Every file as a unified difference."""
    for path, (before, after) in files.items():
        yield from map(terminal.line, difference(path, before or b"", after))
    yield ""


def approvers(left: Sequence[ApproversLeft], day: date) -> Iterator[str]:
    """Who may approve each class of documents from a day on."""
    yield f"Who may approve from {day} on:"
    for one in left:
        yield terminal.line(f"  {one.class_} ({listed(one.documents)}): {_all(one.names)}")
    yield ""


def _all(names: Sequence[str]) -> str:
    return listed(names, most=len(names)) if names else "nobody"


def open_points(points: Sequence[str], day: date) -> Iterator[str]:
    """What somebody has to look at; nothing where nothing is left."""
    if points:
        yield f"To look at, from {day} on:"
        yield from (terminal.line(f"  {point}") for point in points)
        yield ""


def branches(made: Sequence[JudgedStep], book: Book, passed_over: Sequence[str]) -> Iterator[str]:
    """Each branch, who merges it, and which others go before it."""
    for one in made:
        yield from map(terminal.line, branch_lines(one, book, passed_over))
        if one.after:
            yield f"  only after {' and '.join(one.after)}: until then the check would refuse it"
        yield ""


def next_steps(
    made: Sequence[JudgedStep], book: Book, author: str, main: str, root: Path, by: date | None
) -> Iterator[str]:
    """The commands that come next. `by` is the day on which all has to be merged, None where that has passed."""
    yield from next_commands(made, book, author, root)
    each = "a pull request" if len(made) == 1 else "a pull request for each"
    when = "" if by is None else f", on {by} or before"
    yield f"Then open {each} into {main}; whoever is named above merges it with a merge commit{when}."
    yield "After that: git pull, and ratified check."
