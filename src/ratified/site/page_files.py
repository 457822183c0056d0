"""Which files of the repository a page of the site shows, by the addresses in it, however they are spelt.

A browser reads an address with entities decoded, tabs and line breaks dropped and percent signs read; in a style it
reads escapes as well. So everything in a page that could be an address is read in each of these ways.
"""

from __future__ import annotations

import posixpath
import re
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

from ratified.site.html import elements, values

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from turbohtml import Element

_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})(?:\r\n|[ \t\r\n\f])?|\r?\n|(.))")
_DEEP = 8
"""How many pages may stand in one another, each in an attribute of the one before."""
_DROPPED = str.maketrans("", "", "\t\r\n")
_APART = re.compile(r"""[\s"'(),;{}<>=]+""")
_FRAMES = frozenset({"iframe", "frame", "object", "embed", "portal", "fencedframe"})


def files_in_page(html: str, url: str, held: Mapping[str, str]) -> Iterator[str]:
    """Of the files that a site holds (`held`: by their address from its root) those that a page at `url` names."""
    if not held:
        return
    for text in dict.fromkeys(_values(elements(html))):
        yield from _named(text, url, held)


def framed_in(html: str, url: str, held: Mapping[str, str]) -> Iterator[str]:
    """Of the pages that a site holds those that another one shows inside itself, frames in its frames included."""
    frames = (element for element in elements(html) if element.tag in _FRAMES)
    for text in dict.fromkeys(_values(frames)):
        yield from _named(text, url, held)


def named_in_style(text: str, url: str, held: Mapping[str, str]) -> Iterator[str]:
    """Of the files that a site holds those that a style sheet at `url` names."""
    if held:
        yield from _named(text, url, held)


def _values(these: Iterable[Element]) -> Iterator[str]:
    """What elements say, and those of the pages that stand in what they say."""
    texts: list[str] = []
    for depth in range(_DEEP):
        inner = (element for text in texts for element in elements(text)) if depth else these
        found = [value for element in inner for value in values(element)]
        yield from found
        texts = [value for value in found if "<" in value]
    for text in texts:  # whatever is deeper is looked at word by word
        while (decoded := unescape(text)) != text:
            text = decoded
        yield text


def _named(text: str, url: str, held: Mapping[str, str]) -> Iterator[str]:
    for spelt in dict.fromkeys((text, _without_remarks(_unescaped(text)))):
        for part in dict.fromkeys((spelt, *_APART.split(spelt))):
            found = held.get(_address(part.strip().translate(_DROPPED), url))
            if found is not None:
                yield found


def _unescaped(text: str) -> str:
    """A text of CSS with its escapes read."""
    if "\\" not in text:
        return text
    return _ESCAPE.sub(lambda found: _letter(found[1]) if found[1] else found[2] or "", text)


def _without_remarks(text: str) -> str:
    found, at = [], 0
    while (start := text.find("/*", at)) >= 0 and (end := text.find("*/", start + 2)) >= 0:
        found.append(text[at:start])
        at = end + 2
    return "".join((*found, text[at:]))


def _letter(digits: str) -> str:
    number = int(digits, 16)
    return chr(number) if 0 < number < 0x110000 else "\ufffd"


def _address(text: str, url: str) -> str:
    """An address as it counts from the root of the site; nothing where it leads elsewhere."""
    try:
        parts = urlsplit(urljoin(f"http://site/{url}", text.replace("\\", "/")))
    except ValueError:
        return ""
    if parts.netloc != "site":
        return ""
    path = posixpath.normpath(unquote(parts.path)).lstrip("/")
    return f"{path}/" if parts.path.endswith("/") and path else path
