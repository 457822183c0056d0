"""`data/oncall.yml` edited: rotations end, change or get a follower, and every other byte stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.analysis.new_record import quoted
from ratified.policy.roster.duty_hours import DAYS_OF_WEEK
from ratified.source.yaml_edits import YamlEdits

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ratified.analysis.rotation_handover import RotationHandover
    from ratified.model.people import DutyHours, OnCall, Override, Rotation, Shift

ONCALL = "data/oncall.yml"


def with_handovers(data: bytes, file: OnCall, handovers: Mapping[str, RotationHandover]) -> tuple[bytes, OnCall]:
    """The file with what becomes of some rotations, by id, and what it then has to say. Raises EditError."""
    edits = YamlEdits(ONCALL, data)
    found: list[Rotation] = []
    for number, rotation in enumerate(file.rotations):
        handover = handovers.get(rotation.id)
        found.append(handover.old if handover else rotation)
        if handover is not None:
            _edit(edits, number, rotation, handover.old)
            if handover.follower is not None:
                edits.add_row(("rotations",), number, [*_lines(handover.follower, edits, number)])
                found.append(handover.follower)
    return edits.data(), file.model_copy(update={"rotations": tuple(found)})


def _edit(edits: YamlEdits, number: int, before: Rotation, after: Rotation) -> None:
    here = ("rotations", number)
    if after.until != before.until and after.until is not None:
        edits.set_key(here, "starts", "until", str(after.until))
    if after.pattern != before.pattern:
        edits.set_rows((*here, "pattern"), [_shift(shift) for shift in after.pattern])
    if after.overrides == before.overrides:
        return
    if not before.overrides:
        edits.add_rows_key(here, "starts", "overrides", [_override(one) for one in after.overrides])
        return
    cut = [one.until for one in after.overrides]
    same = [one for one in before.overrides if any(_same_start(one, other) for other in after.overrides)]
    if len(same) == len(after.overrides) and not edits.between_brackets((*here, "overrides")):
        edits.drop_rows((*here, "overrides"), [n for n, one in enumerate(before.overrides) if one not in same])
        for n, one in enumerate(before.overrides):
            if one in same and (until := cut[same.index(one)]) != one.until:
                edits.set((*here, "overrides", n, "until"), str(until))
    else:
        edits.set_rows((*here, "overrides"), [_override(one) for one in after.overrides])


def _same_start(one: Override, other: Override) -> bool:
    return one.model_copy(update={"until": other.until}) == other


def _lines(rotation: Rotation, edits: YamlEdits, number: int) -> Iterator[str]:
    """A rotation as a person would write it; what is as before is written as it was."""
    yield f"id: {rotation.id}"
    yield f"role: {rotation.role}"
    yield f"zone: {edits.written(('rotations', number, 'zone'))}"
    yield f"starts: {rotation.starts}"
    if rotation.until is not None:
        yield f"until: {rotation.until}"
    if rotation.hours:
        yield from _rows("hours", [_hours(one) for one in rotation.hours])
    for key in ("handover", "shift", "backup_after", "if_no_ack"):
        if getattr(rotation, key) is not None:
            yield f"{key}: {edits.written(('rotations', number, key))}"
    yield from _rows("pattern", [_shift(shift) for shift in rotation.pattern])
    if rotation.overrides:
        yield from _rows("overrides", [_override(one) for one in rotation.overrides])


def _rows(key: str, rows: Sequence[str]) -> Iterator[str]:
    yield f"{key}:"
    yield from (f"  - {row}" for row in rows)


def _shift(shift: Shift) -> str:
    return f"{{primary: {shift.primary}{f', backup: {shift.backup}' if shift.backup else ''}}}"


def _hours(one: DutyHours) -> str:
    days = f", days: [{', '.join(one.days)}]" if len(one.days) < DAYS_OF_WEEK else ""
    return f'{{from: "{one.from_}", to: "{one.to}"{days}}}'


def _override(one: Override) -> str:
    backup = f", backup: {one.backup}" if one.backup else ""
    days = f"from: {one.from_}, until: {one.until}"
    days += f", hours: [{', '.join(map(_hours, one.hours))}]" if one.hours else ""
    return f"{{{days}, primary: {one.primary}{backup}, reason: {quoted(one.reason)}}}"
