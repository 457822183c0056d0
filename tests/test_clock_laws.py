"""What must hold of every deadline: never early, never out of order, exact over every change of the clocks."""

from __future__ import annotations

from bisect import bisect_right
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ratified.clock import (
    CountingPlace,
    CountingStart,
    Deadline,
    DelayRequest,
    IncidentFacts,
    Workdays,
    end_of_day,
    ends,
    first_for_audience,
    law_deadlines,
    moment,
    strictest_first,
    zone,
)
from ratified.model.calendars import Calendar
from ratified.model.duration import Duration
from ratified.model.notifications import TRIGGERS, Clock
from ratified.policy.catalogue import clock_catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

CLOCKS = clock_catalogue().clocks
CALENDARS = {calendar.id: calendar for calendar in clock_catalogue().calendars}
FEDERAL = CALENDARS["us-federal"]
CHANGING = (
    "Europe/Dublin",
    "Europe/Athens",
    "America/New_York",
    "America/Los_Angeles",
    "America/Havana",
    "America/Santiago",
    "Australia/Lord_Howe",
    "Pacific/Chatham",
    "Africa/Cairo",
    "Asia/Beirut",
)
"""Zones that change their clocks: at one and two in the morning, at midnight, by an hour and by half of one."""
HOUR = timedelta(hours=1)
QUARTER = timedelta(minutes=15)


@cache
def changes(name: str) -> tuple[datetime, ...]:
    """Every moment from 2024 to 2030 at which a zone's offset changes, found hour by hour, to the quarter."""
    there, at = zone(name), datetime(2024, 1, 1, tzinfo=UTC)
    found = []
    while at.year <= 2030:
        if at.astimezone(there).utcoffset() != (at + HOUR).astimezone(there).utcoffset():
            found.append(
                next(q for q in quarters(at) if q.astimezone(there).utcoffset() != at.astimezone(there).utcoffset())
            )
        at += HOUR
    return tuple(found)


def quarters(at: datetime) -> Iterator[datetime]:
    return (at + QUARTER * n for n in range(1, 5))


@pytest.mark.parametrize("name", CHANGING)
def test_hours_are_exact_in_utc_over_every_change_of_the_clocks(name: str) -> None:
    there, where = zone(name), CountingPlace((name,))
    assert len(changes(name)) >= 12
    for change in changes(name):
        for away in range(-16, 17):
            wall = (change + QUARTER * away).astimezone(there)
            start = CountingStart("awareness", moment(wall.isoformat()))
            for hours in (1, 4, 6, 24, 36, 72):
                end = ends(Duration(minutes=hours * 60), start, where)
                assert end.at.timestamp() - wall.timestamp() == hours * 3600
                assert end.on == end.at.astimezone(there).date()


@pytest.mark.parametrize("name", CHANGING)
def test_days_end_with_the_local_day_over_every_change_of_the_clocks(name: str) -> None:
    there, where = zone(name), CountingPlace((name,))
    for change in changes(name):
        for days in range(3):
            first = change.astimezone(there).date() - timedelta(days=days)
            start = CountingStart("discovery", end_of_day(first, there) - 6 * HOUR)
            end = ends(Duration(days=1 + days), start, where)
            local = end.at.astimezone(there)
            assert (local.date(), local.time(), end.on) == (first + timedelta(days=1 + days), time(23, 59, 59), end.on)
            assert local.fold == 0, "of a last second that comes twice the first counts"


def test_a_last_second_that_comes_twice_counts_the_first_time() -> None:
    cairo = zone("Africa/Cairo")
    twice = date(2026, 10, 29)  # at midnight Cairo goes back to 23:00
    assert end_of_day(twice, cairo) == datetime(2026, 10, 29, 20, 59, 59, tzinfo=UTC)
    assert end_of_day(twice + timedelta(days=1), cairo) == datetime(2026, 10, 30, 21, 59, 59, tzinfo=UTC)


