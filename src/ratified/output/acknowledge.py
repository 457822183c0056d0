"""What was written to acknowledge a document, whether it counts yet, and the commands that come next."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from ratified.output import terminal
from ratified.rules.documents import listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratified.analysis.acknowledging import PlannedAcknowledgement

_HERE = Path()


def render(
    planned: PlannedAcknowledgement, document: str, fingerprint: str, who: str, main: str, root: Path = _HERE
) -> Iterator[str]:
    """The lines to print once the file is written. `who` names the person, or the list; `main` is the branch to start
    from, by its short name, `root` the policy's folder as it was named."""
    if planned.done:
        yield terminal.line(f"{document}: {planned.done}; nothing to do")
        return
    if planned.before == planned.after:
        yield terminal.line(f"{planned.path} says so already, and it is not merged yet")
    else:
        yield terminal.line(f"{planned.path} now says that {who} acknowledged {document}")
    if fingerprint:
        yield f"  Fingerprint: {fingerprint}"
    yield ""
    yield "Next:"
    yield from map(terminal.line, _next(planned.path, document, main, root))
    yield from map(terminal.line, _last(planned))


def _next(path: str, document: str, main: str, root: Path) -> Iterator[str]:
    if root != _HERE:
        yield f"    cd {shlex.quote(str(root))}"
    name = re.sub(r"[^A-Za-z0-9-]+", "-", f"{document}-{Path(path).stem}")
    yield f"    git switch -c {shlex.quote(f'acknowledge/{name}')} {shlex.quote(main)}"
    yield f"    git add -- {shlex.quote(path)}"
    yield f"    git commit -m {shlex.quote(f'Acknowledge {document}')}"
    yield "    git push -u origin HEAD"


def _last(planned: PlannedAcknowledgement) -> Iterator[str]:
    if not planned.documents and "/lists/" not in planned.path:
        yield "Then open a pull request; anybody may merge it. It counts by its commit, whose only author is to be you:"
        yield "a merge commit or the Git host's squash keeps that, a rebase by somebody else does not."
    elif not planned.documents:
        yield "No document of data/register.yml binds the lists, so nobody can approve this one: add"
        yield "data/acknowledgements/lists/*.yml to the binds of a document first."
    else:
        who = listed(planned.approvers, "or", most=len(planned.approvers))
        by = (
            f"{who} merges it" if who else "nobody may approve it who wrote none of it and is not on it; name one first"
        )
        yield f"Then open a pull request; {by}. It belongs to {listed(planned.documents)}, and counts once approved."
