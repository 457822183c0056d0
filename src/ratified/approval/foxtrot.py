"""Main turned inside out: a merge of main into a branch that was then pushed as main, known by its structure.

No message decides it. The first-parent line of what came in leaves the mainline somewhere; where that line holds
landings of this project, and the mainline since then holds none, nobody can say which of the two was main. Where the
mainline has not moved at all since, that is every release branch, and only a merge that a forge made into main tells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from ratified.approval.evidence import Evidence
from ratified.approval.landing_facts import FORGES
from ratified.approval.requests import change_request, target_of
from ratified.chronicle import Authority, Chronicle
from ratified.model.landing import Commit


class _Parted(NamedTuple):
    """Where a line with landings on it left: inside what landing `inside` brought, or from main; `since` on main."""

    inside: int | None
    since: range


class Foxtrots:
    """Which landings may have turned main inside out, each looked at once.

    `authority` says who decides at a landing; `landed`, whether an approver landed it with a proof that some class
    asks for, or a forge signed that it took in a request.
    """

    def __init__(
        self,
        chronicle: Chronicle,
        evidence: Evidence,
        authority: Callable[[int], Authority | None],
        landed: Callable[[int], bool],
    ) -> None:
        self._chronicle, self._evidence = chronicle, evidence
        self._authority, self._landed = authority, landed
        self._known: dict[int, bool] = {}

    def of(self, number: int) -> bool:
        """Whether a landing may have turned main inside out. Earlier ones are asked first, without recursion."""
        waiting = [number]
        while waiting:
            asked = waiting[-1]
            if asked not in self._known:
                parted = self._parted(asked)
                first = self._unknown(parted) if isinstance(parted, _Parted) else None
                if first is not None:
                    waiting.append(first)
                    continue
                self._known[asked] = self._inverts(parted) if isinstance(parted, _Parted) else parted
            waiting.pop()
        return self._known[number]

    def _unknown(self, parted: _Parted) -> int | None:
        """An earlier landing on which the answer depends and that was not asked yet."""
        if parted.inside is not None and parted.inside not in self._known:
            return parted.inside
        proof = next(self._proofs(parted), None)
        return proof if proof not in self._known else None

    def _inverts(self, parted: _Parted) -> bool:
        return (parted.inside is None or self._known[parted.inside]) and next(self._proofs(parted), None) is None

    def _proofs(self, parted: _Parted) -> Iterator[int]:
        """The landings on the mainline's own side, newest first, but for those that turned it inside out."""
        return (n for n in reversed(parted.since) if not self._known.get(n, False) and self._landed(n))

    def _parted(self, number: int) -> _Parted | bool:
        """Where the line of a landing left, or at once whether it is a foxtrot."""
        commit = self._chronicle.landings[number].commit
        authority = self._authority(number)
        if len(commit.parents) != 2 or authority is None or authority.number == number:
            return False
        line, left = self._line(number, commit)
        landings = [c for c in line if self._bears(c, authority)]
        if not landings or left is None:
            return False
        if left not in self._numbers:
            inside = self._bringer(left, number)
            return False if inside is None else _Parted(inside, range(inside + 1, number))
        since = range(self._numbers[left] + 1, number)
        return _Parted(None, since) if since else any(self._into_main(c, number, authority) for c in landings)

    def _line(self, number: int, commit: Commit) -> tuple[Sequence[Commit], str | None]:
        """The first-parent line of what a landing brought in, newest first, and the commit that it left from."""
        brought = {c.id: c for c in self._evidence.brought(self._chronicle.landings[number])}
        line: list[Commit] = []
        at: str | None = commit.parents[1]
        while at in brought:
            line.append(brought[at])
            at = line[-1].parents[0] if line[-1].parents else None
        return line, at

    def _bears(self, commit: Commit, authority: Authority) -> bool:
        """Whether a commit looks like a landing of this project; leniently, since it only charges.

        Somebody of the roster took in a request, or an approver merged; catching up with main is neither.
        """
        person = authority.who(commit.author.who)
        if person is None or any(parent in self._numbers for parent in commit.parents[1:]):
            return False
        if len(commit.parents) == 2:
            return change_request(commit) is not None or authority.approves(person)
        by_forge = commit.committer.who.email.lower() in FORGES
        return len(commit.parents) == 1 and by_forge and change_request(commit) is not None

    def _bringer(self, id_: str, before: int) -> int | None:
        """The landing that brought a commit in, the nearest ones looked at first."""
        landings = self._chronicle.landings
        return next(
            (n for n in range(before - 1, -1, -1) if any(c.id == id_ for c in self._evidence.brought(landings[n]))),
            None,
        )

    def _into_main(self, commit: Commit, number: int, authority: Authority) -> bool:
        """Whether a commit says that it took a request of this very project into main."""
        target = target_of(commit)
        if target is None or target.branch != authority.register.main:
            return False
        landings = self._chronicle.landings[: number + 1]
        return any((known := target_of(n.commit)) is not None and known.project == target.project for n in landings)

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        return {landing.commit.id: landing.number for landing in self._chronicle.landings}
