"""Which files of the repository a page of the site shows, by the addresses in it, however they are spelt.

A browser reads an address with entities decoded, tabs and line breaks dropped and percent signs read; in a style it
reads escapes as well. So everything in a page that could be an address is read in each of these ways.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from html import unescape
from urllib.parse import unquote, urljoin, urlsplit

_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})(?:\r\n|[ \t\r\n\f])?|\r?\n|(.))")
_REMARK = re.compile(r"/\*.*?\*/", re.DOTALL)
_DROPPED = str.maketrans("", "", "\t\r\n")
_APART = re.compile(r"""[\s"'(),;{}<>=]+""")
_VALUE = re.compile(r"""=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_STYLE = re.compile(r"<style\b[^>]*>(.*?)</style", re.DOTALL | re.IGNORECASE)
_FRAME = re.compile(r"<(?=[ifoepIFOEP])(?:iframe|frame|object|embed|portal|fencedframe)\b[^>]*>", re.IGNORECASE)


def shown_in(html: str, url: str, held: Mapping[str, str]) -> Iterator[str]:
    """Of the files that a site holds (`held`: by their address from its root) those that a page at `url` names."""
    if not held:
        return
    for text in _texts(html):
        yield from _named(text, url, held)


def framed_in(html: str, url: str, held: Mapping[str, str]) -> Iterator[str]:
    """Of the pages that a site holds those that another one shows inside itself."""
    for frame in _FRAME.findall(html):
        for text in _values(frame):
            yield from _named(text, url, held)
            yield from framed_in(unescape(text), url, held) if "<" in text else ()


def named_in_style(text: str, url: str, held: Mapping[str, str]) -> Iterator[str]:
    """Of the files that a site holds those that a style sheet at `url` names."""
    if held:
        yield from _named(text, url, held)


def _texts(html: str) -> Iterator[str]:
    yield from _values(html)
    yield from _STYLE.findall(html)


def _values(html: str) -> Iterator[str]:
    """The values of all attributes, as they stand and with entities decoded, twice where a page stands in one."""
    for found in _VALUE.finditer(html):
        text = unescape(found[1] or found[2] or found[3] or "")
        yield text
        if "<" in text:
            yield from _values(text)


def _named(text: str, url: str, held: Mapping[str, str]) -> Iterator[str]:
    for spelt in dict.fromkeys((text, _REMARK.sub("", _unescaped(text)))):
        for part in (spelt, *_APART.split(spelt)):
            found = held.get(_address(part.strip().translate(_DROPPED), url))
            if found is not None:
                yield found


def _unescaped(text: str) -> str:
    """A text of CSS with its escapes read."""
    if "\\" not in text:
        return text
    return _ESCAPE.sub(lambda found: _letter(found[1]) if found[1] else found[2] or "", text)


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
