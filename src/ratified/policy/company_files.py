"""What a company has in place of the engine's: pages, files of the theme, and the layout of macros.

It is read from files alone, nothing of `macros/` is run: a macro counts where `macros/__init__.py` defines or imports
a function of its name.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from ratified.policy.addresses import LAYOUT, OVER_OURS, THEME_FILES
from ratified.policy.macro_data import MACROS
from ratified.source.decode import decode
from ratified.source.fault import ReadingFault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratified.source.tree import FileTree

TEMPLATES = (
    *("404.html", "main.html", "partials/content.html", "partials/copyright.html", "partials/header.html"),
    *("partials/languages.html", "partials/nav-item.html", "partials/search.html", "partials/source.html"),
    "partials/way-in.html",
)
"""Templates of the engine's theme; a test compares."""

_MACROS = "macros/__init__.py"
_FILES = (*OVER_OURS, "docs/glossary.md", *(f"{LAYOUT}{name}" for name in THEME_FILES))
_OF_THEME = (*TEMPLATES, *(f"assets/{name}" for name in THEME_FILES))


def replaces(tree: FileTree, theme: str) -> tuple[str, ...]:
    """The files that stand in place of one of the engine, by path, and the macros laid out by the company, `name()`.

    `theme` is the folder of the company's own templates.
    """
    files = tree.paths(*_FILES, *(f"{theme}/{name}" for name in _OF_THEME))
    return (*files, *(f"{name}()" for name in sorted(_named(tree)) if name in MACROS))


def _named(tree: FileTree) -> Iterator[str]:
    """The names that the package of macros has by its text; none where it is no Python, which the build tells of."""
    data = tree.read(_MACROS) if tree.paths(_MACROS) else b""
    text = data if isinstance(data, ReadingFault) else decode(_MACROS, data)
    if isinstance(text, ReadingFault):
        return
    try:
        body = ast.parse(text).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for one in body:
        if isinstance(one, ast.FunctionDef):
            yield one.name
        elif isinstance(one, ast.ImportFrom):
            yield from (alias.asname or alias.name for alias in one.names)
