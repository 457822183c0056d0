"""What a page embeds besides its own text: images and snippets of the repository.

An image can hold a whole escalation chart: changing it changes the document that shows it.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote

_LINKED = re.compile(
    r"""!\[[^\]\n]*\]\(\s*<?([^)\s>]+)|\[[^\]\n]+\]:\s*<?([^\s>]+)|\b(?:src|data|href)\s*=\s*["']?([^"'\s>]+)"""
)
_SNIPPET = re.compile(r"""^\s*-{1,}8<-{1,}\s+["']([^"'\n]+)["']""", re.MULTILINE)
_PAGES = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")
_ELSEWHERE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//|#")


def embedded(path: str, text: str) -> frozenset[str]:
    """The repository paths that a page shows inside itself, whether they exist or not. Links to pages are none."""
    return frozenset(_targets(path, text))


def _targets(path: str, text: str) -> Iterator[str]:
    folder = posixpath.dirname(path)
    for found in _LINKED.finditer(text):
        target = unquote(re.split("[?#]", next(filter(None, found.groups())))[0])
        if target and not _ELSEWHERE.match(target) and not target.lower().endswith(_PAGES):
            inside = posixpath.normpath(posixpath.join(folder, target))
            if not inside.startswith(("../", "/")):
                yield inside
    for snippet in _SNIPPET.finditer(text):
        name = re.sub(r":[\w:-]*$", "", snippet[1].strip())
        yield posixpath.normpath(name)
        yield posixpath.normpath(posixpath.join(folder, name))
