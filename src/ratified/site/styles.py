"""The style sheets of mkdocs.yml as one: a page is not shown before all of them are here, and on a slow network each
is another question.
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

JOINED = "styles.css"
"""Its name, beside the first of those it holds."""

_FIRST_ONLY = re.compile("@(?:import|charset|namespace)", re.IGNORECASE)
"""What means nothing unless a sheet begins with it."""


def joined(sheets: Mapping[str, str]) -> tuple[str, str] | None:
    """The path and the text of one sheet for all, in their order.

    None where one would not mean the same in it: where addresses count from another folder, or from another place.
    """
    folders = {posixpath.dirname(path) for path in sheets}
    if len(folders) != 1 or any(map(_FIRST_ONLY.search, sheets.values())):
        return None
    path = posixpath.join(*folders, JOINED)
    return None if path in sheets else (path, "\n".join(text.rstrip() for text in sheets.values()) + "\n")
