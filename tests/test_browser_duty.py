"""Who has a role now: one set of worked cases asked of the engine and of the browser's script, in node and Chromium."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import expect

from browser_clock import Node
from conftest import ROOT, Starter
from nightly import by_day
from ratified.analysis.leaving import leave
from ratified.clock import moment
from ratified.output.status import instant
from ratified.policy import Book, read_book
from ratified.policy.roster.current_holder import current_holder_at, current_holder_on
from ratified.policy.roster.duty_hours import countable, duty_day
from ratified.policy.roster.on_call import duty_at, on_call_at
from ratified.source.tree import WorkTree
from ratified.views.people.on_call_data import duty_data, rotation_row
from test_oncall import override, rotation

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Route

    from ratified.model.people import Rotation

AS_OF = date(2026, 11, 22)
LOOK_AHEAD = 56

FIRST, NEXT = "2026-01-07", "2026-01-08"
SWAP = rotation(overrides=(override(FIRST, NEXT),))
BEFORE = rotation(overrides=(override("2026-01-01", "2026-01-04", backup="bob"),))


def daily(zone: str, time: str) -> Rotation:
    return rotation(shift="1d", zone=zone, handover={"day": "monday", "time": time})


CASES: list[tuple[Rotation, str, str | None, str | None]] = [
    (rotation(), "2026-01-12T09:59:59-05:00", "ann", "2026-01-12T15:00:00Z"),
    (rotation(), "2026-01-12T10:00:00-05:00", "bob", "2026-01-19T15:00:00Z"),
    # the week in which New York's clocks go forward, and the one in which they go back
    (rotation(), "2026-03-08T12:00:00-04:00", "cid", "2026-03-09T14:00:00Z"),
    (rotation(), "2026-11-01T00:30:00-04:00", "ann", "2026-11-02T15:00:00Z"),
    (rotation(), "2026-06-01T13:59:59+00:00", "cid", "2026-06-01T14:00:00Z"),
    # before the first handover, on the last duty day and after it
    (rotation(), "2026-01-05T09:00:00-05:00", None, "2026-01-05T15:00:00Z"),
    (rotation(until="2026-03-31"), "2026-04-01T09:59:59-04:00", "ann", "2026-04-01T14:00:00Z"),
    (rotation(until="2026-03-31"), "2026-04-01T10:00:00-04:00", None, None),
    # somebody stands in on two days, hands over at ten, and keeps the usual backup
    (SWAP, "2026-01-07T09:59:00-05:00", "ann", "2026-01-07T15:00:00Z"),
    (SWAP, "2026-01-08T23:00:00-05:00", "eve", "2026-01-09T15:00:00Z"),
    (BEFORE, "2026-01-03T12:00Z", "eve", "2026-01-05T15:00:00Z"),
    # shifts of a day, at midnight, east of Greenwich, on the day on which the clocks skip midnight's hour
    (daily("Asia/Tokyo", "00:00"), "2026-01-06T15:00Z", "cid", "2026-01-07T15:00:00Z"),
    (daily("America/Santiago", "00:00"), "2026-09-05T12:00Z", "ann", "2026-09-06T04:00:00Z"),
    (daily("America/Santiago", "00:00"), "2026-09-06T03:59:59Z", "ann", "2026-09-06T04:00:00Z"),
    (daily("America/Santiago", "00:00"), "2026-09-06T04:00:00Z", "bob", "2026-09-07T03:00:00Z"),
    # a handover that comes twice is taken the first time, and who has taken over stays
    (daily("America/New_York", "01:30"), "2026-11-01T00:10:00-04:00", "cid", "2026-11-01T05:30:00Z"),
    (daily("America/New_York", "01:30"), "2026-11-01T01:29:59-04:00", "cid", "2026-11-01T05:30:00Z"),
    (daily("America/New_York", "01:30"), "2026-11-01T01:10:00-05:00", "ann", "2026-11-02T06:30:00Z"),
    # one that the clocks leave out is an hour later on the wall, twenty-four hours after the last
    (daily("America/New_York", "02:30"), "2026-03-08T01:45:00-05:00", "bob", "2026-03-08T07:30:00Z"),
    (daily("America/New_York", "02:30"), "2026-03-08T03:29:59-04:00", "bob", "2026-03-08T07:30:00Z"),
    (daily("America/New_York", "02:30"), "2026-03-08T03:30:00-04:00", "cid", "2026-03-09T06:30:00Z"),
    # shifts longer than anybody looks ahead, and shifts that are no whole hours
    (rotation(shift="365d"), "2026-02-01T12:00Z", "ann", None),
    (rotation(shift="90m"), "2026-02-01T12:00Z", None, None),
]  # fmt: skip


@pytest.fixture(scope="module")
def node() -> Iterator[Node]:
    found = Node()
    yield found
    found.close()


@pytest.fixture(scope="module")
def book() -> Book:
    found = read_book(WorkTree(ROOT)).book
    assert found is not None
    return found


def asked(line: Rotation, *at: str) -> dict[str, Any]:
    """What to ask of a role that nobody holds but by its rotation."""
    book = {"ahead": LOOK_AHEAD, "people": {}, "roles": {"line": {"holders": [], "rotations": [rotation_row(line)]}}}
    return {"duty": {"book": json.loads(json.dumps(book)), "role": "line", "at": [instant(moment(one)) for one in at]}}


def by_the_engine(line: Rotation, at: datetime) -> dict[str, Any]:
    watch = on_call_at(line, at)
    until = instant(watch.until) if watch.until else None
    duty = watch.duty
    if duty is None:
        meant = countable(line) and line.starts <= (day := duty_day(line, at)) <= (line.until or day)
        return {"people": [], "deputies": [], "until": until, "reasons": [], "uncovered": meant}
    return {
        "people": [duty.primary],
        "deputies": [duty.backup] if duty.backup and duty.backup != duty.primary else [],
        "until": until,
        "reasons": [duty.override.reason] if duty.override else [],
        "uncovered": False,
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[1])
def test_a_worked_case_is_the_same_in_python_and_in_the_script(
    node: Node, case: tuple[Rotation, str, str | None, str | None]
) -> None:
    line, at, primary, until = case
    watch = on_call_at(line, moment(at))
    assert (watch.duty and watch.duty.primary, watch.until and instant(watch.until)) == (primary, until)
    assert node.ask(asked(line, at)) == [by_the_engine(line, moment(at))]


CHANGES = {
    "America/New_York": ("2026-03-08", "2026-11-01"),
    "Australia/Lord_Howe": ("2026-04-05", "2026-10-04"),
    "America/Santiago": ("2026-04-04", "2026-09-06"),
}
"""The days on which a zone's clocks change."""


