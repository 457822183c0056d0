"""Build a site strictly and print the seconds, in the closed world or without it: by the clock, or by the processor.

python benchmarks/world_build.py REPOSITORY OUT clock|processor [--without]
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from ratified.site import closed_world, command


def main() -> None:
    repository, out, by, *without = sys.argv[1:]
    if without:
        sys.addaudithook = lambda hook: None
        for name in ("settle", "faults_of_the_end"):
            setattr(closed_world.ClosedWorld, name, lambda *_: [])
        closed_world.ClosedWorld.afterwards = lambda *_: None  # type: ignore[method-assign]
    import mkdocs.commands.build  # noqa: F401  not what is measured
    import mkdocs_macros.plugin  # noqa: F401

    now = time.process_time if by == "processor" else time.perf_counter
    start = now()
    command.build(Path(repository), Path(out), "2026-11-22")
    print(now() - start)


if __name__ == "__main__":
    main()
