"""Reading `mkdocs.yml`, and what it inherits, against the list of what is known.

What is inherited is read as if it stood in `mkdocs.yml`: what either file names belongs to the layout, and what is
unknown in either is unknown. So nobody has to know how the two are merged.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from ratified.model.place import Place
from ratified.settings.reader import SettingsReader
from ratified.settings.settings import NO_SETTINGS, SiteSettings
from ratified.settings.yaml_nodes import SettingsNode, UnreadableSettingsError, read_nodes

if TYPE_CHECKING:
    from collections.abc import Callable

SETTINGS = "mkdocs.yml"
_MOST_FILES = 8


def read_settings(read: Callable[[str], bytes | None], path: str = SETTINGS) -> SiteSettings:
    """The settings of a tree. `read` gives the bytes of a file of the repository, None where there is none."""
    first = read(path)
    if first is None:
        return NO_SETTINGS
    reader = SettingsReader()
    seen = {path}
    waiting = [(path, first)]
    while waiting:
        name, data = waiting.pop()
        node = _nodes(reader, name, data)
        if node is None:
            continue
        reader.site(node)
        parent = node.value.get("INHERIT") if isinstance(node.value, dict) else None
        if parent is None:
            continue
        other = posixpath.normpath(posixpath.join(posixpath.dirname(name), str(parent.value)))
        found = None if parent.tag or other in seen or len(seen) >= _MOST_FILES else read(other)
        if found is None or other.startswith(("../", "/")):
            reader.shut(parent.place, "INHERIT", "settings that are not a file of this repository")
            continue
        seen.add(other)
        reader.inputs.add(other)
        waiting.append((other, found))
    return reader.settings()


def _nodes(reader: SettingsReader, name: str, data: bytes) -> SettingsNode | None:
    try:
        return read_nodes(name, data)
    except UnreadableSettingsError as error:
        reader.shut(error.place, name, f"settings that cannot be read: {error}")
    except RecursionError:
        reader.shut(Place(name), name, "settings that are nested too deep")
    return None
