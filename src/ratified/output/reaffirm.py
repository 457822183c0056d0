"""What was set, who may approve it, and the commands that come next."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from ratified.analysis.reaffirmation import PlannedReaffirmation, shared, together
from ratified.changes.document_log import BULK
from ratified.output import terminal
from ratified.rules.documents import listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

_HERE = Path()
_NOBODY = "nobody may approve it now; add a deputy to an approver role first, in a change of its own"


def render(
    planned: Sequence[PlannedReaffirmation],
    day: date,
    main: str,
    adopted: bool,
    root: Path = _HERE,
    unapproved: bool = False,
) -> Iterator[str]:
    """The lines to print once the files are written. `main` is the branch to start from, by its short name, `root` the
    policy's folder as it was named. `unapproved`: the register is adopted, and nobody has approved that.
    """
    for one in planned:
        yield from map(terminal.line, _set(one, day, adopted))
    groups = together([one for one in planned if not one.landed])
    if not groups:
        return
    yield ""
    if unapproved:
        yield "The register is adopted, and nobody has approved that, so nothing is in force. Whoever may approve"
        yield "AUTHORITY, and wrote none of it since, does so by merging a change of it: `ratified adopt` prepares one."
    elif not adopted:
        yield "The register is a draft: nothing is in force, so nothing needs an approval yet."
    else:
        yield "Whoever commits this cannot be the one who merges it."
    if len(groups) > 1 and adopted:
        yield "No single person may approve all of them, and a reaffirmation of several counts only when its approver"
        yield "may approve each. So open a pull request for each of these:"
    for group in groups:
        yield ""
        yield from map(terminal.line, _next(group, day, main, adopted, root))


def _set(one: PlannedReaffirmation, day: date, adopted: bool) -> Iterator[str]:
    if one.landed:
        yield f"{one.document}: reviewed on {day} already, by {one.path}; nothing to do"
        return
    if one.stood == day:
        yield f"{one.document}: {one.path} says `reviewed: {day}` already, and it has not been merged yet"
    else:
        was = f"was {one.stood}" if one.stood else "which it did not say before"
        yield f"{one.document}: {one.path} now says `reviewed: {day}`, {was}"
    if adopted:
        yield f"  Who may approve it: {_names(one.approvers) or _NOBODY}"
    if one.verdict in {"unapproved", "undecidable"}:
        yield f"  It is {one.verdict} now: whoever approves this approves that too; see `ratified log {one.document}`"


def _next(group: Sequence[PlannedReaffirmation], day: date, main: str, adopted: bool, root: Path) -> Iterator[str]:
    ids = [one.document for one in group]
    if len(ids) >= BULK:
        yield f"This reaffirms {len(ids)} documents at once, which is reported as a bulk reaffirmation."
    yield "Next:"
    if root != _HERE:
        yield f"    cd {shlex.quote(str(root))}"
    yield f"    git switch -c {shlex.quote(_branch(ids, day))} {shlex.quote(main)}"
    yield f"    git add -- {' '.join(shlex.quote(path) for path in dict.fromkeys(one.path for one in group))}"
    yield f"    git commit -m {shlex.quote(f'policy: Reaffirm {listed(ids, most=len(ids))}')}"
    yield "    git push -u origin HEAD"
    by = _names(shared(group))
    if not adopted:
        yield "Then open a pull request, and merge it with a merge commit."
    elif by:
        yield f"Then open a pull request; {by} merges it with a merge commit."
    else:
        yield f"Then open a pull request; {_NOBODY}."


def _branch(ids: Sequence[str], day: date) -> str:
    name = ids[0] if len(ids) == 1 else f"{ids[0]}-and-{len(ids) - 1}-more"
    return f"reaffirm/{re.sub(r'[^A-Za-z0-9-]+', '-', name)}-{day}"


def _names(people: dict[str, str]) -> str:
    return " or ".join(people.values())
