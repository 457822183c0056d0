"""ESC-05 and ESC-06: whoever decides on a notice learns of the incident while there is time for one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.clock import longest, may_outlast, plus
from ratified.policy.notices.audiences import workdays
from ratified.policy.notices.obligations import Obligation, strictest
from ratified.policy.roster.escalation_chain import chains
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, hit_at, rule

if TYPE_CHECKING:
    from ratified.model.duration import Duration
    from ratified.model.severities import EscalationRow

PERSONAL_DATA = "personal-data"
"""The id of the trigger that stands for personal data."""


@rule("ESC-05", "error", "Legal is told too late for the shortest clock")
def legal_too_late(case: RuleInput) -> RuleHits:
    """At a level with a row to the legal or the privacy part, the longest time until legal knows (privacy,
    where the level has no row to legal) is more than half of the shortest notification window of all that
    bind: clocks in scope, contracts in force, our own commitments.

    **Why it matters.** Whoever decides on a notice needs time to establish facts and write it. A chain that
    eats more than half the window leaves a night for the rest.

    **How to fix it.** Shorten the `within` or `after` of a row on the way.

    **Protects.** CC7.4-PF12, CC7.3-PF05, P6.6
    """
    bound = strictest(case.book, case.as_of)
    parts = case.book.roles.parts
    for level in case.book.severities.levels if bound else ():
        reached = chains(case.book, level)
        chain = reached.get(parts.legal) or reached.get(parts.privacy)
        if not (chain and chain.rows and bound and bound.within):
            continue
        if may_outlast(plus(chain.total, chain.total), bound.within, workdays(case.book, case.as_of)):
            row = chain.rows[-1]
            what = f"at {level.id} {row.to} knows after {chain.words}, {_over_half(bound)}"
            yield hit_at(row, "within", what, "shorten a wait on the way")


@rule("ESC-06", "error", "Personal data does not reach privacy")
def privacy_not_told(case: RuleInput) -> RuleHits:
    """There is no trigger `personal-data` in `data/escalation.yml`, or no row with it leads to the privacy
    part of `data/roles.yml`. Or the quickest such row takes, with the `after` of its fallback, more than half
    of the shortest notification window of all that bind, as in ESC-05.

    **Why it matters.** A small incident with personal data starts the same clocks as a large one. If only
    severity wakes the privacy officer, nobody does at the low levels.

    **How to fix it.** Add the trigger, and a row from the commander to the privacy part; shorten its times.

    **Protects.** CC7.3-PF04, CC7.4-PF14, P6.6
    """
    escalation, privacy = case.book.escalation, case.book.roles.parts.privacy
    trigger = next((t for t in escalation.triggers if t.id == PERSONAL_DATA), None)
    rows = [row for row in escalation.rows if row.trigger == PERSONAL_DATA and row.to == privacy]
    if trigger is None:
        help_ = 'add {id: personal-data, text: "Personal data may be involved"} and a row with it'
        yield RuleHit(escalation.at("triggers"), "no trigger personal-data", help_, PERSONAL_DATA)
    elif not rows:
        what = f"no row with trigger personal-data leads to {privacy}, the privacy part"
        yield RuleHit(trigger.at(), what, f"add a row with trigger: personal-data, to: {privacy}", trigger.id)
    else:
        yield from _slow(case, min(rows, key=lambda row: longest(plus(*_waits(row)))))


def _slow(case: RuleInput, row: EscalationRow) -> RuleHits:
    bound, waits = strictest(case.book, case.as_of), _waits(row)
    if bound and bound.within and may_outlast(plus(*waits, *waits), bound.within, workdays(case.book, case.as_of)):
        words = " + ".join(str(wait) for wait in waits)
        what = f"{row.id}: {row.to} knows after {words}, {_over_half(bound)}"
        yield hit_at(row, "within", what, "shorten the wait")


def _waits(row: EscalationRow) -> tuple[Duration, ...]:
    """The times of one row: until its role is called, and until its fallback is."""
    waits = (row.within, row.if_no_ack.after if row.if_no_ack else None)
    return tuple(wait for wait in waits if wait)


def _over_half(bound: Obligation) -> str:
    return f"more than half of the {bound.within} that {bound.id} ({bound.place.path}:{bound.place.line}) gives"
