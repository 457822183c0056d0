"""Mutate the approval core, ask the tests, and hold what survives against `survivors.toml`: `make mutation`.

mutmut changes one thing at a time in a function of `src/ratified/approval/` and runs the tests that need no git.
A mutant that no test notices survives; each that may is listed with why. Exits 1 where a survivor is not listed, where
a listed one survives no more, or where fewer than 95 in 100 were noticed.

All files of the package count, its sentences included. Not mutated: what modules define outside of functions
(patterns, sets of words, limits).
"""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from contextlib import chdir
from pathlib import Path
from typing import NamedTuple

from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.utils.format_utils import orig_function_and_class_names_from_key

ROOT = Path(__file__).parent.parent.parent
ROOM = ROOT / "build" / "mutation"
CORE = Path("src/ratified/approval")
LISTED = Path(__file__).parent / "survivors.toml"
WANTED = 0.95
NOTICED = {1, 3, 24, -24, 36, 152, 255}
"""What mutmut notes of a mutant that a test failed on, or that never came to an end."""
WRAPPERS = {"property", "cached_property"}
SETTINGS = {"PYTHONHASHSEED": "0", "NO_COLOR": "1", "RATIFIED_IN_MEMORY": "60"}


class Mutant(NamedTuple):
    """A change by what it is and not by where it is, so that it stays the same when lines move."""

    function: str
    was: str
    is_: str


def main() -> int:
    """Do it all anew; the exit code."""
    shutil.rmtree(ROOM, ignore_errors=True)
    prepare()
    mutate()
    with chdir(ROOM):
        total, alive = survivors()
    return report(total, alive, listed())


def prepare() -> None:
    """Copy the package and its tests to where mutmut may work."""
    leave = shutil.ignore_patterns("__pycache__", "node_modules", "screens")
    starter = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mutmut"]["also_copy"]
    for name in ("src", "tests", *starter):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, ROOM / name, ignore=leave)
        else:
            shutil.copy(ROOT / name, ROOM)
    shutil.copy(ROOT / "pyproject.toml", ROOM)
    for path in (ROOM / CORE).glob("*.py"):
        path.write_text(undecorated(path.read_text(encoding="utf-8")), encoding="utf-8")


def undecorated(source: str) -> str:
    """A module whose properties are wrapped after they are defined, since mutmut leaves decorated functions alone."""
    lines = source.split("\n")
    found = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)]
    for node in sorted(found, key=lambda node: -node.lineno):
        names = [d.id for d in node.decorator_list if isinstance(d, ast.Name)]
        if len(node.decorator_list) == 1 and names and names[0] in WRAPPERS:
            lines.insert(node.end_lineno or 0, f"{' ' * node.col_offset}{node.name} = {names[0]}({node.name})")
            del lines[node.decorator_list[0].lineno - 1]
    return "\n".join(lines)


def mutate() -> None:
    """Let mutmut work, the same way each time: one process, and sets in one order."""
    mutmut = Path(sys.executable).with_name("mutmut")
    subprocess.run([mutmut, "run", "--max-children", "1"], cwd=ROOM, env={**os.environ, **SETTINGS}, check=True)


def survivors() -> tuple[int, Counter[Mutant]]:
    """How many mutants there were, and those that no test noticed."""
    total, alive = 0, Counter[Mutant]()
    for meta in sorted(Path("mutants", CORE).glob("*.meta")):
        results = json.loads(meta.read_text(encoding="utf-8"))["exit_code_by_key"]
        total += len(results)
        alive.update(told(name, CORE / meta.stem) for name, code in results.items() if code not in NOTICED)
    return total, alive


def told(name: str, path: Path) -> Mutant:
    """A mutant by the name that mutmut gave it: the lines it changed, without what surrounds them."""
    function, class_ = orig_function_and_class_names_from_key(name)
    lines = get_diff_for_mutant(name, path=path).split("\n")[3:]
    was, is_ = (" ".join(line[1:].strip() for line in lines if line.startswith(sign)) for sign in "-+")
    return Mutant(".".join(filter(None, (path.stem, class_, function))), was, is_)


def listed() -> Counter[Mutant]:
    """The mutants that may survive, by the list."""
    groups = tomllib.loads(LISTED.read_text(encoding="utf-8"))["group"]
    return Counter(Mutant(each["function"], each["was"], each["is"]) for group in groups for each in group["mutants"])


def report(total: int, alive: Counter[Mutant], may: Counter[Mutant]) -> int:
    """Print what came out; the exit code."""
    share = 1 - alive.total() / total
    print(f"{total} mutants, {total - alive.total()} noticed ({share:.1%}), {alive.total()} survived")
    for head, found in (("survived and is not listed", alive - may), ("is listed and survived no more", may - alive)):
        for function, was, is_ in sorted(found.elements()):
            print(f"\n{head}: {function}\n  - {was}\n  + {is_}")
    return int(alive != may or share < WANTED)


if __name__ == "__main__":
    sys.exit(main())
