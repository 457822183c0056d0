"""`ratified verify-site` against the strict build of the site that it verifies: the demo company's."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from timing import alternate, command, table

AS_OF = "2026-11-22"
ROUNDS = 7
BUILD = "mkdocs build --strict"


def run(folder: Path) -> None:
    """Write the demo company under `folder`, build its site once, then print the table. The goal: at most 0.50."""
    here = Path(sys.executable)
    company, site = folder / "company", folder / "site"
    subprocess.run([here.with_name("ratified"), "demo", company], check=True, capture_output=True)
    environment = {
        **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
        "RATIFIED_AS_OF": AS_OF,
        "NO_MKDOCS_2_WARNING": "1",
        "CI": "",
        "XDG_CACHE_HOME": str(folder / "account"),
    }
    build = [str(here.with_name("mkdocs")), "build", "--strict", "-f", str(company / "mkdocs.yml"), "-d", str(site)]
    verify = [str(here.with_name("ratified")), "verify-site", str(site), "--repo", str(company)]
    subprocess.run(build, check=True, capture_output=True, env=environment)
    subjects = {
        BUILD: command(*build, env=environment),
        "verify-site": command(*verify, env=environment),
    }
    table("verify-site of the demo company's site", alternate(subjects, ROUNDS), BUILD)
