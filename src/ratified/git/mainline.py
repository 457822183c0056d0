"""The landings: the first-parent chain of a commit, and what each commit on it changed."""

from __future__ import annotations

from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING

from ratified.git.error import HistoryError, printable
from ratified.git.raw_diff import RAW, RawDiffReader
from ratified.git.running import RunningGit
from ratified.git.tree_growth import GrowingTree
from ratified.git.trees import ODD
from ratified.model.landing import Blob, Commit, Landing, PathChange

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ratified.git.objects import ObjectReader
    from ratified.git.policy_trees import PolicyTrees
    from ratified.git.runner import Git

_AT_ONCE = 2048

_Made = tuple[Commit, tuple[PathChange, ...]]
Changed = tuple[str, list[PathChange]]
"""A commit's id and what it changed."""


def log_of(git: Git, below: str, *span: str) -> RunningGit:
    """Git telling what the first-parent chain of a span changed below a folder, newest first, paths relative to it."""
    inside = (f"--relative={below}/",) if below else ()
    return RunningGit(git, "log", "--first-parent", "--diff-merges=first-parent", "--format=%H", *RAW, *inside, *span)


def landings(
    git: Git, trees: PolicyTrees, tip: str, known: Sequence[Landing] = (), begun: RunningGit | None = None
) -> list[Landing]:
    """The first-parent chain of a commit, oldest first, the first one against the empty tree.

    One pass of git tells what changed, and is not believed: the commits' own bytes say that it left none out, and the
    ids of their trees that the changes are theirs. What git tells otherwise, or cannot tell, is read from the objects.
    `known` are landings of an earlier tip: where the chain leads to that one, only what came after it is asked for;
    where it does not, as after a rewrite, `known` counts for nothing. `begun` is the `log_of` this tip where it was
    asked for earlier.
    """
    objects = trees.objects
    place = {landing.commit.id: landing.number for landing in known}
    if tip in place:
        return list(known[: place[tip] + 1])
    if known and objects.commit_named(last := known[-1].commit.id) is not None:
        with suppress(HistoryError):  # then the whole is asked for, which says what is wrong
            since, due = _chain(log_of(git, trees.below, tip, f"^{last}"), objects, tip)
            if due == last:
                return [*known, *_grown(trees, since, known)]
    try:
        whole, due = _chain(begun or log_of(git, trees.below, tip), objects, tip)
    except HistoryError:
        whole, due = _untold(objects, tip), None
    return _grown(trees, _untold(objects, tip) if due else whole, ())


def _grown(trees: PolicyTrees, newest_first: Sequence[_Made], known: Sequence[Landing]) -> list[Landing]:
    """The landings that follow known ones, each held to the tree that its commit names, or to the folder in it."""
    objects = trees.objects
    growth = GrowingTree(objects.format)
    roots = trees.of([*(landing.commit for landing in known[-1:]), *(commit for commit, _ in reversed(newest_first))])
    before = roots.pop(0) if known else ""
    if known and growth.grow([PathChange(path, None, blob) for path, blob in _left(known).items()]) != before:
        growth.read(objects, before)
    found: list[Landing] = []
    for number, (root, (commit, told)) in enumerate(zip(roots, reversed(newest_first), strict=True), len(known)):
        if growth.grow(told) != root:
            if before:
                growth.read(objects, before)
            else:
                growth = GrowingTree(objects.format)
            told = tuple(growth.read(objects, root))
            commit = _faulty(commit, told, growth)
        before = root
        found.append(Landing(number, trees.told(commit), told))
    return found


def _faulty(commit: Commit, changes: Sequence[PathChange], growth: GrowingTree) -> Commit:
    """The commit with a word about each folder that it makes one which can be read in several ways."""
    made = [change.path for change in changes if change.after and change.after.mode == ODD]
    made += [""] if "/" in growth.odd else []
    faults = (f"its folder {printable(ascii(path + '/'))} is no tree that can be read one way only" for path in made)
    return commit._replace(faults=(*commit.faults, *faults)) if made else commit


def _left(landed: Sequence[Landing]) -> dict[str, Blob]:
    """What the changes of these landings, one after the other, leave behind."""
    now: dict[str, Blob] = {}
    for landing in landed:
        for path, _, after in landing.changes:
            if after is None:
                now.pop(path, None)
            else:
                now[path] = after
    return now


def _untold(objects: ObjectReader, tip: str) -> list[_Made]:
    """The first-parent chain up to a tip, newest first, from the commits alone; what they changed is left open."""
    newest_first: list[_Made] = []
    due: str | None = tip
    while due is not None:
        (commit,) = objects.commits((due,))
        newest_first.append((commit, ()))
        due = commit.parents[0] if commit.parents else None
    return newest_first


def _chain(log: RunningGit, objects: ObjectReader, tip: str) -> tuple[list[_Made], str | None]:
    """The first-parent chain of a span up to its tip, newest first, and the parent of its last commit."""
    newest_first: list[_Made] = []
    due: str | None = tip
    with log as running:
        records = _records(running.pieces())
        while part := list(islice(records, _AT_ONCE)):
            for commit, (id_, changes) in zip(objects.commits([id_ for id_, _ in part]), part, strict=True):
                if id_ != due:
                    raise _left_out()
                due = commit.parents[0] if commit.parents else None
                newest_first.append((commit, tuple(changes)))
    return newest_first, due


def _records(pieces: Iterator[bytes]) -> Iterator[Changed]:
    """`id NUL`, then for each change `:meta NUL path NUL`; a newline stands before the first."""
    entries = RawDiffReader()
    current: Changed | None = None
    meta = b""
    for token in _tokens(pieces):
        if meta and current is not None:
            current[1].append(entries.change(meta, token))
            meta = b""
        elif token[:1] in (b":", b"\n"):
            meta = token.removeprefix(b"\n")
        else:
            if current is not None:
                yield current
            current = token.decode("ascii"), []
    if meta or current is None:
        raise _left_out()
    yield current


def _tokens(pieces: Iterator[bytes]) -> Iterator[bytes]:
    rest = b""
    for piece in pieces:
        *whole, rest = (rest + piece).split(b"\0")
        yield from whole
    if rest:
        raise _left_out()


def require_whole(landed: Sequence[Landing], held: Mapping[str, Blob]) -> None:
    """HistoryError unless the changes, one after the other, lead from nothing to what the last commit holds.

    So no change was left out, by whatever setting or fault, and none was told against another base.
    """
    now: dict[str, Blob] = {}
    for landing in landed:
        for path, before, after in landing.changes:
            if now.get(path) != before:
                raise _left_out()
            if after is None:
                del now[path]
            else:
                now[path] = after
    if now != held:
        raise _left_out()


def _left_out() -> HistoryError:
    return HistoryError("`git log` does not agree with the objects of this repository; run `git fsck` there")
