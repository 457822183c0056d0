"""What reading approvals costs on generated repositories, against git itself and against plugins that date pages.

`first` is a run that finds nothing kept in the git folder and keeps what it worked out, `again` the next one.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import generated
from timing import alternate, command, reported, table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

SIZES = ((100, 1_000, 5), (1_000, 10_000, 5), (1_000, 50_000, 3))
"""Documents, commits, rounds."""
CROSSING = (
    (5_000, False, False, "at most 3"),
    (5_000, True, False, "at most 3"),
    (25_000, False, False, "at most 2"),
    (5_000, False, True, "none"),
)
"""Merges that are not their branch, whether only git can make each, whether each changes AUTHORITY, the goal."""
CROSSED = 600
"""Documents in each of them."""
AS_OF = "2026-11-22"
PASS = "one `git log --first-parent --raw` pass"  # noqa: S105 - one pass, and no password
PER_FILE = "one `git log` a file"
_PASS = ("log", "--first-parent", "-z", "--raw", "--no-renames", "--no-abbrev", "--diff-merges=first-parent")
_ALONE = """
import resource, sys, time
from datetime import date
from pathlib import Path
import holidays, jinja2, markdown_it, yaml
holidays.country_holidays("US", years=2026)
import ratified.check.judge  # `answer` loads it, and every rule, only where nothing is kept
from ratified.check.cached_judgement import cached_or_new_judgement
from ratified.check.status import status_report
from ratified.output import status, text
verb, root, day = sys.argv[1], Path(sys.argv[2]), date.fromisoformat(sys.argv[3])
start = time.perf_counter()
if verb == "check":
    list(text.render(cached_or_new_judgement(root, day), colour=False))
else:
    found = status_report(root, day)
    list(status.render(found, day, list(found.verdicts.values()), colour=False))
seconds = time.perf_counter() - start
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, "MiB", file=sys.stderr)
print(seconds)
"""


def run(folder: Path) -> None:
    """Print, for each size, whole commands, the same without imports, and peak memory."""
    for documents, commits, rounds in SIZES:
        root = generated.write(folder / f"{documents}-{commits}", documents, commits)
        title = f"{documents:,} documents, {commits:,} commits"
        log = command("git", *_PASS, "--pretty=raw", "main", cwd=root)
        ratified = str(Path(sys.executable).with_name("ratified"))
        env = {**os.environ, "CI": "", "XDG_CACHE_HOME": str(folder / "account")}
        whole = {PASS: log, PER_FILE: lambda root=root: _per_file(root)}  # type: ignore[misc]
        alone = {PASS: log}
        for verb in ("check", "status"):
            asked = _judging(ratified, verb, "--repo", str(root), "--as-of", AS_OF, env=env)
            reporting = reported(sys.executable, "-c", _ALONE, verb, str(root), AS_OF, env=env)
            for name, found, some in ((f"ratified {verb}", asked, whole), (f"{verb} alone", reporting, alone)):
                some[f"{name}, first"] = _forgetting(env, found)
                some[f"{name}, again"] = found
        table(f"{title}, whole commands", alternate(whole, rounds), PASS)
        table(f"{title}, imports left out", alternate(alone, rounds), PASS)
        print(f"  peak memory of a first run: {_peak(root, env)}")
    for merges, lines, authority, goal in CROSSING:
        _crossing(folder, merges, lines, authority, goal)


def _crossing(folder: Path, merges: int, lines: bool, authority: bool, goal: str) -> None:
    """A first run that asks of each landing that decides what it holds beyond the merge of its parents."""
    root = generated.crossing(folder / f"crossing-{merges}-{lines}-{authority}", CROSSED, merges, lines, authority)
    ratified = str(Path(sys.executable).with_name("ratified"))
    env = {**os.environ, "CI": "", "XDG_CACHE_HOME": str(folder / "account")}
    whole = _judging(ratified, "status", "--repo", str(root), "--as-of", AS_OF, env=env)
    alone = reported(sys.executable, "-c", _ALONE, "status", str(root), AS_OF, env=env)
    subjects = {
        PASS: command("git", *_PASS, "--pretty=raw", "main", cwd=root),
        "ratified status, first": _forgetting(env, whole),
        f"status alone, first (goal: {goal})": _forgetting(env, alone),
    }
    made = f"{merges:,} merges that are not their branch and that {'git alone' if lines else 'trees'} can tell"
    about = "each of AUTHORITY" if authority else f"of {CROSSED} documents"
    table(f"{made}, {about}", alternate(subjects, 3), PASS)


def _forgetting(env: Mapping[str, str], subject: Callable[[], float]) -> Callable[[], float]:
    """The same subject with nothing kept."""

    def run() -> float:
        shutil.rmtree(env["XDG_CACHE_HOME"], ignore_errors=True)
        return subject()

    return run


def _judging(*arguments: str, env: Mapping[str, str]) -> Callable[[], float]:
    """A command that may find something to say: exit 1 is as good as 0."""

    def timed() -> float:
        start = time.perf_counter()
        done = subprocess.run(arguments, capture_output=True, check=False, env=env)
        assert done.returncode in {0, 1}, done.stderr
        return time.perf_counter() - start

    return timed


def _per_file(root: Path) -> float:
    """Seconds for the last date of every page, a process each; of the first hundred, and scaled up."""
    pages = sorted(path.relative_to(root) for path in (root / "docs").rglob("*.md"))
    some = pages[:100]
    start = time.perf_counter()
    for page in some:
        subprocess.run(["git", "log", "-1", "--format=%ct", "--", str(page)], cwd=root, check=True, capture_output=True)
    return (time.perf_counter() - start) * len(pages) / len(some)


def _peak(root: Path, env: Mapping[str, str]) -> str:
    found = []
    for verb in ("check", "status"):
        shutil.rmtree(env["XDG_CACHE_HOME"], ignore_errors=True)
        done = subprocess.run(
            [sys.executable, "-c", _ALONE, verb, str(root), AS_OF], check=True, capture_output=True, text=True, env=env
        )
        found.append(f"{verb} {done.stderr.strip().splitlines()[-1]}")
    return ", ".join(found)


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as where:
        run(Path(where))
