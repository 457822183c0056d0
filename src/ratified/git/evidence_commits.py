"""Commits of the evidence branch, made from objects: the work tree, the index and what is checked out stay as they are.

Each adds one file to the tree of the one before, and has the reviewed heads as further parents, so that a clone of the
branch keeps them after the host has deleted theirs.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ratified.git.error import HistoryError
from ratified.git.evidence_tip import EVIDENCE_REFS
from ratified.git.new_branch import store_blobs

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from ratified.git.new_branch import OwnIdentity
    from ratified.git.runner import Git

FOLDER = "reviews"


def first_parents(git: Git, tip: str) -> list[str]:
    """The commits of a first-parent line, sorted by their ids."""
    return sorted(git.run("rev-list", "--first-parent", "--end-of-options", tip).out.decode("ascii").split())


def commits_here(git: Git, ids: Iterable[str]) -> frozenset[str]:
    """Those of these ids that are commits of this repository."""
    feed = "".join(f"{id_}\n" for id_ in dict.fromkeys(ids)).encode()
    told = git.run("cat-file", "--batch-check=%(objectname) %(objecttype)", feed=feed).out.decode("ascii")
    return frozenset(line.partition(" ")[0] for line in told.splitlines() if line.endswith(" commit"))


def unreached(git: Git, heads: Iterable[str], tips: Sequence[str]) -> frozenset[str]:
    """Those of some commits that are here which none of the tips reaches."""
    wanted = frozenset(heads)
    feed = "".join(f"{id_}\n" for id_ in (*sorted(wanted), *(f"^{tip}" for tip in tips))).encode()
    told = git.run("rev-list", "--stdin", feed=feed).out.decode("ascii").split() if wanted else []
    return wanted & frozenset(told)


def writes_batches(git: Git, tip: str) -> bool:
    """Whether any commit of the branch adds a batch, also one that a later commit took out."""
    walk = ("--first-parent", "--max-count=1", "--end-of-options", tip, "--", FOLDER)
    return bool(tip) and git.run("rev-list", *walk).out != b""


def review_tree(git: Git, tip: str) -> str:
    """The id of the tree of all batches at a tip; "" where there is none."""
    out = git.run("ls-tree", "--full-tree", tip, FOLDER).out.decode("utf-8", "replace") if tip else ""
    return out.split("\t", 1)[0].split(" ")[2] if out.startswith("040000 tree ") else ""


def commit_files(
    git: Git,
    tip: str,
    steps: Sequence[tuple[str, bytes, str, Sequence[str]]],
    who: OwnIdentity,
    at: str,
    key: Path | None,
    *,
    anew: bool = False,
) -> list[str]:
    """One commit for each step (a path below `reviews/`, its bytes, a subject, further parents), each on the one before
    and the first on `tip`, which may be ""; no branch has them yet. `at`: `SECONDS +0000`. With a key each is signed by
    it. What lies below `reviews/` by now goes first with `anew`, where somebody made a file of it, and where a file is
    there already with the same bytes: to write it would change nothing, and its signature would be of no batch.
    Raises HistoryError.
    """
    blobs = store_blobs(git, {path: data for path, data, _, _ in steps})
    top = _rows(git, tip)
    folder = top.get(FOLDER, "").startswith("040000 tree ")
    rows = _rows(git, f"{tip}:{FOLDER}") if folder else {}
    there = (rows.get(path.removeprefix(f"{FOLDER}/")) == f"100644 blob {blobs[path]}" for path, _, _, _ in steps)
    anew = anew or (FOLDER in top and not folder) or any(there)
    rows = {} if anew else rows
    trees = _trees(git, top, rows, [(path, blobs[path]) for path, _, _, _ in steps])
    maker = _CommitMaker(git, who, at, key)
    # A reviewed head must never be a first parent, or the line of batches would lead into somebody's branch.
    before = tip or maker.commit(_made(git, [{}])[0], (), "evidence: Begin the branch")
    if anew and FOLDER in top:
        rest = {name: entry for name, entry in top.items() if name != FOLDER}
        before = maker.commit(_made(git, [rest])[0], (before,), "reviews: Begin anew")
    made: list[str] = []
    for tree, (_, _, subject, more) in zip(trees, steps, strict=True):
        before = maker.commit(tree, (before, *more), subject)
        made.append(before)
    return made


class _CommitMaker:
    """Makes commits of one author at one moment; with a key each is signed by it."""

    def __init__(self, git: Git, who: OwnIdentity, at: str, key: Path | None) -> None:
        stamp = {"NAME": who.name, "EMAIL": who.email, "DATE": at}
        self._git, self._signed = git, "-S" if key else "--no-gpg-sign"
        self._settings = (f"user.signingKey={key}", "gpg.format=ssh", "gpg.ssh.program=ssh-keygen") if key else ()
        self._variables = {
            f"GIT_{role}_{name}": said for role in ("AUTHOR", "COMMITTER") for name, said in stamp.items()
        }
        if key and (agent := os.environ.get("SSH_AUTH_SOCK")):
            self._variables["SSH_AUTH_SOCK"] = agent

    def commit(self, tree: str, parents: Sequence[str], subject: str) -> str:
        """The id of a commit of a tree."""
        named = [part for parent in dict.fromkeys(parents) for part in ("-p", parent)]
        feed = f"{subject}\n".encode()
        made = self._git.run(
            "commit-tree", self._signed, tree, *named, feed=feed, settings=self._settings, variables=self._variables
        )
        return made.out.decode("ascii").strip()


def move_evidence(git: Git, old: str, new: str) -> None:
    """Put the local branch at a commit. Raises HistoryError where somebody moved it meanwhile."""
    git.run("update-ref", EVIDENCE_REFS[0], new, old or "0" * len(new))


def local_evidence(git: Git) -> str:
    """The commit of the local branch; "" where there is none."""
    return git.run("for-each-ref", "--format=%(objectname)", EVIDENCE_REFS[0]).out.decode("ascii").strip()


def _trees(git: Git, top: Mapping[str, str], rows: Mapping[str, str], files: Sequence[tuple[str, str]]) -> list[str]:
    """The tree after each file, made in two calls of git, however many there are."""
    wanted = []
    for path, blob in files:
        rows = {**rows, path.removeprefix(f"{FOLDER}/"): f"100644 blob {blob}"}
        wanted.append(rows)
    inner = _made(git, wanted)
    return _made(git, [{**top, FOLDER: f"040000 tree {tree}"} for tree in inner])


def _rows(git: Git, tree: str) -> dict[str, str]:
    """What a tree holds, by name: mode, kind and id."""
    out = git.run("ls-tree", "--full-tree", tree).out.decode("utf-8", "surrogateescape") if tree else ""
    found = (line.partition("\t") for line in out.splitlines())
    return {name: entry for entry, _, name in found}


def _made(git: Git, trees: Sequence[Mapping[str, str]]) -> list[str]:
    feed = "".join("".join(f"{entry}\t{name}\n" for name, entry in tree.items()) + "\n" for tree in trees)
    told = git.run("mktree", "--batch", feed=feed.encode("utf-8", "surrogateescape")).out.decode("ascii").split()
    if len(told) != len(trees):
        raise HistoryError("`git mktree` did not make every tree; try again")
    return told
