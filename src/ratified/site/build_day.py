"""For which day a site is built, and which tips of main were seen before: by mkdocs.yml and the environment."""

from __future__ import annotations

import os
from datetime import date

from ratified.model.landing import Anchors, anchor

BUILT_ON = "RATIFIED_BUILT_ON"
"""Of a site that is made anew to compare it: the day on which the first build took the tip for seen."""


def day_of_build(option: str, today: date) -> date:
    """The day that the settings or the environment name; today where neither does. Raises ValueError."""
    text = _asked(option)
    try:
        return date.fromisoformat(text) if text else today
    except ValueError:
        raise ValueError(f"mkdocs.yml: as_of: {text!r} is no day; write YYYY-MM-DD") from None


def anchors_of_build(option: str) -> Anchors:
    """The tips seen before that the environment names: for the site they come from where it is built."""
    try:
        kept = tuple(map(anchor, os.environ.get("RATIFIED_ANCHORS", "").split()))
    except ValueError as error:
        raise ValueError(f"RATIFIED_ANCHORS: {error}; write SHA@YYYY-MM-DD, as `ratified head` prints it") from None
    day = _asked(option)
    return Anchors(kept, not day or os.environ.get(BUILT_ON) == day)


def _asked(option: str) -> str:
    return option or os.environ.get("RATIFIED_AS_OF", "")
