"""Public holidays that are only estimated, that nobody knows yet, and that differ inside of a country."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from browser_clock import Node, question, written
from ratified.cli.main import main
from ratified.clock import (
    CalendarError,
    CountingPlace,
    CountingStart,
    Deadline,
    IncidentFacts,
    TimeLimitTerm,
    Workdays,
    ends,
    moment,
    reckon,
)
from ratified.clock.public_holidays import DECREED
from ratified.incident.measure import JudgingDay, RecordedOutcome, judged_within
from ratified.model.calendars import Calendar
from ratified.model.duration import Duration
from ratified.model.notifications import ClockCap
from ratified.views.clocks.calendar_data import calendar_key, calendar_rows
from ratified.views.clocks.clock_data import engine_row, term_row, where_row
from ratified.views.clocks.zone_data import zone_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Starter

SINCE = date(2026, 1, 1)


def calendar(country: str, subdivision: str | None = None, **more: Any) -> Calendar:
    found = {"title": "There", "zone": "UTC", "valid_through": date(2028, 12, 31), **more}
    return Calendar(id="there", country=country, subdivision=subdivision, **found)


def days(country: str, subdivision: str | None = None, **more: Any) -> Workdays:
    return Workdays(calendar(country, subdivision, **more), SINCE)


# Estimated


EID = date(2027, 3, 9)
"""Eid al-Fitr of 2027 in the Emirates, by an estimate: a Tuesday, and the two days after it are its holidays too."""
SAID = "Counted as working days, since their holidays are only estimated: {}."


def test_an_estimated_holiday_counts_as_a_working_day_and_a_sure_one_does_not() -> None:
    there = days("AE")
    assert [there.is_open(EID + timedelta(days=n)) for n in range(3)] == [True] * 3
    assert [there.is_estimated(EID + timedelta(days=n)) for n in range(-1, 4)] == [False, True, True, True, False]
    assert not there.is_open(date(2027, 12, 2)), "National Day is no estimate"
    assert not there.is_estimated(date(2027, 12, 2))
    assert not there.is_open(date(2027, 5, 16)), "an estimated holiday on a Sunday makes no working day of it"
    assert not there.is_estimated(date(2027, 5, 16))


def test_a_day_that_we_close_ourselves_is_closed_whatever_is_estimated() -> None:
    ours = days("AE", also_closed=(EID,))
    assert not ours.is_open(EID)
    assert ours.estimated_weekdays(EID, EID + timedelta(days=2)) == (date(2027, 3, 10), date(2027, 3, 11))


LANGUAGES = [("AE", "ar"), ("SN", "fr"), ("ID", "id"), ("ID", "en_US"), ("HK", "zh_CN")]


@pytest.mark.parametrize(("country", "language"), LANGUAGES)
def test_an_estimate_is_told_in_whatever_language_the_machine_has(country: str, language: str) -> None:
    """The library names holidays in the language of the environment."""
    days_of_it = "w.estimated_weekdays(date(2027, 1, 1), date(2027, 12, 31))"
    ask = f"{CALENDAR.format(country)} print([str(d) for d in {days_of_it}])"
    said = [asked(ask, LANGUAGE=words) for words in (language, "C")]
    assert said[0] == said[1]
    assert ("2027-03-09" in said[0]) == (country in {"AE", "SN"})
    assert said[0] != "[]\n" or country == "HK", "Hong Kong's are announced, not seen"


CALENDAR = (
    "from datetime import date; from ratified.clock import Workdays; from ratified.model.calendars import Calendar;"
    "c = Calendar(id='c', title='c', country='{}', zone='UTC', valid_through=date(2027, 12, 31));"
    "w = Workdays(c, date(2001, 1, 1));"
)


def asked(code: str, **environment: str) -> str:
    """What a new process answers, that has asked nothing before."""
    found = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, **environment}, capture_output=True, text=True, check=True
    )
    return found.stdout


def test_a_day_that_is_a_sure_holiday_besides_is_closed() -> None:
    """On 15 February 2029 Afghanistan has Liberation Day, and by an estimate Eid al-Fitr too."""
    there = days("AF", valid_through=date(2029, 12, 31))
    assert not there.is_open(date(2029, 2, 15))
    assert there.is_estimated(date(2029, 2, 14))


def limit(count: int = 4) -> TimeLimitTerm:
    return TimeLimitTerm("a", "law", "Somebody", "authority", "awareness", Duration(business_days=count))


def counted(where: CountingPlace, at: str, term: TimeLimitTerm | None = None) -> Deadline:
    found = reckon(term or limit(), IncidentFacts({"awareness": moment(at)}), where)
    assert isinstance(found, Deadline)
    return found


def test_a_deadline_over_an_estimate_is_the_earlier_one_and_says_so() -> None:
    found = counted(CountingPlace(("UTC",), calendar("AE")), "2027-03-05T12:00Z")
    assert found.due_on == date(2027, 3, 11)
    assert found.assumed
    assert found.notes == (SAID.format("Tue 2027-03-09, Wed 2027-03-10, Thu 2027-03-11"),)


@pytest.mark.parametrize("at", ["2027-03-01T12:00Z", "2027-03-12T12:00Z"])
def test_a_deadline_beside_an_estimate_is_sure(at: str) -> None:
    found = counted(CountingPlace(("UTC",), calendar("AE")), at, limit(5))
    assert not found.assumed
    assert found.notes == ()


def test_times_in_days_and_hours_have_nothing_to_do_with_it() -> None:
    for length in (Duration(days=8), Duration(minutes=8 * 24 * 60), Duration(months=1)):
        end = ends(
            length,
            CountingStart("awareness", datetime(2027, 3, 5, tzinfo=UTC)),
            CountingPlace(("UTC",), calendar("AE")),
        )
        assert end.doubt is None


def test_of_a_limit_and_its_cap_the_one_that_decides_says_what_it_supposes() -> None:
    cap = ClockCap(trigger="awareness", n=100, unit="hours")
    term = TimeLimitTerm("a", "law", "Somebody", "authority", "awareness", Duration(business_days=4), cap=cap)
    sooner = counted(CountingPlace(("UTC",), calendar("AE")), "2027-03-05T12:00Z", term)
    assert (sooner.due_on, sooner.assumed, sooner.notes) == (date(2027, 3, 9), False, ())


ENDS = (date(2027, 2, 28), date(2027, 4, 30))


def test_the_longest_stretch_takes_estimates_as_holidays() -> None:
    """What we promise is compared with the most that it can last, so there the strict side is the other one."""
    longest = [Workdays(calendar("AE", valid_through=until), date(2027, 1, 4)).longest(1) for until in ENDS]
    assert longest == [3, 4], "over a weekend, and from the Monday before Eid to the Friday after it"
    short = Workdays(calendar("AE", valid_through=date(2027, 3, 11)), date(2027, 3, 8))
    assert short.after(date(2027, 3, 8), 3) == date(2027, 3, 11)
    with pytest.raises(CalendarError, match="calendar 'there' ends on 2027-03-11"):
        short.longest(1)


@pytest.mark.parametrize(
    ("held", "outcome", "why"),
    [
        ("2027-03-09T12:00Z", "met", ""),
        ("2027-03-12T04:00Z", "missed", "4 h late. " + SAID.format("Tue 2027-03-09, Wed 2027-03-10, Thu 2027-03-11")),
    ],
)
def test_a_promise_that_was_broken_by_an_estimate_alone_says_so(
    starter: Starter, held: str, outcome: str, why: str
) -> None:
    """The company writes the day under `also_closed` once it is known, and is judged by that."""
    starter.change("data/calendars.yml", "country: US", "country: AE")
    starter.change("data/calendars.yml", "zone: America/New_York", "zone: UTC")
    start, length = CountingStart("closure", moment("2027-03-05T12:00Z")), Duration(business_days=4)
    done = RecordedOutcome(moment(held)), JudgingDay(date(2027, 4, 1), closed=True)
    found = judged_within("within 4 business days", length, start, starter.book(), *done)
    assert (found.outcome, found.why) == (outcome, why)
    starter.change("data/calendars.yml", "also_closed: [2026-11-27, 2026-12-24]", "also_closed: [2027-03-10]")
    known = judged_within("within 4 business days", length, start, starter.book(), *done)
    assert (known.outcome, known.why) == ("met", "")


# Known to some year


def test_a_calendar_is_refused_past_the_last_year_that_the_library_knows() -> None:
    lanka = days("LK")
    assert lanka.known_years[-1] == 2026, "the library knows more years now; move this test on"
    assert lanka.is_open(date(2026, 12, 31))
    with pytest.raises(CalendarError, match="no public holidays are known for LK in 2027"):
        lanka.is_open(date(2027, 1, 4))


def test_a_country_of_yearly_decrees_is_known_to_the_last_decree() -> None:
    china = days("CN")
    last = china.known_years[-1]
    assert last in {2026, 2027}, "the library has another decree now"
    assert china.is_open(date(2026, 2, 14)), "a Saturday that was made a working day"
    with pytest.raises(CalendarError, match=f"no public holidays are known for CN in {last + 1}"):
        china.is_open(date(last + 1, 3, 2))


def test_every_country_with_a_recent_decree_is_among_those_of_yearly_decrees() -> None:
    from holidays import country_holidays, list_supported_countries

    recent = {
        country
        for country in list_supported_countries(include_aliases=False)
        if any(
            year >= 2024 and any(len(row) > 3 for row in (found if isinstance(found[0], tuple) else (found,)))
            for year, found in getattr(country_holidays(country), "special_public_holidays", {}).items()
            if found
        )
    }
    assert recent - DECREED == {"TW"}, "Taiwan has had no working Saturdays since 2026"
    assert recent >= DECREED


def test_a_saturday_worked_by_the_next_year_s_decree_is_the_same_whatever_was_asked_before() -> None:
    """China's decree for 2002 made Saturday 29 December 2001 a working day."""
    ask = CALENDAR.format("CN") + "{} print(w.is_open(date(2001, 12, 29)))"
    assert [asked(ask.format(before)) for before in ("", "w.is_open(date(2002, 1, 4));")] == ["True\n", "True\n"]


