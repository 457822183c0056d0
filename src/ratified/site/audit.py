"""What a build opens, starts, loads and asks, seen by an audit hook of Python (PEP 578).

The hook cannot be taken out again, so there is one a process, and it looks only while a build is watched. What it sees
it writes down; what a build has no business with it refuses, and writes that down too, since whoever is refused may
pass over it. It sees what goes through Python: a library in C that opens a file by itself is seen by nobody, which is
why such plugins are on no list.
"""

from __future__ import annotations

import os
import shutil
import sys
import sysconfig
import threading
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

ENGINE = str(Path(__file__).parents[1])
_STANDARD = tuple({sysconfig.get_path(name) + os.sep for name in ("stdlib", "platstdlib")})
_ADDED = tuple({sysconfig.get_path(name) + os.sep for name in ("purelib", "platlib")})
_FROZEN = "<frozen "
_GIT = f"{os.sep}.git{os.sep}"
_OF_GIT = tuple(folder + name + os.sep for folder in _ADDED for name in ("git", "gitdb", "smmap"))
"""Libraries that read git's own folder, and show of it what landings say."""
_MAY_FORK = tuple(folder + "mkdocs_git_revision_date_localized_plugin" for folder in _ADDED)
"""A plugin of the list that asks git in more than one process of its own."""


class BuildRefusedError(RuntimeError):
    """Something that a build may not do. The text is a sentence."""


