"""The browser's arithmetic is the engine's: every worked case, this repository's own limits, and random ones."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given as generated
from hypothesis import settings
from hypothesis import strategies as st

from browser_clock import Node, question, written
from conftest import ROOT, Starter
from nightly import by_day
from ratified.clock import CountingPlace, DelayRequest, IncidentFacts, TimeLimitTerm, law_deadlines, moment, reckon
from ratified.model.calendars import Calendar, JointCalendar
from ratified.model.duration import Duration
from ratified.model.notifications import TRIGGERS, ClockCap
from ratified.output import calendar_entries
from ratified.output.duty_texts import DutyTexts
from ratified.policy import Book, read_book
from ratified.policy.notices.deadlines import deadlines
from ratified.source.tree import WorkTree
from ratified.views import PageContext, SiteMap
from ratified.views.clocks.calendar_data import calendar_key, calendar_rows
from ratified.views.clocks.clock_data import (
    clock_data,
    engine_row,
    law_row,
    term_row,
    where_row,
)
from ratified.views.clocks.start_clocks import region, start_clocks
from ratified.views.clocks.zone_data import zone_rows
from test_clock_cases import CALENDARS, CASES, CLOCKS, given
from test_clock_laws import CHANGING, changes

if TYPE_CHECKING:
    from collections.abc import Iterator

SINCE = date(2023, 1, 1)
AS_OF = date(2026, 11, 22)
IDS = [f"{case[0]} {case[1]}" for case in CASES]


def where_of(clock_id: str) -> CountingPlace:
    clock = CLOCKS[clock_id]
    return CountingPlace(clock.zones or ("UTC",), CALENDARS.get(clock.calendar or ""))


def of_the_catalogue() -> dict[str, Any]:
    """The whole catalogue as a page would hold it."""
    limits = [law_row(clock, where_of(clock.id)) for clock in CLOCKS.values()]
    calendars = calendar_rows({calendar_key(one): one for one in CALENDARS.values()}, SINCE)
    zones = zone_rows((name for clock in CLOCKS.values() for name in where_of(clock.id).zones), AS_OF)
    return {**engine_row(), "limits": limits, "calendars": calendars, "zones": zones}


def by_the_engine(case: tuple[str, str, str, str]) -> tuple[str, IncidentFacts, list[dict[str, Any]]]:
    clock_id = case[0].partition("/")[0]
    facts = given(case[1], clock_id)
    return clock_id, facts, written(law_deadlines(CLOCKS[clock_id], facts, where_of(clock_id)))


@pytest.fixture(scope="module")
def node() -> Iterator[Node]:
    found = Node()
    found.ask({"name": "catalogue", "data": of_the_catalogue()})
    yield found
    found.close()


@pytest.fixture(scope="module")
def book() -> Book:
    found = read_book(WorkTree(ROOT)).book
    assert found is not None
    return found


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_a_worked_case_is_the_same_in_the_browser(node: Node, case: tuple[str, str, str, str]) -> None:
    clock_id, facts, expected = by_the_engine(case)
    found = node.ask(question("catalogue", facts, law=clock_id))
    assert found == expected
    one = next(row for row in found if row["clock"] == case[0])
    assert shown(one) == (case[2], case[3])


def shown(one: dict[str, Any]) -> tuple[str, str]:
    """A row of the browser in the words of the worked cases."""
    if "reason" in one:
        return one["reason"].replace("_", " "), ""
    if one["due_at"] is None:
        return "no figure", ""
    return one["due_at"] + (" ?" if one["assumed"] else "") + ("" if one["binding"] else " ~"), one["due_on"]


FRIDAY = "2026-11-20T14:20+01:00"


@pytest.mark.parametrize(
    ("stamps", "more"),
    [
        (("awareness",), {}),
        (("awareness", "discovery", "determination", "individual_notice_sent", "contract_defined"), {}),
        (("awareness", "discovery", "individual_notice_sent", "determination"), {"people": 400}),
        (("individual_notice_sent",), {"counts": {"us-ca-ag": 501}}),
        (("detection",), {}),
    ],
)
def test_this_repository_s_own_limits_are_the_same_with_and_without_a_choice(
    node: Node, book: Book, stamps: tuple[str, ...], more: dict[str, Any]
) -> None:
    node.ask({"name": "ours", "data": json.loads(clock_data(book, AS_OF))})
    facts = IncidentFacts({stamp: moment(FRIDAY) for stamp in stamps}, **more)
    everything = (*(row.clock for row in book.notifications.in_scope), *(c.id for c in book.contracts.contracts))
    for only in ((), everything, ("us-ca", "us-ca-ag", "CT-014", "insurer-notice")):
        expected = deadlines(book, facts, only)
        assert node.ask(question("ours", facts, only=list(only))) == written((*expected.counted, *expected.not_counted))


def test_contracts_count_by_the_days_on_which_they_are_in_force(node: Node, book: Book) -> None:
    node.ask({"name": "ours", "data": json.loads(clock_data(book, AS_OF))})
    for day in ("2026-02-28T23:30-05:00", "2026-03-01T00:00-05:00", "2027-02-28T12:00Z", "2027-05-01T12:00Z"):
        for stamp in ("awareness", "detection"):
            facts = IncidentFacts({stamp: moment(day)})
            for only in ((), ("CT-014", "CT-040")):
                expected = deadlines(book, facts, only)
                found = node.ask(question("ours", facts, only=list(only)))
                assert found == written((*expected.counted, *expected.not_counted))


def test_the_calendar_file_is_the_one_that_the_command_writes(node: Node, book: Book) -> None:
    panel = start_clocks(PageContext(book, AS_OF, SiteMap({}, {}), "docs/start-here.md"))
    node.ask({"name": "ours", "data": json.loads(panel.data)})
    facts = IncidentFacts({stamp: moment(FRIDAY) for stamp in ("awareness", "discovery", "contract_defined")})
    of, counted = calendar_entries.unrecorded(facts), deadlines(book, facts).counted
    expected = calendar_entries.render(counted, AS_OF, of, DutyTexts(book, ""))
    assert node.ask(question("ours", facts, ics=AS_OF.isoformat())).encode() == expected


def test_a_day_before_the_page_s_calendar_is_said_and_not_guessed(node: Node) -> None:
    facts = IncidentFacts({"materiality_determination": moment("2022-12-01T12:00Z")})
    (found,) = node.ask(question("catalogue", facts, law="us-sec-8k"))
    assert found["reason"] == "uncountable"
    assert "from 2023-01-01 on" in found["why"]
    past = IncidentFacts({"materiality_determination": moment("2028-12-28T12:00Z")})
    assert node.ask(question("catalogue", past, law="us-sec-8k")) == written(
        law_deadlines(CLOCKS["us-sec-8k"], past, where_of("us-sec-8k"))
    )


HELD = (
    DelayRequest("law_enforcement", "written", "the FBI", date(2026, 12, 1), date(2027, 2, 15)),
    DelayRequest(
        "law_enforcement", "written", "the FBI", date(2026, 12, 1), date(2026, 12, 15)
    ),  # ends before the deadline
    DelayRequest("law_enforcement", "written", "the FBI", date(2026, 12, 1), date(2027, 1, 19)),  # ends with it
    DelayRequest("law_enforcement", "written", "the FBI", date(2026, 12, 1)),  # does not say until when
    DelayRequest("law_enforcement", "oral", "the FBI", date(2027, 1, 10)),  # lapses after thirty days
    DelayRequest("law_enforcement", "oral", "the FBI", date(2027, 1, 10), date(2027, 1, 25)),
    DelayRequest("law_enforcement", "oral", "the FBI", date(2027, 1, 10), date(2027, 3, 25)),
    DelayRequest("law_enforcement", "oral", "the FBI", date(2027, 1, 19)),  # on the last day
    DelayRequest("law_enforcement", "oral", "the FBI", date(2027, 1, 20)),  # a day too late
    DelayRequest("attorney_general", "written", "the Attorney General", date(2026, 11, 21), date(2027, 2, 1)),
    DelayRequest("attorney_general", "oral", "the Attorney General", date(2026, 11, 21), date(2027, 2, 1)),
)


@pytest.mark.parametrize("delay", HELD)
def test_a_notice_held_back_is_the_same(node: Node, delay: DelayRequest) -> None:
    stamps = {stamp: moment(FRIDAY) for stamp in ("discovery", "materiality_determination", "awareness")}
    for clock_id in ("us-hipaa-ind", "us-sec-8k", "eu-gdpr-33", "eu-gdpr-34"):
        facts = IncidentFacts(stamps, delays={clock_id: delay})
        expected = written(law_deadlines(CLOCKS[clock_id], facts, where_of(clock_id)))
        assert node.ask(question("catalogue", facts, law=clock_id)) == expected


@pytest.mark.parametrize("name", CHANGING)
def test_days_that_end_near_a_change_of_the_clocks_end_at_the_same_second(node: Node, name: str) -> None:
    for change in changes(name):
        for days in (1, 2):
            for hours in (-30, 1, 20):
                start = change - timedelta(days=days, hours=hours)
                term = TimeLimitTerm("a", "law", "Somebody", None, "discovery", Duration(days=days))
                assert_the_same(node, term, CountingPlace((name,)), IncidentFacts({"discovery": start}))


@pytest.mark.parametrize(
    "length",
    [
        Duration(days=2, minutes=90),  # elapsed time, so no doubt of the zone
        Duration(days=2),
        Duration(minutes=90),
        Duration(months=1, days=3),
        Duration(business_days=3, days=2, months=1),
        Duration(business_days=3, minutes=60),  # cannot be counted
        Duration(months=100_000),
        Duration(days=3_000_000),
    ],
)
def test_lengths_of_mixed_units_are_the_same(node: Node, length: Duration) -> None:
    where = CountingPlace(
        ("Europe/Lisbon", "Europe/Athens"), CALENDARS["us-federal"], "Nobody says where.", "Nor by which."
    )
    for day in ("2026-12-31T23:30Z", "2028-01-30T12:00Z"):
        term = TimeLimitTerm("a", "contract", "Somebody", "customers", "awareness", length)
        assert_the_same(node, term, where, IncidentFacts({"awareness": moment(day)}))


@pytest.mark.parametrize("country", ["CN", "AE", "US"])
def test_working_saturdays_and_other_weekends_are_the_same(node: Node, country: str) -> None:
    """In China some Saturdays are worked; the Emirates' weekend was another one."""
    calendar = Calendar(
        id="there",
        title="There",
        country=country,
        zone="UTC",
        valid_through=date(2026, 12, 31),
        also_closed=(date(2026, 5, 6), date(2027, 1, 1)),
    )
    for day in range(0, 360, 4):
        start = moment("2026-01-02T12:00Z") + timedelta(days=day)
        term = TimeLimitTerm("a", "contract", "Somebody", "customers", "awareness", Duration(business_days=4))
        assert_the_same(node, term, CountingPlace(("UTC",), calendar), IncidentFacts({"awareness": start}))


