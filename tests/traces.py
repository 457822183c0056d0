"""Records of incidents changed a line at a time, and traced against the policy of this repository."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from typing import TYPE_CHECKING

from conftest import ROOT, TODAY
from ratified.demo.records import EXERCISE
from ratified.demo.records import record as kept
from ratified.incident import IncidentTrace, PolicyHistory, PolicyInForce, TraceRow, trace
from ratified.model.exercise import Exercise
from ratified.model.incident import Incident
from ratified.policy import Book, read_book
from ratified.source.tree import WorkTree
from ratified.source.typed import typed
from ratified.source.yaml_reader import read_yaml

if TYPE_CHECKING:
    from ratified.views.approvals.status import SiteVerdicts

IDS = ("INC-2025-001", "INC-2026-001", "INC-2026-002", "INC-2026-003")
SEV2, SEV1, SEV3 = "INC-2026-001", "INC-2026-002", "INC-2025-001"


def incident_path(id_: str) -> str:
    return f"data/incidents/{id_}.yml"


def incident_text(id_: str) -> str:
    """A record of the demo as it stands at the end."""
    return kept(incident_path(id_))


@cache
def starter() -> Book:
    """What this repository says."""
    book = read_book(WorkTree(ROOT), skim=True).book
    assert book is not None
    return book


@dataclass
class Policies(PolicyHistory):
    """Policies by the day from which each stood, in place of a history; the first one always stood before."""

    stood: dict[str, Book]

    def at(self, when: datetime) -> PolicyInForce:
        days = [day for day in sorted(self.stood) if datetime.fromisoformat(day).replace(tzinfo=UTC) <= when]
        day = days[-1] if days else min(self.stood)
        return PolicyInForce(when, self.stood[day], (), len(days) or 1, {})


def incident(id_: str, *changes: tuple[str, str]) -> Incident:
    """A record of the demo with pieces replaced; each must stand in it exactly once."""
    text = incident_text(id_)
    for old, new in changes:
        assert text.count(old) == 1, f"{id_} holds {old!r} {text.count(old)} times"
        text = text.replace(old, new)
    yaml = read_yaml(incident_path(id_), text)
    record = typed(Incident, yaml)
    assert record is not None, yaml.faults
    assert not yaml.faults, yaml.faults
    return record


def exercise(*changes: tuple[str, str]) -> Exercise:
    """The exercise of the demo with pieces replaced; each must stand in it exactly once."""
    text = kept(EXERCISE)
    for old, new in changes:
        assert text.count(old) == 1, f"the exercise holds {old!r} {text.count(old)} times"
        text = text.replace(old, new)
    yaml = read_yaml(EXERCISE, text)
    record = typed(Exercise, yaml)
    assert record is not None, yaml.faults
    assert not yaml.faults, yaml.faults
    return record


def judged_by(standing: SiteVerdicts, book: Book, **stood: Book) -> SiteVerdicts:
    """The standing in which records are judged by the policy of their book, or by those of `stood` like `traced`."""

    def asked(id_: str) -> IncidentTrace | None:
        record = book.incident.get(id_)
        return traced(record, standing.as_of, book, **stood) if record else None

    policies = Policies({"2020-01-01": book})
    then = {one.id: policies.at(datetime.fromisoformat(one.starts)) for one in book.exercises if one.starts}
    return replace(standing, trace=asked, held_under=then.get)


def traced(record: Incident, as_of: date = TODAY, today: Book | None = None, **stood: Book) -> IncidentTrace:
    """The trace of a record by today's policy, or by policies `_2026_01_31=book` from the days they stood."""
    today = today or starter()
    policies = {day.strip("_").replace("_", "-"): book for day, book in stood.items()}
    return trace(record, Policies(policies or {"2020-01-01": today}), today, as_of)


def row(found: IncidentTrace, id_: str, level: str | None = None) -> TraceRow:
    """The only row of a promise."""
    rows = [one for one in found.rows if one.id == id_ and level in {None, one.level}]
    assert len(rows) == 1, [(one.id, one.level) for one in rows]
    return rows[0]


def outcome(found: IncidentTrace, id_: str, level: str | None = None) -> str:
    return row(found, id_, level).outcome


def broken(found: IncidentTrace) -> list[str]:
    """Everything that is not kept, nor open, nor beside the point."""
    return [f"{one.id}: {one.outcome}" for one in found.rows if one.outcome not in {"met", "not applicable", "open"}]


def with_target(book: Book, level: str, **targets: object) -> Book:
    """The book with other targets at a level."""
    levels = tuple(
        one.model_copy(update={"targets": one.targets.model_copy(update=targets)}) if one.id == level else one
        for one in book.severities.levels
    )
    return replace(book, severities=book.severities.model_copy(update={"levels": levels}))


def line_of(id_: str, needle: str) -> int:
    """The number of the only line of a record that holds a piece."""
    lines = [n for n, line in enumerate(incident_text(id_).split("\n"), 1) if needle in line]
    assert len(lines) == 1, lines
    return lines[0]