@pytest.mark.parametrize("zone", CHANGES)
@pytest.mark.parametrize("time", ["00:00", "01:45", "02:15", "02:59"])
def test_somebody_hands_over_once_a_day_and_never_in_the_past(zone: str, time: str) -> None:
    line = daily(zone, time)
    for day in CHANGES[zone]:
        start = datetime.fromisoformat(f"{day}T00:00Z") - timedelta(hours=14)
        hours = [start + timedelta(minutes=15 * n) for n in range(4 * 52)]
        watches = [on_call_at(line, at) for at in hours]
        assert all(watch.until and watch.until > at for at, watch in zip(hours, watches, strict=True))
        turns = [watch.duty.turn for watch in watches if watch.duty and watch.duty.turn is not None]
        assert turns == sorted(turns)
        assert len({*turns}) in {3, 4}


def test_a_year_by_five_hours_is_the_same(node: Node) -> None:
    swaps = (override("2026-03-07", "2026-03-09"), override("2026-03-08", "2026-03-10", "fay", backup="ann"))
    hours = [datetime(2026, 1, 1, 0, 7, tzinfo=UTC) + timedelta(hours=n) for n in range(0, 365 * 24, 5)]
    line = rotation(overrides=swaps, until="2026-12-20")
    answers = node.ask(asked(line, *map(instant, hours)))
    for at, answer in zip(hours, answers, strict=True):
        assert answer == by_the_engine(line, at), at


