"""A next review comes from the last review of the text, never from a change that only touched dates of data."""

from __future__ import annotations

from datetime import date

import pytest

from conftest import ROOT, TODAY
from records import REGISTER, Edits, Past

NOTIFICATIONS, LIMITS, INDEX = "data/notifications.yml", "data/limits.yml", "docs/policy/index.md"
SINCE = "2025-12-01"
CHECKED = (ROOT / NOTIFICATIONS).read_text(encoding="utf-8").replace("verified_on: 2026", "verified_on: 2025")
REVIEW = next(line for line in (ROOT / INDEX).read_text(encoding="utf-8").split("\n") if line.startswith("reviewed:"))


def due(past: Past, document: str = "POL-IR") -> date | None:
    return past.record().verdicts[document].due


def amended(*landings: tuple[str, Edits]) -> Past:
    past = Past(SINCE)
    for day, edits in landings:
        past.lands(day, edits, by="caleb")
    return past


def test_a_change_of_dates_alone_moves_no_review() -> None:
    past = amended(("2026-09-14", {NOTIFICATIONS: CHECKED}))
    verdict = past.record().verdicts["POL-IR"]
    assert verdict.approval is not None
    assert (str(verdict.approval.at.date()), str(verdict.due)) == ("2026-09-14", "2026-12-01")
    assert due(amended()) == due(past)


def test_ten_of_them_move_none_either_and_the_text_lapses() -> None:
    checks = [
        (f"2026-{month:02}-05", {NOTIFICATIONS: CHECKED.replace("2025-", f"20{month:02}-")}) for month in range(1, 11)
    ]
    past = amended(*checks)
    assert due(past) == date(2026, 12, 1)
    verdict = past.record(date(2026, 12, 2)).verdicts["POL-IR"]
    assert verdict.verdict == "stale"
    assert "; its text was last reviewed on 1 December 2025, and that lapsed after 1 December 2026" in verdict.reason


@pytest.mark.parametrize(
    "edits",
    [
        {NOTIFICATIONS: CHECKED.replace("within: 48h", "within: 47h")},
        {NOTIFICATIONS: CHECKED, INDEX: (REVIEW, "reviewed: 2026-09-14")},
        {INDEX: (REVIEW, "reviewed: 2026-09-14")},
        {LIMITS: ("limits:\n", "reviewed: 2026-09-14\nlimits:\n")},
        {NOTIFICATIONS: CHECKED + "# more than a date\n"},
    ],
)  # fmt: skip
def test_whatever_is_more_than_dates_is_a_review(edits: Edits) -> None:
    assert due(amended(("2026-09-14", edits))) == date(2027, 9, 14)


def test_dates_after_a_change_of_the_text_leave_its_review_where_it_was() -> None:
    text = ("2026-08-03", {INDEX: (REVIEW, "reviewed: 2026-08-03")})
    assert due(amended(text, ("2026-09-14", {NOTIFICATIONS: CHECKED}))) == date(2027, 8, 3)


def test_a_review_date_in_data_is_a_review_whenever_it_is_set_anew() -> None:
    first = ("2026-08-03", {LIMITS: ("limits:\n", "reviewed: 2026-08-03\nlimits:\n")})
    again = ("2026-09-14", {LIMITS: ("reviewed: 2026-08-03", "reviewed: 2026-09-14")})
    assert due(amended(first, again)) == date(2027, 9, 14)


def test_another_ending_of_yaml_is_data_as_well() -> None:
    past = Past(SINCE)
    bound = {REGISTER: ("      - data/limits.yml\n", "      - data/limits.yml\n      - data/more.yaml\n")}
    past.lands("2026-08-03", {**bound, "data/more.yaml": "checked: 2026-08-01\n"})
    past.lands("2026-09-14", {"data/more.yaml": "checked: 2026-09-14\n"})
    assert due(past) == date(2027, 8, 3)


def test_a_check_of_dates_that_covers_a_change_nobody_approved_reviews_that() -> None:
    past = amended()
    past.lands("2026-09-01", {LIMITS: ('P12M, text: "Responders', 'P11M, text: "Responders')}, merged_by=None)
    past.lands("2026-09-14", {NOTIFICATIONS: CHECKED}, by="caleb")
    assert due(past) == date(2027, 9, 14)


def test_a_roster_has_no_text_and_its_dates_are_its_review() -> None:
    past = Past(SINCE)
    past.lands("2026-09-14", {"data/oncall.yml": ("until: 2026-12-26", "until: 2026-12-27")}, by="aiko")
    assert due(past, "ROSTER") == date(2026, 12, 13)
    assert past.record(TODAY).verdicts["ROSTER"].verdict == "approved"


def test_a_gap_is_not_closed_by_dates_of_data_either() -> None:
    """The text was approved in December 2024 and in March 2026; the clocks were checked in between."""
    past = Past("2024-12-01")
    past.lands("2025-11-03", {NOTIFICATIONS: CHECKED}, by="caleb")
    past.lands("2026-03-02", {INDEX: (REVIEW, "reviewed: 2026-03-02")}, by="caleb")
    gaps = [f.message for f in past.finds("GOV-03") if f.document == "POL-IR"]
    assert gaps == [
        "POL-IR was approved on 2024-12-01 and again on 2026-03-02: from 2025-12-02 to 2026-03-01, in the period 2026, "
        "no approval held"
    ]
