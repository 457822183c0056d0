"""What in a governed page hides words on the site that an approver reads on the forge, or changes how they read.

A forge leaves out nearly all attributes and elements of HTML and shows the words in them; a browser obeys them. The
same list holds for the page as it is written, where it is told with its line, and for the one that is rendered.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from ratified.model.engine_marks import EngineMark

if TYPE_CHECKING:
    from collections.abc import Iterator


def _names(text: str) -> frozenset[str]:
    """Names from one text, in which white space parts them."""
    return frozenset(text.split())


ELEMENTS = _names("annotation annotation-xml bdo canvas font meter mphantom progress rp video")
"""Elements whose words no browser shows, or shows in another colour, size or order; besides those of `BEYOND`."""

ATTRIBUTES = _names("aria-hidden background bgcolor color hidden inert popover")
"""Attributes that hide words from whoever looks or listens, or give them the colour of what is behind them."""

CLASSES = _names("""
col-md-3 collapse d-none d-print-none fa-sr-only fade footnote-backref gabsolute giscus gloader goverlay headerlink
hidden invisible mobile-hide modal offcanvas print-site-plugin-ignore sr-only tabbed-block tabbed-control
visually-hidden
""")
"""Classes that a theme, or a plugin's style sheet, makes invisible on a screen or on paper."""

_GALLERY = re.compile(r"glightbox-|gslide")

_STYLES = re.compile(
    r"text-align: ?(left|right|center|justify|start|end)|vertical-align: ?(top|middle|bottom|baseline)|"
    r"font-weight: ?(normal|bold|[4-9]00)|font-style: ?(normal|italic)|text-decoration: ?(none|underline|line-through)|"
    r"border-collapse: ?(collapse|separate)|(min-|max-)?width: ?(100|[1-9]\d?)%",
    re.IGNORECASE,
)
"""What a `style` attribute may set: nothing that has a colour, a size or a place of its own."""

LISTED = _names("align alt class decoding download height id lang loading markdown rel target title width")
"""What an attribute list may set, besides `data-`."""

_PIECE = r"""(?:[^"'<>]|"[^"]{0,300}"|'[^']{0,300}')"""
_TAG = re.compile(rf"<([A-Za-z][^\s/<>]{{0,40}}+)({_PIECE}{{0,2000}}+)(?=>)")
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]++)(?:\s*+=\s*+("[^"]*+"|'[^']*+'|[^\s"'<>]++))?""")
_LIST = re.compile(r"(?<!\\)\{++(:?)[ ]*+")
_IN_LIST = re.compile(r"""[^ =}\n]{1,99}(?:="[^"\n]{0,300}"|='[^'\n]{0,300}'|=[^ =}\n]{1,99})?| {1,99}""")
_LONGEST, _MOST = 2_000, 40
"""How many characters, and how many parts of an attribute list are read."""

_IN_PICTURE = re.compile(r">[^<>]*?\w")


def hiding(tag: str, name: str, value: str) -> Iterator[str]:
    """What hides words in an attribute of an element, in words."""
    name = name.lower()
    if name == "class":
        yield from (f"the class {one!r}, which hides" for one in value.split() if _hides(one))
    elif name == "id" and value.startswith("__") and not value.startswith("__tabbed_"):
        yield f"the name {value!r}"
    elif name == "style" and not all(_STYLES.fullmatch(one.strip()) for one in value.split(";") if one.strip()):
        yield "a style that can hide words"
    elif name in ATTRIBUTES and not (name == "aria-hidden" and value == "false") and tag != "svg":
        yield f"the attribute {name!r}, which hides"
    elif name.startswith("data-md-"):
        yield f"the attribute {name!r}"


def hidden_in(text: str) -> Iterator[EngineMark]:
    """Everything of the kind in a page as it is written, code blanked; in no order."""
    for found in _TAG.finditer(text) if "<" in text else ():
        tag = found[1].lower()
        if tag in ELEMENTS:
            yield EngineMark(f"<{tag}>", found.start())
        empty = text.startswith("</", found.end() + 1)  # an icon, of which there is nothing to hear
        for one in _ATTRIBUTE.finditer(found[2]):
            if empty and one[1].lower() == "aria-hidden":
                continue
            value = unescape((one[2] or "").strip("\"'"))
            yield from (EngineMark(what, found.start()) for what in hiding(tag, one[1], value))
    yield from _worded_pictures(text)
    for found in _LIST.finditer(text):
        yield from (EngineMark(what, found.start()) for what in _listed(text, found.end(), bool(found[1])))


def _worded_pictures(text: str) -> Iterator[EngineMark]:
    """Words in a picture that is drawn in the page can stand anywhere in it, or nowhere; a forge shows them."""
    folded, at = text.lower(), 0
    while (at := folded.find("<svg", at)) >= 0:
        end = folded.find("</svg", at)
        end = len(text) if end < 0 else end
        if _IN_PICTURE.search(text, at, end):
            yield EngineMark("words in a picture", at)
        at = end


def _listed(text: str, at: int, surely: bool) -> Iterator[str]:
    """What an attribute list that begins here sets and may not. Without its colon it may be words in braces."""
    line = text.find("\n", at, at + _LONGEST)
    if text.find("}", at, at + _LONGEST if line < 0 else line) < 0:
        return
    words: list[str] = []
    while len(words) < _MOST and (part := _IN_LIST.match(text, at)):
        words += [part[0]] if part[0].strip() else []
        at = part.end()
    surely = surely or any("=" in word or word[0] in ".#" for word in words)
    if surely and len(words) == _MOST:
        yield "an attribute list that nobody can survey"
    for word in words:
        name, value = _as_attribute(word)
        refused = [*hiding("", name, value)]
        yield from refused
        if surely and not refused and name.lower() not in LISTED and not name.startswith("data-"):
            yield f"an attribute list that sets {name!r}"


def _as_attribute(word: str) -> tuple[str, str]:
    if word[0] in ".#" and "=" not in word:
        return ("class" if word[0] == "." else "id"), word[1:]
    name, _, value = word.partition("=")
    return name, value.strip("\"'")


def _hides(name: str) -> bool:
    return name.lower() in CLASSES or bool(_GALLERY.match(name.lower()))
