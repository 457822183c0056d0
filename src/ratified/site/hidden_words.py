"""What hides words in a governed page as it is rendered, whichever extension or plugin has put it there."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from turbohtml import Element, Namespace

from ratified.model.hiding import ELEMENTS, hiding
from ratified.model.place import Place
from ratified.site.html import elements
from ratified.site.macro_grammar import MacroFault

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_SAID = "the rendered page holds {}, which no macro gave: it could hide words that whoever approves the page reads"
_HELP = "say it in plain Markdown; what extensions and plugins put into the page counts as well"
_WORD = re.compile(r"\w")
_SIGNS = frozenset({"headerlink", "footnote-backref"})
"""Classes that extensions give to links of one sign, which a theme shows when somebody points there."""


def hidden_words(path: str, html: str, given: Iterable[str], permalink: str) -> Iterator[MacroFault]:
    """What a rendered page hides words with, beyond what macros gave for it; `permalink` are words that lead to a
    heading, where the settings of the site name any.
    """
    found = Counter(_in(html, permalink))
    if found:
        for text in given:
            found.subtract(_in(text, permalink))
        for what in sorted(+found):
            yield MacroFault(Place(path), f"{_SAID.format(what)}; {_HELP}")


def _in(html: str, permalink: str) -> Iterator[str]:
    for element in elements(html):
        if element.tag.lower() in ELEMENTS:
            yield f"<{element.tag.lower()}>"
        if element.tag == "svg" and element.namespace is Namespace.SVG and _WORD.search(element.text):
            yield "words in a picture"
        for name in element.attrs:
            value = element.attr(name) or ""
            if name == "class":
                value = " ".join(one for one in value.split() if not _of_extension(element, one, permalink))
            if name != "aria-hidden" or _WORD.search(element.text):
                yield from hiding(element.tag, name, value)


def _of_extension(element: Element, name: str, permalink: str) -> bool:
    """Whether an element has a class as an extension gives it: a link of one sign, or a tab among tabs."""
    if name in _SIGNS:
        return element.tag == "a" and (not _WORD.search(element.text) or element.text == permalink)
    parent = element.parent
    tabs = isinstance(parent, Element) and "tabbed-content" in (parent.attr("class") or "").split()
    return name == "tabbed-block" and tabs
