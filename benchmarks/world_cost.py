"""What the closed world costs: a strict build of the demo company with the audit and without it, taking turns."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from timing import alternate, reported, table

HERE = Path(__file__).parent
ROUNDS = 9
WITHOUT = "without the audit"


def run(folder: Path) -> None:
    """Print the table; the goal is at most 1.05."""
    demo = folder / "demo"
    ratified = str(Path(sys.executable).with_name("ratified"))
    subprocess.run([ratified, "demo", str(demo)], check=True, capture_output=True)
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "XDG_CACHE_HOME": str(folder / "account")}
    for by in ("clock", "processor"):
        asked = (sys.executable, str(HERE / "world_build.py"), str(demo), str(folder / "site"), by)
        subjects = {
            WITHOUT: reported(*asked, "--without", env=environment),
            "in the closed world": reported(*asked, env=environment),
        }
        alternate(subjects, 1)  # what is kept for the next run is the same for both
        table(f"Strict build of the demo company, by the {by}", alternate(subjects, ROUNDS), WITHOUT)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        run(Path(name))
