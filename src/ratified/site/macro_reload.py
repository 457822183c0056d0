"""The site's macros as their files are now, whatever an earlier build of this process loaded."""

from __future__ import annotations

import importlib
import sys
from importlib.machinery import SourceFileLoader
from typing import TYPE_CHECKING

from ratified.model.place import Place
from ratified.site.audit import BuildRefusedError
from ratified.site.company_macros import may_define_nothing
from ratified.site.macro_failure import sentence
from ratified.site.macro_grammar import MacroFault

if TYPE_CHECKING:
    from pathlib import Path

_NAMED_BY_NOBODY = "main"
"""What the macros plugin looks for where its settings name nothing."""


def forget_macros(root: Path) -> MacroFault | None:
    """Let edited macros load anew, and say where one is no Python before the import does it with a traceback."""
    names = list(sys.modules)  # at one stroke: another thread may be loading some
    for name in [name for name in names if name.partition(".")[0] == "macros"]:
        del sys.modules[name]
    importlib.invalidate_caches()
    for file in sorted((root / "macros").rglob("*.py")):
        try:
            SourceFileLoader("macros", str(file)).get_code("macros")  # compiled once, like any import
        except SyntaxError as error:
            where = Place(file.relative_to(root).as_posix(), error.lineno or 1, error.offset or 1)
            return MacroFault(where, f"this is not Python: {error.msg}; fix it there")
    return None


def load_macros(root: Path, package: str) -> str | None:
    """Load a company's package before the macros plugin does; why it cannot be, as a sentence with its place."""
    if not package.isidentifier():
        return None
    folder = root / package
    if not (folder / "__init__.py").is_file():
        return _not_there(root, folder, package)
    try:
        may_define_nothing(importlib.import_module(package))
    except BuildRefusedError:
        raise
    except (Exception, SystemExit) as error:  # noqa: BLE001  a company's own file may raise anything
        return sentence(error, root)
    return None


def _not_there(root: Path, folder: Path, package: str) -> str | None:
    """Why a package that is none cannot be meant; None where there is nothing to load, or a module of that name."""
    if package == _NAMED_BY_NOBODY:
        return _unnamed(root)
    if folder.is_dir():
        return f"{package}/ has no __init__.py, so nothing of it would count; add one"
    if not folder.with_suffix(".py").is_file():
        named = f"mkdocs.yml: the plugin macros has module_name: {package}, and there is no {package}/"
        return f"{named}; take it out, or add {package}/__init__.py"
    return None


def _unnamed(root: Path) -> str | None:
    """What stands against settings that name no package: one that would not count, or what would be run instead."""
    if (root / "macros" / "__init__.py").is_file():
        named = "mkdocs.yml: the plugin macros has no module_name, so macros/ would not count"
        return f"{named}; write `- macros: {{module_name: macros}}`"
    for name in (f"{_NAMED_BY_NOBODY}.py", _NAMED_BY_NOBODY):
        if (root / name).exists():
            what = f"{name}: would be run for the plugin macros, though no setting names it"
            return f"{what}; give it another name, or put it into macros/ and write `- macros: {{module_name: macros}}`"
    return None
