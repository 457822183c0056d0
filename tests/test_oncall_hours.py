"""Rotations that share a day: shifts of hours, hours and weekdays of duty, several for one role, each in its zone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest

from conftest import ROOT
from ratified.analysis.leaving import leave
from ratified.analysis.rotation_handover import with_person
from ratified.clock import moment
from ratified.model.calendars import Calendars
from ratified.model.people import OnCall
from ratified.output.status import instant
from ratified.policy.roster.current_holder import current_holder_at, current_holder_on, shares_on
from ratified.policy.roster.duty_hours import hours_in_words, idle_entries
from ratified.policy.roster.first_asked import first_asked, self_fallbacks
from ratified.policy.roster.on_call import duties_on, duty_at, on_call_at, stretches
from ratified.source.tree import WorkTree
from ratified.source.typed import typed
from ratified.source.yaml_reader import read_yaml
from ratified.views.escape import escape
from ratified.views.macros import view
from test_oncall import override, rotation
from test_views import page_context

if TYPE_CHECKING:
    from conftest import Starter
    from ratified.model.people import Rotation
    from ratified.policy import Book

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
EVENING = {"from": "20:00", "to": "08:00"}
OFFICE = {"from": "08:00", "to": "20:00"}
NEW_YORK, BERLIN = "America/New_York", "Europe/Berlin"
ROLE = "on-call-engineer"


def line(**changes: Any) -> Rotation:
    """Two people, Berlin, from Monday 2 November 2026 eight o'clock on."""
    values = {
        "zone": BERLIN,
        "starts": "2026-11-02",
        "handover": {"time": "08:00"},
        "pattern": ({"primary": "ann", "backup": "bob"}, {"primary": "bob", "backup": "ann"}),
    }
    return rotation(**{**values, **changes})


def primary(of: Rotation, at: str) -> str | None:
    duty = duty_at(of, moment(at))
    return duty.primary if duty else None


def sharing(book: Book, *lines: Rotation) -> Book:
    """A book in which these are the rotations of the first responder."""
    named = tuple(one.model_copy(update={"id": f"line-{n}"}) for n, one in enumerate(lines))
    return replace(book, oncall=book.oncall.model_copy(update={"rotations": named}))


def in_charge(book: Book, at: str) -> tuple[tuple[str, ...], tuple[str, ...], str | None]:
    found, until = current_holder_at(book, book.role[ROLE], moment(at))
    return found.people, found.deputies, instant(until) if until else None


class TestShiftsOfHours:
    @pytest.mark.parametrize(
        ("at", "who"),
        [
            ("2026-11-02T07:59+01:00", None),
            ("2026-11-02T08:00+01:00", "ann"),
            ("2026-11-02T19:59+01:00", "ann"),
            ("2026-11-02T20:00+01:00", "bob"),
            ("2026-11-03T07:59+01:00", "bob"),
            ("2026-11-03T08:00+01:00", "ann"),
            ("2027-07-01T07:59+02:00", "bob"),
            ("2027-07-01T08:00+02:00", "ann"),
        ],
    )
    def test_twelve_hours_hand_over_twice_a_day_by_the_wall(self, at: str, who: str | None) -> None:
        assert primary(line(shift="12h"), at) == who

    def test_the_shift_in_which_clocks_change_is_an_hour_longer_or_shorter(self) -> None:
        of = line(shift="12h", starts="2026-03-02")
        found = stretches(of, datetime(2026, 3, 28, 19, tzinfo=UTC), datetime(2026, 3, 29, 18, tzinfo=UTC))
        assert [(one.end - one.start).total_seconds() / 3600 for one in found] == [11, 12]
        found = stretches(of, datetime(2026, 10, 24, 18, tzinfo=UTC), datetime(2026, 10, 25, 19, tzinfo=UTC))
        assert [(one.end - one.start).total_seconds() / 3600 for one in found] == [13, 12]

    def test_a_handover_in_the_hour_that_comes_twice_is_at_the_first(self) -> None:
        of = line(shift="1h", handover={"time": "02:30"}, starts="2026-10-01")
        assert on_call_at(of, moment("2026-10-25T02:29+02:00")).until == moment("2026-10-25T02:30+02:00")
        before, again = primary(of, "2026-10-25T02:30+02:00"), primary(of, "2026-10-25T02:30+01:00")
        assert before == again != primary(of, "2026-10-25T02:29+02:00")
        assert on_call_at(of, moment("2026-10-25T02:30+02:00")).until == moment("2026-10-25T03:30+01:00")

    def test_a_handover_in_the_hour_that_is_left_out_is_as_if_the_clock_had_not_changed(self) -> None:
        of = line(shift="12h", handover={"time": "02:30"}, starts="2026-03-01")
        watch = on_call_at(of, moment("2026-03-28T15:00+01:00"))
        assert watch.until == moment("2026-03-29T03:30+02:00")

    @pytest.mark.parametrize(("shift", "turns"), [("8h", 3), ("5h", 5), ("24h", 1), ("36h", 1)])
    def test_any_whole_hours_count(self, shift: str, turns: int) -> None:
        assert len(duties_on(line(shift=shift), date(2026, 11, 2))) == turns

    def test_the_last_duty_day_ends_with_its_night(self) -> None:
        of = line(shift="12h", until="2026-11-03")
        assert [primary(of, f"2026-11-04T0{hour}:00+01:00") for hour in (7, 8)] == ["bob", None]


