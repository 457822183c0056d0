"""The branch on which imported reviews are kept: its commits with the batch that each adds, and reviewed branches.

Nothing here says that any of it is to be believed: whoever can push can push a branch.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ratified.git.error import HistoryError
from ratified.git.mainline import landings
from ratified.git.merge_preview import merged_tree
from ratified.git.objects import checked_id
from ratified.git.policy_trees import PolicyTrees
from ratified.model.host_review import BATCH_PATH, EVIDENCE_BRANCH
from ratified.model.landing import EvidenceCommit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ratified.git.repository import OpenRepository
    from ratified.git.runner import Git
    from ratified.model.landing import Commit

EVIDENCE_REFS = (f"refs/heads/{EVIDENCE_BRANCH}", f"refs/remotes/origin/{EVIDENCE_BRANCH}")


def evidence_tip(git: Git) -> str:
    """The tip of the evidence branch: the local one's, else that last fetched from `origin`; "" where there is none.

    Of the two the one that holds the other counts, so that a clone that was fetched into misses nothing.
    """
    out = git.run("for-each-ref", "--format=%(objectname) %(refname)", "--", *EVIDENCE_REFS).out.decode()
    held = {ref: id_ for id_, _, ref in (line.partition(" ") for line in out.splitlines())}
    tips = [held[ref] for ref in EVIDENCE_REFS if ref in held]
    if len(tips) == 2 and tips[0] != tips[1]:
        count = git.run("rev-list", "--count", "--end-of-options", tips[1], f"^{tips[0]}").out.strip()
        behind = git.run("rev-list", "--count", "--end-of-options", tips[0], f"^{tips[1]}").out.strip()
        if count != b"0" and behind != b"0":
            raise HistoryError(
                f"{EVIDENCE_REFS[0]} and {EVIDENCE_REFS[1]} have parted, so nobody can say which reviews there are; "
                f"find out who moved one of them, and make them one again"
            )
        return tips[1] if count != b"0" else tips[0]
    return checked_id(tips[0]) if tips else ""


class EvidenceBranch:
    """What git holds of imported reviews up to a tip, and of the branches that were reviewed."""

    def __init__(self, opened: OpenRepository, tip: str) -> None:
        self._opened, self.tip = opened, tip
        self._branches: dict[tuple[str, str], tuple[Commit, ...] | None] = {}
        self._trees: dict[tuple[str, str], str] = {}
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
        """The commits that a reviewed head has and the base does not, oldest first; None where the head is not here."""
        key = (base, head)
        if key not in self._branches:
            self._branches[key] = self._branch(checked_id(base), checked_id(head))
        return self._branches[key]

    def _branch(self, base: str, head: str) -> tuple[Commit, ...] | None:
        if self._opened.objects.commit_named(head) != head:
            return None
        out = self._opened.plain.run("rev-list", "--topo-order", "--reverse", "--end-of-options", head, f"^{base}").out
        return tuple(self._opened.objects.commits(out.decode("ascii").split()))

    def merged(self, base: str, head: str) -> str:
        """The tree of git's own clean merge of a head into a base; "" where there is none."""
        key = (base, head)
        if key not in self._trees:
            made = merged_tree(self._opened.plain, checked_id(base), checked_id(head))
            self._trees[key] = "" if made is None or made[2] else made[0]
        return self._trees[key]

    def patches(self, ids: Sequence[str]) -> Mapping[str, str]:
        """What identifies the patch of each of these commits of one parent, wherever it stands."""
        todo = [checked_id(id_) for id_ in ids if id_ not in self._patches]
        if todo:
            order = ("--no-walk=unsorted", "-p", "--no-textconv", "--no-ext-diff", "--full-index", "--no-color")
            told = self._opened.plain.run("log", *order, "--end-of-options", *todo).out
            rows = self._opened.plain.run("patch-id", "--stable", feed=told).out.decode("ascii").splitlines()
            self._patches |= dict.fromkeys(todo, "")
            self._patches |= {commit: patch for patch, _, commit in (row.partition(" ") for row in rows)}
        return {id_: self._patches[id_] for id_ in ids}
