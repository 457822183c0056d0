"""INC: each rule fires on one changed line of a record that is kept, at that line, and on nothing else."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from written_records import EVENTS, EXERCISE, ONE, TWO, Kept

if TYPE_CHECKING:
    from conftest import Starter

SEVERITY = "level: sev-2, criteria: [S2-C1], by: aiko"
LEGAL = "channel: phone, answered: 2026-04-14T14:49-04:00"
RETURNED = "  returned: {at: 2026-04-14T18:45-04:00, by: sofia, role: incident-commander}\n"
FILES = "text: A researcher names two export files that open without sign-in"
CLOSED = "    closed: 2026-04-14T20:10-04:00\n"


def test_the_records_as_they_are_kept_are_silent() -> None:
    assert Kept().findings() == []


CHANGES = [
    ("INC-01", ONE, "criteria: [S2-C1], ", "", "level: sev-2"),
    ("INC-01", ONE, "criteria: [S2-C1]", "criteria: [S3-C1]", "level: sev-2"),
    ("INC-02", ONE, "    acknowledged: 2026-04-14T14:06-04:00\n", "", "  stages:"),
    ("INC-02", ONE, "    commander_named: 2026-04-14T14:15-04:00\n", "", "  stages:"),
    ("INC-02", ONE, "    containment_decided: 2026-04-14T14:35-04:00\n", "", "  stages:"),
    ("INC-02", ONE, "origin: {intake: monitoring, reporter: on-call-engineer}\n", "", "status: closed"),
    ("INC-03", ONE, "contained: 2026-04-14T15:10-04:00", "contained: 2026-04-14T13:10-04:00", "    contained:"),
    ("INC-03", ONE, "validated: 2026-04-14T18:40-04:00", "validated: 2026-04-14T18:40+04:00", "    validated:"),
    ("INC-03", ONE, "answered: 2026-04-14T14:57-04:00", "answered: 2026-04-14T14:51-04:00", "rows: [s2-executive]"),
    ("INC-03", ONE, "at: 2026-04-14T13:58-04:00", "at: 2026-04-14T13:38-04:00", "reached by phone"),
    ("INC-03", ONE, "published: 2026-04-24T17:00-04:00", "published: 2026-04-19T17:00-04:00", "published:"),
    ("INC-05", ONE, f"person: ingrid, {LEGAL}", "person: ingrid, channel: phone", "  escalations:"),
    (
        "INC-05",
        ONE,
        "person: ben, channel: pager, answered: 2026-04-14T14:33-04:00",
        "channel: pager",
        "  escalations:",
    ),
    ("INC-06", ONE, "person: sofia, since", "person: rachel, since", "person: rachel"),
    ("INC-06", ONE, "person: priya, channel", "person: helen, channel", "person: helen"),
    (
        "INC-06",
        ONE,
        "level: sev-2, criteria: [S2-C1], by: aiko",
        "level: sev-2, criteria: [S2-C1], by: akio",
        "by: akio",
    ),
    ("INC-06", ONE, "result: passed, by: ben", "result: passed, by: rachel", "by: rachel"),
    ("INC-08", ONE, "criteria: [S2-C1]", "criteria: [S2-C1, S1-C2]", "level: sev-2"),
    ("INC-09", ONE, "    data: possible\n", "", "  impact:"),
    ("INC-09", TWO, "    awareness: 2026-08-18T09:48-04:00\n", "", "    data: personal"),
    ("INC-10", TWO, "clock: ct-021-dpa, decision: notify", "clock: ct-021-dpa, decision: pending", "clock: ct-021-dpa"),
    ("INC-14", ONE, "text: Declared at Sev-2 on S2-C1", "text: Theft of customer data confirmed", "Theft of"),
    (
        "INC-16",
        ONE,
        "result: passed, by: ben, role: engineering-lead",
        "result: passed, by: tomas, role: engineering-lead",
        "by: tomas, role: engineering-lead, at",
    ),
    (
        "INC-16",
        ONE,
        "at: 2026-04-14T18:45-04:00, by: sofia, role: incident-commander}",
        "at: 2026-04-14T18:45-04:00, by: dana, role: incident-commander}",
        None,
    ),
    (
        "INC-16",
        ONE,
        "  returned: {at: 2026-04-14T18:45-04:00, by: sofia, role: incident-commander}\n",
        "",
        "  roles:\n",
    ),
    ("INC-16", ONE, "are refused, result: passed", "are refused, result: failed", "result: failed"),
    ("INC-17", ONE, "source: mail system, collected_by: dana", "source: mail system", "id: INC-2026-001-E2"),
    ("INC-19", ONE, "at: 2026-04-14T20:10-04:00, by: sofia", "at: 2026-04-14T20:30-04:00, by: sofia", "text: Closed"),
    ("INC-22", ONE, "text: Closed}", "text: Closed by kim@example.com}", "kim@example.com"),
    ("INC-23", ONE, "      answers: RB-01-D2\n", "", "  - id: RB-01"),
    (
        "INC-24",
        ONE,
        "origin: {intake: monitoring",
        "origin: {vendor: The identity provider, intake: monitoring",
        "origin:",
    ),
    ("INC-26", ONE, "intake: monitoring", "intake: monitorng", "intake: monitorng"),
    ("INC-26", ONE, "rows: [s2-engineering]", "rows: [s2-enginering, s2-engineering]", "s2-enginering"),
    ("INC-26", TWO, "promise: s1-legal", "promise: s1-leagl", "s1-leagl"),
    ("INC-27", ONE, "entered: 2026-04-14T15:40-04:00", "entered: 2025-04-14T15:40-04:00", "entered: 2025"),
    ("INC-27", ONE, "    restored: 2026-04-14T18:05", "    restored: 2027-04-14T18:05", "restored: 2027"),
    ("INC-27", EXERCISE, "start: 2026-05-20T14:45", "start: 2025-05-20T14:45", "start: 2025"),
    ("INC-28", ONE, "lasted: 99m", "lasted: 9h", "lasted: 9h"),
    ("INC-25", EVENTS, "    reason: The strange message was the yearly phishing drill\n", "", "id: EV-2026-002"),
    ("INC-25", EVENTS, "    decided_by: noor\n", "", "id: EV-2026-002"),
    ("INC-25", EVENTS, "decided_by: noor", "decided_by: nour", "decided_by: nour"),
    ("INC-25", EVENTS, "decided_at: 2026-05-06T10:45", "decided_at: 2026-05-06T09:45", "decided_at: 2026-05-06T09:45"),
    ("INC-25", EVENTS, "source: employees", "source: employes", "source: employes"),
    ("INC-18", EVENTS, "incidents: 0, dismissed: 1", "incidents: 2, dismissed: 1", "incidents: 2"),
    ("INC-18", EVENTS, "detected_at: 2026-05-06T10:12-04:00", "detected_at: 2026-05-06T10:12Z", None),
]


@pytest.mark.parametrize(("code", "path", "old", "new", "needle"), [c for c in CHANGES if c[4]])
def test_one_changed_line_is_found_where_it_stands(code: str, path: str, old: str, new: str, needle: str) -> None:
    kept = Kept().change(path, old, new)
    line = kept.texts[path].count("\n", 0, kept.texts[path].index(needle)) + 1
    assert kept.places() == [(code, f"{path}:{line}")]


@pytest.mark.parametrize(("path", "old", "new"), [c[1:4] for c in CHANGES if not c[4]])
def test_a_changed_line_that_breaks_no_promise_is_silent(path: str, old: str, new: str) -> None:
    assert Kept().change(path, old, new).findings() == []


# INC-01, 02


def test_an_incident_without_a_severity_is_found() -> None:
    kept = Kept().without(ONE, SEVERITY).change(ONE, "  severity:\n", "  severity: []\n")
    line = kept.line(ONE, "severity: []")
    assert ("INC-01", f"{ONE}:{line}") in kept.places()
    assert kept.said("INC-01") == ["INC-2026-001 has no severity"]


def test_unsure_means_higher_and_the_reason_says_so() -> None:
    old, new = "criteria: [S2-C1], by", "criteria: [S3-C1], reason: Nobody knew yet whether others were hit, by"
    assert Kept().change(ONE, old, new).findings() == []


def test_a_draft_is_one_warning_and_nothing_else_is_asked_of_it() -> None:
    kept = Kept().write("data/incidents/INC-2026-003.yml", "id: INC-2026-003\ntitle: Mail is slow\nstatus: draft\n")
    found = kept.findings()
    assert [(f.code, f.level, f.place.line) for f in found] == [("INC-02", "warning", 3)]
    assert found[0].message == "INC-2026-003 is a draft: nobody declared it yet"


def test_a_declared_incident_with_a_stamp_closed_is_found() -> None:
    kept = Kept().change(ONE, "status: closed", "status: declared")
    assert ("INC-02", f"{ONE}:{kept.line(ONE, CLOSED.rstrip())}") in kept.places()


def test_a_blank_that_was_not_filled_in_is_found_where_it_stands() -> None:
    kept = Kept().change(ONE, "text: Closed}", "text: <what>}")
    (found,) = kept.findings()
    assert (found.code, found.message) == ("INC-02", "INC-2026-001 was not filled in here")
    assert found.place.line == kept.line(ONE, "text: <what>}")


@pytest.mark.parametrize("text", ['"Latency < 200 ms, errors > 3"', "From a <b> tag", '"a -> b"'])
def test_an_angle_bracket_in_a_text_is_no_blank(text: str) -> None:
    assert Kept().change(ONE, "text: Closed}", f"text: {text}}}").findings() == []


def test_a_closed_record_needs_the_hash_of_the_full_one() -> None:
    kept = Kept().without(ONE, "  full_record:")
    assert kept.said("INC-02") == ["INC-2026-001 is closed, and nothing ties it to the full record kept elsewhere"]


def test_a_stage_that_did_not_apply_is_not_missed() -> None:
    kept = Kept().without(ONE, "    containment_decided:")
    kept.change(
        ONE, "  estimated:", "  not_applicable: [{stamp: containment_decided, reason: Blocked by rule}]\n  estimated:"
    )
    assert kept.findings() == []


def test_a_declared_incident_is_not_asked_for_what_comes_later() -> None:
    text = (
        "id: INC-2026-003\ntitle: Mail is slow\nstatus: declared\norigin: {intake: employees}\n"
        "times:\n  stages: {detected: 2026-11-22T09:00-05:00, declared: 2026-11-22T09:20-05:00}\n"
        "classification:\n  severity:\n"
        "    - {at: 2026-11-22T09:20-05:00, level: sev-2, criteria: [S2-C3], by: aiko, role: on-call-engineer}\n"
        "  impact: {data: none}\n"
    )
    kept = Kept().write("data/incidents/INC-2026-003.yml", text)
    assert kept.findings() == []
    later = {(code, place.partition(":")[0][-16:]) for code, place in kept.places(date(2026, 11, 24))}
    assert later == {("INC-05", "INC-2026-003.yml"), ("INC-20", "INC-2026-003.yml")}
    assert "INC-20" in {code for code, _ in kept.places(date(2026, 12, 20))}


# INC-03


def test_a_moment_after_the_day_is_found_and_a_due_time_is_not() -> None:
    places = Kept().only(TWO).places(date(2026, 8, 18))
    assert {code for code, _ in places} >= {"INC-03"}
    assert not any("due" in message for message in Kept().only(TWO).said("INC-03", date(2026, 8, 18)))


def test_an_estimated_occurrence_may_come_after_detection() -> None:
    kept = Kept().change(ONE, "occurred_from: 2026-04-14T13:31", "occurred_from: 2026-04-14T13:45")
    assert [f for f in kept.findings() if f.code == "INC-03"] == []


def test_the_place_and_the_mend_of_an_impossible_order_are_told() -> None:
    kept = Kept().change(ONE, "contained: 2026-04-14T15:10-04:00", "contained: 2026-04-14T13:10-04:00")
    assert kept.said("INC-03") == [
        "contained is 2026-04-14T13:10-04:00, before detected at 2026-04-14T13:42-04:00",
    ]


# INC-05, 06


def test_every_role_of_the_matrix_has_to_have_answered() -> None:
    kept = Kept().without(ONE, LEGAL)
    assert kept.said("INC-05") == ["INC-2026-001: nobody answered for legal-counsel, whom s2-legal asks for at sev-2"]


def test_the_next_role_counts_where_the_first_did_not_answer() -> None:
    kept = Kept().change(ONE, f"to: legal-counsel, person: ingrid, {LEGAL}", f"to: outside-counsel, {LEGAL}")
    assert kept.findings() == []


def test_a_trigger_asks_for_its_own_roles() -> None:
    kept = Kept().change(ONE, "  triggers:\n", "  triggers:\n    - {id: extortion, at: 2026-04-14T15:00-04:00}\n")
    kept.change(ONE, "rows: [s2-executive]", "rows: [s2-executive, t-extortion-executive]")
    assert kept.said("INC-05") == [
        "INC-2026-001: nobody answered for legal-counsel, whom t-extortion-legal asks for on extortion"
    ]


def test_a_level_that_was_left_within_minutes_asks_for_nobody_who_was_not_due() -> None:
    row = f"    - {{at: 2026-04-14T14:02-04:00, {SEVERITY}, role: on-call-engineer}}\n"
    high = row.replace("sev-2, criteria: [S2-C1]", "sev-1, criteria: [S1-C2]")
    low = (
        "    - {at: 2026-04-14T14:11-04:00, level: sev-2, criteria: [S2-C1], by: sofia, role: incident-commander,"
        " no_longer: S1-C2, reason: The session had no administrator rights}\n"
    )
    # An incident that was ever Sev-1 keeps the review of that level, and with it the dates of its actions.
    kept = Kept().change(ONE, row, high + low).change(ONE, "due: 2026-06-12", "due: 2026-05-20")
    kept.change(ONE, "closed_on: 2026-06-09", "closed_on: 2026-05-19")
    kept.change(ONE, "checked_on: 2026-08-31", "checked_on: 2026-08-11")
    assert kept.findings() == []
    slow = Kept().change(ONE, row, high + low.replace("T14:11", "T16:11"))
    assert slow.said("INC-05") == [
        "INC-2026-001: nobody answered for communications-lead, whom s1-communications asks for at sev-1"
    ]


def test_who_stands_in_for_a_leave_holds_the_role_for_those_days(starter: Starter) -> None:
    for path in (ONE, TWO):
        starter.write(path, Kept().texts[path].replace("person: rachel", "person: helen"))
    assert starter.places("INC-06") == [f"{TWO}:{Kept().line(TWO, 'rows: [s1-communications]')}"]
    row = "      - {person: omar, as: deputy, since: 2024-05-01}\n"
    stand_in = "      - {person: helen, as: deputy, since: 2026-08-17, until: 2026-08-21}\n"
    starter.change("data/roles.yml", row, row + stand_in)
    assert starter.places("INC-06") == []


def test_a_role_taken_over_at_midnight_holds_on_either_day(starter: Starter) -> None:
    starter.write(ONE, Kept().texts[ONE].replace("T14:15-04:00}", "T23:30-04:00}"))
    row = "      - {person: sofia, as: primary, since: 2024-02-01}\n"
    starter.change("data/roles.yml", row, row.replace("2024-02-01", "2026-04-15"))
    assert [m for m in (f.message for f in starter.findings("INC-06")) if "T23" in m] == []


# INC-08


def test_a_downgrade_needs_the_commander_a_reason_and_the_criterion() -> None:
    row = f"    - {{at: 2026-04-14T14:02-04:00, {SEVERITY}, role: on-call-engineer}}\n"
    low = row.replace("T14:02", "T18:50").replace("sev-2, criteria: [S2-C1]", "sev-3, criteria: [S3-C1]")
    kept = Kept().change(ONE, row, row + low)
    assert kept.said("INC-08") == [
        "INC-2026-001 was lowered to sev-3 without a reason",
        "INC-2026-001 was lowered to sev-3, and it does not say which criterion no longer holds",
        "INC-2026-001 was lowered to sev-3 by the role on-call-engineer",
    ]


def test_a_raise_needs_no_commander() -> None:
    row = f"    - {{at: 2026-04-14T14:02-04:00, {SEVERITY}, role: on-call-engineer}}\n"
    first = row.replace("T14:02", "T14:00").replace("sev-2, criteria: [S2-C1]", "sev-3, criteria: [S3-C1]")
    assert Kept().change(ONE, row, first + row).findings() == []


# INC-09, 10, 11


def test_data_that_may_be_hit_asks_for_the_privacy_role() -> None:
    kept = Kept().without(ONE, "rows: [s2-privacy, t-personal-data]")
    assert kept.said("INC-09") == ["INC-2026-001: data may have been hit, and privacy-officer was not told"]


def test_every_clock_in_scope_has_a_decision() -> None:
    kept = Kept().without(ONE, "clock: us-ny,")
    assert kept.places() == [("INC-10", f"{ONE}:{kept.line(ONE, '  notifications:')}")]
    assert kept.said("INC-10") == ["INC-2026-001 has no decision on us-ny"]


def test_a_contract_that_was_touched_has_a_decision() -> None:
    kept = Kept().without(TWO, "clock: ct-014-dpa")
    assert kept.said("INC-10") == ["INC-2026-002 touched CT-014 and has no decision on any of its windows"]


def test_a_small_incident_without_data_needs_no_rows() -> None:
    kept = Kept().cut(ONE, "  notifications:\n", "  updates:\n").change(ONE, "data: possible", "data: none")
    kept.change(ONE, "level: sev-2, criteria: [S2-C1]", "level: sev-4, criteria: [S4-C4]")
    kept.change(ONE, "to: privacy-officer, person", "to: security-lead, person").change(
        ONE, "person: caleb, channel", "person: dana, channel"
    )
    assert kept.said("INC-10") == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (", approved_by: ingrid", "", "was approved by nobody"),
        ("approved_by: ingrid", "approved_by: caleb", "was approved by who assessed it"),
        ("assessed_by: caleb, ", "", "does not say who assessed it"),
        ('reason: "No personal data was accessed, by complete access logs (E3, E4, E5)", ', "", "has no reason"),
    ],
)
def test_a_no_needs_a_reason_and_a_second_person(old: str, new: str, said: str) -> None:
    kept = Kept()
    line = kept.line(ONE, "clock: us-tx,")
    row = kept.texts[ONE].split("\n")[line - 1]
    kept.change(ONE, row, row.replace(old, new))
    assert kept.places() == [("INC-11", f"{ONE}:{line}")]
    assert kept.said("INC-11") == [f"INC-2026-001: the decision not to notify under us-tx {said}"]


# INC-14


def test_a_timeline_that_confirms_before_awareness_is_found() -> None:
    kept = Kept().change(TWO, FILES, "text: Confirmed that customers' files are public")
    assert kept.places() == [("INC-14", f"{TWO}:{kept.line(TWO, 'Confirmed that')}")]


@pytest.mark.parametrize(
    "words", ["Not confirmed whether data left", "Can anybody confirm that data left?", "Data theft unconfirmed"]
)
def test_a_doubt_is_no_awareness(words: str) -> None:
    assert Kept().change(TWO, FILES, f'text: "{words}"').findings() == []


def test_a_reason_for_the_gap_ends_the_doubt() -> None:
    kept = Kept().change(TWO, FILES, "text: Confirmed that customers' files are public")
    kept.change(
        TWO, "  awareness:\n    by: caleb\n", "  awareness:\n    by: caleb\n    gap_reason: The line was about a test\n"
    )
    assert kept.findings() == []


def test_a_day_between_detection_and_awareness_needs_a_reason() -> None:
    kept = Kept().change(TWO, "    awareness: 2026-08-18T09:48-04:00", "    awareness: 2026-08-19T09:48-04:00")
    line = kept.line(TWO, "    awareness: 2026")
    assert kept.places() == [("INC-14", f"{TWO}:{line}")]


# INC-15, 16, 17, 21


@pytest.mark.parametrize(
    ("kind", "stamp"), [("contain", "contained"), ("eradicate", "eradicated"), ("recover", "restored")]
)
def test_a_stage_without_an_action_or_a_stamp_is_found(kind: str, stamp: Any) -> None:
    kept = Kept()
    for line in [one for one in kept.texts[ONE].split("\n") if f"kind: {kind}," in one]:
        kept.change(ONE, f"{line}\n", "")
    assert kept.places() == [("INC-15", f"{ONE}:{kept.line(ONE, '  actions:')}")]
    bare = Kept().without(ONE, f"    {stamp}: 2026")
    assert [code for code, _ in bare.places()] == ["INC-15"]
    assert bare.said("INC-15") == [f"INC-2026-001 is closed and was never {stamp}"]


def test_an_incident_that_restored_nothing_validates_nothing() -> None:
    kept = Kept().cut(ONE, "  validation:\n", "  returned:").without(ONE, "  returned:").without(ONE, "    validated:")
    assert [code for code, _ in kept.places()] == ["INC-16", "INC-16", "INC-16"]
    kept.change(
        ONE, "  estimated:", "  not_applicable: [{stamp: validated, reason: Nothing was taken down}]\n  estimated:"
    )
    assert kept.findings() == []


def test_a_check_that_failed_and_then_passed_is_no_finding() -> None:
    kept = Kept()
    passed = kept.texts[TWO].split("\n")[kept.line(TWO, "are refused without a signed address") - 1]
    failed = passed.replace("passed", "failed").replace("12:05", "11:50")
    assert kept.change(TWO, passed, f"{failed}\n{passed}").findings() == []


def test_a_suspected_member_of_staff_asks_for_a_legal_hold() -> None:
    kept = Kept().change(ONE, "scenario: phishing", "scenario: insider")
    assert kept.said("INC-17") == ["INC-2026-001: a member of staff is suspected, and nobody decided on a legal hold"]


def test_disclosure_is_decided_at_closing() -> None:
    kept = Kept().without(ONE, "  disclosure:")
    assert kept.places() == [("INC-21", f"{ONE}:{kept.line(ONE, 'governance:')}")]


# INC-18, 19, 20


def test_a_gap_in_the_numbers_is_found_at_the_record_after_it() -> None:
    kept = Kept().drop(ONE)
    assert kept.said("INC-18") == [
        "TR-2026-Q2 counted 1 incidents, and the records hold 0",
        "INC-2026-002 follows nothing: INC-2026-001 is missing",
    ]


def test_a_record_set_aside_keeps_its_number_and_is_asked_nothing() -> None:
    aside = (
        "id: INC-2026-003\ntitle: Opened twice\nstatus: closed\n"
        "set_aside: {at: 2026-10-20T10:00Z, by: dana, reason: The same alert, merged_into: INC-2026-002}\n"
    )
    kept = Kept().write("data/incidents/INC-2026-003.yml", aside)
    assert kept.findings() == []
    kept.write("data/incidents/INC-2026-003.yml", aside.replace("into: INC-2026-002", "into: INC-2026-009"))
    assert kept.said("INC-26") == ["INC-2026-003: there is no incident INC-2026-009"]


def test_an_amendment_covers_what_came_after_closing() -> None:
    kept = Kept().change(ONE, "at: 2026-04-14T20:10-04:00, by: sofia", "at: 2026-04-14T20:30-04:00, by: sofia")
    amendment = "amendments: [{at: 2026-04-15T09:00-04:00, by: sofia, what: The last line, why: Entered late}]\n"
    assert kept.write(ONE, kept.texts[ONE] + amendment).findings() == []


def test_a_reopened_incident_is_closed_when_it_was_closed_last() -> None:
    kept = Kept().change(ONE, CLOSED, CLOSED.replace("T20:10", "T21:10"))
    reopened = (
        "reopened:\n  - {at: 2026-04-14T20:20-04:00, by: dana, sign: A sign-in from the range,"
        " closed_before: 2026-04-14T20:10-04:00}\n"
    )
    kept.change(
        ONE,
        "text: Closed}\n",
        "text: Closed}\n    - {at: 2026-04-14T20:20-04:00, by: dana, kind: observe, text: It was our test}\n",
    )
    assert kept.write(ONE, kept.texts[ONE] + reopened).findings() == []


def test_an_incident_still_open_at_the_end_of_the_period_is_silent_while_it_moves() -> None:
    text = (
        "id: INC-2026-003\ntitle: Mail is slow\nstatus: declared\norigin: {intake: employees}\n"
        "times:\n  stages: {detected: 2026-12-30T21:00-05:00, declared: 2026-12-31T21:20-05:00}\n"
        "classification:\n  severity:\n"
        "    - {at: 2026-12-31T21:20-05:00, level: sev-2, criteria: [S2-C3], by: aiko, role: on-call-engineer}\n"
        "  impact: {data: none}\n"
    )
    kept = Kept().write("data/incidents/INC-2026-003.yml", text)
    assert [p for p in kept.places(date(2027, 1, 1)) if "INC-2026-003" in p[1]] == []


# INC-22


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("AKIAIOSFODNN7EXAMPLE", "an access key"),
        ("ghp_" + "a1" * 18, "a token"),
        ("password: hunter2hunter2", "a password"),
        ("card 4111 1111 1111 1111", "a payment card number"),
        ("from 203.0.113.9", "an internet address"),
        ("call +1 212 555 0147", "a telephone number"),
        ("ssn 078-05-1120", "a social security number"),
        ("Lumen Harbour Bank was told", "the name of a customer"),
        ("-----BEGIN RSA PRIVATE KEY-----", "a private key"),
    ],
)
def test_what_a_record_must_not_hold_is_found_and_not_repeated(text: str, what: str) -> None:
    kept = Kept().change(ONE, "text: Closed}", f'text: "Closed; {text}"}}')
    found = kept.findings()
    assert [(f.code, f.message) for f in found] == [("INC-22", f"INC-2026-001 holds {what}")]
    assert text not in found[0].message + found[0].help


def test_a_comment_and_a_draft_are_searched_as_well() -> None:
    draft = "# from dana@example.com\nid: INC-2026-003\ntitle: Mail is slow\nstatus: draft\n"
    assert "INC-22" in {c for c, _ in Kept().write("data/incidents/INC-2026-003.yml", draft).places()}


@pytest.mark.parametrize(
    "text", ["version 10.4.2", "CHG-4471", "1840 rows", "CT-021", "sha 0123", "at 14:02:11", "secret: ***"]
)
def test_numbers_that_are_nobodys_are_left_alone(text: str) -> None:
    assert Kept().change(ONE, "text: Closed}", f'text: "Closed; {text}"}}').findings() == []


# INC-27


def test_the_year_that_was_meant_is_suggested() -> None:
    kept = Kept().change(ONE, "    restored: 2026-04-14T18:05", "    restored: 2027-04-14T18:05")
    (found,) = kept.findings()
    assert found.message == "INC-2026-001: restored is 2027-04-14T18:05-04:00, far from everything else in the record"
    assert found.help == "was 2026-04-14T18:05-04:00 meant?"


def test_an_intruder_who_was_inside_for_a_year_is_no_slip_of_the_finger() -> None:
    kept = Kept().change(TWO, "occurred_from: 2026-08-11T16:20", "occurred_from: 2025-06-03T16:20")
    assert kept.findings() == []


def test_an_incident_across_new_year_is_silent() -> None:
    kept = Kept().only(ONE)
    text = kept.texts[ONE].replace("2026-04-14T13:4", "2026-12-31T23:4").replace("2026-04-14", "2027-01-01")
    text = re.sub("2026-0(?=[4-8]-)", "2027-0", text.replace("2026-04-2", "2027-01-2"))
    kept.write(ONE, text)
    assert [c for c, _ in kept.places(date(2027, 10, 1)) if c in ("INC-03", "INC-27")] == []


def test_clocks_that_go_forward_in_the_night_break_no_order() -> None:
    kept = Kept().only(ONE)
    text = kept.texts[ONE].replace("validated: 2026-04-14T18:40-04:00", "validated: 2026-04-14T19:05-03:00")
    assert kept.write(ONE, text).said("INC-03") == []
