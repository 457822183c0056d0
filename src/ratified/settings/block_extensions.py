"""The Markdown extensions that decide what a block is, and those that a site has unless it says otherwise."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

DEFAULTS: Mapping[str, Mapping[str, object]] = MappingProxyType(
    {
        "admonition": {},
        "sane_lists": {},
        "tables": {},
        "toc": {"permalink": True, "permalink_title": "Link to this section"},
        "pymdownx.superfences": {},
    }
)
"""What the engine adds to a site's extensions, with options."""

_NAMES = (
    "abbr admonition attr_list def_list extra fenced_code footnotes md_in_html meta sane_lists tables "
    "pymdownx.arithmatex pymdownx.blocks.admonition pymdownx.blocks.caption pymdownx.blocks.definition "
    "pymdownx.blocks.details pymdownx.blocks.html pymdownx.blocks.tab pymdownx.details pymdownx.extra "
    "pymdownx.fancylists pymdownx.quotes pymdownx.saneheaders pymdownx.superfences pymdownx.tabbed"
)
_BLOCKS = frozenset(_NAMES.split())
"""None of them reads another file, whatever its options; so a page may be read with them alone."""


def block_extensions(named: Iterable[str] = ()) -> tuple[str, ...]:
    """Those that decide what a block is, of a site whose settings name these extensions, in the order of loading: of
    two that read the same blocks the last one does, and that is the company's.
    """
    short = [name.removeprefix("markdown.extensions.") for name in named]
    ours = [name for name in DEFAULTS if name not in short]
    return tuple(name for name in dict.fromkeys([*ours, *short]) if name in _BLOCKS)