class TestHours:
    def test_outside_of_its_hours_nobody_is_on_duty_and_the_next_hour_is_told(self) -> None:
        of = line(shift="7d", hours=({**OFFICE, "days": WEEKDAYS},))
        assert primary(of, "2026-11-06T19:59+01:00") == "ann"
        watch = on_call_at(of, moment("2026-11-06T20:00+01:00"))
        assert (watch.duty, watch.until) == (None, moment("2026-11-09T08:00+01:00"))
        assert primary(of, "2026-11-09T08:00+01:00") == "bob"

    def test_hours_over_midnight_belong_to_the_day_on_which_they_begin(self) -> None:
        of = line(shift="7d", handover={"time": "20:00"}, hours=({**EVENING, "days": ("friday",)},))
        at = ("2026-11-06T19:59", "2026-11-06T20:00", "2026-11-07T07:59", "2026-11-07T08:00", "2026-11-07T20:00")
        assert [primary(of, f"{one}+01:00") for one in at] == [None, "ann", "ann", None, None]

    def test_from_a_time_to_the_same_time_is_a_whole_day(self) -> None:
        of = line(shift="7d", hours=({"from": "18:00", "to": "18:00", "days": ("friday", "saturday")},))
        at = ("2026-11-06T17:59", "2026-11-06T18:00", "2026-11-07T18:00", "2026-11-08T17:59", "2026-11-08T18:00")
        assert [primary(of, f"{one}+01:00") for one in at] == [None, "ann", "ann", "ann", None]

    def test_several_hours_are_one_duty_where_they_meet(self) -> None:
        of = line(shift="7d", hours=(OFFICE, EVENING))
        assert on_call_at(of, moment("2026-11-03T12:00+01:00")).until == moment("2026-11-09T08:00+01:00")

    def test_an_override_may_hold_for_hours_of_its_days(self) -> None:
        of = line(shift="12h", overrides=(override("2026-11-03", "2026-11-04", hours=(EVENING,)),))
        at = ("2026-11-03T19:59", "2026-11-03T20:00", "2026-11-04T07:59", "2026-11-04T08:00", "2026-11-04T21:00")
        assert [primary(of, f"{one}+01:00") for one in at] == ["ann", "eve", "eve", "ann", "eve"]

    def test_hours_of_an_override_begin_on_its_days_and_are_whole_whenever_the_rotation_hands_over(self) -> None:
        night = {"from": "22:00", "to": "08:00"}
        swap = override("2026-11-04", "2026-11-04", backup="fay", hours=(night,))
        of = line(shift="12h", handover={"time": "06:00"}, overrides=(swap,))
        at = {"04T05:00": "bob", "04T07:00": "ann", "04T21:59": "bob", "04T22:00": "eve", "05T05:59": "eve"}
        at |= {"05T06:00": "eve", "05T07:59": "eve", "05T08:00": "ann", "05T22:00": "bob"}
        assert {one: primary(of, f"2026-11-{one}+01:00") for one in at} == at
        watch = on_call_at(of, moment("2026-11-04T23:00+01:00"))
        assert watch.until == moment("2026-11-05T08:00+01:00")

    def test_an_override_of_days_holds_in_the_hours_of_its_rotation_alone(self) -> None:
        of = line(shift="7d", hours=(OFFICE,), overrides=(override("2026-11-03", "2026-11-03"),))
        assert [primary(of, f"2026-11-03T{hour}:00+01:00") for hour in (19, 20)] == ["eve", None]

    @pytest.mark.parametrize(
        ("hours", "words"),
        [
            ((OFFICE,), "08:00 to 20:00"),
            (({**OFFICE, "days": WEEKDAYS},), "08:00 to 20:00 Monday to Friday"),
            (
                ({**EVENING, "days": ("sunday", "saturday")}, {**OFFICE, "days": ("monday",)}),
                "20:00 to 08:00 on Saturday and Sunday and 08:00 to 20:00 on Monday",
            ),
        ],
    )
    def test_in_words(self, hours: Any, words: str) -> None:
        assert hours_in_words(line(hours=hours).hours) == words

    @pytest.mark.parametrize(
        ("shift", "hours", "idle"),
        [
            ("12h", (OFFICE,), [1]),
            ("12h", (OFFICE, EVENING), []),
            ("24h", ({**OFFICE, "days": ("monday",)},), []),
            ("84h", ({**OFFICE, "days": ("monday",)},), [1]),
            ("7d", ({**OFFICE, "days": ("monday",)},), []),
            ("7d", (), []),
        ],
    )
    def test_a_turn_that_never_comes_is_known(self, shift: str, hours: Any, idle: list[int]) -> None:
        assert idle_entries(line(shift=shift, hours=hours)) == idle


