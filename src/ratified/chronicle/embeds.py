"""What a page shows besides its own text: pictures and snippets of the repository.

A picture can hold a whole escalation chart: changing it changes the document that shows it. HTML, Markdown and
themes know too many ways to show one, so a page counts as showing every file beside the pages whose name it says.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from html import unescape
from urllib.parse import unquote

from ratified.book.read import MARKDOWN

_FROM = ("docs/", "runbooks/")
"""Where the site takes pictures from; a page cannot show what lies elsewhere, but for snippets."""

_SNIPPET = re.compile(r"""^.*-+8<-+[ \t]*(?:["']([^"'\n]+)["'])?[ \t]*$""", re.MULTILINE)
_BLOCK = re.compile(r"^[ \t]*-+8<-+[ \t]*$(.*?)^[ \t]*-+8<-+[ \t]*$", re.MULTILINE | re.DOTALL)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_LINES = re.compile(r":[\w:,-]*$")


def is_asset(path: str) -> bool:
    """Whether the site could serve a file and a page show it."""
    return path.startswith(_FROM) and not path.endswith(MARKDOWN)


def plain(text: str) -> str:
    """A page's text with entities, percent signs and escapes read, so that a name is found however it is spelt."""
    return _ESCAPED.sub(r"\1", unquote(unescape(text)))


def shown(page: str, text: str, assets: Iterable[str], snippets: bool = True) -> frozenset[str]:
    """Of these files those that a page shows, and where it may, every path it takes in. `text` is `plain`."""
    folded = text.casefold()
    named = {path for path in assets if names(folded, path)}
    return frozenset((*named, *(_snippets(page, text) if snippets and "8<" in text else ()))) - {page}


def names(folded: str, path: str) -> bool:
    """Whether a text, in folded case, says the name of a file as a word of its own.

    A name without a dot only counts where a path may end.
    """
    name = posixpath.basename(path).casefold()
    if name not in folded:
        return False
    before = r"(?<![\w.-])" if "." in name else r"""(?<=[/("'<=])"""
    return re.search(rf"{before}{re.escape(name)}(?![\w-])", folded) is not None


def _snippets(page: str, text: str) -> Iterator[str]:
    given = [found[1] for found in _SNIPPET.finditer(text) if found[1]]
    given += [line.strip() for block in _BLOCK.finditer(text) for line in block[1].split("\n") if line.strip()]
    folder = posixpath.dirname(page)
    for name in given:
        bare = _LINES.sub("", name.strip().lstrip(";").strip())
        yield posixpath.normpath(bare)
        yield posixpath.normpath(posixpath.join(folder, bare))
        yield posixpath.normpath(posixpath.join("docs", bare))
