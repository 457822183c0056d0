"""`make bench`: every benchmark in one run."""

from __future__ import annotations

import os
import platform
import tempfile
from pathlib import Path

import history_cost
import import_cost
import records_cost
import reviews_cost
import site_build
import start_up
import verify_site
import world_cost


def main() -> None:
    """Print the machine, then every table."""
    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as folder:
        start_up.run(Path(folder))
    with tempfile.TemporaryDirectory() as folder:
        site_build.run(Path(folder))
    with tempfile.TemporaryDirectory() as folder:
        history_cost.run(Path(folder))
    with tempfile.TemporaryDirectory() as folder:
        import_cost.run(Path(folder))
    with tempfile.TemporaryDirectory() as folder:
        reviews_cost.run(Path(folder))
    with tempfile.TemporaryDirectory() as folder:
        records_cost.run(Path(folder))
    with tempfile.TemporaryDirectory() as folder:
        world_cost.run(Path(folder))
    with tempfile.TemporaryDirectory() as folder:
        verify_site.run(Path(folder))


if __name__ == "__main__":
    main()
