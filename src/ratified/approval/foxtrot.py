"""Main turned inside out: a merge of main into a branch that was then pushed as main, known by its structure.

No message decides it. The first-parent line of what came in leaves the mainline somewhere; where that line holds
landings of this project, and the mainline since then holds none, nobody can say which of the two was main. Where the
mainline has not moved at all since, that is every release branch, and only a merge that a forge made into main tells.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ratified.approval.change_requests import change_request, target_of
from ratified.approval.commit_facts import FORGE_COMMITTERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ratified.approval.authority import Authority
    from ratified.approval.landing_facts import LandingFacts
    from ratified.model.landing import Commit


class _BranchPoint(NamedTuple):
    """A line with landings on it: the landing from which it left, or `inside` of what that one brought in, and what
    came to main since.
    """

    bringer: int
    inside: bool
    since: range


class FoxtrotMerges:
    """Which landings may have turned main inside out, each looked at once."""

    def __init__(self, facts: LandingFacts) -> None:
        self._timeline, self._evidence, self._facts = facts.timeline, facts.evidence, facts
        self._known: dict[int, bool] = {}

    def of(self, number: int) -> bool:
        """Whether a landing may have turned main inside out.

        One that brings more of a line is what the landing was that brought the line before, unless main has moved.
        """
        asked = [number]
        while asked[-1] not in self._known:
            told = self._told(self._of_landing(asked[-1]))
            if isinstance(told, _BranchPoint):
                asked.append(told.bringer)
            else:
                self._known[asked[-1]] = told
        self._known.update(dict.fromkeys(asked, self._known[asked[-1]]))
        return self._known[number]

    def would(self, branch: Sequence[Commit]) -> bool:
        """Whether a merge of a branch into the tip may do so: of its commits, newest first."""
        parted = self._parted(len(self._timeline.landings), branch[0].id, branch) if branch else False
        told = self._told(parted)
        return self.of(told.bringer) if isinstance(told, _BranchPoint) else told

    def _told(self, parted: _BranchPoint | bool) -> _BranchPoint | bool:
        """Whether main may have been turned inside out; where the bringer's answer is this one's, as it came."""
        if not isinstance(parted, _BranchPoint):
            return parted
        if any(self._facts.proves_main(n) for n in reversed(parted.since)):
            return False
        return True if parted.since and not (parted.inside and self._facts.proves_main(parted.bringer)) else parted

    def _of_landing(self, number: int) -> _BranchPoint | bool:
        landing = self._timeline.landings[number]
        two = len(landing.commit.parents) == 2
        return two and self._parted(number, landing.commit.parents[1], self._evidence.brought_in(landing))

    def _parted(self, number: int, tip: str, brought_in: Sequence[Commit]) -> _BranchPoint | bool:
        """Where the line of a tip that a landing merges left, or at once whether it is a foxtrot."""
        authority = self._facts.approved.authority(number)
        if authority is None or authority.number == number:
            return False
        line, left = _line(tip, brought_in)
        landings = [c for c in line if self._bears(c, authority)]
        if not landings or left is None:
            return False
        inside = left not in self._timeline.numbers
        bringer = self._bringer(left, number) if inside else self._timeline.numbers[left]
        if bringer is None:
            return False
        since = range(bringer + 1, number)
        if inside or since:
            return _BranchPoint(bringer, inside, since)
        return any(self._into_main(c, number, authority) for c in landings)

    def _bears(self, commit: Commit, authority: Authority) -> bool:
        """Whether a commit looks like a landing of this project; leniently, since it only charges.

        Somebody of the roster took in a request, or an approver merged; catching up with main is neither.
        """
        person = authority.who(commit.author.who)
        if person is None or any(parent in self._timeline.numbers for parent in commit.parents[1:]):
            return False
        if len(commit.parents) == 2:
            return change_request(commit) is not None or authority.approves(person)
        by_forge = commit.committer.who.email.lower() in FORGE_COMMITTERS
        return len(commit.parents) == 1 and by_forge and change_request(commit) is not None

    def _bringer(self, id_: str, before: int) -> int | None:
        """The landing that brought a commit in, the nearest ones looked at first."""
        landings = self._timeline.landings
        return next(
            (n for n in range(before - 1, -1, -1) if any(c.id == id_ for c in self._evidence.brought_in(landings[n]))),
            None,
        )

    def _into_main(self, commit: Commit, number: int, authority: Authority) -> bool:
        """Whether a commit says that it took a request of this very project into main."""
        target = target_of(commit)
        if target is None or target.branch != authority.register.main:
            return False
        landings = self._timeline.landings[: number + 1]
        return any((known := target_of(n.commit)) is not None and known.project == target.project for n in landings)


def _line(tip: str, brought_in: Sequence[Commit]) -> tuple[Sequence[Commit], str | None]:
    """The first-parent line of what a landing brings in, newest first, and the commit that it left from."""
    inside = {commit.id: commit for commit in brought_in}
    line: list[Commit] = []
    at: str | None = tip
    while at in inside:
        line.append(inside[at])
        at = line[-1].parents[0] if line[-1].parents else None
    return line, at
