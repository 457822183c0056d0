"""What a page carries under its title: the approval of its document, and the notice about clocks."""

from __future__ import annotations

COUNSEL = (
    '<p class="r-counsel" role="note" data-search-exclude><strong>Check with counsel.</strong> '
    "The clocks on this page are a working aid, not legal advice.</p>"
)
PANEL = "approval_panel"
MISSING = f"macros/: there is no macro {PANEL}(); every governed page shows it, so register one with env.macro"


def under_title(html: str, *notices: str) -> str:
    """A page with its notices under its title, or on top where the theme writes the title."""
    shown = "".join(f"{notice}\n" for notice in notices if notice)
    if not shown:
        return html
    before, title, after = html.partition("</h1>")
    return f"{before}{title}\n{shown}{after}" if title else f"{shown}{html}"
