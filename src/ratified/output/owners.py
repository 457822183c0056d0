"""What `ratified owners --write` did, or would have done to lines that somebody else wrote."""

from __future__ import annotations

import shlex
from difflib import unified_diff
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def difference(path: str, before: bytes, after: bytes) -> Iterator[str]:
    """The unified difference between the file that is there and the one that the register asks for."""
    old, new = (data.decode("utf-8", "replace").replace("\r\n", "\n").split("\n") for data in (before, after))
    yield from unified_diff(old, new, f"a/{path}", f"b/{path}", lineterm="")


def refused(path: str, forge: str, repo: Path) -> str:
    """Why nothing was written, and how it is."""
    return (
        f"{path} has lines that this command did not write; nothing was written. Where the difference above loses "
        f"nothing that you need: `ratified owners --repo {shlex.quote(str(repo))} --forge {forge} --write --replace`"
    )


def written(path: str, repo: Path, new: bool) -> Iterator[str]:
    """The lines after a file was written."""
    yield f"{path} {'is there now' if new else 'was written again'}; it counts on the Git host once main has it"
    yield ""
    yield "Next:"
    if str(repo) != ".":
        yield f"    cd {shlex.quote(str(repo))}"
    yield "    git switch -c owners"
    yield f"    git add -- {path}"
    yield '    git commit -m "owners: As the register has them"'
    yield "    git push -u origin HEAD"
    yield "Then open a pull request; `ratified check --base origin/main` says who may approve it."
