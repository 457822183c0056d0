"""PIR: reviews and corrective actions of the records that are kept, a line at a time."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from written_records import EVENTS, EXERCISE, ONE, TWO, Kept

if TYPE_CHECKING:
    from conftest import Starter

CHANGES = [
    ("PIR-01", ONE, "held: 2026-04-20T15:00-04:00", "held: 2026-04-22T15:00-04:00", "  held:"),
    ("PIR-01", ONE, "published: 2026-04-24T17:00", "published: 2026-04-29T17:00", "  published:"),
    ("PIR-01", ONE, "  published: 2026-04-24T17:00-04:00\n", "", "review:"),
    ("PIR-04", ONE, "    owner: lee\n", "", "id: INC-2026-001-A2"),
    ("PIR-04", ONE, "    due: 2026-06-12\n", "", "id: INC-2026-001-A2"),
    ("PIR-04", ONE, "    kind: detective\n", "", "id: INC-2026-001-A2"),
    ("PIR-04", ONE, "due: 2026-06-12", "due: 2026-06-30", "due: 2026-06-30"),
    ("PIR-05", ONE, "closed_on: 2026-06-09", "closed_on: 2026-06-19", "closed_on: 2026-06-19"),
    ("PIR-05", TWO, ", approved_by: dana, approved_on: 2026-09-09", "", "{from: 2026-09-11"),
    ("PIR-05", TWO, "approved_on: 2026-09-09", "approved_on: 2026-09-12", "approved_on: 2026-09-12"),
    ("PIR-06", ONE, "    evidence: Rule DR-88 and its test log\n", "", "closed_on: 2026-06-09"),
    ("PIR-06", EXERCISE, "    seen_by: lee\n", "", "id: EX-2026-01-A2"),
    ("PIR-07", ONE, "    owner: lee\n", "    owner: leigh\n", "owner: leigh"),
    ("PIR-10", ONE, "text: Support accounts could", "text: Careless support accounts could", "text: Careless"),
    ("PIR-11", EXERCISE, "    effect: {checked_on: 2026-08-24, by: lee, result: works}\n", "", "closed_on: 2026-06-15"),
    ("PIR-11", ONE, "by: dana, result: works", "by: dana, result: does-not-work", "result: does-not-work"),
]


@pytest.mark.parametrize(("code", "path", "old", "new", "needle"), CHANGES)
def test_one_changed_line_is_found_where_it_stands(code: str, path: str, old: str, new: str, needle: str) -> None:
    kept = Kept().change(path, old, new)
    line = kept.texts[path].count("\n", 0, kept.texts[path].index(needle)) + 1
    assert kept.places() == [(code, f"{path}:{line}")]


# PIR-01


def test_a_review_is_due_by_the_calendar_of_business_days() -> None:
    kept = Kept().cut(TWO, "review:\n", "corrective_actions:").only(TWO)
    codes = {day: [c for c, _ in kept.places(date(2026, 8, day)) if c == "PIR-01"] for day in (25, 26)}
    assert codes == {25: [], 26: ["PIR-01"]}  # closed on Tuesday 18 August: five business days end on the 25th
    assert kept.said("PIR-01", date(2026, 8, 26)) == [
        "the review of INC-2026-002 is not held; 5 business days after closing ended on 2026-08-25"
    ]


def test_a_deviation_that_was_accepted_makes_a_late_review_a_warning() -> None:
    kept = Kept().change(TWO, "held: 2026-08-24T14:00-04:00", "held: 2026-08-27T14:00-04:00")
    assert [f.level for f in kept.findings()] == ["error"]
    kept.change(TWO, "deviations:\n", "deviations:\n  - {promise: review, reason: Two were ill, accepted_by: priya}\n")
    assert [(f.code, f.level) for f in kept.findings()] == [("PIR-01", "warning")]


def test_an_open_incident_and_a_level_without_a_review_owe_none() -> None:
    kept = Kept().only(ONE).cut(ONE, "review:\n", "corrective_actions:")
    assert kept.said("PIR-01") != []
    kept.change(ONE, "level: sev-2, criteria: [S2-C1]", "level: sev-4, criteria: [S4-C4]")
    assert kept.said("PIR-01") == []


def test_an_incident_that_was_lowered_within_minutes_keeps_the_review_of_its_first_level() -> None:
    row = "    - {at: 2026-04-14T14:02-04:00, level: sev-2, criteria: [S2-C1], by: aiko, role: on-call-engineer}\n"
    low = (
        "    - {at: 2026-04-14T14:11-04:00, level: sev-4, criteria: [S4-C4], by: sofia, role: incident-commander,"
        " no_longer: S2-C1, reason: A test of ours}\n"
    )
    kept = Kept().only(ONE).change(ONE, row, row + low).cut(ONE, "review:\n", "corrective_actions:")
    assert len(kept.said("PIR-01")) == 2


# PIR-02, 03, 08, 09, 10


def test_human_error_needs_what_made_it_possible() -> None:
    kept = Kept().change(ONE, "category: missing-control", "category: human-error")
    assert kept.findings() == []
    kept.without(ONE, "  contributing:")
    assert [(f.code, f.level) for f in kept.findings()] == [("PIR-02", "warning")]


def test_a_review_gives_a_cause_and_a_decision() -> None:
    kept = Kept().cut(ONE, "  root_cause:\n", "  contributing:").without(ONE, "  improvement:")
    assert sorted(c for c, _ in kept.places()) == ["PIR-02", "PIR-03"]


def test_a_change_without_prevention_is_found() -> None:
    kept = Kept().change(ONE, "kind: preventive", "kind: corrective").change(ONE, "kind: detective", "kind: corrective")
    assert kept.said("PIR-08") == ["no action after INC-2026-001 prevents or detects"]


def test_no_change_is_signed() -> None:
    change = "{decision: change, reason: Prompts that one tap approves end for every account, signed_by: dana, "
    kept = Kept().change(ONE, change, "{decision: no-change, reason: A drill of ours, ")
    assert kept.said("PIR-08") == ["nobody signed that nothing changes after INC-2026-001"]


def test_the_same_cause_again_is_found_at_the_later_record() -> None:
    kept = Kept().change(TWO, "category: misconfiguration", "category: missing-control")
    assert kept.places() == [("PIR-09", f"{TWO}:{kept.line(TWO, 'category: missing-control')}")]
    kept.change(ONE, "    closed_on: 2026-06-09\n", "    closed_on: 2026-08-20\n")
    assert "PIR-09" not in {c for c, _ in kept.places()}


def test_a_person_named_in_a_review_is_found() -> None:
    kept = Kept().change(TWO, "worked: [The researcher's mail", "worked: [Tomas Hidalgo saw that the mail")
    assert [f.code for f in kept.findings()] == ["PIR-10"]


# PIR-04 to 07, 11


def test_an_open_action_is_overdue_the_day_after_it_was_due() -> None:
    kept = Kept().cut(TWO, "    closed_on: 2026-09-10\n", "  - id: INC-2026-002-A2")
    assert "INC-2026-002-A1 was due on 2026-09-15 and is open" not in kept.said("PIR-05", date(2026, 9, 15))
    assert ("PIR-05", f"{TWO}:{kept.line(TWO, 'due: 2026-09-15')}") in kept.places(date(2026, 9, 16))


def test_an_action_is_extended_twice_at_most() -> None:
    moved = "      - {from: 2026-09-11, to: 2026-09-23, reason:"
    more = "".join(
        f"      - {{from: 2026-09-0{n}, to: 2026-09-0{n + 1}, reason: Late, approved_by: lee, approved_on: 2026-09-01}}"
        "\n"
        for n in (2, 3)
    )
    kept = Kept().change(TWO, moved, more + moved)
    assert kept.places() == [("PIR-05", f"{TWO}:{kept.line(TWO, '    extended:')}")]


def test_the_owner_of_an_open_action_left(starter: Starter) -> None:
    for path, text in Kept().texts.items():
        starter.write(path, text)
    starter.write(TWO, Kept().cut(TWO, "    closed_on: 2026-09-18\n", "governance:").texts[TWO])
    starter.change("data/people.yml", "    started: 2022-04-04\n", "    started: 2022-04-04\n    left: 2026-11-20\n")
    (found,) = starter.findings("PIR-07")
    assert found.message == ("INC-2026-002-A3 belongs to tomas, who is gone after 2026-11-20; it was due on 2026-09-22")
    assert starter.places("PIR-05") == []
    assert found.place.line == Kept().texts[TWO].split("\n").index("    owner: tomas") + 1


def test_an_effect_that_is_not_due_yet_is_no_finding() -> None:
    assert Kept().places(date(2026, 12, 9)) == []
    assert {c for c, _ in Kept().places(date(2026, 12, 18))} == {"PIR-11"}


# PIR-12


def test_a_quarter_without_a_look_across_is_found() -> None:
    kept = Kept().without(EVENTS, "TR-2026-Q3").without(EVENTS, "TR-2026-Q2")
    assert kept.places() == [("PIR-12", f"{EVENTS}:{kept.line(EVENTS, 'trend_reviews:')}")]


def test_a_company_without_records_owes_no_look_across() -> None:
    assert Kept().write(EVENTS, "dismissed: []\n").drop(ONE, TWO).places() == []
