"""Where a repository's git directory is, by the rules of git's own (see gitrepository-layout), and why it is not there.

Read from the files themselves and from git under our own settings: no variable of the caller's decides anything, and
the environment of this process is never changed, since other threads start processes from it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ratified.cache.store import CacheStore
from ratified.git.error import HistoryError, legible, printable
from ratified.git.runner import Git, ProcessResult
from ratified.programs import avoid_programs_of

if TYPE_CHECKING:
    from pathlib import Path

_LONGEST = 1 << 16
_SECONDS = 20.0
"""For reading the settings, the first that git is asked of a repository: files of a few kilobytes."""
_FALSE = (b"false", b"no", b"off", b"0", b"")
_NEWER = {
    "refstorage": ("2.45", "or convert it there with `git refs migrate --ref-format=files`"),
    "compatobjectformat": ("2.45", "or clone it anew without it"),
    "relativeworktrees": ("2.48", "or make that work tree anew with an absolute path"),
    "submodulepathconfig": ("2.53", "or clone it anew without it"),
}
"""Extensions by name, the git that brought each, and what else helps (see git-config, `extensions.*`)."""
_INCLUDED = re.compile(r"^[ \t]*path[ \t]*=[ \t]*([^\n]*)$", re.IGNORECASE | re.MULTILINE)


class RepositoryFolders(NamedTuple):
    """A repository's own folders, and all settings that count there, as `git config -z --list` tells them.

    `work_tree` is None for a bare one. `below` leads from there to the policy's folder (`docs/policies`), and is empty
    where that is the repository's root.
    """

    git_dir: Path
    common_dir: Path
    work_tree: Path | None
    settings: bytes
    below: str

    def git(self) -> Git:
        """Git on this repository itself, in the policy's folder."""
        return Git(self.git_dir, self.work_tree, self.below)

    def kept(self, anew: bool = False) -> CacheStore:
        """What earlier runs left about this folder; with `anew`, none of it is read."""
        return CacheStore(self.common_dir, self.work_tree or self.common_dir, self.below, anew)


def find_repository(root: Path) -> RepositoryFolders:
    """The repository that `root` (without links) is the root of, or lies in. HistoryError where there is none."""
    if _git_dir(root) is None and not _is_git_dir(root, root) and (top := _above(root)):
        return _found(top, root.relative_to(top).as_posix())
    return _found(root, "")


def _found(root: Path, below: str) -> RepositoryFolders:
    avoid_programs_of(root)
    dotted = root / ".git"
    git_dir = _git_dir(root) or root
    linked = git_dir / "commondir"
    common = _resolved(git_dir / _line(linked), dotted) if linked.is_file() else git_dir
    if not _is_git_dir(git_dir, common):
        raise HistoryError(_outside(root))
    settings = _settings(git_dir, common)
    bare = _is_bare(settings) and not linked.is_file()  # else that is said of what this is a work tree of
    if not bare and git_dir == root:
        raise HistoryError(f"{printable(root)} is a folder of git's own; give the repository's root")
    if below and bare:
        raise HistoryError(_outside(root / below))
    return RepositoryFolders(git_dir.resolve(), common.resolve(), None if bare else root, settings, below)


def _git_dir(root: Path) -> Path | None:
    """The git directory of a folder that is the root of a repository; None for any other."""
    dotted = root / ".git"
    return _pointed_to(dotted) if dotted.is_file() else dotted if dotted.is_dir() else None


def _above(folder: Path) -> Path | None:
    """The root of the repository that a folder lies in; None for a folder of git's own, and where there is none."""
    top = next((above for above in folder.parents if (above / ".git").exists()), None)
    inside = folder.relative_to(top).parts if top else ()
    return None if any(step.lower() == ".git" for step in inside) else top


