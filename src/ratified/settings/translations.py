"""Which pages are translations, by the options of the plugin i18n: each language but the default one has its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ratified.settings.yaml_nodes import SettingsNode

I18N = "plugins.i18n"
_LOCALE = re.compile("[a-z]{2}([-_][A-Za-z]{2,4}){0,2}")
_ON = frozenset({"true", "yes", "on"})


def translated(options: SettingsNode | None) -> Iterator[str]:
    """How the paths of translations begin (`docs/fr/`) or, unless they lie in folders, how they end (`.fr.md`)."""
    given = options.value if options is not None and isinstance(options.value, dict) else {}
    languages = given["languages"].value if "languages" in given else ()
    by_folder = "docs_structure" in given and str(given["docs_structure"].value) == "folder"
    for language in languages if isinstance(languages, list) else ():
        said = language.value if isinstance(language.value, dict) else {}
        name = str(said["locale"].value) if "locale" in said else ""
        if _LOCALE.fullmatch(name) and not ("default" in said and str(said["default"].value).lower() in _ON):
            yield f"docs/{name}/" if by_folder else f".{name}.md"


def original(path: str, marks: Iterable[str]) -> str:
    """Where the page stands that a page translates; empty for one that is no translation."""
    for mark in marks:
        if mark.endswith("/") and path.startswith(mark):
            return f"docs/{path.removeprefix(mark)}"
        if path.endswith(mark):
            return f"{path.removesuffix(mark)}.md"
    return ""
