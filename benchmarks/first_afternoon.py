"""A new company's repository, its first check and its first strict site, against `copier copy` of the same files.

Run: python benchmarks/first_afternoon.py COPIER, the command of an environment of its own (`pip install copier`).
The goal: at most 1.2 times as long, or 20 seconds, whichever is less.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from timing import alternate, command

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from journeys.afternoon import ANSWERS

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 5
PROGRAM = Path(sys.executable).with_name("ratified")


def run(copier: str) -> int:
    """Print the medians and their ratio; 1 where the goal is missed."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "answers.yml").write_text(ANSWERS, encoding="utf-8")
        _template(folder)
        seconds = alternate({"ours": _ours(folder), "copier": _copied(folder, copier)}, ROUNDS)
    ours, peer = (sorted(seconds[name])[ROUNDS // 2] for name in ("ours", "copier"))
    print("A new company: init, first check, first strict site; against copier copy, the same check and site")
    print(f"  ours    {ours:6.2f} s, fastest {min(seconds['ours']):.2f}")
    print(f"  copier  {peer:6.2f} s, fastest {min(seconds['copier']):.2f}")
    print(f"  {ours / peer:.2f} (goal: at most 1.2, and 20 s)")
    return 0 if ours <= min(1.2 * peer, 20) else 1


def _template(folder: Path) -> None:
    """The files that `init` writes, as a template of copier's with nothing to fill in."""
    subprocess.run(
        [PROGRAM, "init", "template", "--answers", "answers.yml"], cwd=folder, check=True, capture_output=True
    )
    shutil.rmtree(folder / "template/.git")
    (folder / "template/copier.yml").write_text("_templates_suffix: .none\n", encoding="utf-8")


def _ours(folder: Path) -> Callable[[], float]:
    return _then(folder, str(PROGRAM), "init", "new", "--answers", "answers.yml")


def _copied(folder: Path, copier: str) -> Callable[[], float]:
    return _then(folder, copier, "copy", "--quiet", "--defaults", "template", "new")


def _then(folder: Path, *first: str) -> Callable[[], float]:
    """A command that makes the folder `new`, then check and site of it; git's own part is left out of the time."""

    def once() -> float:
        shutil.rmtree(folder / "new", ignore_errors=True)
        spent = command(*first, cwd=folder)()
        for line in (
            ["init", "-qb", "main"],
            ["add", "-A"],
            ["-c", "user.name=x", "-c", "user.email=x@x", "commit", "-qm", "x"],
        ):
            subprocess.run(["git", *line], cwd=folder / "new", check=True, capture_output=True)
        spent += command(str(PROGRAM), "check", cwd=folder / "new")()
        return spent + command(str(PROGRAM), "site", "build", cwd=folder / "new")()

    return once


if __name__ == "__main__":
    sys.exit(run(sys.argv[1]))
