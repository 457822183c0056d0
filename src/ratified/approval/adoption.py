"""Adoption made good: which landing approved the register's adoption, and what came before it (decision 0022)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ratified.approval.authority import AUTHORITY
from ratified.approval.outcome import ApprovalOutcome
from ratified.approval.reasons import day, short

if TYPE_CHECKING:
    from ratified.approval.timeline import Timeline
    from ratified.model.landing import Commit

Try = Callable[[int], ApprovalOutcome]
"""Judges AUTHORITY at a landing by the tree after it, as if it were the bootstrap."""

_AGAIN = "let an approver who wrote none of it merge a change of it; `ratified reaffirm` prepares one"


def find_bootstrap(timeline: Timeline, candidates: Sequence[int], judge: Try) -> None:
    """Tell a timeline its bootstrap: the first landing that changes AUTHORITY and after which AUTHORITY is approved
    by its own, adopted tree. None where no landing is.

    `candidates` are the landings since the first adopted register that change AUTHORITY, in order. While one is
    judged it stands for the bootstrap.
    """
    for number in candidates:
        if not timeline.adopted(number):
            continue
        timeline.bootstrap = number
        if judge(number).approved:
            return
        timeline.kinds.pop((AUTHORITY, number), None)
    timeline.bootstrap = None


def before_bootstrap(commit: Commit, bootstrap: Commit | None) -> ApprovalOutcome:
    """A landing with or after the first adopted register, and before the landing that approved the adoption."""
    came = f"{short(commit)} of {day(commit)} came"
    if bootstrap is None:
        return ApprovalOutcome(
            "no-bootstrap", f"{came} while nobody had approved the adoption, so it approves nothing", _AGAIN
        )
    reason = f"{came} before anybody had approved the adoption, which {short(bootstrap)} did"
    return ApprovalOutcome("no-bootstrap", f"{reason}, and nobody has approved it since", _AGAIN)
