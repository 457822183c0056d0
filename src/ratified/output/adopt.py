"""What was prepared for an adoption, who merges it, and the commands that come next."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ratified.git.forge_keys import GITHUB
from ratified.output import terminal
from ratified.output.landing_steps import branch_lines, next_commands

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ratified.analysis.landing_steps import JudgedStep
    from ratified.policy import Book

_HERE = Path()
_COMPARE = "https://github.com/web-flow.gpg"


def render(
    made: Sequence[JudgedStep], book: Book, author: str, main: str, adopted_in: str = "", root: Path = _HERE
) -> Iterator[str]:
    """The lines to print. `main` is the branch that they go into, `adopted_in` the landing that adopted the policies,
    `root` the policy's folder as it was named.
    """
    if adopted_in:
        yield from _pinned(adopted_in)
    if not made:
        yield "Every document is approved; nothing is left to adopt."
        return
    for one in made:
        yield from map(terminal.line, _step(one, book))
    yield from next_commands(made, book, author, root)
    yield f"Then open a pull request into {main} for each; whoever is named above merges it with a merge commit."
    yield "After that: git pull, and ratified adopt once more, for what is left."


def _pinned(adopted_in: str) -> Iterator[str]:
    """What to keep where a push cannot reach it."""
    yield f"Adopted in commit {adopted_in}"
    yield "Keep that id as the variable RATIFIED_BOOTSTRAP of the repository at the Git host, if it is not there yet;"
    yield "the pipelines then stop where main does not hold that commit any more. On GitLab and others that is in the"
    yield "settings of CI/CD, on GitHub:"
    yield f"    gh variable set RATIFIED_BOOTSTRAP --body {adopted_in}"
    yield ""


def _step(one: JudgedStep, book: Book) -> Iterator[str]:
    yield from branch_lines(one, book)
    for key in one.step.pinned:
        name = next((known.name for known in GITHUB if known.fingerprint == key), "")
        yield f"  pins the key {key} ({name}); compare it with {_COMPARE} before the merge"
    yield ""
