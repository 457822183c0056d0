"""An audit period: what it shows of the response (EXR-01, EXR-12), what it still lacks (COV-07), and its verdict."""

from __future__ import annotations

from datetime import date

import pytest

from periods import AFTER, Company, draft
from ratified.model.period import NoSuchPeriodError, asked
from ratified.policy.periods import window_of
from records import Past
from written_records import EVENTS, EXERCISE, ONE

NIL = (
    "  - {{id: NIL-{id}, starts: {starts}, ends: {ends}, query: all of the queue, signed_by: {by}, signed_on: {on}}}\n"
)


def statements(*rows: tuple[str, str, str, str]) -> str:
    """`data/events.yml` with nothing but signed statements: first day, last day, who, when."""
    listed = [NIL.format(id=n, starts=a, ends=b, by=by, on=on) for n, (a, b, by, on) in enumerate(rows, 1)]
    return "dismissed: []\nnil_statements:\n" + "".join(listed)


# The period that is asked about


def test_a_period_is_named_by_its_id_or_its_days() -> None:
    register = Company().book.register
    by_id = window_of(register, "2026")
    assert (by_id.name, str(by_id.starts), str(by_id.ends), by_id.report) == (
        "2026",
        "2026-01-01",
        "2026-12-31",
        "type-2",
    )
    assert window_of(register, "2026-01-01..2026-12-31") == by_id
    days = window_of(register, "2026-02-01..2026-03-31")
    assert (days.name, days.report, days.place) == ("2026-02-01..2026-03-31", "type-2", register.spot.key("periods"))


@pytest.mark.parametrize("text", ["2026-06-30", "2026-06-30..2026-06-30"])
def test_one_day_is_a_period_of_type_1(text: str) -> None:
    window = window_of(Company().book.register, text)
    assert (window.starts, window.ends, window.report, window.words) == (
        date(2026, 6, 30),
        date(2026, 6, 30),
        "type-1",
        "2026-06-30",
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "'' is no period; write the id of a period"),
        ("Last Year", "'Last Year' is no period; write the id of a period"),
        ("2026-01-01..", "'' is no day"),
        ("2026-01-01..2026", "'2026' is no day"),
        ("2026-02-30", "'2026-02-30' is no day"),
        ("9999-12-01..9999-12-31", "'9999-12-01' is no day"),
        ("2026-12-31..2026-01-01", "ends before it starts; write 2026-01-01..2026-12-31"),
    ],
)
def test_what_is_no_period_says_what_to_write(text: str, says: str) -> None:
    with pytest.raises(NoSuchPeriodError, match=says.replace(".", r"\.")):
        asked(text)


def test_a_period_that_the_register_lacks_is_told_with_those_it_has() -> None:
    with pytest.raises(NoSuchPeriodError, match="has no period '2027', it has 2026; write"):
        window_of(Company().book.register, "2027")


# EXR-01


def test_a_period_without_incident_and_exercise_is_found_at_its_row() -> None:
    company = Company().without_records()
    (found,) = company.finds("EXR-01", AFTER)
    assert (f"{found.place.path}:{found.place.line}", found.level, found.subject) == (company.row, "error", "2026")
    assert found.message == "no incident and no exercise is dated in the period 2026, 2026-01-01 to 2026-12-31"


@pytest.mark.parametrize("kept", [ONE, EXERCISE])
def test_one_incident_or_one_exercise_is_enough(kept: str) -> None:
    assert Company().keeping(lambda k: k.only(kept)).said("EXR-01", AFTER) == []


def test_a_period_that_runs_is_not_judged_yet() -> None:
    company = Company().without_records()
    assert company.said("EXR-01", date(2026, 12, 31)) == []
    assert len(company.said("EXR-01", date(2027, 1, 1))) == 1


def test_an_exercise_before_the_period_does_not_count_however_short_that_is() -> None:
    company = Company().keeping(lambda k: k.only(EXERCISE))
    assert company.said("EXR-01", period="2026-05-20..2026-08-31") == []
    assert len(company.said("EXR-01", period="2026-05-21..2026-08-31")) == 1


def test_an_incident_still_open_at_the_end_of_a_period_counts_in_both() -> None:
    company = Company().keeping(lambda k: k.only(ONE))
    company.keeping(lambda k: k.without(ONE, "    closed: ").change(ONE, "status: closed", "status: declared"))
    assert company.said("EXR-01", period="2026-01-05..2026-04-14") == []
    assert company.said("EXR-01", period="2026-04-15..2026-09-30") == []
    assert len(company.said("EXR-01", period="2026-01-05..2026-04-13")) == 1


