"""`ratified clock INC`: the clock sheet of a record, by what was in force then, with what was decided."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from conftest import TODAY
from ratified.cli.main import main
from ratified.clock import IncidentFacts, moment
from ratified.demo.story import AS_OF
from ratified.demo.writing import write_demo
from ratified.incident import ClockSheet, GivenTwiceError, sheet
from ratified.output import clock_sheet
from ratified.output.duty_texts import duty_texts
from ratified.policy.notices.deadlines import NoSuchRegimeError
from traces import SEV1, SEV2, Policies, incident, incident_path, incident_text, line_of, starter

if TYPE_CHECKING:
    from pathlib import Path

    from ratified.policy import Book

HIDDEN = "eu-gdpr-33, decision: not-required"


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo."""
    folder = tmp_path_factory.mktemp("clock") / "company"
    write_demo(folder)
    return folder


Say = Callable[..., tuple[int, str, str]]


@pytest.fixture
def say(company: Path, capsys: pytest.CaptureFixture[str]) -> Say:
    """Run the command on the demo; its exit code, standard output and standard error."""

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(["clock", *arguments, "--repo", str(company), "--as-of", str(AS_OF)])
        return code, *capsys.readouterr()

    return run


def sheet_of(
    *changes: tuple[str, str], id_: str = SEV1, as_of: date = TODAY, given: IncidentFacts | None = None, **stood: Book
) -> ClockSheet:
    policies = {day.strip("_").replace("_", "-"): book for day, book in stood.items()} or {"2020-01-01": starter()}
    return sheet(incident(id_, *changes), Policies(policies), as_of, given or IncidentFacts({}))


def outcome(found: ClockSheet, clock: str) -> tuple[str, str]:
    answer = found.standing[clock].answer
    return answer.outcome, answer.why


# The real command on the demo


def test_the_sheet_of_the_demo_counts_strictest_first_and_says_what_was_decided(say: Say) -> None:
    code, out, err = say(SEV1)
    assert (code, err) == (0, "")
    assert out.startswith(
        "INC-2026-002: Export files readable by anyone who knew the address (closed)\n"
        "  by the policy in force at Tue 2026-08-18 13:48 UTC: version 8\n\n"
        "Wed 2026-08-19 13:05 UTC (Wed 2026-08-19 09:05 in America/New_York)  Notify the insurer (our commitment)  "
        "[first for the insurer]\n"
        "    24 hours from discovery at Tue 2026-08-18 13:05 UTC, straight through nights, weekends and holidays\n"
        "    met: by the notice under insurer\n"
    )
    assert (
        "    48 hours from awareness at Tue 2026-08-18 13:48 UTC, straight through nights, weekends and holidays\n"
        "    met: sent 2026-08-19 10:30-04:00 to The contact of CT-021; assessed by caleb, approved by ingrid\n" in out
    )
    assert (
        "    72 hours from awareness at Tue 2026-08-18 13:48 UTC, straight through nights, weekends and holidays\n"
        "    not applicable: We are processor for all of this data; the controllers were told; assessed by caleb, "
        "approved by ingrid\n" in out
    )
    assert "    not applicable: the record does not name CT-033 as affected\n" in out
    assert "[first for authorities]" not in out  # every notice to an authority was decided away


def test_its_json_has_the_keys_of_the_design_and_what_stands_of_each(say: Say) -> None:
    code, out, _ = say(SEV1, "--format", "json")
    told = json.loads(out)
    assert (code, told["schema"], told["incident"], told["as_of"]) == (0, "ratified/clock/1", SEV1, str(AS_OF))
    assert (told["policy"]["version"], told["without"], told["doubts"]) == (8, None, [])
    assert [row["due_at"] or "9" for row in told["deadlines"]] == sorted(r["due_at"] or "9" for r in told["deadlines"])
    promised = {"clock", "to", "trigger", "trigger_at", "due_at", "due_on", "assumed", "note"}
    assert all(promised <= row.keys() for row in told["deadlines"])
    rows = {row["clock"]: row for row in (*told["deadlines"], *told["not_counted"])}
    assert (rows["eu-gdpr-33"]["due_at"], rows["eu-gdpr-33"]["standing"]) == (
        "2026-08-21T13:48:00Z",
        {
            "outcome": "not_applicable",
            "why": "We are processor for all of this data; the controllers were told",
            "decision": "not-required",
            "reason": "We are processor for all of this data; the controllers were told",
            "assessed_by": "caleb",
            "assessed": "2026-08-18T12:05-04:00",
            "approved_by": "ingrid",
            "sent": None,
            "recipient": None,
            "late_reason": None,
            "path": incident_path(SEV1),
            "line": line_of(SEV1, HIDDEN),
        },
    )
    assert rows["us-ca-ag"]["standing"]["decision"] == "not-required"
    assert rows["us-ca-ag"]["reason"] == "not_started"


