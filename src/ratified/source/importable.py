"""Modules at the root of a repository: names by which Python would run a file in place of a library."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

from ratified.model.place import Place
from ratified.source.fault import ReadingFault

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MODULE = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)(?:\.py|\.pyc|(?:\.[A-Za-z0-9_-]+)*\.(?:so|pyd))")
_PACKAGE = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)/__init__\.(?:py|pyc|(?:[A-Za-z0-9_-]+\.)*(?:so|pyd))")

_GONE = (
    "asynchat asyncore distutils imp smtpd aifc audioop cgi cgitb chunk crypt imghdr lib2to3 mailcap msilib nis "
    "nntplib ossaudiodev pipes sndhdr spwd sunau telnetlib uu xdrlib"
)
"""Modules of the standard library that some Python between 3.11 and 3.13 lacks."""

_RUN = "sitecustomize usercustomize"
"""What Python runs by itself when it finds it."""

_IMPORTED = (
    "_yaml annotated_types babel backrefs certifi charset_normalizer click colorama dateutil ghp_import hjson holidays "
    "idna jinja2 markdown markdown_it markupsafe material materialx mdurl mergedeep mkdocs mkdocs_get_deps "
    "mkdocs_macros packaging paginate pathspec platformdirs pydantic pydantic_core pygments pymdownx ratified requests "
    "rich six super_collections termcolor turbohtml typing_extensions typing_inspection tzdata urllib3 watchdog yaml "
    "yaml_env_tag"
)
LIBRARIES = frozenset(_IMPORTED.split())
"""What a build of the site imports besides the standard library; a test asks the installed ones."""

_NAMES = LIBRARIES | sys.stdlib_module_names | set(_GONE.split()) | set(_RUN.split())


def is_library(name: str) -> bool:
    """Whether a module's name is that of a library which a build imports."""
    return name in _NAMES


def shadows(paths: Iterable[str]) -> Iterator[ReadingFault]:
    """The files at the root of a tree that Python could take for a library, or for `macros/`."""
    for path in sorted(paths):
        found = _MODULE.fullmatch(path) or _PACKAGE.fullmatch(path)
        if found is None:
            continue
        if is_library(found[1]):
            what = f"bears the name of {found[1]}, which the site's build imports"
            yield ReadingFault("shadow", Place(path), what, "rename it, or move it into macros/", fatal=False)
        elif found[1] == "macros" and _MODULE.fullmatch(path):
            what = "would be run in place of the folder macros/"
            yield ReadingFault(
                "shadow", Place(path), what, "move what it does into macros/, and remove it", fatal=False
            )
