"""COV-10 to COV-12: every promise of the policy says what shows that it is kept, and data holds its numbers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from conftest import ROOT, TODAY, Starter
from ratified.policy import read_book
from ratified.policy.records.fields import FIELDS, last_record
from ratified.source.tree import WorkTree

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ratified.model.finding import Finding

COVERAGE = "data/coverage.yml"
RECORDS = ROOT / "src/ratified/demo/records"
REGISTER = "data/register.yml"
INDEX = "docs/policy/index.md"
GOVERNANCE = "docs/policy/governance.md"
MAP = "  - clause: IR-12.6\n    rules: [COV-01, COV-02, COV-03, COV-04, COV-09]\n"
ASK = "add under promises: in data/coverage.yml what shows it: rules, records, documents, manual; or unchecked: why"


def texts(findings: Iterable[Finding]) -> list[tuple[str, str]]:
    return [(str(finding.place), finding.message) for finding in findings]


@pytest.mark.parametrize("code", ["COV-10", "COV-11", "COV-12"])
def test_the_reference_policy_is_accounted_for(starter: Starter, code: str) -> None:
    assert starter.findings(code) == []


def test_every_clause_of_the_reference_policy_has_one_row() -> None:
    book = read_book(WorkTree(ROOT)).book
    assert book is not None
    assert [row.clause for row in book.coverage.promises] == list(book.clause)
    assert all(row.proven or row.unchecked for row in book.coverage.promises)


# COV-10


def test_a_promise_without_a_row_is_found_at_its_clause(starter: Starter) -> None:
    starter.change(COVERAGE, MAP, "")
    (found,) = starter.findings("COV-10")
    line = starter.line(GOVERNANCE, 'clause("IR-12.6"')
    assert (str(found.place), found.level) == (f"{GOVERNANCE}:{line}:4", "error")
    assert (found.message, found.help) == ("nothing is named that shows IR-12.6 to be kept", ASK)
    assert (found.subject, found.document) == ("IR-12.6", "POL-IR")


def test_a_promise_whose_last_rule_is_taken_out_is_found_at_its_row(starter: Starter) -> None:
    starter.change(COVERAGE, "[COV-01, COV-02, COV-03, COV-04, COV-09]", "[COV-01]")
    assert starter.findings("COV-10") == []
    starter.change(COVERAGE, "  - clause: IR-12.6\n    rules: [COV-01]\n", "  - clause: IR-12.6\n    rules: []\n")
    place = f"{COVERAGE}:{starter.line(COVERAGE, 'clause: IR-12.6')}:5"
    assert texts(starter.findings("COV-10")) == [(place, "nothing is named that shows IR-12.6 to be kept")]


def test_a_promise_unchecked_without_a_reason_is_found(starter: Starter) -> None:
    line = starter.line(COVERAGE, "A question that somebody answered alone leaves no trace here")
    starter.change(COVERAGE, '    unchecked: "A question that somebody answered alone leaves no trace here"\n', "")
    assert starter.places("COV-10") == [f"{COVERAGE}:{line - 1}"]


def test_a_blank_reason_is_no_reason(starter: Starter) -> None:
    starter.change(COVERAGE, '"A question that somebody answered alone leaves no trace here"', '" "')
    assert starter.places("SIT-06") == [f"{COVERAGE}:{starter.line(COVERAGE, 'clause: IR-8.5') + 1}"]


def test_a_reason_alone_will_do(starter: Starter) -> None:
    starter.change(COVERAGE, MAP, "  - {clause: IR-12.6, unchecked: It is kept on paper}\n")
    assert starter.findings("COV-10") == []


@pytest.mark.parametrize(
    "words",
    [
        "The officer must read it.",
        "Nobody shall read it.",
        "It is never read.",
        "Only the officer reads it.",
        "The officer will read it.",
        "It may\nnot be read.",
        'Somebody reads it within {{ limit("staff-report") }}.',
        'Read it under {{ clock("eu-gdpr-33") }}.',
        "Some 12 readers read it.",
        "It is read.\n\n- by whoever must",
    ],
)
def test_a_clause_that_binds_somebody_or_gives_a_number_promises_something(starter: Starter, words: str) -> None:
    line = starter.add(INDEX, f'{{{{ clause("IR-1.99", "CC7.3") }}}} {words}')
    assert starter.places("COV-10") == [f"{INDEX}:{line}"]


@pytest.mark.parametrize(
    "words",
    [
        "A reader reads, as CC7.3, SOC 2, SHA-256 and IR-4.2 say, since 2026-11-22 at 10:30.",
        'The {{ role("scribe") }} is a reader, see {{ clause_ref("IR-4.2") }} and {{ runbook("RB-02") }}.',
        "A mustard, a willing and a shallow reader; `must` is code.",
        "It is read.\n\n## What must be read",
    ],
)
def test_a_clause_that_only_explains_needs_no_row(starter: Starter, words: str) -> None:
    starter.add(INDEX, f'{{{{ clause("IR-1.99", "CC7.3") }}}} {words}')
    assert starter.findings("COV-10") == []


def test_a_retired_policy_promises_nothing(starter: Starter) -> None:
    starter.change(COVERAGE, MAP, "")
    starter.change(REGISTER, "    class: policy\n", "    class: policy\n    retired: 2026-11-22\n")
    assert starter.findings("COV-10") == []


# COV-11


@pytest.mark.parametrize(
    ("proof", "column", "message", "help_"),
    [
        ("rules: [COV-01, COV-99]", 21, "there is no rule 'COV-99'", "take it out"),
        ("records: [incident.reveiw.held]", 15, "there is no field of a record 'incident.reveiw.held'", None),
        ("documents: [POL-IT]", 17, "there is no document in force 'POL-IT'", "take it out"),
        ("documents: [SITE-LAYOUT, ZZZ]", 30, "there is no document in force 'ZZZ'", "take it out"),
        ("rules: [COV-01, COV-01]", 21, "COV-01 appears twice for IR-12.6", "take one out"),
        (
            "manual: [{role: scribe, what: Reads it, limit: roster-chek}]",
            52,
            "there is no limit 'roster-chek'",
            "write roster-check",
        ),
        (
            "manual: [{role: scribe, what: Reads it}]",
            14,
            "the check of IR-12.6 by hand does not say how often",
            "keep one of limit: (an id of data/limits.yml), every: (a time) and each: (an occasion)",
        ),
        (
            "manual: [{role: scribe, what: Reads it, every: 30d, each: incident}]",
            14,
            "the check of IR-12.6 by hand says how often in 2 ways",
            "keep one of limit: (an id of data/limits.yml), every: (a time) and each: (an occasion)",
        ),
    ],
)
def test_a_proof_that_leads_nowhere_is_found_where_it_stands(
    starter: Starter, proof: Any, column: int, message: str, help_: str | None
) -> None:
    starter.change(COVERAGE, MAP, f"  - clause: IR-12.6\n    {proof}\n")
    (found,) = starter.findings("COV-11")
    line = starter.line(COVERAGE, "clause: IR-12.6") + 1
    assert (str(found.place), found.message) == (f"{COVERAGE}:{line}:{column}", message)
    assert found.help == (help_ or "write incident.review.held")
    assert (found.level, found.subject) == ("error", "IR-12.6")


def test_a_document_that_retires_shows_nothing_from_that_day_on(starter: Starter) -> None:
    starter.change(REGISTER, "title: Start here, class: runbook,", "title: Start here, class: runbook, retired: {},")
    for day, count in (("2026-11-22", 1), ("2026-11-23", 0)):
        text = (starter.root / REGISTER).read_text(encoding="utf-8")
        starter.write(REGISTER, text.replace("retired: {}", f"retired: {day}"))
        assert len(starter.findings("COV-11")) == count
        starter.write(REGISTER, text)


def test_a_row_of_no_clause_is_found(starter: Starter) -> None:
    starter.change(COVERAGE, "  - clause: IR-12.6\n", "  - clause: IR-12.66\n")
    place = f"{COVERAGE}:{starter.line(COVERAGE, 'clause: IR-12.66')}:13"
    assert texts(starter.findings("COV-11")) == [(place, "there is no clause of the policy 'IR-12.66'")]
    assert starter.places("COV-10") == [f"{GOVERNANCE}:{starter.line(GOVERNANCE, 'IR-12.6')}"]


def test_a_second_row_of_a_clause_is_found_at_the_second(starter: Starter) -> None:
    starter.change(COVERAGE, MAP, f"{MAP}  - {{clause: IR-12.6, rules: [COV-08]}}\n")
    first, second = (starter.line(COVERAGE, text) for text in ("- clause: IR-12.6", "{clause: IR-12.6"))
    message = f"IR-12.6 has a row already, at {COVERAGE}:{first}"
    assert texts(starter.findings("COV-11")) == [(f"{COVERAGE}:{second}:14", message)]


def test_a_role_that_is_not_there_is_left_to_the_rule_on_roles(starter: Starter) -> None:
    starter.change(COVERAGE, MAP, "  - {clause: IR-12.6, manual: [{role: mapper, what: Reads it, each: year}]}\n")
    assert starter.findings("COV-11") == []
    place = f"{COVERAGE}:{starter.line(COVERAGE, 'mapper')}:39"
    message = 'a check of IR-12.6 by hand names the role "mapper", which data/roles.yml does not have'
    assert texts(starter.findings("ROL-01")) == [(place, message)]


def test_fields_of_every_kind_of_record_are_known() -> None:
    assert {field.partition(".")[0] for field in FIELDS} == {
        "incident", "exercise", "event", "statement", "training", "clock",
    }  # fmt: skip
    assert {"incident.review.held", "event.decided_by", "clock.verified_on"} <= FIELDS
    assert not any(".spot" in field for field in FIELDS)


def test_a_path_goes_by_the_keys_of_the_file_through_lists_to_a_leaf_or_an_entry() -> None:
    assert {
        "incident.review", "incident.times.stages.triaged", "incident.classification.severity.at",
        "incident.response.evidence.custody.to", "incident.corrective_actions.extended.from", "exercise.clocks.due",
    } <= FIELDS  # fmt: skip
    assert not any(step.endswith("_") for field in FIELDS for step in field.split("."))


@pytest.fixture
def kept(starter: Starter) -> Starter:
    """The starter with the records that the demo company keeps."""
    for name, folder in (("INC-2026-001", "incidents"), ("INC-2026-002", "incidents"), ("EX-2026-01", "exercises")):
        starter.write(f"data/{folder}/{name}.yml", (RECORDS / f"{name}.yml").read_text(encoding="utf-8"))
    return starter


def last(starter: Starter, field: str, day: date = TODAY) -> tuple[str, str] | None:
    book = read_book(WorkTree(starter.root)).book
    assert book is not None
    found = last_record(book, field, day)
    return (found.id, str(found.day)) if found else None


@pytest.mark.parametrize("field", ["incident.id", "incident.times.stages.declared", "incident.response.actions.by"])
def test_the_last_record_is_the_one_declared_last_by_the_day_asked_about(kept: Starter, field: str) -> None:
    assert last(kept, field) == ("INC-2026-002", "2026-08-18")
    assert last(kept, field, date(2026, 8, 17)) == ("INC-2026-001", "2026-04-14")
    assert last(kept, field, date(2026, 4, 13)) is None


def test_a_field_that_the_last_record_leaves_out_is_that_of_an_earlier_one(kept: Starter) -> None:
    assert last(kept, "incident.review") == ("INC-2026-002", "2026-08-18")
    assert last(kept, "incident.response.notifications.assumed") is None
    assert last(kept, "incident.amendments.at") is None
    path = "data/incidents/INC-2026-001.yml"
    kept.change(path, "    - {clock: us-ny, decision", "    - {clock: us-ny, assumed: false, decision")
    assert last(kept, "incident.response.notifications.assumed") == ("INC-2026-001", "2026-04-14")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("status: closed\n", "status: draft\n"),
        (
            "status: closed\n",
            "status: closed\nset_aside: {at: 2026-08-20T09:00Z, by: dana, reason: Opened by mistake}\n",
        ),
    ],
)
def test_drafts_and_records_set_aside_exercise_nothing(kept: Starter, old: str, new: str) -> None:
    kept.change("data/incidents/INC-2026-002.yml", old, new)
    assert last(kept, "incident.id") == ("INC-2026-001", "2026-04-14")


def test_an_exercise_counts_from_the_day_it_was_held(kept: Starter) -> None:
    day = kept.book().exercises[0].held_on
    assert day is not None
    assert last(kept, "exercise.injects.takes_away") == ("EX-2026-01", str(day))
    assert last(kept, "exercise.injects.takes_away", day - timedelta(days=1)) is None


# COV-12


def said(starter: Starter, words: str, binding: str = "The reader must read it.") -> list[tuple[int, str, str, str]]:
    """A new clause of these words, and what COV-12 finds in it: places from the line of the clause on."""
    line = starter.add(INDEX, f'{{{{ clause("IR-1.99", "CC7.3") }}}} {binding}\n{words}')
    return [(f.place.line - line, f.message, f.help, f.level) for f in starter.findings("COV-12")]


ADD = 'add a limit to data/limits.yml and write {{ limit("its-id") }}'


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("It takes no more than 45 minutes.", "45 minutes"),
        ("It takes forty days at most.", "forty days"),
        ("It is read again after two business days.", "two business days"),
        ("It is answered within an hour and a bit.", None),
        ("It is answered within a week.", "a week"),
        ("It is read at most 3 times.", "3 times"),
        ("It is read at most five times.", "five times"),
        ("It is right in 99.5% of cases.", "99.5%"),
        ("It is right in 90 per cent of cases.", "90 per cent"),
        ("At least 4 people read it.", "4 people"),
        ("At least 25 other systems are read.", "25 other systems"),
    ],
)
def test_a_number_typed_into_a_clause_is_an_error(starter: Starter, words: str, written: str | None) -> None:
    expected = written or "an hour"
    level, message, help_ = "error", f'IR-1.99 says "{expected}", and no data holds that number', ADD
    if written is None:  # one hour is the limit of staff reports
        level, help_ = "warning", 'write {{ limit("staff-report") }}'
        message = f'IR-1.99 says "{expected}"; a change of the data would not reach it'
    assert said(starter, words) == [(1, message, help_, level)]


@pytest.mark.parametrize(
    ("words", "call"),
    [
        ("It is read within ninety days.", 'limit("roster-check")'),
        ("It is read within 3 months.", 'limit("trend-review")'),
        ("It is notified within 48 hours.", 'commitment("customer-notice")'),
        ("It is read every 365 days.", 'review_interval("policy")'),
        ("It is moved 2 times at most.", 'limit("action-extensions")'),
    ],
)
def test_a_number_that_the_data_holds_is_a_warning_with_its_call(starter: Starter, words: str, call: str) -> None:
    assert [(help_, level) for _, _, help_, level in said(starter, words)] == [(f"write {{{{ {call} }}}}", "warning")]


def test_the_place_is_that_of_the_number(starter: Starter) -> None:
    line = starter.add(INDEX, '{{ clause("IR-1.99", "CC7.3") }} A reader must:\n\n- read;\n- read it 7 times.')
    assert [str(f.place) for f in starter.findings("COV-12")] == [f"{INDEX}:{line + 3}:11"]


@pytest.mark.parametrize(
    "words",
    [
        "Two channels reach each role, and one commander leads.",
        "It follows CC7.3, SOC 2 reports, PCI DSS 4 tests, Article 33 and ISO 27001.",
        "Section 4 events, level 3 systems and step 2 tests are named so.",
        "It is dated 2026-11-22, at 10:30 h, under RB-02, S1-C2 and IR-4.2.",
        "Its hash is SHA-256, its time RFC 3339, its port 443.",
        "`45 minutes` is code, and so is `3 times`.",
        "It is read at times, many times, and time after time.",
        'It is read within {{ limit("roster-check") }} and {{ target("sev-1", "contain") }}.',
        "It is read day and night, one by one, the day after.",
        "[Reading](https://example.com/45-minutes) helps.",
        "The first 24 readers are welcome.",
    ],
)
def test_small_counts_names_dates_ids_and_calls_pass(starter: Starter, words: str) -> None:
    assert said(starter, words) == []


def test_a_clause_that_binds_nobody_may_say_a_number(starter: Starter) -> None:
    assert said(starter, "Reading takes some 45 minutes.", "A reader reads.") == []


def test_prose_outside_clauses_and_headings_may_say_a_number(starter: Starter) -> None:
    starter.lead(INDEX, "Reading takes 45 minutes.\n\n## 45 minutes\n")
    starter.add("docs/glossary.md", "A reader must take 45 minutes.")
    assert starter.findings("COV-12") == []


def test_a_time_beside_a_severity_is_found_once_by_the_rule_on_severities(starter: Starter) -> None:
    words = 'A {{ severity("sev-1") }} is read within 45 minutes, 3 times at most.'
    assert [message for _, message, _, _ in said(starter, words)] == [
        'IR-1.99 says "3 times", and no data holds that number'
    ]
    assert len(starter.findings("SEV-05")) == 1