# Parts of a country


@pytest.mark.parametrize("country", ["AU", "CA", "CH", "DE", "ES", "GB", "MY"])
def test_a_country_whose_parts_all_have_others_asks_for_one(country: str) -> None:
    with pytest.raises(CalendarError, match=f"holidays differ in {country}, and no part .* name one of [A-Z0-9]+, "):
        days(country).is_open(date(2027, 6, 1))


@pytest.mark.parametrize(("country", "part"), [("DE", "BE"), ("GB", "ENG"), ("CA", "ON"), ("AU", "NSW"), ("MY", "14")])
def test_a_part_that_is_named_is_enough(country: str, part: str) -> None:
    assert days(country, part).is_open(date(2027, 6, 2))


@pytest.mark.parametrize("country", ["US", "BR", "FR", "NL", "IE", "NZ"])
def test_a_country_with_holidays_of_the_whole_asks_for_nothing(country: str) -> None:
    assert days(country).is_open(date(2027, 6, 2))


def test_the_message_names_every_part() -> None:
    with pytest.raises(CalendarError, match=r"one of ENG, NIR, SCT, WLS$"):
        days("GB").is_open(date(2027, 6, 2))


# NOT-15

CALENDARS = "data/calendars.yml"


@pytest.mark.parametrize(
    ("old", "new", "at", "says"),
    [
        ("country: US", "country: GB", "country: GB", "no part has those of the whole: name one of ENG, NIR, SCT, WLS"),
        ("country: US", "country: ZZ", "country: ZZ", "company: no public holidays are known for ZZ"),
        (
            "country: US",
            "country: US\n    subdivision: ZZ",
            "subdivision: ZZ",
            "company: no public holidays are known for US-ZZ",
        ),
        (
            "zone: America/New_York",
            "zone: America/Nowhere",
            "zone: America/N",
            "company: there is no time zone 'America/Nowhere'",
        ),
        (
            "valid_through: 2028-12-31",
            "valid_through: 2101-01-01",
            "valid_through",
            "holds through 2101-01-01, and the public holidays of US are known to the end of 2100",
        ),
    ],
)
def test_a_calendar_that_knows_less_than_it_says_is_found(
    starter: Starter, old: str, new: str, at: str, says: str
) -> None:
    starter.change(CALENDARS, old, new)
    (found,) = starter.findings("NOT-15")
    assert str(found.place).startswith(f"{CALENDARS}:{starter.line(CALENDARS, at)}:")
    assert found.message.endswith(says)
    assert found.level == "error"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("country: US", "country: US"),
        ("country: US", "country: US\n    subdivision: VT"),
        ("country: US", "country: GB\n    subdivision: SCT"),
        ("valid_through: 2028-12-31", "valid_through: 2100-12-31"),
        ("valid_through: 2028-12-31", "valid_through: 2020-12-31"),
    ],
)
def test_a_calendar_that_holds_what_it_says_is_not(starter: Starter, old: str, new: str) -> None:
    starter.change(CALENDARS, old, new)
    assert starter.findings("NOT-15") == []


