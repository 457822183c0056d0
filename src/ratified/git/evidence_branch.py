"""The branch on which imported reviews are kept: its commits with the batch that each adds, and reviewed branches.

Nothing here says that any of it is to be believed: whoever can push can push a branch.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ratified.git.mainline import landings
from ratified.git.objects import checked_id
from ratified.git.policy_trees import PolicyTrees
from ratified.model.host_review import BATCH_PATH
from ratified.model.landing import EvidenceCommit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ratified.git.ancestry import Ancestry
    from ratified.git.history import History
    from ratified.git.repository import OpenRepository
    from ratified.model.landing import Commit, RemergeDifference


class EvidenceBranch:
    """What git holds of imported reviews up to a tip, and of the branches that were reviewed."""

    def __init__(self, opened: OpenRepository, tip: str, history: History) -> None:
        self._opened, self.tip, self._history = opened, tip, history
        self._merges: dict[tuple[str, str, str], RemergeDifference] = {}
        self._patches: dict[str, str] = {}

    @cached_property
    def commits(self) -> tuple[EvidenceCommit, ...]:
        """The commits of its first-parent line, oldest first, each with the one batch that it writes."""
        if not self.tip:
            return ()
        chain = landings(self._opened.plain, PolicyTrees(self._opened.objects, ""), self.tip, [], None)
        written = ([c.after for c in one.changes if BATCH_PATH.fullmatch(c.path) and c.after] for one in chain)
        added = [blobs[0] if len(blobs) == 1 else None for blobs in written]
        data = self._opened.objects.contents([blob.id for blob in added if blob and blob.regular], "blob")
        return tuple(
            EvidenceCommit(one.commit, data.get(blob.id) if blob else None)
            for one, blob in zip(chain, added, strict=True)
        )

    def branch(self, base: str, head: str) -> tuple[Commit, ...] | None:
        """The commits that a reviewed head has and a landing does not, newest first; None where it is not here."""
        ancestry = self._reaching(head)
        if ancestry is None:
            return None
        landed, number = self._landed, self._landed[checked_id(base)]
        found, waiting = dict[str, None](), [head]
        while waiting:
            id_ = waiting.pop()
            if id_ not in found and landed.get(id_, number + 1) > number:
                found[id_] = None
                waiting += ancestry.parents[id_]
        return tuple(ancestry.commits(found))

    def fork(self, head: str) -> int:
        """The number of the last landing that a reviewed head, which is here, holds; -1 where it holds none."""
        ancestry, numbers = self._reaching(head), self._numbers
        found, seen, waiting = -1, set[str](), [head]
        while waiting and ancestry is not None:
            id_ = waiting.pop()
            if id_ in numbers:
                found = max(found, numbers[id_])
            elif id_ not in seen:
                seen.add(id_)
                waiting += ancestry.parents[id_]
        return found

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        return {landing.commit.id: landing.number for landing in self._history.landings}

    def as_merge(self, commit: Commit, head: str) -> RemergeDifference:
        """How a commit of one parent differs from git's own merge of a head, which is here, into that parent."""
        self.expect_merges(((commit, head),))
        return self._merges[_merge_of(commit, head)]

    def expect_merges(self, pairs: Iterable[tuple[Commit, str]]) -> None:
        """Learn of many at once what `as_merge` will be asked, of those heads that are here: far cheaper."""
        asked = {_merge_of(*pair): pair for pair in pairs if _merge_of(*pair) not in self._merges}
        here = [(commit, head) for commit, head in asked.values() if self._reaching(head) is not None]
        merges = [commit._replace(parents=(*commit.parents, head)) for commit, head in here]
        told = self._history.merges_beside(merges) if merges else ()
        self._merges |= {_merge_of(*pair): one for pair, one in zip(here, told, strict=True)}

    def _reaching(self, head: str) -> Ancestry | None:
        """Whom a head and main descend from; None where it is not here. The branch itself keeps what was imported."""
        ancestry = self._history.ancestry((self.tip,))
        if head in ancestry.parents:
            return ancestry
        return self._history.ancestry((head,)) if self._opened.objects.commit_named(checked_id(head)) == head else None

    @cached_property
    def _landed(self) -> Mapping[str, int]:
        """Everything that main reaches, with the number of the landing that brought it."""
        parents, found = self._history.ancestry((self.tip,)).parents, dict[str, int]()
        for landing in self._history.landings:
            waiting = [landing.commit.id]
            while waiting:
                id_ = waiting.pop()
                if id_ not in found:
                    found[id_] = landing.number
                    waiting += parents[id_]
        return found

    def patches(self, ids: Sequence[str]) -> Mapping[str, str]:
        """What identifies the patch of each of these commits of one parent, wherever it stands."""
        todo = [checked_id(id_) for id_ in ids if id_ not in self._patches]
        if todo:
            order = ("--no-walk=unsorted", "-p", "--no-textconv", "--no-ext-diff", "--full-index", "--no-color")
            told = self._opened.plain.run("log", *order, "--end-of-options", *todo).out
            rows = self._opened.plain.run("patch-id", "--verbatim", feed=told).out.decode("ascii").splitlines()
            self._patches |= dict.fromkeys(todo, "")
            self._patches |= {commit: patch for patch, _, commit in (row.partition(" ") for row in rows)}
        return {id_: self._patches[id_] for id_ in ids}


def _merge_of(commit: Commit, head: str) -> tuple[str, str, str]:
    """What decides whether a commit is a merge: its parent, its files, the head."""
    return commit.parents[0], commit.tree, head