def closing(country: str, last: date) -> Calendar:
    """The calendar of a country that ends on a day, of a company that closes on the ninth of its month."""
    values = {"id": country.lower(), "title": country, "country": country, "zone": "UTC", "valid_through": last}
    return Calendar.model_validate({**values, "also_closed": (last.replace(day=9),)})


@pytest.mark.parametrize(("one", "other"), [("US", "FR"), ("AE", "US"), ("CN", "JP")])
def test_business_days_of_several_calendars_are_the_same(node: Node, one: str, other: str) -> None:
    """To the end of the one that ends first, with closing days of both, and with other weekends."""
    parts = [closing(one, date(2026, 12, 31)), closing(other, date(2026, 11, 30))]
    joint = JointCalendar(id="both", title="Both", zone="Europe/Berlin", all_of=tuple(part.id for part in parts))
    found = joint.of({part.id: part for part in parts})
    assert found is not None
    for calendar in (found, found.without_own_days()):
        for day in range(0, 360, 7):
            start = moment("2026-01-02T12:00Z") + timedelta(days=day)
            term = TimeLimitTerm("a", "contract", "Somebody", "customers", "awareness", Duration(business_days=4))
            where = CountingPlace(("Europe/Berlin",), calendar)
            assert_the_same(node, term, where, IncidentFacts({"awareness": start}))


