"""EXR-01, 11, 12: what an audit period shows of the response, and the version an exercise was held by."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from ratified.incident import POLICY
from ratified.policy.records.statements import at, held
from ratified.policy.roster.holders import absence
from ratified.rules.documents import listed
from ratified.rules.periods import asked_about, between, held_in, last_to_sign, lived_in, of_window, uncovered
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, hit_at, record_rule, warning_where

if TYPE_CHECKING:
    from ratified.approval.record import ApprovalRecord


@record_rule("EXR-01", "error", "A period without an incident and without an exercise")
def period_untested(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """An audit period (type 2) is over, no incident was open on any of its days, and no exercise was held on one.
    An exercise before the period does not count, however short the period is. While the period still runs, COV-07
    asks for one.

    **Why it matters.** A report over a period says that the response worked. Where nothing happened and nothing
    was tried, nobody saw it work, and the assessor writes that up.

    **How to fix it.** Nothing does once the period is over. Hold an exercise now, tell the assessor, and waive it with
    that reason.

    **Protects.** CC7.4-PF10, CC7.5-PF06, A1.3
    """
    for window, _, _ in asked_about(case, record):
        if window.over(case.as_of) and not lived_in(case.book, window) and not held_in(case.book, window):
            what = f"no incident and no exercise is dated in the period {window.words}"
            help_ = "nothing fixes it now; hold an exercise, tell the assessor, and waive this with that reason"
            yield RuleHit(window.place, what, help_, window.name)


@record_rule("EXR-12", "error", "A period without an incident and without a signed attestation")
def nil_unsigned(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """An audit period (type 2) is over, no incident was open in it, and the signed statements of
    `data/events.yml` (`nil_statements`) do not cover all of its days since the adoption. A statement counts where
    it was signed after its last day by somebody who worked here then. For 30 days after the period this is a
    warning, since a statement cannot be signed before.

    **Why it matters.** An empty list is evidence only where somebody looked, says with which query, and signs.
    Without that, nobody can tell "none" from "nobody wrote it down".

    **How to fix it.** Run the query over those days, and add the statement with starts, ends, query, signed_by and
    signed_on. It complements the exercise and does not replace it.

    **Protects.** CC7.3, CC7.4
    """
    for window, first, last in asked_about(case, record):
        if not window.over(case.as_of) or lived_in(case.book, window):
            continue
        bare = list(uncovered(first, last, _signed(case)))
        if bare:
            until = last_to_sign(window)
            level = warning_where(case.as_of <= until)
            which = listed([between(*days) for days in bare])
            what = f"no incident is dated in the period {window.name}, and nobody signed for that {which}"
            by = f" by {until}" if level else ""
            help_ = f"add a row under nil_statements in data/events.yml{by}, with the query and who signed it"
            yield RuleHit(window.place, what, help_, window.name, level)


def _signed(case: RuleInput) -> list[tuple[date, date]]:
    """The days of the statements that count."""
    return [
        (one.starts, one.ends)
        for one in case.book.events.nil_statements
        if one.ends < one.signed_on <= case.as_of and absence(case.book, one.signed_by, one.signed_on) is None
    ]


@record_rule("EXR-11", "error", "An exercise by a version that was not in force")
def exercise_version(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """An exercise names a `policy_version`, and git shows that another one was in force when it started, or none.
    The version of the policy is the number of its approved amendments by then. Where nobody ever approved the
    policy, that is another finding (APR).

    **Why it matters.** An exercise tests the policy of its day. One that cites a version which came later
    was written afterwards, and one that used an old one tested what is no longer policy.

    **How to fix it.** Write the version that `ratified log` shows for that day. Where people truly worked by another
    one, say so in the report, and waive this with that reason.

    **Protects.** CC7.4-PF10, CC5.3, CC2.1
    """
    in_force = case.judged(record).in_force
    for exercise in held(case.book):
        named, starts = exercise.policy_version, exercise.starts
        if named is None or starts is None or not of_window(case, exercise.held_on):
            continue
        then = in_force.at(at(starts))
        document = next((file.document for file in then.files if file.path == POLICY), None)
        ever = document is None or in_force.version(document, datetime.max.replace(tzinfo=UTC)) is not None
        if named != then.version and ever:
            none = then.version is None
            was = "none was approved" if none else f"version {then.version} was in force"
            help_ = "leave the version out" if none else f"write {then.version}"
            what = f"{exercise.id} names version {named} of the policy; {was} when it was held"
            yield hit_at(exercise, "policy_version", what, help_)