def _pointed_to(file: Path) -> Path:
    """Where a `.git` file says that the git directory is: of a linked work tree, or of a submodule."""
    found = re.fullmatch(r"gitdir: ([^\n]+)\n*", _line(file, whole=True))
    if found is None:
        raise HistoryError(_outside(file.parent))
    return _resolved(file.parent / found[1], file)


def _resolved(target: Path, by: Path) -> Path:
    if not target.is_dir():
        raise HistoryError(
            f"{printable(by)} says that the git folder is {printable(target)}, which is not here; where this is a "
            f"container, "
            f"mount the repository that it belongs to at the same path, or give a clone of its own (`git clone`)"
        )
    return target.resolve()


def _line(file: Path, whole: bool = False) -> str:
    """The first line of a small file, or all of it."""
    try:
        with file.open(encoding="utf-8", errors="surrogateescape", newline="\n") as opened:
            text = opened.read(_LONGEST)
    except OSError as error:
        raise HistoryError(f"{printable(file)} cannot be read: {error.strerror}; make it readable") from error
    return text if whole else text.partition("\n")[0]


def _is_git_dir(git_dir: Path, common: Path) -> bool:
    head = git_dir / "HEAD"
    return (head.is_file() or head.is_symlink()) and (common / "objects").is_dir() and (common / "refs").is_dir()


def _is_bare(settings: bytes) -> bool:
    """What `core.bare` says, as git reads a boolean: a name without a value is true."""
    said = [entry for entry in settings.split(b"\0") if entry.partition(b"\n")[0] == b"core.bare"]
    return bool(said) and (b"\n" not in said[-1] or said[-1].partition(b"\n")[2].lower() not in _FALSE)


def _settings(git_dir: Path, common: Path) -> bytes:
    """Every setting. HistoryError where git does not read this repository, with what helps."""
    answer = Git(git_dir).attempt("config", "-z", "--list", seconds=_SECONDS)
    if answer.late:
        raise HistoryError(
            f"git did not come to an end with the settings of {printable(git_dir)} in {_SECONDS:g} seconds: they "
            f"include "
            f"a file that never ends{_includes(common)}; take it out of {printable(common / 'config')}"
        )
    if answer.status:
        raise HistoryError(unreadable_error(Git(git_dir), git_dir, common, "config", answer))
    return answer.out


def unreadable_error(git: Git, git_dir: Path, common: Path, verb: str, answer: ProcessResult) -> str:
    """What git complained of, and what to do about it."""
    said = answer.err.decode("utf-8", "replace")
    if "repository extension" in said:
        names = [line.strip() for line in said.split(":", 2)[-1].splitlines() if line.strip()]
        first = names[0].lower() if names else ""
        version, besides = _NEWER.get(first, ("a newer version", "or clone it anew without it"))
        return (
            f"{printable(git_dir)} uses the extension {legible(', '.join(names).encode())}, which "
            f"{_version(git_dir)} here "
            f"does not know; install git {version} or newer, {besides}"
        )
    if found := re.search(r"[Ee]xpected git repo version <= \d+, found (\d+)", said):
        return (
            f"{printable(git_dir)} has the repository format {found[1]}, which {_version(git_dir)} here does not read; "
            f"install a newer git, or clone it anew with the git here"
        )
    if "include depth" in said:
        return (
            f"the settings of {printable(git_dir)} include themselves without end{_includes(common)}; take that out of "
            f"{printable(common / 'config')}"
        )
    return git.failure(verb, answer.status, answer.err)


def _version(git_dir: Path) -> str:
    return legible(Git(git_dir.parent).run("version").out.replace(b"git version", b"git"))


def _includes(common: Path) -> str:
    """The files that the settings include, for a sentence."""
    try:
        found = _INCLUDED.findall(_line(common / "config", whole=True))
    except HistoryError:
        return ""
    return f" ({', '.join(printable(each.strip()) for each in found[:4])})" if found else ""


def _outside(root: Path) -> str:
    return f"{printable(root)} is not a git repository; run there `git init`, or give the right folder"
