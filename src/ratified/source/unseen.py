"""What rules read inside of a line and no browser shows: macro calls in comments, and tags that are no HTML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ratified.model.engine_marks import without_code
from ratified.source.calls import BLANK

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_HTML = """
a abbr address animate area article aside audio b base bdi bdo big blockquote body br button canvas caption center
circle cite clippath code col colgroup data datalist dd defs del desc details dfn dialog div dl dt ellipse em embed
fieldset figcaption figure font footer form g h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins kbd
label legend li line lineargradient link main map mark marker mask menu meta meter nav noscript object ol optgroup
option output p param path pattern picture polygon polyline pre progress q rb rect rp rt rtc ruby s samp script search
section select slot small source span stop strike strong style sub summary sup svg symbol table tbody td template text
textarea tfoot th thead time title tr track tspan tt u ul use var video wbr
"""
_ELEMENTS = frozenset(_HTML.split())
_TAG = re.compile(r"(?<!\\)<([A-Za-z][A-Za-z0-9-]*)((?: [^<>\n@:/]{0,80})?)>")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)

_HIDDEN = "a macro call inside of a comment, which the rules count and the site does not show"
_OUT = "take it out of the comment, or delete both"


def unseen(lines: Sequence[str]) -> Iterator[tuple[int, str, str]]:
    """Each with its line, from 0: what it is, and what to do. `lines` are those of a page, its calls blanked."""
    text = "\n".join(lines)
    if "<" not in text:
        return
    text = without_code(text)
    for found in _COMMENT.finditer(text):
        if BLANK in found[0]:
            at = found.start() + found[0].index(BLANK)
            yield text.count("\n", 0, at), _HIDDEN, _OUT
    for found in _TAG.finditer(_COMMENT.sub(lambda one: re.sub(r"[^\n]", " ", one[0]), text)):
        if found[1].lower() not in _ELEMENTS and "-" not in found[1].strip("-"):
            name = f"<{found[1]}{found[2]}>"
            what = f"{name}, of which the site shows nothing: a browser takes it for a tag"
            yield text.count("\n", 0, found.start()), what, f"put it between backticks, or write &lt;{name[1:-1]}&gt;"
