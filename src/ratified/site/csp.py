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

from base64 import b64encode
from functools import lru_cache
from hashlib import sha256
from html import escape
from typing import TYPE_CHECKING

from turbohtml import Namespace

from ratified.site.html import HtmlText, edited, more

if TYPE_CHECKING:
    from collections.abc import Callable

_RULES = (
    "default-src 'self'",
    "base-uri 'self'",
    "form-action 'none'",
    "img-src 'self' data:",
    "object-src 'none'",
    "worker-src 'self'",
    "style-src 'self' 'unsafe-inline'",
)


def with_policy(html: str, governed: Callable[[str], bool] = bool, said: str = "") -> str:
    """A page with its policy at the start of its head, and what else is `said` there.

    `governed` says of the address of a script, as the page writes it, whether the page may load it.
    """
    page = HtmlText(html)
    at = page.place_in_head()
    number = b64encode(sha256(edited(page.text, [(at, at, said)]).encode()).digest()).decode().rstrip("=")[:22]
    scripts = [one for one in page.tree.find_all("script") if one.namespace is Namespace.HTML]
    stand = [one.text for one in scripts if "src" not in one.attrs and not _is_data(one.attr("type") or "")]
    loaded = [one for one in scripts if "src" in one.attrs and governed(one.attr("src") or "")]

    sources = [*([f"'nonce-{number}'"] if loaded else []), *dict.fromkeys(map(_hash, stand))] or ["'none'"]
    policy = "; ".join((*_RULES, f"script-src {' '.join(sources)}"))
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    first = dict.fromkeys(one.attr("src") or "" for one in loaded if one.attr("fetchpriority") == "high")
    ahead = "".join(f'<link rel="preload" href="{escape(src)}" as="script" nonce="{number}">' for src in first)
    nonces = (more(one, f'nonce="{number}"') for one in loaded)
    return edited(page.text, [(at, at, f"{meta}{ahead}{said}"), *nonces])


def _is_data(type_: str) -> bool:
    """Whether a script is declared as data, which does not run."""
    kind = type_.strip().lower()
    return kind.startswith("application/") and not kind.endswith(("javascript", "ecmascript"))


@lru_cache(maxsize=256)
def _hash(script: str) -> str:
    """As browsers reckon it: of the text between the tags."""
    return f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"
