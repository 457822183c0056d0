"""What each landing brought in, from one walk over everything that the head reaches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice

from ratified.history.error import HistoryError
from ratified.history.objects import Objects
from ratified.history.running import Ahead
from ratified.model.landing import Commit, Landing

_AT_ONCE = 2048


class Arrivals:
    """The commits of `base..` every other parent, by landing. Objects are read as needed."""

    def __init__(self, walk: Ahead, objects: Objects, landings: Sequence[Landing]) -> None:
        self._objects = objects
        self._last = landings[-1].number
        self._parents = _ancestry(walk, landings[-1].commit.id)
        self._ids = _brought(landings, self._parents)
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
        commits = iter(self._objects.commits([id_ for each in together for id_ in self._ids[each]]))
        for each in together:
            self._read[each] = tuple(islice(commits, len(self._ids[each])))
            if any(commit.parents != self._parents[commit.id] for commit in self._read[each]):
                raise HistoryError("git names parents that the commits themselves do not; run `git fsck`")


def _brought(landings: Sequence[Landing], parents: Mapping[str, tuple[str, ...]]) -> dict[int, list[str]]:
    """Going from the oldest landing on, whatever a landing reaches that none before it reached, it brought."""
    order = {id_: place for place, id_ in enumerate(parents)}
    reached: set[str] = set()
    brought: dict[int, list[str]] = {}
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
            brought[landing.number] = sorted(new, key=order.__getitem__, reverse=True)
    return brought


def _ancestry(walk: Ahead, head: str) -> Mapping[str, tuple[str, ...]]:
    """Every commit that was walked with its parents, newest first, the head among them."""
    lines = walk.answer().decode("ascii").split("\n")
    rows = [line.split(" ") for line in lines[:-1]]
    found = {row[0]: tuple(row[1:]) for row in rows}
    if lines[-1] or head not in found or not all(parent in found for parents in found.values() for parent in parents):
        raise HistoryError("`git rev-list` did not list the whole history, so nothing can be decided; run `git fsck`")
    # One string for each id, however many commits name it as a parent.
    same = {id_: id_ for id_ in found}
    return {id_: tuple(same[parent] for parent in parents) for id_, parents in found.items()}
