"""INC-02 and INC-03: the stamps of an incident are there, and are possible."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from ratified.model.duration import Duration
from ratified.model.incident import Incident
from ratified.model.incident_times import STAGES
from ratified.policy.records.statements import RecordMoment, at, blanks, judged, levels, midnight_after, records
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, hit_at, rule, warning_where

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ratified.model.exercise import Exercise
    from ratified.model.severities import Targets
    from ratified.policy import Book

_ALWAYS = {"declared": ("detected", "declared"), "closed": ("detected", "reported", "triaged", "declared", "closed")}
_PROMISED = {
    "acknowledged": "acknowledge",
    "commander_named": "name_commander",
    "containment_decided": "decide_containment",
}
"""Stages that a closed incident has where one of its levels promises a time for them."""

_BEFORE = (
    ("occurred_from", "occurred_to"),
    ("occurred_from", "detected"),
    *(("detected", stage) for stage in STAGES[3:]),
    ("declared", "closed"),
    ("containment_decided", "contained"),
    ("contained", "closed"),
    ("eradicated", "closed"),
    ("restored", "validated"),
    ("validated", "closed"),
)
"""Stages of which one is never later than the other. An alert is acknowledged before anybody declares, and a
service may be back before the cause is gone: such pairs are left alone."""

_AHEAD = frozenset({"due", "until"})
"""Moments that may lie ahead of the day."""


@rule("INC-02", "error", "A record lacks what its status needs")
def stamp_missing(case: RuleInput) -> RuleHits:
    """A declared incident has no `origin`, or lacks the timestamp detected or declared; a closed one lacks reported,
    triaged or closed as well, one that a level it was at sets a time for (acknowledged, commander_named,
    containment_decided), or the hash of its full record; a declared one has the timestamp closed; or either still says
    <...> where `ratified new` asked for a value. A stage listed under `not_applicable` is not missed.
    Timestamps of containment, eradication and recovery are INC-15, validated is INC-16.

    A **draft** is a warning, once, until it is declared or set aside: nothing else is asked of it but that its
    moments are possible, its id has no gap before it, and it holds no secret.

    **Why it matters.** An incident is traced from timestamp to timestamp. Where one is missing, the target beside it
    can be neither shown nor refuted.

    **How to fix it.** Write the timestamp from the log that has it, or say under `not_applicable` why there is none.

    **Protects.** CC7.3, CC7.4
    """
    for incident in case.book.incidents:
        if incident.status == "draft" and incident.set_aside is None:
            what = f"{incident.id} is a draft: nobody declared it yet"
            help_ = "declare it (status: declared) once the timestamps are in, or set it aside with the reason"
            yield hit_at(incident, "status", what, help_, "warning")
    for incident in judged(case.book):
        yield from _missing(case.book, incident)


def _missing(book: Book, incident: Incident) -> RuleHits:
    times = incident.times
    excused = {one.stamp for one in times.not_applicable}
    for stage in _needed(book, incident):
        if getattr(times.stages, stage) is None and stage not in excused:
            place = times.spot.key("stages") if times.spot.keys else incident.at("status")
            what = f"{incident.id} is {incident.status} and has no timestamp {stage}"
            yield RuleHit(place, what, f"add {stage}: with its offset, or a reason under not_applicable", incident.id)
    if incident.origin is None:
        what = f"{incident.id} does not say where it came from"
        yield hit_at(incident, "status", what, "add origin: with an intake source")
    if incident.status == "declared" and times.stages.closed is not None and not incident.reopened:
        what = f"{incident.id} has a closed timestamp, and is {incident.status}"
        yield RuleHit(times.stages.at("closed"), what, "write status: closed, or take the timestamp out", incident.id)
    yield from blanks_left(book, incident)
    if incident.status == "closed" and incident.governance.full_record is None:
        what = f"{incident.id} is closed, and nothing ties it to the full record kept elsewhere"
        yield hit_at(incident, "status", what, "add governance.full_record: with sha256 and location")


def blanks_left(book: Book, record: Incident | Exercise) -> RuleHits:
    """Where a record was not filled in."""
    for blank in blanks(book, record):
        help_ = "write a value in place of the <...>, or take the line out"
        yield RuleHit(blank, f"{record.id} was not filled in here", help_, record.id)


def _needed(book: Book, incident: Incident) -> Iterator[str]:
    yield from _ALWAYS[incident.status]
    if incident.status == "closed":
        targets: list[Targets] = [level.targets for level in levels(book, incident)]
        for stage, target in _PROMISED.items():
            if any(isinstance(getattr(one, target), Duration) for one in targets):
                yield stage


@rule("INC-03", "error", "Timestamps that are impossible")
def impossible_order(case: RuleInput) -> RuleHits:
    """A moment of a record lies after the day asked about; stages are in an impossible order, such as
    contained before detected; an answer, an end or an entry comes before what it belongs to; or a line of the
    timeline comes after a later one without `entered`. An estimated occurrence is left alone, and a moment whose
    year INC-27 says is wrong counts with the year that was meant. In a draft it is a warning.

    **Why it matters.** A record with one impossible timestamp makes every other timestamp doubtful, and timestamps that
    were moved to meet a target give themselves away like this.

    **How to fix it.** Look the moment up in the log it came from, its offset too, and correct it.

    **Protects.** CC7.3, CC7.4
    """
    for record in records(case.book):
        level = warning_where(record.status == "draft")
        known = list(case.moments(record))
        hits = [*_ahead(case, record, known), *_pairs(known)]
        if isinstance(record, Incident):
            hits += [*_stages(record, known), *_timeline(record, known)]
        for hit in hits:
            yield RuleHit(hit.place, hit.message, hit.help, record.id, level)


_HELP = "look both up in the log, with their offsets, and correct the one that is wrong"


def _ahead(case: RuleInput, record: Incident | Exercise, known: list[RecordMoment]) -> RuleHits:
    end, today = midnight_after(case.as_of), case.as_of.isoformat()
    for one in known:
        if one.text < today or one.path[-1] in _AHEAD:  # no offset reaches from a day before into the day after
            continue
        planned = record.status == "draft" and one.path[0] in ("starts", "ends")
        if at(one.text) >= end and not planned:
            what = f"{one.name} is {one.text}, after {case.as_of}"
            yield RuleHit(one.place, what, "write when it was; nothing is known yet")


def _stages(incident: Incident, known: list[RecordMoment]) -> RuleHits:
    places = {str(one.path[-1]): one for one in known if one.path[:2] == ("times", "stages")}
    told: set[str] = set()
    for first, then in _BEFORE:
        if first in places and then in places and first not in incident.times.estimated and then not in told:
            before, after = places[first], places[then]
            if at(after.text) < at(before.text):
                told.add(then)
                yield RuleHit(after.place, f"{then} is {after.text}, before {first} at {before.text}", _HELP)


_INSIDE: Mapping[str | int, tuple[str, ...]] = {
    "at": ("answered", "entered"),
    "since": ("until",),
    "start": ("sent",),
    "held": ("published",),
    "starts": ("ends",),
}
"""What comes no sooner than what."""
_LATER = frozenset(then for later in _INSIDE.values() for then in later)


def _pairs(known: list[RecordMoment]) -> RuleHits:
    by_path = {one.path: one for one in known if one.path[-1] in _LATER}
    for one in known:
        first = one.path[-1]
        for then in _INSIDE.get(first, ()):
            after = by_path.get((*one.path[:-1], then))
            if after is not None and at(after.text) < at(one.text):
                yield RuleHit(after.place, f"{after.name} is {after.text}, before {first} at {one.text}", _HELP)


def _timeline(incident: Incident, known: list[RecordMoment]) -> RuleHits:
    sure = {one.path for one in known}
    lines = [line for n, line in enumerate(incident.response.timeline) if ("response", "timeline", n, "at") in sure]
    for before, after in pairwise(lines):
        if after.entered is None and at(after.at_) < at(before.at_):
            what = f"the line of {after.at_} comes after the one of {before.at_} and does not say when it was entered"
            yield RuleHit(after.at("at"), what, "correct it, or add entered: with the moment it was written")
