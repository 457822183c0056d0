"""An incident of incident.io, as version 2 of its API answers `GET /v2/incidents/{id}`: `{"incident": {...}}`.

Fields as api-docs.incident.io has them under "Incidents V2", "Show": `incident_timestamp_values` is a list of
`{"incident_timestamp": {"id", "name", "rank"}, "value": {"value": MOMENT}}`, where each company names its timestamps
itself (`Reported at`, `Impact started`). In its place an older export has `incident_timestamps`, as here or as
`{"name", "last_occurred_at"}`, which version 1 called `timestamps`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ratified.analysis.foreign_incident import ForeignIncident, ForeignMoment, ForeignPerson
from ratified.analysis.stage_names import stage_named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratified.analysis.json_fields import JsonFields

KIND = "an incident of incident.io, from GET /v2/incidents/{id}"
SIGNS = frozenset(
    {"reference", "incident_timestamp_values", "incident_timestamps", "incident_status", "permalink", "incident_type"}
)
"""Keys that an incident of incident.io has, and none of PagerDuty."""
_REFERENCE = re.compile(r"[A-Z]{1,12}-[0-9]{1,9}")
_LISTS = ("incident_timestamp_values", "incident_timestamps")
_OF_THE_PROGRAM = frozenset({"declared", "closed"})
"""What incident.io stamps itself, in its own sense: there an incident is declared when its channel is opened."""


def incident_io_incident(incident: JsonFields) -> ForeignIncident:
    """An incident. Its summary is somebody's words at no moment, and so no line of the timeline."""
    reference = incident.text("reference")
    label = f"incident.io {reference}" if _REFERENCE.fullmatch(reference) else "incident.io incident"
    about = (
        *((("reference", "reference"),) if reference not in label else ()),
        ("address", "permalink"),
        ("postmortem", "postmortem_document_url"),
        ("summary", "summary"),
    )
    severity = incident.inner("severity").text("name")
    return ForeignIncident(
        KIND,
        label,
        incident.text("name"),
        tuple(_moments(incident, label)),
        (),
        tuple(_people(incident)),
        tuple((name, incident.text(key)) for name, key in about if incident.text(key)),
        (("severity", severity),) if severity else (),
    )


def _moments(incident: JsonFields, label: str) -> Iterator[ForeignMoment]:
    for key in _LISTS:
        for row in incident.rows(key):
            name = row.inner("incident_timestamp").text("name") or row.text("name")
            at = row.inner("value").moment("value") or row.moment("last_occurred_at")
            if name and at:
                stage, exact = stage_named(name)
                claims = exact and stage not in _OF_THE_PROGRAM
                yield ForeignMoment(at, f"{label}, {row.path}: {name}", stage, claims)
    if at := incident.moment("created_at"):
        yield ForeignMoment(at, f"{label}, {incident.name('created_at')}", "reported")


def _people(incident: JsonFields) -> Iterator[ForeignPerson]:
    for row in incident.rows("incident_role_assignments"):
        yield _person(row.inner("assignee"))
    yield _person(incident.inner("creator").inner("user"))


def _person(user: JsonFields) -> ForeignPerson:
    return ForeignPerson(user.text("name"), "", user.text("email"))
