"""What a page shows besides its own text: pictures and snippets of the repository.

A picture can hold a whole escalation chart: changing it changes the document that shows it. HTML, Markdown and
themes know too many ways to show one, so a page counts as showing every file beside the pages whose name it says.
"""

from __future__ import annotations

import posixpath
import re
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import unquote

from ratified.policy.addresses import MARKDOWN
from ratified.settings import INCLUDES_ANYTHING, PageInclusions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_FROM = ("docs/", "runbooks/")
"""Where the site takes pictures from; a page cannot show what lies elsewhere, but for snippets."""

_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_INCLUDED = re.compile(r"include(?:-markdown)?!?\s+[\"']([^\"'\n]+)[\"']")
_NO_LINES = re.compile(r"[^\w:,-]")


def is_asset(path: str) -> bool:
    """Whether the site could serve a file and a page show it."""
    return path.startswith(_FROM) and not path.endswith(MARKDOWN)


def plain(text: str) -> str:
    """A page's text with entities, percent signs and escapes read, so that a name is found however it is spelt."""
    return _ESCAPED.sub(r"\1", unquote(unescape(text)))


def embedded_files(
    page: str, text: str, assets: Iterable[str], inclusions: PageInclusions = INCLUDES_ANYTHING
) -> frozenset[str]:
    """Of these files those that a page shows, and where it may, every path it takes in. `text` is `plain`."""
    folded = text.casefold()
    named = {path for path in assets if mentions_file(folded, path)}
    taken: Iterable[str] = ()
    if inclusions.anything:
        taken = (*(_snippets(page, text, inclusions.bases) if "8<" in text else ()), *_included(page, text))
    return frozenset((*named, *taken)) - {page}


def _included(page: str, text: str) -> Iterator[str]:
    """What a page names in a statement that includes a file, however its plugin has it written."""
    for name in _INCLUDED.findall(text) if "include" in text else ():
        yield from _meant(page, name, ())


def mentions_file(folded: str, path: str) -> bool:
    """Whether a text, in folded case, says the name of a file as a word of its own.

    A name without a dot only counts where a path may end.
    """
    name = posixpath.basename(path).casefold()
    if name not in folded:
        return False
    before = r"(?<![\w.-])" if "." in name else r"""(?<=[/("'<=])"""
    return re.search(rf"{before}{re.escape(name)}(?![\w-])", folded) is not None


def _snippets(page: str, text: str, bases: Iterable[str]) -> Iterator[str]:
    lines = text.split("\n")
    given = [name for line in lines if (name := _named(line.rstrip(" \t")))]
    given += _listed(lines)
    for name in given:
        yield from _meant(page, _whole(name.strip().lstrip(";").strip()), bases)


def _meant(page: str, name: str, bases: Iterable[str]) -> Iterator[str]:
    """Every path that a name on a page may mean."""
    for folder in ("", posixpath.dirname(page), "docs", *bases):
        yield posixpath.normpath(posixpath.join(folder, name))


def _named(line: str) -> str:
    """The name in quotes at the end of a line, behind a pair of scissors; read from the end, so that it is one look."""
    body = line[:-1]
    at = max(body.rfind('"'), body.rfind("'"))
    return body[at + 1 :] if line[-1:] in ('"', "'") and at >= 0 and _cuts(body[:at].rstrip(" \t")) else ""


def _listed(lines: Iterable[str]) -> Iterator[str]:
    """What stands a name a line between two lines of nothing but scissors."""
    inside: list[str] | None = None
    for line in lines:
        bare = line.strip(" \t")
        if bare.strip("-") == "8<" and _cuts(bare):
            yield from inside or ()
            inside = [] if inside is None else None
        elif inside is not None and bare.strip():
            inside.append(bare.strip())


def _cuts(text: str) -> bool:
    """Whether a text ends with scissors: `-8<-`, each dash at least once."""
    before = text.rstrip("-")
    return before != text and before.endswith("-8<")


def _whole(name: str) -> str:
    """A file's name without the lines or the section of it that are asked for: `one.md:2:5`."""
    odd = max((found.end() for found in _NO_LINES.finditer(name)), default=0)
    at = name.find(":", odd)
    return name if at < 0 else name[:at]
