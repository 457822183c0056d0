"""The half of INC-19 that git alone can tell: what a landing changed in a record that was closed."""

from __future__ import annotations

from hashlib import sha1, sha256
from typing import TYPE_CHECKING, NamedTuple

from ratified.model.data_entry import DataEntry
from ratified.model.incident import Incident
from ratified.model.quoting import quoted
from ratified.policy.records.statements import judged
from ratified.rules.incidents.record_sections import differing, sections
from ratified.rules.rule import RuleHit, RuleHits, RuleInput
from ratified.source.typed import typed
from ratified.source.yaml_reader import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ratified.approval.record import ApprovalRecord
    from ratified.approval.timeline import Timeline

RESPONSE_KEYS = (
    "title",
    "status",
    "policy_version",
    "clock_catalogue",
    "runbooks",
    "origin",
    "times",
    "classification",
    "response",
    "deviations",
)
"""The keys of a record that are the response and what it was measured by. The others are written once it is over."""

_GROWS = frozenset({"notifications", "updates", "roles", "custody", "deviations", "individual_notice_sent"})
"""What may get more once an incident is closed, and in which an empty value may be filled in."""
_FREE = frozenset({"legal_hold"})
_OPEN = frozenset({None, "pending"})

Path = tuple[str | int, ...]


class _RecordVersion(NamedTuple):
    """A record as one landing left it; `number` is None for what is checked out and has not landed."""

    number: int | None
    text: str


class _ChangedValue(NamedTuple):
    """One value that is another one than before."""

    path: Path
    before: object
    after: object

    def __str__(self) -> str:
        return f"{'.'.join(map(str, self.path))} from {_told(self.before)} to {_told(self.after)}"


