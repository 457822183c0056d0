"""What git holds of a repository, ready to be judged."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple, Self

from ratified.cache.git_answers import GitAnswers
from ratified.cache.packed_landings import pack, unpack
from ratified.git import revisions
from ratified.git.ancestry import Ancestry, ancestry_of_walk
from ratified.git.branch_commits import BranchCommits
from ratified.git.error import HistoryError, printable
from ratified.git.evidence_branch import EvidenceBranch
from ratified.git.evidence_tip import evidence_tip
from ratified.git.mainline import landings, require_whole
from ratified.git.merge_by_changes import merges_by_changes
from ratified.git.merge_preview import MergePreview, merged_tree
from ratified.git.objects import ObjectReader, checked_id
from ratified.git.policy_trees import PolicyTrees
from ratified.git.remerge import RemergeBudget, remerges
from ratified.git.repository import OpenRepository
from ratified.git.running import PrefetchedCall
from ratified.git.signatures import SignatureChecker
from ratified.git.worktree import edited
from ratified.model.landing import (
    NO_ANCHORS,
    Anchor,
    Anchors,
    Blob,
    Commit,
    CommitSignature,
    Landing,
    RemergeDifference,
    TrustedKeys,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from ratified.git.runner import Git

_SWEEP = 16
"""Landings that may be gone through for each merge that is asked for."""

AnchorState = Literal["", "on-chain", "rewritten", "inverted"]


class JudgedBranch(NamedTuple):
    """The part of a repository that is judged: what was asked for, and what it led to."""

    ref: str
    tip: str
    landings: Sequence[Landing]
    held: Mapping[str, Blob]
    anchors: Anchors
    anchor_state: AnchorState
    anchored: str


class History:
    """One repository as its objects tell it, up to one tip. Use it as a context manager, or `close` it.

    `ref` is the full name of the ref (or the commit id) that was asked for, `tip` the commit it names; `landings` runs
    from the root (number 0) to the tip. `anchors` are those that were given, and `anchor_state` says whether each of
    their commits is on the tip's chain: `rewritten` when the tip does not reach one, `inverted` when it does but not
    along first parents, empty when none was given; `anchored` is the one it speaks of. `below` is the policy's folder
    in the repository, to which all paths are relative; empty where it is the root. Every method may raise
    HistoryError.
    """

    def __init__(self, opened: OpenRepository, judged: JudgedBranch) -> None:
        self.root, self.below = opened.root, opened.below
        self.object_format = opened.object_format
        self.ref, self.tip, self.landings, self._held, self.anchors, self.anchor_state, self.anchored = judged
        self._opened = opened
        self._trees = PolicyTrees(opened.objects, opened.below)
        self.kept = opened.kept
        self._arrivals: BranchCommits | None = None
        self._ancestry: Ancestry | None = None
        self._beside_main: tuple[str, ...] = ()
        self._patience = RemergeBudget()
        self._answers = GitAnswers(opened.kept)
        self._signatures = SignatureChecker(opened.plain, opened.objects, opened.folder, self._answers.signatures)

    def blob(self, id: str) -> bytes:
        """The bytes of a blob."""
        return self.blobs((id,))[id]

    def blobs(self, ids: Iterable[str]) -> Mapping[str, bytes]:
        """The bytes of many blobs by id, each read once."""
        return self._opened.objects.contents(ids, "blob")

    def listing(self, commit: str) -> Mapping[str, Blob]:
        """Every path of a commit, submodules and symbolic links included with their mode."""
        if commit == self.tip:
            return self._held
        (read,) = self._opened.objects.commits([checked_id(commit)])
        return self._trees.listing(read.tree)

    @cached_property
    def reviews(self) -> EvidenceBranch:
        """What the evidence branch holds."""
        return EvidenceBranch(self._opened, self.evidence_tip, self)

    @cached_property
    def evidence_tip(self) -> str:
        """The commit of the evidence branch, "" where there is none."""
        return evidence_tip(self._opened.real)

    def brought_in(self, landing: Landing) -> tuple[Commit, ...]:
        """The commits that a landing brought in: its base to every other parent, oldest first, itself left out."""
        if self._arrivals is None:
            self._arrivals = BranchCommits(self.ancestry(), self.landings)
        return self._arrivals.commits(landing.number)

    def ancestry(self, more: Iterable[str] = ()) -> Ancestry:
        """Whom the tip descends from; with more commits, whom these do as well."""
        heads = [id_ for id_ in more if self._ancestry is None or id_ not in self._ancestry.parents]
        if self._ancestry is None:
            told = ancestry_of_walk(self._opened.walk(self.tip), (self.tip,))
            landed = (landing.commit for landing in self.landings)
            self._ancestry = Ancestry(told, self._opened.objects, landed)
            heads = [id_ for id_ in heads if id_ not in told]
        if heads:
            every = (self.tip, *self._beside_main, *heads)
            self._beside_main = every[1:]  # what was asked about before is still known
            walk = PrefetchedCall(self._opened.plain, "rev-list", "--parents", "--end-of-options", *every)
            try:
                self._ancestry = Ancestry(ancestry_of_walk(walk, every), self._opened.objects)
            finally:
                walk.close()
        return self._ancestry

    def signature(self, commit: Commit, trust: TrustedKeys) -> CommitSignature:
        """What git says of a commit's signature under these keys."""
        return self._signatures.check(commit, trust)

    def prefetch_signatures(self, commits: Iterable[Commit], trust: TrustedKeys) -> None:
        """Have the signatures of many commits checked at once, meanwhile: several times faster than one by one."""
        self._signatures.begin(commits, trust)

    def remerge(self, commit: Commit) -> RemergeDifference | None:
        """How a merge differs from git's own merge of its parents; None unless it has exactly two.

        Where git does not come to an end with it, that is not `known`.
        """
        self.prefetch_remerges((commit,))
        return self._answers.remerges.get(commit.id)

    def prefetch_remerges(self, commits: Iterable[Commit], plain: bool = False) -> None:
        """Merge the parents of many merges at once and remember the results: far cheaper than one by one.

        With `plain` only of those that what both sides changed decides, and only where many are asked for: that goes
        through all of main. For a folder of a larger repository its changes alone decide nothing.
        """
        wanted = {commit.id: commit for commit in commits if len(commit.parents) == 2}
        todo = [commit for id_, commit in wanted.items() if id_ not in self._answers.remerges]
        if plain and not self.below and len(todo) * _SWEEP >= len(self.landings):
            told = merges_by_changes(self._opened.plain, self.object_format, self.ancestry(), self.landings, todo)
            self._answers.remerges.update(told)
        elif todo and not plain:
            self.ancestry(commit.id for commit in todo)
            found = self.merges_beside(todo)
            self._answers.remerges.update((commit.id, one) for commit, one in zip(todo, found, strict=True))

    def merges_beside(self, commits: Sequence[Commit]) -> list[RemergeDifference]:
        """How commits differ from git's own merges of their two parents, whose ancestry is known."""
        found = remerges(self._opened.plain, self._opened.objects, self.ancestry(), commits, self._patience)
        return list(map(self._trees.kept, found))

    def between(self, base: str, head: str) -> tuple[Commit, ...]:
        """The commits that `head` reaches and `base` does not, newest first."""
        span = (checked_id(head), f"^{checked_id(base)}")
        out = self._opened.plain.run("rev-list", "--topo-order", "--end-of-options", *span).out
        *ids, rest = out.decode("ascii", "replace").split("\n")
        if rest or len(ids) != _count(self._opened.plain, *span):
            raise HistoryError("`git rev-list` did not list every commit, so nothing can be decided; try again")
        return tuple(self._opened.objects.commits(ids))

    def resolve(self, name: str) -> str:
        """The id of the commit that a person's name for it means: an id, HEAD, a branch, a tag."""
        return revisions.resolve(self._opened.real, self._opened.objects, name).commit

    def would_land(self, base: str, head: str) -> MergePreview:
        """What a merge of `head` into `base`, both by id, would hold: every path, and what git cannot merge."""
        found = merged_tree(self._opened.plain, checked_id(base), checked_id(head))
        if found is None:
            return MergePreview(self.listing(head), frozenset(), True)
        tree, conflicts, conflicted = found
        ours = self._trees.paths(conflicts)
        listing, sides = self._trees.listing(tree), (self.listing(base), self.listing(head))
        apart = (path for path, blob in listing.items() if all(side.get(path) != blob for side in sides))
        carried = frozenset(path for path in apart if any(path not in side for side in sides))
        return MergePreview(listing, ours, bool(ours) or (conflicted and not conflicts), carried)

    def is_ancestor(self, one: str, of: str) -> bool:
        """Whether the commit `of` is `one` or reaches it."""
        return _reaches(self._opened.plain, checked_id(of), checked_id(one))

    def edited(self, under: Sequence[str] = (), commit: str | None = None) -> frozenset[str]:
        """Paths whose file here differs from a commit's (the tip's where none is given), is gone, or is new and not
        ignored.

        `under` names files and folders to look at, relative to `root`; all of them where it is empty.
        """
        return edited(self._opened, self.listing(commit or self.tip), under, self.blob)

    def close(self) -> None:
        """End the running git and remove what was written for it."""
        self._signatures.close()
        self._answers.keep()
        self._opened.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_history(
    root: Path,
    *,
    ref: str | None = None,
    main: str = "main",
    anchors: Anchors = NO_ANCHORS,
    opened: OpenRepository | None = None,
    anew: bool = False,
) -> History:
    """The history of the policy at `root`: the root folder of a repository, or one below it.

    `ref` may be any name or id of a commit; without it the local branch `main` counts, else `origin`'s. `anchors` name
    commits that were its tip before, `opened` is that repository where it is open already; closing the history
    closes it. With `anew`, or held against anchors, nothing is taken from what an earlier run left.
    Raises HistoryError for whatever makes a history not to be trusted, before anything is read from it: shallow
    and partial clones, grafts, replaced or missing objects.
    """
    opened = opened or OpenRepository(root, anew=anew or bool(anchors.kept))
    try:
        return History(opened, _judged(opened, ref, main, anchors))
    except BaseException:
        opened.close()
        raise


