"""The state of a work tree: equal where nothing moved, another where anything did, none where it cannot be known."""

from __future__ import annotations

import os
import tempfile
from typing import TYPE_CHECKING

import pytest

from history_repo import Repo
from ratified.git.error import HistoryError
from ratified.git.repository import OpenRepository
from ratified.git.repository_state import StateObservation, repository_state
from ratified.git.runner import Git
from ratified.git.running import PrefetchedCall

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def seen(repo: Repo, *more: str) -> StateObservation | None:
    with OpenRepository(repo.root) as opened:
        return repository_state(opened, "main", more)


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    made = Repo(tmp_path / "r")
    made.lands({"a": "1\n", "d/b": "b\n", "l": ("120000", "d/b"), ".gitignore": "out/\n"})
    made.check_out()
    return made


def _linked_elsewhere(root: Path) -> None:
    (root / "l").unlink()
    (root / "l").symlink_to("a")


def _made_a_folder(root: Path) -> None:
    (root / "a").unlink()
    (root / "a").mkdir()


@pytest.mark.parametrize(
    "change",
    [
        lambda root: (root / "a").write_text("2\n"),
        lambda root: (root / "a").chmod(0o755),
        lambda root: (root / "d/b").unlink(),
        lambda root: (root / "new").write_text(""),
        lambda root: (root / "out/ignored").write_text("2\n"),
        _linked_elsewhere,
        _made_a_folder,
    ],
)
def test_whatever_changes_is_another_state(repo: Repo, change: Callable[[Path], object]) -> None:
    (repo.root / "out").mkdir()
    before = seen(repo, "out/ignored")
    assert before is not None
    assert seen(repo, "out/ignored") == before
    change(repo.root)
    after = seen(repo, "out/ignored")
    assert after is not None
    assert after.state.files != before.state.files


def test_no_work_tree_and_no_readable_file_have_no_state(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    with OpenRepository(repo.root) as opened:
        opened.real = Git(opened.real.git_dir)
        assert repository_state(opened, "main", ()) is None

    def shut(file: bytes) -> bytes:
        raise PermissionError(13, os.strerror(13), os.fsdecode(file))

    with OpenRepository(repo.root) as opened:
        monkeypatch.setattr("ratified.git.repository_state._digest_of", shut)
        assert repository_state(opened, "main", ()) is None


def test_no_room_for_an_answer_is_told(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> object:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    with pytest.raises(HistoryError, match=r"^no temporary file can be written: No space left on device; make room"):
        PrefetchedCall(Git(repo.root / ".git"), "version")