def edited_after_close(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """What each landing changed in a closed record's response without an amendment, oldest first."""
    timeline = record.approvals.timeline
    found = {one.id: _later(case, timeline, one) for one in judged(case.written)}
    texts = case.versions(record, (id_ for versions in found.values() for _, id_ in versions if id_ is not None))
    for incident in judged(case.written):
        versions = [
            _RecordVersion(number, case.written.record_texts[_path(incident)] if id_ is None else texts[id_])
            for number, id_ in found[incident.id]
            if id_ is None or id_ in texts
        ]
        yield from _hits(timeline, incident, versions)


def _path(incident: Incident) -> str:
    return f"data/incidents/{incident.id}.yml"


def _later(case: RuleInput, timeline: Timeline, incident: Incident) -> list[tuple[int | None, str | None]]:
    """The landings of a record with their blobs, None for the text that is checked out: it was read already."""
    numbers, blobs = timeline.path_history.get(_path(incident), ([], []))
    text = case.written.record_texts.get(_path(incident))
    found: list[tuple[int | None, str | None]] = [
        (number, blob.id) for number, blob in zip(numbers, blobs, strict=True) if blob and blob.regular
    ]
    if not found or text is None:
        return []
    last = found[-1]
    same = _blob_id(text, len(last[1] or "")) == last[1]
    return [*found[:-1], (last[0], None)] if same else [*found, (None, None)]


def _blob_id(text: str, length: int) -> str:
    """The id that git gives a file with this text; of SHA-256 it has 64 digits."""
    data = text.encode()
    whole = b"blob %d\0" % len(data) + data
    return sha256(whole).hexdigest() if length == 64 else sha1(whole, usedforsecurity=False).hexdigest()


def _hits(timeline: Timeline, incident: Incident, versions: Sequence[_RecordVersion]) -> RuleHits:
    """Newest first, since the newest was read: what nothing but its follow-up sets apart needs no reading."""
    hits: list[RuleHit] = []
    if len(versions) < 2:
        return
    later = versions[-1]
    after, read = sections(later.text, incident), {later.text: incident}
    for earlier in reversed(versions[:-1]):
        before = sections(earlier.text)
        changed = differing(before, after) if before and after else None
        if changed is None or changed & {*RESPONSE_KEYS}:
            old, new = _read(incident, earlier.text, read), _read(incident, later.text, read)
            if old is None or new is None:
                continue  # it does not read today: what came after is held against what came before
            hits += [_hit(timeline, incident, later, found) for found in _unsaid(old, new)]
            before = sections(earlier.text, old)
        later, after = earlier, before
    yield from reversed(hits)


def _read(incident: Incident, text: str, read: dict[str, Incident]) -> Incident | None:
    """A version of a record; None where it does not read today. Each is read once."""
    if text not in read and (found := typed(Incident, read_yaml(_path(incident), text))) is not None:
        read[text] = found
    return read.get(text)


def _unsaid(old: Incident, new: Incident) -> Iterator[list[_ChangedValue]]:
    """What a landing changed in a closed record, where neither an amendment nor a sign of its return came with it."""
    if old.status != "closed":
        return
    said = [one for one in new.amendments if one not in old.amendments]
    back = [one for one in new.reopened if one not in old.reopened]
    found = [one for key in RESPONSE_KEYS for one in _changes(getattr(old, key), getattr(new, key), (key,))]
    if found and not said and not back:
        yield found


def _changes(old: object, new: object, path: Path, grows: bool = False) -> Iterator[_ChangedValue]:
    grows = grows or path[-1] in _GROWS
    if old == new or path[-1] in _FREE or (grows and _is_open(old)):
        return
    if isinstance(old, DataEntry) and isinstance(new, DataEntry):
        for name, field in type(old).model_fields.items():
            if name != "spot":
                key = field.alias or name
                yield from _changes(getattr(old, name), getattr(new, name), (*path, key), grows)
    elif isinstance(old, tuple) and isinstance(new, tuple):
        yield from _in_list(old, new, path, grows)
    else:
        yield _ChangedValue(path, old, new)


def _is_open(value: object) -> bool:
    return value == () or (isinstance(value, str | None) and value in _OPEN)


def _in_list(old: tuple[object, ...], new: tuple[object, ...], path: Path, grows: bool) -> Iterator[_ChangedValue]:
    """Entries by their place in the list; what was put between others is told as what came, not as all that moved."""
    if len(new) > len(old) and (came := [one for one in new if one not in old]) and len(came) == len(new) - len(old):
        yield from (_ChangedValue((*path, new.index(one)), None, one) for one in came if not grows)
        return
    for index in range(max(len(old), len(new))):
        before, after = (side[index] if index < len(side) else None for side in (old, new))
        if not (grows and index >= len(old)):
            yield from _changes(before, after, (*path, index), grows)


def _told(value: object) -> str:
    """A value for people, in a few words."""
    if value is None or value == ():
        return "nothing"
    if isinstance(value, DataEntry):
        known = ("text", "what", "id", "clock", "at_")
        named = next((getattr(value, name) for name in known if hasattr(value, name)), "")
        return f"the entry {quoted(named)}" if named else "an entry"
    if isinstance(value, tuple):
        return f"a list of {len(value)}"
    return quoted(value) if isinstance(value, str) else str(value)


def _hit(timeline: Timeline, incident: Incident, later: _RecordVersion, found: Sequence[_ChangedValue]) -> RuleHit:
    first, more = found[0], f", and {len(found) - 1} more" if len(found) > 1 else ""
    help_ = "write the amendment now, with at, by, what and why; what is on main stays, so waive it with its reason"
    if later.number is None:
        what = f"{incident.id} is closed and is changed here with no amendment: {first}{more}"
        help_ = "add an amendment: with at, by, what and why; or reopened: with the sign"
    else:
        commit = timeline.landings[later.number].commit
        at = timeline.moment(later.number)
        when = f"on {at.date()} ({commit.id[:10]})" if at else f"by {commit.id[:10]}"
        what = f"{incident.id} was closed, and changed {when} with no amendment: {first}{more}"
    return RuleHit(incident.at(*first.path), what, help_, incident.id)
