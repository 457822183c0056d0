"""What the settings of a site make it read and run: `mkdocs.yml` against a list of what is known, nothing loaded."""

from __future__ import annotations

from ratified.settings.read import SETTINGS, read_settings
from ratified.settings.settings import NO_SETTINGS, TAKES_ANYTHING, Settings, Takes, Unknown

__all__ = ["NO_SETTINGS", "SETTINGS", "TAKES_ANYTHING", "Settings", "Takes", "Unknown", "read_settings"]
