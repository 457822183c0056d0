"""What `ratified check` costs before it does anything, and what the check itself costs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from timing import alternate, command, reported, table

ROOT = Path(__file__).parent.parent
ROUNDS = 20
AS_OF = "2026-11-22"
_CHECK_ALONE = """
import holidays, time
from datetime import date
from pathlib import Path
from ratified.check.cached_judgement import cached_or_new_judgement
from ratified.output import text
holidays.country_holidays("US", years=2026)
start = time.perf_counter()
list(text.render(cached_or_new_judgement(Path(), date(2026, 11, 22)), colour=False))
print(time.perf_counter() - start)
"""


def run(folder: Path) -> None:
    """Print both tables; what is kept, and the demo company that is asked about, lie under `folder`."""
    ours = {name: value for name, value in os.environ.items() if name not in {"CI", "PYTHONDONTWRITEBYTECODE"}}
    first = {**ours, "XDG_CACHE_HOME": os.devnull}
    again = {**ours, "XDG_CACHE_HOME": str(folder / "account")}
    python, ratified = sys.executable, str(Path(sys.executable).with_name("ratified"))
    company = folder / "company"
    subprocess.run([ratified, "demo", company], check=True, capture_output=True)
    asked = ("--repo", str(company), "--as-of", AS_OF)
    for verb in ("check", "status"):
        subprocess.run([ratified, verb, *asked], check=True, capture_output=True, env=again)
    whole = {
        "python -c pass": command(python, "-c", "pass"),
        "ratified --version": command(ratified, "--version"),
        "ratified --help (goal: 6)": command(ratified, "--help", env=ours),
        "ratified explain (goal: 6)": command(ratified, "explain", env=ours),
        "ratified check, nothing kept": command(ratified, "check", *asked, env=first),
        "ratified check, nothing changed (goal: 8)": command(ratified, "check", *asked, env=again),
        "ratified status, nothing kept": command(ratified, "status", *asked, env=first),
        "ratified status, nothing changed (goal: 15)": command(ratified, "status", *asked, env=again),
    }
    table("Start-up, whole commands", alternate(whole, ROUNDS), "python -c pass")
    alone = {
        "python -c pass": command(python, "-c", "pass"),
        "the check alone, nothing kept": reported(python, "-c", _CHECK_ALONE, cwd=ROOT, env=first),
        "the check alone, again": reported(python, "-c", _CHECK_ALONE, cwd=ROOT, env=again),
    }
    table("The check, imports left out", alternate(alone, ROUNDS), "python -c pass")
