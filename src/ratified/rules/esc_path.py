"""ESC-03: escalation that leads nowhere, by an unknown role or by going round in a circle."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from ratified.book.escalating import chains, fallback_loops, rows_of
from ratified.book.roster import title
from ratified.model.place import Place
from ratified.model.severities import EscalationRow, Level
from ratified.rules.rule import Case, Hit, rule


@rule("ESC-03", "error", "A path that leads nowhere")
def path_dead(case: Case) -> Iterator[Hit]:
    """A role of a row, of its fallback, or the first responder is not in `data/roles.yml`; a row tells the
    role that it comes from, or falls back to the role that did not answer; the fallbacks of one severity or
    trigger come back to a role that was asked already; a row tells a role that knew before; or a row of a
    severity starts at a role that no row from the first responder reaches.

    **Why it matters.** The matrix looks complete and calls the same silent people again. That is found out
    in the one night when it counts.

    **To mend it.** Name another role as fallback, last of all one that is always reached; let each row start
    at a role that was told before.

    **Protects.** CC7.4-PF06, CC7.4-PF01
    """
    yield from _unknown_roles(case)
    by_condition = sorted(case.book.escalation.rows, key=lambda row: (row.severity or "", row.trigger or ""))
    for _, rows in groupby(by_condition, key=lambda row: (row.severity, row.trigger)):
        yield from _circles(case, list(rows))
    for level in case.book.severities.levels:
        yield from _dead_starts(case, level)


def _unknown_roles(case: Case) -> Iterator[Hit]:
    escalation = case.book.escalation
    named: list[tuple[str, Place, str | None]] = [(escalation.first_responder, escalation.at("first_responder"), None)]
    for row in escalation.rows:
        named += [(row.from_, row.at("from"), row.id), (row.to, row.at("to"), row.id)]
        if row.if_no_ack:
            named.append((row.if_no_ack.to, row.if_no_ack.at("to"), row.id))
    for role, place, subject in named:
        if role not in case.book.role and role not in case.book.outside_role:
            what = f"{subject or 'first_responder'} leads to {role!r}, which data/roles.yml does not have"
            yield Hit(place, what, "write the id of a role in data/roles.yml", subject)


def _circles(case: Case, rows: list[EscalationRow]) -> Iterator[Hit]:
    for row in rows:
        if row.from_ == row.to:
            what = f"{row.id} has {row.to} tell themselves"
            yield Hit(row.at("to"), what, "name another role in to", row.id)
    for row, asked in fallback_loops(rows):
        names = " -> ".join(title(case.book, role) for role in asked)
        what = f"the fallbacks of {row.id} go round: {names}"
        place = row.if_no_ack.at("to") if row.if_no_ack else row.at()
        yield Hit(place, what, "let one of them fall back to a role outside the circle", row.id)


def _dead_starts(case: Case, level: Level) -> Iterator[Hit]:
    known = chains(case.book, level)
    for row in rows_of(case.book, level):
        if row.from_ == row.to:
            continue
        if row.from_ not in known:
            what = f"{row.id} starts at {row.from_}, whom no row of {level.id} reaches"
            yield Hit(row.at("from"), what, f"add a row of {level.id} to {row.from_}", row.id)
        elif row.to in known[row.from_].roles:
            way = " -> ".join(title(case.book, role) for role in (*known[row.from_].roles, row.to))
            what = f"{row.id} tells {row.to}, who knew before: {way}"
            yield Hit(row.at("to"), what, "let it lead to a role that is not told yet", row.id)
