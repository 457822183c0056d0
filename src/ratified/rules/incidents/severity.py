"""INC-01, 08, 33: an incident's severity rests on facts known by then, and goes down only by the commander's reason."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from ratified.policy.records.statements import at, judged
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratified.model.incident import Incident, SeverityChange
    from ratified.policy import Book


@rule("INC-01", "error", "A severity without a criterion")
def severity_without_criterion(case: RuleInput) -> RuleHits:
    """An incident that is declared or closed has no row under `severity`; or a row cites no criterion, or only
    criteria of less severe levels than its own and no `reason`. Whoever is unsure takes the higher level and
    says so in the reason. A level or a criterion that does not exist is INC-26.

    **Why it matters.** Severity sets every target. A ticket without one is the commonest finding of all, and a
    level without the fact behind it cannot be told from a guess.

    **How to fix it.** Write the level, the ids of the criteria that held, when, and who set it.

    **Protects.** CC7.3, CC7.4-PF07
    """
    for incident in judged(case.book):
        if not incident.classification.severity:
            place = incident.classification.spot.key("severity")
            place = place if place.path != "-" else incident.at("status")
            yield RuleHit(place, f"{incident.id} has no severity", "write the level and its criteria", incident.id)
        for change in incident.classification.severity:
            yield from _unbacked(case.book, incident, change)


def _unbacked(book: Book, incident: Incident, change: SeverityChange) -> RuleHits:
    if not change.criteria:
        what = f"{incident.id} was put at {change.level} without a criterion"
        yield RuleHit(
            change.at("level"), what, "cite the id of the criterion that held: criteria: [S2-C1]", incident.id
        )
        return
    order = _order(book)
    ranks = [order[c] for c in change.criteria if c in order]
    own = _ranks(book).get(change.level)
    if ranks and own is not None and min(ranks) > own and change.reason is None:
        what = f"{incident.id} was put at {change.level}, and every criterion it cites is of a lower level"
        yield RuleHit(
            change.at("criteria"), what, "cite one of that level, or say under reason: what was unsure", incident.id
        )


@rule("INC-08", "error", "A severity too low, or lowered without a reason")
def severity_too_low(case: RuleInput) -> RuleHits:
    """A row of `severity` cites a criterion of a more severe level than its own; or it is less severe than the
    row before it and has no `reason`, no `no_longer` (the criterion that does not hold any more), or was set
    by another role than the one that commands.

    **Why it matters.** A level that is lowered when a target comes near is how a missed target is hidden, and
    an assessor reads the history of the level first.

    **How to fix it.** Raise the level to that of the criterion. For a downgrade give the reason, the criterion
    that fell away, and let the commander set it.

    **Protects.** CC7.3, CC7.4-PF07
    """
    ranks, order = _ranks(case.book), _order(case.book)
    names = {number: id_ for id_, number in ranks.items()}
    for incident in judged(case.book):
        for change in incident.classification.severity:
            own = ranks.get(change.level, -1)
            for index, criterion in enumerate(change.criteria):
                if order.get(criterion, own) < own:
                    what = f"{incident.id} is at {change.level}, and {criterion} puts it at {names[order[criterion]]}"
                    place = change.at("criteria", index)
                    yield RuleHit(place, what, f"set {names[order[criterion]]}: highest match wins", incident.id)
        for before, after in pairwise(incident.classification.severity):
            if ranks.get(after.level, -1) > ranks.get(before.level, len(ranks)):
                yield from _lowered(case.book, incident, after)


def _lowered(book: Book, incident: Incident, change: SeverityChange) -> RuleHits:
    what = f"{incident.id} was lowered to {change.level}"
    if change.reason is None:
        yield RuleHit(change.at(), f"{what} without a reason", "add reason: the fact that shows it", incident.id)
    if change.no_longer is None:
        help_ = "add no_longer: the criterion that fell away"
        yield RuleHit(change.at(), f"{what}, and it does not say which criterion no longer holds", help_, incident.id)
    commander = book.roles.parts.commander
    if change.role != commander:
        what = f"{what} by the role {change.role}"
        yield RuleHit(change.at("role"), what, f"only {commander} may lower a severity", incident.id)


@rule("INC-33", "error", "A severity on a criterion whose facts came later", since="0.2.0")
def severity_before_facts(case: RuleInput) -> RuleHits:
    """A row of `severity` cites a criterion that is `confirmed: true` in `data/severities.yml`, and nothing in the
    record confirms anything by then: no line of the timeline of kind evidence, no exhibit that was collected, no
    timestamp of awareness with its facts. The first of these that came later is named. A criterion that a suspicion is
    enough for asks nothing.

    **Why it matters.** The level sets every target. One that rests on a confirmation which came two days later was
    either chosen for its softer targets, or written into the record when the end was known.

    **How to fix it.** Cite the criterion that held at that moment, and add the row of the change when the confirmation
    came. Where something did confirm it by then, enter it: the line of kind evidence, or when the exhibit was
    collected.

    **Protects.** CC7.3, CC7.4-PF07
    """
    for incident in judged(case.book):
        known = sorted(_confirmations(incident), key=lambda fact: at(fact[0]))
        for change in incident.classification.severity:
            if any(at(moment) <= at(change.at_) for moment, _ in known):
                continue
            for index, id_ in enumerate(change.criteria):
                if (criterion := case.book.criterion.get(id_)) is not None and criterion.confirmed:
                    first = f"{known[0][1]} is the first that does, at {known[0][0]}" if known else "nothing does"
                    what = (
                        f"{incident.id} was put at {change.level} on {id_} at {change.at_}, before anything confirms it"
                    )
                    help_ = "cite what held then, and add a row when it was confirmed; or enter what confirmed it"
                    yield RuleHit(change.at("criteria", index), f"{what}: {first}", help_, incident.id)


def _confirmations(incident: Incident) -> Iterator[tuple[str, str]]:
    """What confirms something in a record: when, and what it is."""
    response, times = incident.response, incident.times
    for line in response.timeline:
        if line.kind == "evidence":
            yield line.at_, "a line of evidence"
    for exhibit in response.evidence:
        if exhibit.collected is not None:
            yield exhibit.collected, exhibit.id
    aware = times.clocks.awareness or times.clocks.awareness_personal_data_affected
    if times.awareness is not None and aware is not None:
        yield aware, "the awareness"


def _ranks(book: Book) -> dict[str, int]:
    """Levels by severity: 0 is the most severe."""
    return {level.id: number for number, level in enumerate(book.severities.levels)}


def _order(book: Book) -> dict[str, int]:
    """Criteria by the rank of their level."""
    return {c.id: number for number, level in enumerate(book.severities.levels) for c in level.criteria}
