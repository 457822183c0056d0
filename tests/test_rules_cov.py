"""COV: what answers a requirement, and what does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conftest import Starter
    from ratified.model.finding import Finding

COVERAGE = "data/coverage.yml"
REGISTER = "data/register.yml"
INTAKE_DATA = "data/intake.yml"
INDEX = "docs/policy/index.md"
RANSOM = "runbooks/RB-02-ransomware.md"
TOP = f"{COVERAGE}:3:1"


def texts(findings: Iterable[Finding]) -> list[tuple[str, str]]:
    return [(str(finding.place), finding.message) for finding in findings]


def uncite(starter: Starter, requirement: str) -> None:
    """Take an id out of every clause."""
    for file in (starter.root / "docs/policy").glob("*.md"):
        text = file.read_text(encoding="utf-8").replace(f', "{requirement}"', "")
        file.write_text(text, encoding="utf-8")


# COV-01


@pytest.mark.parametrize("id_", ["CC7.3", "CC7.4", "CC7.5"])
def test_a_core_criterion_without_a_clause_is_found_at_the_policys_row(starter: Starter, id_: str) -> None:
    uncite(starter, id_)
    place = f"{REGISTER}:{starter.line(REGISTER, 'id: POL-IR')}:5"
    assert texts(starter.findings("COV-01")) == [(place, f"no clause of the policy cites {id_}")]


def test_a_retired_policy_answers_nothing(starter: Starter) -> None:
    starter.change(REGISTER, "    class: policy\n", "    class: policy\n    retired: 2026-11-22\n")
    assert len(starter.findings("COV-01")) == 3


def test_a_policy_that_retires_tomorrow_answers_today(starter: Starter) -> None:
    starter.change(REGISTER, "    class: policy\n", "    class: policy\n    retired: 2026-11-23\n")
    assert starter.findings("COV-01") == []


@pytest.mark.parametrize("id_", ["CC7.3", "CC7.4", "CC7.5"])
def test_a_core_criterion_may_not_be_excluded(starter: Starter, id_: str) -> None:
    starter.change(COVERAGE, "exclusions:\n", f"exclusions:\n  - {{requirement: {id_}, reason: No}}\n")
    place = f"{COVERAGE}:{starter.line(COVERAGE, 'reason: No}')}:19"
    message = f"{id_} is excluded, and the policy is written for it"
    assert texts(starter.findings("COV-01")) == [(place, message)]


def test_the_framework_of_the_core_criteria_may_not_be_left_out(starter: Starter) -> None:
    starter.change(COVERAGE, "[tsc-2017,", "[")
    message = "the frameworks lack tsc-2017, which has CC7.3, CC7.4, CC7.5"
    assert texts(starter.findings("COV-01")) == [(f"{COVERAGE}:3:13", message)]


def test_a_point_of_focus_of_a_core_criterion_and_another_framework_may_be_left_out(starter: Starter) -> None:
    starter.change(COVERAGE, "exclusions:\n", "exclusions:\n  - {requirement: CC7.4-PF01, reason: No}\n")
    starter.change(COVERAGE, ", soc2-dc-200]", "]")
    assert starter.findings("COV-01") == []


# COV-03


def test_a_point_of_focus_that_nothing_answers_is_a_warning(starter: Starter) -> None:
    starter.change(COVERAGE, "  - requirement: CC7.2-PF01\n", "  - requirement: CC7.2-PF03\n")
    (found,) = starter.findings("COV-03")
    message = "nothing answers CC7.2-PF01 (Detection procedures and tools), and it is not excluded"
    assert (str(found.place), found.message, found.level) == (TOP, message, "warning")
    assert found.subject == "CC7.2-PF01"


def test_a_criterion_that_nothing_answers_is_an_error(starter: Starter) -> None:
    starter.change(COVERAGE, "  - requirement: CC7.1\n", "  - requirement: CC7.2\n")
    assert [(f.subject, f.level) for f in starter.findings("COV-03")] == [("CC7.1", "error")]


def test_an_answer_with_nothing_in_it_answers_nothing(starter: Starter) -> None:
    text = (starter.root / COVERAGE).read_text(encoding="utf-8")
    text = text.replace("  - requirement: CC7.1\n", "  - requirement: CC7.2\n")
    starter.write(COVERAGE, text.replace("answers:\n", "answers:\n  - {requirement: CC7.1}\n"))
    assert [f.subject for f in starter.findings("COV-03")] == ["CC7.1"]


def test_an_active_runbook_answers_and_a_draft_does_not(starter: Starter) -> None:
    starter.change(COVERAGE, "  - requirement: CC7.1\n", "  - requirement: CC7.2\n")
    starter.change(RANSOM, "criteria: [CC7.3,", "criteria: [CC7.1, CC7.3,")
    assert starter.findings("COV-03") == []
    starter.change(RANSOM, "status: active", "status: draft")
    assert [f.subject for f in starter.findings("COV-03")] == ["CC7.1"]


def test_rows_of_a_category_out_of_scope_and_of_other_frameworks_are_not_asked_for(starter: Starter) -> None:
    starter.change(REGISTER, "confidentiality, privacy]", "confidentiality]")
    for id_ in ("P8.1", "CC7.4-PF13", "A.5.24"):
        uncite(starter, id_)
    starter.change(COVERAGE, "  - requirement: P8.1\n", "  - requirement: P6.6\n")
    assert starter.findings("COV-03") == []


# COV-04


def test_an_unknown_requirement_is_found_where_it_is_cited(starter: Starter) -> None:
    line = starter.add(INDEX, '{{ clause("IR-1.99", "CC7.3", "CC7.33") }} Read.')
    starter.change(RANSOM, "criteria: [CC7.3,", "criteria: [CC73,")
    starter.change(COVERAGE, "  - requirement: A1.3\n", "  - requirement: A1-3\n")
    assert texts(starter.findings("COV-04")) == [
        (f"{COVERAGE}:{starter.line(COVERAGE, 'A1-3')}:18", "there is no requirement 'A1-3'"),
        (f"{INDEX}:{line}:4", "there is no requirement 'CC7.33'"),
        (f"{RANSOM}:{starter.line(RANSOM, 'CC73')}:12", "there is no requirement 'CC73'"),
    ]


def test_a_withdrawn_requirement_says_what_to_cite_instead(starter: Starter) -> None:
    line = starter.add(INDEX, '{{ clause("IR-1.99", "RS.CO-4") }} Read.')
    (found,) = starter.findings("COV-04")
    assert (str(found.place), found.message) == (f"{INDEX}:{line}:4", "RS.CO-4 of csf-1.1 is withdrawn")
    assert found.help == "cite RS.MA-01 or RS.MA-04"


def test_what_a_withdrawn_id_gave_way_to_may_be_cited(starter: Starter) -> None:
    starter.add(INDEX, '{{ clause("IR-1.99", "PR.AT-01", "RS.MI-01") }} Read.')
    assert starter.findings("COV-04") == []


def test_coverage_names_frameworks_clauses_and_runbooks_that_exist(starter: Starter) -> None:
    starter.change(COVERAGE, "[tsc-2017,", "[tsc-2018,")
    starter.change(
        COVERAGE,
        "  - requirement: A1.3\n",
        "  - requirement: A1.3\n    clauses: [IR-0.1]\n    runbooks: [RB-02, RB-99]\n",
    )
    line = starter.line(COVERAGE, "IR-0.1")
    assert texts(starter.findings("COV-04")) == [
        (f"{COVERAGE}:3:14", "there is no framework 'tsc-2018'"),
        (f"{COVERAGE}:{line}:15", "there is no clause 'IR-0.1'"),
        (f"{COVERAGE}:{line + 1}:23", "there is no runbook 'RB-99'"),
    ]


def test_a_requirement_settled_twice_is_found_at_the_later_row(starter: Starter) -> None:
    extra = "answers:\n  - {requirement: CC7.1, evidence: [Scans]}\n  - {requirement: A1.3, evidence: [Tests]}\n"
    starter.change(COVERAGE, "answers:\n", extra)
    starter.change(COVERAGE, "exclusions:\n", "exclusions:\n  - {requirement: CC7.2-PF01, reason: No}\n")
    line = {id_: starter.line(COVERAGE, f"  - requirement: {id_}") for id_ in ("A1.3", "CC7.1", "CC7.2-PF01")}
    again = starter.line(COVERAGE, "{requirement: CC7.2-PF01")
    assert texts(starter.findings("COV-04")) == [
        (f"{COVERAGE}:{line['A1.3']}:18", f"A1.3 is answered here and answered at {COVERAGE}:6"),
        (f"{COVERAGE}:{line['CC7.1']}:18", f"CC7.1 is excluded here and answered at {COVERAGE}:5"),
        (
            f"{COVERAGE}:{line['CC7.2-PF01']}:18",
            f"CC7.2-PF01 is excluded here and excluded at {COVERAGE}:{again}",
        ),
    ]


def test_a_criterion_may_be_answered_while_its_point_of_focus_is_excluded(starter: Starter) -> None:
    starter.change(COVERAGE, "answers:\n", "answers:\n  - {requirement: CC7.2-PF03, evidence: [Scans]}\n")
    assert starter.findings("COV-04") == []


# COV-08


@pytest.mark.parametrize(
    ("name", "id_", "title"),
    [
        ("monitoring", "monitoring", "Monitoring"),
        ("employees", "employees", "Employees and contractors"),
        ("customers", "customers", "Customers"),
        ("vendors", "vendors", "Vendors and partners"),
    ],
)
def test_an_intake_source_that_is_missing_is_found_at_the_list(
    starter: Starter, name: str, id_: str, title: str
) -> None:
    starter.change(INTAKE_DATA, f"- id: {id_}\n    title: {title}\n", "- id: others\n    title: Others\n")
    assert texts(starter.findings("COV-08")) == [(f"{INTAKE_DATA}:3:3", f"no intake source for {name}")]


def test_a_source_that_leads_nowhere_is_found_at_its_row(starter: Starter) -> None:
    starter.change(INTAKE_DATA, "    triage: vendor-manager\n", "")
    place = f"{INTAKE_DATA}:{starter.line(INTAKE_DATA, '- id: vendors')}:5"
    assert texts(starter.findings("COV-08")) == [(place, "intake source vendors has no triage")]


def test_other_words_for_the_same_sources_may_stand(starter: Starter) -> None:
    starter.change(INTAKE_DATA, "- id: monitoring\n    title: Monitoring\n", "- id: alerts\n    title: What rings\n")
    starter.change(
        INTAKE_DATA,
        "- id: customers\n    title: Customers\n",
        "- id: inbound\n    title: Clients and users\n",
    )
    assert starter.findings("COV-08") == []


# COV-09


def test_citing_a_category_out_of_scope_is_found_at_the_clause(starter: Starter) -> None:
    for id_ in ("A1.2", "A1.3"):
        uncite(starter, id_)
    starter.change(REGISTER, "security, availability, confidentiality,", "security, confidentiality,")
    line = starter.add(INDEX, '{{ clause("IR-1.99", "CC7.3", "A1.3") }} Read.')
    message = "IR-1.99 cites A1.3, and availability is not in scope"
    assert texts(starter.findings("COV-09")) == [(f"{INDEX}:{line}:4", message)]


def test_a_category_in_scope_that_nothing_cites_is_found_in_the_register(starter: Starter) -> None:
    for id_ in ("A1.2", "A1.3"):
        uncite(starter, id_)
    line = starter.line(REGISTER, "categories:")
    message = "availability is in scope, and no clause cites a requirement of it"
    assert texts(starter.findings("COV-09")) == [(f"{REGISTER}:{line}:26", message)]


def test_categories_without_requirements_of_their_own_are_not_asked_for(starter: Starter) -> None:
    starter.change(REGISTER, "categories: [security,", "categories: [security, processing-integrity,")
    assert starter.findings("COV-09") == []


def test_the_starter_has_no_finding_of_this_family(starter: Starter) -> None:
    found = [str(f) for f in starter.judge().findings if f.code.startswith("COV")]
    assert found == []
