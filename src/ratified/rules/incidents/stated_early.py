"""INC-38: a change that states what was only approved after it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from ratified.clock import moment
from ratified.policy.records.statements import RecordMoment, moments_and_days, records
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, record_rule
from ratified.source.typed import typed
from ratified.source.yaml_reader import read_yaml

if TYPE_CHECKING:
    from datetime import datetime

    from ratified.approval.record import ApprovalRecord
    from ratified.model.exercise import Exercise
    from ratified.model.incident import Incident

STATED = frozenset(
    {
        "approved_on",
        "accepted",
        "signed_on",
        "decided_on",
        "closed_on",
        "checked_on",
        "issued_on",
        "assessed",
        "made_up_on",
    }
)
"""The days and moments of records on which somebody approved, signed or decided something."""

_AHEAD_OF_UTC, _CLOCKS_DIFFER = timedelta(hours=14), timedelta(hours=1)
"""A day begins up to so much earlier somewhere; and clocks of two machines, or a rounded minute, differ by less."""


@record_rule("INC-38", "error", "A change that states a later approval", since="0.2.0")
def approval_stated_early(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """A commit on main brought a day or moment of a record on which somebody approved, accepted, signed, decided,
    assessed, closed, issued or checked something, and that day came after the commit. The commit's own time counts;
    a day is the same day as long as it is that day anywhere, and a moment may be an hour off. A value that reads
    otherwise today is left alone, as is what is not on main yet.

    **Why it matters.** The record says who approved it on the ninth, and main had that on the first. Either nobody had
    approved it when it was done, or the day was written down beforehand: both take its worth from every other date.

    **How to fix it.** Write what is so at the moment of the change, and add an approval in a change of its own once it
    is given. Where the day was typed wrong, correct it by an amendment.

    **Protects.** CC5.3, CC7.3, CC8.1
    """
    for one in records(case.book):
        numbers, _ = record.approvals.timeline.path_history.get(one.spot.path, ([], []))
        first = record.approvals.timeline.moment(numbers[0]) if numbers else None
        stated = [dated for dated in moments_and_days(one) if dated.path[-1] in STATED]
        # What is not of after the first landing needs no version to be read.
        later = [dated for dated in stated if first is not None and _after(dated.text, first)]
        if later:
            yield from _early(case, record, one, later)


def _early(case: RuleInput, record: ApprovalRecord, one: Incident | Exercise, later: list[RecordMoment]) -> RuleHits:
    timeline = record.approvals.timeline
    numbers, blobs = timeline.path_history[one.spot.path]
    texts = case.versions(record, (blob.id for blob in blobs if blob and blob.regular))
    for dated in later:
        for number, blob in zip(numbers, blobs, strict=True):
            text, landed = texts.get(blob.id, "") if blob else "", timeline.moment(number)
            if dated.text not in text:
                continue
            if landed is None or not _after(dated.text, landed):
                break  # whoever states it first does so in time, and so does everybody later
            if _states(one, text, dated):
                on = f"{landed.date()} ({timeline.landings[number].commit.id[:10]})"
                what = f"{one.id}: {dated.name} is {dated.text}, and main stated it on {on}, before it was"
                help_ = "state an approval in a change of its own, once it is given; or correct the day by an amendment"
                yield RuleHit(dated.place, what, help_, one.id)
                break


def _after(text: str, landed: datetime) -> bool:
    """Whether a day or a moment lies after a landing, wherever on earth that was."""
    if "T" in text:
        return moment(text) > landed + _CLOCKS_DIFFER
    return date.fromisoformat(text) > (landed + _AHEAD_OF_UTC).date()


def _states(one: Incident | Exercise, text: str, dated: RecordMoment) -> bool:
    """Whether a version of a record says the same of the same entry."""
    then = typed(type(one), read_yaml(one.spot.path, text))
    wanted = _identity(one, dated)
    return then is not None and any(
        other.text == dated.text and _identity(then, other) == wanted for other in moments_and_days(then)
    )


def _identity(record: Incident | Exercise, dated: RecordMoment) -> tuple[object, ...]:
    """The keys that lead to a day, with what entries are called in place of their numbers, which move."""
    found: list[object] = []
    value: Any = record
    for step in dated.path[:-1]:
        value = value[step] if isinstance(step, int) else getattr(value, step)
        named = (getattr(value, key, None) for key in ("id", "clock", "promise", "role"))
        found.append(next(filter(None, named), step) if isinstance(step, int) else step)
    return (*found, dated.path[-1])
