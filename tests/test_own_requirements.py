"""`data/requirements.yml`: a company's own requirements, read, bound, cited, asked and shown like the catalogue's."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from ratified.cli.main import main
from ratified.policy import read_book
from ratified.source.tree import WorkTree
from ratified.views import view
from test_policies_alone import FILES, put
from test_views import page_context

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Starter
    from ratified.model.finding import Finding

OWN = "data/requirements.yml"
COVERAGE, REGISTER, PAGE = "data/coverage.yml", "data/register.yml", "docs/policy/governance.md"
TEXT = """\
# yaml-language-server: $schema=../schemas/requirements.schema.json
reviewed: 2026-11-01
frameworks:
  - {id: addendum, title: Security addendum, source: "Contract template 4, annex B"}
requirements:
  - id: ADD-1
    framework: addendum
    title: Encrypted laptops
    intent: Every laptop that holds customers' data is encrypted.
    evidence: Device management report
  - id: ADD-2
    framework: addendum
    title: Yearly penetration test
    intent: An outside firm tests the product each year.
"""


@pytest.fixture
def own(starter: Starter) -> Starter:
    """A company with two requirements of its own: one that a clause cites, and one that is answered by evidence."""
    starter.write(OWN, TEXT)
    starter.add(PAGE, '{{ clause("IR-1.99", "ADD-1") }} See what customers ask.')
    starter.change(REGISTER, "      - data/coverage.yml\n", f"      - data/coverage.yml\n      - {OWN}\n")
    starter.change(COVERAGE, "answers:\n", 'answers:\n  - {requirement: ADD-2, evidence: ["Report of the tester"]}\n')
    return starter


def told(findings: list[Finding]) -> list[tuple[str, str]]:
    return [(str(finding.place), finding.message) for finding in findings]


# Good


@pytest.mark.parametrize("code", ["COV-01", "COV-03", "COV-04", "COV-09", "SIT-07", "APR-21", "GOV-09"])
def test_own_rows_that_are_answered_and_bound_are_found_by_no_rule(own: Starter, code: str) -> None:
    assert own.findings(code) == []


def test_what_nothing_answers_is_found_at_its_row(own: Starter) -> None:
    own.change(COVERAGE, '  - {requirement: ADD-2, evidence: ["Report of the tester"]}\n', "")
    (found,) = own.findings("COV-03")
    message = "nothing answers ADD-2 (Yearly penetration test), and it is not excluded"
    assert told([found]) == [(f"{OWN}:{own.line(OWN, 'id: ADD-2')}:9", message)]
    assert (found.level, found.subject) == ("warning", "ADD-2")


def test_an_own_row_may_be_excluded_and_its_framework_be_listed(own: Starter) -> None:
    own.change(COVERAGE, '  - {requirement: ADD-2, evidence: ["Report of the tester"]}\n', "")
    own.change(COVERAGE, "exclusions:\n", "exclusions:\n  - {requirement: ADD-2, reason: Ends in spring}\n")
    own.change(COVERAGE, "[tsc-2017,", "[tsc-2017, addendum,")
    assert own.findings("COV-03") == own.findings("COV-04") == []


def test_the_page_of_coverage_shows_them_with_what_answers_them(own: Starter) -> None:
    groups = view("coverage_matrix", page_context(own.book()))
    (group,) = [group for group in groups if group.id == "addendum"]
    assert (group.title, group.in_scope, group.open) == ("Security addendum", True, 0)
    assert [(row.id, row.kind) for row in group.rows] == [
        ("ADD-1", "requirement of our own"),
        ("ADD-2", "requirement of our own"),
    ]
    assert [link.text for link in group.rows[0].clauses] == ["IR-1.99"]
    assert group.rows[1].evidence == ("Report of the tester",)
    assert [str(group.id) for group in groups].index("addendum") == 2


def test_the_command_lists_them_beneath_the_clauses(own: Starter, capsys: pytest.CaptureFixture[str]) -> None:
    own.committed()
    where = ["coverage", "--repo", str(own.root), "--as-of", "2026-11-22"]
    assert main(where) == 0
    assert "Requirements of our own:\n  ADD-1 (Encrypted laptops): IR-1.99\n" in (text := capsys.readouterr().out)
    assert "\n  ADD-2 (Yearly penetration test): Report of the tester\n" in text
    assert main([*where, "--format", "json"]) == 0
    first, second = json.loads(capsys.readouterr().out)["own_requirements"]
    assert first == {
        **{"id": "ADD-1", "framework": "addendum", "title": "Encrypted laptops", "clauses": ["IR-1.99"]},
        **{"runbooks": [], "evidence": [], "excluded": None},
    }
    assert (second["clauses"], second["evidence"]) == ([], ["Report of the tester"])


def test_a_company_of_policies_alone_may_have_some_and_nothing_else_of_coverage(tmp_path: Path) -> None:
    put(tmp_path, FILES | {OWN: TEXT})
    reading = read_book(WorkTree(tmp_path))
    assert reading.faults == ()
    assert reading.book is not None
    assert not reading.book.responds
    assert {"ADD-1", "CC6.1"} <= reading.book.requirement.keys()


# Clashing


@pytest.mark.parametrize(
    ("id_", "says"),
    [
        ("CC6.1", "requirement 'CC6.1' has the id of CC6.1 of the catalogue"),
        ("cc6.1", "requirement 'cc6.1' is spelled like CC6.1 of the catalogue"),
        ("A-5-01", "requirement 'A-5-01' is spelled like A.5.1 of the catalogue"),
        ("RS.CO-4", "requirement 'RS.CO-4' has the id of RS.CO-4 of the catalogue"),
    ],
)
def test_an_id_of_the_catalogue_is_not_ones_own(starter: Starter, id_: str, says: str) -> None:
    starter.write(OWN, TEXT.replace("id: ADD-1", f"id: {id_}"))
    assert told(starter.findings("SIT-07")) == [(f"{OWN}:6:9", says)]


def test_a_framework_of_the_catalogue_is_not_ones_own(starter: Starter) -> None:
    starter.write(OWN, TEXT.replace("addendum", "tsc-2017"))
    assert told(starter.findings("SIT-07")) == [
        (f"{OWN}:4:10", "framework 'tsc-2017' has the id of tsc-2017 of the catalogue")
    ]


def test_two_own_rows_do_not_share_an_id(starter: Starter) -> None:
    starter.write(OWN, TEXT.replace("id: ADD-2", "id: ADD-1"))
    assert told(starter.findings("SIT-07")) == [
        (f"{OWN}:11:9", f"requirement 'ADD-1' appears twice; first at {OWN}:6:9")
    ]


def test_an_own_row_is_of_a_framework_of_its_own_file(starter: Starter) -> None:
    text = TEXT.replace("    framework: addendum\n", "    framework: tsc-2017\n", 1)
    starter.write(OWN, text)
    (found,) = starter.findings("COV-04")
    assert told([found]) == [(f"{OWN}:7:16", "there is no framework of our own 'tsc-2017'")]
    assert found.help == "correct it, or describe it under frameworks: of this file"


# Malformed


@pytest.mark.parametrize(
    ("old", "new", "place", "message"),
    [
        ("    title: Encrypted laptops\n", "", f"{OWN}:6:5", "'title' is missing"),
        ("id: ADD-1", "id: ADD 1", f"{OWN}:6:9", "id: 'ADD 1' does not have the right form"),
        ("    evidence: Device", "    evidense: Device", f"{OWN}:10:5", "unknown key 'evidense'"),
        (", source: ", ", sauce: ", f"{OWN}:4:46", "unknown key 'sauce', and 'source' is missing"),
        ("requirements:\n", "requirement:\n", f"{OWN}:5:1", "unknown key 'requirement'"),
        ("reviewed: 2026-11-01", "reviewed: yesterday", f"{OWN}:2:11", "reviewed: not a date: 'yesterday'"),
    ],
)
def test_what_is_malformed_is_told_with_its_place(
    starter: Starter, old: str, new: str, place: str, message: str
) -> None:
    assert TEXT.count(old) == 1
    starter.write(OWN, TEXT.replace(old, new))
    faults = read_book(WorkTree(starter.root)).faults
    assert (place, message) in [(str(fault.place), fault.message) for fault in faults]


def test_a_name_that_is_nearly_the_files_is_told(starter: Starter) -> None:
    starter.write("data/requirement.yml", TEXT)
    (fault,) = read_book(WorkTree(starter.root)).faults
    assert (fault.message, fault.help) == ("a data file that nothing reads", f"did you mean {OWN}?")


# Ungoverned


def test_a_governed_page_that_cites_an_ungoverned_row_is_found_at_the_clause(own: Starter) -> None:
    own.change(REGISTER, f"      - {OWN}\n", "")
    (found,) = own.findings("APR-21")
    place = f"{PAGE}:{own.line(PAGE, 'IR-1.99')}:4"
    assert told([found]) == [(place, f"POL-IR cites ADD-1 of {OWN}, and no document binds it")]
    assert found.help == f"add {OWN} to the binds of POL-IR, or of the document whose commitment it is"


def test_a_runbook_that_cites_an_ungoverned_row_is_found_in_its_front_matter(own: Starter) -> None:
    own.change(REGISTER, f"      - {OWN}\n", "")
    path = "runbooks/RB-02-ransomware.md"
    own.change(path, "criteria: [CC7.3,", "criteria: [CC7.3, ADD-2,")
    assert (f"{path}:{own.line(path, 'ADD-2')}:19", f"RB-02 cites ADD-2 of {OWN}, and no document binds it") in told(
        own.findings("APR-21")
    )


def test_a_governed_page_that_shows_ungoverned_rows_is_found_and_one_without_any_is_not(starter: Starter) -> None:
    line = starter.add("docs/start-here.md", "{{ coverage_matrix() }}")
    assert starter.findings("APR-21") == []
    starter.write(OWN, TEXT)
    message = f"START-HERE shows {OWN} by coverage_matrix(), and no document binds it"
    assert told(starter.findings("APR-21")) == [(f"docs/start-here.md:{line}:4", message)]


# What nobody knows


@pytest.mark.parametrize(
    ("cited", "help_"),
    [
        ("CC71", "write CC7.1"),
        ("CC 7.1", "write CC7.1"),
        ("cc7.1", "write CC7.1"),
        ("add-1", "write ADD-1"),
        ("CC6.9", "correct it, remove it, or describe it in data/requirements.yml"),
        ("ADD-3", "correct it, remove it, or describe it in data/requirements.yml"),
    ],
)
def test_an_id_that_exists_nowhere_is_told_with_what_was_meant(own: Starter, cited: str, help_: str) -> None:
    own.add(PAGE, f'{{{{ clause("IR-1.98", "{cited}") }}}} Read.')
    (found,) = own.findings("COV-04")
    assert (found.message, found.help) == (f"there is no requirement {cited!r}", help_)


# Rows of the catalogue that nobody asks


def test_rows_that_nobody_asks_may_be_cited_and_are_shown_then_and_only_then(starter: Starter) -> None:
    before = {str(row.id) for group in view("coverage_matrix", page_context(starter.book())) for row in group.rows}
    assert {"CC3.1", "PI1.1", "A.8.24"}.isdisjoint(before)
    starter.add(PAGE, '{{ clause("IR-1.99", "CC3.1", "A.8.24") }} Only those who need access get it.')
    starter.change(COVERAGE, "exclusions:\n", "exclusions:\n  - {requirement: PI1.1, reason: Another policy}\n")
    groups = view("coverage_matrix", page_context(starter.book()))
    assert {str(row.id) for group in groups for row in group.rows} == before | {"CC3.1", "PI1.1", "A.8.24"}
    assert starter.findings("COV-03") == starter.findings("COV-04") == []


def test_what_another_policy_cites_gets_a_part_of_its_own_in_the_assessors_guide(starter: Starter) -> None:
    starter.add(PAGE, '{{ clause("IR-1.99", "CC6.1-PF11") }} Keys are rotated.')
    guide = view("assessor_guide", page_context(starter.book()))
    assert "CC6.1" in [str(one.id) for one in guide.criteria]
    assert "CC6.2" not in [str(link.text) for link in guide.unanswered]
