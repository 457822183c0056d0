"""What the settings of a site make it read and run: `mkdocs.yml` against a list of what is known, nothing loaded."""

from __future__ import annotations

from ratified.settings.read import SETTINGS, read_settings
from ratified.settings.settings import NO_SETTINGS, Settings, Unknown

__all__ = ["NO_SETTINGS", "SETTINGS", "Settings", "Unknown", "read_settings"]