def read_ahead(opened: OpenRepository, main: str) -> None:
    """Let git begin to tell the whole history of the main branch, where no earlier run kept what it told."""
    named = revisions.main_branch(opened.real, opened.objects, main)
    if not opened.kept.has(landings_of(named.ref)):
        opened.expect(named.commit)


def _judged(opened: OpenRepository, ref: str | None, main: str, anchors: Anchors) -> JudgedBranch:
    if ref is None:
        named = revisions.main_branch(opened.real, opened.objects, main)
    else:
        named = revisions.resolve(opened.real, opened.objects, ref)
    known = _known(opened, named.ref)
    if not known:
        opened.walk(named.commit)  # it will be asked for, and may be made while the landings are read
    trees = PolicyTrees(opened.objects, opened.below)
    landed = landings(opened.plain, trees, named.commit, known, None if known else opened.begun(named.commit))
    state, anchored = _anchored(opened.plain, opened.objects, landed, anchors.kept)
    held = trees.listing(landed[-1].commit.tree)
    require_whole(landed, held)
    if opened.below and not held:
        raise HistoryError(
            f"{named.ref} of {printable(opened.real.work_tree or opened.root)} holds no folder "
            f"{printable(opened.below)}/; commit the policy there, or run `git init` in that folder for a repository "
            f"of its own"
        )
    if named.ref.startswith("refs/") and known[len(landed) - 1 : len(landed)] != [landed[-1]]:
        opened.kept.keep(landings_of(named.ref), pack(landed))
    return JudgedBranch(named.ref, named.commit, landed, held, anchors, state, anchored)


