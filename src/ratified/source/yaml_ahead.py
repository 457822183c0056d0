"""Many YAML files in a second process: it reads from the last one backwards, while this one reads from the first.

Most of what a year of a thousand incidents costs is reading their records, one by one. The other process runs the
same code on the same files and tells only what `first_look` is sure of; all else is read here, and so is everything
where it cannot run. It can make reading sooner done, and changes nothing that is read.
"""

from __future__ import annotations

import marshal
import os
import struct
import subprocess
import sys
from array import array
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple, cast

from ratified.model.place import SPOT, SpotLater
from ratified.source.decode import decode
from ratified.source.fault import Fault
from ratified.source.tree import WorkTree
from ratified.source.yaml_first import Marks, first_look

WORTH_IT = 200
"""From how many files on; with fewer it has not begun before they are read."""

_LENGTH = struct.Struct(">Q")
_PIPE = 1024 * 1024
"""How much may wait to be fetched, in bytes: with the usual 64 KiB the other process would wait for this one."""


class Known(NamedTuple):
    """A file that was read: its text, its value and the value's spot."""

    text: str
    value: object
    spot: SpotLater


class _Mark(NamedTuple):
    line: int
    column: int


class _Told(Marks):
    """Marks as another process told them: line and column in turn."""

    def __init__(self, path: str, text: str, told: bytes) -> None:
        self.path, self.text, self.first_line, self._told = path, text, 1, told

    @cached_property
    def marks(self) -> Sequence[Any]:  # type: ignore[override]
        numbers = array("L", self._told)
        return list(map(_Mark, numbers[::2], numbers[1::2]))


class Ahead:
    """What another process has read so far. `output` is the file descriptor on which it tells."""

    def __init__(self, output: int | None) -> None:
        self._output = output
        self._waiting = bytearray()
        self._known: dict[str, Known] = {}

    def take(self, path: str) -> Known | None:
        """A file, where it was read already."""
        self._fetch()
        return self._known.pop(path, None)

    def _fetch(self) -> None:
        """Everything that can be had without waiting."""
        while self._output is not None:
            try:
                found = os.read(self._output, _PIPE)
            except BlockingIOError:
                break
            self._output = self._output if found else None
            self._waiting += found
        at = 0
        while (start := at + _LENGTH.size) <= len(self._waiting):
            end = start + _LENGTH.unpack_from(self._waiting, at)[0]
            if end > len(self._waiting):
                break
            try:
                self._keep(*marshal.loads(self._waiting[start:end]))
            except (EOFError, TypeError, ValueError):
                self._output = None  # something else writes there too: whatever is left is read here
                at = len(self._waiting)
                break
            at = end
        del self._waiting[:at]

    def _keep(self, path: str, text: str, value: object, mappings: list[dict[str, Any]], numbers: bytes) -> None:
        marks = _Told(path, text, numbers)
        for one in mappings:
            one[SPOT] = SpotLater(marks, one[SPOT], one)
        self._known[path] = Known(text, value, SpotLater(marks, 0, value))


@contextmanager
def reading_ahead(root: Path | None, folder: str, count: int) -> Iterator[Ahead]:
    """Have the YAML files of a folder of a work tree read by a second process, where there is room and they are many.

    `root` is None where they are in no work tree, `count` is how many there are. The process ends with the block,
    whatever it still had to do.
    """
    if root is None or count < WORTH_IT or not _room():
        yield Ahead(None)
        return
    asked = [sys.executable, "-I", "-m", __name__, os.fspath(root), folder]
    try:
        process = subprocess.Popen(
            asked, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0
        )
    except OSError:
        yield Ahead(None)
        return
    with process:
        try:
            yield Ahead(_widened(process))
        finally:
            process.kill()


def _room() -> bool:
    """Whether a second process can run beside this one, on a system where its answers can be had without waiting."""
    return sys.platform == "linux" and bool(sys.executable) and len(os.sched_getaffinity(0)) > 1


def _widened(process: subprocess.Popen[bytes]) -> int:
    import fcntl

    output = cast("Any", process.stdout).fileno()
    os.set_blocking(output, False)
    with suppress(OSError):
        fcntl.fcntl(output, fcntl.F_SETPIPE_SZ, _PIPE)
    return cast("int", output)


def tell(root: Path, folder: str) -> None:
    """Read the YAML files of a folder, the last one first, and write to standard output what is sure."""
    tree = WorkTree(root)
    for path in reversed(tree.paths(folder)):
        frame = _frame(tree, path) if path.endswith(".yml") else None
        if frame is not None:
            sys.stdout.buffer.write(_LENGTH.pack(len(frame)) + frame)
            sys.stdout.buffer.flush()


def _frame(tree: WorkTree, path: str) -> bytes | None:
    data = tree.read(path)
    text = data if isinstance(data, Fault) else decode(path, data)
    known = first_look(path, text, 1) if isinstance(text, str) else None
    if known is None:
        return None
    value, spot = known
    mappings: list[dict[str, Any]] = []
    marks = _bared(value, spot, mappings)
    numbers = array("L", (number for mark in marks for number in (mark.line, mark.column)))
    frame: Any = (path, text, value, mappings, numbers.tobytes())
    return marshal.dumps(frame)


def _bared(value: object, spot: object, mappings: list[dict[str, Any]]) -> Sequence[Any]:
    """The marks of a text; of each mapping's spot only the number is left, since the rest is the same for all."""
    marked, _, _ = cast("tuple[Marks, int, object]", spot)
    below = [value]
    while below:
        one = below.pop()
        if type(one) is dict:
            one[SPOT] = tuple.__getitem__(one[SPOT], 1)
            mappings.append(one)
            below.extend(one.values())
        elif type(one) is tuple:
            below.extend(one)
    return marked.marks


if __name__ == "__main__":
    with suppress(BrokenPipeError, KeyboardInterrupt):
        tell(Path(sys.argv[1]), sys.argv[2])
