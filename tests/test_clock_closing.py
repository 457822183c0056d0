"""The hour at which an office closes: a filing after it counts for the next business day, here and in the browser."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from browser_clock import Node, question, written
from nightly import by_day
from ratified.clock import (
    CountingPlace,
    Deadline,
    DelayRequest,
    IncidentFacts,
    TimeLimitTerm,
    end_of_day,
    law_deadlines,
    moment,
    reckon,
)
from ratified.incident.measure import JudgingDay, RecordedOutcome, judged
from ratified.model.duration import Duration
from ratified.model.notifications import ClockCap
from ratified.policy import read_book
from ratified.policy.catalogue import clock_catalogue
from ratified.policy.notices.deadlines import deadlines
from ratified.source.tree import WorkTree
from ratified.views.clocks.calendar_data import calendar_key, calendar_rows
from ratified.views.clocks.clock_data import engine_row, law_row, term_row, where_row
from ratified.views.clocks.zone_data import zone_rows
from ratified.views.wording import running
from test_clock_laws import CHANGING, changes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Starter

CLOCKS = {clock.id: clock for clock in clock_catalogue().clocks}
FEDERAL = next(one for one in clock_catalogue().calendars if one.id == "us-federal")
SEC = CLOCKS["us-sec-8k"]
WASHINGTON = CountingPlace(("America/New_York",), FEDERAL)
CLOSES = time(17, 30)
SINCE = date(2026, 1, 1)


def sec(at: str, **more: Any) -> Deadline:
    (found,) = law_deadlines(SEC, IncidentFacts({"materiality_determination": moment(at)}, **more), WASHINGTON)
    assert isinstance(found, Deadline)
    return found


def limit(length: Duration, closes: time | None = CLOSES, cap: ClockCap | None = None) -> TimeLimitTerm:
    return TimeLimitTerm("a", "law", "Somebody", "authority", "awareness", length, closes=closes, cap=cap)


def counted(length: Duration, at: str, where: CountingPlace = WASHINGTON, **more: Any) -> Deadline:
    found = reckon(limit(length, **more), IncidentFacts({"awareness": moment(at), "detection": moment(at)}), where)
    assert isinstance(found, Deadline)
    return found


def test_edgar_takes_a_filing_for_the_day_until_half_past_five() -> None:
    found = sec("2026-11-12T10:00-05:00")
    assert (found.due_at, found.due_on) == (moment("2026-11-18T17:30-05:00"), date(2026, 11, 18))
    assert found.arithmetic.endswith(
        ": 17:30 on Wed 2026-11-18, since what is filed later counts for the next business day"
    )
    assert sec("2026-07-09T10:00-04:00").due_at == moment("2026-07-15T17:30-04:00"), "by the clocks of summer too"


def test_a_determination_after_the_office_closed_is_still_of_its_day() -> None:
    """The hour is of filings; nothing is filed when a clock starts."""
    assert sec("2026-11-12T23:30-05:00").due_at == sec("2026-11-12T09:00-05:00").due_at


@pytest.mark.parametrize(("sent", "outcome"), [("17:30", "met"), ("17:31", "missed"), ("23:59", "missed")])
def test_a_filing_after_the_hour_is_late_though_the_day_is_not_over(sent: str, outcome: str) -> None:
    due, filed = sec("2026-11-12T10:00-05:00").due_at, RecordedOutcome(moment(f"2026-11-18T{sent}-05:00"))
    assert judged("SEC/EDGAR", due, filed, JudgingDay(date(2026, 12, 1), closed=True)).outcome == outcome


def test_no_other_clock_of_the_catalogue_has_an_hour() -> None:
    assert [clock.id for clock in CLOCKS.values() if clock.closes] == ["us-sec-8k"]
    assert running(SEC) == "4 business days from materiality determination, by 17:30 on the last day"
    assert running(CLOCKS["us-ca"]) == "30 days from discovery"


@pytest.mark.parametrize(
    ("length", "due"),
    [
        (Duration(days=3), "2026-11-15T17:30-05:00"),
        (Duration(months=1), "2026-12-12T17:30-05:00"),
        (Duration(business_days=2, days=1), "2026-11-17T17:30-05:00"),
        (Duration(minutes=72 * 60), "2026-11-15T10:00-05:00"),
        (Duration(days=1, minutes=90), "2026-11-13T11:30-05:00"),
    ],
)
def test_what_ends_with_a_day_ends_when_the_office_closes_and_hours_do_not(length: Duration, due: str) -> None:
    assert counted(length, "2026-11-12T10:00-05:00").due_at == moment(due)


def test_of_several_zones_the_office_that_closes_first_counts() -> None:
    where = CountingPlace(("Europe/Lisbon", "Europe/Athens"))
    assert counted(Duration(days=1), "2026-11-12T12:00Z", where).due_at == moment("2026-11-13T17:30+02:00")


def test_a_cap_in_days_ends_when_the_office_closes_too() -> None:
    cap = ClockCap(trigger="detection", n=2, unit="calendar_days")
    found = counted(Duration(days=5), "2026-11-12T10:00-05:00", cap=cap)
    assert (found.trigger, found.due_at) == ("detection", moment("2026-11-14T17:30-05:00"))


def test_a_notice_held_back_is_due_when_the_office_closes_on_the_last_day() -> None:
    delay = DelayRequest("attorney_general", "written", "the Attorney General", date(2026, 11, 13), date(2026, 12, 15))
    found = sec("2026-11-12T10:00-05:00", delays={"us-sec-8k": delay})
    assert (found.due_at, found.due_on) == (moment("2026-12-15T17:30-05:00"), date(2026, 12, 15))
    assert "; held back to 17:30 on Tue 2026-12-15 by the written request" in found.arithmetic
    same = DelayRequest("attorney_general", "written", "the Attorney General", date(2026, 11, 13), date(2026, 11, 18))
    assert (
        sec("2026-11-12T10:00-05:00", delays={"us-sec-8k": same}).arithmetic == sec("2026-11-12T10:00-05:00").arithmetic
    )


@pytest.mark.parametrize(
    ("at", "closes", "due"),
    [
        ("2026-03-07T12:00-05:00", time(2, 30), "2026-03-08T06:30Z"),  # left out by the clocks: the earlier reading
        ("2026-10-31T12:00-04:00", time(1, 30), "2026-11-01T05:30Z"),  # comes twice: the first
        ("2026-10-31T12:00-04:00", time(0, 0), "2026-11-01T04:00Z"),
    ],
)
def test_an_hour_that_comes_twice_or_not_at_all_is_the_first(at: str, closes: time, due: str) -> None:
    assert counted(Duration(days=1), at, closes=closes).due_at == moment(due)


# Of a company's own


OWN = """clocks:
  - id: own
    regime: Law of somewhere
    to: its office
    audience: authority
    trigger: awareness
    window: {n: 3, unit: calendar_days}
    zones: [Europe/Dublin]
    closes: HOUR
    certainty: high
    status: in_force
    source: its gazette
    recorded: 2026-11-22
