"""What `ratified check` costs before it does anything, and what the check itself costs."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from timing import alternate, command, reported, table

ROOT = Path(__file__).parent.parent
ROUNDS = 15
_CHECK_ALONE = """
import holidays, time
from datetime import date
from pathlib import Path
from ratified.judgement.answer import answer
from ratified.report import text
holidays.country_holidays("US", years=2026)
start = time.perf_counter()
list(text.render(answer(Path(), date(2026, 11, 22)), colour=False))
print(time.perf_counter() - start)
"""


def run(folder: Path) -> None:
    """Print both tables; what is kept is kept under `folder`."""
    first = {**os.environ, "XDG_CACHE_HOME": os.devnull}
    again = {**os.environ, "CI": "", "XDG_CACHE_HOME": str(folder)}
    check = ("check", "--as-of", "2026-11-22")
    python, ratified = sys.executable, str(Path(sys.executable).with_name("ratified"))
    whole = {
        "python -c pass": command(python, "-c", "pass"),
        "ratified --version": command(ratified, "--version"),
        "ratified explain": command(ratified, "explain"),
        "ratified check --help": command(ratified, "check", "--help"),
        "ratified check, nothing kept": command(ratified, *check, cwd=ROOT, env=first),
        "ratified check, again": command(ratified, *check, cwd=ROOT, env=again),
    }
    table("Start-up, whole commands", alternate(whole, ROUNDS), "python -c pass")
    alone = {
        "python -c pass": command(python, "-c", "pass"),
        "the check alone, nothing kept": reported(python, "-c", _CHECK_ALONE, cwd=ROOT, env=first),
        "the check alone, again": reported(python, "-c", _CHECK_ALONE, cwd=ROOT, env=again),
    }
    table("The check, imports left out", alternate(alone, ROUNDS), "python -c pass")
