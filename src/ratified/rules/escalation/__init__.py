"""ESC: escalation. Who must be told, whether the path leads anywhere, whether its times add up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.clock import may_outlast
from ratified.model.duration import Duration
from ratified.policy.notices.audiences import workdays
from ratified.policy.roster.escalation_chain import chains, rows_of
from ratified.rules.escalation.agreement import next_disputed
from ratified.rules.escalation.notice_deciders import PERSONAL_DATA, legal_too_late, privacy_not_told
from ratified.rules.escalation.path import channel_missing, path_dead, same_person_again
from ratified.rules.rule import Rule, RuleHit, RuleHits, RuleInput, hit_at, rule

if TYPE_CHECKING:
    from ratified.model.severities import Target

MOST_SEVERE = 2
"""How many levels, from the top, always reach legal, engineering and the executive."""


@rule("ESC-01", "error", "A severity that does not reach who must decide")
def path_missing(case: RuleInput) -> RuleHits:
    """A level has no row in `data/escalation.yml`. Or one of the two most severe levels, or any level whose
    `escalate` target is in minutes or hours, has no row *to* the legal, the engineering or the executive part
    of `data/roles.yml`. A fallback does not count: it is called only when somebody else is silent. Or a
    trigger has no row (`personal-data` is left to ESC-06).

    **Why it matters.** Counsel who learns of a breach from the press has lost the privilege and half the
    clock. An assessor asks for proof that each of the three was told, and the matrix is the commitment.

    **How to fix it.** Add a row with this severity or trigger, `from`, `to` and `within`.

    **Protects.** CC7.4, CC7.4-PF06, CC2.2
    """
    parts = case.book.roles.parts
    needed = {"legal": parts.legal, "engineering": parts.engineering, "executive": parts.executive}
    for index, level in enumerate(case.book.severities.levels):
        rows = rows_of(case.book, level)
        if not rows:
            what = f"no row for {level.id}: nobody is told"
            yield RuleHit(case.book.escalation.at("rows"), what, f"add a row with severity: {level.id}", level.id)
        elif index < MOST_SEVERE or _in_hours(level.targets.escalate):
            told = {row.to for row in rows}
            for part, role in needed.items():
                if role not in told:
                    what = f"no row of {level.id} reaches {role}, the {part} part"
                    yield RuleHit(rows[0].at(), what, f"add a row with severity: {level.id}, to: {role}", level.id)
    used = {row.trigger for row in case.book.escalation.rows}
    for trigger in case.book.escalation.triggers:
        if trigger.id not in {*used, PERSONAL_DATA}:
            what = f"no row for {trigger.id}: nobody is told"
            yield hit_at(trigger, "id", what, f"add a row with trigger: {trigger.id}")


def _in_hours(target: Target | None) -> bool:
    return isinstance(target, Duration) and not (target.days or target.business_days or target.months)


@rule("ESC-02", "error", "An escalation row without its condition or its time")
def row_incomplete(case: RuleInput) -> RuleHits:
    """A row names neither a severity nor a trigger, or both; names one that does not exist; or has no
    `within`.

    **Why it matters.** A row without a condition is read as "always" by one responder and "never" by another.
    Without a time it cannot be late.

    **How to fix it.** Give the row one of `severity` and `trigger`, from `data/severities.yml` or from
    `triggers`, and a `within`.

    **Protects.** CC7.4-PF06
    """
    triggers = {trigger.id for trigger in case.book.escalation.triggers}
    for row in case.book.escalation.rows:
        if row.severity and row.trigger:
            what = f"{row.id} has both severity {row.severity} and trigger {row.trigger}"
            yield hit_at(row, "trigger", what, "split it into two rows")
        if not row.severity and not row.trigger:
            yield RuleHit(row.at(), f"{row.id} has neither severity nor trigger", "say when it applies", row.id)
        if row.severity and row.severity not in case.book.level:
            help_ = f"write one of {', '.join(case.book.level)}"
            yield hit_at(row, "severity", f"{row.id}: no severity {row.severity!r}", help_)
        if row.trigger and row.trigger not in triggers:
            help_ = f"write one of {', '.join(sorted(triggers))}" if triggers else "add it under triggers"
            yield hit_at(row, "trigger", f"{row.id}: no trigger {row.trigger!r}", help_)
        if row.within is None:
            yield RuleHit(row.at(), f"{row.id} has no within", "add the time, such as within: 15m", row.id)


@rule("ESC-04", "error", "A row with no fallback")
def fallback_missing(case: RuleInput) -> RuleHits:
    """A row has no `if_no_ack`: nobody is named for when the role does not answer.

    **Why it matters.** The first person called at night often does not answer. Without a name for that case
    the responder waits, and every later time of the chain slips.

    **How to fix it.** Add `if_no_ack: {after: 10m, to: ...}` with a role other than this one.

    **Protects.** CC7.4-PF06, CC7.4-PF01
    """
    for row in case.book.escalation.rows:
        if row.if_no_ack is None:
            what = f"{row.id} does not say who is next when {row.to} does not answer"
            yield RuleHit(row.at(), what, "add if_no_ack: {after: ..., to: ...}", row.id)


@rule("ESC-07", "error", "A chain takes longer than its target")
def chain_too_long(case: RuleInput) -> RuleHits:
    """The times of a level's rows add up to more than the level's target. The first responder knows after
    `acknowledge`; each row adds its `within`, and the `after` of its fallback, since the first person may
    not answer. The commander part must know within `name_commander`, every other role within `escalate`.
    `none` makes no commitment. Of several ways to a role the shortest counts.

    **Why it matters.** Each row looks quick alone. The assessor measures from detection to the last name, and
    that is the sum.

    **How to fix it.** Shorten a wait, let the first responder call that role directly, or set the longer
    time.

    **Protects.** CC7.4-PF06, CC7.4-PF07
    """
    count = workdays(case.book, case.as_of)
    for level in case.book.severities.levels:
        for role, chain in chains(case.book, level).items():
            name = "name_commander" if role == case.book.roles.parts.commander else "escalate"
            target: Target | None = getattr(level.targets, name)
            if chain.rows and isinstance(target, Duration) and may_outlast(chain.total, target, count):
                row = chain.rows[-1]
                what = f"at {level.id} {role} knows after {chain.words}, but {name} sets a target of {target}"
                yield hit_at(row, "within", what, "shorten a wait on the way, or set a longer target")


RULES: tuple[Rule, ...] = (
    path_missing,
    row_incomplete,
    path_dead,
    fallback_missing,
    legal_too_late,
    privacy_not_told,
    chain_too_long,
    channel_missing,
    same_person_again,
    next_disputed,
)
