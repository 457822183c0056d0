"""INC-27: a year that was typed wrong, and the one that was meant."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from statistics import median_low
from typing import TYPE_CHECKING

from ratified.model.incident import Incident
from ratified.policy.records.statements import RecordMoment, at, records
from ratified.rules.rule import RuleHit, RuleInput, rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ratified.model.exercise import Exercise
    from ratified.model.finding import SeverityOfFinding

Path = tuple[str | int, ...]
_FAR = timedelta(days=270)
_NEAR = timedelta(days=31)


@rule("INC-27", "error", "A year that was typed wrong")
def wrong_year(case: RuleInput) -> Iterator[RuleHit]:
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
            level: SeverityOfFinding | None = "warning" if soft else None
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