def landings_of(ref: str) -> str:
    """The name under which the landings of a ref are kept."""
    return f"landings {ref}"


def _known(opened: OpenRepository, ref: str) -> list[Landing]:
    """The landings that an earlier run found on a ref: none of them will ever change."""
    kept = opened.kept.load(landings_of(ref))
    return unpack(kept) if isinstance(kept, list) else []


def _anchored(
    git: Git, objects: ObjectReader, landed: Sequence[Landing], anchors: Sequence[Anchor]
) -> tuple[AnchorState, str]:
    """What the anchors' commits are to a chain, and the first of them that is not on it, else the last."""
    on_chain = {landing.commit.id for landing in landed}
    for anchor in dict.fromkeys(checked_id(anchor.commit) for anchor in anchors):
        if anchor not in on_chain:
            known = objects.commit_named(anchor)
            reached = known == anchor and _reaches(git, landed[-1].commit.id, anchor)
            return "inverted" if reached else "rewritten", anchor
    return ("on-chain", anchors[-1].commit) if anchors else ("", "")


def _reaches(git: Git, from_: str, to: str) -> bool:
    """Asked as a count, since an exit status alone could also be that of a git that broke."""
    return _count(git, to, f"^{from_}") == 0


def _count(git: Git, *span: str) -> int:
    """How many commits these reach together."""
    count = git.run("rev-list", "--count", "--end-of-options", *span).out
    if not count.endswith(b"\n") or not count.strip().isdigit():
        raise HistoryError("`git rev-list` did not say how many commits there are; try again")
    return int(count)
