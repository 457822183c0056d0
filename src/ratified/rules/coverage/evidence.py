"""COV-05 and COV-06: evidence is there, is what it was, and is of the days it is claimed for."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from ratified.policy.records.evidence_files import PATH, EvidenceFileReference, named_files
from ratified.rules.periods import of_window
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, hit_at, record_rule, rule

if TYPE_CHECKING:
    from ratified.approval.record import ApprovalRecord
    from ratified.model.governance import DatedEvidence, NilStatement, TrendReview


@record_rule("COV-05", "error", "Evidence that is gone, or is not what it was")
def evidence_lost(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """Evidence names a file of this repository that is not there, cannot be read (1 MiB at most), or has another
    SHA-256 than the one beside it. That is a `file` under `exhibits` of `data/coverage.yml`; and a `location` in a
    record, where it is a path without blanks into a folder that the main branch ever had. Places elsewhere, such
    as *Evidence store / EX-2026-01*, nobody can look into from here.

    **Why it matters.** A hash is written down so that anybody can see that the file is still the one. Where it is
    not, everything that leans on the file falls.

    **How to fix it.** Put the file back as it was. Where the hash was written down wrongly, correct it, and say why
    in the amendment of a closed record.

    **Protects.** CC7.3-PF03, CC4.2
    """
    for one in named_files(case.book):
        if not of_window(case, one.day) or not (one.sure or _ours(record, one.path)):
            continue
        data = record.files.get(one.path)
        if data is None:
            why = "is no path in this repository" if not PATH.fullmatch(one.path) else "cannot be read here"
            what = f"evidence of {one.owner} names {one.path}, which {why}"
            yield RuleHit(one.place, what, "put the file there, or name the one that there is", one.owner)
        elif one.sha256 is not None and sha256(data).hexdigest() != one.sha256:
            yield _changed(one, sha256(data).hexdigest())


def _ours(record: ApprovalRecord, path: str) -> bool:
    """Whether a path leads into a folder that the main branch ever had."""
    folder = f"{path.partition('/')[0]}/"
    return any(known.startswith(folder) for known in record.approvals.timeline.path_history)


def _changed(one: EvidenceFileReference, found: str) -> RuleHit:
    what = f"evidence of {one.owner}: {one.path} has the SHA-256 {found[:12]}..., not {(one.sha256 or '')[:12]}..."
    return RuleHit(one.hashed, what, "put the file back as it was, or correct the hash and say why", one.owner)


@rule("COV-06", "error", "Evidence of other days than it is claimed for")
def evidence_outside(case: RuleInput) -> RuleHits:
    """An exhibit of `data/coverage.yml` is dated outside the `period` that it names, after the day asked about, or
    names a period that the register lacks. Or a nil-incident attestation was signed, or a trend review held, before the
    days that it speaks of were over; or those days end before they start.

    **Why it matters.** Evidence from the week before the window is evidence of another window. A statement about
    days that have not passed states what nobody can know.

    **How to fix it.** Show what is dated inside the period, or claim the period that it is of. Sign, and look back,
    once the days are over.

    **Protects.** CC4.2, CC5.3
    """
    for answer in case.book.coverage.answers:
        for one in answer.exhibits:
            if of_window(case, one.dated):
                yield from _exhibit(case, answer.requirement, one)
    for statement in case.book.events.nil_statements:
        if of_window(case, statement.ends):
            signed = f"was signed on {statement.signed_on}"
            yield from _too_soon(statement, "signed_on", statement.signed_on <= statement.ends, signed)
    for review in case.book.events.trend_reviews:
        if of_window(case, review.ends):
            yield from _too_soon(review, "held_on", review.held_on < review.ends, f"was held on {review.held_on}")


def _too_soon(one: NilStatement | TrendReview, key: str, soon: bool, said: str) -> RuleHits:
    if one.ends < one.starts:
        yield hit_at(one, "ends", f"{one.id} ends before it starts", "correct one of the two days")
    elif soon:
        what = f"{one.id} {said}, before {one.ends} was over"
        yield RuleHit(one.at(key), what, "correct the day, or let it speak of days that were over", one.id)


def _exhibit(case: RuleInput, requirement: str, one: DatedEvidence) -> RuleHits:
    if one.dated > case.as_of:
        what = f"evidence of {requirement} is dated {one.dated}, after {case.as_of}"
        yield RuleHit(one.at("dated"), what, "write the day it is of", requirement)
    if one.period is None:
        return
    period = next((period for period in case.book.register.periods if period.id == one.period), None)
    if period is None:
        what = f"evidence of {requirement} is claimed for the period {one.period}, which the register lacks"
        yield RuleHit(one.at("period"), what, "name a period of data/register.yml", requirement)
    elif not period.starts <= one.dated <= period.ends:
        days = f"{period.starts} to {period.ends}"
        what = f"evidence of {requirement} is dated {one.dated}, outside the period {period.id}, {days}"
        yield RuleHit(one.at("dated"), what, "show what is dated inside it, or claim the period it is of", requirement)
