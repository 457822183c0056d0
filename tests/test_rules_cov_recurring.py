"""COV-13: controls that come back, counted in each audit period: so many expected, so many found."""

from __future__ import annotations

from datetime import date

import pytest

from conftest import TODAY
from periods import AFTER, Company
from records import REGISTER, told
from written_records import EVENTS, EXERCISE

RESTORE = "  - {control: backup-restore-test, held_on: 2026-05-19, by: tomas"
ROUTE = "  - {control: intake-check, held_on: 2026-05-13, by: dana"


def said(company: Company, as_of: date = TODAY) -> list[str]:
    return told(company.finds("COV-13", as_of))


def without(*lines: str) -> Company:
    company = Company()
    for line in lines:
        company.kept.without(EVENTS, line)
    return company


def test_the_records_as_they_are_kept_are_silent() -> None:
    assert said(Company()) == []


def test_a_restore_test_that_is_missing_is_counted_at_the_period() -> None:
    company = without(RESTORE)
    (found,) = company.finds("COV-13")
    assert f"{found.place.path}:{found.place.line}" == company.row
    assert found.message == (
        "A restore from backup is tested, every 3 months: 3 expected, 2 found in the period 2026 (2026-02-17 and "
        "2026-08-25)"
    )
    assert (found.level, found.subject) == ("warning", "backup-restore-test")


def test_a_month_that_was_made_up_is_enough_and_one_less_is_not() -> None:
    """Eleven route tests by November, and ten months are over."""
    assert said(without(ROUTE)) == []
    (found,) = said(without(ROUTE, ROUTE.replace("05-13", "06-10")))
    assert "Every intake route is tested, every 1 month: 10 expected, 9 found in the period 2026 (" in found


def test_a_trend_review_belongs_to_the_days_that_it_looked_at() -> None:
    (found,) = said(without("id: TR-2026-Q2"))
    assert "3 expected, 2 found in the period 2026 (2026-03-31 and 2026-09-30)" in found
    before_it_was_held = said(Company(), date(2026, 10, 5))
    assert [one for one in before_it_was_held if "for trends" in one] == []  # there is a month to hold it


def test_days_before_the_adoption_ask_nothing() -> None:
    company = Company("2026-10-05").keeping(lambda k: k.write(EVENTS, "dismissed: []\n"))
    found = said(company)
    assert len(found) == 2
    assert all(": 1 expected, 0 found in the period 2026" in one for one in found)


def test_once_the_period_is_over_it_is_an_error() -> None:
    """Eleven whole months by the end of the year, since the adoption on the fifth, and ten second looks."""
    assert [(f.subject, f.level) for f in Company().finds("COV-13", AFTER)] == [("dismissal-review", "error")]
    assert {f.level for f in Company().finds("COV-13", date(2027, 1, 30))} == {"warning"}


def test_a_restore_in_an_exercise_that_is_no_tabletop_counts() -> None:
    company = without(RESTORE)
    assert len(said(company)) == 1
    company.kept.change(EXERCISE, "kind: tabletop", "kind: functional")
    assert said(company) == []


def test_a_limit_that_the_company_does_not_have_asks_nothing() -> None:
    company = without(RESTORE)
    limit = next(line for line in company.past.text("data/limits.yml").split("\n") if "backup-restore-test" in line)
    company.past.lands("2026-01-06", {"data/limits.yml": (f"{limit}\n", "")})
    assert [f.subject for f in Company(past=company.past).finds("COV-13")] == []


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("2026-10-14, by: dana", "2026-10-14, by: grace", "intake-check was run on 2026-10-14 by grace, who is "
         "nobody in data/people.yml"),
        ("2026-11-11, by: dana", "2026-12-11, by: dana", "intake-check was run on 2026-12-11, after 2026-11-22"),
        ("intake-check, held_on: 2026-10-14", "trend-review, held_on: 2026-10-14", "trend-review is no control that is "
         "entered here"),
    ],
)  # fmt: skip
def test_a_row_that_counts_for_nothing_is_found_at_its_line(old: str, new: str, says: str) -> None:
    company = Company().keeping(lambda k: k.change(EVENTS, old, new))
    assert said(company) == [f"{EVENTS}:{company.kept.line(EVENTS, new)} {says}"]


def test_the_verdict_of_a_period_counts_them() -> None:
    found = Company().verdict()
    assert [str(control) for control in found.controls] == [
        "A restore from backup is tested, every 3 months: 3 expected, 3 found",
        "Every intake route is tested, every 1 month: 10 expected, 11 found",
        "Dismissed events are looked at again, every 1 month: 10 expected, 10 found",
        "Incidents are looked at together for trends, every 3 months: 3 expected, 3 found",
    ]
    (missed,) = [r for r in without(RESTORE).verdict().reasons if "expected" in r.words]
    assert (missed.level, missed.place.path) == ("warning", REGISTER)
