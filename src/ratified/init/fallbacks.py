"""Whom to ask when nobody answers, so that it is never the person who did not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ratified.policy.roster.escalation_chain import fallback_loops
from ratified.policy.roster.first_asked import falls_to_same

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from ratified.model.severities import EscalationRow
    from ratified.policy import Book

_LAST = re.compile(r"(if_no_ack: \{after: \S+, to: )([a-z0-9-]+)(\})")
_ORDER = (
    *("security-lead", "incident-commander", "operations-lead", "legal-counsel", "executive-sponsor"),
    *("communications-lead", "privacy-officer", "outside-counsel"),
)
"""Who is asked in another's place, the first whom it fits."""


def led_elsewhere(text: str, book: Book, day: date) -> str:
    """`data/escalation.yml`, a row a line, with each fallback led elsewhere that would ask the same person again."""
    rows = list(book.escalation.rows)
    for index, row in enumerate(rows):
        alike = [one for one in rows if (one.severity, one.trigger) == (row.severity, row.trigger)]
        if row.if_no_ack is None or _fits(book, row, row.if_no_ack.to, alike, day):
            continue
        found = next((role for role in _known(book) if _fits(book, row, role, alike, day)), None)
        if found:
            rows[index] = _led(row, found)
            text = _in_line(text, row.id, found)
    return text


def _known(book: Book) -> Iterator[str]:
    return (role for role in _ORDER if role in book.role or role in book.outside_role)


def _fits(book: Book, row: EscalationRow, role: str, alike: Sequence[EscalationRow], day: date) -> bool:
    """Whether somebody else is reached by a role, who neither asks nor was asked before."""
    if role in {row.to, row.from_} or falls_to_same(book, row.to, role, day):
        return False
    led = [_led(one, role) if one.id == row.id else one for one in alike]
    return not any(one.id == row.id for one, _ in fallback_loops(led))


def _led(row: EscalationRow, role: str) -> EscalationRow:
    if row.if_no_ack is None:
        return row
    return row.model_copy(update={"if_no_ack": row.if_no_ack.model_copy(update={"to": role})})


def _in_line(text: str, id_: str, role: str) -> str:
    lines = text.split("\n")
    number = next(i for i, line in enumerate(lines) if f"{{id: {id_}," in line)
    lines[number] = _LAST.sub(lambda found: f"{found[1]}{role}{found[3]}", lines[number])
    return "\n".join(lines)
