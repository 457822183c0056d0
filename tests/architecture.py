"""Draw what ARCHITECTURE.md shows of the imports: `make architecture`. A test fails where the page is out of date.

The picture has a box for each package of the engine and an arrow to each that it imports, but for arrows that a longer
way says already. The floors come from the contract that import-linter holds, the words from the packages' docstrings.
"""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import grimp

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "ARCHITECTURE.md"
TOP = "ratified"
_PART = "<!-- {0}: drawn by make architecture -->\n{1}<!-- end of {0} -->\n"


def imports() -> Mapping[str, frozenset[str]]:
    """Each package below the top, and the others that it imports; a module of its own stands for itself."""
    graph = grimp.build_graph(TOP, cache_dir=None)
    rooms = {name: set[str]() for name in sorted(graph.find_children(TOP)) if graph.find_children(name)}
    for room, found in rooms.items():
        for module in (room, *graph.find_descendants(room)):
            for other in graph.find_modules_directly_imported_by(module):
                home = ".".join(other.split(".")[:2])
                if home in rooms and home != room:
                    found.add(home)
    return {room.removeprefix(f"{TOP}."): frozenset(o.removeprefix(f"{TOP}.") for o in rooms[room]) for room in rooms}


def reduced(edges: Mapping[str, frozenset[str]]) -> Iterator[tuple[str, str]]:
    """The arrows that no longer way says already."""

    def reach(room: str) -> frozenset[str]:
        return frozenset({room}).union(*(reach(below) for below in edges[room]))

    for room, below in edges.items():
        for other in sorted(below):
            if not any(other in reach(step) for step in below - {other}):
                yield room, other


def picture() -> str:
    """The rooms and their arrows in Mermaid."""
    edges = imports()
    lines = (f"  {room} --> {other}" for room, other in reduced(edges))
    return "\n".join(["```mermaid", "flowchart TB", *lines, "```", ""])


def floors() -> list[list[str]]:
    """The rooms of each floor, the highest first."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (layers,) = (c["layers"] for c in settings["tool"]["importlinter"]["contracts"] if c["type"] == "layers")
    return [[room.strip().removeprefix(f"{TOP}.") for room in re.split(r"[|:]", floor)] for floor in layers]


def rooms() -> str:
    """A row for each room: its name, what its docstring says first, and how many files it has."""
    rows = ["| room | what it is | files |", "|---|---|---|"]
    for folder in (ROOT / "src" / TOP / room for floor in floors() for room in floor):
        if not folder.is_dir():
            continue
        doc = ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8"))) or ""
        first = " ".join(doc.split("\n\n")[0].split())
        rows.append(f"| `{folder.name}` | {first} | {sum(1 for _ in folder.rglob('*.py'))} |")
    return "\n".join([*rows, ""])


def decisions() -> str:
    """Each decision by its title."""
    rows = []
    for file in sorted((ROOT / "decisions").glob("0*.md")):
        title = file.read_text(encoding="utf-8").split("\n", 1)[0].removeprefix("# ")
        rows.append(f"- [{title}](decisions/{file.name})")
    return "\n".join([*rows, ""])


def drawn(page: str) -> str:
    """The page with its drawn parts made anew. Raises ValueError where one is missing."""
    for name, text in (("picture", picture()), ("rooms", rooms()), ("decisions", decisions())):
        pattern = re.escape(_PART.format(name, "\0")).replace("\0", "(?s:.*)")
        page, count = re.subn(pattern, lambda _, n=name, t=text: _PART.format(n, t), page)  # type: ignore[misc]
        if count != 1:
            raise ValueError(f"{PAGE.name} has {count} parts called {name}")
    return page


if __name__ == "__main__":
    PAGE.write_text(drawn(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