def test_a_calendar_says_what_was_sent_and_takes_back_what_need_not_be(say: Say) -> None:
    code, out, _ = say(SEV1, "--ics")
    entries = [entry.replace("\r\n ", "") for entry in out.split("BEGIN:VEVENT")[1:]]
    first = {re.search(r"SUMMARY:(.*?) \[", entry)[1]: "STATUS:CANCELLED" in entry for entry in entries}  # type: ignore[index]
    assert code == 0
    assert first["Sent: Lumen Harbour Bank (data processing agreement CT-021)"] is False
    assert first["Not required: DPC Ireland (GDPR Art. 33(1))"] is True
    assert not any(name.startswith("Notify") for name in first)


def test_an_incident_that_started_no_clock_says_what_was_decided_all_the_same(say: Say) -> None:
    code, out, _ = say(SEV2)
    assert code == 0
    assert (
        "  eu-gdpr-33, eu-gdpr-33-2, eu-gdpr-33-2/own, eu-gdpr-34, eu-gdpr-34/own, uk-gdpr-33, contract-default/own: "
        "starts from awareness; not applicable: No personal data was accessed, by complete access logs (E3, E4, E5); "
        "assessed by caleb, approved by ingrid\n" in out
    )
    code, out, err = say(SEV2, "--ics")
    assert (code, out) == (2, "")
    assert "no deadline has a time, so there is no calendar entry to write" in err


def test_what_a_record_lacks_may_be_given_and_what_it_has_may_not(say: Say) -> None:
    code, out, _ = say(SEV2, "--aware", "2026-04-14T14:25-04:00", "--regime", "eu-gdpr-33")
    assert code == 0
    assert "\nFri 2026-04-17 18:25 UTC  Notify DPC Ireland (GDPR Art. 33(1))" in out
    code, out, err = say(SEV1, "--aware", "2026-08-18T09:05-04:00")
    assert (code, out) == (2, "")
    assert "INC-2026-002 itself has awareness; correct it in the record, or leave it out here" in err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("INC-2026-009",), "there is no record of an incident 'INC-2026-009'; there are INC-2025-001"),
        (
            (SEV1, "--regime", "gdpr-33"),
            "no clock, contract or commitment has the id 'gdpr-33'; data/notifications.yml lists",
        ),
        ((SEV1, "--ics", "--format", "json"), "--ics is a format of its own; leave --format out"),
    ],
)
def test_a_slip_exits_2_with_a_sentence(say: Say, arguments: tuple[str, ...], sentence: str) -> None:
    code, out, err = say(*arguments)
    assert (code, out) == (2, "")
    assert sentence in err


