"""PIR-08, 09, 12, 13: what was learnt prevents the next incident, and somebody looks across all of them."""

from __future__ import annotations

import re
from bisect import bisect_right
from datetime import date, datetime, timedelta
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from ratified.clock import longest
from ratified.model.place import Place
from ratified.policy.records.statements import at, days, judged
from ratified.rules.post_incident.review import reviews
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ratified.model.incident import Incident
    from ratified.model.review import RootCause
    from ratified.policy import Book

_YEAR = timedelta(days=366)


@rule("PIR-08", "warning", "Nothing prevents the next one")
def nothing_prevents(case: RuleInput) -> RuleHits:
    """A review decided for change, and no corrective action is preventive or detective; or it decided for no
    change, and nobody signed that.

    **Why it matters.** Corrective actions repair this incident. Only prevention and detection change the next.

    **How to fix it.** Add such an action, or let the role that may sign no-change do so.

    **Protects.** CC7.5-PF04, CC7.5-PF05
    """
    for incident, review in reviews(case.book):
        decided = review.improvement
        if decided is None:
            continue
        if decided.decision == "no-change" and decided.signed_by is None:
            what = f"nobody signed that nothing changes after {incident.id}"
            yield RuleHit(decided.at("decision"), what, "add signed_by and signed_on", incident.id)
        kinds = {action.kind for action in incident.corrective_actions}
        if decided.decision == "change" and not kinds & {"preventive", "detective"}:
            what = f"no action after {incident.id} prevents or detects"
            yield RuleHit(decided.at("decision"), what, "add a preventive or detective action", incident.id)


@rule("PIR-09", "warning", "The same cause again")
def cause_again(case: RuleInput) -> RuleHits:
    """A root cause has the category that an incident of the twelve months before had, all of whose corrective
    actions were closed by then. The category unknown is left alone, and so is a cause whose review names the earlier
    incident, or one of its actions, by id.

    **Why it matters.** The actions were closed and the cause came back: either they did not work, or they were
    not what was needed.

    **How to fix it.** Say in the review why the earlier actions did not hold, and open one of them again.

    **Protects.** CC7.4-PF11, CC7.5-PF04
    """
    last: dict[str, list[_SettledIncident]] = {}
    for start, incident, cause in sorted(_caused(case.book), key=lambda one: (at(one[0]), one[1].id)):
        before = last.setdefault(cause.category, [])
        earlier = _earlier(before, start)
        if (done := _done(incident)) is not None:
            before.append(_SettledIncident(at(start), done, incident))
        if earlier is not None and cause.category != "unknown" and not _names(incident, earlier.id):
            what = f"{incident.id} has the cause of {earlier.id}, {cause.category}, whose actions were closed"
            help_ = "say why they did not hold, and open one of them again"
            yield RuleHit(cause.at("category"), what, help_, incident.id)


def _caused(book: Book) -> Iterator[tuple[str, Incident, RootCause]]:
    """The incidents whose cause was found, with the moment they were declared."""
    for incident, review in reviews(book):
        if review.root_cause is not None and incident.times.stages.declared is not None:
            yield incident.times.stages.declared, incident, review.root_cause


class _SettledIncident(NamedTuple):
    """An incident all of whose actions were closed: when it was declared (UTC), and the day of the last closing."""

    declared: datetime
    closed_on: date
    incident: Incident


def _earlier(before: Sequence[_SettledIncident], start: str) -> Incident | None:
    """The last of some incidents, in order, that lies in the year before another's start and was done with by then."""
    for one in reversed(before):
        since = at(start) - one.declared
        if since > _YEAR:
            return None
        if since > timedelta() and one.closed_on <= days(start)[0]:
            return one.incident
    return None


def _done(incident: Incident) -> date | None:
    """The day on which the last of an incident's actions was closed; None where it has none, or one is open."""
    days_ = [action.closed_on for action in incident.corrective_actions]
    closed = [day for day in days_ if day is not None]
    return max(closed) if closed and len(closed) == len(days_) else None