@pytest.mark.parametrize("unless", [None, "classified_after_cap", "the regulator agrees"])
def test_caps_are_the_same_with_and_without_a_figure_of_their_own(node: Node, unless: str | None) -> None:
    for length in (None, Duration(minutes=240)):
        for unit in ("hours", "no_fixed"):
            cap = ClockCap(trigger="awareness", n=24, unit=unit, unless=unless)
            term = TimeLimitTerm("a", "law", "Somebody", "authority", "classification", length, cap=cap)
            for stamps in (("awareness",), ("classification",), ("awareness", "classification"), ()):
                assert_the_same(
                    node, term, CountingPlace(("UTC",)), IncidentFacts({stamp: moment(FRIDAY) for stamp in stamps})
                )


def assert_the_same(node: Node, term: TimeLimitTerm, where: CountingPlace, facts: IncidentFacts) -> None:
    calendars = calendar_rows({calendar_key(where.calendar): where.calendar}, SINCE) if where.calendar else {}
    limit = {"id": "x", "kind": "commitment", "where": where_row(where), "terms": [term_row(term)]}
    data = {**engine_row(), "limits": [limit], "calendars": calendars, "zones": zone_rows(where.zones, AS_OF)}
    assert node.ask(question("any", facts, data=data)) == written([reckon(term, facts, where)])


