"""Attacks on what stands under a green panel: the demo company with more landings, its real check and strict build."""

from __future__ import annotations

import json
import os
import re
import subprocess
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from io import StringIO
from typing import TYPE_CHECKING

from ratified.cli.main import main
from ratified.demo.fault import DAY, REGISTER, DemoFault
from ratified.demo.landings import BranchCommit, DemoLanding, Edit
from ratified.demo.writing import write_demo
from serving import AS_OF, build

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

LATER = "2026-11-21"
_ME = {"NAME": "Tomas Hidalgo", "EMAIL": "tomas@example.com", "DATE": f"{LATER}T10:00:00Z"}


def pushed(*edits: Edit) -> DemoLanding:
    """A push straight to main, by somebody who may approve nothing of it."""
    return DemoLanding(DAY, "Push it", "tomas", "none", (BranchCommit("tomas", "Push it", edits),), shape="direct")


def merged(by: str, *edits: Edit, minutes: int = 0) -> DemoLanding:
    """A pull request of Ben's that lands as it should."""
    step = DemoLanding(DAY, "Merge it", by, "signed", (BranchCommit("ben", "Merge it", edits),))
    return replace(step, at=step.moment.replace(hour=20, minute=minutes))


@dataclass(frozen=True)
class Company:
    """The demo company's repository, and a place for its site beside it."""

    root: Path

    @classmethod
    def of(cls, folder: Path, *steps: DemoLanding) -> Company:
        """The demo, and what landed after it."""
        folder.mkdir(exist_ok=True)
        write_demo(folder / "repository", DemoFault("more", "", REGISTER, "", steps))
        return cls(folder / "repository")

    @property
    def site(self) -> Path:
        return self.root.with_name("site")

    def writes(self, files: Mapping[str, str]) -> Company:
        """Files that lie here and are in no commit."""
        for path, text in files.items():
            (self.root / path).parent.mkdir(parents=True, exist_ok=True)
            (self.root / path).write_text(text, encoding="utf-8")
        return self

    def pushes(self, files: Mapping[str, str]) -> Company:
        """Files that somebody commits straight to main."""
        self.writes(files)
        self.git("add", "--all")
        self.git("commit", "--quiet", "-m", "Push it")
        return self

    def git(self, *arguments: str) -> str:
        mine = {f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER") for what, value in _ME.items()}
        clean = {"PATH": os.environ["PATH"], "HOME": "/nowhere", "GIT_CONFIG_NOSYSTEM": "1", **mine}
        done = subprocess.run(["git", *arguments], cwd=self.root, env=clean, capture_output=True, text=True, check=True)
        return done.stdout

    def builds(self, *options: str) -> tuple[int, str]:
        """The strict build by its own command line: its exit code, and what it printed."""
        done = build(self.root, self.site, "--strict", *options)
        return done.returncode, done.stdout + done.stderr

    def runs(self, verb: str, *arguments: str) -> tuple[int, str]:
        """A verb of the real command line."""
        out, err = StringIO(), StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            code = main([verb, *arguments, "--repo", str(self.root)])
        return code, out.getvalue() + err.getvalue()

    def finds(self) -> list[tuple[str, str]]:
        """Code and path of every error that the check finds."""
        _, out = self.runs("check", "--as-of", AS_OF, "--format", "json")
        return sorted({(f["code"], f["path"]) for f in json.loads(out)["findings"] if f["level"] == "error"})

    def page(self, address: str) -> str:
        """A page of the site."""
        return (self.site / address / "index.html").read_text(encoding="utf-8")

    def panel(self, address: str) -> str:
        """The look of a page's panel: a verdict, or `none` where it says that no document governs it."""
        html = self.page(address)
        article = html[html.index("<article") :]
        if found := re.search(r'class="r-approval r-approval-([a-z]+)"', article):
            return found[1]
        assert "This page is not a governed document" in article
        return "none"
