"""ESC-03, ESC-08 and ESC-09: an escalation comes to somebody, by channels that the role has, and not to one twice."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from ratified.policy.roster.escalation_chain import chains, fallback_loops, rows_of
from ratified.policy.roster.first_asked import self_fallbacks
from ratified.policy.roster.holders import title
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, hit_at, rule

if TYPE_CHECKING:
    from ratified.model.severities import EscalationRow, SeverityLevel
    from ratified.policy.book import Book


@rule("ESC-03", "error", "A path that leads nowhere")
def path_dead(case: RuleInput) -> RuleHits:
    """A row tells the role that it comes from, or falls back to it, or to the role that did not answer; the
    fallbacks of one severity or trigger come back to a role that was asked already; a row tells a role that
    knew before; or a row of a severity starts at a role that no row from the first responder reaches. A role
    that is not in `data/roles.yml` is left to ROL-01, and nothing that hangs on it is found here again.

    **Why it matters.** The matrix looks complete and calls the same silent people again. That is found out
    in the one night when it counts.

    **How to fix it.** Name another role as fallback, last of all one that is always reached; let each row start
    at a role that was told before.

    **Protects.** CC7.4-PF06, CC7.4-PF01
    """
    by_condition = sorted(case.book.escalation.rows, key=lambda row: (row.severity or "", row.trigger or ""))
    for _, rows in groupby(by_condition, key=lambda row: (row.severity, row.trigger)):
        yield from _circles(case, list(rows))
    if _known(case.book, case.book.escalation.first_responder):
        for level in case.book.severities.levels:
            yield from _dead_starts(case, level)


def _known(book: Book, *roles: str) -> bool:
    return all(role in book.role or role in book.outside_role for role in roles)


def _circles(case: RuleInput, rows: list[EscalationRow]) -> RuleHits:
    for row in rows:
        if not _known(case.book, row.from_):
            continue
        if row.from_ == row.to:
            what = f"{row.id} has {row.to} tell themselves"
            yield hit_at(row, "to", what, "name another role in to")
        elif row.if_no_ack and row.if_no_ack.to == row.from_:
            what = f"{row.id} falls back to {row.from_}, who is the one asking"
            yield RuleHit(row.if_no_ack.at("to"), what, "name a role that has not been told yet", row.id)
    for row, asked in fallback_loops(rows):
        if not _known(case.book, *asked):
            continue
        names = " -> ".join(title(case.book, role) for role in asked)
        what = f"the fallbacks of {row.id} go round: {names}"
        place = row.if_no_ack.at("to") if row.if_no_ack else row.at()
        yield RuleHit(place, what, "let one of them fall back to a role outside the circle", row.id)


def _dead_starts(case: RuleInput, level: SeverityLevel) -> RuleHits:
    known = chains(case.book, level)
    rows = rows_of(case.book, level)
    whole = _known(case.book, *(row.to for row in rows))
    for row in rows:
        if row.from_ == row.to or not _known(case.book, row.from_, row.to):
            continue
        if row.from_ not in known and whole:
            what = f"{row.id} starts at {row.from_}, whom no row of {level.id} reaches"
            yield hit_at(row, "from", what, f"add a row of {level.id} to {row.from_}")
        elif row.from_ in known and row.to in known[row.from_].roles:
            way = " -> ".join(title(case.book, role) for role in (*known[row.from_].roles, row.to))
            what = f"{row.id} tells {row.to}, who knew before: {way}"
            yield hit_at(row, "to", what, "let it lead to a role that is not told yet")


ENOUGH = 2
"""How many kinds of channel a row needs: when one fails, the other is tried."""


@rule("ESC-08", "error", "A row calls by a channel the role does not have")
def channel_missing(case: RuleInput) -> RuleHits:
    """A kind in the `channels` of a row is not among the channels of its `to` role in `data/roles.yml`; or
    the row names fewer than two kinds. A role that is not there is left to ROL-01.

    **Why it matters.** The policy has each role called by the two channels of its row. A responder who looks
    up the number and finds none loses the minutes that the row counts.

    **How to fix it.** Give the role that channel in `data/roles.yml`, or name two kinds that it has.

    **Protects.** CC7.4-PF06, CC2.2
    """
    for row in case.book.escalation.rows:
        role = case.book.role.get(row.to) or case.book.outside_role.get(row.to)
        if role is None:
            continue
        has = list(dict.fromkeys(channel.kind for channel in role.channels))
        names = ", ".join(has) or "none"
        for index, kind in enumerate(row.channels):
            if kind not in has:
                what = f"{row.id} calls {row.to} by {kind}; the channels of that role are {names}"
                yield RuleHit(
                    row.at("channels", index), what, f"write two of {names}, or add {kind} to the role", row.id
                )
        if len(set(row.channels)) < ENOUGH:
            what = f"{row.id} calls by {', '.join(sorted(set(row.channels))) or 'no channel'}; two kinds are needed"
            yield hit_at(row, "channels", what, f"write two of {names}")


@rule("ESC-09", "error", "Nobody answers, and the same person is asked again")
def same_person_again(case: RuleInput) -> RuleHits:
    """The `if_no_ack` of a row, or of a rotation, leads back to the person who did not answer: one is primary for both
    roles, or alone on both rotations. Each rotation that shares the day is asked by itself. Where several take turns on
    either, nothing is found here; the weeks in which they meet are ROL-15.

    **Why it matters.** A person can hold two roles. Called for one at night they sleep through the call for the other
    as well, and the page says that somebody else was asked.

    **How to fix it.** Name a role whose primary is somebody else, or let another person be primary for one of the two.

    **Protects.** CC7.4-PF06, CC7.4-PF01
    """
    book = case.book
    for id_, role, fallback, person in self_fallbacks(book, case.as_of):
        name = book.person[person].name
        what = (
            f"{id_}: when {title(book, role)} does not answer, {title(book, fallback.to)} is asked, who is {name} too"
        )
        help_ = "name a role whose primary is somebody else, or let another be primary for one of the two"
        yield RuleHit(fallback.at("to"), what, help_, id_)
