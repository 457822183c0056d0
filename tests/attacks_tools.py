"""What an attack on objects and tools is: something happens to a repository or a machine, and the command says so.

Everything goes through the real command line, in this process.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ratified.cli.main import main

if TYPE_CHECKING:
    from collections.abc import Iterator

    from histories import Repo


class Told(NamedTuple):
    """How a command ended and what it said."""

    code: int
    out: str
    err: str

    def verdict(self, document: str = "POL") -> dict[str, Any]:
        """A document's verdict in what `status` told as JSON."""
        assert self.code == 0, self.err
        found: dict[str, Any] = next(d for d in json.loads(self.out)["documents"] if d["id"] == document)
        return found

    def stands(self, document: str = "POL") -> str:
        """A document's verdict."""
        return str(self.verdict(document)["verdict"])

    def says(self, verdict: str, *words: str, document: str = "POL") -> None:
        """A document's verdict and words of the reason."""
        found = self.verdict(document)
        assert found["verdict"] == verdict, found["reason"]
        assert all(word in found["reason"] for word in words), found["reason"]

    def refuses(self, *words: str) -> None:
        """It could not decide, said so in one line with these words, and judged nothing."""
        assert (self.code, self.out) == (2, ""), (self.code, self.out[:200], self.err)
        assert self.err.startswith("ratified: ")
        assert self.err.count("\n") == 1
        assert all(word in self.err for word in words), self.err


def ratified(*arguments: str) -> Told:
    """A command run as from a shell."""
    out, err = io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(arguments)
    out.flush()
    return Told(code, out.buffer.getvalue().decode("utf-8"), err.getvalue())


def status(repo: Repo, *more: str) -> Told:
    """`ratified status --format json` of the main branch on the small company's day, from objects alone."""
    return ratified("status", "--repo", str(repo.root), "--format", "json", "--as-of", "2026-11-22", *more)


def of_objects(repo: Repo) -> Told:
    """The same without looking at any work tree."""
    return status(repo, "--ref", "refs/heads/main")


def check_out(repo: Repo) -> None:
    """Write the work tree of main."""
    repo.git("reset", "-q", "--hard", "refs/heads/main")


@contextlib.contextmanager
def tools(folder: Path, **scripts: str) -> Iterator[Path]:
    """Put stand-ins first on the PATH: the name of a tool and the lines of a shell script. `$REAL` is the real one."""
    folder.mkdir()
    for name, script in scripts.items():
        file = folder / name.replace("_", "-")
        real = next(p for p in os.environ["PATH"].split(":") if (Path(p) / file.name).exists())
        file.write_text(f"#!/bin/sh\nREAL={real}/{file.name}\n{script}\n")
        file.chmod(file.stat().st_mode | stat.S_IXUSR)
    before = os.environ["PATH"]
    os.environ["PATH"] = f"{folder}:{before}"
    try:
        yield folder
    finally:
        os.environ["PATH"] = before


@contextlib.contextmanager
def only(folder: Path, *names: str) -> Iterator[None]:
    """A PATH of nothing but these tools."""
    folder.mkdir()
    before = os.environ["PATH"]
    for name in names:
        real = next(Path(p) / name for p in before.split(":") if (Path(p) / name).exists())
        (folder / name).symlink_to(real)
    os.environ["PATH"] = str(folder)
    try:
        yield
    finally:
        os.environ["PATH"] = before