moments = st.datetimes(datetime(2024, 1, 1), datetime(2028, 10, 30), timezones=st.just(UTC)).map(  # noqa: DTZ001 - hypothesis wants its bounds without a zone
    lambda at: at.replace(microsecond=0)
)
stamps = st.dictionaries(st.sampled_from(TRIGGERS), moments, max_size=5)
sent = st.dictionaries(st.sampled_from([*CLOCKS, "uk-nis-bill/initial"]), moments, max_size=3)
days = st.dates(date(2024, 1, 1), date(2028, 12, 31))
held = st.builds(
    DelayRequest,
    st.sampled_from(["law_enforcement", "attorney_general"]),
    st.sampled_from(["written", "oral"]),
    st.sampled_from(["the FBI", "Garda; \\ an agent"]),
    days,
    st.none() | days,
)


@settings(max_examples=by_day(130, by_night=400))
@generated(st.sampled_from(sorted(CLOCKS)), st.data())
def test_any_clock_with_any_facts_is_the_same(node: Node, clock_id: str, data: st.DataObject) -> None:
    clock = CLOCKS[clock_id]
    triggers = [t for t in (clock.trigger, clock.cap and clock.cap.trigger, "discovery") if t in TRIGGERS]
    own = {trigger: data.draw(moments) for trigger in triggers if data.draw(st.booleans())}
    chained = {clock.of: data.draw(moments)} if clock.of in CLOCKS and data.draw(st.booleans()) else {}
    people = st.none() | st.integers(0, 1200)
    count = data.draw(people)
    delay = data.draw(st.none() | held)
    facts = IncidentFacts(
        {**data.draw(stamps), **own},
        {**data.draw(sent), **chained},
        {} if count is None else {clock_id: count},
        data.draw(people),
        {clock_id: delay} if delay else {},
    )
    expected = written(law_deadlines(clock, facts, where_of(clock_id)))
    assert node.ask(question("catalogue", facts, law=clock_id)) == expected


units = st.integers(0, 400)
lengths = st.one_of(
    st.builds(Duration, minutes=st.integers(1, 200_000)),
    st.builds(Duration, days=st.integers(1, 400)),
    st.builds(Duration, business_days=st.integers(1, 60)),
    st.builds(Duration, months=st.integers(1, 120)),
    st.builds(Duration, minutes=units, days=units, business_days=st.integers(0, 9), months=st.integers(0, 120)),
    st.just(Duration(days=3_000_000)),
    st.just(Duration(months=100_000)),
)
caps = st.builds(
    ClockCap,
    trigger=st.sampled_from(TRIGGERS[:6]),
    n=st.integers(1, 90),
    unit=st.sampled_from(["hours", "calendar_days", "business_days", "months", "no_fixed"]),
    unless=st.none() | st.sampled_from(["classified_after_cap", "the regulator agrees"]),
)
places = st.lists(st.sampled_from([*CHANGING, "UTC", "Asia/Kolkata", "Nowhere/Land"]), min_size=1, max_size=3)
wheres = st.builds(
    CountingPlace,
    places.map(tuple),
    st.none() | st.sampled_from(sorted(CALENDARS.values(), key=lambda one: one.id)),
    st.none() | st.just("Nobody says where."),
    st.none() | st.just("Nobody says by which."),
)
terms = st.builds(
    TimeLimitTerm,
    clock=st.sampled_from(["a", "b/own"]),
    kind=st.sampled_from(["law", "contract", "dpa", "commitment"]),
    to=st.just("Somebody"),
    audience=st.sampled_from(["authority", "customers", None]),
    trigger=st.none() | st.sampled_from([*TRIGGERS[:6], *TRIGGERS[-2:]]),
    length=st.none() | lengths,
    of=st.none() | st.just("eu-nis2-in"),
    cap=st.none() | caps,
    binding=st.booleans(),
    assumed=st.booleans(),
)
near_a_change = st.builds(
    lambda change, minutes: change + timedelta(minutes=minutes),
    st.sampled_from(CHANGING).flatmap(lambda name: st.sampled_from(changes(name))),
    st.integers(-5000, 5000),
)


