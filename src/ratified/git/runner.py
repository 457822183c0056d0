"""The only place that starts a process: git, and the tool that checks OpenPGP keys, with an environment of our own."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple

from ratified.git.error import HistoryError, legible, printable
from ratified.programs import search_path

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SECONDS = 600.0
"""How long one answer may take before we give up: a whole large history on a slow disk."""

LIMITS = {
    "version": 30.0,
    "config": 30.0,
    "rev-parse": 60.0,
    "for-each-ref": 120.0,
    "check-attr": 60.0,
    "ls-files": 180.0,
    "merge-base": 180.0,
    "verify-commit": 60.0,
    "cat-file": 300.0,
    "gpg": 60.0,
    "ssh-keygen": 60.0,
}
"""The same for what is small by nature. What git is asked of merges has limits of its own (`remerge`)."""


def limit(verb: str) -> float:
    """How many seconds an answer of this kind may take."""
    return min(SECONDS, LIMITS.get(verb.removeprefix("git "), SECONDS))


_VARIABLES = {
    "HOME": os.devnull,
    "XDG_CONFIG_HOME": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
    "TZ": "UTC",
}

SETTINGS = (
    "log.mailmap=false",
    "log.showSignature=false",
    "core.quotePath=false",
    "core.commitGraph=false",
    "core.fsmonitor=false",
    "core.untrackedCache=false",
    "core.hooksPath=/dev/null",
    "core.attributesFile=/dev/null",
    "core.excludesFile=/dev/null",
    "core.pager=cat",
    "diff.external=",
    "diff.orderFile=/dev/null",
    "gc.auto=0",
    "maintenance.auto=false",
    "protocol.allow=never",
    "safe.directory=*",
)
"""What git is told on every call, above any file of the repository. The last one is last in `git config --list` too."""


class ProcessResult(NamedTuple):
    """How a process ended and all that it wrote; `late` where it was ended because it took too long."""

    status: int
    out: bytes
    err: bytes
    late: bool = False


class Git:
    """Git on one git directory. Nothing of the caller's environment reaches it but PATH.

    `git_dir` and `work_tree` are absolute folders; `work_tree` is None for a bare one. `folder` is where git is run:
    the work tree, or the folder `below` it that is asked about, to which git's paths are then relative.
    """

    def __init__(self, git_dir: Path, work_tree: Path | None = None, below: str = "") -> None:
        self.git_dir = git_dir
        self.work_tree = work_tree
        self.folder = git_dir if work_tree is None else work_tree / below

    def run(
        self,
        *arguments: str,
        feed: bytes = b"",
        accept: Sequence[int] = (0,),
        settings: Sequence[str] = (),
        variables: Mapping[str, str] | None = None,
    ) -> ProcessResult:
        """One call of git, start to end. An exit status outside `accept`, no git, or no end: HistoryError."""
        with self.start(*arguments, settings=settings, variables=variables) as process:
            answer = finish(process, feed, f"git {arguments[0]}")
        if answer.status not in accept:
            raise HistoryError(self.failure(arguments[0], answer.status, answer.err))
        return answer

    def attempt(self, *arguments: str, feed: bytes = b"", seconds: float = SECONDS) -> ProcessResult:
        """One call of git that may fail or take too long: what it wrote by then."""
        with self.start(*arguments) as process:
            try:
                out, err = process.communicate(feed, timeout=min(seconds, SECONDS))
                return ProcessResult(process.returncode, out, err)
            except subprocess.TimeoutExpired:
                end(process)
                out, err = process.communicate()
                return ProcessResult(process.returncode, out, err, late=True)
            finally:
                end(process)

    def start(
        self,
        *arguments: str,
        settings: Sequence[str] = (),
        variables: Mapping[str, str] | None = None,
        err: IO[bytes] | int = subprocess.PIPE,
        out: IO[bytes] | int = subprocess.PIPE,
    ) -> subprocess.Popen[bytes]:
        """Git running, its pipes open; `out` and `err` say where its words and complaints go. The caller ends it."""
        asked = [part for setting in (*SETTINGS, *settings) for part in ("-c", setting)]
        where = [f"--git-dir={self.git_dir}", *([f"--work-tree={self.work_tree}"] if self.work_tree else [])]
        command = ["git", "--no-pager", "--literal-pathspecs", *where, *asked, *arguments]
        return launch(command, self.folder, variables, err, out)

    def failure(self, verb: str, status: int, err: bytes) -> str:
        """The sentence for a git that ended as it should not."""
        said = legible(err)
        return (
            f"`git {verb}` failed on {printable(self.work_tree or self.git_dir)} (exit status {status}), so nothing "
            f"can be decided; run `git fsck` there{': ' + said if said else ''}"
        )


def launch(
    command: Sequence[str],
    folder: Path,
    variables: Mapping[str, str] | None = None,
    err: IO[bytes] | int = subprocess.PIPE,
    out: IO[bytes] | int = subprocess.PIPE,
) -> subprocess.Popen[bytes]:
    """A process of its own group, in `folder`. HistoryError when the program is not there or will not start."""
    try:
        return subprocess.Popen(  # noqa: S603 - git, gpg or ssh-keygen, and no shell
            command,
            bufsize=1 << 16,
            stdin=subprocess.PIPE,
            stdout=out,
            stderr=err,
            cwd=folder,
            env={"PATH": search_path(), **_VARIABLES, **(variables or {})},
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        missing = isinstance(error, FileNotFoundError) and Path(folder).is_dir()
        why = "it is not on the PATH" if missing else legible(str(error).encode("utf-8", "replace"))
        raise HistoryError(f"{command[0]} cannot be started: {why}; install it or fix the PATH") from error


def finish(process: subprocess.Popen[bytes], feed: bytes, name: str) -> ProcessResult:
    """Feed a process, wait for its end, and give all it wrote; HistoryError when it does not come to an end."""
    try:
        out, err = process.communicate(feed, timeout=limit(name))
    except subprocess.TimeoutExpired as error:
        raise HistoryError(
            f"`{name}` did not end within {limit(name):g} seconds; try again on a faster disk"
        ) from error
    finally:
        end(process)
    return ProcessResult(process.returncode, out, err)


def end(process: subprocess.Popen[bytes]) -> None:
    """Make sure that a process and whatever it started are gone."""
    if process.poll() is None:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            process.kill()
        process.wait()
