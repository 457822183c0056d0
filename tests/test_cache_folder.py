"""The folder in which runs leave what they learned: this account's alone, or nothing is read and nothing kept."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from caching import DAY, account, files, forge, kept_of, told
from ratified.cache.store import CacheStore

if TYPE_CHECKING:
    from collections.abc import Callable

pytest_plugins = ["cache_fixtures"]


@pytest.fixture
def git(tmp_path: Path) -> Path:
    folder = tmp_path / "repo/.git"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The cache folder of an account of our own, which is not there yet."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "account/cache"))
    return tmp_path / "account/cache"


def keeps(git: Path) -> bool:
    """Whether anything is kept and believed, asked as a command does that begins."""
    found = CacheStore(git, git.parent)
    found.keep("name", 1)
    return found.load("name") == 1


def mode(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


def test_what_is_missing_is_made_for_this_account_alone(git: Path, place: Path) -> None:
    assert keeps(git)
    made = kept_of(git)
    assert made.parent == place / "ratified"
    assert {mode(folder) for folder in (made, made.parent, place, place.parent)} == {0o700}
    assert [mode(file) for file in files(git)] == [0o600]
    assert list(git.iterdir()) == []


def write_by_group(folder: Path) -> None:
    folder.chmod(0o770)


def write_by_all(folder: Path) -> None:
    folder.chmod(0o777)


def a_link(folder: Path) -> None:
    shutil.move(folder, folder.with_name("elsewhere"))
    folder.symlink_to("elsewhere")


def another_accounts(folder: Path) -> None:
    real = Path.lstat

    def lstat(self: Path) -> os.stat_result:
        found = real(self)
        return os.stat_result((*found[:4], found.st_uid + 1, *found[5:10])) if self == folder else found

    pytest.MonkeyPatch().setattr(Path, "lstat", lstat)


STEPS = {
    "its own": lambda own: own,
    "ratified": lambda own: own.parent,
    "the cache": lambda own: own.parents[1],
    "above": lambda own: own.parents[2],
}
HOSTILE: list[Callable[[Path], None]] = [write_by_group, write_by_all, a_link, another_accounts]


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("change", HOSTILE)
def test_where_anybody_else_may_write_nothing_is_read_and_all_is_said_anew(
    change: Callable[[Path], None],
    step: str,
    keeping: Path,
    truth: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The benign twin first: the same file, where nobody else can write, is what is said."""
    with account(tmp_path / "account/cache"):
        forge(keeping)
        assert told(keeping, DAY) != truth
        folder = STEPS[step](kept_of(keeping))
        monkeypatch.setattr(Path, "lstat", Path.lstat)  # put back in the end
        change(folder)
        before = sorted(tmp_path.glob("account/**/*"))
        assert told(keeping, DAY) == truth
        assert told(keeping, DAY) == truth
        assert sorted(tmp_path.glob("account/**/*")) == before


@pytest.mark.parametrize("step", ["its own", "ratified", "the cache"])
def test_the_sticky_bit_lets_nobody_write_from_the_cache_folder_on(step: str, git: Path, place: Path) -> None:
    """Above it is as good as a shut door where root set it, as on `/tmp`, in which these tests may run."""
    assert keeps(git)
    STEPS[step](kept_of(git)).chmod(0o1777)
    assert not keeps(git)


FILES: dict[str, Callable[[Path], None]] = {
    "read by group": lambda file: file.chmod(0o640),
    "written by others": lambda file: file.chmod(0o602),
    "a link": a_link,
}


@pytest.mark.parametrize("change", FILES)
def test_a_file_that_others_may_read_or_write_is_none_of_ours(
    change: str, keeping: Path, truth: str, tmp_path: Path
) -> None:
    with account(tmp_path / "account"):
        forge(keeping)
        for file in files(keeping):
            FILES[change](file)
        assert told(keeping, DAY) == truth


def test_in_ci_nothing_is_read_and_nothing_kept(
    keeping: Path, truth: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with account(tmp_path / "account"):
        forge(keeping)
        before = {file: file.read_bytes() for file in files(keeping)}
        monkeypatch.setenv("CI", "true")
        assert told(keeping, DAY) == truth
        monkeypatch.delenv("CI")
        assert {file: file.read_bytes() for file in files(keeping)} == before


def test_evidence_takes_nothing_from_an_earlier_run(git: Path, place: Path) -> None:
    """It may leave something to the next."""
    assert keeps(git)
    found = CacheStore(git, git.parent, anew=True)
    assert (found.load("name"), found.has("name")) == (None, False)
    found.keep("name", 2)
    assert found.load("name") is None
    assert CacheStore(git, git.parent).load("name") == 2


@pytest.mark.parametrize("name", [".", ".cache", "./.cache"])
def test_a_cache_folder_that_is_no_whole_path_is_not_looked_for_where_one_stands(
    name: str, git: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", name)
    assert not keeps(git)
    assert sorted(tmp_path.iterdir()) == [tmp_path / "repo"]


def test_an_account_without_a_home_keeps_nothing(git: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`~` then means a folder of that name, which a repository, or the folder it came in, may well have."""

    def nobody(_: int) -> None:
        raise KeyError

    (tmp_path / "~/.cache").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.delenv("HOME")
    monkeypatch.setattr("pwd.getpwuid", nobody)
    assert not keeps(git)
    monkeypatch.setenv("HOME", "~")
    assert not keeps(git)


def test_an_empty_variable_means_the_home(git: Path, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "")
    monkeypatch.setenv("HOME", str(place.parents[1] / "home"))
    assert keeps(git)
    assert kept_of(git).parents[1] == place.parents[1] / "home/.cache"


@pytest.mark.parametrize("inside", ["", ".cache", ".git", ".git/x"])
def test_one_that_lies_in_the_repository_itself_is_not_used(
    inside: str, git: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A runner may have its home there; then whoever wrote the repository could have written the answer."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(git.parent / inside))
    assert not keeps(git)
    (tmp_path / "home").symlink_to(git.parent / inside)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    assert not keeps(git)


def test_another_repository_at_the_same_path_has_a_folder_of_its_own(git: Path, place: Path) -> None:
    assert keeps(git)
    before = kept_of(git)
    git.rename(git.with_name("old"))
    git.mkdir()
    assert kept_of(git) != before
