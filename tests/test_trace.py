"""Every promise against what happened: kept, missed, signed for, not made at all; and the traps that must be silent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from conftest import TODAY
from ratified.incident import IncidentTrace, trace
from ratified.model.duration import Duration
from traces import (
    IDS,
    SEV1,
    SEV2,
    SEV3,
    Policies,
    broken,
    incident,
    incident_text,
    line_of,
    outcome,
    row,
    starter,
    traced,
    with_target,
)

BOSS = "incident-commander"
MERGED = "{at: 2026-04-20T09:00Z, by: dana, reason: Same, merged_into: INC-2026-002}"
SIGNED = """\
deviations:
  - promise: {promise}
    took: 60m
    reason: The pager was silent
    accepted_by: dana
    accepted: 2026-04-15T09:00-04:00
review:
  held"""


def deviating(promise: str) -> tuple[str, str]:
    return "review:\n  held", SIGNED.format(promise=promise)


def test_a_record_that_kept_everything_has_a_row_for_each_promise_and_breaks_none() -> None:
    found = traced(incident(SEV2))
    assert broken(found) == []
    targets = {"acknowledge", "name_commander", "escalate", "decide_containment", "contain", "update", "recover"}
    rows = {"s2-commander", "s2-legal", "t-personal-data", "eu-gdpr-33", "ct-014-dpa", "review", "INC-2026-001-A1"}
    assert targets | rows <= {one.id for one in found.rows}
    assert row(found, "acknowledge").clause == "IR-5.1"
    assert row(found, "eu-gdpr-33").then.why == "No personal data was accessed, by complete access logs (E3, E4, E5)"


@pytest.mark.parametrize(
    ("old", "new", "broke"),
    [
        ("acknowledged: 2026-04-14T14:06", "acknowledged: 2026-04-14T14:33", "acknowledge: missed"),
        ("commander_named: 2026-04-14T14:15", "commander_named: 2026-04-14T15:03", "name_commander: missed"),
        ("containment_decided: 2026-04-14T14", "containment_decided: 2026-04-14T19", "decide_containment: missed"),
        ("    contained: 2026-04-14T15:10", "    contained: 2026-04-15T14:03", "contain: missed"),
        ("    restored: 2026-04-14T18:05", "    restored: 2026-04-18T00:03", "recover: missed"),
        ("    triaged: 2026-04-14T13:58", "    triaged: 2026-04-14T14:13", "triage: missed"),
        ("{at: 2026-04-14T16:00-04:00, aud", "{at: 2026-04-14T16:26-04:00, aud", "update: missed"),
        ("  held: 2026-04-20", "  held: 2026-04-22", "review: missed"),
        ("  published: 2026-04-24", "  published: 2026-04-29", "publish_review: missed"),
        ("closed_on: 2026-05-12", "closed_on: 2026-05-21", "INC-2026-001-A1: missed"),
        ("due: 2026-05-20", "due: 2026-06-22", "INC-2026-001-A1: missed"),
    ],
)  # fmt: skip
def test_one_late_stamp_breaks_the_promise_it_belongs_to_and_no_other(old: str, new: str, broke: str) -> None:
    assert broken(traced(incident(SEV2, (old, new)))) == [broke]


@pytest.mark.parametrize(
    ("promise", "target"),
    [("acknowledge", "acknowledge"), ("acknowledge/sev-2", "acknowledge"), ("IR-5.1", "acknowledge")],
)
def test_a_signed_deviation_says_who_accepted_it_and_why(promise: str, target: str) -> None:
    late = ("acknowledged: 2026-04-14T14:06", "acknowledged: 2026-04-14T14:40")
    found = row(traced(incident(SEV2, late, deviating(promise))), target)
    assert found.outcome == "accepted"
    assert found.then.why == "8 min late; accepted by Dana Okafor on 2026-04-15 because: The pager was silent"


def test_a_deviation_that_nobody_signed_excuses_nothing() -> None:
    late = ("acknowledged: 2026-04-14T14:06", "acknowledged: 2026-04-14T14:40")
    written = deviating("acknowledge")[1].replace("    accepted_by: dana\n    accepted: 2026-04-15T09:00-04:00\n", "")
    found = row(traced(incident(SEV2, late, ("review:\n  held", written))), "acknowledge")
    assert found.outcome == "missed"
    assert found.then.why.endswith("a deviation is written and nobody has signed it: The pager was silent")


def test_a_deviation_excuses_nothing_but_its_promise() -> None:
    late = ("acknowledged: 2026-04-14T14:06", "acknowledged: 2026-04-14T14:40")
    assert broken(traced(incident(SEV2, late, deviating("contain")))) == ["acknowledge: missed"]


def test_what_is_due_after_closing_is_stated_by_the_chapter_of_the_review() -> None:
    """Other chapters borrow the same times, and come first by name."""
    of_sev1, of_sev2 = traced(incident(SEV1)), traced(incident(SEV2))
    assert [row(of_sev1, name).clause for name in ("review", "publish_review")] == ["IR-9.1", "IR-9.8"]
    assert {one.clause for one in of_sev2.rows if "-A" in one.id} == {"IR-9.6"}


def test_a_call_that_nobody_answered_is_an_attempt() -> None:
    answered = ", answered: 2026-04-14T14:49-04:00"
    found = traced(incident(SEV2, (answered, "")))
    assert broken(found) == ["s2-legal: missed", "escalate: no record"]
    assert row(found, "s2-legal").then.why == "nobody answered 2 calls"
    assert row(found, "escalate").happened == "not reached: Legal Counsel"


def test_who_is_next_when_nobody_answers_keeps_the_row() -> None:
    late = (
        "{at: 2026-04-14T14:48-04:00, rows: [s2-legal], to: legal-counsel, person: ingrid, channel: phone, "
        "answered: 2026-04-14T14:49-04:00}"
    )
    instead = late.replace("to: legal-counsel, person: ingrid", "to: outside-counsel").replace(
        "14:49-04:00", "16:30-04:00"
    )
    found = row(traced(incident(SEV2, (late, instead))), "s2-legal")
    assert (found.outcome, found.then.why) == ("met", "called in time, and answered within the wait of 1 hour")
    assert found.happened == "2026-04-14 16:30-04:00, after 2 h 19 min (Outside Counsel instead)"


def test_the_late_legal_escalation_of_the_demo_is_missed_and_accepted() -> None:
    found = traced(incident(SEV1))
    assert broken(found) == ["s1-legal: accepted", "escalate: accepted"]
    late = row(found, "s1-legal")
    assert late.happened == "2026-08-18 11:03-04:00, after 1 h 10 min"
    assert late.place.line == line_of(SEV1, "answered: 2026-08-18T11:03-04:00")
    unsigned = ("  - promise: escalate\n", "  - promise: acknowledge\n")
    assert broken(traced(incident(SEV1, unsigned))) == ["s1-legal: accepted", "escalate: missed"]


def test_a_fact_is_only_passed_on_by_a_call_after_it() -> None:
    later = ("- {id: personal-data, at: 2026-04-14T14:25-04:00}", "- {id: personal-data, at: 2026-04-14T16:00-04:00}")
    both = ("rows: [s2-privacy, t-personal-data]", "rows: [s2-privacy]")
    assert broken(traced(incident(SEV2, later, both))) == ["t-personal-data: no record"]


# Notices


@pytest.mark.parametrize(
    ("clock", "sent", "what"),
    [
        ("ct-014-dpa", "2026-08-21T10:30", "missed"),
        ("eu-gdpr-33-2", "2026-08-20T10:30", "missed"),
        ("ct-014-dpa", "2026-08-21T09:30", "met"),
    ],
)
def test_a_notice_is_held_against_its_clock(clock: str, sent: str, what: str) -> None:
    text = next(line for line in notices() if f"clock: {clock}," in line)
    found = traced(incident(SEV1, (text, text.replace("sent: 2026-08-19T10:30", f"sent: {sent}"))))
    ids = [one.id for one in found.rows if one.id in {clock, f"{clock}/own"} and one.outcome == what]
    assert ids


def notices() -> list[str]:
    return [line for line in incident_text(SEV1).split("\n") if line.startswith("    - {clock:")]


def test_a_window_of_a_contract_is_kept_by_a_notice_under_another_one() -> None:
    dpa = next(line for line in notices() if "clock: ct-014-dpa," in line)
    msa = row(traced(incident(SEV1)), "ct-014-msa")
    assert (msa.outcome, msa.then.why) == ("met", "by the notice under ct-014-dpa")
    late = traced(incident(SEV1, (dpa, dpa.replace("sent: 2026-08-19T10:30", "sent: 2026-08-24T10:30"))))
    assert outcome(late, "ct-014-msa") == "missed"
    assert outcome(traced(incident(SEV1, (f"{dpa}\n", ""))), "ct-014-msa") == "no record"
    assert row(traced(incident(SEV1)), "ct-033-dpa").then.why == "the record does not name CT-033 as affected"


def test_our_word_to_an_audience_is_kept_by_the_last_notice_to_it() -> None:
    text = next(line for line in notices() if "clock: ct-014-dpa," in line)
    late = (text, text.replace("sent: 2026-08-19T10:30", "sent: 2026-08-20T10:30"))
    found = traced(incident(SEV1, late))
    assert (outcome(found, "ct-014-dpa"), outcome(found, "customer-notice")) == ("met", "missed")


def test_the_assessment_needs_a_decision_for_every_clock_in_scope() -> None:
    ny = next(line for line in notices() if "clock: us-ny," in line)
    found = row(traced(incident(SEV1, (f"{ny}\n", ""))), "assess_notification")
    assert (found.outcome, found.happened) == ("no record", "not decided: us-ny")


# The traps of real incidents, which must stay silent


def raised(at: str = "2026-04-14T15:30-04:00") -> tuple[str, str]:
    first = "{at: 2026-04-14T14:02-04:00, level: sev-2, criteria: [S2-C1], by: aiko, role: on-call-engineer}"
    return first, f"{first}\n    - {{at: {at}, level: sev-1, criteria: [S1-C1], by: sofia, role: incident-commander}}"


def lowered(at: str, level: str = "sev-3") -> tuple[str, str]:
    first, _ = raised()
    return (
        first,
        f"{first}\n    - {{at: {at}, level: {level}, criteria: [S3-C1], by: sofia, role: {BOSS}, reason: R}}",
    )


def test_targets_of_a_level_raised_later_run_from_the_raise() -> None:
    found = traced(incident(SEV2, raised("2026-04-14T14:30-04:00")))
    contain = row(found, "contain", "sev-1")
    assert contain.then.promised == "within 4 hours of the raise to Sev-1"
    assert contain.outcome == "met"
    assert row(found, "acknowledge", "sev-1").outcome == "met"
    assert row(found, "s1-legal").then.promised.endswith("within 15 minutes of the raise to Sev-1")
    assert outcome(found, "s1-communications") == "no record"
    assert [one.level for one in found.rows if one.id == "review"] == ["sev-1"]


def test_what_was_due_after_the_raise_is_judged_by_the_new_level_alone() -> None:
    late = ("    contained: 2026-04-14T15:10", "    contained: 2026-04-15T15:10")
    found = traced(incident(SEV2, raised(), late))
    assert outcome(found, "contain", "sev-2") == "not applicable"
    assert outcome(found, "contain", "sev-1") == "missed"


def test_a_sev_1_lowered_after_ten_minutes_keeps_its_review_and_loses_what_was_not_due() -> None:
    start = ("level: sev-2, criteria: [S2-C1], by: aiko, role: on-call-engineer}", None)
    first, more = lowered("2026-04-14T14:12-04:00", "sev-2")
    record = incident(SEV2, (first, more.replace(start[0], start[0].replace("sev-2", "sev-1"), 1)))
    found = traced(record)
    assert broken(found) == ["INC-2026-001-A2: missed"]
    assert row(found, "INC-2026-001-A2").then.why == "its first date 2026-06-12 lies after 2026-05-20"
    assert row(found, "review").level == "sev-1"
    assert outcome(found, "s1-legal") == "not applicable"
    assert [one.level for one in found.rows if one.id == "acknowledge"] == ["sev-1"]


def test_an_incident_over_midnight_and_a_change_of_clocks_is_counted_in_real_time() -> None:
    # 1 November 2026: New York goes from -04:00 to -05:00 at 02:00; 00:50 to 01:10 the second time is 80 minutes.
    night = [("2026-04-14T14:02-04:00", "2026-11-01T00:50-04:00"), ("2026-04-14T14:06-04:00", "2026-11-01T01:10-05:00")]
    record = incident(SEV2)
    stages = record.times.stages.model_copy(update={"declared": night[0][1], "acknowledged": night[1][1]})
    moved = record.model_copy(update={"times": record.times.model_copy(update={"stages": stages})})
    assert row(traced(moved), "acknowledge").then.why == "50 min late"
    early = stages.model_copy(update={"acknowledged": "2026-11-01T01:10-04:00"})
    moved = record.model_copy(update={"times": record.times.model_copy(update={"stages": early})})
    assert outcome(traced(moved), "acknowledge") == "met"


def test_business_days_pause_over_weekends_and_holidays() -> None:
    # Closed on Thursday, 9 October 2025; ten business days leave out Columbus Day and end on 24 October.
    assert broken(traced(incident(SEV3, ("  held: 2025-10-20", "  held: 2025-10-24")))) == []
    assert "review: missed" in broken(traced(incident(SEV3, ("  held: 2025-10-20", "  held: 2025-10-27"))))


def test_an_incident_still_open_owes_nothing_that_is_not_due() -> None:
    text = ("status: closed", "status: declared")
    closed = ("    closed: 2026-04-14T20:10-04:00\n", "")
    restored = ("    restored: 2026-04-14T18:05-04:00\n", "")
    found = traced(incident(SEV2, text, closed, restored), date(2026, 4, 14))
    assert outcome(found, "recover") == "open"
    assert (outcome(found, "review"), row(found, "review").then.why) == ("open", "it runs from closure")
    assert outcome(traced(incident(SEV2, text, closed, restored), date(2026, 4, 20)), "recover") == "missed"


def test_a_reopened_incident_counts_its_second_round_from_the_sign() -> None:
    again = (
        "governance:",
        "reopened:\n  - {at: 2026-04-20T09:00-04:00, by: dana, sign: The address range came back, "
        "closed_before: 2026-04-14T20:10-04:00}\ngovernance:",
    )
    moved = [
        ("    contained: 2026-04-14T15:10", "    contained: 2026-04-20T09:40"),
        ("    restored: 2026-04-14T18:05", "    restored: 2026-04-20T12:00"),
        ("    closed: 2026-04-14T20:10", "    closed: 2026-04-20T10:30"),
    ]
    found = traced(incident(SEV2, again, *moved))
    assert row(found, "contain").then.promised == "within 24 hours of the sign that reopened it"
    assert [outcome(found, id_) for id_ in ("contain", "recover", "update")] == ["met"] * 3


def test_a_stage_that_did_not_apply_says_why() -> None:
    na = ("  estimated: [occurred_from]", "  not_applicable: [{stamp: restored, reason: Nothing had to be restored}]")
    found = traced(incident(SEV2, ("    restored: 2026-04-14T18:05-04:00\n", ""), na))
    assert (outcome(found, "recover"), row(found, "recover").then.why) == (
        "not applicable",
        "Nothing had to be restored",
    )


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("status: closed", "status: draft"), "a draft: nobody has declared it, so no target applies yet"),
        (
            ("governance:", f"set_aside: {MERGED}\ngovernance:"),
            "set aside, merged into INC-2026-002: Same",
        ),
    ],
)  # fmt: skip
def test_a_record_that_stands_for_no_incident_was_promised_nothing(change: tuple[str, str], says: str) -> None:
    found = traced(incident(SEV2, change))
    assert (found.rows, found.without) == ((), says)


# The policy in force then


def flipped(found: IncidentTrace) -> list[tuple[str, str, str]]:
    return [(one.id, one.outcome, one.today.outcome) for one in found.rows if one.today]


def test_both_answers_stand_there_where_they_differ() -> None:
    then = with_target(starter(), "sev-2", contain=Duration(minutes=60), name_commander="none")
    found = traced(incident(SEV2), _2020_01_01=then)
    assert flipped(found) == [("name_commander", "not applicable", "met"), ("contain", "missed", "met")]
    assert row(found, "name_commander").then.why == "the policy then had no such target"


def test_a_promise_made_then_and_no_more_is_still_judged() -> None:
    today = with_target(starter(), "sev-2", publish_review=Duration(business_days=99))
    found = traced(incident(SEV2), _2020_01_01=today)
    assert [one[0] for one in flipped(found)] == ["publish_review"]


def test_a_target_changed_in_the_middle_counts_for_a_level_raised_after_it_and_not_before() -> None:
    stricter = with_target(
        with_target(starter(), "sev-2", contain=Duration(minutes=30)), "sev-1", contain=Duration(minutes=45)
    )
    # The change lands while the incident runs: declared on the 14th, raised on the 15th.
    held = ("    contained: 2026-04-14T15:10", "    contained: 2026-04-15T11:00")
    record = incident(SEV2, raised("2026-04-15T10:00-04:00"), held)
    found = traced(record, _2020_01_01=starter(), _2026_04_15=stricter)
    assert row(found, "contain", "sev-1").then.promised == "within 45 minutes of the raise to Sev-1"
    assert (outcome(found, "contain", "sev-1"), len(found.policies)) == ("missed", 2)
    assert row(found, "contain", "sev-2").then.promised == "within 24 hours of declaration"


@pytest.mark.parametrize(("id_", "calendars"), [(SEV1, True), (SEV2, True), (SEV3, True), (SEV1, False)])
def test_in_brief_only_the_notices_that_can_be_counted_are_left_out(id_: str, calendars: bool) -> None:
    book = starter()
    if not calendars:
        book = replace(book, calendars=book.calendars.model_copy(update={"calendars": ()}))
    policies, record = Policies({"2020-01-01": book}), incident(id_)
    whole, brief = (trace(record, policies, book, TODAY, short) for short in (False, True))
    counted = {one.clock for one in whole.counted}
    left_out = [one for one in whole.rows if one.id in counted and one.outcome != "undecidable"]
    assert len(left_out) > 10
    assert [one for one in whole.rows if one not in left_out] == list(brief.rows)
    assert any(one.stage == "notify" and one.outcome == "undecidable" for one in brief.rows) is not calendars


@pytest.mark.parametrize("id_", IDS)
def test_nothing_is_met_without_what_shows_it(id_: str) -> None:
    met = [one for one in traced(incident(id_)).rows if one.outcome == "met"]
    assert len(met) >= 8
    assert [one.id for one in met if not one.happened] == []
