"""What a page says at the foot of every sheet that it is printed on: whose it is, and of which commit and day.

A style sheet prints it, `theme/assets/paper.css`, with the number of the sheet and the day of the print, which a script
knows. So it stands in the page as a value of CSS, and nothing in a company's name may end that value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ratified.views.approvals.status import SiteVerdicts


def foot(company: str, standing: SiteVerdicts) -> str:
    """The element for the head of a page. A commit is named as the panels of approval name it."""
    commit = f"commit {standing.head[:12]}" if standing.head else "of no commit"
    edited = " with files edited since" if standing.edited else ""
    said = f"{company} · {commit}{edited} · built for {standing.as_of.isoformat()}"
    return f"<style>:root{{--r-foot:{css_string(said)}}}</style>"


def css_string(text: str) -> str:
    """A text as a string of CSS, which also HTML reads as nothing but text."""
    return '"' + "".join(c if c.isalnum() or c in " .,:-" else f"\\{ord(c):x} " for c in text) + '"'
