"""A pytest plugin with the fixtures of hostile histories: keys, and the small company that adopted its register."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from histories import Repo
from history_keys import Keys, thrown_away


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
