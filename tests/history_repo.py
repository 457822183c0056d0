"""A real repository to write hostile histories into, and the raw answers of git to hold ours against."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

START = 1_700_000_000
"""The committer date of the first commit, 2023-11-14; each commit after it is an hour later."""

CLEAN = {
    "PATH": os.environ["PATH"],
    "HOME": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "LC_ALL": "C",
    "TZ": "UTC",
}


Held = bytes | str | tuple[str, str] | None
"""What a commit does to a path: bytes or text, (mode, id or target), None to delete."""


class Repo:
    """Commits by plumbing: no index, no work tree, no hook. `lands` moves main, `commit` moves nothing."""

    def __init__(self, root: Path, object_format: str = "sha1", bare: bool = False) -> None:
        self.root = root
        self.made = 0
        self.tip: str | None = None
        root.mkdir(parents=True, exist_ok=True)
        kind = ["--bare"] if bare else []
        self.git("init", "-q", "-b", "main", f"--object-format={object_format}", "--template=", *kind, ".")

    def git(self, *arguments: str, feed: bytes = b"", more: Mapping[str, str] | None = None) -> bytes:
        """What git prints; a failure fails the test with what git said."""
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.root,
            input=feed,
            capture_output=True,
            env=CLEAN | dict(more or {}),
            check=False,
        )
        assert done.returncode == 0, (arguments, done.stderr)
        return done.stdout

    def said(self, *arguments: str, feed: bytes = b"") -> str:
        return self.git(*arguments, feed=feed).decode().strip()

    def commit(
        self,
        files: Mapping[str, Held] | None = None,
        parents: Sequence[str] = (),
        message: bytes | str = "A change",
        author: str = "Ada <ada@example.com>",
        at: int | None = None,
    ) -> str:
        """A commit with its first parent's files changed: bytes or text, None to delete, (mode, id or target)."""
        self.made += 1
        when = START + 3600 * self.made if at is None else at
        said = message.encode() if isinstance(message, str) else message
        lines = [b"commit refs/made/commit", b"mark :1"]
        lines += [f"{role} {author} {when} +0000".encode() for role in ("author", "committer")]
        lines += [b"data %d\n%b" % (len(said), said)]
        lines += [f"{'merge' if place else 'from'} {parent}".encode() for place, parent in enumerate(parents)]
        lines += [_entry(path, held) for path, held in (files or {}).items()]
        return self.said("fast-import", "--quiet", "--force", feed=b"\n".join([*lines, b"get-mark :1", b""]))

    def lands(
        self,
        files: Mapping[str, Held] | None = None,
        brings: Sequence[str] = (),
        message: bytes | str = "A landing",
        author: str = "Ada <ada@example.com>",
        at: int | None = None,
    ) -> str:
        """A commit on main, merging what it brings."""
        parents = [*([self.tip] if self.tip else []), *brings]
        return self.main(self.commit(files, parents, message, author, at))

    def main(self, commit: str) -> str:
        """Put main at a commit."""
        self.tip = commit
        self.git("update-ref", "refs/heads/main", commit)
        return commit

    def raw(self, body: bytes) -> str:
        """A commit object of exactly these bytes, whatever git thinks of them."""
        return self.said("hash-object", "-t", "commit", "-w", "--stdin", "--literally", feed=body)

    def tree(self, commit: str = "refs/heads/main") -> str:
        return self.said("rev-parse", f"{commit}^{{tree}}")

    def check_out(self) -> None:
        self.git("reset", "-q", "--hard", "refs/heads/main")


def _entry(path: str, held: Held) -> bytes:
    name = b'"' + os.fsencode(path).replace(b"\\", b"\\\\").replace(b'"', b'\\"').replace(b"\n", b"\\n") + b'"'
    if held is None:
        return b"D " + name
    mode, content = held if isinstance(held, tuple) else ("100644", held)
    data = content.encode() if isinstance(content, str) else content
    if mode == "160000":
        return b"M %b %b %b" % (mode.encode(), data, name)
    return b"M %b inline %b\ndata %d\n%b" % (mode.encode(), name, len(data), data)
