"""What was prepared for an adoption, who merges it, and the commands that come next."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from ratified.analysis.trust import GITHUB
from ratified.approval.authority import AUTHORITY
from ratified.output import terminal
from ratified.rules.documents import listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ratified.analysis.adoption import JudgedStep
    from ratified.policy import Book

_HERE = Path()
_COMPARE = "https://github.com/web-flow.gpg"


def render(made: Sequence[JudgedStep], book: Book, author: str, main: str, root: Path = _HERE) -> Iterator[str]:
    """The lines to print. `main` is the branch that they go into, `root` the policy's folder as it was named."""
    if not made:
        yield "Every document is approved; nothing is left to adopt."
        return
    for one in made:
        yield from map(terminal.line, _step(one, book))
    yield f"{book.person[author].name} wrote it and cannot merge it. Next:"
    if root != _HERE:
        yield f"    cd {shlex.quote(str(root))}"
    for one in made:
        yield f"    git push origin {one.step.branch}"
    yield f"Then open a pull request into {main} for each; whoever is named above merges it with a merge commit."
    if made[0].step.branch in {"adopt", "adopt-again"}:
        yield "After that merge: git pull, and ratified adopt once more, for what others approve."
    else:
        yield "After the merges: git pull, and ratified status."


def _step(one: JudgedStep, book: Book) -> Iterator[str]:
    """A branch, who merges it, and what of it they cannot approve: first those who may approve most that counts."""
    yield f"Branch {one.step.branch}: {one.step.subject}, {one.commit[:12]}"
    groups: dict[tuple[str, ...], list[str]] = {}
    for document, approvers in sorted(one.approvers.items(), key=lambda row: row[0] != AUTHORITY):
        groups.setdefault(approvers, []).append(document)
    (first, documents), *others = groups.items()
    if one.of_all:
        (first, documents), others = (one.of_all, list(one.approvers)), []
    yield f"  to be merged by {_names(first, book)}, who thereby approves {listed(documents, most=len(documents))}"
    for approvers, left in others:
        yield f"  {listed(left, most=len(left))}: a landing of their own, by {_names(approvers, book)}"
    if one.step.branch == "adopt":
        yield "  who wrote what stands on main already is not asked (decision 0022); let somebody merge who did not"
    for landing in one.also:
        yield f"  approves with it what nobody has approved: {landing}"
    for key in one.step.pinned:
        name = next((known.name for known in GITHUB if known.fingerprint == key), "")
        yield f"  pins the key {key} ({name}); compare it with {_COMPARE} before the merge"
    yield ""


def _names(people: Sequence[str], book: Book) -> str:
    return " or ".join(book.person[id_].name if id_ in book.person else id_ for id_ in people) or "nobody"