class TestTwoOffices:
    """Berlin has the twelve hours from eight on, New York from two to two of its own: 08:00 to 20:00 in Berlin."""

    @pytest.fixture
    def book(self, starter: Starter) -> Book:
        east = line(shift="7d", hours=(OFFICE,))
        pattern = ({"primary": "cid", "backup": "dan"}, {"primary": "dan", "backup": "cid"})
        west = line(
            shift="7d",
            zone=NEW_YORK,
            handover={"time": "14:00"},
            hours=({"from": "14:00", "to": "02:00"},),
            pattern=pattern,
        )
        return sharing(starter.book(), east, west)

    def test_whichever_covers_the_moment_holds_the_role(self, book: Book) -> None:
        assert in_charge(book, "2026-11-03T19:59+01:00") == (("ann",), ("bob",), "2026-11-03T19:00:00Z")
        assert in_charge(book, "2026-11-03T20:00+01:00") == (("cid",), ("dan",), "2026-11-04T07:00:00Z")

    def test_in_weeks_in_which_one_has_changed_its_clocks_both_are_shown_or_the_gap_is(self, book: Book) -> None:
        """On 14 March 2027 New York's clocks go forward, on 28 March those of Berlin."""
        assert in_charge(book, "2027-03-15T19:30+01:00")[0] == ("bob", "dan")
        holders = in_charge(book, "2027-03-16T07:30+01:00")
        assert holders[0] == ("aiko",)
        assert holders[2] == "2027-03-16T07:00:00Z"

    def test_a_day_shows_both_with_their_hours_and_until_when_that_stays(self, book: Book) -> None:
        role = book.role[ROLE]
        found, last = current_holder_on(book, role, date(2026, 11, 3))
        assert (found.people, found.deputies, last) == (("ann", "cid"), ("bob", "dan"), date(2026, 11, 8))
        assert [(one.primary, one.hours) for one in shares_on(book, role, date(2026, 11, 3))] == [
            ("ann", "08:00 to 20:00 Europe/Berlin"),
            ("cid", "14:00 to 02:00 America/New_York"),
        ]

    def test_a_weekend_off_is_no_part_of_the_turn(self, starter: Starter) -> None:
        book = sharing(starter.book(), line(shift="7d", hours=({**OFFICE, "days": WEEKDAYS},)))
        _, last = current_holder_on(book, book.role[ROLE], date(2026, 11, 4))
        assert last == date(2026, 11, 6)

    def test_two_who_cover_the_same_hour_stand_in_the_order_of_the_file(self, starter: Starter) -> None:
        other = line(shift="7d", pattern=({"primary": "bob", "backup": "cid"},))
        book = sharing(starter.book(), line(shift="7d"), other)
        assert in_charge(book, "2026-11-03T12:00Z")[:2] == (("ann", "bob"), ("cid",))
        book = sharing(starter.book(), other, line(shift="7d"))
        assert in_charge(book, "2026-11-03T12:00Z")[:2] == (("bob", "ann"), ("cid",))


ONCALL = "data/oncall.yml"
LINE_PATTERN = "    pattern:\n      - {primary: aiko, backup: noor}\n      - {primary: noor, backup: aiko}\n"
NOOR_HOLDS = "      - {person: noor, as: deputy, since: 2024-09-01}\n"
TOMAS_HOLDS = "      - {person: tomas, as: deputy, since: 2024-09-01}\n"
SWAP = "{from: 2026-12-24, until: 2026-12-26, primary: noor, backup: aiko, reason: Holiday swap}"
SHIFT = "    shift: 7d\n    backup_after: 5m\n"


def second(zone: str, first: str, last: str, who: tuple[str, str] = ("noor", "aiko")) -> str:
    """A second rotation of the first responder, on duty in some hours."""
    return (
        f"  - id: second\n    role: {ROLE}\n    zone: {zone}\n    starts: 2026-01-05\n"
        f'    handover: {{time: "{first}"}}\n    shift: 7d\n    hours: [{{from: "{first}", to: "{last}"}}]\n'
        f"    backup_after: 5m\n    pattern: [{{primary: {who[0]}, backup: {who[1]}}}]\n"
    )


