"""INC-14, 27, 28: what a record says of itself that its own stamps deny."""

from __future__ import annotations

from datetime import timedelta

from ratified.clock import longest
from ratified.model.incident_times import STAGES
from ratified.policy.records.statements import at, judged, records
from ratified.rules.rule import WRONG_YEAR, RuleHit, RuleHits, RuleInput, rule, warning_where

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
    """The awareness timestamp is later than a line of the timeline that confirms harm to data, or missing beside one;
    or it comes more than the limit `detection-to-awareness` after detection, and `awareness.gap_reason` gives no
    reason.

    **Why it matters.** Clocks start when we are reasonably certain, not when the investigation ends. A record
    that shows the certainty first and the timestamp later shows a late notice.

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
                before = f"before awareness at {aware}" if aware else "and there is no timestamp awareness"
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


@rule("INC-28", "warning", "A duration that none of its own timestamps gives")
def duration_not_given(case: RuleInput) -> RuleHits:
    """`impact.lasted` is no difference between two stages of the incident, give or take a tenth or five minutes.

    **Why it matters.** The duration is what customers and assessors quote. One that the record's own timestamps do
    not give was taken from somewhere else, or a timestamp is wrong.

    **How to fix it.** Correct the duration or the timestamp; write which two moments it lies between in the text.

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
            yield RuleHit(place, what, "correct the duration or the timestamp", incident.id)


@rule(WRONG_YEAR, "error", "A mistyped year")
def wrong_year(case: RuleInput) -> RuleHits:
    """A moment of a record lies nine months or more from the middle of its others, and with their year it would
    lie within a month of one of them. Or a day of a record lies before the first of its moments, or something was
    signed, approved, issued, checked, decided or closed on a day that has not come, and with their year it fits.
    An estimated occurrence is left alone, and so are four moments and more that lie together: the incident came
    back. An occurrence that is early by itself is a warning, since an intruder may have been inside that long.
    Every other rule takes the year that was meant, so that one wrong year is one finding; not in a record for which
    a waiver of this rule says that the years are right.

    **Why it matters.** In January half of all logs get the old year once. The timestamp then turns a target that
    was met into one missed by a year, or hides one that was missed.

    **How to fix it.** Write the year that the finding suggests, once the log it came from agrees.

    **Protects.** CC7.3, CC7.4
    """
    for record in records(case.written):
        for moment, meant, certain in case.doubts.get(record.spot.path, ()):
            level = warning_where(record.status == "draft" or not certain)
            what = f"{record.id}: {moment.name} is {moment.text}, far from everything else in the record"
            yield RuleHit(moment.place, what, f"was {meant} meant?", record.id, level)
