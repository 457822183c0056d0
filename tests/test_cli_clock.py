"""`ratified clock` as a responder meets it: what it prints, to the letter, and what it says to a slip."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ratified.cli.main import main
from ratified.clock import Deadline, IncidentFacts, moment
from ratified.output import calendar_entries
from ratified.output import clock as report
from ratified.output.duty_texts import DutyTexts, duty_texts
from ratified.policy.notices.deadlines import deadlines

if TYPE_CHECKING:
    from conftest import Starter

AWARE = ("--aware", "2026-11-20T14:20+01:00")
MATERIAL = ("--at", "materiality_determination=2026-11-21T09:00-05:00")
BOTH = ("--regime", "eu-gdpr-33", "--regime", "us-sec-8k")


def clock(starter: Starter, *arguments: str) -> int:
    return main(["clock", "--repo", str(starter.root), "--as-of", "2026-11-22", *arguments])


Say = Callable[..., tuple[int, str, str]]


@pytest.fixture
def say(starter: Starter, capsys: pytest.CaptureFixture[str]) -> Say:
    """Run the command on the starter; its exit code, standard output and standard error."""

    def run(*arguments: str) -> tuple[int, str, str]:
        code = clock(starter, *arguments)
        return code, *capsys.readouterr()

    return run


TEXT = """\
Mon 2026-11-23 13:20 UTC  Notify DPC Ireland (GDPR Art. 33(1))  [first for authorities]
    72 hours from awareness at Fri 2026-11-20 13:20 UTC, straight through nights, weekends and holidays
    Owner: Privacy Officer
    How: The breach form on dataprotection.ie
    Template: Notice to an authority (docs/notices/notice-authority.md)
    Id: eu-gdpr-33
    - Regulation 1182/71 may be read to end it at Mon 2026-11-23 14:00 UTC or later: argued, not to be planned by.
    - Binds: controller.
    - Applies: unless unlikely to result in risk to people. That is for people to judge.
    - Register every breach even if not notified (33(5)). Digital Omnibus proposal (2025-11-19) would make it 96h, high-risk only, single entry point; not adopted as of mid-2026. Gate on awareness + 72 h: that Reg 1182/71 moves or stretches an hour period is argued, not settled. A late notice gives the reasons, and facts may follow in phases (33(1), 33(4)). Without an establishment in the Union: one notice to the authority of every member state affected.
    - Check with counsel.

Fri 2026-11-27 22:30 UTC (Fri 2026-11-27 17:30 in America/New_York)  Notify SEC/EDGAR (Form 8-K Item 1.05)
    4 business days from materiality determination on Sat 2026-11-21 in America/New_York, that day not counted, by calendar us-federal, without weekends, Thu 2026-11-26: 17:30 on Fri 2026-11-27, since what is filed later counts for the next business day
    Owner: nobody is named
    Id: us-sec-8k
    - Binds: issuer.
    - Determined on a non-business day: the next business day is day 1. Determine without unreasonable delay after discovery. The hour is Regulation S-T, 17 CFR 232.13(a)(2), for a transmission that begins by then.
    - Check with counsel.

