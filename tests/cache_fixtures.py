"""A pytest plugin: the demo company, judged once and its answer kept, and a small history that nobody approved."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from caching import ANSWERING, DAY, AskedError, Judged, account, kept_of, plainly_told, unapproved_world, written
from ratified.check.cached_judgement import cached_or_new_judgement
from ratified.demo.story import AS_OF
from ratified.demo.writing import write_demo

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ratified.check.judgement import Judgement


@pytest.fixture(scope="session")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Judged:
    """The demo company. Never to be changed."""
    folder = tmp_path_factory.mktemp("judged")
    write_demo(folder / "company")
    with account(folder / "account"):
        whole = cached_or_new_judgement(folder / "company", AS_OF)
    return Judged(folder / "company", whole, folder / "account")


@pytest.fixture
def demo(judged: Judged, tmp_path: Path) -> Iterator[Path]:
    """A copy of it with all that was kept, its account acting."""
    with account(judged.account):
        repo = shutil.copytree(judged.repo, tmp_path / "repo", symlinks=True)
        shutil.copytree(kept_of(judged.repo / ".git"), kept_of(repo / ".git"))
        yield repo


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody judges any more."""

    def nobody(*_: object) -> Judgement:
        raise AskedError

    monkeypatch.setattr(ANSWERING, "judge", nobody)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("made") / "repo.git", unapproved_world())


@pytest.fixture(scope="session")
def truth(made: Path) -> str:
    return plainly_told(made, DAY)


@pytest.fixture
def keeping(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "repo.git")


@pytest.fixture
def ours(tmp_path: Path) -> Iterator[Path]:
    """Our account, acting until the test ends."""
    with account(tmp_path / "ours"):
        yield tmp_path / "ours"