moments = st.datetimes(datetime(2024, 1, 1), datetime(2028, 6, 30), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis wants its bounds without a zone
clocks = st.sampled_from(CLOCKS)
forms: st.SearchStrategy[Literal["written", "oral"]] = st.sampled_from(["written", "oral"])
steps = st.timedeltas(timedelta(0), timedelta(days=90))
stamp_sets = st.dictionaries(st.sampled_from(TRIGGERS), moments, min_size=1)
lengths = st.one_of(
    st.builds(Duration, minutes=st.integers(1, 200_000)),
    st.builds(Duration, days=st.integers(1, 400)),
    st.builds(Duration, business_days=st.integers(1, 60)),
    st.builds(Duration, months=st.integers(1, 30)),
    st.builds(Duration, days=st.integers(0, 40), months=st.integers(1, 30)),
)
places = st.lists(st.sampled_from(CHANGING), min_size=1, max_size=3, unique=True).map(tuple)
FAR = FEDERAL.model_copy(update={"valid_through": date(2045, 12, 31)})


Stamps = dict[str, datetime]


def where(clock: Clock) -> CountingPlace:
    return CountingPlace(clock.zones or ("UTC",), CALENDARS.get(clock.calendar or "", FEDERAL))


def of(clock: Clock, stamps: Stamps, delays: Mapping[str, DelayRequest] = MappingProxyType({})) -> list[Deadline]:
    found = law_deadlines(clock, IncidentFacts(stamps, delays=delays), where(clock))
    return [one for one in found if isinstance(one, Deadline)]


def due(one: Deadline) -> tuple[datetime, date]:
    """The moment and the day that a deadline must have."""
    assert one.due_at is not None
    assert one.due_on is not None
    return one.due_at, one.due_on


@given(clocks, stamp_sets)
@settings(deadline=None)
def test_no_deadline_is_before_what_it_starts_from(clock: Clock, stamps: Stamps) -> None:
    if "calendar_year_end_of_discovery" in stamps:
        del stamps["calendar_year_end_of_discovery"]
    for one in of(clock, stamps):
        assert one.trigger_at in stamps.values() or clock.trigger == "calendar_year_end_of_discovery"
        assert (one.due_at is None) == (one.due_on is None)
        assert one.due_at is None or one.due_at > one.trigger_at


@given(clocks, stamp_sets, steps)
@settings(deadline=None)
def test_what_starts_later_is_never_due_earlier(clock: Clock, stamps: Stamps, step: timedelta) -> None:
    later = {name: at + step for name, at in stamps.items()}
    after = {one.clock: one for one in of(clock, later)}
    for one in of(clock, stamps):
        if one.due_at and one.clock in after:
            (at, on), (later_at, later_on) = due(one), due(after[one.clock])
            assert at <= later_at
            assert on <= later_on


@given(moments, moments, steps)
@settings(deadline=None)
def test_the_cap_keeps_order_in_either_of_its_stamps(aware: datetime, classified: datetime, step: timedelta) -> None:
    dora = next(clock for clock in CLOCKS if clock.id == "eu-dora-init")
    (one,) = of(dora, {"awareness": aware, "classification": classified})
    (later,) = of(dora, {"awareness": aware, "classification": classified + step})
    (at, _), (later_at, _) = due(one), due(later)
    assert at <= later_at
    assert at <= classified + timedelta(hours=4)
    assert at in (classified + timedelta(hours=4), aware + timedelta(hours=24))


@given(lengths, moments, steps, places)
@settings(deadline=None)
def test_any_length_keeps_the_order_of_its_starts_in_any_zones(
    length: Duration, at: datetime, step: timedelta, zones: tuple[str, ...]
) -> None:
    place = CountingPlace(zones, FAR)
    one, later = (ends(length, CountingStart("awareness", when), place) for when in (at, at + step))
    assert at < one.at <= later.at
    assert one.on <= later.on


@given(lengths, moments, places)
@settings(deadline=None)
def test_of_several_zones_the_first_to_end_counts(length: Duration, at: datetime, zones: tuple[str, ...]) -> None:
    start = CountingStart("awareness", at)
    assert ends(length, start, CountingPlace(zones, FAR)).at == min(
        ends(length, start, CountingPlace((z,), FAR)).at for z in zones
    )


@given(st.dictionaries(st.sampled_from(TRIGGERS[:-1]), moments, min_size=3))
@settings(deadline=None)
def test_the_strictest_comes_first_and_binds_its_audience(stamps: Stamps) -> None:
    found = strictest_first(one for clock in CLOCKS for one in of(clock, stamps))
    dated = [one.due_at for one in found if one.due_at]
    assert dated == sorted(dated)
    assert [one.due_at is None for one in found] == sorted(one.due_at is None for one in found)
    for audience, first in first_for_audience(found).items():
        others = [one.due_at for one in found if one.audience == audience and one.due_at and one.binding]
        assert first.due_at == min(others)


@given(clocks, stamp_sets, moments, forms)
@settings(deadline=None)
def test_a_delay_never_brings_a_deadline_forward(
    clock: Clock, stamps: Stamps, since: datetime, form: Literal["written", "oral"]
) -> None:
    delay = DelayRequest("law_enforcement", form, "Agent Ruiz", since.date(), since.date() + timedelta(days=200))
    held = {one.clock: one for one in of(clock, stamps, {clock.id: delay})}
    for one in of(clock, stamps):
        if one.due_at:
            held_at, _ = due(held[one.clock])
            assert one.due_at <= held_at
            assert one.due_at == held_at or clock.delay_by == "law_enforcement"


def federal(year: int) -> set[date]:
    """The federal holidays of a year as the statute counts them (5 U.S.C. 6103), moved off weekends."""

    def nth(month: int, weekday: int, count: int) -> date:
        days = [date(year, month, day) for day in range(1, 29 if month == 2 else 31)]
        return [day for day in days if day.weekday() == weekday][count - 1]

    last_monday = max(d for d in (date(year, 5, day) for day in range(25, 32)) if d.weekday() == 0)
    floating = {nth(1, 0, 3), nth(2, 0, 3), last_monday, nth(9, 0, 1), nth(10, 0, 2), nth(11, 3, 4)}
    fixed = [date(year, 1, 1), date(year, 6, 19), date(year, 7, 4), date(year, 11, 11), date(year, 12, 25)]
    fixed.append(date(year + 1, 1, 1))  # a New Year on a Saturday is kept on the last day of the year before
    moved = {day + timedelta(days={5: -1, 6: 1}.get(day.weekday(), 0)) for day in fixed}
    return {day for day in floating | moved if day.year == year}


def test_business_days_agree_with_a_day_by_day_count_over_twenty_years() -> None:
    days = [date(2022, 1, 1) + timedelta(days=n) for n in range(20 * 365 + 5)]
    closed = set().union(*(federal(year) for year in range(2022, 2043)))
    opened = [day for n in range(21 * 365) if (day := days[0] + timedelta(days=n)).weekday() < 5 and day not in closed]
    counted = Workdays(FAR, days[0])
    assert days[-1] == date(2041, 12, 31)
    for day in days:
        after = bisect_right(opened, day)
        for count in (1, 4, 14):
            assert counted.after(day, count) == opened[after + count - 1], (day, count)


def test_our_own_closing_days_are_left_out_of_our_own_count_alone() -> None:
    ours = Calendar.model_validate({**FAR.model_dump(), "id": "ours", "also_closed": (date(2026, 11, 27),)})
    start = CountingStart("awareness", moment("2026-11-25T12:00-05:00"))
    one = Duration(business_days=1)
    assert ends(one, start, CountingPlace(("America/New_York",), ours)).on == date(2026, 11, 30)
    assert ends(one, start, CountingPlace(("America/New_York",), FAR)).on == date(2026, 11, 27)
