"""The record of an incident as it is opened: the stamps there are, and every line that is still to come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from string import Template
from typing import TYPE_CHECKING

from ratified.analysis.new_record import ASKED, HOW, front, next_id, quoted
from ratified.analysis.new_response import NewExhibit, escalation_lines, role_lines, step_lines
from ratified.model.incident_times import STAGES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ratified.model.prose import Page
    from ratified.policy import Book


@dataclass(frozen=True)
class NewStamp:
    """What a draft says beside a stage: its moment where there is one, and a remark; a remark alone is no stamp."""

    at: str | None
    remark: str


@dataclass(frozen=True)
class KnownFacts:
    """What a draft knows besides. `about` and `hints` are lines of comments; `timeline` are rows to be filled in."""

    about: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    ticket: str | None = None
    timeline: tuple[str, ...] = ()
    exhibits: tuple[NewExhibit, ...] = ()


@dataclass(frozen=True)
class OpenedIncident:
    """What has to be said of an incident: what it is, where it came from, when it was first noticed (RFC 3339).

    Without `stamps` the moment is the stamp detected. None of the texts spans lines, but for the title.
    """

    title: str | None
    source: str | None
    noticed: str
    level: str
    page: Page | None = None
    stamps: Mapping[str, NewStamp] | None = None
    known: KnownFacts = KnownFacts()


def incident_id(book: Book, noticed: str) -> str:
    """The next id of the year in which it was first noticed."""
    return next_id("INC", datetime.fromisoformat(noticed).year, 3, book.incident)


def incident_record(book: Book, opened: OpenedIncident) -> str:
    """The text of a record, to be kept under `data/incidents/`."""
    runbook = front(opened.page) if opened.page else None
    id_, on = incident_id(book, opened.noticed), datetime.fromisoformat(opened.noticed).date()
    known = opened.known
    return _RECORD.substitute(
        how=HOW + _comments("", known.about),
        id=id_,
        title=f"title: {quoted(opened.title) if opened.title else '<what happened>'}",
        ticket=_or_asked("", "ticket", quoted(known.ticket) if known.ticket else None, "number"),
        runbooks=f"runbooks: [{{id: {runbook.id}}}]" if runbook else "#:runbooks: [{id: <RB-01>}]",
        origin=f"origin: {{intake: {opened.source}}}"
        if opened.source
        else f"{ASKED}origin: {{intake: <one of {', '.join(book.source)}>}}",
        mark="" if any(stamp.at for stamp in _stamps(opened).values()) else ASKED,  # a key without a value is a fault
        stages="".join(_stages(opened)),
        level=opened.level,
        hints=_comments("  ", known.hints),
        roles="".join(role_lines(book, runbook, on)),
        escalations="".join(escalation_lines(book, opened.level, on)),
        timeline="".join(f"{ASKED}    - {row}\n" for row in known.timeline or (_TIMELINE,)),
        steps=step_lines(runbook, id_, known.exhibits),
        notifications="".join(
            f"    - {{clock: {scoped.clock}, decision: pending}}\n" for scoped in book.notifications.in_scope
        ),
    )


_TIMELINE = "{at: <moment>, by: <person>, kind: observe, text: <what>}"


def _comments(indent: str, lines: tuple[str, ...]) -> str:
    return "".join(f"{indent}# {line}\n" for line in lines)


def _or_asked(indent: str, key: str, value: str | None, asked: str) -> str:
    return f"{indent}{key}: {value}" if value is not None else f"{ASKED}{indent}{key}: <{asked}>"


def _stamps(opened: OpenedIncident) -> Mapping[str, NewStamp]:
    return opened.stamps if opened.stamps is not None else {"detected": NewStamp(opened.noticed, "")}


def _stages(opened: OpenedIncident) -> Iterator[str]:
    for stage in STAGES:
        stamp = _stamps(opened).get(stage, NewStamp(None, ""))
        yield f"{_or_asked('    ', stage, stamp.at, 'moment')}{'  # ' if stamp.remark else ''}{stamp.remark}\n"


_RECORD = Template("""\
# yaml-language-server: $$schema=../../schemas/incident.schema.json
${how}id: $id
$title
status: draft  # declared once the timestamp and the severity are in, then closed
#:codename: <a neutral word>
$ticket
$runbooks
$origin
${mark}times:
  # Write each with its offset, 2026-11-20T14:20+01:00. One that never came goes under not_applicable.
${mark}  stages:
${stages}#:  clocks:
#:    discovery: <moment>
#:    awareness: <moment>
#:  awareness: {by: <person>, role: <role>, facts: <which facts>}
#:  not_applicable:
#:    - {stamp: <stage>, reason: <why not>}
classification:
#:  scenario: <scenario>
  # Highest match wins, and unsure means higher. Cite the criterion.
${hints}#:  severity:
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
$timeline$steps  # One row for each clock in scope: notify, not-required or pending.
  notifications:
$notifications# Targets that were missed, entered before closing.
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
