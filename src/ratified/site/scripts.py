"""The scripts of pages. They come with the package, so that what they count does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ratified.views.clocks import start_clocks
from ratified.views.evidence import assessor
from ratified.views.people import in_command, on_call_data
from ratified.views.runbooks import finder

if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDER = Path(__file__).parent / "assets"

ARITHMETIC = ("clock-reckon.js", "clock-law.js", "clock-duties.js", "clock-calendar.js")
"""What counts and writes for the panel of the deadlines, on `clock-days.js`; it asks for no page."""

_BEFORE = {
    "start-card.js": ("duty-now.js", "holders-now.js", "visit.js"),
    "holders-now.js": ("duty-now.js",),
    "clock-panel.js": (*ARITHMETIC, "visit.js", "clock-zones.js", "clock-cards.js"),
}
"""What a script stands on goes to the browser in one file with it, but for the arithmetic of days: each is another
question."""

_VIEWS = (*start_clocks.SCRIPTS, *in_command.SCRIPTS, *on_call_data.SCRIPTS, *finder.SCRIPTS, *assessor.SCRIPTS)
_PATHS = tuple(dict.fromkeys((*_VIEWS, "assets/offline.js")))
"""Every script that a view or mkdocs.yml names, by its path in the site."""


def page_scripts() -> Mapping[str, str]:
    """Every script by its path in the site."""
    return {path: _whole(Path(path).name) for path in _PATHS}


def _whole(name: str) -> str:
    return "\n".join((FOLDER / part).read_text(encoding="utf-8") for part in (*_BEFORE.get(name, ()), name))