"""
DATA = "data/notifications.yml"


def test_a_clock_of_our_own_has_its_hour_and_so_has_what_we_take_for_it(starter: Starter) -> None:
    row = "  - {clock: own, owner: legal-counsel, recipient: Somebody, within: 2d, starts: awareness}\n"
    starter.change(DATA, "commitments:\n", f"{row}commitments:\n")
    text = (starter.root / DATA).read_text(encoding="utf-8")
    starter.write(DATA, text + OWN.replace("HOUR", '"16:00"'))
    facts = IncidentFacts({"awareness": moment("2026-11-16T12:00Z")})
    found = {one.clock: one.due_at for one in deadlines(starter.book(), facts, ["own"]).counted}
    assert found == {"own": moment("2026-11-19T16:00Z"), "own/own": moment("2026-11-18T16:00Z")}


@pytest.mark.parametrize("hour", ['"24:00"', '"5:30"', '"17:30:00"', '"noon"', "17:30"])
def test_an_hour_is_written_with_four_digits_in_quotes(starter: Starter, hour: str) -> None:
    text = (starter.root / DATA).read_text(encoding="utf-8")
    starter.write(DATA, text + OWN.replace("HOUR", hour))
    places = [str(fault.place) for fault in read_book(WorkTree(starter.root)).faults]
    assert [place.rpartition(":")[0] for place in places] == [f"{DATA}:{starter.line(DATA, 'closes:')}"]


# The browser


@pytest.fixture(scope="module")
def node() -> Iterator[Node]:
    found = Node()
    yield found
    found.close()


HELD = (
    None,
    DelayRequest("attorney_general", "written", "the Attorney General", date(2026, 11, 13), date(2026, 12, 15)),
    DelayRequest("attorney_general", "written", "the Attorney General", date(2026, 11, 13), date(2026, 11, 18)),
    DelayRequest("attorney_general", "oral", "the Attorney General", date(2026, 11, 13), date(2026, 12, 15)),
)


@pytest.mark.parametrize("delay", HELD)
def test_the_browser_closes_edgar_at_the_same_second(node: Node, delay: DelayRequest | None) -> None:
    rows = calendar_rows({calendar_key(FEDERAL): FEDERAL}, SINCE)
    zones = zone_rows(WASHINGTON.zones, SINCE)
    data = {**engine_row(), "limits": [law_row(SEC, WASHINGTON)], "calendars": rows, "zones": zones}
    for at in ("2026-11-12T10:00-05:00", "2026-11-12T23:30-05:00", "2026-07-09T10:00-04:00", "2026-03-04T09:00-05:00"):
        delays = {"us-sec-8k": delay} if delay else {}
        facts = IncidentFacts({"materiality_determination": moment(at)}, delays=delays)
        expected = written(law_deadlines(SEC, facts, WASHINGTON))
        assert node.ask(question("sec", facts, data=data, law="us-sec-8k")) == expected


hours = st.none() | st.times().map(lambda at: at.replace(second=0, microsecond=0))
lengths = st.one_of(
    st.builds(Duration, days=st.integers(1, 3)),
    st.builds(Duration, months=st.integers(1, 2)),
    st.builds(Duration, minutes=st.integers(1, 5000)),
)
zones = st.sampled_from(CHANGING)


@settings(max_examples=by_day(120, by_night=500))
@given(st.data(), zones, hours, lengths, st.integers(-4000, 600))
def test_any_hour_near_a_change_of_the_clocks_is_the_same(
    node: Node, data: st.DataObject, name: str, closes: time | None, length: Duration, minutes: int
) -> None:
    change = data.draw(st.sampled_from([one for one in changes(name) if one.year in {2026, 2027}]))
    term, where = limit(length, closes), CountingPlace((name,))
    row = {"id": "x", "kind": "commitment", "where": where_row(where), "terms": [term_row(term)]}
    page = {**engine_row(), "limits": [row], "calendars": {}, "zones": zone_rows([name], SINCE)}
    facts = IncidentFacts({"awareness": change + timedelta(minutes=minutes)})
    assert node.ask(question("any", facts, data=page)) == written([reckon(term, facts, where)])


def test_a_closing_time_that_comes_twice_is_the_first_however_it_is_given() -> None:
    """Python takes two times that differ only in which of the two they mean for the same, and answers are kept."""
    later, day = time(1, 35, fold=1), date(2027, 11, 7)
    found = [end_of_day(day, ZoneInfo("America/New_York"), closes) for closes in (later, time(1, 35))]
    assert found == [datetime(2027, 11, 7, 5, 35, tzinfo=UTC)] * 2
