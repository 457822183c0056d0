"""ROL-13: days of a period on which nobody was on call, by what was in force then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conftest import TODAY
from periods import Company
from records import ONCALL, PEOPLE, ROLES, Past

if TYPE_CHECKING:
    from datetime import date

FIRST = "  - id: first-line\n"
AIKO = "      - {primary: aiko, backup: noor}\n      - {primary: noor, backup: aiko}\n"
NOOR_ALONE = "      - {primary: noor, backup: noor}\n"
NOOR_HOLDS = "      - {person: noor, as: deputy, since: 2024-09-01}\n"


def alone(until: str | None = None) -> Past:
    """Adopted on 5 January 2026; from 2 March only Noor is on call, until somebody fixes it."""
    past = Past("2026-01-05")
    past.lands("2026-03-02", {ONCALL: (AIKO, NOOR_ALONE)}, by="aiko", merged_by="priya")
    if until:
        past.lands(until, {ONCALL: (NOOR_ALONE, AIKO)}, by="aiko", merged_by="priya")
    return past


def holding(past: Past, *terms: str) -> Past:
    """What today's roster says of Noor's terms on call; told on the last day, so that then it said otherwise."""
    rows = "".join(f"      - {{person: noor, as: deputy, {term}}}\n" for term in terms)
    past.lands("2026-11-20", {ROLES: (NOOR_HOLDS, rows)}, by="helen")
    return past


def said(past: Past, as_of: date = TODAY, period: str | None = None) -> list[str]:
    return Company(past=past).said("ROL-13", as_of, period)


def test_a_company_whose_rotations_name_holders_is_silent() -> None:
    assert said(Past("2026-01-05")) == []
    assert said(alone()) == []


def test_days_on_which_the_only_one_named_held_no_term_are_a_hole() -> None:
    past = holding(alone(), "since: 2024-09-01, until: 2026-05-03", "since: 2026-05-06")
    (found,) = Company(past=past).finds("ROL-13")
    assert found.message == "nobody was on call as on-call-engineer from 2026-05-04 to 2026-05-05, in the period 2026"
    assert (found.place.path, found.level, found.subject) == (ONCALL, "error", "first-line")
    assert found.place.line == past.line(ONCALL, "id: first-line")


def test_a_backup_who_holds_the_role_is_somebody() -> None:
    past = holding(Past("2026-01-05"), "since: 2024-09-01, until: 2026-05-03", "since: 2026-05-06")
    assert said(past) == []


def test_an_override_counts_for_its_days() -> None:
    past = alone()
    before, leave = (
        "      - {from: 2026-12-24",
        "      - {from: 2026-05-04, until: 2026-05-05, primary: aiko, reason: Leave}\n",
    )
    past.lands("2026-04-30", {ONCALL: (before, leave + before)}, by="aiko")
    assert said(holding(past, "since: 2024-09-01, until: 2026-05-03", "since: 2026-05-06")) == []


def test_only_the_days_of_the_file_that_was_in_force_count() -> None:
    past = holding(alone("2026-05-05"), "since: 2024-09-01, until: 2026-02-27")
    (what,) = said(past)
    assert what == "nobody was on call as on-call-engineer from 2026-03-03 to 2026-05-04, in the period 2026"


def test_what_nobody_approved_was_never_in_force() -> None:
    past = Past("2026-01-05")
    past.lands("2026-03-02", {ONCALL: (AIKO, NOOR_ALONE)}, by="aiko", merged_by=None)
    past.lands("2026-05-05", {ONCALL: (NOOR_ALONE, AIKO)}, by="noor", merged_by="priya")
    assert said(holding(past, "since: 2024-09-01, until: 2026-02-27")) == []


def test_the_period_and_the_day_asked_about_are_the_limits() -> None:
    past = holding(alone(), "since: 2024-09-01, until: 2026-05-03", "since: 2026-12-01")
    assert said(past, period="2026-05-04..2026-05-04") == [
        "nobody was on call as on-call-engineer on 2026-05-04, in the period 2026-05-04"
    ]
    assert said(past, period="2026-03-03..2026-05-03") == []
    (what,) = said(past)
    assert "from 2026-05-04 to 2026-11-21" in what


def test_who_no_longer_stands_in_the_roster_is_judged_by_that_of_the_day() -> None:
    past = alone("2026-05-05")
    people = past.text(PEOPLE)
    start = people.index("  - id: noor\n")
    gone = people[:start] + people[people.index("  - id: ", start + 5) :]
    past.lands("2026-11-20", {PEOPLE: gone, ROLES: past.text(ROLES).replace("person: noor", "person: aiko")})
    assert said(past) == []


def test_nothing_was_promised_before_the_adoption() -> None:
    past = Past("2026-10-05")
    assert said(holding(past, "since: 2026-11-01")) == []


def test_a_rotation_that_had_not_begun_promised_nothing() -> None:
    past = Past("2026-01-05")
    text = past.text(ONCALL).replace("    starts: 2026-01-05\n", "    starts: 2026-02-02\n")
    past.lands("2026-01-06", {ONCALL: text}, by="aiko")
    assert said(past) == []
    past.lands("2026-06-01", {ONCALL: (FIRST, f"{FIRST}    until: 2026-05-31\n")}, by="aiko")
    (what,) = said(past)
    assert what.startswith("nobody was on call as on-call-engineer from 2026-06-02 to 2026-11-21")