@settings(max_examples=by_day(200, by_night=600))
@generated(terms, wheres, st.dictionaries(st.sampled_from(TRIGGERS), moments | near_a_change, max_size=6), sent)
def test_any_limit_anywhere_is_the_same(
    node: Node, term: TimeLimitTerm, where: CountingPlace, stamps: dict[str, datetime], sent: dict[str, datetime]
) -> None:
    assert_the_same(
        node, term, where, IncidentFacts({"occurrence": datetime(2026, 3, 29, 0, 30, tzinfo=UTC), **stamps}, sent)
    )


# What the page asks and holds


def scoped(starter: Starter, *clocks: str) -> Book:
    rows = "".join(f"  - {{clock: {clock}, owner: legal-counsel, recipient: Somebody}}\n" for clock in clocks)
    return starter.change("data/notifications.yml", "commitments:\n", f"{rows}commitments:\n").book()


def test_a_report_that_starts_from_another_is_asked_for_and_counted(node: Node, starter: Starter) -> None:
    book = scoped(starter, "eu-nis2-in", "eu-nis2-fr", "us-hipaa-hhs-lt500", "us-sec-8k")
    panel = start_clocks(PageContext(book, AS_OF, SiteMap({}, {}), "docs/start-here.md"))
    asked = {unescape(one.id): (unescape(one.ids), one.report) for one in panel.moments}
    assert asked["eu-nis2-in"] == ("eu-nis2-fr", True)
    assert asked["materiality_determination"] == ("us-sec-8k", False)
    assert "us-hipaa-hhs-lt500" in asked["discovery"][0]
    assert not {"prior_submission", "calendar_year_end_of_discovery"} & set(asked)
    node.ask({"name": "more", "data": json.loads(clock_data(book, AS_OF))})
    stamps = {"awareness": moment(FRIDAY), "discovery": moment(FRIDAY), "materiality_determination": moment(FRIDAY)}
    for facts in (
        IncidentFacts(stamps),
        IncidentFacts(stamps, {"eu-nis2-in": moment("2026-01-31T10:00Z")}, people=499),
    ):
        expected = deadlines(book, facts)
        assert node.ask(question("more", facts)) == written((*expected.counted, *expected.not_counted))


def test_what_is_ticked_is_a_place_a_regime_or_a_contract(starter: Starter) -> None:
    panel = start_clocks(PageContext(scoped(starter, "us-sec-8k"), AS_OF, SiteMap({}, {}), "docs/start-here.md"))
    laws = {unescape(one.title): unescape(one.limits) for one in panel.laws}
    assert laws == {
        "European Union": "eu-gdpr-33 eu-gdpr-33-2 eu-gdpr-34",
        "United Kingdom": "uk-gdpr-33",
        "California": "us-ca us-ca-ag",
        "New York": "us-ny",
        "Texas": "us-tx us-tx-ag",
        "Customer contract or DPA": "contract-default",
        "Cyber insurance": "insurer",
        "United States": "us-sec-8k",
    }
    assert [unescape(one.title) for one in panel.contracts][:2] == ["Northwind Freight", "Lumen Harbour Bank"]


def test_every_law_of_the_catalogue_is_a_place_s_and_a_company_s_own_clock_is_none(book: Book) -> None:
    nowhere = {clock.id for clock in CLOCKS.values() if region(clock) is None}
    assert nowhere == {
        *("card-visa", "card-mc", "card-amex"),
        *("contract-default", "contract-baa", "insurer", "auditor-bridge"),
    }
    assert region(CLOCKS["us-ca"].model_copy(update={"id": "in-house"})) is None


def test_the_data_of_a_page_cannot_end_its_element(starter: Starter) -> None:
    starter.change("data/contracts.yml", "party: Northwind Freight", 'party: "</script><script>alert(1)</script>&"')
    book = starter.book()
    data = clock_data(book, AS_OF)
    assert "<" not in data
    assert json.loads(data)["limits"][11]["windows"][0]["term"]["to"] == "</script><script>alert(1)</script>&"
