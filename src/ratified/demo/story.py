"""The story of Example Corp, landing by landing, oldest first. Days, names and words are always the same.

Every edit is exact and names a piece of what the file says at that moment. The end is the starter of today, so the
beginning follows by taking the edits back, and an edit that no longer fits the starter stops the demo.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ratified.demo import (
    story_2025,
    story_2026,
    story_acknowledged,
    story_adoption,
    story_handover,
    story_records,
    story_reorganisation,
)

if TYPE_CHECKING:
    from ratified.demo.landings import DemoLanding

_TOLD: tuple[DemoLanding, ...] = (
    *story_adoption.STEPS,
    *story_2025.STEPS,
    *story_handover.STEPS,
    *story_reorganisation.STEPS,
    *story_2026.STEPS,
)

STORY: tuple[DemoLanding, ...] = tuple(
    sorted((*_TOLD, *story_records.STEPS, *story_acknowledged.STEPS), key=lambda step: step.moment)
)

AS_OF = date(2026, 11, 22)
"""The day to judge the demo by: a little after its last landing, with nothing due for weeks."""