@pytest.mark.parametrize("status", ["draft", "aside"])
def test_what_is_no_incident_does_not_count(status: str) -> None:
    company = Company().keeping(lambda k: k.only(ONE))
    aside = "set_aside: {at: 2026-04-15T09:00Z, by: dana, reason: Opened twice}\nstatus: closed"
    company.keeping(lambda k: k.change(ONE, "status: closed", "status: draft" if status == "draft" else aside))
    assert len(company.said("EXR-01", AFTER)) == 1


def test_a_report_of_type_1_asks_for_no_operation() -> None:
    company = Company().without_records().with_register("report: type-2", "report: type-1")
    assert [company.said(code, AFTER) for code in ("EXR-01", "EXR-12", "COV-07")] == [[], [], []]


def test_nothing_is_asked_of_a_company_that_adopted_nothing_or_only_afterwards() -> None:
    for company in (draft(), Company("2027-01-04")):
        company.without_records()
        for day in (date(2026, 12, 1), AFTER):
            assert [company.said(code, day) for code in ("EXR-01", "EXR-12", "COV-07")] == [[], [], []]


# EXR-12

WHOLE = ("2026-01-01", "2026-12-31", "dana", "2027-01-04")


def test_a_period_without_an_incident_needs_somebody_who_signs_for_it() -> None:
    company = Company().keeping(lambda k: k.only(EXERCISE))
    (found,) = company.finds("EXR-12", AFTER)
    assert (f"{found.place.path}:{found.place.line}", found.level) == (company.row, "error")
    what = "no incident is dated in the period 2026, and nobody signed for that from 2026-01-05 to 2026-12-31"
    assert found.message == what
    company.keeping(lambda k: k.write(EVENTS, statements(WHOLE)))
    assert company.said("EXR-12", AFTER) == []


def test_an_incident_in_the_period_needs_no_statement() -> None:
    assert Company().keeping(lambda k: k.only(ONE)).said("EXR-12", AFTER) == []


def test_there_are_thirty_days_to_sign_and_the_last_is_told() -> None:
    company = Company().without_records()
    assert company.said("EXR-12", date(2026, 12, 31)) == []
    (found,) = company.finds("EXR-12", date(2027, 1, 30))
    assert (found.level, "by 2027-01-30" in found.help) == ("warning", True)
    assert [f.level for f in company.finds("EXR-12", date(2027, 1, 31))] == ["error"]


def test_statements_add_up_and_the_days_between_them_are_told() -> None:
    rows = [("2026-01-01", "2026-03-31", "dana", "2026-04-02"), ("2026-05-01", "2026-12-30", "dana", "2027-01-04")]
    company = Company().keeping(lambda k: k.only(EXERCISE).write(EVENTS, statements(*rows)))
    (said,) = company.said("EXR-12", AFTER)
    assert said.endswith("nobody signed for that from 2026-04-01 to 2026-04-30 and on 2026-12-31")


@pytest.mark.parametrize(("by", "on"), [("dana", "2026-12-31"), ("dana", "2027-03-02"), ("nobody", "2027-01-04")])
def test_a_statement_signed_too_soon_not_yet_or_by_nobody_does_not_count(by: str, on: str) -> None:
    rows = statements(("2026-01-01", "2026-12-31", by, on))
    company = Company().keeping(lambda k: k.only(EXERCISE).write(EVENTS, rows))
    assert len(company.said("EXR-12", AFTER)) == 1


def test_in_its_first_year_a_company_signs_from_its_adoption_on() -> None:
    rows = statements(("2026-10-05", "2026-12-31", "dana", "2027-01-04"))
    company = Company("2026-10-05").keeping(lambda k: k.only(EXERCISE).write(EVENTS, rows))
    assert company.said("EXR-12", AFTER) == []


# COV-07

PLANNED = "id: EX-2026-02\ntitle: Next\nstatus: draft\nkind: tabletop\nstarts: {day}T10:00Z\n"
NEXT = "data/exercises/EX-2026-02.yml"


