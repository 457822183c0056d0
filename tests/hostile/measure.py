"""Read the whole corpus in this process and print, as JSON, what each file cost and the most memory ever held.

Seconds of a machine say little on another: `ratios` holds each file against the biggest honest one that is read.

Run as `python -m hostile.measure` with `tests/` on the path: a fresh process, so that nothing else counts.
"""

from __future__ import annotations

import json
import re
import resource
import tempfile
import time
from pathlib import Path

from hostile import FILES
from hostile.case import HEAD
from hostile.heavy import SLOW
from ratified.policy import read_book
from ratified.source.tree import WorkTree

MIB = 1024 * 1024


def cost(path: str, data: bytes) -> float:
    """Seconds of processor time to read a repository of this one file."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, path)
        file.parent.mkdir(parents=True)
        file.write_bytes(data)
        before = time.process_time()
        read_book(WorkTree(Path(folder)))
        return time.process_time() - before


def peak() -> int:
    """The most memory this process ever held, in MiB.

    Linux lets a new program begin with the peak of the one that started it, unless it is asked for its own.
    """
    status = Path("/proc/self/status")
    if status.exists():
        return int(re.search(r"VmHWM:\s+([0-9]+)", status.read_text())[1]) // 1024  # type: ignore[index]
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // MIB


def honest() -> bytes:
    """A file of people with nearly as many values as one file may hold, and no fault."""
    row = "- {{id: p{0}, name: Person {0}, kind: human, started: 2021-03-01, emails: [p{0}@example.com]}}\n"
    return ("people:\n" + "".join(map(row.format, range(4_500)))).encode()


def steady(path: str, data: bytes, dear: float = 0) -> float:
    """The cost of a file; one that seems dear is read twice more, since another process may have been in the way."""
    first = cost(path, data)
    return first if first < dear else min(first, cost(path, data), cost(path, data))


def main() -> None:
    """Measure; the first file is read twice, since the first reading also loads the catalogues' models."""
    cost(FILES[0].path, FILES[0].data)
    usual = steady("data/people.yml", honest())
    seconds = {case.name: steady(case.path, case.data, 2 * usual) for case in FILES}
    pages = {f"slow: {name}": (HEAD + text).encode() for name, text in SLOW.items()}
    seconds |= {name: steady("docs/page.md", data, 2 * usual) for name, data in pages.items()}
    ratios = {name: taken / usual for name, taken in seconds.items()}
    print(json.dumps({"seconds": seconds, "honest": usual, "ratios": ratios, "peak": peak()}))


if __name__ == "__main__":
    main()
