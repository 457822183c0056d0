"""Prepared landings: each branch, who merges it, and the commands that come next."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from ratified.approval.authority import AUTHORITY
from ratified.output import terminal
from ratified.rules.documents import listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ratified.analysis.landing_steps import JudgedStep
    from ratified.policy import Book

_HERE = Path()


def branch_lines(one: JudgedStep, book: Book, passed_over: Sequence[str] = ()) -> Iterator[str]:
    """A branch, who merges it, and what of it they cannot approve: first those who may approve most that counts.

    Whoever is passed over is named only where nobody else is there.
    """
    yield f"Branch {one.step.branch}: {one.step.subject}, {one.commit[:12]}"
    groups: dict[tuple[str, ...], list[str]] = {}
    for document, able in sorted(one.approvers.items(), key=lambda row: row[0] != AUTHORITY):
        others = tuple(id_ for id_ in able if id_ not in passed_over)
        groups.setdefault(others or able, []).append(document)
    if not groups:
        yield "  to be merged by anybody: no document governs what it changes"
        return
    (first, documents), *more = groups.items()
    if whole := tuple(id_ for id_ in one.of_all if id_ not in passed_over) or one.of_all:
        (first, documents), more = (whole, [document for those in groups.values() for document in those]), []
    yield f"  to be merged by {names(first, book)}, who thereby approves {listed(documents, most=len(documents))}"
    for able, left in more:
        yield f"  {listed(left, most=len(left))}: a merge of its own, by {names(able, book)}"
    if one.step.first:
        yield "  who wrote what is on main already is not checked (decision 0022); let somebody merge who did not"
    for landing in one.also:
        yield f"  approves with it what nobody has approved: {landing}"


def next_commands(made: Sequence[JudgedStep], book: Book, author: str, root: Path) -> Iterator[str]:
    """Whoever wrote it cannot merge it; then what they type. `root` is the policy's folder as it was named."""
    yield terminal.line(f"{book.person[author].name} wrote it and cannot merge it. Next:")
    if root != _HERE:
        yield f"    cd {shlex.quote(str(root))}"
    for one in made:
        yield f"    git push origin {one.step.branch}"


def names(people: Sequence[str], book: Book) -> str:
    """The names of people, of whom one is enough."""
    return " or ".join(book.person[id_].name if id_ in book.person else id_ for id_ in people) or "nobody"