days = st.dates(date(2025, 12, 1), date(2026, 12, 31)).map(str)
overrides = st.lists(st.tuples(days, days, st.sampled_from(["eve", "fay"]), st.sampled_from([{}, {"backup": "bob"}])))
zones = st.sampled_from(["UTC", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia"])


@settings(max_examples=by_day(70, by_night=200))
@given(
    length=st.integers(1, 20),
    swaps=overrides,
    zone=zones,
    time=st.times().map(lambda found: found.strftime("%H:%M")),
    at=st.datetimes(datetime(2025, 11, 1), datetime(2027, 1, 31)),  # noqa: DTZ001 - hypothesis wants its bounds without a zone
)
def test_any_rotation_is_the_same(
    node: Node, length: int, swaps: list[Any], zone: str, time: str, at: datetime
) -> None:
    found = tuple(override(min(a, b), max(a, b), who, **more) for a, b, who, more in swaps)
    line = rotation(shift=f"{length}d", zone=zone, overrides=found, handover={"day": "monday", "time": time})
    moment_ = at.replace(microsecond=0, tzinfo=UTC)
    assert node.ask(asked(line, instant(moment_))) == [by_the_engine(line, moment_)]


WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
times = st.sampled_from(["00:00", "01:30", "02:00", "02:30", "08:00", "12:00", "20:00", "23:30"])
hours = st.lists(
    st.builds(
        lambda first, last, on: {"from": first, "to": last, "days": tuple(on)},
        times,
        times,
        st.lists(st.sampled_from(WEEK), min_size=1, max_size=7, unique=True),
    ),
    max_size=2,
).map(tuple)
CHANGING = ("America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "America/Santiago", "Antarctica/Troll")
AROUND = ("2026-03-08", "2026-03-29", "2026-04-05", "2026-09-06", "2026-10-04", "2026-10-25", "2026-11-01")
"""Days on which the clocks of one of these zones change."""


@st.composite
def shared(draw: st.DrawFn) -> tuple[tuple[Rotation, ...], datetime]:
    """Up to three rotations of one role, each in its zone, and a moment: mostly within a day of a change of clocks."""
    lines = []
    for number in range(draw(st.integers(1, 3))):
        who = [f"{name}{number}" for name in ("ann", "bob", "cid")]
        day = draw(st.sampled_from(AROUND))
        swap = override(day, day, f"eve{number}", hours=draw(hours))
        values = {
            "zone": draw(st.sampled_from(CHANGING)),
            "shift": draw(st.sampled_from(["1h", "5h", "8h", "12h", "36h", "1d", "7d"])),
            "handover": {"time": draw(times)},
            "hours": draw(hours),
            "until": draw(st.sampled_from([None, *AROUND])),
            "pattern": tuple({"primary": one, "backup": two} for one, two in zip(who, (*who[1:], who[0]), strict=True)),
            "overrides": (swap,) if draw(st.booleans()) else (),
        }
        lines.append(rotation(**{key: value for key, value in values.items() if value is not None}))
    around = datetime.fromisoformat(f"{draw(st.sampled_from(AROUND))}T00:00Z")
    at = around + timedelta(minutes=draw(st.integers(-24 * 60, 48 * 60)))
    return tuple(lines), draw(st.sampled_from([at, at + timedelta(days=draw(st.integers(-40, 40)))]))


@settings(max_examples=by_day(150, by_night=3000), deadline=None)
@given(shared())
def test_rotations_that_share_a_day_are_the_same(
    node: Node, book: Book, case: tuple[tuple[Rotation, ...], datetime]
) -> None:
    lines, at = case
    roles = book.roles.model_copy(update={"roles": (book.role["on-call-engineer"].model_copy(update={"holders": ()}),)})
    lines = tuple(line.model_copy(update={"id": f"line-{number}"}) for number, line in enumerate(lines))
    ours = replace(book, roles=roles, oncall=book.oncall.model_copy(update={"rotations": lines}))
    data = json.loads(duty_data(ours, AS_OF))
    moments = [at + timedelta(minutes=minutes) for minutes in (0, 30, 90, 11 * 60)]
    found = node.ask({"duty": {"book": data, "role": "on-call-engineer", "at": [instant(one) for one in moments]}})
    assert found == [in_words(ours, "on-call-engineer", one) for one in moments]


@settings(max_examples=by_day(150, by_night=2000), deadline=None)
@given(shared())
def test_what_holds_at_a_moment_holds_until_it_says(case: tuple[tuple[Rotation, ...], datetime]) -> None:
    """Nobody comes on duty before the moment told, and at that moment something is other than before."""
    (line, *_), at = case
    watch = on_call_at(line, at)
    minutes = int(((watch.until or at + timedelta(days=3)) - at).total_seconds()) // 60
    for minute in range(0, min(minutes, 3 * 24 * 60), 30):
        assert duty_at(line, at + timedelta(minutes=minute)) == watch.duty
    if watch.until:
        assert duty_at(line, watch.until - timedelta(minutes=1)) == watch.duty
        assert duty_at(line, watch.until) != watch.duty


def in_words(book: Book, role_id: str, at: datetime) -> dict[str, Any]:
    found, until = current_holder_at(book, book.role[role_id], at)
    return {
        "people": [*found.people],
        "deputies": [*found.deputies],
        "until": instant(until) if until else None,
        "reasons": [duty.override.reason for duty in found.on_call if duty.override],
        "uncovered": found.uncovered,
    }


def test_every_role_of_the_company_is_the_same_on_every_day(node: Node, book: Book) -> None:
    moments = [datetime(2024, 1, 1, 0, 10, tzinfo=UTC) + timedelta(days=n) for n in range(0, 1200, 11)]
    data = json.loads(duty_data(book, AS_OF))
    assert {one for one in data["roles"] if "holders" in data["roles"][one]} == set(book.role)
    for role_id in book.role:
        answers = node.ask({"duty": {"book": data, "role": role_id, "at": [instant(at) for at in moments]}})
        assert answers == [in_words(book, role_id, at) for at in moments], role_id


def test_a_holder_who_left_is_passed_over_for_the_next(node: Node, starter: Starter) -> None:
    dana = "  - id: dana\n    name: Dana Okafor\n    kind: human\n    started: 2024-01-08\n"
    book = starter.change("data/people.yml", dana, f"{dana}    left: 2026-11-20\n").book()
    data = json.loads(duty_data(book, AS_OF))
    at = ["2026-11-20T23:59:59Z", "2026-11-21T00:00:00Z"]
    answers = node.ask({"duty": {"book": data, "role": "security-lead", "at": at}})
    assert [answer["people"] for answer in answers] == [["dana"], ["lee"]]
    assert [current_holder_at(book, book.role["security-lead"], moment(one))[0].primary for one in at] == [
        "dana",
        "lee",
    ]


def test_the_page_holds_no_person_who_has_no_role(starter: Starter, tmp_path: Path) -> None:
    text = (ROOT / "data" / "people.yml").read_text(encoding="utf-8")
    nobody = "  - {id: zed, name: Zed Nobody, kind: human, started: 2024-01-01, emails: [zed@example.com]}\n"
    book = starter.write("data/people.yml", f"{text}{nobody}").book()
    assert "zed" in book.person
    data = duty_data(book, AS_OF)
    assert "Zed" not in data
    assert "@example.com" not in data


def test_a_rotation_that_ended_is_followed_by_the_next(node: Node, starter: Starter) -> None:
    """Somebody left in the middle of a week: the days to the handover, and the order that goes on from there."""
    book = leave(WorkTree(starter.root), starter.book(), "lee", date(2026, 12, 31), None).book
    data = json.loads(duty_data(book, AS_OF))
    moments = [datetime(2026, 12, 20, 3, tzinfo=UTC) + timedelta(hours=7 * n) for n in range(120)]
    answers = node.ask({"duty": {"book": data, "role": "incident-commander", "at": [instant(at) for at in moments]}})
    assert answers == [in_words(book, "incident-commander", at) for at in moments]
    stretches = [key for key, _ in groupby(answer["people"][0] for answer in answers)]
    assert stretches == ["dana", "lee", "sofia", "dana", "sofia", "dana"]
    day = current_holder_on(book, book.role["incident-commander"], date(2027, 1, 2))
    assert (day[0].primary, day[0].deputies, day[1]) == ("sofia", ("dana",), date(2027, 1, 3))


@pytest.mark.browser
class TestTurns:
    """People in Chromium: the turn of this moment, of rotations that share the day."""

    def test_now_is_whoever_is_on_duty_at_this_moment(self, browser: Browser, address: str, book: Book) -> None:
        row = rotation_row(book.oncall.rotations[0])
        ours = {**row, "hours": [{"from": 8 * 60, "minutes": 12 * 60, "days": [*range(7)]}]}
        context = browser.new_context(timezone_id="America/New_York", service_workers="block")
        page = context.new_page()
        wrong: list[str] = []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        old, new = (json.dumps(one, separators=(",", ":")) for one in (row, ours))

        def elsewhere(route: Route) -> None:
            answer = route.fetch()
            assert old in answer.text()
            route.fulfill(response=answer, body=answer.text().replace(old, new))

        page.route("**/people/", elsewhere)
        page.clock.install(time="2026-11-23T07:58:00-05:00")
        page.goto(f"{address}people/")
        page.clock.pause_at("2026-11-23T07:59:50-05:00")
        tables = page.locator(".r-rotation")
        badges = [tables.nth(number).locator(".r-now:visible") for number in range(2)]
        expect(badges[0]).to_have_text(["today", "today"])
        expect(badges[1]).to_have_text(["now", "today"])
        page.clock.run_for(30_000)
        expect(badges[0]).to_have_text(["now", "today"])
        expect(tables.nth(0).locator(".r-current")).to_contain_text("Noor Haddad")
        page.clock.run_for(2 * 3_600_000)
        expect(badges[0]).to_have_text(["today", "now"])
        expect(badges[1]).to_have_text(["today", "now"])
        expect(tables.nth(0).locator(".r-current")).to_contain_text("Aiko Tanaka")
        page.clock.run_for(10 * 3_600_000)
        expect(badges[0]).to_have_text(["today"])  # it is the 24th in UTC
        assert tables.nth(0).locator(".r-current").count() == 0
        assert page.locator("[data-r-as-of]").first.inner_text() == (
            "Now: Mon 2026-11-23 20:00 America/New_York, by the clock of this device."
        )
        assert wrong == []
        context.close()
