"""Fields of records that a promise may name as its proof, and the last record that has one.

Incidents and exercises have no models yet: `INCIDENT` and `EXERCISE` declare their fields by hand until they do, and
no record of theirs is read. The other kinds are the fields of models that a book holds today.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import NamedTuple

from ratified.book.book import Book
from ratified.model.entry import Entry
from ratified.model.governance import DismissedEvent, NilStatement
from ratified.model.notifications import ScopedClock
from ratified.model.people import Training

INCIDENT = """
id policy_version source runbooks full_record.sha256 amendments.at
occurred_from occurred_to detected_at reported_at triaged_at declared_at acknowledged_at commander_named_at
contained_at eradicated_at restored_at validated_at closed_at
discovery_at aware_at aware_decided_by aware_reason determination_at vendor.received_at vendor.aware_at
severity_history.at severity_history.to severity_history.criterion severity_history.by_role severity_history.reason
impact.systems impact.data_categories impact.subjects impact.jurisdictions
roles.role roles.person roles.from roles.until
escalations.to_role escalations.trigger escalations.channel escalations.at escalations.answered_at
timeline.at timeline.entered_at decisions.at decisions.chosen decisions.rationale decisions.approver
actions.at actions.by actions.result actions.approved_by actions.change_ticket
evidence.at evidence.sha256 evidence.collected_by evidence.custody evidence.legal_hold
notifications.applies notifications.reason notifications.assessed_at notifications.approved_by notifications.assumed
notifications.due_at notifications.sent_at notifications.recipient notifications.proof notifications.late_reason
notifications.delay_basis updates.at updates.next_at posts.at posts.approved_by
validation.check validation.by validation.at deviations.reason deviations.accepted_by
review.held_at review.published_at review.facilitator review.attendees review.root_cause review.factors
review.detection_gap review.severity_confirmed review.deviations review.decision review.signed_by
corrective_actions.owner corrective_actions.type corrective_actions.priority corrective_actions.due
corrective_actions.extended corrective_actions.closed_at corrective_actions.closure_evidence
corrective_actions.effective_at description_disclosure.significant description_disclosure.approved_by
"""

EXERCISE = """
date start end objectives policy_version scenario scenario_reason runbooks absent_key_person clocks_exercised
participants.role participants.signed_on participants.made_up_on
decisions.phase decisions.clause decisions.by_role decisions.at
report.issued_on report.approved_by follow_ups.owner follow_ups.due
"""

_DECLARED: Mapping[str, str] = {"incident": INCIDENT, "exercise": EXERCISE}
_MODELS: Mapping[str, type[Entry]] = {
    "event": DismissedEvent,
    "statement": NilStatement,
    "training": Training,
    "clock": ScopedClock,
}


def _fields() -> Iterator[str]:
    for kind, names in _DECLARED.items():
        yield from (f"{kind}.{name}" for name in names.split())
    for kind, model in _MODELS.items():
        yield from (f"{kind}.{name}" for name in model.model_fields if name != "spot")


FIELDS = frozenset(_fields())
"""Every field by its dotted path: the kind of record, then its keys."""


class LastRecord(NamedTuple):
    """A record that has a field: its id, and the day it speaks of."""

    id: str
    day: date


def last_record(book: Book, field: str, as_of: date) -> LastRecord | None:
    """The last record up to a day in which a field is set; None where there is none yet."""
    kind, _, name = field.partition(".")
    days = _DAYS.get(kind)
    found = [
        LastRecord(id_, day)
        for id_, day, entry in (days(book) if days else ())
        if getattr(entry, name, None) is not None and day is not None and day <= as_of
    ]
    return max(found, key=lambda record: (record.day, record.id), default=None)


_Dated = Iterator[tuple[str, date | None, Entry]]


def _events(book: Book) -> _Dated:
    for event in book.events.dismissed:
        at = datetime.fromisoformat(event.decided_at) if event.decided_at else None
        yield event.id, at.astimezone(UTC).date() if at else None, event


def _statements(book: Book) -> _Dated:
    return ((s.id, s.signed_on, s) for s in book.events.nil_statements)


def _trainings(book: Book) -> _Dated:
    return ((person.id, t.finished, t) for person in book.people.people for t in person.trained)


def _clocks(book: Book) -> _Dated:
    return ((row.clock, row.verified_on, row) for row in book.notifications.in_scope)


_DAYS = {"event": _events, "statement": _statements, "training": _trainings, "clock": _clocks}
