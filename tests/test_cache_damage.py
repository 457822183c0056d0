"""Files that were kept and then damaged, replaced or never wholly written: no answer hangs on them."""

from __future__ import annotations

import errno
import os
import pickle
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from caching import DAY, account, files, forge, forgotten, kept_of, told
from ratified.cache import store

if TYPE_CHECKING:
    from collections.abc import Callable

pytest_plugins = ["cache_fixtures"]


def swap(keeping: Path) -> None:
    """Each file under the name of the next."""
    named = files(keeping)
    held = [file.read_bytes() for file in named]
    for file, data in zip(named, [*held[1:], held[0]], strict=True):
        file.write_bytes(data)


def link_file(keeping: Path) -> None:
    for file in files(keeping):
        shutil.move(file, keeping / file.name)
        file.symlink_to(keeping / file.name)


def link_folder(keeping: Path) -> None:
    shutil.move(kept_of(keeping), keeping / "elsewhere")
    kept_of(keeping).symlink_to(keeping / "elsewhere")


def endless(keeping: Path) -> None:
    for file in files(keeping):
        file.unlink()
        file.symlink_to("/dev/zero")


def pipe(keeping: Path) -> None:
    for file in files(keeping):
        file.unlink()
        os.mkfifo(file)


def vast(keeping: Path) -> None:
    """Longer than what is read, and not there on the disk."""
    for file in files(keeping):
        with file.open("r+b") as opened:
            opened.truncate(1 << 42)


def every(change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    def damage(keeping: Path) -> None:
        for file in files(keeping):
            file.write_bytes(change(file.read_bytes()))

    return damage


def folders(keeping: Path) -> None:
    for file in files(keeping):
        file.unlink()
        file.mkdir()


def link_to_nowhere(keeping: Path) -> None:
    forgotten(keeping)
    kept_of(keeping).symlink_to(keeping / "no")


def no_folder(keeping: Path) -> None:
    forgotten(keeping)
    kept_of(keeping).write_text("")


def middle(data: bytes) -> bytes:
    half = len(data) // 2
    return data[:half] + bytes([data[half] ^ 1]) + data[half + 1 :]


class Burglar:
    """What a file of another program would do if anybody unpacked it."""

    def __reduce__(self) -> tuple[Callable[[str], object], tuple[str]]:
        return os.mkdir, ("ratified-was-here",)


DAMAGE: dict[str, Callable[[Path], None]] = {
    "a bit in the sum": every(lambda data: bytes([data[0] ^ 1]) + data[1:]),
    "a bit in the middle": every(middle),
    "a byte more": every(lambda data: data + b"\0"),
    "a byte less": every(lambda data: data[:-1]),
    "half of it": every(lambda data: data[: len(data) // 2]),
    "the sum alone": every(lambda data: data[:32]),
    "empty": every(lambda data: b""),
    "garbage": every(lambda data: os.urandom(len(data))),
    "another's code": every(lambda data: data[:32] + pickle.dumps(Burglar())),
    "code without a sum": every(lambda data: pickle.dumps(Burglar())),
    "swapped": swap,
    "endless": endless,
    "pipes": pipe,
    "vast": vast,
    "folders": folders,
    "links to it": link_file,
    "a link to the folder": link_folder,
    "a link to nowhere": link_to_nowhere,
    "no folder but a file": no_folder,
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_what_is_damaged_or_not_a_file_of_ours_is_not_believed(
    damage: str, keeping: Path, truth: str, ours: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    forge(keeping)
    DAMAGE[damage](keeping)
    linked = {file.name: file.read_bytes() for file in keeping.glob("elsewhere/*")}
    assert told(keeping, DAY) == truth
    assert told(keeping, DAY) == truth
    assert not (tmp_path / "ratified-was-here").exists()
    assert not list(ours.rglob("new-*"))
    assert not (keeping / "no").exists()
    assert {file.name: file.read_bytes() for file in keeping.glob("elsewhere/*")} == linked


class FullDisk:
    """Lets so many calls that change a disk pass, and fails the next."""

    def __init__(self, patch: pytest.MonkeyPatch, passes: int) -> None:
        self.left, self.failed = passes, ""
        for where, name in (
            *((Path, name) for name in ("mkdir", "replace", "iterdir")),
            (tempfile, "mkstemp"),
            (os, "fdopen"),
        ):
            patch.setattr(where, name, self._guarded(name, getattr(where, name)))

    def _guarded(self, name: str, real: Callable[..., object]) -> Callable[..., object]:
        def call(*arguments: object, **more: object) -> object:
            if "ratified" in str(arguments) + str(more) or name == "fdopen":
                self.left -= 1
                if self.left == -1:
                    self.failed = name
                    raise OSError(errno.ENOSPC, "No space left on device")
            return real(*arguments, **more)

        return call


def test_a_full_disk_at_any_step_costs_nothing_but_time(keeping: Path, truth: str, tmp_path: Path) -> None:
    failed = []
    for step in range(60):
        with account(tmp_path / f"account-{step}"), pytest.MonkeyPatch.context() as patch:
            disk = FullDisk(patch, step)
            found = store.CacheStore(keeping, keeping)
            found.keep("name", 1)
            assert found.load("name") in (1, None)
        assert not list((tmp_path / f"account-{step}").rglob("new-*"))
        if not disk.failed:
            break
        failed.append(disk.failed)
    assert {"mkdir", "mkstemp", "fdopen", "replace", "iterdir"} <= {*failed}
    assert step < 59


def test_what_ends_the_command_while_it_writes_leaves_nothing_behind(
    tmp_path: Path, ours: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupted)
    (tmp_path / "git").mkdir()
    with pytest.raises(KeyboardInterrupt):
        store.CacheStore(tmp_path / "git", tmp_path / "git").keep("name", 1)
    assert files(tmp_path / "git") == []


def test_a_cache_folder_that_cannot_be_written_to(
    keeping: Path, truth: str, ours: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.mkdir

    def read_only(self: Path, *arguments: object, **more: object) -> None:
        if self.is_relative_to(ours):
            raise OSError(errno.EROFS, "Read-only file system")
        real(self, *arguments, **more)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(Path, "mkdir", read_only)
        assert told(keeping, DAY) == truth
    assert not ours.exists()
