"""The secret that seals what is kept: made once, read by nobody else, never taken from the repository."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ratified.history.kept import Kept, _secret

SECRET = bytes(range(32))


@pytest.fixture
def git(tmp_path: Path) -> Path:
    folder = tmp_path / "repo/.git"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where the secret of an account of our own belongs, which has none yet."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "account"))
    _secret.cache_clear()
    yield tmp_path / "account/ratified/seal"
    monkeypatch.undo()
    _secret.cache_clear()


def keeps(git: Path) -> bool:
    """Whether anything is kept and believed, asked as a command does that begins."""
    _secret.cache_clear()
    found = Kept(git, git.parent)
    found.keep("name", 1)
    return found.load("name") == 1


def test_it_is_made_when_it_is_needed_and_stays(git: Path, place: Path) -> None:
    assert keeps(git)
    made = place.read_bytes()
    assert len(made) == 32
    assert (place.stat().st_mode & 0o777, place.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert [file.name for file in place.parent.iterdir()] == ["seal"]
    _secret.cache_clear()
    assert Kept(git, git.parent).load("name") == 1
    assert place.read_bytes() == made


def test_without_it_or_with_another_nothing_is_believed_and_all_is_kept_anew(git: Path, place: Path) -> None:
    assert keeps(git)
    place.unlink()
    _secret.cache_clear()
    assert Kept(git, git.parent).load("name") is None
    assert keeps(git)


def open_to_others(place: Path) -> None:
    place.chmod(0o640)


def writable_by_others(place: Path) -> None:
    place.chmod(0o602)


def a_link(place: Path) -> None:
    shutil.move(place, place.with_name("other"))
    place.symlink_to("other")


def a_link_to_nowhere(place: Path) -> None:
    place.unlink()
    place.symlink_to("nowhere")


def a_pipe(place: Path) -> None:
    place.unlink()
    os.mkfifo(place, 0o600)


def a_folder(place: Path) -> None:
    place.unlink()
    place.mkdir(0o700)


def too_short(place: Path) -> None:
    place.write_bytes(SECRET[:31])


def too_long(place: Path) -> None:
    place.write_bytes(SECRET + b"\n")


def empty(place: Path) -> None:
    place.write_bytes(b"")


def in_a_folder_that_others_write_to(place: Path) -> None:
    place.parent.chmod(0o777)


def in_a_file(place: Path) -> None:
    shutil.rmtree(place.parent)
    place.parent.write_text("")


UNSAFE: list[Callable[[Path], None]] = [
    *(open_to_others, writable_by_others, a_link, a_link_to_nowhere, a_pipe, a_folder, too_short, too_long, empty),
    *(in_a_folder_that_others_write_to, in_a_file),
]


@pytest.mark.parametrize("change", UNSAFE)
def test_one_that_is_not_safe_is_not_used_nor_replaced(change: Callable[[Path], None], git: Path, place: Path) -> None:
    assert keeps(git)
    change(place)
    before = place.lstat().st_mtime_ns if os.path.lexists(place) else None
    assert not keeps(git)
    assert before == (place.lstat().st_mtime_ns if os.path.lexists(place) else None)


@pytest.mark.parametrize("of", ["seal", "folder"])
def test_one_of_another_account_is_not_used(of: str, git: Path, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert keeps(git)
    if os.getuid() == 0:
        os.chown(place if of == "seal" else place.parent, 1, 1)
    else:
        monkeypatch.setattr("os.getuid", lambda: 1)
    assert not keeps(git)


def plant(folder: Path) -> None:
    """The secret of somebody who knows it, for whoever takes this folder for a home."""
    for made in (folder / "ratified", folder / ".cache/ratified"):
        made.mkdir(parents=True, mode=0o700, exist_ok=True)
        (made / "seal").write_bytes(SECRET)
        (made / "seal").chmod(0o600)


@pytest.mark.parametrize("folder", [".", "repo"])
def test_a_cache_folder_that_is_no_whole_path_is_not_looked_for_where_one_stands(
    folder: str, git: Path, place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(tmp_path / folder)
    monkeypatch.chdir(tmp_path / folder)
    for name in (".", ".cache", "./.cache"):
        monkeypatch.setenv("XDG_CACHE_HOME", name)
        assert not keeps(git)


def test_an_account_without_a_home_keeps_nothing(
    git: Path, place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`~` then means a folder of that name, which a repository, or the folder it came in, may well have."""

    def nobody(_: int) -> None:
        raise KeyError

    plant(tmp_path / "~")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.delenv("HOME")
    monkeypatch.setattr("pwd.getpwuid", nobody)
    assert not keeps(git)
    assert not (git / "ratified").exists()
    monkeypatch.setenv("HOME", "~")
    assert not keeps(git)


def test_an_empty_variable_means_the_home(git: Path, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "")
    monkeypatch.setenv("HOME", str(place.parents[2] / "home"))
    assert keeps(git)
    assert (place.parents[2] / "home/.cache/ratified/seal").exists()


@pytest.mark.parametrize("inside", ["", ".cache", ".git", ".git/x"])
def test_one_that_lies_in_the_repository_itself_is_not_used(
    inside: str, git: Path, place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A runner may have its home there; then whoever wrote the repository could have written the secret."""
    plant(git.parent / inside)
    monkeypatch.setenv("XDG_CACHE_HOME", str(git.parent / inside))
    assert not keeps(git)
    (tmp_path / "home").symlink_to(git.parent / inside)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    assert not keeps(git)


def test_many_that_need_it_at_once_agree_on_one(git: Path, place: Path) -> None:
    made: list[bytes | None] = []
    start = threading.Barrier(8)

    def ask() -> None:
        start.wait()
        made.append(_secret.__wrapped__())

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(made) == {place.read_bytes()}
    assert [file.name for file in place.parent.iterdir()] == ["seal"]
