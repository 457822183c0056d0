"""What looks like a broken promise in a record and is none: each of these must stay silent."""

from dataclasses import replace
from datetime import date

import pytest

from written_records import EVENTS, EXERCISE, ONE, TWO, Kept, base

ROW = "    - {at: 2026-04-14T14:02-04:00, level: sev-2, criteria: [S2-C1], by: aiko, role: on-call-engineer}\n"
AIKO, SOFIA = "by: aiko, role: on-call-engineer", "by: sofia, role: incident-commander"
SPRING = {"2026-04-14T": "2026-03-08T", "2026-04-20T": "2026-03-12T", "2026-04-24T": "2026-03-18T"}


def moved(text: str, days: dict[str, str]) -> str:
    for old, new in days.items():
        text = text.replace(old, new)
    return text


def codes(kept: Kept, as_of: date = date(2026, 11, 22)) -> set[str]:
    return {code for code, _ in kept.places(as_of)}


def test_an_answer_after_midnight() -> None:
    late = {"2026-04-14T13": "2026-04-13T23", "2026-04-14T14": "2026-04-14T00"}
    kept = Kept().write(ONE, moved(Kept().texts[ONE], late))
    kept.change(ONE, "    occurred_to: 2026-04-14T15:10", "    occurred_to: 2026-04-14T01:11")
    kept.change(ONE, "    contained: 2026-04-14T15:10", "    contained: 2026-04-14T01:11").without(ONE, "    lasted:")
    kept.change(
        ONE, "{at: 2026-04-14T15:10-04:00, by: dana, kind: evid", "{at: 2026-04-14T01:11-04:00, by: dana, kind: evid"
    )
    assert kept.findings() == []


def test_an_answer_in_the_night_when_clocks_go_forward() -> None:
    kept = Kept().write(EVENTS, "dismissed: []\n")
    night = {
        "T13:31-04:00": "T01:50-05:00",
        "T13:42-04:00": "T01:59-05:00",
        "T13:58-04:00": "T03:01-04:00",
        "T14:02-04:00": "T03:02-04:00",
    }
    kept.write(ONE, moved(kept.texts[ONE], SPRING | night))
    assert not codes(kept) & {"INC-03", "INC-27", "INC-05", "INC-06"}


def test_moments_in_several_zones_are_in_order_by_what_they_mean() -> None:
    kept = Kept().change(ONE, "contained: 2026-04-14T15:10-04:00", "contained: 2026-04-14T21:10+02:00")
    kept.change(ONE, "    eradicated: 2026-04-14T17:20-04:00", "    eradicated: 2026-04-15T06:20+09:00")
    assert kept.findings() == []


def test_a_reopened_incident() -> None:
    kept = Kept().change(ONE, "    closed: 2026-04-14T20:10-04:00", "    closed: 2026-04-15T11:00-04:00")
    again = (
        "reopened:\n  - {at: 2026-04-15T09:30-04:00, by: dana, sign: A refused sign-in from the range,"
        " closed_before: 2026-04-14T20:10-04:00}\n"
    )
    line = "    - {at: 2026-04-15T09:30-04:00, by: dana, kind: observe, text: Refused at the door}\n"
    kept.change(ONE, "text: Closed}\n", f"text: Closed}}\n{line}")
    assert kept.write(ONE, kept.texts[ONE] + again).findings() == []


def test_an_incident_merged_into_another() -> None:
    aside = (
        "id: INC-2026-003\ntitle: The same alert\nstatus: closed\n"
        "set_aside: {at: 2026-08-18T11:00Z, by: dana, reason: One cause, merged_into: INC-2026-002}\n"
    )
    assert Kept().write("data/incidents/INC-2026-003.yml", aside).findings() == []


def test_a_severity_raised_later_asks_from_the_raise() -> None:
    low = ROW.replace("sev-2, criteria: [S2-C1]", "sev-3, criteria: [S3-C1]")
    high = ROW.replace("T14:02", "T14:25").replace(AIKO, SOFIA)
    assert Kept().change(ONE, ROW, low + high).findings() == []


def test_a_severity_lowered_after_ten_minutes_by_the_commander() -> None:
    high = ROW.replace("sev-2, criteria: [S2-C1]", "sev-1, criteria: [S1-C2]")
    low = ROW.replace("T14:02", "T14:12").replace(AIKO, SOFIA)
    kept = Kept().change(ONE, ROW, high + low.replace("}\n", ", no_longer: S1-C2, reason: No rights}\n"))
    assert not codes(kept) & {"INC-05", "INC-08", "PIR-01"}


def test_a_time_in_business_days_waits_for_monday() -> None:
    text = (
        "id: INC-2026-003\ntitle: An alert nobody could explain\nstatus: declared\norigin: {intake: monitoring}\n"
        "times:\n  stages: {detected: 2026-11-20T16:00-05:00, declared: 2026-11-20T16:20-05:00}\n"
        "classification:\n  severity:\n"
        "    - {at: 2026-11-20T16:20-05:00, level: sev-4, criteria: [S4-C4], by: aiko, role: on-call-engineer}\n"
        "  impact: {data: none}\n"
    )
    kept = Kept().write("data/incidents/INC-2026-003.yml", text)
    # Five business days from Friday 20 November end on Tuesday 1 December: Thanksgiving and the day after are closed.
    assert [p for p in kept.places(date(2026, 12, 1)) if "003" in p[1]] == []
    assert [p[0] for p in kept.places(date(2026, 12, 3)) if "003" in p[1]] == ["INC-05"]


def test_an_incident_that_a_customer_found() -> None:
    kept = Kept().change(ONE, "intake: monitoring, reporter: on-call-engineer", "intake: customers")
    kept.without(ONE, "    occurred_from:").without(ONE, "  estimated:").without(ONE, "    lasted:")
    assert kept.findings() == []


def test_a_line_of_the_timeline_that_was_entered_later() -> None:
    line = "    - {at: 2026-04-14T14:04-04:00, by: aiko, kind: act, text: Reached, entered: 2026-04-14T19:00-04:00}\n"
    before = "    - {at: 2026-04-14T18:45-04:00, by: sofia, kind"
    kept = Kept().change(ONE, before, line + before)
    assert kept.findings() == []


def test_the_first_year_of_a_company() -> None:
    kept = Kept().write(EVENTS, "dismissed: []\n").drop(ONE, TWO, EXERCISE)
    assert kept.findings(date(2026, 6, 30)) == []


def test_a_period_shorter_than_a_year() -> None:
    register = base().register
    short = register.periods[0].model_copy(update={"starts": date(2026, 9, 1)})
    book = replace(base(), register=register.model_copy(update={"periods": (short,)}))
    kept = Kept(book).write(EVENTS, "dismissed: []\n").drop(ONE, TWO, EXERCISE)
    assert kept.findings(date(2026, 12, 31)) == []


@pytest.mark.parametrize("as_of", [date(2026, 8, 18), date(2026, 8, 25)])
def test_a_review_that_is_not_due_yet(as_of: date) -> None:
    kept = Kept().only(TWO).cut(TWO, "review:\n", "corrective_actions:")
    assert "PIR-01" not in codes(kept, as_of)
