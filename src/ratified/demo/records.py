"""The records that Example Corp keeps, as they stand at the end of the story."""

from __future__ import annotations

from pathlib import Path

_KEPT = Path(__file__).parent / "records"

INCIDENT_1, INCIDENT_2 = "data/incidents/INC-2026-001.yml", "data/incidents/INC-2026-002.yml"
INCIDENT_BEFORE, INCIDENT_AFTER = "data/incidents/INC-2025-001.yml", "data/incidents/INC-2026-003.yml"
"""The same response before an amendment of the policy, which the first of them led to, and after it."""
EXERCISE = "data/exercises/EX-2026-01.yml"
RECORDS = (INCIDENT_BEFORE, INCIDENT_1, INCIDENT_2, INCIDENT_AFTER, EXERCISE)
NO_EVENTS = "dismissed: []\nnil_statements: []\n"
"""What the starter's `data/events.yml` holds."""


def record(path: str) -> str:
    """The text of a record, by its path in the company's repository."""
    return (_KEPT / Path(path).name).read_text(encoding="utf-8")


def events() -> str:
    """What `data/events.yml` holds, from its first list on."""
    return record("data/events.yml").partition("events.schema.json\n")[2]
