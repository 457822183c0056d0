"""The work tree against the head: no flag, filter or ignored stat hides an edit."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from history_repo import Held, Repo
from ratified.git.error import HistoryError
from ratified.git.history import open_history
from ratified.git.runner import Git, ProcessResult

FILES: dict[str, Held] = {
    "a": "1\n2\n",
    "d/b": "b\n",
    "x": ("100755", "run\n"),
    "l": ("120000", "d/b"),
    "bin": b"\0\n",
    ".gitignore": "out/\n",
}


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    made = Repo(tmp_path / "r")
    made.lands(FILES)
    made.check_out()
    return made


def edited(repo: Repo, *under: str) -> set[str]:
    with open_history(repo.root) as history:
        return set(history.edited(under))


def test_a_fresh_checkout_is_not_edited(repo: Repo) -> None:
    assert edited(repo) == set()


def test_every_way_of_editing(repo: Repo) -> None:
    root = repo.root
    (root / "a").write_text("1\n3\n")
    (root / "d/b").unlink()
    (root / "x").chmod(0o644)
    (root / "l").unlink()
    (root / "l").symlink_to("elsewhere")
    (root / "new").write_text("")
    (root / "out").mkdir()
    (root / "out/ignored").write_text("")
    assert edited(repo) == {"a", "d/b", "x", "l", "new"}


@pytest.mark.parametrize("path", ["a", "x"])
def test_a_file_that_became_something_else(repo: Repo, path: str) -> None:
    (repo.root / path).unlink()
    (repo.root / path).symlink_to("d/b")
    assert edited(repo) == {path}
    (repo.root / path).unlink()
    (repo.root / path).mkdir()
    assert edited(repo) == {path}
    (repo.root / path / "within").write_text("")
    assert edited(repo) == {path, f"{path}/within"}


def test_a_link_that_became_a_file(repo: Repo) -> None:
    (repo.root / "l").unlink()
    (repo.root / "l").write_text("d/b")
    assert edited(repo) == {"l"}


def test_a_folder_that_became_a_file(repo: Repo) -> None:
    (repo.root / "d/b").unlink()
    (repo.root / "d").rmdir()
    (repo.root / "d").write_text("")
    assert edited(repo) == {"d/b", "d"}


def test_no_flag_of_the_index_hides_an_edit(repo: Repo) -> None:
    repo.git("update-index", "--assume-unchanged", "a")
    repo.git("update-index", "--skip-worktree", "d/b")
    (repo.root / "a").write_text("X\n2\n")
    (repo.root / "d/b").write_text("c\n")
    assert repo.said("status", "--porcelain") == ""
    assert edited(repo) == {"a", "d/b"}


def test_the_same_size_at_the_same_second_hides_nothing(repo: Repo) -> None:
    file = repo.root / "a"
    before = file.stat()
    time.sleep(0.01)
    file.write_text("1\n9\n")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert edited(repo) == {"a"}


def test_what_is_staged_is_edited_as_the_file_says(repo: Repo) -> None:
    (repo.root / "staged").write_text("x")
    (repo.root / "out").mkdir()
    (repo.root / "out/forced").write_text("x")
    repo.git("add", "-f", "staged", "out/forced")
    repo.git("rm", "-q", "--cached", "a")
    assert edited(repo) == {"staged", "out/forced"}
    (repo.root / "staged").unlink()
    assert edited(repo) == {"out/forced"}


def test_a_text_checked_out_with_crlf_is_not_edited(repo: Repo) -> None:
    (repo.root / "a").write_bytes(b"1\r\n2\r\n")
    assert edited(repo) == set()
    (repo.root / "a").write_bytes(b"1\r\n2\r\n3\r\n")
    (repo.root / "bin").write_bytes(b"\0\r\n")
    assert edited(repo) == {"a", "bin"}


def test_no_filter_and_no_setting_decides(repo: Repo) -> None:
    (repo.root / "a").write_text("edited\n")
    (repo.root / "new").write_text("")
    (repo.root / ".git/info").mkdir(exist_ok=True)
    (repo.root / ".git/info/attributes").write_text("* filter=same ident\n")
    for name, value in {
        "filter.same.clean": "printf '1\\n2\\n'",
        "filter.same.required": "true",
        "core.autocrlf": "true",
        "core.fileMode": "false",
        "core.symlinks": "false",
        "core.ignoreStat": "true",
        "core.excludesFile": str(repo.root / "a"),
        "core.fsmonitor": "true",
        "core.untrackedCache": "true",
        "core.worktree": "/",
        "status.showUntrackedFiles": "no",
    }.items():
        repo.git("--work-tree=.", "config", name, value)
    (repo.root / "a").write_text("new\n")
    assert edited(repo) == {"a", "new"}


def test_only_what_was_asked_for_is_compared(repo: Repo) -> None:
    for path in ("a", "d/b", "d/c", "db", "new", ":odd*"):
        (repo.root / path).write_text("edited")
    assert edited(repo, "d") == {"d/b", "d/c"}
    assert edited(repo, "d/", "a") == {"d/b", "d/c", "a"}
    assert edited(repo, "new", "no/such") == {"new"}
    assert edited(repo, ":odd*") == {":odd*"}


def test_a_head_that_is_not_the_tip_is_compared_all_the_same(repo: Repo) -> None:
    first = str(repo.tip)
    repo.lands({"a": "2\n"})
    with open_history(repo.root, ref=first) as history:
        assert history.edited() == frozenset()


def test_submodules_and_repositories_inside(repo: Repo) -> None:
    repo.lands({"sub": ("160000", "1" * 40)})
    repo.check_out()
    assert edited(repo) == set()
    Repo(repo.root / "inner").lands({"f": "1"})
    assert edited(repo) == {"inner"}
    (repo.root / "sub").rmdir()
    (repo.root / "sub").write_text("")
    assert edited(repo) == {"inner", "sub"}


def test_a_file_that_cannot_be_read_is_said(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    with open_history(repo.root) as history:
        monkeypatch.setattr(Path, "read_bytes", refuse)
        with pytest.raises(HistoryError, match="cannot be compared with git: Permission denied; make it readable"):
            history.edited()


@pytest.mark.parametrize("out", [b"", b"a\0d/b"])
def test_a_list_that_breaks_off_is_told(repo: Repo, out: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_history(repo.root) as history:
        monkeypatch.setattr(Git, "run", lambda *_, **__: ProcessResult(0, out, b""))
        with pytest.raises(HistoryError, match="did not list every file"):
            history.edited()
