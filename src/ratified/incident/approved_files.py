"""Every version of a data file that was ever in force, and from when on."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from ratified.model.data_entry import DataEntry
from ratified.source.decode import decode
from ratified.source.fault import ReadingFault
from ratified.source.typed import typed
from ratified.source.yaml_reader import read_yaml

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ratified.approval.verdicts import ApprovalHistory

E = TypeVar("E", bound=DataEntry)


class ApprovedVersion(NamedTuple, Generic[E]):
    """A file as a landing that approved its document left it, and since when (UTC).

    `said` is None where there was no such file, or where it does not read under today's schema.
    """

    since: datetime
    said: E | None


def approved_versions(approvals: ApprovalHistory, path: str, model: type[E]) -> tuple[ApprovedVersion[E], ...]:
    """The versions of a file in force, oldest first; what nobody approved was none. Each distinct blob is read once."""
    timeline, decisions = approvals.timeline, approvals.decisions
    document = next(iter(timeline.defined(approvals.head).of(path)), None)
    if document is None:
        return ()
    decisions.prefetch((document,), whole=True)
    landings = [n for n in decisions.in_force(document) if decisions.outcome(document, n).approved]
    dated = [(at, timeline.at(path, n)) for n in landings if (at := timeline.moment(n))]
    ids = {blob.id for _, blob in dated if blob and blob.regular}
    read = {id_: read_model(path, data, model) for id_, data in (timeline.read(ids) if ids else {}).items()}
    found: list[ApprovedVersion[E]] = []
    last = None
    for at, blob in dated:
        if not found or blob != last:
            found.append(ApprovedVersion(at, read.get(blob.id) if blob else None))
        last = blob
    return tuple(found)


def in_force_on(versions: Sequence[ApprovedVersion[E]], day: date) -> list[E]:
    """What was in force at any time of a day (UTC); nothing where some of it cannot be read, or before the first."""
    starts = datetime.combine(day, time(), UTC)
    before = [one for one in versions if one.since <= starts]
    found = [*before[-1:], *(one for one in versions if starts < one.since < starts + timedelta(days=1))]
    said = [one.said for one in found if one.said is not None]
    return said if len(said) == len(found) and before else []


def read_model(path: str, data: bytes, model: type[E]) -> E | None:
    """A data file of the past; None where it is no text, or does not read under today's schema."""
    text = decode(path, data)
    return None if isinstance(text, ReadingFault) else typed(model, read_yaml(path, text))
