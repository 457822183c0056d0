"""What may run in a build, and what the audit hook sees, refuses and leaves alone."""

from __future__ import annotations

import ctypes
import importlib
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ratified.programs import avoid_programs_of, search_path
from ratified.site import audit
from ratified.site.import_guard import guard, in_place_of_libraries, lies_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A repository with a package of macros and modules beside it; afterwards all is found as it was."""
    (tmp_path / "macros").mkdir()
    (tmp_path / "macros" / "__init__.py").write_text("WHO = 'macros'\n", encoding="utf-8")
    for name in ("helper.py", "colorsys.py"):
        (tmp_path / name).write_text("raise RuntimeError('ran')\n", encoding="utf-8")
    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path])
    monkeypatch.setattr(sys, "path", [*sys.path])
    monkeypatch.setenv("PATH", os.environ["PATH"])
    before = {name: module for name, module in sys.modules.items() if name.partition(".")[0] in {"macros", "colorsys"}}
    for name in before:
        del sys.modules[name]
    yield tmp_path
    for name in [name for name in sys.modules if name.partition(".")[0] in {"macros", "colorsys", "helper"}]:
        del sys.modules[name]
    sys.modules.update(before)
    importlib.invalidate_caches()


def test_of_a_repository_only_the_macros_are_imported_however_it_gets_onto_the_path(root: Path) -> None:
    guard(root)
    sys.path.insert(0, str(root))
    assert importlib.import_module("macros").WHO == "macros"
    sys.path[:0] = [str(root), os.path.relpath(root)]
    assert not str(importlib.import_module("colorsys").__file__).startswith(str(root))
    with pytest.raises(ModuleNotFoundError, match="helper lies at the root of the repository"):
        importlib.import_module("helper")
    assert str(root) not in sys.path


def test_an_import_that_nothing_knows_is_told_as_python_tells_it(root: Path) -> None:
    guard(root)
    with pytest.raises(ModuleNotFoundError, match="No module named 'nothing_of_this_name'"):
        importlib.import_module("nothing_of_this_name")


def test_what_was_loaded_before_in_a_librarys_place_is_found(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "colorsys.py").write_text("RAN = True\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(root))
    importlib.import_module("colorsys")
    assert [*in_place_of_libraries(root)] == [("colorsys", "colorsys.py")]


def test_what_is_installed_inside_of_a_repository_is_none_of_it(tmp_path: Path) -> None:
    above = Path(sys.prefix).parent
    assert not lies_in(str(Path(sys.prefix, "lib")), above)
    assert lies_in(str(above / "elsewhere"), above)
    assert lies_in("", Path.cwd())


def test_a_repository_below_an_installation_is_still_a_repository(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "base_prefix", "/usr")
    audit.installed.cache_clear()
    try:
        watch = audit.BuildAudit("/usr/src/policy")
        assert "/usr/" not in watch.passed
        assert any(folder.startswith(sys.prefix) for folder in watch.passed)
    finally:
        audit.installed.cache_clear()


def test_no_program_is_taken_from_a_repository_that_was_asked_about(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", os.pathsep.join((".", "", "bin", str(root / "bin"), "/usr/bin")))
    avoid_programs_of(root)
    assert search_path() == "/usr/bin"
    guard(root)
    assert os.environ["PATH"] == "/usr/bin"
    assert "PYTHONPATH" not in os.environ


@pytest.fixture
def watch(root: Path) -> Iterator[audit.BuildAudit]:
    """A build that is watched."""
    found = audit.BuildAudit(str(root), programs=frozenset({"true"}))
    found.set(str(root / "site"), lambda: "page.md")
    audit.start(found)
    yield found
    audit.stop()


def opened(watch: audit.BuildAudit) -> set[str]:
    return {os.path.relpath(name, watch.root) for name, _ in watch.opened}


def test_it_sees_every_way_in_which_python_reads_a_file(root: Path, watch: audit.BuildAudit) -> None:
    (root / "helper.py").read_text(encoding="utf-8")
    os.close(os.open(root / "colorsys.py", os.O_RDONLY))
    with open(os.fsencode(root / "macros" / "__init__.py"), "rb") as file:  # noqa: PTH123
        file.read()
    assert opened(watch) == {"helper.py", "colorsys.py", "macros/__init__.py"}
    assert {page for _, page in watch.opened} == {"page.md"}


def test_what_the_build_made_itself_is_no_reading_and_what_it_moves_is_one(root: Path, watch: audit.BuildAudit) -> None:
    (root / "made.txt").write_text("x", encoding="utf-8")
    (root / "made.txt").read_text(encoding="utf-8")
    (root / "made.txt").rename(root / "again.txt")
    (root / "again.txt").read_text(encoding="utf-8")
    assert opened(watch) == set()
    (root / "helper.py").rename(root / "moved.py")
    os.link(root / "colorsys.py", root / "linked.py")
    assert opened(watch) == {"helper.py", "colorsys.py"}


def test_a_file_that_is_written_on_or_a_database_is_read(root: Path, watch: audit.BuildAudit) -> None:
    with (root / "helper.py").open("r+", encoding="utf-8") as file:
        file.read()
    sqlite3.connect(root / "colorsys.py").close()
    assert opened(watch) == {"helper.py", "colorsys.py"}


def test_a_copy_into_the_site_publishes_and_is_no_reading(root: Path, watch: audit.BuildAudit) -> None:
    (root / "site").mkdir()
    shutil.copyfile(root / "helper.py", root / "site" / "helper.py")
    assert (opened(watch), set(watch.copied)) == (set(), {str(root / "helper.py")})


REFUSED: dict[str, Callable[[], object]] = {
    "starts the program 'id'": lambda: subprocess.run(["id"], check=False),
    "starts the program './true'": lambda: subprocess.run(["./true"], check=False),
    "starts the program 'false'": lambda: os.system("false"),  # noqa: S605 - what must be refused
    "starts a process": lambda: os.fork() or os._exit(0),
    "asks the host 'localhost'": lambda: socket.getaddrinfo("localhost", 9),
    "asks the host '127.0.0.1'": lambda: socket.create_connection(("127.0.0.1", 9), 0.1),
    "loads the library 'libc.so.6'": lambda: ctypes.CDLL("libc.so.6"),
}


@pytest.mark.parametrize("said", REFUSED)
def test_what_no_build_has_business_with_is_refused_and_written_down(watch: audit.BuildAudit, said: str) -> None:
    with pytest.raises(audit.BuildRefusedError, match=said):
        REFUSED[said]()
    assert [what.startswith(said) for what, _ in watch.refused] == [True]


def test_what_the_list_allows_goes_on(watch: audit.BuildAudit) -> None:
    watch.hosts, watch.libraries = frozenset({"localhost"}), frozenset({"libc.so.6"})
    assert subprocess.run(["true"], check=False).returncode == 0
    socket.getaddrinfo("localhost", 9)
    ctypes.CDLL("libc.so.6")
    ctypes.CDLL(None)
    assert watch.refused == {}


def test_nothing_is_looked_at_when_no_build_is_watched(root: Path, watch: audit.BuildAudit) -> None:
    audit.stop()
    (root / "helper.py").read_text(encoding="utf-8")
    subprocess.run(["true"], check=False)
    assert (watch.opened, watch.refused) == ({}, {})
