"""The command that the journeys type."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from journeys.afternoon import ROOT, installed
from nightly import BY_NIGHT

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """By night the wheel in an environment of its own, by day the command that is developed."""
    return installed(tmp_path_factory.mktemp("wheel")) if BY_NIGHT else ROOT / ".venv/bin/ratified"
