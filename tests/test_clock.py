"""Time arithmetic: how long a duration lasts, which of two is longer, and what a calendar knows."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ratified.clock import (
    CalendarError,
    Workdays,
    known_stamp,
    later_stamp,
    longest,
    may_outlast,
    plus,
    shortest,
    stamp_order,
    surely_outlasts,
    window_length,
)
from ratified.model.calendars import Calendar, JointCalendar
from ratified.model.duration import Duration
from ratified.model.notifications import TRIGGERS

TODAY = date(2026, 11, 22)
COMPANY = Calendar(
    id="company",
    title="Federal holidays and our own closing days",
    country="US",
    zone="America/New_York",
    valid_through=date(2028, 12, 31),
    also_closed=(date(2026, 11, 27), date(2026, 12, 24)),
)
DAYS = Workdays(COMPANY, TODAY)

counts = st.integers(0, 60)
durations = st.builds(Duration, st.integers(0, 10_000), counts, counts, st.integers(0, 30))
short_texts = st.builds("{}{}".format, st.integers(1, 20_000), st.sampled_from(["m", "h", "d", "bd"]))


def span(text: str) -> Duration:
    return Duration.parse(text)


@given(durations)
def test_the_shortest_is_never_longer_than_the_longest(duration: Duration) -> None:
    assert shortest(duration) <= longest(duration)
    assert shortest(duration) <= longest(duration, DAYS)


@given(durations)
def test_holidays_only_ever_lengthen(duration: Duration) -> None:
    assert longest(duration) <= longest(duration, DAYS)


@given(durations, durations)
def test_addition_is_monotone_and_does_not_care_about_order(one: Duration, other: Duration) -> None:
    assert plus(one, other) == plus(other, one)
    assert shortest(plus(one, other)) >= max(shortest(one), shortest(other))
    assert longest(plus(one, other)) >= max(longest(one), longest(other))
    assert plus(one) == plus(one, Duration()) == one


@given(durations, durations)
def test_what_surely_outlasts_may_outlast_and_never_the_other_way_round(one: Duration, other: Duration) -> None:
    if surely_outlasts(one, other, DAYS):
        assert may_outlast(one, other, DAYS)
        assert not may_outlast(other, one, DAYS)


@given(durations)
def test_nothing_outlasts_itself(duration: Duration) -> None:
    assert not may_outlast(duration, duration)
    assert not surely_outlasts(duration, duration)


@given(durations, durations)
def test_what_is_added_to_both_sides_changes_no_comparison(one: Duration, shared: Duration) -> None:
    assert not may_outlast(shared, plus(one, shared))
    assert may_outlast(plus(one, shared), shared) == (one != Duration())


@given(st.dates(date(2000, 1, 31), date(2100, 1, 1)), st.integers(1, 40))
def test_months_on_any_calendar_lie_between_the_shortest_and_the_longest(day: date, count: int) -> None:
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    later = date(year, month + 1, min(day.day, last))
    months = Duration(months=count)
    assert shortest(months) <= later - day <= longest(months)


@given(short_texts)
def test_a_short_duration_reads_back_as_what_it_says(text: str) -> None:
    duration = span(text)
    number = text.rstrip("mhbd")
    count = int(number)
    words = str(duration)
    if text.endswith("m") and count % 60 == 0:
        assert words == f"{count // 60} hour{'s' if count > 60 else ''}"
    else:
        unit = {"m": "minute", "h": "hour", "d": "day", "b": "business day"}[text[len(number)]]
        assert words == f"{count} {unit}{'' if count == 1 else 's'}"


@given(durations.filter(lambda d: d != Duration() and not d.business_days))
def test_an_iso_duration_reads_back_whatever_it_holds(duration: Duration) -> None:
    months = f"{duration.months}M" if duration.months else ""
    days = f"{duration.days}D" if duration.days else ""
    minutes = f"T{duration.minutes}M" if duration.minutes else ""
    assert span(f"P{months}{days}{minutes}") == duration


@pytest.mark.parametrize("text", ["", "0m", "P", "PT", "P0D", "15", "15 m", "-3d", "1.5h", "bd", "P1DT"])
def test_what_is_no_duration_says_what_to_write(text: str) -> None:
    with pytest.raises(ValueError, match="ISO 8601"):
        span(text)


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("90m", 0.0625, 0.0625),
        ("3d", 3, 3),
        ("P1M", 28, 31),
        ("P3M", 89, 92),
        ("P1Y", 365, 366),
        ("1bd", 1, 3),
    ],
)
def test_lengths_in_days_without_a_calendar(text: str, least: float, most: float) -> None:
    assert shortest(span(text)) == timedelta(days=least)
    assert longest(span(text)) == timedelta(days=most)


def test_a_week_of_business_days_is_a_week_and_one_more_crosses_another_weekend() -> None:
    assert longest(span("5bd")) == timedelta(days=7)
    assert longest(span("6bd")) == timedelta(days=10)


def test_thanksgiving_and_our_own_friday_make_one_business_day_five() -> None:
    assert DAYS.after(date(2026, 11, 25), 1) == date(2026, 11, 30)
    assert longest(span("1bd"), DAYS) == timedelta(days=5)


def test_without_our_own_closing_days_one_business_day_is_at_most_four() -> None:
    plain = COMPANY.model_copy(update={"also_closed": ()})
    assert longest(span("1bd"), Workdays(plain, TODAY)) == timedelta(days=4)


def test_the_count_starts_on_the_day_after() -> None:
    assert DAYS.after(date(2026, 11, 20), 1) == date(2026, 11, 23)
    assert DAYS.after(date(2026, 11, 21), 1) == date(2026, 11, 23)
    assert DAYS.after(date(2026, 11, 23), 0) == date(2026, 11, 23)


def test_a_calendar_says_nothing_past_its_end() -> None:
    assert DAYS.is_open(date(2028, 12, 29))
    with pytest.raises(CalendarError, match="calendar 'company' ends on 2028-12-31"):
        DAYS.is_open(date(2029, 1, 2))
    with pytest.raises(CalendarError, match="ends on"):
        DAYS.after(date(2028, 12, 28), 2)
    with pytest.raises(CalendarError, match="ends on"):
        longest(Duration(business_days=900), DAYS)


def test_an_unknown_country_or_part_of_one_is_an_error_and_no_empty_year() -> None:
    nowhere = COMPANY.model_copy(update={"country": "ZZ"})
    with pytest.raises(CalendarError, match="no public holidays are known for ZZ"):
        Workdays(nowhere, TODAY).is_open(TODAY)
    lost = COMPANY.model_copy(update={"subdivision": "Atlantis"})
    with pytest.raises(CalendarError, match="US-Atlantis"):
        Workdays(lost, TODAY).is_open(TODAY)
    far = COMPANY.model_copy(update={"valid_through": date(2500, 1, 1)})
    with pytest.raises(CalendarError, match="in 2400"):
        Workdays(far, TODAY).is_open(date(2400, 1, 3))


def test_a_part_of_a_country_has_its_own_holidays() -> None:
    bavaria = COMPANY.model_copy(update={"country": "DE", "subdivision": "BY"})
    berlin = COMPANY.model_copy(update={"country": "DE", "subdivision": "BE"})
    epiphany = date(2027, 1, 6)
    assert not Workdays(bavaria, TODAY).is_open(epiphany)
    assert Workdays(berlin, TODAY).is_open(epiphany)


def test_comparison_falls_back_to_weekends_where_the_calendar_cannot_say() -> None:
    nowhere = Workdays(COMPANY.model_copy(update={"country": "ZZ"}), TODAY)
    assert not may_outlast(span("1bd"), span("3d"), nowhere)
    assert may_outlast(span("1bd"), span("3d"), DAYS)


@pytest.mark.parametrize(
    ("one", "other"), [("2bd", "48h"), ("5bd", "5d"), ("P1M", "30d"), ("73h", "72h"), ("P1Y", "365d")]
)
def test_what_may_come_late_is_caught_and_the_reverse_is_not_sure(one: str, other: str) -> None:
    assert may_outlast(span(one), span(other))
    assert not surely_outlasts(span(other), span(one))


@pytest.mark.parametrize(("one", "other"), [("48h", "3bd"), ("3bd", "3bd"), ("24h", "1d"), ("P1M", "31d")])
def test_what_is_never_late_is_let_through(one: str, other: str) -> None:
    assert not may_outlast(span(one), span(other))


def test_stamps_stand_in_the_order_of_an_incidents_life() -> None:
    assert later_stamp("awareness", "suspicion")
    assert later_stamp("determination", "awareness")
    assert not later_stamp("discovery", "awareness")
    assert not later_stamp("awareness", "awareness")
    assert stamp_order("occurrence") == 0
    assert all(known_stamp(stamp) for stamp in TRIGGERS)


@pytest.mark.parametrize("stamp", ["end of investigation", "contract_defined", None])
def test_a_stamp_without_a_place_is_neither_later_nor_earlier(stamp: str | None) -> None:
    assert not later_stamp(stamp, "awareness")
    assert not later_stamp("awareness", stamp)
    assert known_stamp(stamp) == (stamp == "contract_defined")


def test_windows_become_durations_and_an_unfixed_one_none() -> None:
    assert window_length(72, "hours") == span("72h")
    assert window_length(30, "calendar_days") == span("30d")
    assert window_length(4, "business_days") == span("4bd")
    assert window_length(1, "months") == span("P1M")
    assert window_length(None, "no_fixed") is window_length(72, None) is window_length(None, "hours") is None


LONDON = COMPANY.model_copy(
    update={
        "id": "london",
        "country": "GB",
        "subdivision": "ENG",
        "valid_through": date(2027, 12, 31),
        "also_closed": (),
    }
)
BOTH = JointCalendar(id="both", title="Both offices", zone="Europe/London", all_of=("company", "london"))


class TestSeveralCalendars:
    def test_a_business_day_is_one_in_all_of_them(self) -> None:
        both = BOTH.of({"company": COMPANY, "london": LONDON})
        assert both is not None
        days = Workdays(both, TODAY)
        boxing, thanksgiving = date(2026, 12, 28), date(2026, 11, 26)
        assert Workdays(COMPANY, TODAY).is_open(boxing)
        assert not Workdays(LONDON, TODAY).is_open(boxing)
        assert Workdays(LONDON, TODAY).is_open(thanksgiving)
        assert [days.is_open(day) for day in (boxing, thanksgiving, date(2026, 11, 27), date(2026, 11, 30))] == [
            False, False, False, True,
        ]  # fmt: skip
        assert days.after(date(2026, 12, 23), 2) == date(2026, 12, 30)
        assert (both.id, both.zone, both.valid_through) == ("both", "Europe/London", date(2027, 12, 31))

    def test_the_one_that_ends_first_ends_it(self) -> None:
        both = BOTH.of({"company": COMPANY, "london": LONDON})
        assert both is not None
        with pytest.raises(CalendarError, match="calendar 'london' ends on 2027-12-31"):
            Workdays(both, TODAY).is_open(date(2028, 1, 3))

    def test_without_closing_days_of_our_own_those_of_no_part_are_left(self) -> None:
        both = BOTH.of({"company": COMPANY, "london": LONDON})
        assert both is not None
        assert both.also_closed == COMPANY.also_closed
        assert Workdays(both.without_own_days(), TODAY).is_open(date(2026, 11, 27))

    def test_of_what_nobody_knows_there_is_none(self) -> None:
        assert BOTH.of({"company": COMPANY}) is None

    @given(st.dates(date(2026, 11, 1), date(2027, 12, 1)), st.integers(1, 30))
    def test_it_never_ends_before_any_of_its_parts(self, day: date, count: int) -> None:
        both = BOTH.of({"company": COMPANY, "london": LONDON})
        assert both is not None
        try:
            end = Workdays(both, day).after(day, count)
        except CalendarError:
            return
        assert end >= max(Workdays(one, day).after(day, count) for one in (COMPANY, LONDON))