def by_the_hour(starter: Starter, hours: str, more: str = "", pattern: str = LINE_PATTERN) -> Starter:
    """The first responder's rotation on duty in these hours of New York alone, and what else is written."""
    starter.change(ONCALL, SHIFT, f"    shift: 7d\n    hours: {hours}\n    backup_after: 5m\n")
    starter.change(ONCALL, LINE_PATTERN, pattern)
    return starter.change(ONCALL, "  - id: commander\n", f"{more}  - id: commander\n")


class TestRol14:
    def test_the_starter_and_shifts_that_fill_the_day_are_silent(self, starter: Starter) -> None:
        assert starter.findings("ROL-14") == []
        starter.change(ONCALL, SHIFT, SHIFT.replace("7d", "12h"))
        assert starter.findings("ROL-14") == starter.findings("ROL-06") == []

    def test_the_first_hours_without_anybody_are_told_in_the_zone_of_who_went_before(self, starter: Starter) -> None:
        by_the_hour(starter, '[{from: "08:00", to: "20:00"}]', second("Asia/Tokyo", "10:30", "22:00"))
        (found,) = starter.findings("ROL-14")
        assert found.message == (
            "nobody is on call as on-call-engineer from Sun 2026-11-22 20:00 to Sun 2026-11-22 20:30 "
            "(America/New_York), and 14 more times in two weeks"
        )
        assert (found.level, found.subject) == ("error", "first-line")
        assert found.place.line == starter.line(ONCALL, 'hours: [{from: "08:00"')

    def test_hours_that_meet_are_silent(self, starter: Starter) -> None:
        by_the_hour(starter, '[{from: "08:00", to: "20:00"}]', second("Asia/Tokyo", "10:00", "22:00"))
        assert starter.findings("ROL-14") == []

    def test_a_weekend_without_anybody_is_told(self, starter: Starter) -> None:
        days = "[monday, tuesday, wednesday, thursday, friday]"
        by_the_hour(starter, f'[{{from: "10:00", to: "10:00", days: {days}}}]')
        (found,) = starter.findings("ROL-14", date(2026, 11, 23))
        assert "from Sat 2026-11-28 10:00 to Mon 2026-11-30 10:00 (America/New_York)" in found.message

    def test_hours_that_no_longer_meet_when_one_zone_changes_its_clocks(self, starter: Starter) -> None:
        by_the_hour(starter, '[{from: "08:00", to: "20:00"}]', second(BERLIN, "02:00", "14:00"))
        assert starter.findings("ROL-14", date(2026, 11, 2)) == []
        (found,) = starter.findings("ROL-14", date(2027, 3, 8))
        assert "from Sun 2027-03-14 20:00 to Sun 2027-03-14 21:00 (America/New_York)" in found.message

    def test_a_role_that_is_not_critical_may_keep_office_hours(self, starter: Starter) -> None:
        text = second(NEW_YORK, "09:00", "17:00").replace(ROLE, "scribe")
        starter.change(ONCALL, "  - id: commander\n", f"{text}  - id: commander\n")
        assert starter.findings("ROL-14") == []

    def test_an_unknown_zone_is_left_to_rol_06(self, starter: Starter) -> None:
        by_the_hour(starter, '[{from: "08:00", to: "20:00"}]', second("Mars/Olympus", "20:00", "08:00"))
        assert [one.message for one in starter.findings("ROL-06")] == [
            'rotation second: "Mars/Olympus" is no time zone'
        ]
        assert len(starter.findings("ROL-14")) == 1
        assert starter.findings("ROL-15") == []


class TestRol15:
    def test_one_person_in_two_rotations_of_a_role(self, starter: Starter) -> None:
        starter.change(
            ONCALL, "  - id: commander\n", f"{second(NEW_YORK, '10:00', '16:00', ('aiko', 'noor'))}  - id: commander\n"
        )
        (found,) = starter.findings("ROL-15")
        assert found.message == (
            "second: Aiko Tanaka is on call by first-line too from Mon 2026-11-23 10:00 to Mon 2026-11-23 16:00 "
            "(America/New_York), and 6 more times in two weeks"
        )
        assert (found.level, found.place.line) == ("warning", starter.line(ONCALL, "- id: second"))

    def test_hours_that_do_not_overlap_are_silent(self, starter: Starter) -> None:
        by_the_hour(starter, '[{from: "10:00", to: "20:00"}]', second(NEW_YORK, "20:00", "10:00", ("aiko", "noor")))
        assert starter.findings("ROL-15") == []

    def test_whoever_is_asked_next_is_the_same_person_in_some_weeks(self, starter: Starter) -> None:
        old = "      - {primary: sofia, backup: dana}\n"
        starter.change(ONCALL, old, old.replace("sofia", "aiko"))
        assert starter.findings("ESC-09") == []
        (found,) = starter.findings("ROL-15", date(2026, 11, 30))
        assert found.message == (
            "first-line: when Aiko Tanaka does not answer, Incident Commander is asked, who is the same person "
            "from Mon 2026-12-07 10:00 to Mon 2026-12-14 10:00 (America/New_York)"
        )
        assert found.place.line == starter.line(ONCALL, "if_no_ack:")


