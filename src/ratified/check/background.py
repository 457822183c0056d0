"""What `check` says of a work tree, while other work goes on: an answer that was kept, else a second process's.

The site shows findings and must not wait for every rule. Where nothing has changed since the last check, its kept
answer is the answer. Else another process runs the same code as the command and keeps what it says for the next time.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ratified.check.cached_judgement import cached_judgement, cached_or_new_judgement
from ratified.check.judgement import Judgement
from ratified.check.query import CheckQuery
from ratified.git.error import HistoryError
from ratified.model.landing import NO_ANCHORS, Anchors, anchor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ratified.git.discovery import RepositoryFolders

_FAILED = "the check could not be run while the site was built; run `ratified check`"


@contextmanager
def judge_in_background(
    root: Path, as_of: date, found: RepositoryFolders, anchors: Anchors = NO_ANCHORS, anew: bool = False
) -> Iterator[Callable[[], Judgement]]:
    """Begin with the answer about a work tree on a day (UTC); what is yielded waits for it and gives it.

    It has neither book nor record. Where it cannot be had it is `undecided`, which says why. The process ends with
    the block. With `anew` nothing is taken from an earlier run.
    """
    kept = None
    with suppress(HistoryError):  # whoever asks for the history meets it, and says so
        kept = None if anew else cached_judgement(root, as_of, found, CheckQuery(anchors=anchors))
    if kept is not None:
        yield lambda: kept
        return
    seen = [f"{one.commit}@{one.day}" if one.day else one.commit for one in anchors.kept]
    day = [as_of.isoformat(), "today" if anchors.today else "given", "anew" if anew else "kept"]
    asked = [sys.executable, "-I", "-X", "utf8", "-m", __name__, os.fspath(root), *day, *seen]
    try:
        process = subprocess.Popen(asked, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)  # noqa: S603 - our own module by this Python, no shell
    except OSError:
        yield lambda: _undecided(as_of, _FAILED)
        return
    with process:
        try:
            yield lambda: _received(process, as_of)
        finally:
            process.kill()


def _received(process: subprocess.Popen[bytes], as_of: date) -> Judgement:
    told, _ = process.communicate()
    if process.returncode != 0:
        return _undecided(as_of, _FAILED)
    found: Judgement = pickle.loads(told)  # noqa: S301 - from the process that we started
    return found


def _undecided(as_of: date, why: str) -> Judgement:
    return Judgement(as_of, None, (), why)


def write_judgement(root: Path, as_of: date, anchors: Anchors, anew: bool) -> None:
    """Write the answer to standard output."""
    try:
        found = replace(
            cached_or_new_judgement(root, as_of, CheckQuery(anchors=anchors, anew=anew)), book=None, record=None
        )
    except HistoryError as error:
        found = _undecided(as_of, str(error))
    sys.stdout.buffer.write(pickle.dumps(found))


if __name__ == "__main__":
    with suppress(BrokenPipeError, KeyboardInterrupt):
        seen = Anchors(tuple(map(anchor, sys.argv[5:])), sys.argv[3] == "today")
        write_judgement(Path(sys.argv[1]), date.fromisoformat(sys.argv[2]), seen, sys.argv[4] == "anew")
