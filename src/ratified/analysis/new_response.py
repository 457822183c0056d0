"""The part of a new record that says what is to be done: roles, escalations, the runbook's questions, evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratified.analysis.new_record import ASKED, quoted, sheet
from ratified.policy.roster.escalation_chain import rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from ratified.model.page import RunbookFront
    from ratified.policy import Book


@dataclass(frozen=True)
class NewExhibit:
    """A file that the record was drafted from: what it is, what it was called, its hash."""

    item: str
    source: str
    sha256: str


def role_lines(book: Book, runbook: RunbookFront | None, on: date) -> Iterator[str]:
    """Who serves in the roles that are needed, by the roster of the day."""
    parts = book.roles.parts
    needed = runbook.roles_required if runbook else (book.escalation.first_responder, parts.commander, parts.operations)
    for role, person, note in sheet(book, needed, on):
        yield f"#:    - {{role: {role}, person: {person or '<person>'}, since: <moment>}}  # {note}\n"


def escalation_lines(book: Book, level_id: str, on: date) -> Iterator[str]:
    """Whom the matrix asks for at a level."""
    level = book.level.get(level_id)
    for row in rows_of(book, level) if level else ():
        person = "".join(f"person: {person or '<person>'}, " for _, person, _ in sheet(book, [row.to], on))
        reached = f"{person}channel: {next(iter(row.channels), 'phone')}, answered: <moment>"
        yield f"#:    - {{at: <moment>, rows: [{row.id}], to: {row.to}, {reached}}}\n"


def step_lines(runbook: RunbookFront | None, id_: str, exhibits: tuple[NewExhibit, ...]) -> str:
    """The runbook's questions and its checks, and between them the evidence: what is there, and what it asks for."""
    if runbook is None:
        return _evidence(None, id_, exhibits) if exhibits else ""
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
{_evidence(runbook, id_, exhibits)}#:  validation:
{validation}#:  returned: {{at: <moment>, by: <person>, role: <role>}}
"""


def _evidence(runbook: RunbookFront | None, id_: str, exhibits: tuple[NewExhibit, ...]) -> str:
    """The files of an import are exhibits; who took them and where they are kept is asked."""
    there = "".join(
        f"""\
    - id: {id_}-E{number}
      item: {quoted(one.item)}
      source: {quoted(one.source)}
      sha256: {quoted(one.sha256)}
#:      collected_by: <person>
#:      collected: <moment>
#:      location: <where>
"""
        for number, one in enumerate(exhibits, 1)
    )
    asked = "".join(
        f"#:    - {{id: {id_}-E{number}, item: {quoted(item.item)}, source: {quoted(item.source)}, "
        "collected_by: <person>, collected: <moment>, sha256: <sha256>, location: <where>}\n"
        for number, item in enumerate(runbook.evidence if runbook else (), 1 + len(exhibits))
    )
    return f"{'' if exhibits else ASKED}  evidence:\n{there}{asked}"