class TestRol06ByTheHour:
    def test_a_turn_that_never_comes(self, starter: Starter) -> None:
        by_the_hour(starter, '[{from: "10:00", to: "22:00"}]').change(
            ONCALL, "shift: 7d\n    hours", "shift: 12h\n    hours"
        )
        (found,) = starter.findings("ROL-06")
        assert found.message == "rotation first-line: the turns of noor never come in its hours, 10:00 to 22:00"
        assert found.place.line == starter.line(ONCALL, "- {primary: noor, backup: aiko}")

    def test_whoever_is_unfit_at_one_hour_of_a_day_is_named(self, starter: Starter) -> None:
        starter.change(ONCALL, SHIFT, SHIFT.replace("7d", "12h"))
        starter.change(ONCALL, "      - {primary: noor, backup: aiko}\n", "      - {primary: tomas, backup: aiko}\n")
        (found,) = starter.findings("ROL-06")
        assert found.message == (
            "rotation first-line: tomas does not hold On-call Engineer then, yet is primary "
            "from 2026-11-22 to 2026-12-06"
        )

    @pytest.mark.parametrize(("days", "found"), [(", days: [friday]", 1), (", days: [tuesday]", 0), ("", 0)])
    def test_an_override_whose_hours_never_come(self, starter: Starter, days: str, found: int) -> None:
        hours = f'[{{from: "08:00", to: "12:00"{days}}}]'
        row = f"{{from: 2026-11-24, until: 2026-11-24, hours: {hours}, primary: noor, backup: aiko, reason: x}}"
        starter.change(ONCALL, SWAP, row)
        what = "rotation first-line: the hours of an override never come on its days, on 2026-11-24"
        assert [one.message for one in starter.findings("ROL-06")] == [what] * found

    def test_two_overrides_of_other_hours_are_no_overlap(self, starter: Starter) -> None:
        days = "from: 2026-12-24, until: 2026-12-24"
        early = f'{{{days}, hours: [{{from: "10:00", to: "14:00"}}], primary: noor, backup: aiko, reason: x}}'
        late = early.replace("10:00", "18:00").replace("14:00", "22:00")
        starter.change(
            ONCALL, SWAP, f"{early}\n      - {late}\n      - {{{days}, primary: aiko, backup: noor, reason: x}}"
        )
        assert starter.findings("ROL-06") == []
        starter.change(ONCALL, 'from: "18:00"', 'from: "13:00"')
        assert [one.message for one in starter.findings("ROL-06")] == [
            "rotation first-line: two overrides hold on 2026-12-24"
        ]


class TestFirstAsked:
    def test_a_rotation_that_starts_later_asks_nobody_yet(self, starter: Starter) -> None:
        later = "  - id: later\n    role: incident-commander\n    zone: UTC\n    starts: 2026-12-07\n"
        later += '    handover: {time: "10:00"}\n    shift: 7d\n    pattern: [{primary: lee, backup: dana}]\n'

        starter.write(ONCALL, (starter.root / ONCALL).read_text(encoding="utf-8") + later)
        book = starter.book()
        assert first_asked(book, "incident-commander", date(2026, 12, 6)) == {"sofia", "dana", "lee"}
        only = replace(book, oncall=book.oncall.model_copy(update={"rotations": book.oncall.rotations[2:]}))
        assert first_asked(only, "incident-commander", date(2026, 12, 6)) == {"sofia"}
        assert first_asked(only, "incident-commander", date(2026, 12, 7)) == {"lee"}

    def test_nor_does_its_fallback_count_before(self, starter: Starter) -> None:
        text = second(NEW_YORK, "10:00", "10:00").replace(
            "backup_after: 5m", "if_no_ack: {after: 5m, to: on-call-engineer}"
        )
        book = starter.write(ONCALL, "rotations:\n" + text.replace("2026-01-05", "2026-12-07")).book()
        at = date(2026, 12, 6)
        assert [id_ for id_, *_ in self_fallbacks(book, at)] == []
        assert [id_ for id_, *_ in self_fallbacks(book, date(2026, 12, 7))] == ["second"]

    def test_each_rotation_that_shares_the_day_is_asked_by_itself(self, starter: Starter) -> None:
        """Aiko is alone on the hours of one office, and the only one who commands."""
        office = second(NEW_YORK, "20:00", "10:00", ("aiko", "noor"))
        office = office.replace("    backup_after: 5m\n", "    if_no_ack: {after: 5m, to: incident-commander}\n")
        by_the_hour(starter, '[{from: "10:00", to: "20:00"}]', office)
        text = (starter.root / ONCALL).read_text(encoding="utf-8")
        lines, commander = text.split("  - id: commander\n")
        for name in ("sofia", "dana", "lee"):
            commander = commander.replace(f"primary: {name}", "primary: aiko")
        starter.write(ONCALL, f"{lines}  - id: commander\n{commander}")
        found = [one for one in starter.findings("ESC-09") if one.subject == "second"]
        assert [one.message for one in found] == [
            "second: when On-call Engineer does not answer, Incident Commander is asked, who is Aiko Tanaka too"
        ]
        assert found[0].place.line > starter.line(ONCALL, "- id: second")
        assert [one.subject for one in starter.findings("ROL-15")] == ["first-line"]


