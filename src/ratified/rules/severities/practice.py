"""SEV-08, 09: targets that practice cannot keep, by how pages go on and by what the last incidents show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.clock import may_outlast, plus
from ratified.incident import IncidentTrace, declared_at
from ratified.model.duration import Duration
from ratified.model.severities import TARGETS, SeverityLevel
from ratified.policy.notices.audiences import workdays
from ratified.policy.roster.holders import title
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, record_rule, rule

if TYPE_CHECKING:
    from ratified.approval.record import ApprovalRecord
    from ratified.model.incident import Incident
    from ratified.model.people import Rotation

LAST = 20
"""How many incidents back practice is looked at: about a year of a company that declares one or two a month."""

LEAST_MISSES = 2
"""From how many incidents on a miss is no chance any more."""

WANTED = 90
"""Per cent of the incidents in which a target must have been met."""

_MISSED = frozenset({"missed", "accepted", "no record"})
"""A deviation that somebody signed was a miss all the same: it ends INC-04, and changes no practice."""


@rule("SEV-08", "warning", "An acknowledgement target shorter than the paging chain")
def acknowledged_too_soon(case: RuleInput) -> RuleHits:
    """A level's `acknowledge` is no longer than what paging takes until latest: asked. In the rotation of the
    first responder the primary is paged at once, the backup after `backup_after`, and the role of `if_no_ack` after
    its `after` on top; all of them must have been asked before the target time ends, since the first two may sleep. A
    rotation of the first responder without `backup_after` is found too: nobody can say what it delivers. Rotations
    that are over, and levels without a target, are left out.

    **Why it matters.** The target is tested on the night on which the primary does not wake up. A number that holds
    only while the first person answers is broken by the first one who does not.

    **How to fix it.** Page the next person sooner, or set the target that the schedule can deliver.

    **Protects.** CC7.4-PF06, CC7.4-PF01
    """
    first = case.book.escalation.first_responder
    for rotation in case.book.oncall.rotations:
        if rotation.role != first or (rotation.until is not None and rotation.until < case.as_of):
            continue
        if rotation.backup_after is None:
            what = f"{rotation.id} does not say when a page that nobody acknowledges goes to the backup"
            yield RuleHit(rotation.at(), what, "add backup_after: with what the paging tool is set to", rotation.id)
        else:
            yield from _too_soon(case, rotation, rotation.backup_after)


def _too_soon(case: RuleInput, rotation: Rotation, backup_after: Duration) -> RuleHits:
    later = rotation.if_no_ack
    waits = [backup_after, *([later.after] if later else [])]
    last = title(case.book, later.to) if later else "the backup"
    for level in case.book.severities.levels:
        target = level.targets.acknowledge
        if not isinstance(target, Duration):
            continue
        if target == plus(*waits) or may_outlast(plus(*waits), target, workdays(case.book, case.as_of)):
            words = " + ".join(str(wait) for wait in waits)
            what = f"{level.id} has an acknowledgement target of {target}, but {rotation.id} pages {last} after {words}"
            help_ = f"page sooner in {rotation.at('backup_after')}, or set a longer target"
            yield RuleHit(level.at("targets", "acknowledge"), what, help_, level.id)


@record_rule("SEV-09", "warning", "A target that is regularly missed")
def target_not_kept(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """A target was met in less than 90 % of the last 20 declared incidents that put it to the test, and missed in two
    of them or more. A signed deviation counts as a miss here, and so does a target without evidence that it was met.
    Incidents of a level whose target was another one then are left out, so a target that was amended since starts
    anew. One miss is chance, and no finding even where it is one of three (INC-04 has it already); two of three are
    practice. Each incident counts once for a target, whatever levels it had.

    **Why it matters.** A target that is missed again and again is worse than none: the assessor finds the policy
    and the practice apart, and every signed deviation says that the company knew.

    **How to fix it.** Change the practice, or amend the target by a change that its approver merges; either way the
    next incidents show it.

    **Protects.** CC4.1, CC4.2, CC7.4-PF11
    """
    if case.book.register.status != "adopted":
        return
    judged = case.judged(record)
    newest = sorted(judged.incidents(), key=_declared, reverse=True)[:LAST]
    traces = [judged.trace(incident) for incident in newest]
    for target in TARGETS:
        yield from _kept(case, target, traces)


def _declared(incident: Incident) -> str:
    at = declared_at(incident)
    return at.isoformat() if at else ""


def _kept(case: RuleInput, target: str, traces: list[IncidentTrace]) -> RuleHits:
    """The finding on one target, at the level at which most incidents missed it."""
    missed: dict[str, list[str]] = {}
    tested, late = set(), set()
    for trace in traces:
        for row in trace.rows:
            level = case.book.level.get(row.level or "")
            if row.id != target or level is None or not _the_same(trace, level, target):
                continue
            if row.outcome in _MISSED:
                missed.setdefault(level.id, []).append(trace.incident.id)
                late.add(trace.incident.id)
            if row.outcome in _MISSED or row.outcome == "met":
                tested.add(trace.incident.id)
    met = len(tested) - len(late)
    if len(late) < LEAST_MISSES or 100 * met >= WANTED * len(tested):
        return
    level = max(case.book.severities.levels, key=lambda one: len(missed.get(one.id, ())))
    ids = ", ".join(sorted(late))
    rate = 100 * met // len(tested)
    what = f"{target} was met in {met} of the last {len(tested)} incidents that tested it, {rate} %; missed in {ids}"
    yield RuleHit(level.at("targets", target), what, "change the practice, or amend the target", level.id)


def _the_same(trace: IncidentTrace, level: SeverityLevel, target: str) -> bool:
    """Whether the policy that an incident was judged by had the target that stands today."""
    then = (policy.book.level.get(level.id) for policy in trace.policies)
    return any(one and getattr(one.targets, target) == getattr(level.targets, target) for one in then)
