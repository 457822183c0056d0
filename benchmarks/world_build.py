"""Build a site strictly and print the seconds, in the closed world or without it.

python benchmarks/world_build.py REPOSITORY OUT [--without]
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from ratified.site import command, world


def main() -> None:
    repository, out, *without = sys.argv[1:]
    if without:
        sys.addaudithook = lambda hook: None  # type: ignore[assignment]
        for name in ("settle", "faults_of_the_end"):
            setattr(world.World, name, lambda *_: [])
        world.World.afterwards = lambda *_: None  # type: ignore[method-assign]
    import mkdocs.commands.build  # noqa: F401  not what is measured
    import mkdocs_macros.plugin  # noqa: F401

    start = time.perf_counter()
    command.build(Path(repository), Path(out), "2026-11-22")
    print(time.perf_counter() - start)


if __name__ == "__main__":
    main()
