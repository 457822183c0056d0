"""PIR-01, 02, 03, 10: a review is held in time, finds a cause without blame, and decides."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ratified.model.duration import Duration
from ratified.policy.records.statements import at, deviation, due, judged, worst
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, rule, warning_where

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratified.model.incident import Incident
    from ratified.model.place import Locatable, Place
    from ratified.model.review import IncidentReview
    from ratified.policy import Book

_TARGETS = (("review", "held"), ("publish_review", "published"))


@rule("PIR-01", "error", "A review that was not held in time")
def review_late(case: RuleInput) -> RuleHits:
    """A closed incident, at a level with a target for a review (`review`, `publish_review`), has none by the day, or it
    was held or published after the target time, counted from `closed` by the company's calendar. The most
    severe level it was ever at counts, also where it was lowered within minutes. A deviation that somebody
    accepted makes it a warning.

    **Why it matters.** "Within five business days" is a commitment with a date. It is met or it is a finding, and
    what is learnt a month later is learnt from memory.

    **How to fix it.** Hold it, enter when, and own up to the delay as a deviation.

    **Protects.** CC7.5, CC7.5-PF03, A.5.27
    """
    for incident in judged(case.book):
        level, closed = worst(case.book, incident), incident.times.stages.closed
        for target, field in _TARGETS if level and closed else ():
            length = getattr(level.targets, target) if level else None
            if isinstance(length, Duration) and closed is not None:
                yield from _in_time(case, incident, (target, field), length, closed)


def _in_time(case: RuleInput, incident: Incident, names: tuple[str, str], length: Duration, closed: str) -> RuleHits:
    target, field = names
    done = getattr(incident.review, field) if incident.review else None
    limit = due(case.book, length, closed)
    if limit is None or (at(done) <= limit.at if done else case.as_of <= limit.on):
        return
    place = _place(incident, field)
    level = warning_where(deviation(incident, target) is not None)
    was = f"was {field} at {done}" if done else f"is not {field}"
    what = f"the review of {incident.id} {was}; {length} after closing ended on {limit.on}"
    yield RuleHit(place, what, f"enter review.{field}, and a deviation with promise: {target}", incident.id, level)


def _place(incident: Incident, field: str) -> Place:
    if incident.review is None:
        return incident.times.stages.at("closed")
    return incident.review.at(field) if field in incident.review.spot.keys else incident.spot.key("review")


def reviews(book: Book) -> Iterator[tuple[Incident, IncidentReview]]:
    """The reviews that were held."""
    for incident in judged(book):
        if incident.review is not None and incident.review.held is not None:
            yield incident, incident.review


@rule("PIR-02", "error", "A review without a root cause")
def cause_missing(case: RuleInput) -> RuleHits:
    """A review that was held gives no `root_cause`; or (a warning) its category is human-error, or its text says
    little else, and no contributing factor says what made the error possible.

    **Why it matters.** Without a cause nothing can be fixed, and "somebody made a mistake" is where a cause
    begins and not where it ends.

    **How to fix it.** Write what made it possible and what let it pass unseen, with the evidence.

    **Protects.** CC7.5-PF03, RS.AN-03
    """
    for incident, review in reviews(case.book):
        cause = review.root_cause
        if cause is None:
            yield RuleHit(
                incident.spot.key("review"),
                f"the review of {incident.id} gives no root cause",
                "add root_cause: with category, text and evidence",
                incident.id,
            )
        elif (cause.category == "human-error" or _ONLY_A_PERSON.fullmatch(cause.text)) and not review.contributing:
            what = f"the review of {incident.id} stops at human error"
            help_ = "add contributing: what made it possible, and what let it pass unseen"
            yield RuleHit(cause.at("category"), what, help_, incident.id, "warning")


_ONLY_A_PERSON = re.compile(r"(?i)\W*(?:a )?(?:human|user|operator|employee)(?:'s)? (?:error|mistake)\W*")


@rule("PIR-03", "error", "A review that decides nothing")
def nothing_decided(case: RuleInput) -> RuleHits:
    """A review that was held has no `improvement`: the decision to change controls, or not to.

    **Why it matters.** The criterion asks what changed. "No change" with a reason is an answer; silence is not.

    **How to fix it.** Add `improvement` with change or no-change, the reason, and who signed it.

    **Protects.** CC7.5-PF04, CC7.5-PF05, ID.IM-03
    """
    for incident, review in reviews(case.book):
        if review.improvement is None:
            what = f"the review of {incident.id} does not decide whether controls change"
            help_ = "add improvement: with decision, reason and signed_by"
            yield RuleHit(incident.spot.key("review"), what, help_, incident.id)


_BLAME = re.compile(
    r"(?i)\b(?:careless(?:ly|ness)?|negligen(?:t|ce|tly)|incompeten(?:t|ce)|stupid(?:ity)?|laz(?:y|iness)|sloppy"
    r"|should have known(?: better)?|(?:is|was|were|are) to blame|at fault|failed to pay attention)\b"
)


@rule("PIR-10", "warning", "A review that blames")
def review_blames(case: RuleInput) -> RuleHits:
    """The words of a review (cause, contributing factors, what worked, detection gap, reason of the decision) use
    a word of blame, or the full name of somebody in `data/people.yml`.

    **Why it matters.** Where reviews look for somebody to blame, the next person says nothing. Conduct has a
    procedure of its own.

    **How to fix it.** Say what the role did and what made it likely.

    **Protects.** CC1.5, CC7.5-PF03
    """
    names = [person.name.casefold() for person in case.book.people.people if person.kind == "human"]
    for incident, review in reviews(case.book):
        for text, place in _words(review):
            found = _BLAME.search(text)
            named = any(name in text.casefold() for name in names)
            if found is not None or named:
                said = f"says {found[0]!r}" if found else "names a person"
                yield RuleHit(
                    place.place, f"the review of {incident.id} {said}", "say what the role did and why", incident.id
                )


def _words(review: IncidentReview) -> Iterator[tuple[str, Locatable]]:
    if review.root_cause is not None:
        yield review.root_cause.text, review.root_cause.pointer("text")
    for field in ("contributing", "worked"):
        for index, text in enumerate(getattr(review, field)):
            yield text, review.pointer(field, index)
    if review.detection_gap is not None:
        yield review.detection_gap, review.pointer("detection_gap")
    if review.improvement is not None:
        yield review.improvement.reason, review.improvement.pointer("reason")
