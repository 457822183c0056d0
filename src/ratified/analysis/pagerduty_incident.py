"""An incident of PagerDuty, as its REST API version 2 answers, with the log entries if they are there.

`GET /incidents/{id}` answers `{"incident": {...}}` and `GET /incidents/{id}/log_entries` `{"log_entries": [...]}`
(developer.pagerduty.com/api-reference, "Get an incident", "List log entries for an incident"). A resolved incident
lists no acknowledgement any more; its log entries do (`acknowledge_log_entry`). `priority` is an object of which
`summary` or `name` is shown; users are references with a `summary`, which is their name, or whole, with their `email`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.analysis.foreign_incident import ForeignEntry, ForeignIncident, ForeignMoment, ForeignPerson
from ratified.clock import moment

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ratified.analysis.json_fields import JsonFields

KIND = "a PagerDuty incident, from GET /incidents/{id}"
LOG_KIND = "log entries of PagerDuty, from GET /incidents/{id}/log_entries"
SIGNS = frozenset({"incident_number", "urgency", "acknowledgements", "last_status_change_at", "escalation_policy"})
"""Keys that an incident of PagerDuty has, and none of incident.io."""


def pagerduty_incident(incident: JsonFields, log: Sequence[JsonFields]) -> ForeignIncident:
    """An incident: it was created when the pager took the sign, which is when it reached us."""
    number = incident.number("incident_number")
    label = "PagerDuty incident" if number is None else f"PagerDuty incident {number}"
    acknowledged = [(row.moment("at"), row.name("at")) for row in incident.rows("acknowledgements")]
    entries = _in_order(log)
    acknowledged += [(at, row.name("created_at")) for at, row in entries if row.text("type") == "acknowledge_log_entry"]
    people = [_person(row.inner("acknowledger")) for row in incident.rows("acknowledgements")]
    people += [_person(row.inner("assignee")) for row in incident.rows("assignments")]
    people += [_person(incident.inner("last_status_change_by")), *(_person(row.inner("agent")) for row in log)]
    priority = incident.inner("priority")
    hints = (
        ("urgency", incident.text("urgency")),
        ("priority", priority.text("summary") or priority.text("name")),
    )
    return ForeignIncident(
        KIND,
        label,
        incident.text("title"),
        (*_moments(incident, label), *_first(acknowledged, label)),
        tuple(
            ForeignEntry(_said(row), f"{label}, {row.path}", at or None, _person(row.inner("agent")))
            for at, row in entries
            if _said(row).strip()
        ),
        tuple(people),
        tuple(
            (name, incident.text(key))
            for name, key in (("address", "html_url"), ("status", "status"))
            if incident.text(key)
        ),
        tuple((name, value) for name, value in hints if value),
    )


def _in_order(log: Sequence[JsonFields]) -> list[tuple[str, JsonFields]]:
    """Log entries with their moment, oldest first, and then those without one; the API lists the newest first."""
    rows = [(row.moment("created_at"), row) for row in log]
    dated = sorted((pair for pair in rows if pair[0]), key=lambda pair: moment(pair[0]))
    return dated + [pair for pair in rows if not pair[0]]


def _said(row: JsonFields) -> str:
    """What an entry says; one that says nothing is what its type is, since it has its moment."""
    summary = row.text("summary")
    return summary if summary.strip() else row.text("type")


def _moments(incident: JsonFields, label: str) -> Iterator[ForeignMoment]:
    """Resolving an incident ends the page. Whether anything is restored, no pager knows."""
    if at := incident.moment("created_at"):
        yield ForeignMoment(at, f"{label}, {incident.name('created_at')}", "detected", True)
    if at := incident.moment("resolved_at"):
        yield ForeignMoment(at, f"{label}, {incident.name('resolved_at')}", "restored")
    elif incident.text("status") == "resolved" and (at := incident.moment("last_status_change_at")):
        yield ForeignMoment(at, f"{label}, {incident.name('last_status_change_at')}, resolved", "restored")


def _first(acknowledged: Sequence[tuple[str, str]], label: str) -> Iterator[ForeignMoment]:
    found = [(at, where) for at, where in acknowledged if at]
    if found:
        at, where = min(found, key=lambda pair: moment(pair[0]))
        yield ForeignMoment(at, f"{label}, {where}", "acknowledged", True)


def _person(user: JsonFields) -> ForeignPerson:
    """Services and integrations act, too, and are nobody."""
    if user.text("type") not in {"user", "user_reference"}:
        return ForeignPerson()
    return ForeignPerson(user.text("name") or user.text("summary"), "", user.text("email"), user.text("id"))
