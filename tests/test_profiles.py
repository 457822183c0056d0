"""What a repository is asked about is what its register names: approvals, or incident response besides."""

from __future__ import annotations

import json
import re
import subprocess
from typing import TYPE_CHECKING

import pytest

from conftest import ROOT, commit_everything
from ratified.cli.main import main
from ratified.policy import read_book
from ratified.policy.data_files import RESPONSE_FILES
from ratified.policy.requirements import asked_requirements
from ratified.rules import RULES
from ratified.source.tree import WorkTree
from test_policies_alone import AS_OF, FILES, put, run

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Starter
    from ratified.policy import Book

REGISTER, COVERAGE, WAIVERS = "data/register.yml", "data/coverage.yml", "data/waivers.yml"
ALONE, BOTH = "profiles: [approvals]\n", "profiles: [approvals, incident-response]\n"
SCOPE = "scope: {categories: [security]}\n"
FRAMEWORKS = "reviewed: 2026-11-01\nframeworks: [tsc-2017]\n"


def named(profiles: str, more: dict[str, str] | None = None) -> dict[str, str]:
    """The company of policies alone, whose register names profiles."""
    return {**FILES, REGISTER: FILES[REGISTER].replace(SCOPE, profiles + SCOPE), **(more or {})}


def book(root: Path) -> Book:
    found = read_book(WorkTree(root)).book
    assert found is not None
    return found


def told(root: Path, code: str) -> list[tuple[str, str, str]]:
    """The findings of a rule by the command: place, message and help."""
    report = json.loads(run(root, "check", "--format", "json")[1])
    assert report["undecided"] is None
    rows = (row for row in report["findings"] if row["code"] == code)
    return [(f"{row['path']}:{row['line']}:{row['column']}", row["message"], row["help"]) for row in rows]


def test_approvals_alone_asks_no_rule_on_incidents_and_everything_else(tmp_path: Path) -> None:
    put(tmp_path, named(ALONE))
    found = {rule.code for rule in RULES if not rule.asks(book(tmp_path))}
    assert found == {rule.code for rule in RULES if rule.response}
    assert {code[:3] for code in found} == {
        *("SEV", "ESC", "NOT", "RUN", "INC", "EXR", "PIR", "COV", "GOV", "ROL"),
    }
    assert not found & {"RUN-04", "GOV-01", "GOV-02", "GOV-10", "COV-03", "COV-10", "ROL-02"}


@pytest.mark.parametrize("profiles", ["", BOTH, "profiles: [incident-response]\n"])
def test_whoever_responds_is_asked_every_rule(starter: Starter, profiles: str) -> None:
    starter.change(REGISTER, "audience: internal\n", f"audience: internal\n{profiles}")
    assert all(rule.asks(starter.book()) for rule in RULES)
    assert starter.judge().findings == ()


def test_approvals_alone_checks_clean_in_a_real_history(tmp_path: Path) -> None:
    put(tmp_path, named(ALONE))
    commit_everything(tmp_path)
    report = json.loads(run(tmp_path, "check", "--format", "json")[1])
    put(tmp_path, FILES)
    assert {row["code"] for row in report["findings"]} == {
        row["code"] for row in json.loads(run(tmp_path, "check", "--format", "json")[1])["findings"]
    }
    assert "incident-response" not in json.dumps(report)


def test_incident_response_wants_all_its_files_whatever_is_there(tmp_path: Path) -> None:
    put(tmp_path, named(BOTH))
    faults = read_book(WorkTree(tmp_path)).faults
    assert {fault.place.path for fault in faults if fault.message.startswith("missing, ")} >= {
        *(f"data/{name}.yml" for name in RESPONSE_FILES if name != "events"),
    }
    assert (f"{REGISTER}:1:1", "'review_after' is missing") in {(str(f.place), f.message) for f in faults}


# GOV-16


def test_files_of_a_profile_that_is_not_named_are_told_with_what_to_do(starter: Starter) -> None:
    starter.change(REGISTER, "audience: internal\n", f"audience: internal\n{ALONE}")
    (found,) = starter.findings("GOV-16")
    line = starter.line(REGISTER, "profiles:")
    assert (str(found.place), found.level) == (f"{REGISTER}:{line}:11", "error")
    assert found.message == (
        "profiles names approvals alone, which asks nothing of runbooks/RB-01-compromised-credentials.md, "
        "runbooks/RB-02-ransomware.md, runbooks/RB-03-data-exfiltration.md and 13 more"
    )
    assert found.help == "add incident-response to it, or take them out"


def test_one_file_is_enough_and_reads_as_one(tmp_path: Path) -> None:
    put(tmp_path, named(ALONE, {"data/intake.yml": (ROOT / "data/intake.yml").read_text("utf-8")}))
    commit_everything(tmp_path)
    assert told(tmp_path, "GOV-16") == [
        (
            f"{REGISTER}:3:11",
            "profiles names approvals alone, which asks nothing of data/intake.yml",
            "add incident-response to it, or take it out",
        )
    ]


@pytest.mark.parametrize("profiles", ["", ALONE])
def test_a_company_of_policies_alone_has_no_such_file(tmp_path: Path, profiles: str) -> None:
    put(tmp_path, named(profiles, {"data/limits.yml": (ROOT / "data/limits.yml").read_text("utf-8")}))
    commit_everything(tmp_path)
    assert told(tmp_path, "GOV-16") == []


# What is refused