class TestPages:
    """What a page says of the day it was built on, before any script runs."""

    @pytest.fixture
    def shared(self, starter: Starter) -> Book:
        tokyo = second("Asia/Tokyo", "10:00", "22:00", ("noor", "aiko")).replace("shift: 7d", "shift: 8h")
        return by_the_hour(starter, '[{from: "08:00", to: "20:00"}]', tokyo).book()

    def test_the_table_has_the_hours_and_a_sentence_the_names(self, shared: Book) -> None:
        of = page_context(shared, as_of=date(2026, 11, 25))
        panel = view("in_charge", of)
        assert unescape(panel.rows[0].held.name) == (
            "Aiko Tanaka (08:00 to 20:00 America/New_York) and Noor Haddad (10:00 to 22:00 Asia/Tokyo)"
        )
        assert [str(one.name) for one in panel.rows[0].deputies] == ["Noor Haddad", "Aiko Tanaka"]
        assert str(panel.rows[0].until) == "Wed 25 Nov"
        assert unescape(view("held_by", of, ROLE).name) == (
            "Aiko Tanaka, 08:00 to 20:00 America/New_York; Noor Haddad, 10:00 to 22:00 Asia/Tokyo"
        )

    def test_a_turn_that_still_runs_from_the_day_before_is_named(self, starter: Starter) -> None:
        """New York hands over on Monday at two in the afternoon; until two at night the week before still runs."""
        pattern = ({"primary": "noor", "backup": "lee"}, {"primary": "lee", "backup": "noor"})
        values = {"shift": "7d", "zone": NEW_YORK, "handover": {"time": "14:00"}, "pattern": pattern}
        west = line(**values, hours=({"from": "14:00", "to": "02:00"},))
        east = line(shift="7d", hours=(OFFICE,), pattern=({"primary": "dana", "backup": "sofia"},))
        of = page_context(sharing(starter.book(), east, west), as_of=date(2026, 11, 9))
        (row, *_) = view("in_charge", of).rows
        assert unescape(row.held.name) == (
            "Dana Okafor (08:00 to 20:00 Europe/Berlin) and Noor Haddad (until 02:00 America/New_York)"
            " and Lee Brandt (from 14:00 America/New_York)"
        )
        assert [str(one.name) for one in row.deputies] == ["Sofia Marchetti", "Lee Brandt", "Noor Haddad"]
        runbook = next(page.path for page in of.book.runbooks if page.runbook)
        mark = view("role", replace(of, page=runbook), ROLE)
        assert (str(mark.id), unescape(mark.holder)) == (
            ROLE,
            "Dana Okafor, 08:00 to 20:00 Europe/Berlin; Noor Haddad, until 02:00 America/New_York;"
            " Lee Brandt, from 14:00 America/New_York",
        )
        assert view("held_by", replace(of, as_of=date(2026, 11, 10)), ROLE).name == escape(
            "Dana Okafor, 08:00 to 20:00 Europe/Berlin; Lee Brandt, 14:00 to 02:00 America/New_York"
        )

    def test_hours_of_a_day_are_those_of_the_moments_in_it(self, starter: Starter) -> None:
        """Whoever is on duty at a minute of a day (UTC) stands among its names, and nobody else does."""
        values = {"zone": "Asia/Tokyo", "handover": {"time": "06:00"}, "shift": "8h"}
        book = sharing(starter.book(), line(shift="12h"), line(**values, hours=(EVENING,)))
        for day in (date(2026, 11, 5), date(2026, 11, 9)):
            start = datetime(day.year, day.month, day.day, tzinfo=UTC)
            moments = [start + timedelta(minutes=10 * n) for n in range(144)]
            found = {duty.primary for one in book.oncall.rotations for at in moments if (duty := duty_at(one, at))}
            assert {one.primary for one in shares_on(book, book.role[ROLE], day)} == found

    def test_a_rotation_that_ended_is_named_as_long_as_its_last_day_runs(self, starter: Starter) -> None:
        book = sharing(starter.book(), line(shift="7d", until="2026-11-04"))
        found, last = current_holder_on(book, book.role[ROLE], date(2026, 11, 5))
        assert (found.people, found.deputies, last) == (("ann",), ("bob",), date(2026, 11, 5))
        assert [one.hours for one in shares_on(book, book.role[ROLE], date(2026, 11, 5))] == [
            "until 08:00 Europe/Berlin"
        ]

    def test_a_day_on_which_nobody_is_on_call_says_so_and_whom_to_ask(self, starter: Starter) -> None:
        values = {"shift": "7d", "hours": ({**OFFICE, "days": WEEKDAYS},), "until": "2026-11-20"}
        of = page_context(sharing(starter.book(), line(**values)), as_of=date(2026, 11, 15))
        assert unescape(view("in_charge", of).rows[0].held.name) == "Nobody is on call; first holder: Aiko Tanaka"
        for day in (date(2026, 11, 1), date(2026, 11, 21)):
            assert view("in_charge", replace(of, as_of=day)).rows[0].held.name == escape("Aiko Tanaka"), day
        at = ("2026-11-15T12:00+01:00", "2026-11-16T12:00+01:00", "2026-11-21T12:00+01:00")
        found = [current_holder_at(of.book, of.book.role[ROLE], moment(one))[0].uncovered for one in at]
        assert found == [True, False, False]

    def test_each_rotation_is_listed_by_its_name_with_its_hours(self, shared: Book) -> None:
        first, other, commander = view("oncall", page_context(shared, as_of=date(2026, 11, 25)))
        assert [unescape(one.name) for one in (first, other, commander)] == ["first-line", "second", ""]
        assert [unescape(one.handover) for one in (first, other)] == [
            "Monday 10:00, America/New_York",
            "02:00, 10:00 and 18:00, Asia/Tokyo",
        ]
        assert [unescape(one.hours) for one in (first, other)] == ["08:00 to 20:00", "10:00 to 22:00"]
        assert [(one.timed, len(one.turns)) for one in (first, other)] == [(False, 11), (True, 14)]
        assert [(unescape(one.starts), unescape(one.ends), one.today) for one in other.turns[:3]] == [
            ("Wed 25 Nov 10:00", "Wed 25 Nov 18:00", True),
            ("Wed 25 Nov 18:00", "Wed 25 Nov 22:00", True),
            ("Thu 26 Nov 10:00", "Thu 26 Nov 18:00", False),
        ]
        assert [(unescape(one.at), unescape(one.end)) for one in other.turns[:1]] == [
            ("2026-11-25T01:00Z", "2026-11-25T09:00Z")
        ]
        assert [one.shares for one in (first, other, commander)] == [True, True, False]
        assert not any(turn.now for one in (first, other) for turn in one.turns)
        assert [turn.now for turn in commander.turns[:2]] == [True, False]
        assert [turn.today for turn in commander.turns[:2]] == [True, False]

    @pytest.mark.parametrize(
        ("zone", "time", "rows"),
        [
            (NEW_YORK, "14:00", ["Sun 8 Nov to Sun 8 Nov", "Mon 9 Nov to Sun 15 Nov"]),
            ("America/Los_Angeles", "22:00", ["Sat 7 Nov to Sun 8 Nov"]),  # it ends on the 10th in UTC
            ("Asia/Tokyo", "06:00", ["Mon 9 Nov to Sun 15 Nov"]),
        ],
    )
    def test_a_turn_that_ends_on_the_day_is_listed(
        self, starter: Starter, zone: str, time: str, rows: list[str]
    ) -> None:
        of = page_context(
            sharing(starter.book(), line(shift="7d", zone=zone, handover={"time": time})), as_of=date(2026, 11, 9)
        )
        turns = [one for one in view("oncall", of)[0].turns if one.today]
        assert [f"{unescape(one.starts)} to {unescape(one.ends)}" for one in turns] == rows

    @pytest.mark.parametrize(
        ("starts", "at"), [("2026-11-02", "2026-11-10T19:00Z"), ("2026-11-11", "2026-11-11T19:00Z")]
    )
    def test_a_turn_that_runs_since_the_day_before_is_now_in_the_first_hours_of_the_day(
        self, starter: Starter, starts: str, at: str
    ) -> None:
        """Duty days begin at 14:00 in New York; one that begins with the day of the build has nothing before it."""
        one = line(shift="7d", zone=NEW_YORK, starts=starts, handover={"time": "14:00"})
        (found,) = view("oncall", page_context(sharing(starter.book(), one), as_of=date(2026, 11, 11)))
        first = found.turns[0]
        assert (unescape(first.starts), unescape(first.at)) == ("Wed 11 Nov", at)

    def test_a_zone_that_does_not_exist_ends_in_no_page_without_a_line(self, starter: Starter) -> None:
        book = by_the_hour(starter, '[{from: "08:00", to: "20:00"}]').book()
        lost = replace(
            book,
            oncall=book.oncall.model_copy(
                update={"rotations": tuple(one.model_copy(update={"zone": "Mars/X"}) for one in book.oncall.rotations)}
            ),
        )
        of = page_context(lost, as_of=date(2026, 11, 25))
        assert unescape(view("held_by", of, ROLE).name) == "Aiko Tanaka"
        assert unescape(view("oncall", of)[0].handover) == "Monday 10:00, Mars/X"


