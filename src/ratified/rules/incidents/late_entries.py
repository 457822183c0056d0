"""INC-29: entries of a timeline that git received long after what they tell of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.clock import moment
from ratified.model.incident import Incident
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, record_rule
from ratified.source.typed import typed
from ratified.source.yaml_reader import read_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from ratified.approval.record import ApprovalRecord
    from ratified.approval.timeline import Timeline
    from ratified.model.response import TimelineEntry

LATE = 7
"""Days between an entry and the landing that brought it, from which on the entry is late."""


@record_rule("INC-29", "warning", "An entry that git received long after the event")
def late_entry(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """An entry of the timeline reached main more than seven days after its time, or after the time that it says it
    was entered. The commit's own time counts, never what the entry or a commit's author says. One finding for
    each commit on main that brought such entries, at the first of them. What is not on main yet is not judged.

    **Why it matters.** A timeline written weeks later is a memory, and may be a better one than the night had. An
    assessor compares the times of the record with those of the history, and so does whoever doubts it in court.

    **How to fix it.** Commit the record while the incident runs, at the latest when it closes. An entry that is made
    later says when in `entered`. What is late stays late: waive it with the reason.

    **Protects.** CC7.3-PF03, CC7.4, RS.AN-06
    """
    timeline = record.approvals.timeline
    found = {one.id: _suspects(timeline, one) for one in case.judged(record).incidents()}
    suspect = {id_: entries for id_, entries in found.items() if entries}
    texts = case.versions(record, (blob for id_ in suspect for blob in _blobs(timeline, id_)[:1]))
    later = [id_ for id_, entries in suspect.items() if not _all_in_the_first(timeline, id_, entries, texts)]
    texts = case.versions(record, (blob for id_ in later for blob in _blobs(timeline, id_)))
    for id_, entries in suspect.items():
        yield from _hits(timeline, case.book.incident[id_], entries, texts)


def _path(id_: str) -> str:
    return f"data/incidents/{id_}.yml"


def _suspects(timeline: Timeline, incident: Incident) -> list[TimelineEntry]:
    """The entries that the record's last landing would have brought too late: cheap, and nothing is read for it."""
    numbers, _ = timeline.path_history.get(_path(incident.id), ([], []))
    last = timeline.moment(numbers[-1]) if numbers else None
    return [one for one in incident.response.timeline if last is not None and _days_late(one, last) > LATE]


def _blobs(timeline: Timeline, id_: str) -> list[str]:
    """The versions of a record, oldest first."""
    return [blob.id for blob in timeline.path_history[_path(id_)][1] if blob and blob.regular]


def _all_in_the_first(timeline: Timeline, id_: str, entries: list[TimelineEntry], texts: Mapping[str, str]) -> bool:
    """Whether the first version holds them all, as it mostly does: then no other needs to be read."""
    first = next(iter(_blobs(timeline, id_)), "")
    return all(_holds(texts.get(first, ""), _path(id_), entry) for entry in entries)


def _hits(timeline: Timeline, incident: Incident, entries: list[TimelineEntry], texts: Mapping[str, str]) -> RuleHits:
    brought_in: dict[int, list[TimelineEntry]] = {}
    for entry in entries:
        number = _received(timeline, incident, entry, texts)
        at = timeline.moment(number) if number is not None else None
        if number is not None and at is not None and _days_late(entry, at) > LATE:
            brought_in.setdefault(number, []).append(entry)
    for number, late in brought_in.items():
        commit = timeline.landings[number].commit
        at = timeline.moment(number)
        assert at is not None, "it was compared above"  # noqa: S101 - for types: nothing else would hold
        most = max(_days_late(entry, at) for entry in late)
        many = "an entry" if len(late) == 1 else f"{len(late)} entries"
        said = "it says it was entered" if late[0].entered else "what it tells of"
        since = f"{most} days after {said}" if len(late) == 1 else f"up to {most} days after their times"
        what = f"{incident.id}: git received {many} of the timeline on {at.date()} ({commit.id[:10]}), {since}"
        yield RuleHit(late[0].at("entered" if late[0].entered else "at"), what, _HELP, incident.id)


_HELP = "commit entries as they are made; one that is made later says when in `entered`"


def _days_late(entry: TimelineEntry, landed: datetime) -> int:
    """Whole days (UTC) from an entry, or from when it says it was entered, to a landing."""
    return (landed.date() - moment(entry.entered or entry.at_).date()).days


def _received(timeline: Timeline, incident: Incident, entry: TimelineEntry, texts: Mapping[str, str]) -> int | None:
    """The first landing whose record holds an entry; None where none does yet."""
    numbers, blobs = timeline.path_history[_path(incident.id)]
    for number, blob in zip(numbers, blobs, strict=True):
        if blob is not None and _holds(texts.get(blob.id, ""), _path(incident.id), entry):
            return number
    return None


def _holds(text: str, path: str, entry: TimelineEntry) -> bool:
    """Whether a version of a record holds an entry: as written, else as it reads (quotes and folds may differ)."""
    if entry.at_ not in text:
        return False
    if entry.text in text:
        return True
    record = typed(Incident, read_yaml(path, text))
    return record is not None and any((o.at_, o.text) == (entry.at_, entry.text) for o in record.response.timeline)