LONDON = """\
  - {id: london, title: England, country: GB, subdivision: ENG, zone: Europe/London, valid_through: 2028-12-31}
joint:
  - {id: both, title: Both offices, zone: Europe/London, all_of: [company, london]}
"""


def with_both(starter: Starter) -> Starter:
    """A second office's calendar, and one that is made of both."""
    text = (starter.root / CALENDARS).read_text(encoding="utf-8")
    return starter.write(CALENDARS, text + LONDON)


def test_one_made_of_several_is_sound_and_may_be_named_by_whatever_counts(
    starter: Starter, capsys: pytest.CaptureFixture[str]
) -> None:
    with_both(starter).change("data/contracts.yml", "within: 3bd,", "within: 3bd, calendar: both,")
    assert starter.findings("NOT-15") == starter.findings("NOT-06") == starter.findings("SIT-07") == []
    asked = ["clock", "--repo", str(starter.root), "--as-of", "2026-11-22", "--aware", "2026-12-23T09:00Z"]
    assert main(asked) == 0
    assert (
        "3 business days from awareness on Wed 2026-12-23 in Europe/London, that day not counted, by calendar both, "
        "without weekends, Thu 2026-12-24, Fri 2026-12-25, Mon 2026-12-28: "
        "the end of Thu 2026-12-31"
    ) in capsys.readouterr().out


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "[company, london]",
            "[company, londn]",
            "calendar both is made of 'londn', which data/calendars.yml does not have",
        ),
        ("[company, london]", "[company, both]", "calendar both is made of 'both', which is made of others itself"),
        (
            "Both offices, zone: Europe/London",
            "Both offices, zone: Europe/Londn",
            "calendar both: there is no time zone 'Europe/Londn'",
        ),
    ],
)
def test_one_made_of_what_is_not_there_is_found(starter: Starter, old: str, new: str, says: str) -> None:
    with_both(starter).change(CALENDARS, old, new)
    (found,) = starter.findings("NOT-15")
    assert found.message == says
    assert found.place.line == starter.line(CALENDARS, "id: both")


