"""A branch with one commit, made from objects: the work tree, the index and what is checked out stay as they are."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ratified.git.error import HistoryError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ratified.git.runner import Git


class OwnIdentity(NamedTuple):
    """Who git takes its user for."""

    name: str
    email: str


def own_identity(git: Git, environment: Mapping[str, str]) -> OwnIdentity | None:
    """The name and address that git would write into a commit here, by its user's own settings; None without one.

    Only here are settings outside of the repository read, and nothing but these two.
    """
    home = environment.get("HOME", os.devnull)
    found = {}
    for key in ("name", "email"):
        said = next((environment[name] for name in (f"GIT_AUTHOR_{key.upper()}",) if environment.get(name)), None)
        variables = {
            "HOME": home,
            "GIT_CONFIG_GLOBAL": environment.get("GIT_CONFIG_GLOBAL") or _settings(home, environment),
        }
        asked = git.run("config", "--get", f"user.{key}", accept=(0, 1), variables=variables).out
        found[key] = said or asked.decode("utf-8", "replace").strip()
    return OwnIdentity(found["name"], found["email"]) if all(found.values()) else None


def _settings(home: str, environment: Mapping[str, str]) -> str:
    """The file of a user's settings, as git-config says: `~/.gitconfig`, else the one in the folder of settings."""
    other = Path(environment.get("XDG_CONFIG_HOME") or Path(home, ".config"), "git", "config")
    return str(other) if other.is_file() and not Path(home, ".gitconfig").is_file() else str(Path(home, ".gitconfig"))


def commit_on(git: Git, base: str, files: Mapping[str, bytes | None], message: str, who: OwnIdentity, at: str) -> str:
    """The id of a commit on `base` that gives these files these bytes, or takes those out that are None; no branch has
    it yet. `at`: `SECONDS +0000`. A file that could be run before still can.

    Paths are those of the policy's folder. Raises HistoryError.
    """
    below = git.folder.relative_to(git.work_tree).as_posix() if git.work_tree else "."
    prefix = "" if below == "." else f"{below}/"
    with tempfile.TemporaryDirectory(prefix="ratified-index-") as folder:
        index = {"GIT_INDEX_FILE": str(Path(folder, "index"))}
        git.run("read-tree", base, variables=index)
        able = _run_before(git, index)
        whole = {f"{prefix}{path}": data for path, data in files.items()}
        ids = store_blobs(git, whole)
        rows = [_row(path, ids.get(path), path in able, len(base)) for path in whole]
        git.run("update-index", "-z", "--index-info", feed=b"".join(rows), variables=index)
        tree = git.run("write-tree", variables=index).out.decode().strip()
    named = {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in _stamp(who, at).items()}
    return git.run("commit-tree", tree, "-p", base, feed=message.encode(), variables=named).out.decode().strip()


def _run_before(git: Git, index: Mapping[str, str]) -> set[str]:
    """The paths, from the repository's root, of files that may be run."""
    top = git.folder if git.work_tree is None else git.work_tree
    told = git.run("ls-files", "-z", "--stage", "--full-name", "--", str(top), variables=index).out
    rows = told.decode("utf-8", "surrogateescape").split("\0")[:-1]
    return {row.partition("\t")[2] for row in rows if row.startswith("100755 ")}


def store_blobs(git: Git, files: Mapping[str, bytes | None]) -> dict[str, str]:
    """Put bytes among git's objects, all at once: the id of each, by its path."""
    wanted = {path: data for path, data in files.items() if data is not None}
    with tempfile.TemporaryDirectory(prefix="ratified-objects-") as folder:
        named = [Path(folder, str(number)) for number in range(len(wanted))]
        for file, data in zip(named, wanted.values(), strict=True):
            file.write_bytes(data)
        feed = "".join(f"{file}\n" for file in named).encode()
        told = git.run("hash-object", "-w", "--no-filters", "--stdin-paths", feed=feed).out.decode().split()
    return dict(zip(wanted, told, strict=True))


def _row(path: str, id_: str | None, able: bool, zeros: int) -> bytes:
    """A row of the index as git reads it: a path and its blob, None where it goes; `zeros` is how long ids are."""
    name = path.encode("utf-8", "surrogateescape") + b"\0"
    if id_ is None:
        return b"0 " + b"0" * zeros + b"\t" + name
    return (b"100755 " if able else b"100644 ") + id_.encode() + b"\t" + name


def _stamp(who: OwnIdentity, at: str) -> dict[str, str]:
    return {"NAME": who.name, "EMAIL": who.email, "DATE": at}


def same_tree(git: Git, ref: str, commit: str) -> bool:
    """Whether a ref is there and its commit holds the same files as another commit."""
    held = git.run("for-each-ref", "--format=%(tree)", ref).out.decode().strip()
    made = git.run("rev-parse", "--verify", "--end-of-options", f"{commit}^{{tree}}").out.decode().strip()
    return held == made


def make_branches(git: Git, commits: Mapping[str, str]) -> None:
    """Give commits branches of these names, all or none. Raises HistoryError where another commit has one of them."""
    there: dict[str, str] = {}
    for name, commit in commits.items():
        refs = git.run("for-each-ref", "--format=%(objectname)", f"refs/heads/{name}").out.decode().split()
        if refs and refs != [commit]:
            raise HistoryError(
                f"there is a branch {name} already; rename it (`git branch -m {name} OTHER`), then run this again"
            )
        there[name] = refs[0] if refs else "0" * len(commit)
    orders = "".join(f"update refs/heads/{name} {commits[name]} {old}\n" for name, old in there.items())
    git.run("update-ref", "--stdin", feed=orders.encode())
