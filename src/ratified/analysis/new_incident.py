"""The record of an incident as it is opened: the stamps there are, and every line that is still to come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from ratified.analysis.new_record import HOW, asked, front, next_id, quoted, row, sheet
from ratified.policy.roster.escalation_chain import rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratified.model.page import RunbookFront
    from ratified.model.prose import Page
    from ratified.policy import Book

_WHEN, _WHO = ("at", "<moment>"), ("by", "<person>")
_KEPT = (
    ("collected_by", "<person>"),
    ("collected", "<moment>"),
    ("sha256", "<sha256>"),
    ("location", "<where>"),
)


@dataclass(frozen=True, slots=True)
class OpenedIncident:
    """What has to be said of an incident: what it is, where it came from, when a sign first reached us (RFC 3339)."""

    title: str
    source: str
    detected: str
    level: str
    page: Page | None = None


def incident_id(book: Book, detected: str) -> str:
    """The next id of the year in which it was detected."""
    return next_id("INC", datetime.fromisoformat(detected).year, 3, book.incident)


def incident_record(book: Book, opened: OpenedIncident) -> str:
    """The text of a record, to be kept under `data/incidents/`."""
    runbook = front(opened.page) if opened.page else None
    parts = (*_head(book, opened), *_facts(opened), *_response(book, opened, runbook), *_end(book, opened))
    return "\n".join(parts) + "\n"


def _head(book: Book, opened: OpenedIncident) -> Iterator[str]:
    yield "# yaml-language-server: $schema=../../schemas/incident.schema.json"
    yield from HOW
    yield f"id: {incident_id(book, opened.detected)}"
    yield f"title: {quoted(opened.title)}"
    yield "status: draft  # declared once the stamp and the severity are in, then closed"
    yield from asked(["codename: <a neutral word>", "ticket: <number>"])
    if opened.page is not None:
        yield f"runbooks: [{{id: {front(opened.page).id}}}]"
    else:
        yield from asked(["runbooks: [{id: <RB-01>}]"])
    yield f"origin: {{intake: {opened.source}}}"


_STAGES = ("reported", "triaged", "declared", "acknowledged", "commander_named", "containment_decided")
_LATER = ("contained", "eradicated", "restored", "validated", "closed")


def _facts(opened: OpenedIncident) -> Iterator[str]:
    yield "times:"
    yield "  # Write each with its offset, 2026-11-20T14:20+01:00. One that never came goes under not_applicable."
    yield "  stages:"
    yield from asked(["    occurred_from: <moment>", "    occurred_to: <moment>"])
    yield f"    detected: {opened.detected}"
    yield from asked(f"    {stage}: <moment>" for stage in (*_STAGES, *_LATER))
    yield from asked(["  clocks:", "    discovery: <moment>", "    awareness: <moment>"])
    yield from asked(["  awareness: {by: <person>, role: <role>, facts: <which facts>}"])
    yield from asked(["  not_applicable:", row([("stamp", "<stamp>"), ("reason", "<why not>")], 4)])
    yield "classification:"
    yield from asked(["  scenario: <scenario>"])
    yield "  # Highest match wins, and unsure means higher. Cite the criterion."
    said = [
        ("at", "<moment>"),
        ("level", opened.level),
        ("criteria", "[<S2-C1>]"),
        ("by", "<person>"),
        ("role", "<role>"),
    ]
    yield from asked(["  severity:", row(said, 4)])
    yield from asked(["  triggers:", row([("id", "<personal-data>"), ("at", "<moment>")], 4)])
    yield "  impact:"
    yield "    # none, possible, confidential or personal: unknown is possible"
    yield "    data: possible"
    yield from asked(["    text: <what was hit and how it is known>", "    systems: [<system>]", "    lasted: <2h>"])


def _response(book: Book, opened: OpenedIncident, runbook: RunbookFront | None) -> Iterator[str]:
    on, id_ = datetime.fromisoformat(opened.detected).date(), incident_id(book, opened.detected)
    yield "response:"
    parts = book.roles.parts
    needed = runbook.roles_required if runbook else (book.escalation.first_responder, parts.commander, parts.operations)
    yield "  # Who serves, and from when; the roster's names on the day."
    yield from asked(["  roles:"])
    for role, person, note in sheet(book, needed, on):
        yield from asked([row([("role", role), ("person", person or "<person>"), ("since", "<moment>")], 4, note)])
    yield "  # Whom the matrix asks for. Without answered it is an attempt."
    yield from asked(["  escalations:"])
    level = book.level.get(opened.level)
    for told in rows_of(book, level) if level else ():
        named = [("person", person or "<person>") for _, person, _ in sheet(book, [told.to], on)]
        reached = [*named, ("channel", next(iter(told.channels), "phone")), ("answered", "<moment>")]
        yield from asked([row([_WHEN, ("rows", f"[{told.id}]"), ("to", told.to), *reached], 4)])
    yield from asked(["  timeline:", row([_WHEN, _WHO, ("kind", "observe"), ("text", "<what>")], 4)])
    yield from _by_runbook(runbook, id_)
    yield "  # One row for each clock in scope: notify, not-required or pending."
    yield "  notifications:"
    for scoped in book.notifications.in_scope:
        yield row([("clock", scoped.clock), ("decision", "pending")], 4)


def _by_runbook(runbook: RunbookFront | None, id_: str) -> Iterator[str]:
    """The runbook's questions, its evidence and its checks."""
    if runbook is None:
        return
    yield from asked(["  decisions:"])
    for number, decision in enumerate(runbook.decisions, 1):
        options = ", ".join(quoted(option) for option in decision.options)
        yield from asked(
            [
                f"    - id: {id_}-D{number}",
                "      at: <moment>",
                f"      question: {quoted(decision.question)}",
                f"      options: [{options}]",
                "      chosen: <one of them>",
                "      reason: <why>",
                "      by: <person>",
                f"      role: {decision.owner_role}",
                f"      answers: {decision.id}",
            ]
        )
    yield from asked(["  actions:"])
    for kind in ("contain", "eradicate", "recover"):
        yield from asked(
            [row([("at", "<moment>"), ("kind", kind), ("by", "<person>"), ("what", "<what was done>")], 4)]
        )
    yield from asked(["  evidence:"])
    for number, item in enumerate(runbook.evidence, 1):
        kept = [
            ("collected_by", "<person>"),
            ("collected", "<moment>"),
            ("sha256", "<sha256>"),
            ("location", "<where>"),
        ]
        yield from asked(
            [row([("id", f"{id_}-E{number}"), ("item", quoted(item.item)), ("source", quoted(item.source)), *kept], 4)]
        )
    yield from asked(["  validation:"])
    for check in runbook.validation:
        made = [("result", "<passed or failed>"), _WHO, ("role", check.owner_role), _WHEN]
        yield from asked([row([("check", quoted(check.check)), *made], 4)])
    yield from asked(["  returned: {at: <moment>, by: <person>, role: <role>}"])


