"""What a fault is: the landings that make it, and the one rule that finds it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from ratified.demo.landings import BranchCommit, DemoLanding, Edit, Proof
from ratified.demo.runbooks import RB

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

REGISTER = "data/register.yml"
DAY = date(2026, 11, 20)
"""The day on which a fault lands: after the story's last landing, before the day the demo is judged by."""


@dataclass(frozen=True)
class DemoFault:
    """One fault: its name, the rule that finds it, the file the finding points at, and the landings that make it.

    `also` are further files the same rule points at. Of the story's own landings, by title, `omits` never happened,
    those of `unread` reviewed nothing, and those of `wrote` had another author.
    """

    name: str
    code: str
    path: str
    says: str
    steps: tuple[DemoLanding, ...] = ()
    also: tuple[str, ...] = ()
    omits: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    wrote: tuple[tuple[str, str], ...] = ()

    def retold(self, story: Iterable[DemoLanding]) -> Iterator[DemoLanding]:
        """The story as it was with this fault, without `steps`, which come after it."""
        wrote = dict(self.wrote)
        for step in story:
            if step.title in wrote:
                yield replace(step, works=tuple(work._replace(author=wrote[step.title]) for work in step.works))
            elif step.title in self.unread:
                yield replace(step, reviews=())
            elif step.title not in self.omits:
                yield step


LIMIT = Edit(
    RB[5],
    "raise the limit that was hit, and set an alert well below the new one.",
    "raise the limit that was hit, and set an alert at half of the new one.",
)
"""A small amendment of RB-05, which its owner may not approve alone: what most faults do wrong is how it lands."""

TITLE = "RB-05: alert at half of the limit"


def amendment(by: str = "lee", proof: Proof = "signed", author: str = "tomas") -> DemoLanding:
    """The amendment of RB-05, landed as it should be."""
    return DemoLanding(DAY, TITLE, by, proof, (BranchCommit(author, TITLE, (LIMIT,)),))


def approved(title: str, author: str, by: str, proof: Proof, *edits: Edit, minutes: int = 0) -> DemoLanding:
    """A pull request that lands as it should, so many minutes after nine; what is wrong is what it says."""
    step = DemoLanding(DAY, title, by, proof, (BranchCommit(author, title, edits),))
    return replace(step, at=datetime.combine(DAY, time(9, minutes), UTC))
