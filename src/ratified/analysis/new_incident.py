"""The record of an incident as it is opened: the stamps there are, and every line that is still to come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from string import Template
from typing import TYPE_CHECKING

from ratified.analysis.new_record import HOW, front, next_id, quoted, sheet
from ratified.policy.roster.escalation_chain import rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ratified.model.page import RunbookFront
    from ratified.model.prose import Page
    from ratified.policy import Book


@dataclass(frozen=True)
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
    id_, on = incident_id(book, opened.detected), datetime.fromisoformat(opened.detected).date()
    return _RECORD.substitute(
        how=HOW,
        id=id_,
        title=quoted(opened.title),
        runbooks=f"runbooks: [{{id: {runbook.id}}}]" if runbook else "#:runbooks: [{id: <RB-01>}]",
        source=opened.source,
        detected=opened.detected,
        level=opened.level,
        roles="".join(_roles(book, runbook, on)),
        escalations="".join(_escalations(book, opened.level, on)),
        steps=_steps(runbook, id_) if runbook else "",
        notifications="".join(
            f"    - {{clock: {scoped.clock}, decision: pending}}\n" for scoped in book.notifications.in_scope
        ),
    )


_RECORD = Template("""\
# yaml-language-server: $$schema=../../schemas/incident.schema.json
${how}id: $id
title: $title
status: draft  # declared once the stamp and the severity are in, then closed
#:codename: <a neutral word>
#:ticket: <number>
$runbooks
origin: {intake: $source}
times:
  # Write each with its offset, 2026-11-20T14:20+01:00. One that never came goes under not_applicable.
  stages:
#:    occurred_from: <moment>
#:    occurred_to: <moment>
    detected: $detected
#:    reported: <moment>
#:    triaged: <moment>
#:    declared: <moment>
#:    acknowledged: <moment>
#:    commander_named: <moment>
#:    containment_decided: <moment>
#:    contained: <moment>
#:    eradicated: <moment>
#:    restored: <moment>
#:    validated: <moment>
#:    closed: <moment>
#:  clocks:
#:    discovery: <moment>
#:    awareness: <moment>
#:  awareness: {by: <person>, role: <role>, facts: <which facts>}
#:  not_applicable:
#:    - {stamp: <stamp>, reason: <why not>}
classification:
#:  scenario: <scenario>
  # Highest match wins, and unsure means higher. Cite the criterion.
#:  severity:
#:    - {at: <moment>, level: $level, criteria: [<S2-C1>], by: <person>, role: <role>}
#:  triggers:
#:    - {id: <personal-data>, at: <moment>}
  impact:
    # none, possible, confidential or personal: unknown is possible
    data: possible
#:    text: <what was hit and how it is known>
#:    systems: [<system>]
#:    lasted: <2h>
response:
  # Who serves, and from when; the roster's names on the day.
#:  roles:
$roles  # Whom the matrix asks for. Without answered it is an attempt.
#:  escalations:
$escalations#:  timeline:
#:    - {at: <moment>, by: <person>, kind: observe, text: <what>}
$steps  # One row for each clock in scope: notify, not-required or pending.
  notifications:
$notifications# Promises that were not kept, entered before closing.
#:deviations:
#:  - {promise: <target or row>, took: <75m>, reason: <why>, accepted_by: <person>}
# The review, once it is closed.
#:review:
#:  held: <moment>
#:  published: <moment>
#:  facilitator: <person who neither commanded nor owns the control>
#:  attendees: [{role: <role>, person: <person>}]
#:  root_cause: {category: <missing-control>, text: <why our controls let it happen>}
#:  contributing: [<what made it possible>]
#:  detection_gap: <how long until we saw it and why>
#:  improvement: {decision: <change or no-change>, reason: <why>, signed_by: <person>, signed_on: <day>}
#:corrective_actions:
#:  - id: $id-A1
#:    text: <what changes>
#:    kind: <preventive, detective or corrective>
#:    role: <role>
#:    owner: <person>
#:    priority: <high, medium or low>
#:    due: <day>
#:governance:
#:  disclosure: {significant: <true or false>, reason: <why>, decided_by: <person>, decided_on: <day>}
#:  full_record: {sha256: <sha256 of the full record>, location: <where>}
""")


def _roles(book: Book, runbook: RunbookFront | None, on: date) -> Iterator[str]:
    parts = book.roles.parts
    needed = runbook.roles_required if runbook else (book.escalation.first_responder, parts.commander, parts.operations)
    for role, person, note in sheet(book, needed, on):
        yield f"#:    - {{role: {role}, person: {person or '<person>'}, since: <moment>}}  # {note}\n"


def _escalations(book: Book, level_id: str, on: date) -> Iterator[str]:
    level = book.level.get(level_id)
    for row in rows_of(book, level) if level else ():
        person = "".join(f"person: {person or '<person>'}, " for _, person, _ in sheet(book, [row.to], on))
        reached = f"{person}channel: {next(iter(row.channels), 'phone')}, answered: <moment>"
        yield f"#:    - {{at: <moment>, rows: [{row.id}], to: {row.to}, {reached}}}\n"


def _steps(runbook: RunbookFront, id_: str) -> str:
    """The runbook's questions, its evidence and its checks."""
    decisions = "".join(
        f"""\
#:    - id: {id_}-D{number}
#:      at: <moment>
#:      question: {quoted(decision.question)}
#:      options: [{", ".join(map(quoted, decision.options))}]
#:      chosen: <one of them>
#:      reason: <why>
#:      by: <person>
#:      role: {decision.owner_role}
#:      answers: {decision.id}
"""
        for number, decision in enumerate(runbook.decisions, 1)
    )
    evidence = "".join(
        f"#:    - {{id: {id_}-E{number}, item: {quoted(item.item)}, source: {quoted(item.source)}, "
        "collected_by: <person>, collected: <moment>, sha256: <sha256>, location: <where>}\n"
        for number, item in enumerate(runbook.evidence, 1)
    )
    validation = "".join(
        f"#:    - {{check: {quoted(check.check)}, result: <passed or failed>, by: <person>, "
        f"role: {check.owner_role}, at: <moment>}}\n"
        for check in runbook.validation
    )
    return f"""\
#:  decisions:
{decisions}#:  actions:
#:    - {{at: <moment>, kind: contain, by: <person>, what: <what was done>}}
#:    - {{at: <moment>, kind: eradicate, by: <person>, what: <what was done>}}
#:    - {{at: <moment>, kind: recover, by: <person>, what: <what was done>}}
#:  evidence:
{evidence}#:  validation:
{validation}#:  returned: {{at: <moment>, by: <person>, role: <role>}}
"""