class TestSomebodyLeavesOrJoins:
    def test_a_rotation_by_the_hour_is_followed_on_the_next_day_with_its_hours(self, starter: Starter) -> None:
        """Three take turns of twelve hours; Noor's last day is a Wednesday."""
        starter.change("data/roles.yml", NOOR_HOLDS, NOOR_HOLDS + TOMAS_HOLDS)
        pattern = LINE_PATTERN + "      - {primary: tomas, backup: aiko}\n"
        hours = '[{from: "10:00", to: "10:00", days: [monday, tuesday, wednesday, thursday, friday]}]'
        by_the_hour(starter, hours, "", pattern).change(ONCALL, "shift: 7d\n    hours", "shift: 12h\n    hours")
        before = starter.book()
        after = leave(WorkTree(starter.root), before, "noor", date(2026, 12, 2), None).book
        old, new = (one for one in after.oncall.rotations if one.role == ROLE)
        assert (old.until, new.id, new.starts) == (date(2026, 12, 2), "first-line-2", date(2026, 12, 3))
        assert (new.hours, new.shift, new.zone) == (old.hours, old.shift, old.zone)
        assert {turn.primary for turn in new.pattern} == {"aiko", "tomas"}
        for hour in range(24 * 7, 24 * 9):
            at = datetime(2026, 11, 25, 15, tzinfo=UTC) + timedelta(hours=hour)
            was, now = (current_holder_at(one, one.role[ROLE], at)[0] for one in (before, after))
            assert was == now or at >= datetime(2026, 12, 3, 15, tzinfo=UTC)
            assert "noor" not in now.people or at < datetime(2026, 12, 3, 15, tzinfo=UTC)
        assert current_holder_at(after, after.role[ROLE], moment("2026-12-05T18:00Z"))[0].on_call == ()

    def test_hours_of_an_override_go_with_it(self, starter: Starter) -> None:
        swap = (
            '{from: 2026-12-24, until: 2026-12-26, hours: [{from: "20:00", to: "08:00"}], primary: aiko, reason: Swap}'
        )
        starter.change(ONCALL, SWAP, swap)
        starter.change("data/roles.yml", NOOR_HOLDS, NOOR_HOLDS + TOMAS_HOLDS)
        after = leave(WorkTree(starter.root), starter.book(), "noor", date(2026, 12, 6), "tomas").book
        new = next(one for one in after.oncall.rotations if one.id == "first-line-2")
        assert [(one.primary, hours_in_words(one.hours)) for one in new.overrides] == [("aiko", "20:00 to 08:00")]

    def test_whoever_joins_takes_turns_in_the_hours_of_the_rotation(self, starter: Starter) -> None:
        by_the_hour(starter, '[{from: "08:00", to: "20:00"}]')
        line_ = starter.book().oncall.rotations[0]
        handover = with_person(line_, "tomas", date(2026, 12, 2), [line_.id])
        assert handover.follower is not None
        assert (handover.follower.hours, handover.follower.starts) == (line_.hours, date(2026, 12, 7))
        assert handover.follower.pattern[-1].primary == "tomas"


def examples() -> list[str]:
    """What the guide shows as files, in order."""
    text = (ROOT / "guides" / "two-offices.md").read_text(encoding="utf-8")
    return [part.split("```")[0] for part in text.split("```yaml\n")[1:]]


def test_the_examples_of_the_guide_are_read_as_they_stand() -> None:
    rotations, calendars = examples()
    file = read_yaml("data/oncall.yml", rotations)
    found = typed(OnCall, file)
    assert file.faults == []
    assert found is not None
    at = [moment(f"2027-03-20T{hour:02}:30+01:00") for hour in range(24)]
    assert [sum(duty_at(one, moment_) is not None for one in found.rotations) for moment_ in at] == [1] * 24
    file = read_yaml("data/calendars.yml", calendars)
    days = typed(Calendars, file)
    assert file.faults == []
    assert days is not None
    assert days.joint[0].of({one.id: one for one in days.calendars}) is not None
