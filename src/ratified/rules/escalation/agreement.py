"""ESC-10: the policy, the matrix, its triggers and the rotations name one next person, after one time."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from ratified.clock import plus
from ratified.policy.roster.holders import title
from ratified.policy.roster.ladder import COMMANDER_SILENT, commander_silent
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, hit_at, rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ratified.model.duration import Duration
    from ratified.model.people import NoAnswer
    from ratified.model.prose import MacroCall, Page, TextBlock
    from ratified.model.severities import EscalationRow
    from ratified.policy import Book

_STOP = re.compile(r"[.!?](?=\s)")
"""Where a sentence ends; macro calls are blanked out of what is searched."""

_NAMING = frozenset({"role", "held_by"})


@rule("ESC-10", "warning", "Two answers to who is asked next", since="0.2.0")
def next_disputed(case: RuleInput) -> RuleHits:
    """What is said twice about silence differs:

    * a row with the trigger `commander-silent` whose `if_no_ack` names another role, or another time, than every row of
      a severity that calls the same role; of another trigger, than every such row with the same `within`;
    * the same of the `if_no_ack` of a rotation, whose time is counted from the first page: `backup_after` and `after`;
    * a row with the trigger `commander-silent` that calls neither the commander nor a role that a row to the commander
      falls back to;
    * a row whose trigger has the id of a limit in `data/limits.yml`, with another `within`;
    * a sentence of a governed page or a runbook that shows `limit("commander-silent")` and names a role that is not
      asked then.

    **Why it matters.** Start here, People and the runbooks show one list of names, by the rows. At night somebody reads
    the clause instead and calls another, and an assessor reads both.

    **How to fix it.** Decide for one, and write the same role and time in each place.

    **Protects.** CC7.4-PF06, CC7.4-PF01
    """
    yield from _triggers(case.book)
    yield from _rotations(case.book)
    yield from _commander(case.book)
    yield from _sentences(case.book)


def _triggers(book: Book) -> RuleHits:
    for row in book.escalation.rows:
        if row.trigger is None:
            continue
        if row.if_no_ack:
            every = row.trigger == COMMANDER_SILENT
            others = [one for one in _by_severity(book, row.to) if every or str(one.within) == str(row.within)]
            yield from _differs(book, row.id, row.to, row.if_no_ack, row.if_no_ack.after, others)
        limit = book.within(row.trigger)
        if limit and row.within and str(limit) != str(row.within):
            what = f"{row.id} says within {row.within}, and the limit {row.trigger} says {limit}"
            yield hit_at(row, "within", what, "write one time in both")


def _rotations(book: Book) -> RuleHits:
    for one in book.oncall.rotations:
        later = one.if_no_ack
        if later:
            after = plus(*(wait for wait in (one.backup_after, later.after) if wait))
            yield from _differs(book, one.id, one.role, later, after, _by_severity(book, one.role))


def _by_severity(book: Book, role: str) -> list[EscalationRow]:
    return [row for row in book.escalation.rows if row.severity and row.to == role and row.if_no_ack]


def _differs(
    book: Book, id_: str, role: str, later: NoAnswer, after: Duration, others: Sequence[EscalationRow]
) -> RuleHits:
    said = [(one.id, one.if_no_ack) for one in others if one.if_no_ack]
    if not said or any(other.to == later.to and str(other.after) == str(after) for _, other in said):
        return
    same = [pair for pair in said if pair[1].to == later.to]
    other_id, other = (same or said)[0]
    what = (
        f"{id_}: when {title(book, role)} does not answer, {title(book, later.to)} is asked after {after}; by "
        f"{other_id} it is {title(book, other.to)} after {other.after}"
    )
    yield RuleHit(later.at("after" if same else "to"), what, "write one role and one time in both", id_)


def _commander(book: Book) -> RuleHits:
    commander = book.roles.parts.commander
    next_ = {row.if_no_ack.to for row in book.escalation.rows if row.to == commander and row.if_no_ack}
    for row in book.escalation.rows:
        if row.trigger == COMMANDER_SILENT and next_ and row.to not in {commander, *next_}:
            named = " or ".join(title(book, one) for one in sorted(next_))
            what = f"{row.id} calls {title(book, row.to)}; rows to {title(book, commander)} fall back to {named}"
            yield hit_at(row, "to", what, "name the same role in both")


def _sentences(book: Book) -> RuleHits:
    asked = {one.role for one in commander_silent(book)}
    for page in book.markdown if asked else ():
        if not page.runbook and not book.documents_of(page.path):
            continue
        for call in _named(page):
            role = call.text(0) or ""
            if role not in asked and (role in book.role or role in book.outside_role):
                names = ", ".join(title(book, one.role) for one in commander_silent(book))
                what = f"{title(book, role)} is named for when a commander is silent; the matrix asks {names}"
                yield RuleHit(call.place, what, "name a role of the matrix, or change its rows", role)


def _named(page: Page) -> Iterator[MacroCall]:
    """The calls that name a role in a sentence which shows the limit."""
    limits = [one for one in page.calls if one.name == "limit" and one.text(0) == COMMANDER_SILENT]
    for block in page.blocks if limits else ():
        stops = [found.end() for found in _STOP.finditer("\n".join(block.source))]
        inside = [one for one in page.calls if block.place.line <= one.place.line <= block.last_line]
        there = {bisect_right(stops, _offset(block, one)) for one in inside if one in limits}
        for one in inside:
            if one.name in _NAMING and bisect_right(stops, _offset(block, one)) in there:
                yield one


def _offset(block: TextBlock, call: MacroCall) -> int:
    """Where a call begins in the lines of its block."""
    before = block.source[: call.place.line - block.place.line]
    return sum(len(line) + 1 for line in before) + call.place.column - 1