def _end(book: Book, opened: OpenedIncident) -> Iterator[str]:
    id_ = incident_id(book, opened.detected)
    yield "# Promises that were not kept, entered before closing."
    deviation = [("promise", "<target or row>"), ("took", "<75m>"), ("reason", "<why>"), ("accepted_by", "<person>")]
    yield from asked(["deviations:", row(deviation, 2)])
    yield "# The review, once it is closed."
    yield from asked(
        [
            "review:",
            "  held: <moment>",
            "  published: <moment>",
            "  facilitator: <person who neither commanded nor owns the control>",
            "  attendees: [{role: <role>, person: <person>}]",
            "  root_cause: {category: <missing-control>, text: <why our controls let it happen>}",
            "  contributing: [<what made it possible>]",
            "  detection_gap: <how long until we saw it and why>",
            "  improvement: {decision: <change or no-change>, reason: <why>, signed_by: <person>, signed_on: <day>}",
            "corrective_actions:",
            f"  - id: {id_}-A1",
            "    text: <what changes>",
            "    kind: <preventive, detective or corrective>",
            "    role: <role>",
            "    owner: <person>",
            "    priority: <high, medium or low>",
            "    due: <day>",
            "governance:",
            "  disclosure: {significant: <true or false>, reason: <why>, decided_by: <person>, decided_on: <day>}",
            "  full_record: {sha256: <sha256 of the full record>, location: <where>}",
        ]
    )