@rule("PIR-13", "error", "An action that works, and the same came back", since="0.2.0")
def works_and_came_back(case: RuleInput) -> RuleHits:
    """A corrective action of an incident was found to work (`effect`), and in the twelve months after that day another
    incident was declared that came of the same: it has the same `scenario`, and a root cause of the same category, or a
    contributing factor in the same words. One whose review, or whose corrective actions, name the earlier incident or
    its action by id is left alone, and so are the category unknown and incidents that have had no review yet.

    **Why it matters.** "It works" was somebody's word after a test. The next incident of the same kind is a better
    test, and an assessor lays the two records side by side.

    **How to fix it.** Say in the review of the later one what the action did not cover, naming it by its id; or let its
    effect say does-not-work, and open it again.

    **Protects.** CC7.4-PF11, CC7.5-PF04, Cl.10.2
    """
    reviewed = _reviewed_by_scenario(case.book)
    for incident in judged(case.book):
        after = reviewed.get(incident.classification.scenario or "", ())
        for action in incident.corrective_actions:
            effect = action.effect
            if effect is None or effect.result != "works":
                continue
            if (again := _came_back(incident, effect.checked_on, after)) is not None:
                what = f"{action.id} was found to work on {effect.checked_on}, and {again.id} came of the same"
                help_ = f"say in the review of {again.id} what it did not cover, or let its effect say does-not-work"
                yield RuleHit(effect.at("result"), what, help_, incident.id)


_Declared = tuple[date, "Incident"]
"""An incident, and the day on which it was declared."""


def _reviewed_by_scenario(book: Book) -> dict[str, list[_Declared]]:
    """The incidents whose review was held, by scenario and in the order of the days on which they were declared."""
    found: dict[str, list[_Declared]] = {}
    for incident, _ in reviews(book):
        declared, scenario = incident.times.stages.declared, incident.classification.scenario
        if declared is not None and scenario is not None:
            found.setdefault(scenario, []).append((days(declared)[0], incident))
    return {scenario: sorted(some, key=lambda one: (one[0], one[1].id)) for scenario, some in found.items()}


def _came_back(incident: Incident, checked: date, after: Sequence[_Declared]) -> Incident | None:
    """The first incident of the year after a check that came of the same, and whose review does not say so."""
    for declared, one in after[bisect_right(after, checked, key=itemgetter(0)) :]:
        if declared - checked > _YEAR:
            return None
        if one.id != incident.id and _same(incident, one) and not _names(one, incident.id):
            return one
    return None


def _same(one: Incident, other: Incident) -> bool:
    """Whether two incidents have causes of one category, or a contributing factor in common."""
    reviews_ = [each.review for each in (one, other) if each.review is not None]
    causes = [review.root_cause.category for review in reviews_ if review.root_cause]
    factors = [{factor.casefold() for factor in review.contributing} for review in reviews_]
    return (len(causes) == 2 and causes[0] == causes[1] != "unknown") or bool(set.intersection(*factors))


def _names(incident: Incident, earlier: str) -> bool:
    """Whether the review of an incident, or what follows from it, names an earlier one or one of its actions."""
    review = incident.review
    cause = review.root_cause.text if review and review.root_cause else ""
    decided = review.improvement.reason if review and review.improvement else ""
    said = (*review.contributing, *review.worked, review.detection_gap or "") if review else ()
    texts = (cause, decided, *said, *(action.text for action in incident.corrective_actions))
    return any(re.search(rf"\b{re.escape(earlier)}\b", text) for text in texts)


@rule("PIR-12", "warning", "No trend review across incidents")
def trend_unseen(case: RuleInput) -> RuleHits:
    """The last trend review of `data/events.yml`, or where there is none the first incident on record, lies
    further back than the limit `trend-review`; of months the longest count.

    **Why it matters.** A repeated cause shows only where incidents stand side by side.

    **How to fix it.** Hold the review, and enter its days, counts and minutes under `trend_reviews`.

    **Protects.** CC7.4-PF11, CC7.5-PF04
    """
    within, events = case.book.within("trend-review"), case.book.events
    held = [review.held_on for review in events.trend_reviews]
    declared = [one.times.stages.declared for one in judged(case.book)]
    last = max(held, default=None) or min((days(moment)[0] for moment in declared if moment), default=None)
    if within is None or last is None or case.as_of - last <= longest(within):
        return
    since = f"since {last}" if held else f"since the first incident on {last}"
    place = events.spot.keys.get("trend_reviews", Place("data/events.yml"))
    what = f"nobody looked across the incidents {since}, more than {within} before {case.as_of}"
    yield RuleHit(place, what, "hold the trend review and enter it under trend_reviews", "trend-review")