def test_what_a_period_lacks_is_told_while_it_can_be_done() -> None:
    company = Company().without_records()
    assert company.said("COV-07", date(2026, 10, 31)) == []
    (found,) = company.finds("COV-07", date(2026, 11, 1))
    assert (f"{found.place.path}:{found.place.line}", found.level, found.subject) == (company.row, "warning", "2026")
    assert found.message == "no incident and no exercise in the period 2026 yet; the last day to hold one is 2026-12-31"
    assert len(company.said("COV-07", date(2026, 12, 31))) == 1
    assert company.said("COV-07", date(2027, 1, 1)) == []


def test_incidents_do_not_replace_the_exercise() -> None:
    company = Company().keeping(lambda k: k.only(ONE))
    (said,) = company.said("COV-07")
    assert said.startswith("no exercise in the period 2026 yet")
    assert Company().said("COV-07") == []


def test_an_exercise_planned_for_a_day_that_is_left_is_enough() -> None:
    for day, count in (("2026-12-31", 0), ("2026-11-22", 0), ("2026-11-21", 1), ("2027-01-08", 1)):
        company = Company()
        company.kept.only(ONE).write(NEXT, PLANNED.format(day=day))
        assert len(company.said("COV-07")) == count, day


# The verdict


def test_a_period_that_runs_and_lacks_nothing_says_so() -> None:
    found = Company("2026-10-05").verdict()
    assert (found.state, found.reasons) == ("so far", ())
    assert (
        found.sentence == "The period 2026, 2026-01-01 to 2026-12-31, runs until 2026-12-31; nothing is missing so far"
    )


def quiet(past: Past | None = None) -> Company:
    """A company with looks back over the whole of 2026 and nothing else; adopted in October."""
    rows = ", ".join(("{id: TR-1, starts: 2026-01-01, ends: 2026-11-30, held_on: 2026-12-01", "by: dana, query: all",
                      "incidents: 0, dismissed: 0, minutes: kept}"))  # fmt: skip
    company = Company("2026-10-05", past).without_records()
    runs = "".join(
        f"  - {{control: {control}, held_on: {day}, by: dana, result: passed, evidence: Notes}}\n"
        for control in ("intake-check", "dismissal-review")
        for day in ("2026-10-20", "2026-11-20")
    )
    events = f"dismissed: []\ntrend_reviews:\n  - {rows}\ncontrols:\n{runs}"
    return company.keeping(lambda k: k.write(EVENTS, events))


def told(company: Company, as_of: date, period: str = "2026") -> list[tuple[str, str]]:
    return [(r.level, r.words.partition(" in ")[0]) for r in company.verdict(as_of, period).reasons]


NO_TEST = "A1.3 has no operating evidence"


def test_what_is_open_and_what_is_broken_are_told_apart() -> None:
    company, day = quiet(), date(2026, 12, 1)
    found = company.verdict(day)
    assert (found.state, found.sentence.endswith("runs until 2026-12-31: 2 things open")) == ("open", True)
    assert told(company, day) == [("warning", NO_TEST), ("warning", "no incident and no exercise")]
    planned = found.reasons[1]
    assert planned.words == company.said("COV-07", day)[0]
    assert f"{planned.place.path}:{planned.place.line}" == company.row


def test_a_period_that_is_over_is_broken_by_what_it_lacks() -> None:
    company, day = quiet(), date(2027, 1, 2)
    found = company.verdict(day)
    assert found.state == "broken"
    assert found.sentence.endswith("is over: 2 things would be reported as exceptions, and 2 things open")
    assert [level for level, _ in told(company, day)] == ["error", "error", "warning", "warning"]
    named = company.verdict(date(2026, 12, 1), "2026-01-01..2026-11-30")
    assert named.sentence.startswith("The period 2026-01-01 to 2026-11-30 is over: ")


def test_a_record_with_a_wrong_year_counts_as_it_was_meant_and_is_never_passed_over() -> None:
    company = Company("2026-10-05")
    company.kept.change(EXERCISE, "starts: 2026-05-20", "starts: 2025-05-20")
    found = company.verdict()
    assert (found.state, [reason.level for reason in found.reasons]) == ("broken", ["error"])
    assert found.reasons[0].words.startswith("EX-2026-01: starts is 2025-05-20")


def test_a_period_is_ahead_or_a_draft_before_anything_is_in_force() -> None:
    assert Company().verdict(date(2025, 12, 31)).state == "ahead"
    assert draft().verdict().state == "draft"
    assert Company("2027-01-04").verdict(AFTER).state == "draft"