Each audience's earliest time binds. None of this is legal advice: check every clock of law with counsel.
"""  # noqa: E501


def test_the_deadlines_of_two_regimes_with_their_arithmetic_and_doubts(say: Say) -> None:
    assert say("--at", f"awareness={AWARE[1]}", *MATERIAL, *BOTH) == (0, TEXT, "")
    assert say(*AWARE, *MATERIAL, *BOTH) == (0, TEXT, "")


def test_colour_changes_no_word(starter: Starter) -> None:
    book = starter.book()
    stamps = {"awareness": moment("2028-12-27T12:00Z"), "materiality_determination": moment("2028-12-27T12:00Z")}
    found = deadlines(book, IncidentFacts(stamps), ["eu-gdpr-33", "us-sec-8k"])
    plain, coloured = ("\n".join(report.render(found, duty_texts(book), colour)) for colour in (False, True))
    assert coloured.count("\x1b[0m") == 2  # the due time, and that something cannot be counted
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain


def test_each_due_time_is_told_in_utc_and_where_the_audience_is(say: Say) -> None:
    summer = ("--aware", "2026-06-19T23:30+01:00")
    _, out, _ = say(*summer, "--regime", "uk-gdpr-33", "--regime", "eu-nis2-in", "--regime", "eu-gdpr-33-2")
    assert [line.split("  ")[0] for line in out.splitlines() if line[:1] not in {" ", ""}][:-1] == [
        "Sun 2026-06-21 22:30 UTC",  # our own 48 hours, to controllers anywhere in the Union
        "Mon 2026-06-22 22:30 UTC",
        "Mon 2026-06-22 22:30 UTC (Mon 2026-06-22 23:30 in Europe/London)",
        "No figure",
    ]


def test_what_has_no_deadline_is_listed_with_why(say: Say) -> None:
    given = (
        "--at",
        "payment=2027-05-01T12:00Z",
        "--at",
        "determination=2027-05-01T12:00Z",
        "--aware",
        "2027-05-01T12:00Z",
    )
    code, out, _ = say(*given, "--regime", "in-dpdp", "--regime", "us-ca-ag", "--regime", "us-tx-ag")
    assert code == 0
    assert out.split("\n\n")[1:] == [
        "Not started, since nothing says when it was (--at TRIGGER=TIME):\n"
        "  us-ca-ag: starts from the notice to individuals",
        "No deadline:\n  in-dpdp: in force from 2027-05-13, by the day it starts",
        "Given, and starts nothing that was asked about:\n"
        "  payment: us-nydfs-pay, us-nydfs-pay30, us-circia-pay, au-ransom would (--regime ID)",
        "Each audience's earliest time binds. None of this is legal advice: check every clock of law with counsel.\n",
    ]


def test_what_cannot_be_counted_is_said_first_of_the_rest_and_exits_2(say: Say) -> None:
    late = ("--at", "materiality_determination=2028-12-27T12:00-05:00", "--aware", "2028-12-27T12:00-05:00")
    code, out, _ = say(*late, *BOTH)
    assert code == 2
    assert out.startswith("Sat 2028-12-30 17:00 UTC  Notify DPC Ireland (GDPR Art. 33(1))")
    assert (
        "\nCannot be counted; fix this before relying on the rest:\n"
        "  us-sec-8k: calendar 'us-federal' ends on 2028-12-31\n" in out
    )


def test_a_report_that_was_sent_starts_the_one_after_it(say: Say) -> None:
    code, out, _ = say(
        "--at", "eu-dora-init=2026-11-20T15:30+01:00", "--regime", "eu-dora-int", "--regime", "eu-dora-fin"
    )
    assert code == 0
    assert out.startswith("Mon 2026-11-23 14:30 UTC  Notify competent authority (DORA intermediate)")
    assert "    72 hours from the report under eu-dora-init at Fri 2026-11-20 14:30 UTC" in out
    assert "  eu-dora-fin: starts when the report under eu-dora-int is sent\n" in out


def test_json_is_what_the_design_promises(say: Say) -> None:
    code, out, _ = say(*AWARE, *MATERIAL, *BOTH, "--regime", "us-ca-ag", "--regime", "eu-gdpr-34", "--format", "json")
    read = json.loads(out)
    assert (code, read["schema"]) == (0, "ratified/clock/1")
    gdpr, sec = read["deadlines"][0], read["deadlines"][2]  # ours for Art. 34 stands between
    promised = ("clock", "to", "trigger", "trigger_at", "due_at", "due_on", "assumed")
    assert [gdpr[key] for key in promised] == [
        "eu-gdpr-33",
        "lead or competent supervisory authority",
        "awareness",
        "2026-11-20T13:20:00Z",
        "2026-11-23T13:20:00Z",
        "2026-11-23",
        False,
    ]
    assert [sec[key] for key in promised] == [
        "us-sec-8k",
        "SEC/EDGAR",
        "materiality_determination",
        "2026-11-21T14:00:00Z",
        "2026-11-27T22:30:00Z",
        "2026-11-27",
        False,
    ]
    assert all(row["note"].endswith("Check with counsel.") for row in read["deadlines"] if row["kind"] == "law")
    last = read["deadlines"][-1]
    assert (last["clock"], last["due_at"], last["due_on"]) == ("eu-gdpr-34", None, None)
    assert read["not_counted"] == [
        {
            "clock": "us-ca-ag",
            "to": "AG",
            "trigger": "individual_notice_sent",
            "reason": "not_started",
            "why": "starts from the notice to individuals",
        }
    ]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((), "say when something happened: --aware TIME or --at TRIGGER=TIME"),
        (("--at", "awarness=2026-11-20T14:20Z"), "no clock starts from 'awarness'; did you mean 'awareness'?"),
        (
            ("--at", "materiality-determination=2026-11-20T14:20Z"),
            "no clock starts from 'materiality-determination'; did you mean 'materiality_determination'",
        ),
        (("--at", "eu_dora_int=2026-11-20T14:20Z"), "no clock starts from 'eu_dora_int'; did you mean 'eu-dora-int'"),
        (("--at", "lunch=2026-11-20T14:20Z"), "no clock starts from 'lunch'; write one of occurrence, detection,"),
        (("--at", "awareness"), "'awareness' has no time; write --at awareness=2026-11-20T14:20+01:00"),
        (
            ("--aware", "2026-11-20T14:20"),
            "awareness: '2026-11-20T14:20' has no offset; write 2026-11-20T14:20+01:00 with yours, or "
            "2026-11-20T14:20Z if it is UTC",
        ),
        (("--aware", "yesterday"), "awareness: 'yesterday' is no moment; write day, time and offset, as in"),
        (("--aware", "2026-02-30T14:20Z"), "awareness: no such moment: '2026-02-30T14:20Z'"),
        ((*AWARE, "--at", "awareness=2026-11-21T14:20Z"), "awareness is given twice; write the time that counts"),
        (
            (*AWARE, "--regime", "gdpr-33"),
            "no clock, contract or commitment has the id 'gdpr-33'; data/notifications.yml lists the clocks in scope",
        ),
        ((*AWARE, "--regime", "\x1b[31m"), "has the id '\\x1b[31m'; data/notifications.yml lists the clocks in scope"),
        (
            ("--at", "prior_submission=2026-11-20T14:20Z", "--regime", "eu-dora-int", "--regime", "eu-dora-fin"),
            "prior_submission may be more than one report; write --at eu-dora-init=TIME or --at eu-dora-int=TIME",
        ),
        ((*AWARE, "--ics", "--format", "json"), "--ics is a format of its own; leave --format out"),
        (
            ("--at", "payment=2026-11-20T14:20Z", "--ics"),
            "no deadline has a time, so there is no calendar entry to write",
        ),
    ],
)
def test_a_slip_exits_2_with_a_sentence(say: Say, arguments: tuple[str, ...], sentence: str) -> None:
    code, out, err = say(*arguments)
    assert (code, out) == (2, "")
    assert sentence in err
    assert "Traceback" not in err


def test_a_bare_prior_submission_is_the_one_report_it_can_be(say: Say) -> None:
    code, out, _ = say("--at", "prior_submission=2026-01-31T10:00+01:00", "--regime", "eu-nis2-fr")
    assert (code, out[:57]) == (0, "End of Sat 2026-02-28 in Europe/Athens (Sat 2026-02-28 21")


def test_data_that_cannot_be_read_counts_nothing(starter: Starter, say: Say) -> None:
    starter.change("data/contracts.yml", "within: 48h", "within: soon")
    code, out, err = say(*AWARE)
    assert (code, out) == (2, "")
    assert "the data could not be read, so no clock was counted; `ratified check` lists it" in err


def test_it_needs_no_git_and_no_colour_where_nobody_looks(starter: Starter) -> None:
    command = [str(Path(sys.executable).with_name("ratified")), "clock", "--repo", str(starter.root), *AWARE]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, "\x1b" in done.stdout, done.stderr) == (0, False, "")


def test_the_same_question_gives_the_same_bytes_wherever_and_whenever(starter: Starter) -> None:
    command = [str(Path(sys.executable).with_name("ratified")), "clock", "--repo", str(starter.root), *AWARE]
    runs = {
        subprocess.run([*command, *more], capture_output=True, check=True, env={"TZ": zone, "LC_ALL": locale}).stdout
        for zone, locale, more in (
            ("Pacific/Auckland", "C", ()),
            ("America/Los_Angeles", "de_DE.UTF-8", ("--as-of", "2020-01-01")),
        )
    }
    assert len(runs) == 1


# calendar entries


def unfolded(raw: str) -> Iterator[tuple[str, str]]:
    """The properties of an iCalendar file, unfolded and unescaped by RFC 5545, every line checked on the way."""
    assert raw.endswith("\r\n")
    assert not re.search(r"(?<!\r)\n|\r(?!\n)|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", raw)
    assert all(len(line.encode()) <= 75 for line in raw.split("\r\n"))
    for line in raw.replace("\r\n ", "").split("\r\n")[:-1]:
        name, colon, value = line.partition(":")
        assert colon
        assert name == name.upper()
        yield name, re.sub(r"\\([\\;,nN])", lambda m: "\n" if m[1] in "nN" else m[1], value)


def test_calendar_entries_can_be_read_in_by_any_calendar(say: Say) -> None:
    code, out, err = say(*AWARE, *MATERIAL, *BOTH, "--regime", "eu-gdpr-34", "--ics")
    assert (code, err) == (0, "")
    properties = list(unfolded(out))
    names = [f"{name}:{value}" if name in {"BEGIN", "END"} else name for name, value in properties]
    alarm = ["BEGIN:VALARM", "ACTION", "DESCRIPTION", "TRIGGER;VALUE=DATE-TIME", "END:VALARM"]
    entry = ["UID", "SEQUENCE", "DTSTAMP", "DTSTART", "SUMMARY", "DESCRIPTION", "CLASS", "TRANSP", *alarm, *alarm]
    assert names == [
        *("BEGIN:VCALENDAR", "VERSION", "PRODID", "CALSCALE"),
        *("BEGIN:VEVENT", *entry, "END:VEVENT") * 3,  # ours for Art. 34 is the second; the law's has no time
        "END:VCALENDAR",
    ]
    size = len(entry) + 2
    values = [dict(properties[4 + size * n : 12 + size * n]) for n in range(3)]
    assert [v["DTSTART"] for v in values] == ["20261123T132000Z", "20261127T215959Z", "20261127T223000Z"]
    assert {v["DTSTAMP"] for v in values} == {"20261122T000000Z"}
    assert len({v["UID"] for v in values}) == 3
    assert values[2]["SUMMARY"] == "Notify SEC/EDGAR (Form 8-K Item 1.05) [no record yet, 2026-11-20 13:20 UTC]"
    said = values[2]["DESCRIPTION"].split("\n")
    assert said[0] == "Owner: nobody is named"
    assert said[1].startswith("4 business days from materiality determination on Sat")
    assert said[-2:] == ["Check with counsel.", "Id: us-sec-8k"]
    assert values[0]["DESCRIPTION"].split("\n")[:3] == [
        "Owner: Privacy Officer",
        "How: The breach form on dataprotection.ie",
        "Template: Notice to an authority (docs/notices/notice-authority.md)",
    ]


def test_reading_entries_in_again_replaces_them(say: Say) -> None:
    one, again, corrected = (
        re.findall(r"UID:\S+", say("--aware", time, "--regime", "eu-gdpr-33", "--ics")[1])
        for time in (AWARE[1], "2026-11-20T13:20Z", "2026-11-20T15:20+01:00")
    )
    assert one == again != corrected


def test_entries_leave_out_what_cannot_be_counted_say_so_and_exit_2(say: Say) -> None:
    late = ("--at", "materiality_determination=2028-12-27T12:00-05:00", "--aware", "2028-12-27T12:00-05:00")
    code, out, err = say(*late, *BOTH, "--ics")
    assert (code, out.count("BEGIN:VEVENT")) == (2, 1)
    assert err == "ratified: us-sec-8k cannot be counted: calendar 'us-federal' ends on 2028-12-31\n"


def test_text_from_the_data_breaks_no_entry(starter: Starter) -> None:
    hostile = "a\r\nEND:VCALENDAR\r\n;,\\ " + "ü€😀" * 40 + "\x00\u202e"
    at = moment("2026-11-20T13:20Z")
    one = Deadline(
        "c", "contract", hostile, "customers", "awareness", at, at, date(2026, 11, 20), False, hostile, (hostile,)
    )
    of = calendar_entries.of_record("INC-1", at)
    raw = calendar_entries.render([one], date(2026, 11, 22), of, DutyTexts(starter.book(), "")).decode("utf-8")
    properties = list(unfolded(raw))
    assert [name for name, _ in properties].count("END") == 2
    shown = "a<U+000D><U+000A>END:VCALENDAR<U+000D><U+000A>;,\\ " + "ü€😀" * 40 + "<U+0000><U+202E>"
    assert ("SUMMARY", f"Notify {shown} (c) [INC-1]") in properties
    assert ("DESCRIPTION", f"Owner: nobody is named\n{shown}.\n{shown}\nId: c") in properties


# numbers of people and delays


def rows(out: str) -> dict[str, dict[str, object]]:
    told = json.loads(out)
    return {row["clock"]: row for row in (*told["deadlines"], *told["not_counted"])}


NOTICED = ("--at", "individual_notice_sent=2026-12-01T09:00-08:00", "--regime", "us-ca-ag", "--format", "json")
HIPAA = ("--at", "discovery=2026-11-20T10:00-05:00", "--format", "json")


def test_a_number_of_one_clock_decides_about_it_to_the_last_person(say: Say) -> None:
    unknown, at_500, at_501 = (
        rows(say(*NOTICED, *more)[1])["us-ca-ag"]
        for more in ((), ("--people", "us-ca-ag=500"), ("--people", "us-ca-ag=501"))
    )
    assert (unknown["assumed"], unknown["due_on"]) == (True, "2026-12-16")
    assert at_500["why"] == "applies at > 500 residents; the number given is 500"
    assert (at_501["assumed"], at_501["due_on"]) == (False, "2026-12-16")


def test_all_people_are_the_most_that_a_state_can_have_and_never_the_least(say: Say) -> None:
    few, many = (rows(say(*NOTICED, "--people", n)[1])["us-ca-ag"] for n in ("500", "501"))
    assert few["why"] == "applies at > 500 residents; all people touched are 500"
    assert (many["assumed"], many["due_on"]) == (True, "2026-12-16")


def test_all_people_decide_where_everybody_is_counted(say: Say) -> None:
    asked = ("--regime", "us-hipaa-hhs-500", "--regime", "us-hipaa-hhs-lt500")
    for people, runs in (("499", "us-hipaa-hhs-lt500"), ("500", "us-hipaa-hhs-500")):
        found = rows(say(*HIPAA, *asked, "--people", people)[1])
        assert [(id_, row["assumed"]) for id_, row in found.items() if "due_at" in row] == [(runs, False)]
    found = rows(say(*HIPAA, *asked, "--people", "3", "--people", "us-hipaa-hhs-500=700")[1])
    assert found["us-hipaa-hhs-500"]["due_on"] == "2027-01-19"


@pytest.mark.parametrize(
    ("delay", "due", "said"),
    [
        ("us-hipaa-ind=written:2026-12-01..2027-03-31", "2027-03-31", "held back to the end of Wed 2027-03-31"),
        ("us-hipaa-ind=oral:2027-01-10", "2027-02-09", "by the oral request of law enforcement, from 2027-01-10"),
        ("us-hipaa-ind=oral:2027-01-10..2027-12-31", "2027-02-09", "to 2027-02-09"),
        ("us-hipaa-ind=oral:2026-11-25", "2027-01-19", ""),
        ("us-hipaa-ind=written:2026-12-01", "2027-01-19", "a written request must say until when"),
        ("us-hipaa-ind=oral:2027-01-20", "2027-01-19", "it was asked for on 2027-01-20, after the deadline"),
    ],
)
def test_a_request_of_law_enforcement_holds_a_notice_back(say: Say, delay: str, due: str, said: str) -> None:
    code, out, _ = say(*HIPAA, "--regime", "us-hipaa-ind", "--delay", delay)
    row = rows(out)["us-hipaa-ind"]
    assert (code, row["due_on"]) == (0, due)
    assert said in f"{row['arithmetic']} {row['note']}"


def test_only_the_attorney_general_holds_back_a_filing(say: Say) -> None:
    asked = (*MATERIAL, "--regime", "us-sec-8k", "--format", "json")
    days = "2026-11-24..2026-12-24"
    held, not_held = (
        rows(say(*asked, "--delay", f"us-sec-8k={form}:{days}")[1])["us-sec-8k"]
        for form in ("attorney-general", "written")
    )
    assert (held["due_on"], not_held["due_on"]) == ("2026-12-24", "2026-11-27")
    assert "only a written determination of the Attorney General does" in str(not_held["note"])


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--people", "many"), "--people many: 'many' is no number of people; write --people 700 or CLOCK=700"),
        (("--people", "-3"), "--people -3: '-3' is no number of people"),
        (("--people", "us-ca-ga=3"), "--people: no clock has the id 'us-ca-ga'; docs/clocks.md lists"),
        (("--people", "eu-gdpr-33=3"), "no number of people decides about eu-gdpr-33; leave it out"),
        (("--people", "3", "--people", "4"), "everybody is given twice; write the number that counts"),
        (("--delay", "us-sec-8k=2026-12-01"), "--delay us-sec-8k=2026-12-01: write CLOCK=written:2026-12-01.."),
        (("--delay", "us-sec=written:2026-12-01"), "--delay: no clock has the id 'us-sec'; docs/clocks.md lists"),
        (("--delay", "us-sec-8k=oral:tomorrow"), "'tomorrow' is not a day; write it as YYYY-MM-DD"),
        (("--delay", "us-sec-8k=oral:2026-12-09..2026-12-01"), "it ends before it begins; write FROM..UNTIL"),
        (
            ("--delay", "us-sec-8k=oral:2026-12-01", "--delay", "us-sec-8k=oral:2026-12-02"),
            "us-sec-8k is given twice; write the request that holds",
        ),
    ],
)
def test_a_slip_in_a_number_or_a_delay_exits_2(say: Say, arguments: tuple[str, ...], sentence: str) -> None:
    code, out, err = say(*AWARE, *arguments)
    assert (code, out) == (2, "")
    assert sentence in err