def test_a_draft_is_counted_by_todays_policy_and_one_set_aside_is_not(say: Say, company: Path) -> None:
    record = company / incident_path(SEV1)
    text = record.read_text()
    try:
        record.write_text(
            "id: INC-2026-002\ntitle: Something\nstatus: draft\ntimes: {clocks: {awareness: 2026-11-20T14:20+01:00}}\n"
        )
        code, out, _ = say(SEV1, "--regime", "eu-gdpr-33")
        assert code == 0
        assert "by the policy in force at Sun 2026-11-22 23:59:59 UTC, since nobody has declared it" in out
        assert "\nMon 2026-11-23 13:20 UTC  Notify DPC Ireland (GDPR Art. 33(1))" in out
        assert "    open: no decision in the record\n    Owner: Privacy Officer\n" in out
        assert "    Id: eu-gdpr-33\n    - Regulation 1182/71" in out
        record.write_text(
            text + "set_aside: {at: 2026-08-19T09:00-04:00, by: dana, reason: The same event, "
            "merged_into: INC-2026-001}\n"
        )
        code, out, _ = say(SEV1)
        assert (code, "eu-gdpr" in out) == (0, False)
        assert "  set aside, merged into INC-2026-001: The same event\n" in out
        assert say(SEV1, "--ics")[0] == 2
        record.write_text(text.replace("2026-08-18T", "2024-08-18T").replace("2026-08-19T", "2024-08-19T"))
        code, out, _ = say(SEV1)
        assert (code, "main had no such file then" in out) == (2, True)
    finally:
        record.write_text(text)


# The sheet itself


def with_scope(book: Book, *left_out: str) -> Book:
    rows = tuple(row for row in book.notifications.in_scope if row.clock not in left_out)
    return replace(book, notifications=book.notifications.model_copy(update={"in_scope": rows}))


def test_the_clocks_are_those_in_scope_at_the_declaration() -> None:
    before = with_scope(starter(), "us-ny")
    moved = sheet_of(_2020_01_01=before, _2026_08_19=starter())
    assert "us-ny" not in moved.standing
    assert "us-ny" in sheet_of(_2020_01_01=before, _2026_08_18=starter()).standing


def test_a_notice_that_was_late_says_by_how_much_and_why() -> None:
    late = ("sent: 2026-08-18T16:30-04:00", "sent: 2026-08-19T11:05-04:00, late_reason: The hotline was closed")
    found = sheet_of(late)
    assert outcome(found, "insurer/own") == ("missed", "2 h late; the record says why: The hotline was closed")
    assert "    missed: sent 2026-08-19 11:05-04:00 to The insurer's claims hotline; 2 h late" in "\n".join(
        clock_sheet.render(found, duty_texts(starter()), colour=False)
    )
    assert clock_sheet.settled(found).get("insurer/own") is None


def test_a_clock_without_a_decision_is_open_until_it_is_due() -> None:
    line = next(line for line in incident_text(SEV1).split("\n") if HIDDEN in line)
    gone = (f"{line}\n", "")
    assert outcome(sheet_of(gone, as_of=date(2026, 8, 21)), "eu-gdpr-33") == ("open", "no decision in the record")
    found = sheet_of(gone, as_of=date(2026, 8, 22))
    assert outcome(found, "eu-gdpr-33") == ("no record", "no decision in the record")
    assert "[first for authorities]" in "\n".join(clock_sheet.render(found, duty_texts(starter()), colour=False))


def test_the_people_that_the_record_counted_decide_and_an_estimate_does_not() -> None:
    aware = "awareness: 2026-08-18T09:48-04:00"
    sent = (aware, f"{aware}\n    determination: 2026-08-18T09:48-04:00")
    few = ("people: {n: 1840, certainty: counted", "people: {n: 12, certainty: counted")
    guess = ("people: {n: 1840, certainty: counted", "people: {n: 12, certainty: estimated")
    reasons = {one.clock: one.why for one in sheet_of(sent, few).found.not_counted}
    assert reasons["us-tx-ag"] == "applies at >= 250 residents; all people touched are 12"
    for changes in ((sent, guess), (sent,)):
        row = next(one for one in sheet_of(*changes).found.counted if one.clock == "us-tx-ag")
        assert row.assumed


def test_what_is_given_beside_a_record_is_refused_where_the_record_has_it() -> None:
    stamp = IncidentFacts({"discovery": moment("2026-08-18T09:05-04:00")})
    with pytest.raises(GivenTwiceError, match="itself has discovery"):
        sheet_of(given=stamp)
    with pytest.raises(NoSuchRegimeError):
        sheet(incident(SEV1), Policies({"2020-01-01": starter()}), TODAY, IncidentFacts({}), ["nothing"])
