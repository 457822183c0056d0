"""What lapsed in a period and was cured since is told, and no period then says that nothing is missing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from conftest import ROOT, TODAY
from periods import Company
from ratified.approval.record import ApprovalRecord
from ratified.check.approval_record import open_approval_history
from ratified.check.lapses import Lapse, lapses
from ratified.check.period import period_verdicts
from ratified.demo.story import AS_OF
from ratified.demo.writing import write_demo
from ratified.policy import read_book
from ratified.policy.commit_tree import CommitTree
from records import ADOPTED, DRAFT, ONCALL, REGISTER, Past

if TYPE_CHECKING:
    from pathlib import Path

NOTIFICATIONS = "data/notifications.yml"
NOW = (ROOT / NOTIFICATIONS).read_text(encoding="utf-8")
REVIEW = "docs/policy/review.md"
CHECK = "the check of a clock in scope"


def verified(day: str) -> str:
    """Every clock and contact in scope, checked on a day."""
    assert NOW.count("verified_on: ") > 10
    lines = NOW.split("\n")
    return "\n".join(_on(line, day) for line in lines)


def _on(line: str, day: str) -> str:
    before, found, after = line.partition("verified_on: ")
    return f"{before}{found}{day}{_on(after[10:], day)}" if found else line


def past(*checks: tuple[str, str]) -> Past:
    """Adopted on 5 January 2026 with clocks last checked in February 2025; then, on days, what was checked on days."""
    found = Past("")
    found.lands("2025-12-01", {NOTIFICATIONS: verified("2025-02-02")})
    found.lands("2026-01-05", {REGISTER: (DRAFT, ADOPTED)})
    for landed, checked in checks:
        found.lands(landed, {NOTIFICATIONS: verified(checked)}, by="caleb")
    return found


def cured(of: Past, as_of: date = TODAY) -> list[Lapse]:
    found = lapses(of.book(), of.record(as_of), date(2026, 1, 5), as_of, as_of)
    return [lapse for lapse in found if lapse.cured]


def said(of: Past, as_of: date = TODAY) -> list[str]:
    found = cured(of, as_of)
    return [str(lapse) for lapse in found if lapse.what == CHECK]


def test_days_between_a_lapse_and_the_next_check_are_counted() -> None:
    """365 days after 2 February 2025 it is 2 February 2026, and that day still counts."""
    says = f"{CHECK} had lapsed from 2026-02-03 to 2026-02-28: 26 days lapsed, cured on 2026-03-01"
    assert said(past(("2026-03-01", "2026-03-01"))) == [says]


def test_a_check_in_time_and_a_lapse_that_nobody_cured_are_none() -> None:
    assert said(past(("2026-02-02", "2026-02-01"))) == []
    assert said(past()) == []
    assert said(past(("2026-03-01", "2026-03-01")), date(2026, 2, 20)) == []


def test_one_day_is_one_day() -> None:
    assert said(past(("2026-02-04", "2026-02-04")))[0].endswith(": 1 day lapsed, cured on 2026-02-04")


def test_a_rotation_that_nobody_checked_for_ninety_days_is_told() -> None:
    of = Past("2026-01-05")
    reviewed = next(line for line in of.text(ONCALL).split("\n") if line.startswith("reviewed:"))
    of.lands("2026-01-06", {ONCALL: (reviewed, "reviewed: 2026-01-06")}, by="aiko")
    of.lands("2026-05-06", {ONCALL: ("reviewed: 2026-01-06", "reviewed: 2026-05-06")}, by="aiko")
    found = cured(of, date(2026, 5, 20))
    assert [str(lapse) for lapse in found if "oncall" in lapse.what] == [
        "the check of data/oncall.yml had lapsed from 2026-04-07 to 2026-05-05: 29 days lapsed, cured on 2026-05-06"
    ]


def test_days_with_a_text_that_nobody_had_approved_are_a_lapse_of_its_approval() -> None:
    of = Past("2026-01-05")
    of.lands("2026-11-05", {REVIEW: ("## Hold it", "## Hold it soon")}, by="omar", merged_by=None)
    found = cured(of)
    assert not [lapse for lapse in found if lapse.what == "the approval of POL-IR"], "nobody has cured it"
    of.lands("2026-11-20", {REVIEW: ("## Hold it soon", "## Hold it at once")}, by="omar")
    found = cured(of)
    assert [str(lapse) for lapse in found if lapse.what == "the approval of POL-IR"] == [
        "the approval of POL-IR had lapsed from 2026-11-05 to 2026-11-20: 16 days lapsed, cured on 2026-11-21"
    ]


JANUARY = date(2027, 1, 20)
"""A day on which the period of 2026 is over."""


def pushed_in_december() -> Past:
    of = Past("2026-01-05")
    of.lands("2026-12-20", {REVIEW: ("## Hold it", "## Hold it soon")}, by="omar", merged_by=None)
    return of


def test_a_text_that_nobody_had_approved_when_a_period_ended_is_told_of_it_after_its_approval() -> None:
    of = pushed_in_december()
    of.lands("2027-01-10", {REVIEW: ("## Hold it soon", "## Hold it at once")}, by="omar")
    told = [one.words for one in Company(past=of).verdict(JANUARY).reasons if one.level == "cured"]
    assert (
        "the approval of POL-IR had lapsed from 2026-12-20 to 2027-01-10: 22 days lapsed, cured on 2027-01-11" in told
    )


def test_a_text_that_was_not_approved_when_a_period_ended_and_is_not_yet_is_an_exception_whenever_it_changed_last() -> (
    None
):
    of = pushed_in_december()
    of.lands("2027-01-10", {REVIEW: ("## Hold it soon", "## Hold it now")}, by="omar", merged_by=None)
    (found,) = [one for one in Company(past=of).verdict(JANUARY).reasons if one.words.startswith("POL-IR ")]
    assert found.level == "error"
    assert found.words.startswith("POL-IR is not approved: ")


def test_a_text_that_was_pushed_after_a_period_is_none_of_its_exceptions() -> None:
    of = Past("2026-01-05")
    of.lands("2027-01-10", {REVIEW: ("## Hold it", "## Hold it soon")}, by="omar", merged_by=None)
    assert not [one for one in Company(past=of).verdict(JANUARY).reasons if "POL-IR" in one.words]


def test_a_check_that_had_lapsed_when_a_period_ended_and_still_has_is_open() -> None:
    (found,) = [one for one in Company(past=past()).verdict(JANUARY).reasons if one.words.startswith(CHECK)]
    assert found.level == "warning"
    assert found.words == f"{CHECK} had lapsed from 2026-02-03 on: 352 days lapsed, and not cured"


def test_no_period_with_a_cured_lapse_says_that_nothing_is_missing() -> None:
    found = Company(past=past(("2026-03-01", "2026-03-01"))).verdict()
    assert "nothing is missing" not in found.sentence
    cured = [one.words for one in found.reasons if one.level == "cured"]
    assert f"{CHECK} had lapsed from 2026-02-03 to 2026-02-28: 26 days lapsed, cured on 2026-03-01" in cured


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The sentence of the demo's period."""
    folder: Path = tmp_path_factory.mktemp("lapses") / "company"
    write_demo(folder)
    with open_approval_history(folder, AS_OF) as (history, approvals):
        book = read_book(CommitTree(history.listing(history.tip), history.blob)).book
        assert book is not None
        record = ApprovalRecord(approvals, approvals.verdicts, history.ref, history.tip)
        return period_verdicts(book, record, AS_OF)[0].sentence


def test_the_demo_says_what_lapsed_and_when_it_was_cured(home: str) -> None:
    assert home == (
        "The period 2026, 2026-01-01 to 2026-12-31, runs until 2026-12-31; the check of an authority's contact: 126 "
        "days lapsed, cured on 2026-05-07 (and 2 shorter lapses, cured as well)"
    )
