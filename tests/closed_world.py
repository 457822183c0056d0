"""A company whose site is built in a closed world: landings on it, and what the strict build says of each page."""

from __future__ import annotations

import os
import re
import shutil
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING

import pytest

from conftest import ROOT
from histories import Change, Repo
from pull_requests import PRIYA, begun, lands, text_of
from ratified.cli.main import main

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from history_keys import Keys

DAY = "2026-11-22"
_PANEL = re.compile(r'<section class="r-approval .*?</section>', re.DOTALL)
_VERDICT = re.compile(r'class="r-verdict"[^>]*>(.*?)</', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class Built:
    """What `ratified site build` said, and the site that it made, if it did."""

    code: int
    said: str
    site: Path

    def panel(self, path: str) -> str:
        """The words of a page's panel; nothing where it has none."""
        uri = path.removeprefix("docs/").removesuffix(".md")
        html = (self.site / uri.removesuffix("index") / "index.html").read_text(encoding="utf-8")
        return " ".join(_TAG.sub(" ", "".join(_PANEL.findall(html))).replace("&#58;", ":").split())

    def verdict(self, path: str) -> str:
        """The first words of a page's panel."""
        return " ".join(self.panel(path).split()[:3])

    def faults(self) -> list[str]:
        """The faults that the build names, a line each."""
        return [line.strip() for line in self.said.split("\n") if line.startswith("  ")]


def company(root: Path, keys: Keys, settings: str, files: Mapping[str, str]) -> Repo:
    """The starter with these settings and more files, adopted by Priya, so that everything is approved."""
    repo = Repo(root, keys).init()
    ignored = shutil.ignore_patterns("__pycache__", "screens")
    for folder in ("data", "docs", "runbooks", "macros"):
        shutil.copytree(ROOT / folder, repo.root / folder, ignore=ignored)
    (repo.root / "mkdocs.yml").write_text(settings, encoding="utf-8")
    (repo.root / ".gitignore").write_text("/build/\n__pycache__/\n", encoding="utf-8")
    for path, text in files.items():
        (repo.root / path).parent.mkdir(parents=True, exist_ok=True)
        (repo.root / path).write_text(text, encoding="utf-8")
    return begun(repo)


def check_out(repo: Repo) -> None:
    """Put the files of main into the work tree."""
    repo.ref("refs/heads/main", repo.tip)
    repo.git("symbolic-ref", "HEAD", "refs/heads/main")
    repo.git("read-tree", "--reset", "-u", "HEAD")


def built(repo: Repo) -> Built:
    """Check out main, and build its site through the real command line, standing beside the repository."""
    check_out(repo)
    return built_from(repo.root.parent, repo, repo.root.name, f"{repo.root.name}-site")


def built_here(repo: Repo, path: str = "") -> Built:
    """Build the site of the work tree as it is, standing in it; `path` is where programs are looked for."""
    return built_from(repo.root, repo, str(repo.root), f"../{repo.root.name}-site", path)


def built_from(folder: Path, repo: Repo, root: str, out: str, path: str = "") -> Built:
    """Build a site standing in a folder, with the repository and the site as they are called from there."""
    site = repo.root.with_name(f"{repo.root.name}-site")
    said = StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(said), redirect_stderr(said):
        patch.setattr(sys, "meta_path", [*sys.meta_path])
        patch.setattr(sys, "path", [*sys.path])
        patch.setenv("PATH", path or os.environ["PATH"])
        patch.chdir(folder)
        patch.setenv("RATIFIED_AS_OF", DAY)
        code = main(["site", "build", "--repo", root, "--as-of", DAY, "--out", out])
    assert "Traceback" not in said.getvalue(), said.getvalue()
    return Built(code, said.getvalue(), site)


def macros_with(*functions: str) -> dict[str, str]:
    """The starter's macros with more, each `def name(): ...` of one expression."""
    init = text_of("macros/__init__.py")
    names = [re.match(r"def (\w+)", function) for function in functions]
    listed = "".join(f"    env.macro({found[1]})\n" for found in names if found)
    return {"macros/__init__.py": "\n\n".join((init, *functions, f"def define_env(env):\n{listed}")) + "\n"}


def with_text(path: str, text: str) -> dict[str, str]:
    """A page of the starter with a paragraph at its end."""
    return {path: f"{text_of(path).rstrip()}\n\n{text}\n"}


def approves(repo: Repo, change: Change) -> None:
    """Land a change as it should be: Ben writes, the executive sponsor merges."""
    lands(repo, PRIYA, change)
