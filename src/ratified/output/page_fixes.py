"""What `check --fix` changed, as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.model.plurals import counted
from ratified.output import terminal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ratified.analysis.page_fixes import FixedPage


def render(fixed: Sequence[FixedPage]) -> Iterator[str]:
    """One line a change, each with the line it had before."""
    for page in fixed:
        for one in page.changes:
            yield terminal.line(f"fixed {page.path}:{one.line + 1}: {one.what}: {one.help}")
    changes = sum(len(page.changes) for page in fixed)
    if not changes:
        yield "nothing to fix: no governed page differs from what the site shows in a way that is mechanical"
    else:
        yield f"{counted(changes, 'change')} in {counted(len(fixed), 'page')}; see them with `git diff`"
