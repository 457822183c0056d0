"""What was kept is believed only where this account, with this program, left it for this very question."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from caching import DAY, REF, Command, account, files, forge, kept_of, plainly_told, told, written
from ratified.cache import store
from ratified.check.approval_record import approval_history_of
from ratified.git.history import open_history
from worlds import World

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest

pytest_plugins = ["cache_fixtures"]

APPROVED = "'verdict': 'approved'"


def test_what_this_account_left_is_believed_so_all_hangs_on_its_folder(keeping: Path, truth: str, ours: Path) -> None:
    forge(keeping)
    assert told(keeping, DAY).count(APPROVED) > truth.count(APPROVED)


def test_what_another_account_left_is_not(keeping: Path, truth: str, tmp_path: Path) -> None:
    with account(tmp_path / "theirs"):
        forge(keeping)
        assert told(keeping, DAY) != truth
    with account(tmp_path / "ours"):
        assert told(keeping, DAY) == truth
        assert told(keeping, DAY) == truth


def test_what_another_version_left_is_not(
    keeping: Path, truth: str, ours: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(store, "_maker", lambda: b"another")
        forge(keeping)
    assert told(keeping, DAY) == truth


def test_another_version_is_another_file_tool_library_or_python(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def contributor() -> bytes:
        return store._maker.__wrapped__()

    def add(name: str) -> None:
        (tmp_path / name).mkdir()
        monkeypatch.syspath_prepend(tmp_path)

    tool = tmp_path / "bin/gpg"
    tool.parent.mkdir()
    tool.write_text("#!/bin/sh\n")
    tool.chmod(0o755)
    found = [contributor()]
    changes: list[Callable[[], object]] = [
        lambda: monkeypatch.setattr("sys.version", "4.0"),
        lambda: add("pydantic-99.dist-info"),
        lambda: monkeypatch.setenv("PATH", f"{tool.parent}:{os.environ['PATH']}"),
        lambda: tool.write_text("#!/bin/sh\nexit 1\n"),
        lambda: monkeypatch.setenv("PATH", str(tool.parent)),
        lambda: monkeypatch.setattr("sys.getfilesystemencoding", lambda: "latin-1"),
    ]
    for change in changes:
        change()
        found.append(contributor())
    assert found[-1] == contributor()
    assert len(set(found)) == len(found)


def test_no_byte_can_change(tmp_path: Path, ours: Path) -> None:
    (tmp_path / "git").mkdir()
    found = store.CacheStore(tmp_path / "git", tmp_path / "git")
    found.keep("name", ("value", 1))
    (file,) = files(tmp_path / "git")
    whole = file.read_bytes()
    for place in range(len(whole)):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 0x20]) + whole[place + 1 :])
        assert found.load("name") is None
        file.write_bytes(whole[:place])
        assert found.load("name") is None
    file.write_bytes(whole)
    assert found.load("name") == ("value", 1)
    shutil.copy(file, store._file(file.parent, "another name"))
    assert found.load("another name") is None


def test_folders_do_not_fill_up_with_what_was_asked_once(tmp_path: Path, ours: Path) -> None:
    (tmp_path / "git").mkdir()
    found = store.CacheStore(tmp_path / "git", tmp_path / "git")
    found.keep("name 0", 0)
    left = kept_of(tmp_path / "git") / "new-left"
    left.write_bytes(b"half")
    os.utime(left, (1, 1))
    for number in range(40):
        found.keep(f"name {number}", number)
        os.utime(store._file(left.parent, f"name {number}"), (number + 2, number + 2))
    assert [number for number in range(40) if found.load(f"name {number}") == number] == [*range(8, 40)]
    assert len(files(tmp_path / "git")) == 32


def test_what_is_too_long_to_be_read_again_is_not_written(
    tmp_path: Path, ours: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "_MOST", 1000)
    git = tmp_path / "git"
    git.mkdir()
    found = store.CacheStore(git, git)
    found.keep("name", "x" * 1000)
    assert not kept_of(git).exists()
    found.keep("name", "x" * 900)
    assert found.load("name") == "x" * 900


def test_a_run_that_is_judged_by_another_main_branch_takes_nothing_from_the_first(
    keeping: Path, ours: Path, tmp_path: Path
) -> None:
    """Two branches of the same repository, one approved, one not: each has its own answer whatever ran before."""
    other = World().adopted()
    root = written(tmp_path / "other.git", other)
    shutil.copytree(root / "objects", keeping / "objects", dirs_exist_ok=True)
    (keeping / "refs/heads/other").write_text((root / "refs/heads/history").read_text())
    for ref in (REF, "refs/heads/other", REF, "refs/heads/other"):
        assert told(keeping, DAY, ref) == plainly_told(keeping, DAY, ref)
    with open_history(keeping, ref=REF) as first, approval_history_of(first, DAY) as approvals:
        assert approvals.verdicts["POL"].verdict == "unapproved"


def test_the_command_says_the_same_with_a_forged_folder(
    keeping: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = Command(capsys)
    line = ("status", "--format", "json", "--repo", keeping, "--ref", REF, "--as-of", str(DAY))
    with account(None):
        never = command(*line)
    with account(tmp_path / "theirs"):
        forge(keeping)
        assert command(*line) != never
    with account(tmp_path / "ours"):
        assert command(*line) == never


def test_repositories_that_were_asked_long_ago_are_let_go(
    tmp_path: Path, ours: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "_REPOSITORIES", 2)
    for number in range(4):
        git = tmp_path / f"git-{number}"
        git.mkdir()
        store.CacheStore(git, git).keep("name", number)
        os.utime(kept_of(git), (number, number))
    assert [kept_of(tmp_path / f"git-{number}").exists() for number in range(4)] == [False, False, True, True]
