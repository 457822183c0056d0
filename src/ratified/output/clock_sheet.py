"""The clock sheet of a recorded incident, for people and for machines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ratified.clock import Deadline, UncountedDeadline, first_for_audience, utc_words
from ratified.incident import BROKEN, ClockSheet, ClockStatus, declared_at
from ratified.output import terminal
from ratified.output.clock import (
    COUNSEL,
    FAULTS,
    IDLE,
    SCHEMA,
    deadline_lines,
    duty_lines,
    idle_line,
    note_lines,
    row,
    row_without,
    section,
)
from ratified.output.json_report import dumps
from ratified.output.status import instant
from ratified.output.trace import outcome_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from ratified.output.calendar_entries import Settled
    from ratified.output.duty_texts import DutyTexts

_DROPPED = "not applicable"


def render(found: ClockSheet, texts: DutyTexts, colour: bool) -> Iterator[str]:
    """Whose sheet it is and by which policy, then the deadlines, strictest first, each with what was decided."""
    incident, version = found.incident, found.policy.version
    yield terminal.line(f"{incident.id}: {incident.title} ({incident.status})")
    which = f"version {version}" if version is not None else "no approved version yet"
    why = "" if declared_at(incident) else ", since nobody has declared it"
    yield terminal.line(f"  by the policy in force at {utc_words(found.policy.at)}{why}: {which}")
    yield from (terminal.line(f"  ! {doubt}") for doubt in found.policy.doubts)
    if found.without:
        yield terminal.line(f"  {found.without}")
        return
    yield ""
    first = {one.clock for one in first_for_audience(_standing_still(found)).values()}
    for one in found.found.counted:
        stands = found.standing[one.clock]
        yield from deadline_lines(one, one.clock in first, texts, colour)
        yield f"    {outcome_words(stands.answer.outcome, colour)}{_decided(stands)}"
        if not _settled(stands):
            yield from duty_lines(one, texts)
            yield from note_lines(one)
        yield ""
    yield from _rest(found, colour)
    yield COUNSEL


def _standing_still(found: ClockSheet) -> Iterator[Deadline]:
    """The deadlines that the record has not decided away."""
    return (one for one in found.found.counted if found.standing[one.clock].answer.outcome != _DROPPED)


def _rest(found: ClockSheet, colour: bool) -> Iterator[str]:
    """What has no deadline, with why and what was decided about it."""
    groups: dict[str, list[UncountedDeadline]] = {"uncountable": [], "not_started": [], "": []}
    for one in found.found.not_counted:
        groups[one.reason if one.reason in groups else ""].append(one)
    yield from section(FAULTS, _without(found, groups["uncountable"]), colour)
    heading = "Not started, since the record has no such moment:"
    yield from section(heading, _without(found, groups["not_started"]), False)
    yield from section("No deadline:", _without(found, groups[""]), False)
    yield from section(IDLE, map(idle_line, found.found.idle), False)


def _without(found: ClockSheet, rows: list[UncountedDeadline]) -> Iterator[str]:
    """One line for all of which the same is to be said."""
    lines: dict[str, list[str]] = {}
    for one in rows:
        stands = found.standing[one.clock]
        decided = f"; {stands.answer.outcome}{_decided(stands)}" if stands.notice else ""
        lines.setdefault(f"{one.why}{decided}", []).append(one.clock)
    return (f"{', '.join(clocks)}: {why}" for why, clocks in lines.items())


def _decided(stands: ClockStatus) -> str:
    """What was sent, why, and by whom it was decided; begins with a colon where there is anything to say."""
    notice, parts = stands.notice, []
    if notice and notice.sent:
        parts.append(f"sent {notice.sent.replace('T', ' ')}{f' to {notice.recipient}' if notice.recipient else ''}")
    if stands.answer.why:
        parts.append(stands.answer.why)
    if notice and notice.assessed_by:
        approved = f", approved by {notice.approved_by}" if notice.approved_by else ""
        parts.append(f"assessed by {notice.assessed_by}{approved}")
    return terminal.line(f": {'; '.join(parts)}") if parts else ""


def _settled(stands: ClockStatus) -> bool:
    """Whether nothing is left to do before the deadline."""
    return stands.answer.outcome in {_DROPPED, "met", "accepted"} or bool(stands.notice and stands.notice.sent)


def settled(found: ClockSheet) -> Mapping[str, Settled]:
    """By clock, what the record is done with: for a calendar."""
    done: dict[str, Settled] = {}
    for id_, stands in found.standing.items():
        if stands.answer.outcome == _DROPPED:
            done[id_] = "dropped"
        elif _settled(stands) and stands.answer.outcome not in BROKEN | {"open"}:
            done[id_] = "sent"
    return done


def render_json(found: ClockSheet, as_of: date, head: str) -> str:
    """`ratified/clock/1`, with the record, the policy it is counted by, and what stands of each time limit."""
    incident = found.incident
    return dumps(
        {
            "schema": SCHEMA,
            "incident": incident.id,
            "title": incident.title,
            "status": incident.status,
            "as_of": as_of.isoformat(),
            "head": head,
            "policy": {"at": instant(found.policy.at), "version": found.policy.version},
            "doubts": list(found.policy.doubts),
            "without": found.without or None,
            "deadlines": [row(one) | _standing(found, one.clock) for one in found.found.counted],
            "not_counted": [row_without(one) | _standing(found, one.clock) for one in found.found.not_counted],
        }
    )


def _standing(found: ClockSheet, id_: str) -> dict[str, Any]:
    stands = found.standing[id_]
    notice = stands.notice
    keys = ("decision", "reason", "assessed_by", "assessed", "approved_by", "sent", "recipient", "late_reason")
    decided = {key: getattr(notice, key) for key in keys} if notice else dict.fromkeys(keys)
    return {
        "standing": {
            "outcome": stands.answer.outcome.replace(" ", "_"),
            "why": stands.answer.why or None,
            **decided,
            "path": stands.place.path,
            "line": stands.place.line,
        }
    }
