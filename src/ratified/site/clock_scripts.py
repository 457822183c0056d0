"""The scripts that count deadlines in the browser. They come with the package, so that the arithmetic does."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ratified.present.starting import SCRIPTS

FOLDER = Path(__file__).parent / "assets"


def clock_scripts() -> Mapping[str, str]:
    """Every script by its path in the site."""
    return {path: (FOLDER / Path(path).name).read_text(encoding="utf-8") for path in SCRIPTS}
