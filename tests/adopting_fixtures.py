"""A pytest plugin: the starter as a draft that nobody has adopted yet."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from adopting import signers
from conftest import ROOT
from histories import Repo, at
from pull_requests import BEN, REGISTER, SIGNERS, adopted_register

if TYPE_CHECKING:
    from pathlib import Path

    from history_keys import Keys


@pytest.fixture(scope="session")
def begun_company(keys: Keys, tmp_path_factory: pytest.TempPathFactory) -> Repo:
    """The starter, a draft, with everybody's key. Never to be changed."""
    repo = Repo(tmp_path_factory.mktemp("begun") / "repo", keys).init()
    for folder in ("data", "docs", "runbooks", "macros"):
        shutil.copytree(ROOT / folder, repo.root / folder, ignore=shutil.ignore_patterns("__pycache__", "screens"))
    shutil.copy(ROOT / "mkdocs.yml", repo.root / "mkdocs.yml")
    repo.now = at("2026-11-09")
    (repo.root / REGISTER).write_text(adopted_register().replace("status: adopted", "status: draft"))
    (repo.root / "data/trust").mkdir()
    (repo.root / SIGNERS).write_text(signers(keys))
    repo.git("add", "--all")
    repo.land(repo.commit([], repo.git("write-tree"), BEN, "Begin"))
    return repo


@pytest.fixture
def begun(begun_company: Repo, tmp_path: Path) -> Repo:
    """The starter, a draft, for one test to go on from."""
    return begun_company.copy(tmp_path / "repo")
