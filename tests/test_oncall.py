"""Who is on call on a day or at a moment, and ROL-06, which finds the days that nobody covers."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from ratified.clock import UncountableError
from ratified.model.people import Rotation
from ratified.policy.roster.on_call import OnCallSpan, duty_at, duty_on, shifts

if TYPE_CHECKING:
    from conftest import Starter

ONCALL = "data/oncall.yml"
PEOPLE = "data/people.yml"
ROLE = "    role: on-call-engineer\n"
FIRST_LINE = "{primary: aiko, backup: noor}"
DANA = "  - id: dana\n    name: Dana Okafor\n    kind: human\n    started: 2024-01-08\n"
OVERRIDE = "{from: 2026-12-24, until: 2026-12-26, primary: noor, backup: aiko, reason: Holiday swap}"


def rotation(**changes: Any) -> Rotation:
    """Three weekly shifts from Monday 5 January 2026, handed over at ten in New York."""
    values = {
        "id": "line",
        "role": "on-call-engineer",
        "zone": "America/New_York",
        "starts": "2026-01-05",
        "handover": {"day": "monday", "time": "10:00"},
        "shift": "7d",
        "pattern": tuple({"primary": p, "backup": b} for p, b in (("ann", "bob"), ("bob", "cid"), ("cid", "ann"))),
    }
    return Rotation.model_validate({**values, **changes})


def override(first: str, last: str, primary: str = "eve", **more: Any) -> dict[str, Any]:
    return {"from": first, "until": last, "primary": primary, "reason": "swap", **more}


def primaries(found: tuple[OnCallSpan, ...]) -> list[tuple[str, str, str | None]]:
    return [(str(s.first), str(s.last), s.duty.primary if s.duty else None) for s in found]


class TestDuty:
    @pytest.mark.parametrize(
        ("day", "primary", "turn"),
        [
            (date(2026, 1, 5), "ann", 0),
            (date(2026, 1, 11), "ann", 0),
            (date(2026, 1, 12), "bob", 1),
            (date(2026, 1, 26), "ann", 3),
            (date(2027, 1, 4), "bob", 52),
        ],
    )
    def test_shifts_follow_the_pattern_round_and_round(self, day: date, primary: str, turn: int) -> None:
        duty = duty_on(rotation(), day)
        assert duty is not None
        assert (duty.primary, duty.turn) == (primary, turn)

    def test_before_the_start_and_after_the_end_nobody_is_on_call(self) -> None:
        line = rotation(until="2026-03-31")
        assert duty_on(line, date(2026, 1, 4)) is duty_on(line, date(2026, 4, 1)) is None
        assert duty_on(line, date(2026, 3, 31)) is not None

    def test_shifts_of_a_day_need_no_weekday(self) -> None:
        line = rotation(shift="24h", starts="2026-01-07")
        assert [s.duty and s.duty.primary for s in shifts(line, date(2026, 1, 7), 4)] == [
            "ann",
            "bob",
            "cid",
            "ann",
        ]

    @pytest.mark.parametrize("shift", ["12h", "5bd", "P1M"])
    def test_shifts_that_are_no_whole_days_give_nobody(self, shift: str) -> None:
        assert duty_on(rotation(shift=shift), date(2026, 1, 6)) is None

    def test_an_override_holds_on_both_its_days_and_keeps_the_usual_backup(self) -> None:
        line = rotation(overrides=(override("2026-01-07", "2026-01-08"),))
        found = [duty_on(line, date(2026, 1, day)) for day in (6, 7, 8, 9)]
        assert [duty and (duty.primary, duty.backup) for duty in found] == [
            ("ann", "bob"), ("eve", "bob"), ("eve", "bob"), ("ann", "bob"),
        ]  # fmt: skip

    def test_an_override_may_fill_the_days_before_the_start(self) -> None:
        line = rotation(overrides=(override("2026-01-01", "2026-01-04", backup="bob"),))
        assert primaries(shifts(line, date(2025, 12, 31), 6)) == [
            ("2025-12-31", "2025-12-31", None),
            ("2026-01-01", "2026-01-04", "eve"),
            ("2026-01-05", "2026-01-05", "ann"),
        ]

    def test_a_stretch_ends_with_its_shift_though_the_same_person_goes_on(self) -> None:
        line = rotation(pattern=({"primary": "ann", "backup": "bob"},))
        assert [str(s.first) for s in shifts(line, date(2026, 1, 5), 14)] == ["2026-01-05", "2026-01-12"]

    def test_the_calendar_may_end(self) -> None:
        assert primaries(shifts(rotation(until="2026-02-01"), date.max, 9)) == [("9999-12-31", "9999-12-31", None)]


class TestMoments:
    @pytest.mark.parametrize(
        ("moment", "primary"),
        [
            ("2026-01-12T09:59:59-05:00", "ann"),
            ("2026-01-12T10:00:00-05:00", "bob"),
            ("2026-01-12T14:59:00+00:00", "ann"),
            ("2026-01-12T15:00:00+00:00", "bob"),
            ("2026-06-01T13:59:00+00:00", "cid"),
            ("2026-06-01T14:00:00+00:00", "ann"),
        ],
    )
    def test_the_handover_is_at_its_hour_in_the_rotations_zone(self, moment: str, primary: str) -> None:
        duty = duty_at(rotation(), datetime.fromisoformat(moment))
        assert duty is not None
        assert duty.primary == primary

    def test_before_the_first_handover_nobody_is_on_call(self) -> None:
        assert duty_at(rotation(), datetime.fromisoformat("2026-01-05T09:00:00-05:00")) is None

    def test_a_moment_without_an_offset_is_refused(self) -> None:
        with pytest.raises(ValueError, match="without an offset"):
            duty_at(rotation(), datetime(2026, 1, 5, 12))  # noqa: DTZ001 - without a zone on purpose

    def test_an_unknown_zone_is_refused(self) -> None:
        with pytest.raises(UncountableError, match="there is no time zone 'Mars/Olympus'"):
            duty_at(rotation(zone="Mars/Olympus"), datetime.fromisoformat("2026-01-05T12:00:00Z"))


class TestRol06People:
    def test_a_leaver_is_named_with_the_days_left_uncovered(self, starter: Starter) -> None:
        starter.change(PEOPLE, DANA, DANA + "    left: 2026-11-25\n")
        (found,) = starter.findings("ROL-06")
        assert f"{found.place.path}:{found.place.line}" == f"{ONCALL}:{starter.line(ONCALL, 'primary: dana')}"
        assert found.message == (
            "rotation commander: dana is gone after 2026-11-25, yet is primary from 2026-11-26 to 2026-11-29"
        )
        assert (found.level, found.subject) == ("error", "commander")

    def test_a_leaver_whose_turn_comes_later_is_no_fault_yet(self, starter: Starter) -> None:
        starter.change(PEOPLE, DANA, DANA + "    left: 2026-12-06\n")
        assert starter.places("ROL-06") == []
        assert starter.places("ROL-06", date(2026, 11, 23)) == [f"{ONCALL}:{starter.line(ONCALL, 'backup: dana')}"]

    def test_somebody_gone_is_found_in_the_pattern_whatever_the_week(self, starter: Starter) -> None:
        last = "      - {primary: lee, backup: sofia}\n"
        starter.change(ONCALL, last, last * 2 + "      - {primary: ghost, backup: sofia}\n")
        (found,) = starter.findings("ROL-06")
        assert found.place.line == starter.line(ONCALL, "ghost")
        assert found.message == (
            "rotation commander: ghost is nobody in data/people.yml, yet is primary in the pattern"
        )

    @pytest.mark.parametrize(
        ("entry", "message"),
        [
            ("{primary: ghost, backup: noor}", "ghost is nobody in data/people.yml, yet is primary"),
            ("{primary: tomas, backup: noor}", "tomas does not hold On-call Engineer then, yet is primary"),
            ("{primary: aiko, backup: release-bot}", "release-bot is a bot, yet is backup"),
            ("{primary: aiko, backup: aiko}", "aiko is primary and backup"),
            ("{primary: aiko}", "nobody is backup"),
        ],
    )
    def test_both_seats_need_an_active_holder(self, starter: Starter, entry: str, message: str) -> None:
        line = starter.change(ONCALL, FIRST_LINE, entry).line(ONCALL, entry)
        (found,) = starter.findings("ROL-06")
        assert found.message == f"rotation first-line: {message} from 2026-11-23 to 2026-11-29"
        assert (found.place.path, found.place.line) == (ONCALL, line)

    def test_a_newcomer_is_at_fault_only_on_days_before_the_first(self, starter: Starter) -> None:
        row = "{person: aiko, as: primary, since: 2023-10-02}"
        starter.change("data/roles.yml", row, row.replace("2023-10-02", "2026-11-23"))
        starter.change(PEOPLE, "started: 2023-10-02", "started: 2026-11-23")
        (found,) = starter.findings("ROL-06")
        assert found.place.line == starter.line(ONCALL, "- {primary: noor, backup: aiko}")
        assert found.message == "rotation first-line: aiko only starts on 2026-11-23, yet is backup on 2026-11-22"


class TestRol06Holes:
    def test_an_end_within_two_weeks_leaves_days_uncovered(self, starter: Starter) -> None:
        starter.change(ONCALL, ROLE, ROLE + "    until: 2026-11-30\n")
        (found,) = starter.findings("ROL-06")
        assert found.place.line == starter.line(ONCALL, "until: 2026-11-30")
        assert found.message == (
            "nobody is on call as on-call-engineer from 2026-12-01 to 2026-12-06: "
            "rotation first-line ends on 2026-11-30"
        )

    def test_a_start_that_lies_ahead_leaves_days_uncovered(self, starter: Starter) -> None:
        text = (starter.root / ONCALL).read_text(encoding="utf-8")
        starter.write(ONCALL, text.replace("starts: 2026-01-05", "starts: 2026-11-23", 1))
        (found,) = starter.findings("ROL-06")
        assert found.place.line == starter.line(ONCALL, "starts: 2026-11-23")
        assert found.message == (
            "nobody is on call as on-call-engineer on 2026-11-22: rotation first-line starts on 2026-11-23"
        )

    @pytest.mark.parametrize("until", ["2026-12-06", "2027-06-30"])
    def test_an_end_past_two_weeks_is_no_hole_yet(self, starter: Starter, until: str) -> None:
        starter.change(ONCALL, "    role: on-call-engineer\n", f"    role: on-call-engineer\n    until: {until}\n")
        assert starter.places("ROL-06") == []

    def test_a_rotation_may_hand_over_to_another_of_the_same_role(self, starter: Starter) -> None:
        starter.change(ONCALL, ROLE, ROLE + "    until: 2026-11-29\n")
        text = (starter.root / ONCALL).read_text(encoding="utf-8")
        following = (
            "  - {id: first-line-2, role: on-call-engineer, zone: Europe/Dublin, starts: 2026-11-30,\n"
            '     shift: 7d, handover: {day: monday, time: "09:00"}, pattern: [{primary: noor, backup: aiko}]}\n'
        )
        assert starter.write(ONCALL, text.rstrip("\n") + "\n" + following).places("ROL-06") == []

    def test_a_first_responder_without_a_rotation_is_a_hole(self, starter: Starter) -> None:
        starter.change(ONCALL, "role: on-call-engineer", "role: scribe")
        found = [f for f in starter.findings("ROL-06") if f.place.path != ONCALL]
        assert [f.message for f in found] == ["on-call-engineer is the first responder and has no rotation"]
        assert found[0].place.line == starter.line("data/escalation.yml", "first_responder:")


class TestRol06Overrides:
    def swap(self, starter: Starter, *rows: str) -> list[tuple[int, str]]:
        """The findings when first-line has these overrides: line, counted from the first one, and message."""
        starter.change(ONCALL, OVERRIDE, "\n      - ".join(rows))
        first = starter.line(ONCALL, "overrides:") + 1
        found = starter.findings("ROL-06")
        return [(f.place.line - first, f.message.removeprefix("rotation first-line: ")) for f in found]

    def test_one_that_ends_before_it_starts(self, starter: Starter) -> None:
        found = self.swap(starter, OVERRIDE.replace("until: 2026-12-26", "until: 2026-12-23"))
        assert found == [(0, "an override ends on 2026-12-23, before it starts on 2026-12-24")]

    @pytest.mark.parametrize(
        ("first", "expected"), [("2026-12-26", [(1, "two overrides hold on 2026-12-26")]), ("2026-12-27", [])]
    )
    def test_two_that_overlap(self, starter: Starter, first: str, expected: list[tuple[int, str]]) -> None:
        row = f"{{from: {first}, until: 2026-12-28, primary: noor, backup: aiko, reason: x}}"
        assert self.swap(starter, OVERRIDE, row) == expected

    @pytest.mark.parametrize("first", ["2026-11-24", "2027-05-03"])
    def test_one_that_names_somebody_who_does_not_hold_the_role(self, starter: Starter, first: str) -> None:
        found = self.swap(starter, f"{{from: {first}, until: {first}, primary: tomas, backup: noor, reason: x}}")
        assert found == [(0, f"tomas does not hold On-call Engineer then, yet is primary on {first}")]

    def test_one_that_makes_the_usual_backup_primary(self, starter: Starter) -> None:
        found = self.swap(starter, "{from: 2026-11-24, until: 2026-11-25, primary: noor, reason: x}")
        assert found == [(0, "noor is primary and backup from 2026-11-24 to 2026-11-25")]

    def test_those_that_are_over_are_history(self, starter: Starter) -> None:
        rows = (
            "{from: 2026-03-02, until: 2026-03-04, primary: tomas, reason: x}",
            "{from: 2026-03-03, until: 2026-03-01, primary: ghost, reason: x}",
            "{from: 2026-03-03, until: 2026-11-21, primary: ghost, reason: x}",
        )
        assert self.swap(starter, *rows) == []


class TestRol06Shape:
    @pytest.mark.parametrize(
        ("old", "new", "message"),
        [
            ("shift: 7d", "shift: 90m", "a shift of 90 minutes is no whole number of hours or days"),
            ("zone: America/New_York", "zone: Mars/Olympus", '"Mars/Olympus" is no time zone'),
            ("zone: America/New_York", 'zone: "../../etc/passwd"', '"../../etc/passwd" is no time zone'),
            ("monday", "tuesday", "it starts on 2026-01-05, a monday, and hands over on tuesdays"),
        ],
    )
    def test_a_rotation_must_be_countable(self, starter: Starter, old: str, new: str, message: str) -> None:
        text = (starter.root / ONCALL).read_text(encoding="utf-8")
        starter.write(ONCALL, text.replace(old, new, 1))
        assert [f.message for f in starter.findings("ROL-06")] == [f"rotation first-line: {message}"]
