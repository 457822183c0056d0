"""The Content-Security-Policy of every page: nothing from another host, and no script that nobody governs.

It stands in the page, since a static site may be served by anything. The theme writes a few scripts into its pages;
each is let in by its hash, so that one which somebody put there later does not run. A script in a file of its own is
let in by a number that the page's own bytes give. Only those get it that come with the engine, belong to the layout, or
to a document. Styles may stand in elements, as the theme's and those of pictures do: they can show nothing that the
page does not hold.

A browser that meets a policy in a page no longer looks ahead for what to load, so what is wanted first is named
right after it.
"""

from __future__ import annotations

import re
from base64 import b64encode
from functools import lru_cache
from hashlib import sha256
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_ELSEWHERE = re.compile(r"\b(?:src=|type=[\"']?application/)")
"""What makes a script none that stands in the page: it is elsewhere, or declared as data, which does not run."""

_FIRST = re.compile(r'<script src="([^"]+)" defer fetchpriority="high">')
"""Scripts without which a page does not answer, as macros write them."""

HEAD = re.compile(r"<head[^>]*>\s*(?:<meta charset=[^>]*>)?", re.IGNORECASE)
_RULES = (
    "default-src 'self'",
    "base-uri 'self'",
    "form-action 'none'",
    "img-src 'self' data:",
    "object-src 'none'",
    "worker-src 'self'",
    "style-src 'self' 'unsafe-inline'",
)


_SCRIPT = re.compile(r"<script(?=[\s/])", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""[\s/]*([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?""")


def with_policy(html: str, governed: Callable[[str], bool] = bool) -> str:
    """A page with its policy at the start of its head; a text without a head as it is.

    `governed` says of the address of a script, as the page writes it, whether the page may load it.
    """
    head = HEAD.search(html)
    if head is None:
        return html
    number = b64encode(sha256(html.encode()).digest()).decode().rstrip("=")[:22]
    hashes = dict.fromkeys(_hash(found) for found in _inline(html))

    first = [src for src in dict.fromkeys(_FIRST.findall(html)) if governed(unescape(src))]
    with_numbers = _numbered(html, f' nonce="{number}"', governed)
    sources = [*([f"'nonce-{number}'"] if with_numbers != html else []), *hashes] or ["'none'"]
    policy = "; ".join((*_RULES, f"script-src {' '.join(sources)}"))
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    ahead = "".join(f'<link rel="preload" href="{src}" as="script" nonce="{number}">' for src in first)
    return f"{html[: head.end()]}{meta}{ahead}{with_numbers[head.end() :]}"


def _numbered(html: str, number: str, governed: Callable[[str], bool]) -> str:
    """A page with a number in the tag of every script of its own file that may be loaded."""
    found, at = [], 0
    for tag in _SCRIPT.finditer(html):
        if (source := _source(html, tag.end())) is not None and governed(source):
            found += [html[at : tag.end()], number]
            at = tag.end()
    return "".join((*found, html[at:]))


def _source(html: str, at: int) -> str | None:
    """The address of a script whose attributes begin there. Of several `src` the first counts, as browsers read it."""
    while (one := _ATTRIBUTE.match(html, at)) is not None:
        if one[1].lower() == "src":
            return unescape(one[2] or one[3] or one[4] or "")
        at = one.end()
    return None


def _inline(html: str) -> Iterator[str]:
    """The scripts that stand in a page."""
    at = 0
    while (start := html.find("<script", at)) >= 0 and (opened := html.find(">", start)) >= 0:
        at = opened + 1
        if not _ELSEWHERE.search(html, start + len("<script"), opened):
            end = html.find("</script>", at)
            if end < 0:
                return
            yield html[at:end]
            at = end


@lru_cache(maxsize=256)
def _hash(script: str) -> str:
    """As browsers reckon it: of the text between the tags."""
    return f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"