@dataclass
class BuildAudit:
    """What one build did. Paths are absolute, their links not followed.

    `opened` are files read, each with the page that was being made (its source, relative to `docs/`; empty where there
    was none). `copied` are files that were put into the site as they are. `refused` are sentences, each with its page.
    """

    root: str
    site: str = ""
    page: Callable[[], str] = lambda: ""
    programs: frozenset[str] = frozenset()
    hosts: frozenset[str] = frozenset()
    libraries: frozenset[str] = frozenset()
    opened: dict[tuple[str, str], None] = field(default_factory=dict)
    copied: dict[str, None] = field(default_factory=dict)
    refused: dict[tuple[str, str], None] = field(default_factory=dict)
    made: set[str] = field(default_factory=set)
    builder: int = field(default_factory=threading.get_ident)
    passed: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Learn which folders hold the installed program, but for those in which the repository itself lies."""
        self.passed = tuple(folder for folder in installed() if not within(self.root, folder.rstrip(os.sep)))

    def set(self, site: str, page: Callable[[], str]) -> None:
        """Learn where the site is written to, and how to ask which page is being made by this thread."""
        self.site, self.page, self.builder = os.path.abspath(site), page, threading.get_ident()  # noqa: PTH100

    def here(self) -> str:
        """The page that is being made by this thread."""
        return self.page() if threading.get_ident() == self.builder else ""

    def refuse(self, what: str) -> None:
        """Write down what is refused, and refuse it."""
        self.refused[what, self.here()] = None
        raise BuildRefusedError(what)


_watched: BuildAudit | None = None
_local = threading.local()
_hooked: list[bool] = []


def start(watch: BuildAudit) -> None:
    """Watch from here on, in place of whatever was watched before."""
    global _watched
    _watched = watch
    if not _hooked:
        _hooked.append(True)
        sys.addaudithook(_hook)


def stop() -> None:
    """Watch nothing."""
    global _watched
    _watched = None


def watched() -> BuildAudit | None:
    """What is being watched."""
    return _watched


def require() -> BuildAudit:
    """What is being watched, by whoever began."""
    assert _watched is not None, "somebody began to watch"  # noqa: S101 - for types: nothing else would hold
    return _watched


def _hook(event: str, args: tuple[Any, ...]) -> None:
    watch = _watched
    if watch is not None and (seen := _SEEN.get(event)) is not None:
        seen(watch, args)


def _open(watch: BuildAudit, args: tuple[Any, ...]) -> None:
    path, mode, flags = args
    name = _absolute(path)
    if name is None or name.startswith(watch.passed) or (mode is None and (_walks(path) or os.path.isdir(name))):  # noqa: PTH112
        return
    writing = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR)
    absent = _is_told_whole(path, mode) and not os.path.lexists(name)
    if writing and (absent or flags & (os.O_TRUNC | os.O_EXCL)):
        watch.made.add(name)
    elif absent:
        return  # there is nothing to be read
    elif not (writing and flags & os.O_WRONLY) and name not in watch.made:
        _read(watch, name)


def _walks(path: object) -> bool:
    """Whether the standard library walks through folders, one inside the other: of each only its own name is told."""
    caller = sys._getframe(3).f_code.co_filename
    return not os.path.isabs(os.fsdecode(path)) and caller.startswith(_STANDARD)  # type: ignore[arg-type]  # noqa: PTH117


def _is_told_whole(path: object, mode: object) -> bool:
    """Whether a path is all that says which file is meant: `os.open` may count one from a folder that is open."""
    return mode is not None or os.path.isabs(os.fsdecode(path))  # type: ignore[arg-type]  # noqa: PTH117


def _read(watch: BuildAudit, name: str) -> None:
    if getattr(_local, "copying", None) == name:
        _local.copying = None
    elif not _is_ours() and not (_GIT in name and _asker().startswith(_OF_GIT)):
        watch.opened[name, watch.here()] = None


def _copy(watch: BuildAudit, args: tuple[Any, ...]) -> None:
    """`shutil.copyfile`: into the site it publishes; elsewhere it is a reading like any."""
    source, target = _absolute(args[0]), _absolute(args[1])
    if source and target and watch.site and target.startswith(watch.site + os.sep) and source not in watch.made:
        watch.copied[source] = None
        _local.copying = source


def _moved(watch: BuildAudit, args: tuple[Any, ...]) -> None:
    """A file that gets another name takes its words along."""
    source, target = _absolute(args[0]), _absolute(args[1])
    if source is None or target is None:
        return
    if source in watch.made:
        watch.made.add(target)
    elif not source.startswith(watch.passed):
        _read(watch, source)


def _linked(watch: BuildAudit, args: tuple[Any, ...]) -> None:
    target = _absolute(args[1])
    if target is not None:
        _moved(watch, (os.path.join(os.path.dirname(target), os.fsdecode(args[0])), target))  # noqa: PTH118, PTH120


def _database(watch: BuildAudit, args: tuple[Any, ...]) -> None:
    name = _absolute(args[0])
    if name is not None and os.path.lexists(name):
        _read(watch, name)


def _start(watch: BuildAudit, args: tuple[Any, ...]) -> None:
    """A program: one of the list, which does not lie in the repository."""
    command = args[0] if args[0] is not None else args[1]
    if isinstance(command, list | tuple):
        command = command[0] if command else ""
    program = _text(command)
    if _is_ours() or _may_start(watch, program):
        return
    watch.refuse(f"starts the program {program!r}, which no setting of the list starts")


def _may_start(watch: BuildAudit, program: str) -> bool:
    if os.path.basename(program) not in watch.programs:  # noqa: PTH119
        return False
    found = program if os.sep in program else shutil.which(program)
    return found is None or (os.path.isabs(found) and not within(os.path.realpath(found), watch.root))  # noqa: PTH117


def _fork(watch: BuildAudit, args: tuple[Any, ...]) -> None:
    if not _is_ours() and not _asker().startswith(_MAY_FORK):
        watch.refuse("starts a process, which no build may")


def _ask(watch: BuildAudit, args: tuple[Any, ...]) -> None:
    """A name that is looked up, or an address that is connected to."""
    host = args[0] if isinstance(args[0], str | bytes) or args[0] is None else args[1]
    host = host[0] if isinstance(host, tuple) and host else host
    name = _text(host)
    if not watch.hosts or not (_numbers(name) or name in watch.hosts):
        watch.refuse(f"asks the host {name!r}, and a build asks none that data/register.yml does not name")


def _numbers(name: str) -> bool:
    """Whether a host is an address, which is only asked of a name that was looked up."""
    return bool(name) and all(c in "0123456789abcdef.:" for c in name.lower())


def _load(watch: BuildAudit, args: tuple[Any, ...]) -> None:
    name = _text(args[0])
    if args[0] is not None and name and name not in watch.libraries and not _is_ours() and not _is_standard():
        watch.refuse(f"loads the library {name!r}, and a build loads none that data/register.yml does not name")


def _import(watch: BuildAudit, args: tuple[Any, ...]) -> None:
    """A module that is machine code."""
    name = _absolute(args[1]) if args[1] is not None else None
    if name is not None and not name.startswith(watch.passed) and within(name, watch.root):
        watch.refuse(f"loads {name[len(watch.root) + 1 :]}, which is machine code of this repository")


_SEEN: dict[str, Callable[[BuildAudit, tuple[Any, ...]], None]] = {
    "open": _open,
    "shutil.copyfile": _copy,
    "os.rename": _moved,
    "os.link": _moved,
    "os.symlink": _linked,
    "sqlite3.connect": _database,
    "subprocess.Popen": _start,
    "os.posix_spawn": _start,
    "os.spawn": lambda watch, args: _start(watch, args[1:]),
    "os.exec": _start,
    "os.system": _start,
    "os.fork": _fork,
    "os.forkpty": _fork,
    "pty.spawn": _fork,
    "socket.getaddrinfo": _ask,
    "socket.gethostbyname": _ask,
    "socket.gethostbyaddr": _ask,
    "socket.connect": _ask,
    "socket.sendto": _ask,
    "ctypes.dlopen": _load,
    "import": _import,
}
"""What is looked at; everything else a build may do unseen."""


def _absolute(path: object) -> str | None:
    """A path as it is meant here; None for a number, or for what is none."""
    if isinstance(path, int) or path is None:
        return None
    try:
        return os.path.abspath(os.fsdecode(path))  # type: ignore[arg-type]  # noqa: PTH100
    except (TypeError, ValueError, OSError):
        return None


def _text(name: object) -> str:
    return name.decode("utf-8", "replace") if isinstance(name, bytes) else str(name if name is not None else "")


def within(name: str, folder: str) -> bool:
    """Whether a path is a folder or lies below it."""
    return name == folder or name.startswith(folder + os.sep)


def _asker() -> str:
    """The file of the code, outside of the standard library, that caused what the hook is told."""
    frame = sys._getframe(1)
    while frame is not None:
        name = frame.f_code.co_filename
        standard = name.startswith((_FROZEN, "<string>")) or (
            name.startswith(_STANDARD) and not name.startswith(_ADDED)
        )
        if name != __file__ and not standard:
            return name
        frame = frame.f_back  # type: ignore[assignment]
    return ""


def _is_ours() -> bool:
    """Whether the engine itself asks, of which every macro's files are known by what it declares."""
    return within(_asker(), ENGINE)


def _is_standard() -> bool:
    """Whether nobody but the standard library asks."""
    return not _asker()


@cache
def installed() -> tuple[str, ...]:
    """Folders whose files are the installed program's: Python, its libraries, and the engine."""
    folders = {ENGINE, sys.prefix, sys.base_prefix, sys.exec_prefix, *sysconfig.get_paths().values()}
    every = {os.path.abspath(folder) for folder in folders} | {os.path.realpath(folder) for folder in folders}  # noqa: PTH100
    return tuple(sorted(folder + os.sep for folder in every if folder != os.sep))