@pytest.mark.parametrize(
    ("profiles", "says", "help_"),
    [
        ("profiles: []\n", "profiles: empty", "give at least 1"),
        ("profiles: [approval]\n", "profiles, entry 1: 'approval' is not one of its values", "write 'approvals'"),
        ("profiles: approvals\n", "profiles: 'approvals' where a list belongs", "write a list: each value on its own"),
        ("profiles: [approvals, approvals]\n", "profiles: 'approvals' appears twice", "write it once"),
    ],
)
def test_nonsense_is_refused_where_it_stands(tmp_path: Path, profiles: str, says: str, help_: str) -> None:
    put(tmp_path, named(profiles))
    (fault,) = read_book(WorkTree(tmp_path)).faults
    assert re.fullmatch(rf"{REGISTER}:3:1[12]?", str(fault.place)), fault.place
    assert fault.message == says
    assert fault.help.startswith(help_)


# Requirements, waivers and proofs


@pytest.mark.parametrize(("profiles", "asked"), [("", True), (BOTH, True), (ALONE, False)])
def test_what_is_asked_of_a_profile_is_asked_under_it(starter: Starter, profiles: str, asked: bool) -> None:
    own = "frameworks: [{id: add, title: Ours, source: Us}]\nrequirements:\n"
    starter.write("data/requirements.yml", f"{own}  - {{id: ADD-1, framework: add, title: One, intent: One thing.}}\n")
    starter.change(REGISTER, "audience: internal\n", f"audience: internal\n{profiles}")
    found = [row.id for row in asked_requirements(starter.book())]
    assert ("CC7.4" in found, "ADD-1" in found) == (asked, True)


def test_a_framework_in_scope_asks_a_company_of_policies_alone_for_nothing_on_incidents(tmp_path: Path) -> None:
    put(tmp_path, named(ALONE, {COVERAGE: FRAMEWORKS}))
    commit_everything(tmp_path)
    assert told(tmp_path, "COV-03") == []
    put(tmp_path, {REGISTER: FILES[REGISTER]})
    assert len(told(tmp_path, "COV-03")) > 10, "as before, where no profile is named"


def test_a_rule_that_is_not_asked_is_neither_waived_nor_a_proof(tmp_path: Path) -> None:
    clause = FILES["docs/access.md"] + '\n{{ clause("AC-1.1", "CC6.1") }} Everybody must ask first.\n'
    proof = f"{FRAMEWORKS}promises:\n  - {{clause: AC-1.1, rules: [SEV-05, GOV-10]}}\n"
    waiver = "waivers:\n  - {code: SEV-05, place: docs/access.md, reason: Later, approver: ann, expires: 2026-12-01}\n"
    put(tmp_path, named(ALONE, {"docs/access.md": clause, COVERAGE: proof, WAIVERS: waiver}))
    commit_everything(tmp_path)
    help_ = "take it out; `ratified explain SEV-05` says of whom it is asked"
    assert told(tmp_path, "COV-11") == [(f"{COVERAGE}:4:30", "SEV-05 is not asked here", help_)]
    assert any("the waiver of SEV-05" in message for _, message, _ in told(tmp_path, "GOV-13"))
    listed = json.loads(run(tmp_path, "coverage", "--format", "json")[1])["clauses"][0]
    assert [(one["id"], one["known"]) for one in listed["proofs"]] == [("SEV-05", False), ("GOV-10", True)]


# ratified explain


def explained(capsys: pytest.CaptureFixture[str], root: Path, *code: str) -> str:
    assert main(["explain", "--repo", str(root), *code]) == 0
    return capsys.readouterr().out


def test_explain_says_what_is_not_asked_here(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(tmp_path, named(ALONE))
    why = "names the profile approvals alone, and this rule belongs to incident-response."
    assert explained(capsys, tmp_path, "NOT-02").endswith(f"\n\n**Not asked here.** {REGISTER}:3:11 {why}\n")
    assert "Not asked here" not in explained(capsys, tmp_path, "GOV-10")
    lines = explained(capsys, tmp_path).splitlines()
    assert sum(line.endswith(" (not asked here)") for line in lines) == sum(rule.response for rule in RULES)


@pytest.mark.parametrize("profiles", ["", BOTH, "profiles: [approval]\n"])
def test_explain_says_no_more_elsewhere(tmp_path: Path, capsys: pytest.CaptureFixture[str], profiles: str) -> None:
    put(tmp_path, named(profiles))
    assert "ot asked here" not in explained(capsys, tmp_path, "NOT-02") + explained(capsys, tmp_path)
    assert "ot asked here" not in explained(capsys, tmp_path / "docs", "NOT-02"), "there is no register"


# The site


def test_its_site_leads_to_no_page_on_incidents_and_they_say_that_there_is_nothing(tmp_path: Path) -> None:
    put(tmp_path, named(ALONE))
    commit_everything(tmp_path)
    command = (ROOT / ".venv/bin/ratified", "site", "build", "--repo", tmp_path, "--as-of", AS_OF)
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stdout + made.stderr
    home = (tmp_path / "site/index.html").read_text("utf-8")
    nav = dict.fromkeys(re.findall(r'<a href="([^"#]+)" class="md-nav__link', home))
    left_out = ("runbooks/", "incidents/", "exercises/", "corrective-actions/", "clocks/", "clock-catalogue/")
    assert not nav.keys() & {*left_out}
    assert {"access/", "people/", "coverage/", "approvals/", "for-the-assessor/", "rules/"} <= nav.keys()
    for page in left_out:
        assert (tmp_path / f"site/{page}index.html").exists()
    assert "No incident has been recorded." in (tmp_path / "site/incidents/index.html").read_text("utf-8")