def test_whatever_counts_by_it_then_counts_by_nothing(starter: Starter) -> None:
    with_both(starter).change(CALENDARS, "[company, london]", "[company, londn]")
    starter.change("data/severities.yml", "calendar: company\n", "calendar: both\n")
    assert next(one.message for one in starter.findings("NOT-06")).endswith("no calendar is named, or it is unknown")


def test_one_may_be_made_of_a_calendar_of_the_catalogue(starter: Starter) -> None:
    with_both(starter).change(CALENDARS, "[company, london]", "[us-federal, london]")
    assert starter.findings("NOT-15") == []
    assert starter.book().calendar["both"].parts[0].id == "us-federal"


# The browser


@pytest.fixture(scope="module")
def node() -> Iterator[Node]:
    found = Node()
    yield found
    found.close()


def in_the_browser(node: Node, where: CountingPlace, at: str, count: int) -> tuple[Any, Any]:
    assert where.calendar is not None
    rows = calendar_rows({calendar_key(where.calendar): where.calendar}, SINCE)
    one = {"id": "x", "kind": "commitment", "where": where_row(where), "terms": [term_row(limit(count))]}
    data = {**engine_row(), "limits": [one], "calendars": rows, "zones": zone_rows(where.zones, SINCE)}
    facts = IncidentFacts({"awareness": moment(at)})
    expected = written([reckon(limit(count), facts, where)])
    return node.ask(question("any", facts, data=data)), expected


@pytest.mark.parametrize(
    ("country", "part", "more"),
    [
        ("AE", None, {}),
        ("AE", None, {"also_closed": (EID,)}),
        ("TR", None, {}),
        ("LK", None, {}),
        ("CN", None, {}),
        ("DE", None, {}),
        ("DE", "BY", {}),
        ("MY", "14", {}),
        ("ZZ", None, {}),
    ],
)
def test_the_browser_says_the_same(node: Node, country: str, part: str | None, more: dict[str, Any]) -> None:
    where = CountingPlace(("UTC", "Asia/Dubai"), calendar(country, part, **more))
    for at in ("2026-12-30T12:00Z", "2027-03-04T22:00Z", "2027-03-09T12:00Z", "2027-05-13T12:00Z", "2028-12-29T12:00Z"):
        for count in (1, 4):
            found, expected = in_the_browser(node, where, at, count)
            assert found == expected
