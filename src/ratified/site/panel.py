"""What a page carries under its title: the approval of its document, and the notice about clocks."""

from __future__ import annotations

import re

COUNSEL = (
    '<p class="r-counsel" role="note" data-search-exclude><strong>Check with counsel.</strong> '
    "The clocks on this page are a working aid, not legal advice.</p>"
)
PANEL = "approval_panel"


_NOTE = (
    '<p class="r-ungoverned" role="note" data-search-exclude><strong>This page is not a governed document.</strong> '
    "{}</p>"
)
UNGOVERNED = _NOTE.format(
    "Nobody approved its text. The approvals and facts it shows come from the repository's records."
)
"""What a page says that a file holds and no document of the register has."""

MADE = _NOTE.format("Generated from built-in text and the records.")
"""What a page says that no file holds."""

_TITLE = re.compile(
    r"\s*<h1(?:\s+id=\"[^\"]*\")?>(?:[^<]|</?(?:code|em|strong)>|<a class=\"headerlink\"[^>]*>[^<]*</a>)*</h1>"
)
"""A title that holds nothing which could go on behind its end, such as an element that is hidden and never closed."""


def under_title(html: str, *notices: str) -> str:
    """A page with its notices under its title; on top where the theme writes the title, or where it is no plain one.

    Nothing of the page stands before them that could take them in and hide them.
    """
    notice_html = "".join(f"{notice}\n" for notice in notices if notice)
    title = _TITLE.match(html) if notice_html else None
    at = title.end() if title else 0
    return f"{html[:at]}\n{notice_html}{html[at:]}" if at else f"{notice_html}{html}"