def test_a_document_that_nobody_approved_is_never_passed_over() -> None:
    past = Past("2026-10-05")
    past.lands("2026-11-02", {"data/limits.yml": past.text("data/limits.yml") + "# pushed\n"}, merged_by=None)
    found = Company(past=past).verdict()
    assert found.state == "broken"
    assert [r.words.partition(":")[0] for r in found.reasons] == ["POL-IR is not approved"]
    before = Company(past=past).verdict(period="2026-04-01..2026-11-01")
    assert [r.words for r in before.reasons if "POL-IR" in r.words] == []


def test_what_lapsed_after_a_period_is_of_no_concern_to_it() -> None:
    company = Company()  # the roster lasts 90 days: to 2026-04-05
    assert company.verdict(date(2026, 6, 1), "2026-01-05..2026-04-05").state == "broken"  # no exercise yet
    lapsed = [r for r in company.verdict(date(2026, 6, 1), "2026-01-05..2026-04-05").reasons if "ROSTER" in r.words]
    assert lapsed == []
    (reason,) = [r for r in company.verdict(date(2026, 6, 1), "2026-01-05..2026-04-06").reasons if "ROSTER" in r.words]
    assert reason.words == "ROSTER was last approved on 2026-01-05, and that held until 2026-04-05"


def test_a_waived_reason_is_shown_and_weighs_nothing() -> None:
    past = Past("2026-10-05")
    waiver = (
        "waivers:\n  - {code: COV-07, place: data/register.yml#2026, reason: The exercise is in January, "
        "approver: priya, expires: 2027-01-31}\n"
    )
    past.lands("2026-11-02", {"data/waivers.yml": waiver})
    found = quiet(past).verdict(date(2026, 12, 1))
    waived = [r for r in found.reasons if r.level == "waived"]
    assert [r.words.rpartition(" (")[2] for r in waived] == ["waived: The exercise is in January)"]
    assert [r.words.partition(" in ")[0] for r in found.reasons if r.level != "waived"] == [NO_TEST]


# EXR-11


def exercised(version: int) -> Company:
    """Adopted on 5 January 2026 and amended on 1 April: on the day of the exercise version 2 was in force."""
    past = Past("2026-01-05")
    past.lands("2026-04-01", {"data/limits.yml": past.text("data/limits.yml") + "# more\n"})
    past.lands("2026-06-01", {"data/limits.yml": past.text("data/limits.yml") + "# later\n"})
    company = Company(past=past)
    return company.keeping(lambda k: k.change(EXERCISE, "mode: mixed\n", f"mode: mixed\npolicy_version: {version}\n"))


@pytest.mark.parametrize("version", [1, 3])
def test_an_exercise_by_another_version_than_that_of_its_day_is_found(version: int) -> None:
    company = exercised(version)
    (found,) = company.finds("EXR-11")
    assert found.message == f"EX-2026-01 names version {version} of the policy; version 2 was in force when it was held"
    assert (found.place.path, found.place.line) == (EXERCISE, company.kept.line(EXERCISE, "policy_version:"))
    assert (found.level, found.help) == ("error", "write 2")
    assert company.said("EXR-11", period="2026-06-01..2026-06-30") == []
    assert len(company.said("EXR-11", period="2026-05-01..2026-06-30")) == 1


def test_the_version_of_its_day_and_none_at_all_are_silent() -> None:
    assert exercised(2).said("EXR-11") == []
    assert Company().said("EXR-11") == []


def test_before_the_first_approval_no_version_can_be_named() -> None:
    company = Company("2026-10-05")
    company.keeping(lambda k: k.change(EXERCISE, "mode: mixed\n", "mode: mixed\npolicy_version: 1\n"))
    assert company.said("EXR-11") == ["EX-2026-01 names version 1 of the policy; none was approved when it was held"]


def test_a_wrong_count_of_another_year_is_of_no_concern_to_a_period() -> None:
    row = "{id: TR-2025-Q4, starts: 2025-10-01, ends: 2025-12-31, held_on: 2026-01-07, by: dana, query: all, "
    counts = "incidents: 7, dismissed: 0, minutes: kept}"
    company = Company("2026-10-05")
    company.keeping(lambda k: k.change(EVENTS, "trend_reviews:\n", f"trend_reviews:\n  - {row}{counts}\n"))
    assert len(company.said("INC-18")) == 1
    assert company.verdict().reasons == ()
