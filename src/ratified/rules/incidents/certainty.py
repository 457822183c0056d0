"""INC-14, 27, 28: what a record says of itself that its own stamps deny."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from statistics import median_low
from typing import TYPE_CHECKING

from ratified.clock import longest
from ratified.model.incident import Incident
from ratified.model.incident_times import STAGES
from ratified.policy.records.statements import RecordMoment, at, judged, records
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, rule, warning_where

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ratified.model.exercise import Exercise

_DOUBTS = (
    "not confirm",
    "unconfirmed",
    "no confirm",
    "cannot confirm",
    "to confirm",
    "until confirm",
    "if confirm",
    "?",
)
_DATA = ("data", "record", "customer", "personal", "exfiltrat", "disclos", "copied")


@rule("INC-14", "warning", "Awareness that came late, by the record itself")
def awareness_late(case: RuleInput) -> RuleHits:
    """The stamp awareness is later than a line of the timeline that confirms harm to data, or missing beside one;
    or it comes more than the limit `detection-to-awareness` after detection, and `awareness.gap_reason` gives no
    reason.

    **Why it matters.** Clocks start when we are reasonably certain, not when the investigation ends. A record
    that shows the certainty first and the stamp later shows a late notice.

    **How to fix it.** Move awareness to the moment of the first certainty; where a check took that long, give its
    reason.

    **Protects.** P6.6, CC7.3-PF04
    """
    within = case.book.within("detection-to-awareness")
    for incident in judged(case.book):
        stamps = incident.times.clocks
        aware = stamps.awareness or stamps.awareness_personal_data_affected
        said = incident.times.awareness
        if said is not None and said.gap_reason is not None:
            continue
        place = stamps.pointer("awareness" if stamps.awareness else "awareness_personal_data_affected")
        help_ = "set awareness to that moment, or give awareness.gap_reason"
        for line in incident.response.timeline:
            if (aware is None or at(line.at_) < at(aware)) and confirms(line.text):
                before = f"before awareness at {aware}" if aware else "and there is no stamp awareness"
                what = f"{incident.id}: the timeline confirms harm to data at {line.at_}, {before}"
                yield RuleHit(line.at("at"), what, help_, incident.id)
        found = incident.times.stages.detected
        if aware and within and found and at(aware) - at(found) > longest(within):
            what = f"{incident.id}: awareness came more than {within} after detection at {found}"
            yield RuleHit(place.place, what, help_, incident.id)


def confirms(text: str) -> bool:
    """Whether a line says that harm to data is certain. A denial, a doubt and a question do not."""
    words = text.casefold()
    return "confirm" in words and any(w in words for w in _DATA) and not any(d in words for d in _DOUBTS)


@rule("INC-28", "warning", "A duration that none of its own stamps gives")
def duration_not_given(case: RuleInput) -> RuleHits:
    """`impact.lasted` is no difference between two stages of the incident, give or take a tenth or five minutes.

    **Why it matters.** The duration is what customers and assessors quote. One that the record's own stamps do
    not give was taken from somewhere else, or a stamp is wrong.

    **How to fix it.** Correct the duration or the stamp; write which two moments it lies between in the text.

    **Protects.** CC7.3-PF03
    """
    for incident in judged(case.book):
        lasted = incident.classification.impact.lasted
        stages = [at(text) for stage in STAGES if (text := getattr(incident.times.stages, stage)) is not None]
        if lasted is None or lasted.business_days or lasted.months or len(stages) < 2:
            continue
        said = timedelta(days=lasted.days, minutes=lasted.minutes)
        slack = max(said / 10, timedelta(minutes=5))
        if not any(abs(abs(b - a) - said) <= slack for i, a in enumerate(stages) for b in stages[i + 1 :]):
            what = f"{incident.id} is said to have lasted {lasted}, and no two of its stages lie so far apart"
            place = incident.classification.impact.at("lasted")
            yield RuleHit(place, what, "correct the duration or the stamp", incident.id)


Path = tuple[str | int, ...]
_FAR = timedelta(days=270)
_NEAR = timedelta(days=31)


@rule("INC-27", "error", "A year that was typed wrong")
def wrong_year(case: RuleInput) -> RuleHits:
    """A moment of a record lies nine months or more from the middle of its others, and with their year it would
    lie within a month of one of them. An estimated occurrence is left alone, and so is one that is a year or
    more early by itself: an intruder may have been inside that long; there it is a warning.

    **Why it matters.** In January half of all logs get the old year once. The stamp then turns a target that
    was met into one missed by a year, or hides one that was missed.

    **How to fix it.** Write the year that the finding suggests, once the log it came from agrees.

    **Protects.** CC7.3, CC7.4
    """
    for record in records(case.book):
        for one, meant in mistyped(record, case.moments(record)).values():
            soft = record.status == "draft" or str(one.path[-1]).startswith("occurred")
            level = warning_where(soft)
            what = f"{record.id}: {one.name} is {one.text}, far from everything else in the record"
            yield RuleHit(one.place, what, f"was {meant}{one.text[4:]} meant?", record.id, level)


def mistyped(record: Incident | Exercise, known: Sequence[RecordMoment]) -> Mapping[Path, tuple[RecordMoment, str]]:
    """The moments of a record whose year looks wrong, by path, with the year that was meant. `known` are all."""
    estimated = set(record.times.estimated) if isinstance(record, Incident) else set()
    years = {one.text[:4] for one in known}
    if len(known) < 3 or len(years) < 2:
        return {}
    return {one.path: (one, meant) for one, meant in _doubtful(known, estimated)}


def _doubtful(known: Sequence[RecordMoment], estimated: set[str]) -> Iterator[tuple[RecordMoment, str]]:
    middle = median_low(at(one.text) for one in known)
    common = Counter(one.text[:4] for one in known).most_common()
    for one in known:
        if abs(at(one.text) - middle) < _FAR or one.path[-1] in estimated:
            continue
        others = [at(other.text) for other in known if other.path != one.path and abs(at(other.text) - middle) < _FAR]
        for year, _ in common:
            moved = _moved(one.text, year)
            if moved is not None and year != one.text[:4] and any(abs(moved - other) <= _NEAR for other in others):
                yield one, year
                break


def _moved(text: str, year: str) -> datetime | None:
    try:
        return at(year + text[4:])
    except ValueError:
        return None
