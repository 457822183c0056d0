"""What a year of records costs: 1,000 incidents and 200 changes to the data, against the same with 10 incidents.

Whole commands, then the check alone, imports left out; `first` finds nothing kept, `again` is the
next run. The goal: at most 3 times the one with 10 incidents, and 2 ms an incident. Of the check alone the
processor's time, git's included, is printed too, which a busy machine changes less.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import generated_year
from timing import Timed, command, table

if TYPE_CHECKING:
    from collections.abc import Mapping

FEW, MANY = 10, 1_000
ROUNDS = 5
TIMES, EACH = 3, 0.002
"""The goal: so many times the run with few incidents, and so many seconds an incident."""
_ALONE = """
import os, sys, time
from datetime import date
from pathlib import Path
import holidays, jinja2, markdown_it, yaml
holidays.country_holidays("US", years=2026)
import ratified.check.judge  # `answer` loads it only where nothing is kept
from ratified.check.cached_judgement import cached_or_new_judgement
from ratified.output import text
root, day = Path(sys.argv[1]), date.fromisoformat(sys.argv[2])
start, before = time.perf_counter(), sum(os.times()[:4])
list(text.render(cached_or_new_judgement(root, day), colour=False))
print(time.perf_counter() - start, sum(os.times()[:4]) - before)
"""


def run(folder: Path) -> None:
    """Print whole commands, then the check alone by the clock and by the processor, each with what the goal allows."""
    roots = {incidents: generated_year.write(folder / str(incidents), incidents) for incidents in (FEW, MANY)}
    env = {**os.environ, "CI": "", "XDG_CACHE_HOME": str(folder / "account")}
    whole: dict[str, list[float]] = {}
    wall: dict[str, list[float]] = {}
    processor: dict[str, list[float]] = {}
    for _ in range(ROUNDS):
        for incidents, root in roots.items():
            for ask, told in ((_whole, (whole,)), (_asked, (wall, processor))):
                shutil.rmtree(env["XDG_CACHE_HOME"], ignore_errors=True)
                for kept in ("first", "again"):
                    for seconds_of, seconds in zip(told, ask(root, env), strict=True):
                        seconds_of.setdefault(_name(incidents, kept), []).append(seconds)
    measured = {
        "whole command": whole,
        "imports left out": wall,
        "imports left out, processor time": processor,
    }
    for what, seconds_of in measured.items():
        title = f"Check of a year of records, {generated_year.CHANGES} changes to the data, {what}"
        table(title, seconds_of, _name(FEW, "first"))
        for kept in ("first", "again"):
            print(f"  {kept}: {_against_the_goal(seconds_of, kept)}")


def _name(incidents: int, kept: str) -> str:
    return f"{incidents:,} incidents, {kept}"


def _asked(root: Path, env: Mapping[str, str]) -> tuple[float, float]:
    alone = [sys.executable, "-c", _ALONE, str(root), generated_year.AS_OF]
    done = subprocess.run(alone, check=True, capture_output=True, text=True, env=env)
    seconds, busy = done.stdout.split()
    return float(seconds), float(busy)


def _whole(root: Path, env: Mapping[str, str]) -> tuple[float]:
    ratified = str(Path(sys.executable).with_name("ratified"))
    return (command(ratified, "check", "--repo", str(root), "--as-of", generated_year.AS_OF, env=env)(),)


def _against_the_goal(seconds: Timed, kept: str) -> str:
    few, many = (statistics.median(seconds[_name(incidents, kept)]) for incidents in (FEW, MANY))
    allowed = TIMES * few + EACH * MANY
    each = (many - few) / (MANY - FEW)
    return (
        f"{many:.2f} s of {allowed:.2f} s allowed ({many / allowed:.0%}), {each * 1000:.2f} ms an incident more than "
        f"the first {FEW}"
    )


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as where:
        run(Path(where))
