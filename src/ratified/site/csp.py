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
from collections.abc import Callable, Iterator
from functools import lru_cache
from hashlib import sha256
from html import unescape

_ELSEWHERE = re.compile(r"\b(?:src=|type=[\"']?application/)")
"""What makes a script none that stands in the page: it is elsewhere, or declared as data, which does not run."""

_FIRST = re.compile(r'<script src="([^"]+)" defer fetchpriority="high">')
"""Scripts without which a page does not answer, as macros write them."""

_HEAD = re.compile(r"<head[^>]*>\s*(?:<meta charset=[^>]*>)?", re.IGNORECASE)
_RULES = (
    "default-src 'self'",
    "base-uri 'self'",
    "form-action 'none'",
    "img-src 'self' data:",
    "object-src 'none'",
    "worker-src 'self'",
    "style-src 'self' 'unsafe-inline'",
)


_LOADED = re.compile(r"<script(?=\s)([^>]*\ssrc=(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+))[^>]*)>", re.IGNORECASE)


def with_policy(html: str, governed: Callable[[str], bool] = bool) -> str:
    """A page with its policy at the start of its head; a text without a head as it is.

    `governed` says of the address of a script, as the page writes it, whether the page may load it.
    """
    head = _HEAD.search(html)
    if head is None:
        return html
    number = b64encode(sha256(html.encode()).digest()).decode().rstrip("=")[:22]
    hashes = dict.fromkeys(_hash(found) for found in _inline(html))

    def let_in(found: re.Match[str]) -> str:
        own = governed(unescape(found[2] or found[3] or found[4] or ""))
        return f'<script nonce="{number}"{found[1]}>' if own else found[0]

    first = [src for src in dict.fromkeys(_FIRST.findall(html)) if governed(unescape(src))]
    with_numbers = _LOADED.sub(let_in, html)
    sources = [*([f"'nonce-{number}'"] if with_numbers != html else []), *hashes] or ["'none'"]
    policy = "; ".join((*_RULES, f"script-src {' '.join(sources)}"))
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    ahead = "".join(f'<link rel="preload" href="{src}" as="script" nonce="{number}">' for src in first)
    return f"{html[: head.end()]}{meta}{ahead}{with_numbers[head.end() :]}"


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
