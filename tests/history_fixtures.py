"""A pytest plugin with the fixtures of hostile histories: keys, and the small company that adopted its register."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from conftest import ROOT
from histories import Repo
from history_keys import Keys, thrown_away
from pull_requests import begun

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def keys() -> Iterator[Keys]:
    """Keys of everybody, made for this session."""
    with thrown_away() as made:
        yield made


@pytest.fixture(scope="session")
def adopted(keys: Keys, tmp_path_factory: pytest.TempPathFactory) -> Repo:
    """The small company, adopted; never to be changed."""
    return Repo(tmp_path_factory.mktemp("adopted") / "repo", keys).init().adopted()


@pytest.fixture
def repo(adopted: Repo, tmp_path: Path) -> Repo:
    """The small company, adopted, for one test to go on from."""
    return adopted.copy(tmp_path / "repo")


@pytest.fixture
def empty(keys: Keys, tmp_path: Path) -> Repo:
    """A repository in which nothing has landed yet."""
    return Repo(tmp_path / "empty", keys).init()


@pytest.fixture(scope="session")
def starter_company(keys: Keys, tmp_path_factory: pytest.TempPathFactory) -> Repo:
    """The starter, adopted by Priya; then Helen approved the roster. Never to be changed."""
    repo = Repo(tmp_path_factory.mktemp("company") / "repo", keys).init()
    for folder in ("data", "docs", "runbooks", "macros"):
        shutil.copytree(ROOT / folder, repo.root / folder, ignore=shutil.ignore_patterns("__pycache__", "screens"))
    shutil.copy(ROOT / "mkdocs.yml", repo.root / "mkdocs.yml")
    return begun(repo)


@pytest.fixture
def company(starter_company: Repo, tmp_path: Path) -> Repo:
    """The starter, adopted, for one test to go on from."""
    return starter_company.copy(tmp_path / "repo")
