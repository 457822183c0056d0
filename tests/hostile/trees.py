"""Files that are no plain files, and names that cannot be trusted."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from hostile.case import HEAD

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class TreeCase(NamedTuple):
    """What to make in an empty repository, beside an empty folder `outside`, and every fault in order."""

    name: str
    make: Callable[[Path, Path], object]
    wants: tuple[str, ...]


def _write(root: Path, *paths: str) -> None:
    for path in paths:
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(HEAD, encoding="utf-8")


def _link(target: str, path: str) -> Callable[[Path, Path], None]:
    """A link at a path; `OUT` in its target stands for the folder outside."""

    def make(root: Path, outside: Path) -> None:
        _write(outside, "page.md")
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).symlink_to(target.replace("OUT", str(outside)))

    return make


def _named(*names: str | bytes) -> Callable[[Path, Path], None]:
    """Pages in `docs/` under these names, as the system stores them."""

    def make(root: Path, outside: Path) -> None:
        (root / "docs").mkdir()
        for name in names:
            with open(os.path.join(os.fsencode(root), b"docs", os.fsencode(name)), "w") as page:  # noqa: PTH118, PTH123
                page.write(HEAD)

    return make


def _fifo(path: str) -> Callable[[Path, Path], None]:
    def make(root: Path, outside: Path) -> None:
        (root / path).parent.mkdir()
        os.mkfifo(root / path)

    return make


CASES = (
    TreeCase("a page that is a link out", _link("OUT/page.md", "docs/page.md"), ("docs/page.md:1:1 unreadable",)),
    TreeCase("data that is a link out", _link("OUT/page.md", "data/people.yml"), ("data/people.yml:1:1 unreadable",)),
    TreeCase("a link to a system file", _link("/etc/passwd", "docs/page.md"), ("docs/page.md:1:1 unreadable",)),
    TreeCase("a device", _link("/dev/zero", "data/people.yml"), ("data/people.yml:1:1 unreadable",)),
    TreeCase("a picture that is a link", _link("OUT/page.md", "docs/a.png"), ("docs/a.png:1:1 unreadable",)),
    TreeCase("a link inside", _link("../README.md", "docs/page.md"), ("docs/page.md:1:1 unreadable",)),
    TreeCase("a dangling link", _link("nowhere.md", "docs/page.md"), ("docs/page.md:1:1 unreadable",)),
    TreeCase("a link to itself", _link("page.md", "docs/page.md"), ("docs/page.md:1:1 unreadable",)),
    TreeCase("a folder that is a link out", _link("OUT", "docs/more"), ("docs/more:1:1 unreadable",)),
    TreeCase("a folder that holds itself", _link(".", "docs/more"), ("docs/more:1:1 unreadable",)),
    TreeCase("all pages behind a link", _link("OUT", "docs"), ("docs:1:1 unreadable",)),
    TreeCase("all data behind a link", _link("OUT", "data"), ("data:1:1 unreadable",)),
    TreeCase("a pipe for a page", _fifo("docs/page.md"), ("docs/page.md:1:1 unreadable",)),
    TreeCase("a pipe for data", _fifo("data/people.yml"), ("data/people.yml:1:1 unreadable",)),
    TreeCase(
        "a folder in place of a file",
        lambda root, _: _write(root, "data/people.yml/a.yml"),
        ("data/people.yml:1:1 unreadable", "data/people.yml/a.yml:1:1 key"),
    ),
    TreeCase("data that nothing reads", lambda r, _: _write(r, "data/peple.yml"), ("data/peple.yml:1:1 key",)),
    TreeCase("data with the other ending", lambda r, _: _write(r, "data/roles.yaml"), ("data/roles.yaml:1:1 key",)),
    TreeCase("names that differ by a capital", _named("a.md", "A.md"), ("docs/a.md:1:1 shape",)),
    TreeCase("names that differ by how an accent is stored", _named("é.md", "e\u0301.md"), ("docs/é.md:1:1 shape",)),
    TreeCase("names that differ by a sharp s", _named("mass.md", "maß.md"), ("docs/maß.md:1:1 shape",)),
    TreeCase("a name that is not UTF-8", _named(b"\xff.md"), ("docs/\\udcff.md:1:1 unreadable",)),
    TreeCase("a name with a line break", _named("a\nb.md"), ("docs/a\\nb.md:1:1 unreadable",)),
    TreeCase("a name that turns its ending", _named("a\u202edm.md"), ("docs/a\\u202edm.md:1:1 unreadable",)),
    TreeCase("a name with an escape", _named("\x1b[31m.md"), ("docs/\\x1b[31m.md:1:1 unreadable",)),
)
