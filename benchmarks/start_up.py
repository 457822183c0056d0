"""What `ratified check` costs before it does anything, and what the check itself costs."""

from __future__ import annotations

import sys
from pathlib import Path

from timing import alternate, command, reported, table

ROOT = Path(__file__).parent.parent
ROUNDS = 15
_CHECK_ALONE = """
import time
from datetime import date
from pathlib import Path
from ratified.judgement import judge
from ratified.report import text
from ratified.source.tree import WorkTree
start = time.perf_counter()
list(text.render(judge(WorkTree(Path()), date(2026, 11, 22)), colour=False))
print(time.perf_counter() - start)
"""


def run() -> None:
    """Print both tables."""
    python, ratified = sys.executable, str(Path(sys.executable).with_name("ratified"))
    whole = {
        "python -c pass": command(python, "-c", "pass"),
        "ratified --version": command(ratified, "--version"),
        "ratified explain": command(ratified, "explain"),
        "ratified check --help": command(ratified, "check", "--help"),
        "ratified check": command(ratified, "check", "--as-of", "2026-11-22", cwd=ROOT),
    }
    table("Start-up, whole commands", alternate(whole, ROUNDS), "python -c pass")
    alone = {
        "python -c pass": command(python, "-c", "pass"),
        "the check alone": reported(python, "-c", _CHECK_ALONE, cwd=ROOT),
    }
    table("The check, imports left out", alternate(alone, ROUNDS), "python -c pass")
