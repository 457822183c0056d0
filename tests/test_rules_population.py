"""What a period's records must add up to: numbers without gaps (INC-18), no month without a trace (INC-30)."""

from __future__ import annotations

from datetime import date

from periods import AFTER, Company, draft
from written_records import EVENTS, EXERCISE, ONE, Kept

EMPTY = "dismissed: []\n"
FEBRUARY = (
    "dismissed:\n  - id: EV-2026-001\n    detected_at: 2026-02-28T23:30-05:00\n    source: monitoring\n"
    "    reason: A test\n    decided_by: aiko\n    decided_at: 2026-02-28T23:40-05:00\n"
)


def review(starts: str, ends: str, kind: str = "trend") -> str:
    """A trend review of a stretch of days, or a nil-incident attestation."""
    if kind == "nil":
        return f"  - {{id: N-1, starts: {starts}, ends: {ends}, query: all, signed_by: dana, signed_on: 2026-10-30}}\n"
    return (
        f"  - {{id: T-1, starts: {starts}, ends: {ends}, held_on: 2026-10-30, by: dana, query: all, incidents: 0, "
        "dismissed: 0, minutes: kept}\n"
    )


# INC-30


def test_a_month_without_any_trace_is_found_and_named() -> None:
    company = Company().keeping(lambda k: k.write(EVENTS, EMPTY).drop(EXERCISE))
    (found,) = company.finds("INC-30", AFTER)
    assert (f"{found.place.path}:{found.place.line}", found.level, found.subject) == (company.row, "error", "2026")
    others = "2026-01, 2026-02, 2026-03, 2026-05, 2026-06, 2026-07, 2026-09, 2026-10, 2026-11 and 2026-12"
    assert found.message == (
        f"nobody accounts for {others} in the period 2026: no incident, no dismissed event, no nil-incident "
        "attestation and no trend review"
    )


def test_while_the_period_runs_a_month_is_told_once_its_trend_review_is_late() -> None:
    company = Company().without_records()
    assert company.said("INC-30", date(2026, 5, 3)) == []
    (found,) = company.finds("INC-30", date(2026, 5, 4))
    assert (found.level, found.message.partition(" in the period ")[0]) == ("warning", "nobody accounts for 2026-01")
    assert found.message.endswith("; the last day to do so is 2027-01-30")


def test_there_are_thirty_days_after_the_period() -> None:
    company = Company().without_records()
    assert [f.level for f in company.finds("INC-30", date(2027, 1, 30))] == ["warning"]
    assert [f.level for f in company.finds("INC-30", date(2027, 1, 31))] == ["error"]


def test_an_incident_an_event_a_statement_or_a_review_accounts_for_its_month() -> None:
    traces = (
        ("2026-02", f"{FEBRUARY}trend_reviews:\n{review('2026-03-01', '2026-12-31')}"),
        ("2026-02", f"{EMPTY}trend_reviews:\n{review('2026-02-01', '2026-12-31')}"),
        ("2026-02", f"{EMPTY}nil_statements:\n{review('2026-02-01', '2026-12-31', 'nil')}"),
    )
    for month, text in traces:
        company = Company().without_records()
        company.kept.write(EVENTS, text)
        (said,) = company.said("INC-30", AFTER)
        assert said.startswith("nobody accounts for 2026-01 in"), month
    assert "2026-04" not in Company().keeping(lambda k: k.only(ONE)).said("INC-30", AFTER)[0]


def test_a_review_of_half_a_month_leaves_the_month_open() -> None:
    text = f"{EMPTY}trend_reviews:\n{review('2026-01-01', '2026-12-30')}"
    company = Company().without_records().keeping(lambda k: k.write(EVENTS, text))
    (said,) = company.said("INC-30", AFTER)
    assert said.startswith("nobody accounts for 2026-12 in")


def test_the_demo_accounts_for_every_month_up_to_now() -> None:
    assert Company().said("INC-30") == []


def test_months_before_the_adoption_and_outside_a_short_period_are_not_asked() -> None:
    company = Company("2026-10-05").without_records()
    (said,) = company.said("INC-30", AFTER)
    assert said.startswith("nobody accounts for 2026-10, 2026-11 and 2026-12 in")
    (said,) = company.said("INC-30", AFTER, "2026-11-10..2026-11-20")
    assert said.startswith("nobody accounts for 2026-11 in the period 2026-11-10..2026-11-20")
    assert draft().without_records().said("INC-30", AFTER) == []


# INC-18


def test_a_dismissed_event_that_is_missing_is_found() -> None:
    kept = Kept().cut(EVENTS, "  - id: EV-2026-002", "  - id: EV-2026-003")
    assert kept.said("INC-18")[0] == "EV-2026-003 follows EV-2026-001: EV-2026-002 is missing"
    line = kept.line(EVENTS, "id: EV-2026-003")
    assert ("INC-18", f"{EVENTS}:{line}") in kept.places()


def test_numbers_of_a_ticket_queue_have_gaps_of_their_own() -> None:
    kept = Kept()
    for old, new in (("001", "0417"), ("002", "0512"), ("003", "1004")):
        kept.change(EVENTS, f"id: EV-2026-{old}", f"id: EV-2026-{new}")
    assert kept.findings() == []
    assert Kept().change(EVENTS, "id: EV-2026-002", "id: TICKET-99").said("INC-18") == [
        "EV-2026-003 follows EV-2026-001: EV-2026-002 is missing"
    ]


def test_a_statement_of_none_over_a_day_with_an_incident_is_found_where_it_stands() -> None:
    kept = Kept().change(
        EVENTS, "starts: 2026-01-01, ends: 2026-03-31, query", "starts: 2026-01-01, ends: 2026-04-14, query"
    )
    (found,) = kept.findings()
    assert (found.code, found.message) == (
        "INC-18",
        "NIL-2026-Q1 says there was none, and INC-2026-001 was declared on 2026-04-14",
    )
    assert found.place.line == kept.line(EVENTS, "id: NIL-2026-Q1")


def test_a_statement_that_ends_the_day_before_is_silent() -> None:
    assert Kept().change(EVENTS, *until("2026-04-13")).findings() == []


def until(day: str) -> tuple[str, str]:
    """The statement of the first quarter, to another day."""
    return "NIL-2026-Q1, starts: 2026-01-01, ends: 2026-03-31", f"NIL-2026-Q1, starts: 2026-01-01, ends: {day}"
