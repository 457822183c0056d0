"""Who descends from whom, and where two lines met last."""

from __future__ import annotations

from functools import cached_property
from heapq import heappop, heappush
from typing import TYPE_CHECKING

from ratified.git.error import HistoryError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ratified.git.objects import ObjectReader
    from ratified.git.running import PrefetchedCall
    from ratified.model.landing import Commit


class Ancestry:
    """Every commit of a walk with its parents. What git told is held to the commits themselves where it decides."""

    def __init__(
        self, parents: Mapping[str, tuple[str, ...]], objects: ObjectReader, read: Iterable[Commit] = ()
    ) -> None:
        """`read` are commits that were read already, so that these need not be again."""
        self.parents = parents
        self._objects = objects
        self._sound = {commit.id: commit.tree for commit in read if commit.parents == parents.get(commit.id)}

    def commits(self, ids: Iterable[str]) -> list[Commit]:
        """Commits by id. HistoryError where git named other parents than the commits themselves."""
        found = self._objects.commits(list(ids))
        if any(commit.parents != self.parents[commit.id] for commit in found):
            raise HistoryError("git names parents that the commits themselves do not; run `git fsck`")
        self._sound.update((commit.id, commit.tree) for commit in found)
        return found

    def trees(self, ids: Sequence[str]) -> list[str]:
        """The trees of commits, by id; each commit is read and held to what git told once."""
        self.commits(dict.fromkeys(id_ for id_ in ids if id_ not in self._sound))
        return [self._sound[id_] for id_ in ids]

    def bases(self, one: str, other: str) -> tuple[str, ...]:
        """The best common ancestors of two commits; none where they share none.

        The younger generation is looked at first, so that all that reaches a commit was seen before it.
        """
        marks = {one: 1}
        marks[other] = marks.get(other, 0) | 2
        waiting = [(-self._generation[id_], id_) for id_ in marks]
        waiting.sort()
        found: list[str] = []
        seen: list[str] = []
        open_ = len(waiting)  # those that are not below a common ancestor already
        while waiting and open_:
            _, id_ = heappop(waiting)
            mark = marks[id_]
            seen.append(id_)
            if not mark & 4:
                open_ -= 1
            if mark == 3:
                found.append(id_)
                mark |= 4
            for parent in self.parents[id_]:
                had = marks.get(parent)
                now = mark | (had or 0)
                marks[parent] = now
                if had is None:
                    heappush(waiting, (-self._generation[parent], parent))
                    open_ += not now & 4
                elif now & 4 and not had & 4:
                    open_ -= 1
        self.commits(id_ for id_ in seen if id_ not in self._sound)
        return tuple(found)

    @cached_property
    def _generation(self) -> Mapping[str, int]:
        """How long the longest line below each commit is."""
        found: dict[str, int] = {}
        for start in reversed(list(self.parents)):
            waiting = [start]
            while waiting:
                id_ = waiting[-1]
                missing = [parent for parent in self.parents[id_] if parent not in found]
                if id_ in found or missing:
                    waiting.pop() if id_ in found else waiting.extend(missing)
                    continue
                found[id_] = 1 + max((found[parent] for parent in self.parents[id_]), default=0)
                waiting.pop()
        return found


def ancestry_of_walk(walk: PrefetchedCall, heads: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Every commit that was walked with its parents, newest first, the heads among them."""
    lines = walk.answer().decode("ascii").split("\n")
    rows = [line.split(" ") for line in lines[:-1]]
    found = {row[0]: tuple(row[1:]) for row in rows}
    if (
        lines[-1]
        or not found.keys() >= set(heads)
        or not all(parent in found for parents in found.values() for parent in parents)
    ):
        raise HistoryError("`git rev-list` did not list the whole history, so nothing can be decided; run `git fsck`")
    # One string for each id, however many commits name it as a parent.
    same = {id_: id_ for id_ in found}
    return {id_: tuple(same[parent] for parent in parents) for id_, parents in found.items()}
