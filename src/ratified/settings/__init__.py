"""What the settings of a site make it read and run: `mkdocs.yml` against a list of what is known, nothing loaded."""

from __future__ import annotations

from ratified.settings.read import SETTINGS, read_settings
from ratified.settings.settings import INCLUDES_ANYTHING, NO_SETTINGS, PageInclusions, SiteSettings, UnknownSetting

__all__ = [
    "INCLUDES_ANYTHING",
    "NO_SETTINGS",
    "SETTINGS",
    "PageInclusions",
    "SiteSettings",
    "UnknownSetting",
    "read_settings",
]
