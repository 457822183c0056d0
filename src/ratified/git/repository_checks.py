"""Everything that makes a repository's history not to be trusted, and a git directory that borrows its objects."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ratified.git.discovery import RepositoryFolders, find_repository, unreadable_error
from ratified.git.error import HistoryError, legible, printable
from ratified.git.runner import SETTINGS, Git

if TYPE_CHECKING:
    from collections.abc import Sequence
    from tempfile import TemporaryDirectory

    from ratified.git.objects import ObjectFormat

OLDEST = (2, 39)
"""`git merge-tree --write-tree --stdin` came with git 2.39."""

_WHOLE = "in CI check out with fetch-depth: 0, elsewhere run `git fetch --unshallow`"


def require_version(folder: Path) -> None:
    """HistoryError for a git that is too old, or whose version cannot be read."""
    out = Git(folder).run("version").out
    found = re.match(rb"git version (\d+)\.(\d+)\S*.*\n", out)
    if found is None or (int(found[1]), int(found[2])) < OLDEST:
        raise HistoryError(
            f"git {'.'.join(map(str, OLDEST))} or newer is needed, and this one says {legible(out)!r}; upgrade it"
        )


class CheckedRepository(NamedTuple):
    """The object format of a repository, its settings about checking files out, as git lists them, and the commits that
    were asked for by name.
    """

    object_format: ObjectFormat
    checkout: tuple[bytes, ...]
    commits: tuple[str, ...] = ()


def object_format(root: Path) -> ObjectFormat:
    """The format of the ids of the repository at a folder; git's own default where there is none yet."""
    if not (root / ".git").exists():
        return "sha1"
    said = find_repository(root).git().run("rev-parse", "--show-object-format").out.strip()
    return "sha256" if said == b"sha256" else "sha1"


def checked_repository(git: Git, found: RepositoryFolders, names: Sequence[str] = ()) -> CheckedRepository:
    """What to know of a repository; HistoryError if anything makes its history other than its objects say.

    `names` are full names of refs, or HEAD, of which the commits are asked in the same breath.
    """
    peeled = [f"{name}^{{commit}}" for name in names]
    asked = ("--show-object-format", "--is-shallow-repository", *peeled, "--glob=refs/replace/", "--show-object-format")
    answer = git.run("rev-parse", *asked, accept=(0, 128))
    if answer.status:
        raise HistoryError(unreadable_error(git, found.git_dir, found.common_dir, "rev-parse", answer))
    lines = answer.out.split(b"\n")
    if len(lines) < 4 + len(names) or lines[0] != lines[-2] or lines[-1] or lines[0] not in (b"sha1", b"sha256"):
        raise HistoryError("`git rev-parse` did not say what this repository is, so nothing can be decided; try again")
    where = printable(found.work_tree or found.git_dir)
    if lines[1] != b"false":
        raise HistoryError(f"{where} is a shallow clone that hides who approved what; {_WHOLE}")
    if len(lines) > 4 + len(names):
        raise HistoryError(
            f"{where} replaces objects (refs/replace), so its history is not what it seems; remove them "
            f"(`git replace -l`, then `git replace -d`)"
        )
    _refuse_files(found, where)
    settings = _whole_settings(found, where)
    checkout = tuple(entry for entry in settings if entry.startswith(_CHECKOUT))
    commits = tuple(line.decode("ascii", "replace") for line in lines[2 : 2 + len(names)])
    return CheckedRepository("sha256" if lines[0] == b"sha256" else "sha1", checkout, commits)


def _refuse_files(found: RepositoryFolders, where: str) -> None:
    grafts = found.common_dir / "info" / "grafts"
    if grafts.exists() and (not grafts.is_file() or grafts.stat().st_size):
        raise HistoryError(f"{where} rewrites parents in info/grafts; remove that file")
    if any((found.common_dir / "objects" / "pack").glob("*.promisor")):
        raise HistoryError(f"{where} is a partial clone that lacks objects; clone it again without --filter")


def _whole_settings(found: RepositoryFolders, where: str) -> list[bytes]:
    """Every setting; HistoryError for those of a partial clone."""
    entries = found.settings.split(b"\0")
    last = SETTINGS[-1].lower().replace("=", "\n").encode()
    if entries[-1] or last not in entries[-2:]:
        raise HistoryError("`git config` did not list all settings, so nothing can be decided; try again")
    for entry in entries:
        name, _, value = entry.partition(b"\n")
        promisor = re.fullmatch(rb"remote\..*\.promisor", name, re.DOTALL) and value.lower() not in _NO
        if promisor or name == b"extensions.partialclone":
            raise HistoryError(
                f"{where} is a partial clone ({legible(name)}) that lacks objects; clone it again without --filter"
            )
    return entries


_CHECKOUT = (b"core.filemode\n", b"core.symlinks\n", b"filter.")
_NO = (b"false", b"no", b"off", b"0")


def borrowing_repository(objects: Path, object_format: ObjectFormat) -> TemporaryDirectory[str]:
    """An empty bare git directory that borrows the objects of `objects`.

    No configuration, attribute, hook, graft or ref of the repository can decide anything there.
    """
    from tempfile import TemporaryDirectory

    made = TemporaryDirectory(prefix="ratified-", ignore_cleanup_errors=True)
    folder = Path(made.name)
    (folder / "objects" / "info").mkdir(parents=True)
    (folder / "refs").mkdir()
    (folder / "HEAD").write_text("ref: refs/heads/none\n", encoding="ascii")
    (folder / "config").write_text(
        f"[core]\n\trepositoryformatversion = 1\n\tbare = true\n[extensions]\n\tobjectformat = {object_format}\n",
        encoding="ascii",
    )
    quoted = os.fsencode(objects).replace(b"\\", b"\\\\").replace(b'"', b'\\"').replace(b"\n", b"\\n")
    (folder / "objects" / "info" / "alternates").write_bytes(b'"' + quoted + b'"\n')
    return made
