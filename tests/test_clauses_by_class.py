"""Which documents have clauses is what the register says of their class, whatever the class is called."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from ratified.cli.main import main

if TYPE_CHECKING:
    from conftest import Starter
    from ratified.model.finding import Finding

REGISTER, COVERAGE, ACCESS = "data/register.yml", "data/coverage.yml", "docs/access.md"
LAYOUT = "  layout: {approvers"
CLASS = "  standard: {approvers: [security-lead], review_every: 365d"
ROW = "  - {id: STD-AC, title: Access Standard, class: standard, owner: security-lead, pages: [docs/access.md]}\n"
HEAD = "---\ntitle: Access Standard\n---\n\n"
RULE = "Everybody must ask first.\n"
CLAUSE = '{{ clause("AC-1.1", "CC6.1") }} Everybody must ask first.\n'


def standard(starter: Starter, text: str, clauses: str = "") -> Starter:
    """The starter with a document of another class, which says so of clauses."""
    starter.change(REGISTER, LAYOUT, f"{CLASS}{f', clauses: {clauses}' if clauses else ''}}}\n{LAYOUT}")
    starter.change(REGISTER, "  - {id: START-HERE,", f"{ROW}  - {{id: START-HERE,")
    return starter.write(ACCESS, HEAD + text)


def told(findings: list[Finding]) -> list[tuple[str, str]]:
    return [(str(finding.place), finding.message) for finding in findings]


@pytest.mark.parametrize(
    ("clauses", "text", "found"),
    [
        ("required", RULE, [f"{ACCESS}:5:11 'must' outside any clause"]),
        ("required", '{{ clause("AC-1.1") }} Ask.\n', [f"{ACCESS}:5:4 AC-1.1 cites no requirement"]),
        ("required", CLAUSE, []),
        ("offered", RULE, []),
        ("", RULE, []),
        ("", '{{ clause("AC-1.1") }} Everybody must ask.\n', []),
        ("offered", CLAUSE, []),
        ("", '{{ clause("AC-1") }} Ask.\n', [f"{ACCESS}:5:4 clause id 'AC-1' does not have the form IR-4.2"]),
        ("offered", "{{ clause() }} Ask.\n", [f"{ACCESS}:5:4 a clause without an id"]),
        ("none", RULE, []),
        ("none", CLAUSE, [f"{ACCESS}:5:4 a clause in STD-AC, and documents of the class standard have none"]),
    ],
)
def test_a_class_says_whether_its_documents_have_clauses(
    starter: Starter, clauses: str, text: str, found: list[str]
) -> None:
    standard(starter, text, clauses)
    assert [" ".join(one) for one in told(starter.findings("GOV-10"))] == found


def test_a_clause_where_there_are_none_is_told_with_what_to_write(starter: Starter) -> None:
    (found,) = standard(starter, CLAUSE, "none").findings("GOV-10")
    help_ = "take the call out, or write clauses: offered for standard in data/register.yml"
    assert (found.help, found.subject, found.level) == (help_, "AC-1.1", "error")


def test_a_clause_in_a_runbook_of_a_class_without_is_found_as_well(starter: Starter) -> None:
    path = "runbooks/RB-05-outage.md"
    line = starter.add(path, '{{ clause("RB-5.1", "CC7.4") }} Ask.')
    (found,) = starter.findings("GOV-10")
    assert (str(found.place), found.document) == (f"{path}:{line}:4", "RB-05")


def test_the_clauses_of_any_class_are_known_covered_and_asked_for_what_shows_them(
    starter: Starter, capsys: pytest.CaptureFixture[str]
) -> None:
    standard(starter, CLAUSE).write("docs/about.md", '---\ntitle: About\n---\n\n{{ clause_ref("AC-1.1") }}\n')
    assert told(starter.findings("COV-10")) == [(f"{ACCESS}:5:4", "nothing is named that shows AC-1.1 to be kept")]
    row = '  - clause: AC-1.1\n    unchecked: "Nobody looks yet"\n'
    starter.change(COVERAGE, "promises:\n", f"promises:\n{row}")
    assert [*starter.findings("COV-10"), *starter.findings("COV-11"), *starter.findings("RUN-04")] == []
    starter.committed()
    main(["coverage", "--repo", str(starter.root), "--as-of", "2026-11-22", "--format", "json"])
    listed = {one["clause"]: one["criteria"] for one in json.loads(capsys.readouterr().out)["clauses"]}
    assert listed["AC-1.1"] == ["CC6.1"]


def test_an_id_that_two_classes_use_is_used_twice(starter: Starter) -> None:
    standard(starter, CLAUSE.replace("AC-1.1", "IR-1.1"))
    assert len(starter.findings("SIT-07")) == 1


def test_rules_on_the_policy_for_incidents_leave_the_others_alone(starter: Starter) -> None:
    standard(starter, "Splunk collects what everybody does, and keeps it.\n")
    assert starter.places("GOV-08") == []
    starter.change(ACCESS, "title: Access Standard\n", "title: Access Standard\ncovers: [roles, governance, review]\n")
    assert starter.places("GOV-08") == [], "every policy has roles and a review"
    starter.change(ACCESS, "covers: [roles,", "covers: [intake, roles,")
    assert told(starter.findings("GOV-08")) == [(f"{ACCESS}:6:1", "the policy names Splunk")]


def test_the_policy_for_incidents_is_the_one_that_lacks_a_chapter_wherever_it_stands(starter: Starter) -> None:
    text = (starter.root / REGISTER).read_text(encoding="utf-8")
    starter.write(REGISTER, text.replace("documents:\n", f"documents:\n{ROW}").replace(LAYOUT, f"{CLASS}}}\n{LAYOUT}"))
    starter.write(ACCESS, HEAD + RULE).change("docs/policy/response.md", "eradication, ", "")
    (found,) = starter.findings("GOV-09")
    assert (found.subject, found.place.line) == ("POL-IR", starter.line(REGISTER, "id: POL-IR"))


def test_another_word_is_refused_where_it_stands(starter: Starter) -> None:
    standard(starter, RULE, "optional")
    (found,) = starter.findings("SIT-06")
    line = starter.line(REGISTER, "  standard:")
    assert (found.place.line, found.message) == (line, "clauses: 'optional' is not one of its values")
    assert found.help == "write 'required', 'offered' or 'none'"


@pytest.mark.parametrize(("clauses", "policy"), [("", True), ("required", True), ("none", False)])
def test_the_pages_of_a_class_with_clauses_are_policy_wherever_that_counts(
    starter: Starter, clauses: str, policy: bool
) -> None:
    book = standard(starter, RULE, clauses).book()
    assert (ACCESS in {page.path for page in book.policy_pages}) == policy
    assert "docs/glossary.md" not in {page.path for page in book.policy_pages}
