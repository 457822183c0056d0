"""What was done in an audit period: incidents, exercises and other records, counted, each linked where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratified.model.plurals import counted, how_many
from ratified.policy.records.actions import actions
from ratified.rules.periods import dated_in, declared_in, held_in
from ratified.views.escape import NOTHING, Safe, escape
from ratified.views.people.acknowledgements import acknowledged_lines
from ratified.views.records.common import to_record
from ratified.views.records.incident_trace import verdict
from ratified.views.site_map import PageLink, unlinked

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from ratified.model.exercise import Exercise
    from ratified.model.incident import Incident
    from ratified.model.period import PeriodWindow
    from ratified.policy.records.recurring import RecurringControl
    from ratified.views.page_context import PageContext


@dataclass(frozen=True)
class RecordLine:
    """A record with what is to be known of it at a glance."""

    record: PageLink
    note: Safe


@dataclass(frozen=True)
class OperationRecords:
    """Records of one kind in the period: how many in a sentence, then each."""

    name: Safe
    told: Safe
    records: tuple[RecordLine, ...]


def operation(
    of: PageContext, kinds: Collection[str], controls: Sequence[RecurringControl], period: PeriodWindow
) -> Iterator[OperationRecords]:
    """What happened in the period, of each kind of record named, then the controls that come back."""
    if "incident" in kinds:
        yield _incidents(of, declared_in(of.book, period.starts, period.ends))
        yield from _actions(of, period)
    if "exercise" in kinds:
        yield _exercises(of, held_in(of.book, period))
    for kind, lines in _COUNTED.items():
        if kind in kinds:
            yield lines(of, period)
    yield from (_control(control) for control in controls)


def acknowledged(of: PageContext) -> Iterator[OperationRecords]:
    """How many have acknowledged each document that everybody is asked for, today: it belongs to no period."""
    lines = acknowledged_lines(of)
    if lines:
        found = tuple(RecordLine(link, escape(told.rstrip("."))) for link, told in lines)
        yield OperationRecords(escape("Acknowledgements"), escape(how_many(len(lines), "document")), found)


def no_period(kinds: Collection[str]) -> tuple[OperationRecords, ...]:
    """What stands in place of records before any audit period has begun; nothing where no clause names a record."""
    told = escape("no audit period of the register has begun")
    return (OperationRecords(escape("Records"), told, ()),) if kinds else ()


def _incidents(of: PageContext, found: Sequence[Incident]) -> OperationRecords:
    closed = sum(one.status == "closed" for one in found)
    told = f"{len(found)} declared, {closed} closed" if found else "none declared in the period"
    lines = (RecordLine(to_record(of, one), escape(_kept(of, one))) for one in found)
    return OperationRecords(escape("Incidents"), escape(told), tuple(lines))


def _kept(of: PageContext, one: Incident) -> str:
    trace = of.trace(one.id)
    return verdict(trace) if trace else ""


def _exercises(of: PageContext, found: Sequence[Exercise]) -> OperationRecords:
    told = f"{len(found)} held" if found else "none held in the period yet"
    lines = (RecordLine(to_record(of, one), escape(f"{one.kind}, {one.held_on}")) for one in found)
    return OperationRecords(escape("Exercises"), escape(told), tuple(lines))


def _actions(of: PageContext, period: PeriodWindow) -> Iterator[OperationRecords]:
    records = {one.id for one in declared_in(of.book, period.starts, period.ends)}
    records |= {one.id for one in held_in(of.book, period)}
    found = [action for record, action in actions(of.book) if record.id in records]
    if found:
        closed = sum(action.closed_on is not None for action in found)
        list_ = RecordLine(of.thing("all corrective actions", "action_table", ""), NOTHING)
        told = f"{len(found)} of these records, {closed} closed"
        yield OperationRecords(escape("Corrective actions"), escape(told), (list_,))


def _dismissed(of: PageContext, period: PeriodWindow) -> OperationRecords:
    found = [one for one in of.book.events.dismissed if dated_in(period, one.detected_at)]
    lines = (RecordLine(of.thing(one.id, "dismissed_events", ""), NOTHING) for one in found)
    return OperationRecords(escape("Dismissed events"), escape(_in_period(len(found))), tuple(lines))


def _attestations(of: PageContext, period: PeriodWindow) -> OperationRecords:
    found = [one for one in of.book.events.nil_statements if one.ends in period]
    lines = (RecordLine(of.thing(one.id, "nil_statements", ""), escape(f"{one.starts} to {one.ends}")) for one in found)
    return OperationRecords(escape("Nil-incident attestations"), escape(_in_period(len(found))), tuple(lines))


def _trainings(of: PageContext, period: PeriodWindow) -> OperationRecords:
    people = [(person, [t for t in person.trained if t.finished in period]) for person in of.book.people.people]
    total, trained = sum(len(found) for _, found in people), sum(bool(found) for _, found in people)
    told = f"{_in_period(total)}, by {how_many(trained, 'person', 'people')}" if total else _in_period(0)
    lines = (RecordLine(of.thing("each by person and day", "roster", ""), NOTHING),) if total else ()
    return OperationRecords(escape("Trainings finished"), escape(told), lines)


def _clocks(of: PageContext, period: PeriodWindow) -> OperationRecords:
    rows = of.book.notifications.in_scope
    found = [row for row in rows if row.verified_on is not None and row.verified_on in period]
    told = f"{len(found)} of {len(rows)} in scope last verified in the period"
    list_ = RecordLine(of.thing("each with its day", "notification_clocks", ""), NOTHING)
    return OperationRecords(escape("Notification deadlines"), escape(told), (list_,) if rows else ())


def _in_period(count: int) -> str:
    return f"{count or 'none'} in the period"


_COUNTED: Mapping[str, Callable[[PageContext, PeriodWindow], OperationRecords]] = {
    "event": _dismissed,
    "statement": _attestations,
    "training": _trainings,
    "clock": _clocks,
}


def _control(control: RecurringControl) -> OperationRecords:
    """A control that comes back, linked to its runs on the page itself."""
    missing = f", {counted(control.lacks, 'time')} not run" if control.lacks else ""
    told = f"{control.expected} expected, {len(control.found)} found{missing}"
    runs = PageLink(escape("each run"), escape(f"#control-{control.limit.id}")) if control.found else unlinked("")
    every = f"{control.limit.text}, every {control.limit.within}"
    return OperationRecords(escape(every), escape(told), (RecordLine(runs, NOTHING),) if runs.href else ())
