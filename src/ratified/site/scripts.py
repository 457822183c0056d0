"""The scripts of pages. They come with the package, so that what they count does."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ratified.present import charge, finder, starting

FOLDER = Path(__file__).parent / "assets"
SCRIPTS = tuple(dict.fromkeys((*starting.SCRIPTS, *charge.SCRIPTS, *finder.SCRIPTS, "assets/offline.js")))
"""Every script that a view or mkdocs.yml names, by its path in the site."""


def page_scripts() -> Mapping[str, str]:
    """Every script by its path in the site."""
    return {path: (FOLDER / Path(path).name).read_text(encoding="utf-8") for path in SCRIPTS}
