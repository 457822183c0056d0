"""Worlds written as branches of one real repository: `git fast-import`, then signatures by keys made on the spot."""

from __future__ import annotations

import hashlib
import os
import subprocess
import zlib
from typing import TYPE_CHECKING

from oracle import Objects
from worlds import EMAILS, KEYS, SIGNERS, World, called

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SETTINGS = {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C"}


class Keyring:
    """Throw-away SSH keys, one a person. Eve's is one that nobody trusts."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.private = {who: folder / who for who in ("ann", "bob", "cid", "dee", "gus", "eve")}
        for key in self.private.values():
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(key)], check=True)

    def filled_in(self, text: str) -> str:
        """A text with real keys for the names of keys in it."""
        for who, key in self.private.items():
            text = text.replace(KEYS[who], key.with_suffix(".pub").read_text(encoding="ascii").strip())
        return text

    def sign(self, who: str, data: bytes) -> bytes:
        """An armored signature as git makes it."""
        command = ["ssh-keygen", "-Y", "sign", "-n", "git", "-f", str(self.private[who])]
        return subprocess.run(command, input=data, capture_output=True, check=True).stdout


def git(root: Path, *args: str, feed: bytes = b"") -> bytes:
    env = {**SETTINGS, "PATH": os.environ["PATH"]}
    return subprocess.run(["git", *args], cwd=root, env=env, input=feed, capture_output=True, check=True).stdout


def write(root: Path, worlds: Mapping[str, World], keyring: Keyring | None = None, below: str = "") -> None:
    """Make a bare repository with each world as a branch; with keys its merges are signed as the world says.

    With `below`, all of it lies in that folder, and every commit changes a file beside it as well.
    """
    root.mkdir(parents=True)
    git(root, "init", "--quiet", "--bare", "--initial-branch=main", ".")
    git(root, "fast-import", "--quiet", "--export-marks=marks", feed=_stream(worlds, keyring, below))
    if keyring is not None:
        _sign(root, worlds, keyring)


def _stream(worlds: Mapping[str, World], keyring: Keyring | None, below: str) -> bytes:
    out: list[bytes] = []
    mark = 0
    for name, world in worlds.items():
        marks: dict[str, int] = {}
        beside: dict[str, frozenset[int]] = {}
        top = f"{below}/" if below else ""
        for made in world.commits.values():
            mark += 1
            marks[made.id] = mark
            out.append(f"commit refs/heads/{name}\nmark :{mark}\n".encode())
            for role, (who, at) in (("author", made.author), ("committer", made.committer)):
                out.append(f"{role} {called(who)} <{EMAILS[who]}> {at} +0000\n".encode())
            out.append(_data(made.whole_message))
            out += [f"{'merge' if n else 'from'} :{marks[p]}\n".encode() for n, p in enumerate(made.parents)]
            out.append(b"deleteall\n")
            for path, (mode, text) in made.tree.items():
                content = keyring.filled_in(text) if keyring and path == SIGNERS else text
                out += [f"M {mode} inline {top}{path}\n".encode(), _data(content)]
            beside[made.id] = frozenset((mark,)).union(*(beside[parent] for parent in made.parents))
            for number in beside[made.id] if below else ():
                out += [f"M 100644 inline beside/{number}\n".encode(), _data(str(number))]
            out.append(b"\n")
        out.append(f"reset refs/heads/{name}\nfrom :{marks[world.base]}\n\n".encode())
    return b"".join(out)


def _data(text: str) -> bytes:
    return b"data %d\n%s\n" % (len(text.encode()), text.encode())


def _sign(root: Path, worlds: Mapping[str, World], keyring: Keyring) -> None:
    """Write every commit anew on its new parents, signed where the world says so, and move the branches there."""
    lines = (root / "marks").read_text(encoding="ascii").split("\n")
    ids = {line.split(" ")[0]: line.split(" ")[1] for line in lines if line}
    raw, mark, moves = Objects(root).raw, 0, ""
    for name, world in worlds.items():
        new: dict[str, str] = {}
        for made in world.commits.values():
            mark += 1
            head, message = raw[ids[f":{mark}"]][1].split(b"\n\n", 1)
            tree, *others = [line for line in head.split(b"\n") if not line.startswith(b"parent ")]
            lines_ = [tree, *(f"parent {new[p]}".encode() for p in made.parents), *others]
            data = b"\n".join(lines_) + b"\n\n" + message
            if made.sign:
                armored = keyring.sign(made.sign, data).strip().replace(b"\n", b"\n ")
                data = b"\n".join([*lines_, b"gpgsig " + armored]) + b"\n\n" + message
            new[made.id] = _object(root, data)
        moves += f"update refs/heads/{name} {new[world.base]}\n"
    git(root, "update-ref", "--stdin", feed=moves.encode())


def _object(root: Path, data: bytes) -> str:
    whole = b"commit %d\0" % len(data) + data
    id_ = hashlib.sha1(whole, usedforsecurity=False).hexdigest()
    path = root / "objects" / id_[:2] / id_[2:]
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(zlib.compress(whole))
    return id_
