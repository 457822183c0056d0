"""GOV-03: gaps between approvals in an audit period; GOV-06: what shook the policy and nobody looked into."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING, NamedTuple

from ratified.approval.text_reviews import text_reviewed
from ratified.clock import longest
from ratified.policy.records.statements import at, judged, worst
from ratified.rules.documents import hit, listed
from ratified.rules.policy import incident_documents
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, record_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratified.approval.record import ApprovalRecord
    from ratified.model.period import PeriodWindow
    from ratified.model.register import ReviewAfter

_DAY = timedelta(days=1)


@record_rule("GOV-03", "error", "A gap between approvals in an audit period")
def approval_gap(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """Between two consecutive approvals of a document lie more days than `review_every` of its class, as the register
    in force then had it (a change of data's dates alone reviews no text, and is left out), and some of the days on
    which no approval held are in an audit period of the register, or in the one that `--period` names. Days before the
    adoption, and after the day asked about, do not count. An approval that has lapsed and was not renewed is GOV-02.

    **Why it matters.** A report over a period covers every day of it. A policy renewed in June after lapsing in
    March was in force, and for three months by nobody's word.

    **How to fix it.** Nothing closes a gap. Tell the assessor how it came, and waive it with that reason.

    **Protects.** CC5.3, CC5.3-PF-reassess
    """
    for period in case.windows:
        last = min(period.ends, case.as_of)
        for document in record.verdicts if period.starts <= last else ():
            reigns = _reigns(record, document)
            span = min((cadence for cadence, _, _ in reigns), default=None)
            for before, after in pairwise(_approvals(record, document, period, span) if span is not None else ()):
                for first, until in _lapses(reigns, before, after):
                    if first <= last and until >= period.starts:
                        what = (
                            f"{document} was approved on {before} and again on {after}: from {first} to {until}, "
                            f"in the period {period.name}, no approval held"
                        )
                        help_ = "nothing closes a gap; tell the assessor how it came, and waive it with that reason"
                        yield hit(case.book, document, what, help_)


_Reigns = list[tuple[timedelta, date, date]]
"""How long approvals of a document lasted, and the first and last day on which that was so."""


def _approvals(record: ApprovalRecord, document: str, period: PeriodWindow, span: timedelta) -> list[date]:
    """Days of approvals that bear on a period, oldest first, back to one before it: enough to show every gap.

    `span` is the shortest cadence. Of approvals that follow each other within it only the ends are asked for, since
    a proof costs a process: between them nothing can have lapsed.
    """
    decisions, found = record.approvals.decisions, list[date]()
    # A change of data's dates alone reviews nothing, so it closes no gap either.
    numbers = [n for n in decisions.in_force(document) if text_reviewed(decisions, document, n) == n]
    while numbers and not (found and found[0] < period.starts):
        near = [n for n in numbers if found and _day(record, n) >= found[0] - span]
        number = next((n for n in (*near, *reversed(numbers)) if decisions.outcome(document, n).approved), None)
        if number is None:
            break
        found.insert(0, _day(record, number))
        numbers = [n for n in numbers if n < number]
    return found


def _lapses(reigns: _Reigns, before: date, after: date) -> Iterator[tuple[date, date]]:
    """The days between two approvals on which the first had lapsed, by the cadence that was in force on them."""
    for cadence, first, last in reigns:
        begin, end = max(first, before + cadence + _DAY), min(last, after - _DAY)
        if begin <= end:
            yield begin, end


def _reigns(record: ApprovalRecord, document: str) -> _Reigns:
    """The cadence of a document under each approved authority that gave it one."""
    found, numbers, timeline = _Reigns(), record.approvals.decisions.approved.numbers, record.approvals.timeline
    for number, then in zip_longest(numbers, numbers[1:]):
        authority, definition = timeline.authority(number), timeline.definition(document, number)
        cadence = authority.cadence((definition.class_,)) if authority and definition else None
        if cadence is not None:
            found.append((cadence, _day(record, number), date.max if then is None else _day(record, then) - _DAY))
    return found


@record_rule("GOV-06", "warning", "A trigger for a policy review, and no review")
def policy_unreviewed(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """No document of the policy for incidents was approved within `review_after` of what shakes it: an incident that
    was at the most severe level at any time, by its closing, with `most-severe`; and a reorganisation, an approved
    commit on main that changed the title of a role of the company, or by which a role was added or removed, with
    `reorganisation`. A review that came late ends it, unless its last day was in an audit period.

    **Why it matters.** A reorganisation is what breaks an escalation path, and the worst incident shows where the
    policy did not hold. The policy has to be reviewed after either, and an assessor knows both days.

    **How to fix it.** Review the policy, and let an approver merge the review. Where it came late in a period, waive
    this and say why.

    **Protects.** CC5.3, CC5.3-PF-reassess, CC7.5-PF05
    """
    documents = [document.id for document in incident_documents(case)]
    reviews = [_reviews(record, document) for document in documents]
    promised = case.book.register.review_after
    if promised is None:
        return
    for shock in _shocks(case, record, promised) if documents else ():
        last = shock.day + shock.within
        if case.as_of <= last or (case.window is not None and last not in case.window):
            continue
        review = _first_review(reviews, shock.since)
        if review is None or (last < review and any(last in window for window in case.windows)):
            late = f"was approved only on {review}" if review else "has been approved since"
            none = "the policy" if review else "no policy"
            what = f"{shock.what} on {shock.day}, and {none} {late}; it was due by {last}"
            help_ = f"review the policy {shock.against}, and let an approver merge the review"
            yield RuleHit(promised.at(shock.promise), what, help_, shock.subject)


class _ReviewTrigger(NamedTuple):
    """What the policy must be reviewed after: in words, on which day, from which landing on, and by which promise."""

    what: str
    day: date
    since: int
    within: timedelta
    promise: str
    against: str
    subject: str


def _shocks(case: RuleInput, record: ApprovalRecord, after: ReviewAfter) -> Iterator[_ReviewTrigger]:
    for before, number in pairwise(record.approvals.decisions.approved.numbers):
        changed = _reorganised(record, before, number)
        if changed:
            landing, within = record.approvals.timeline.landings[number].commit.id, longest(after.reorganisation)
            day, against = _day(record, number), "against the new roles"
            yield _ReviewTrigger(listed(changed), day, number, within, "reorganisation", against, landing)
    worst_level, adopted = next(iter(case.book.severities.levels), None), record.approvals.timeline.bootstrap
    landed, unseen = _dated(record), len(record.approvals.timeline.landings)
    for incident in judged(case.book):
        closed = incident.times.stages.closed
        if closed is None or adopted is None or worst_level is None or worst(case.book, incident) != worst_level:
            continue
        day = at(closed).date()
        since = next((number for number, when in landed if when >= at(closed)), unseen)
        if day >= _day(record, adopted):
            what, within = f"{incident.id}, a {worst_level.name}, was closed", longest(after.most_severe)
            yield _ReviewTrigger(what, day, since, within, "most-severe", f"against {incident.id}", incident.id)


def _dated(record: ApprovalRecord) -> list[tuple[int, datetime]]:
    """The landings whose date can be read."""
    timeline = record.approvals.timeline
    numbers = (landing.number for landing in timeline.landings)
    return [(number, when) for number in numbers if (when := timeline.moment(number)) is not None]


def _reorganised(record: ApprovalRecord, before: int, after: int) -> list[str]:
    """What became of roles between two approved authorities, in words."""
    old, new = (record.approvals.timeline.authority(number) for number in (before, after))
    if old is None or new is None:
        return []
    was, is_ = ({role.id: role.title for role in authority.roles.roles} for authority in (old, new))
    gone = [f"the role {id_} went" for id_ in was if id_ not in is_]
    come = [f"the role {id_} came" for id_ in is_ if id_ not in was]
    titled = [f"{id_} became {is_[id_]}" for id_ in was if id_ in is_ and was[id_] != is_[id_]]
    return [*titled, *come, *gone]


_Reviews = list[tuple[int, date]]
"""The landings that approved a document, in their order, and their days."""


def _reviews(record: ApprovalRecord, document: str) -> _Reviews:
    decisions = record.approvals.decisions
    numbers = (n for n in decisions.in_force(document) if decisions.outcome(document, n).approved)
    return [(number, _day(record, number)) for number in numbers]


def _first_review(reviews: list[_Reviews], since: int) -> date | None:
    """The day of the first approval of any document at a landing or after it."""
    firsts = (next((day for number, day in one if number >= since), None) for one in reviews)
    return min((day for day in firsts if day is not None), default=None)


def _day(record: ApprovalRecord, number: int) -> date:
    """The UTC day of a landing that approved, whose date can be read."""
    at = record.approvals.timeline.moment(number)
    return at.date() if at else date.min
