"""What of a repository may run in a build: its `macros/` and the code that its settings name, nothing by name alone.

MkDocs and its plugins put folders of the repository on the path on which Python looks for modules, so that a file
`yaml.py` there would be run in place of the library. And a program of the repository must never be taken for git.
"""

from __future__ import annotations

import os
import sys
from importlib.machinery import ModuleSpec, PathFinder
from typing import TYPE_CHECKING

from ratified.site.audit import ENGINE, within
from ratified.source.importable import is_library

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from types import ModuleType

_KEPT = (os.path.dirname(ENGINE), sys.prefix, sys.base_prefix, sys.exec_prefix)  # noqa: PTH120
"""Installed folders, which may lie in a repository: a `.venv`, or the engine where this is its own repository."""


class MacroImportFinder:
    """Finds no module in a repository but one package; the first that is asked, before any other finder."""

    def __init__(self, root: Path, allowed: str) -> None:
        self.root, self.allowed = root, allowed

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The spec of the allowed package; None where the usual finders decide, without the repository's folders."""
        if path is not None:
            return None
        clean_path(self.root)
        if name == self.allowed:
            return PathFinder.find_spec(name, [str(self.root)])
        if self._is_here(name) and not _is_elsewhere(name):
            raise ModuleNotFoundError(
                f"{name} lies at the root of the repository, where nothing is imported from; move it into macros/",
                name=name,
            )
        return None

    def _is_here(self, name: str) -> bool:
        return (self.root / f"{name}.py").exists() or (self.root / name).is_dir()


def _is_elsewhere(name: str) -> bool:
    if name in sys.builtin_module_names or name in sys.stdlib_module_names:
        return True
    return PathFinder.find_spec(name, sys.path) is not None


def guard(root: Path, allowed: str = "macros") -> None:
    """From here on let nothing of a repository be imported but one package, and no program of it be started."""
    sys.meta_path[:] = [finder for finder in sys.meta_path if not isinstance(finder, MacroImportFinder)]
    sys.meta_path.insert(0, MacroImportFinder(root, allowed))
    clean_path(root)
    clean_environment(root)


def clean_path(root: Path) -> None:
    """Take the folders of a repository off the path for modules."""
    clean = [entry for entry in sys.path if not lies_in(entry, root)]
    if len(clean) != len(sys.path):
        sys.path[:] = clean


def clean_environment(root: Path) -> None:
    """Take relative folders and those of a repository off the paths on which this process looks for programs."""
    folders = os.environ.get("PATH", os.defpath).split(os.pathsep)
    kept = [folder for folder in folders if os.path.isabs(folder) and not lies_in(folder, root)]  # noqa: PTH117
    os.environ["PATH"] = os.pathsep.join(kept)
    for name in ("PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP"):
        os.environ.pop(name, None)


def lies_in(entry: str, root: Path) -> bool:
    """Whether a folder of a path is the repository's, and not an installed one."""
    return _lies_in(entry, os.path.realpath(root), [os.path.realpath(folder) for folder in _KEPT])


def _lies_in(entry: str, top: str, kept: Sequence[str]) -> bool:
    here = os.path.realpath(entry or ".")
    return within(here, top) and not any(within(here, folder) for folder in kept if not within(top, folder))


def in_place_of_libraries(root: Path) -> Iterator[tuple[str, str]]:
    """The modules that were loaded from a repository though they bear a library's name: name and path."""
    top, kept = os.path.realpath(root), [os.path.realpath(folder) for folder in _KEPT]
    for name, module in sorted(sys.modules.copy().items(), key=lambda pair: pair[0]):
        file = getattr(module, "__file__", None)
        if file and is_library(name.partition(".")[0]) and _lies_in(file, top, kept):
            yield name, os.path.relpath(os.path.realpath(file), top)
