"""A site made anew from a commit, somewhere else, so that the bytes of one that was built elsewhere can be compared."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from ratified.git.discovery import find_repository
from ratified.git.runner import Git
from ratified.site.build_day import BUILT_ON
from ratified.site.built_bytes import Bytes, listed
from ratified.site.verification import NotVerifiableError, SiteClaim

if TYPE_CHECKING:
    from ratified.model.landing import Anchors


def made_anew(root: Path, claim: SiteClaim, main: str, anchors: Anchors) -> Bytes:
    """The bytes of the site that a commit gives for a day. It runs the macros of that commit.

    Raises NotVerifiableError where it cannot be built here.
    """
    with tempfile.TemporaryDirectory(prefix="ratified-anew-") as folder:
        repository, site = Path(folder, "repository"), Path(folder, "site")
        found = find_repository(root.resolve())
        _checked_out(found.common_dir / "objects", repository, main, claim.head)
        seen = [f"{one.commit}@{one.day.isoformat()}" if one.day else one.commit for one in anchors.kept]
        command = [
            sys.executable,
            "-m",
            "mkdocs",
            "build",
            "-f",
            str(repository / found.below / "mkdocs.yml"),
            "-d",
            str(site),
        ]
        told = {"RATIFIED_AS_OF": claim.as_of.isoformat(), "RATIFIED_ANCHORS": " ".join(seen)}
        told |= {BUILT_ON: claim.as_of.isoformat()} if claim.today else {}
        done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, **told}, check=False)  # noqa: S603 - mkdocs by this Python, no shell
        if done.returncode != 0:
            last = (done.stderr or done.stdout).strip().rpartition("\n")[2]
            raise NotVerifiableError(f"{claim.head[:12]} cannot be built here: {last}")
        return listed(site)


def _checked_out(objects: Path, folder: Path, main: str, head: str) -> None:
    """A repository of its own that borrows objects, at one commit of its main branch."""
    folder.mkdir()
    git = Git(folder / ".git", folder)
    git.run("init", "--quiet", "--template=", f"--initial-branch={main}")
    (folder / ".git/objects/info/alternates").write_text(f"{objects}\n", encoding="utf-8")
    git.run("update-ref", f"refs/heads/{main}", head, settings=("core.logAllRefUpdates=false",))
    git.run("read-tree", "--reset", "-u", "HEAD")
