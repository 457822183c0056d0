"""EXR: an exercise that is kept, a line at a time."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from written_records import EXERCISE, Kept

if TYPE_CHECKING:
    from conftest import Starter

WHY = "  why: The product rests on one hosting vendor, and RB-05 has waited longest for an exercise\n"
FINANCE = "  - {role: finance-lead, person: marcus, signed_on: 2026-05-20, method: account}\n"
TRIAGE = "  - {phase: triage, inject: I1, decision: Raise to Sev-1 on S1-C7, by: sofia, clause: IR-4.4}\n"
MADE_UP = "signed_on: 2026-05-26, method: in-person, made_up_on: 2026-05-26"

CHANGES = [
    ("EXR-03", WHY, "", "scenario:"),
    ("EXR-03", "ends: 2026-05-20T16:30-04:00\n", "", "status:"),
    ("EXR-03", "facilitator: lee\n", "", "status:"),
    ("EXR-03", "runbooks: [RB-05]", "runbooks: [RB-05, RB-99]", "runbooks:"),
    ("EXR-03", ", action: EX-2026-01-A2}", "}", "Nobody knew the vendor"),
    ("EXR-04", FINANCE, "", "participants:"),
    ("EXR-04", "person: omar, signed_on: 2026-05-20, ", "person: omar, ", "role: support-lead"),
    ("EXR-04", "role: support-lead, person: omar", "role: support-lead, person: helen", "person: helen"),
    ("EXR-05", TRIAGE, "", "decisions:"),
    ("EXR-06", "issued_on: 2026-05-29", "issued_on: 2026-06-09", "issued_on:"),
    ("EXR-06", "  approved_by: dana\n", "", "report:"),
    ("EXR-06", "approved_by: dana", "approved_by: lee", "approved_by: lee"),
    ("EXR-07", "    owner: yusuf\n", "", "id: EX-2026-01-A2"),
    ("EXR-07", "    due: 2026-06-30\n", "", "id: EX-2026-01-A2"),
    ("EXR-07", "closed_on: 2026-06-15", "closed_on: 2026-07-01", "closed_on: 2026-07-01"),
    ("EXR-08", ", action: EX-2026-01-A1, decision: recover}", ", action: EX-2026-01-A1}", "follows: false"),
    ("EXR-09", ", takes_away: engineering-lead", "", "injects:"),
    ("EXR-10", "person: tomas, signed_on: 2026-05-20", "person: tomas, signed_on: 2026-05-19", "signed_on: 2026-05-19"),
    ("EXR-10", "person: tomas, signed_on: 2026-05-20", "person: tomas, signed_on: 2026-05-22", "signed_on: 2026-05-22"),
    ("EXR-10", MADE_UP, MADE_UP.replace("05-26", "06-01"), "made_up_on: 2026-06-01"),
    ("EXR-10", "kind: attendance, ", "kind: notes, ", "evidence:\n  - {item: Attendance"),
]


@pytest.mark.parametrize(("code", "old", "new", "needle"), CHANGES)
def test_one_changed_line_is_found_where_it_stands(code: str, old: str, new: str, needle: str) -> None:
    kept = Kept().change(EXERCISE, old, new)
    text = kept.texts[EXERCISE]
    line = text.count("\n", 0, text.index(needle)) + 1
    found = [place for found, place in kept.places() if found == code]
    assert kept.places() == [(code, place) for place in found]
    assert len(found) == 1
    shown = int(found[0].rpartition(":")[2])
    assert shown in (line, line + 1), (shown, line)


def test_one_signature_is_enough_where_two_came_for_a_role() -> None:
    kept = Kept().change(EXERCISE, FINANCE, f"{FINANCE}  - {{role: finance-lead, person: priya}}\n")
    assert kept.findings() == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("  author: lee\n", "  author: lee\n  sent_to: [<who>]\n"),
        ("scope: Login", "scope: <systems> Login"),
        ("by: aiko, clause: IR-4.1", "by: aiko, reason: <why>, clause: IR-4.1"),
    ],
)
def test_a_blank_that_was_not_filled_in_is_found_where_it_stands(old: str, new: str) -> None:
    kept = Kept().change(EXERCISE, "  sent_to: [every role that took part, executive-sponsor]\n", "")
    kept.change(EXERCISE, old, new)
    (found,) = kept.findings()
    assert (found.code, found.message) == ("EXR-03", "EX-2026-01 was not filled in here")
    line = kept.texts[EXERCISE].split("\n")[found.place.line - 1]
    assert line[found.place.column - 1] == "<"


def test_an_exercise_without_a_clock_is_found() -> None:
    kept = Kept().cut(EXERCISE, "clocks:\n", "strengths:")
    assert kept.said("EXR-09") == ["EX-2026-01 worked no notification clock through"]


def test_without_a_report_it_is_found_once() -> None:
    kept = Kept().cut(EXERCISE, "report:\n", "follow_ups:")
    assert kept.said("EXR-06") == ["EX-2026-01 has no report"]
    assert len(kept.findings()) == 1


def test_the_report_of_an_exercise_just_held_may_be_on_its_way() -> None:
    kept = Kept().only(EXERCISE).cut(EXERCISE, "report:\n", "follow_ups:")
    kept.change(EXERCISE, "status: closed", "status: held")
    assert kept.said("EXR-06", date(2026, 6, 4)) == []
    assert kept.said("EXR-06", date(2026, 6, 5)) == ["EX-2026-01 has no report"]


def test_a_draft_is_one_warning() -> None:
    kept = Kept().write(
        "data/exercises/EX-2026-02.yml",
        "id: EX-2026-02\ntitle: Next\nstatus: draft\nkind: tabletop\nstarts: 2027-01-20T10:00Z\n",
    )
    assert [(f.code, f.level, f.place.line) for f in kept.findings()] == [("EXR-03", "warning", 3)]


def test_a_second_exercise_has_another_scenario() -> None:
    again = Kept().texts[EXERCISE].replace("EX-2026-01", "EX-2026-02").replace("2026-05", "2026-10")
    again = again.replace("2026-06-", "2026-10-").replace("2026-07-", "2026-11-")
    kept = Kept().write("data/exercises/EX-2026-02.yml", again)
    assert kept.said("EXR-09") == ["EX-2026-02 has the scenario of EX-2026-01"]


def test_who_was_away_within_two_years_counts() -> None:
    again = Kept().texts[EXERCISE].replace("EX-2026-01", "EX-2026-02").replace("2026-05", "2026-10")
    again = again.replace(", takes_away: engineering-lead", "").replace("tags: [outage, ddos]", "tags: [outage]")
    kept = Kept().write("data/exercises/EX-2026-02.yml", again)
    assert kept.said("EXR-09") == []


# EXR-02


def test_an_exercise_is_due_within_two_months_of_a_year_after_the_last() -> None:
    assert Kept().said("EXR-02", date(2027, 3, 20)) == []
    assert Kept().said("EXR-02", date(2027, 3, 25)) == [
        "the last exercise was on 2026-05-20; one is due by 2027-05-21, every 12 months"
    ]


def test_the_first_year_of_a_company_leaves_time_for_the_first_exercise() -> None:
    kept = Kept().drop(EXERCISE)
    assert kept.said("EXR-02", date(2026, 9, 30)) == []
    assert kept.said("EXR-02", date(2026, 12, 1)) == [
        "no exercise was held since 2026-01-01; one is due by 2027-01-02, every 12 months"
    ]


def test_a_draft_register_owes_no_exercise(starter: Starter) -> None:
    assert starter.places("EXR-02") == []
