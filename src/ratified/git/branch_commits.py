"""What each landing brought in, from one walk over everything that the head reaches."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ratified.git.ancestry import Ancestry
    from ratified.model.landing import Commit, Landing

_AT_ONCE = 2048


class BranchCommits:
    """The commits of `base..` every other parent, by landing. Objects are read as needed."""

    def __init__(self, ancestry: Ancestry, landings: Sequence[Landing]) -> None:
        self._ancestry = ancestry
        self._last = landings[-1].number
        self._ids = _brought(landings, ancestry.parents)
        self._read: dict[int, tuple[Commit, ...]] = {}

    def commits(self, number: int) -> tuple[Commit, ...]:
        """What the landing of this number brought in, oldest first by git's order."""
        if number in self._ids and number not in self._read:
            self._read_on(number)
        return self._read.get(number, ())

    def _read_on(self, number: int) -> None:
        """Read this landing's commits and, since whoever asks for one asks for the next, those of some after it."""
        together: list[int] = []
        size = 0
        for later in range(number, self._last + 1):
            if later in self._ids and later not in self._read:
                together.append(later)
                size += len(self._ids[later])
                if size >= _AT_ONCE:
                    break
        commits = iter(self._ancestry.commits([id_ for each in together for id_ in self._ids[each]]))
        for each in together:
            self._read[each] = tuple(islice(commits, len(self._ids[each])))


def _brought(landings: Sequence[Landing], parents: Mapping[str, tuple[str, ...]]) -> dict[int, list[str]]:
    """Going from the oldest landing on, whatever a landing reaches that none before it reached, it brought."""
    order = {id_: place for place, id_ in enumerate(parents)}
    reached: set[str] = set()
    brought_in: dict[int, list[str]] = {}
    for landing in landings:
        new: list[str] = []
        waiting = list(landing.commit.parents[1:])
        while waiting:
            id_ = waiting.pop()
            if id_ not in reached:
                reached.add(id_)
                new.append(id_)
                waiting += parents[id_]
        reached.add(landing.commit.id)
        if new:
            brought_in[landing.number] = sorted(new, key=order.__getitem__, reverse=True)
    return brought_in
