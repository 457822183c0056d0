"""A repository as the oracle wants it told: all objects at once, all merges at once. See `oracle.py`."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import subprocess
from functools import cache
from typing import TYPE_CHECKING

from oracle_facts import Commit, Known, Signed, Tree, Who

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


class Objects:
    """Every object of a repository, read once; histories of it by the tip's id."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._checked = cache(self._check)
        self.raw: dict[str, tuple[bytes, bytes]] = {}
        out, at = self._git("cat-file", "--batch-all-objects", "--batch", "--unordered"), 0
        while at < len(out):
            end = out.index(b"\n", at)
            id_, kind, size = out[at:end].split()
            self.raw[id_.decode()] = (kind, out[end + 1 : end + 1 + int(size)])
            at = end + 2 + int(size)
        self._trees: dict[str, dict[str, tuple[str, bytes]]] = {}
        self.commits = {id_: self._commit(id_, data) for id_, (kind, data) in self.raw.items() if kind == b"commit"}
        self.signed = frozenset(id_ for id_ in self.commits if b"\ngpgsig " in self.raw[id_][1].split(b"\n\n")[0])
        self._merges = self._remerge([c for c in self.commits.values() if len(c.parents) == 2])

    def _git(self, *args: str, feed: bytes = b"") -> bytes:
        env = {"PATH": os.environ["PATH"], "LC_ALL": "C", "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1"}
        return subprocess.run(
            ["git", "-C", str(self.root), *args], input=feed, stdout=subprocess.PIPE, env=env, check=True
        ).stdout

    def _tree(self, id_: str) -> dict[str, tuple[str, bytes]]:
        if id_ not in self._trees:
            data, found = self.raw[id_][1], {}
            while data:
                head, _, data = data.partition(b"\0")
                mode, _, name = head.decode().partition(" ")
                below, data = data[:20].hex(), data[20:]
                if mode == "40000":
                    found.update({f"{name}/{path}": entry for path, entry in self._tree(below).items()})
                else:
                    found[name] = (mode, self.raw.get(below, (b"", b""))[1])
            self._trees[id_] = found
        return self._trees[id_]

    def _commit(self, id_: str, data: bytes) -> Commit:
        head, _, message = data.decode().partition("\n\n")
        lines = [line.split(" ", 1) for line in head.split("\n") if not line.startswith(" ")]
        tree = next(value for key, value in lines if key == "tree")
        parents = tuple(value for key, value in lines if key == "parent")
        author, committer = (_stamp(next(value for key, value in lines if key == k)) for k in ("author", "committer"))
        return Commit(id_, parents, self._tree(tree), author, committer, message, signer=_signer(head))

    def _remerge(self, merges: list[Commit]) -> dict[str, tuple[set[str], set[str]]]:
        feed = "".join(f"{c.parents[0]} {c.parents[1]}\n" for c in merges).encode()
        options = ("--write-tree", "--stdin", "-z", "--name-only", "--no-messages", "--allow-unrelated-histories")
        tokens = iter(self._git("merge-tree", *options, feed=feed).decode().split("\0"))
        results = {}
        for commit in merges:
            next(tokens)
            tree = next(tokens)
            conflicts = set(iter(lambda: next(tokens), ""))
            results[commit.id] = (tree, conflicts)
        self.raw.update(self._read({tree for tree, _ in results.values()}))
        return {id_: (self._differ(self.commits[id_].tree, tree), found) for id_, (tree, found) in results.items()}

    def _read(self, trees: set[str]) -> dict[str, tuple[bytes, bytes]]:
        """Trees and blobs that git wrote while merging."""
        found: dict[str, tuple[bytes, bytes]] = {}
        todo = {id_ for id_ in trees if id_ not in self.raw}
        while todo:
            out, at, below = self._git("cat-file", "--batch", feed="".join(f"{i}\n" for i in todo).encode()), 0, set()
            while at < len(out):
                end = out.index(b"\n", at)
                id_, kind, size = out[at:end].split()
                data = out[end + 1 : end + 1 + int(size)]
                found[id_.decode()] = (kind, data)
                while kind == b"tree" and data:
                    data = data.partition(b"\0")[2]
                    below.add(data[:20].hex())
                    data = data[20:]
                at = end + 2 + int(size)
            todo = {id_ for id_ in below if id_ not in self.raw and id_ not in found}
        return found

    def _differ(self, tree: Mapping[str, tuple[str, bytes]], merged: str) -> set[str]:
        other = self._tree(merged)
        return {path for path in {*tree, *other} if tree.get(path) != other.get(path)}

    def known(self, tip: str) -> Known:
        """The whole history of a tip."""
        return Known(self.commits, tip, lambda c: self._merges[c.id], self._signature)

    def _signature(self, commit: Commit, tree: Tree) -> Signed:
        """What git says of an SSH signature: the principal of a key that the tree trusts, or nobody's."""
        if commit.id not in self.signed:
            return Signed("none")
        return self._checked(commit.id, tree.get("data/trust/allowed_signers", ("", b""))[1])

    def _check(self, id_: str, trusted: bytes) -> Signed:
        signers = self.root / "signers"
        signers.write_bytes(trusted)
        setting = f"gpg.ssh.allowedSignersFile={signers}"
        told = self._git("-c", setting, "log", "-1", "--format=%G?%x00%GS%x00%GF", id_).decode().rstrip("\n")
        state, person, key = told.split("\0")
        good = state == "G"
        return Signed("good", person, key=key) if good else Signed("bad" if state == "B" else "untrusted")


def _signer(head: str) -> str:
    """The fingerprint of the key that stands in an SSH signature, whether or not the signature fits."""
    armored = re.search(r"-----BEGIN SSH SIGNATURE-----(.*?)-----END", head, re.DOTALL)
    if armored is None:
        return ""
    data = base64.b64decode("".join(armored[1].split()))
    size = int.from_bytes(data[10:14], "big")
    digest = hashlib.sha256(data[14 : 14 + size]).digest()
    return "SHA256:" + base64.b64encode(digest).decode().rstrip("=")


def _stamp(line: str) -> Who:
    name, email, at = re.fullmatch(r"(.*) <(.*)> (\d+) [+-]\d{4}", line).groups()  # type: ignore[union-attr]
    return Who(name, email, int(at))
