"""`ratified coverage`: every clause, what shows that it is kept, and what nothing checks."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from ratified.cli.main import main
from ratified.demo.story import AS_OF
from ratified.policy import read_book
from ratified.source.tree import WorkTree

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Starter

DAY = ("--as-of", "2026-11-22")
COVERAGE = "data/coverage.yml"
Say = Callable[..., tuple[int, str, str]]


@pytest.fixture
def say(starter: Starter, capsys: pytest.CaptureFixture[str]) -> Say:
    """What the command says of the starter, committed as it is by then: exit code, output, errors."""

    def run(*arguments: str) -> tuple[int, str, str]:
        if not (starter.root / ".git").exists():
            starter.committed()
        code = main(["coverage", "--repo", str(starter.root), *DAY, *arguments])
        return code, *capsys.readouterr()

    return run


def rows(out: str) -> dict[str, Any]:
    return {row["clause"]: row for row in json.loads(out)["clauses"]}


def test_every_clause_of_the_reference_policy_is_accounted_for(starter: Starter, say: Say) -> None:
    code, out, err = say("--format", "json")
    told = json.loads(out)
    book = read_book(WorkTree(starter.root)).book
    assert book is not None
    assert (code, err, told["schema"], told["as_of"]) == (0, "", "ratified/coverage/1", "2026-11-22")
    assert [row["clause"] for row in told["clauses"]] == list(book.clause)
    assert told["summary"]["clauses"] == len(book.clause) == 105
    assert (told["summary"]["unaccounted"], told["findings"]) == (0, [])
    unchecked = [row for row in told["clauses"] if not row["proofs"]]
    assert all(row["unchecked"] and row["state"] == "unchecked" for row in unchecked)
    assert sum(told["summary"][key] for key in ("checked", "in_part", "unchecked")) == 105


def test_a_clause_is_told_with_its_place_its_promise_and_its_proofs(starter: Starter, say: Say) -> None:
    row = rows(say("--format", "json")[1])["IR-5.1"]
    page = "docs/policy/escalation.md"
    assert (row["path"], row["line"]) == (page, starter.line(page, 'clause("IR-5.1"'))
    assert row["promise"] == (
        "The On-call Engineer must acknowledge a page within 15 minutes at Sev-1 and within 30 minutes at Sev-2."
    )
    assert row["state"] == "checked"
    assert row["proofs"][0] == {
        "kind": "rule",
        "id": "ESC-07",
        "title": "A chain takes longer than its target",
        "often": "each check",
        "last": "2026-11-22",
        "note": "",
        "known": True,
    }
    assert [(p["id"], p["last"], p["note"]) for p in row["proofs"][5:]] == [
        ("incident.times.stages.acknowledged", None, "no record yet"),
        ("incident.times.stages.commander_named", None, "no record yet"),
    ]


def test_each_kind_of_proof_says_when_it_was_last_exercised(starter: Starter, say: Say) -> None:
    event = "{id: EV-1, detected_at: 2026-10-01T22:00Z, source: monitoring, reason: Noise, decided_by: aiko, "
    starter.change(
        "data/events.yml",
        "dismissed: []",
        f"dismissed:\n  - {event}decided_at: 2026-10-01T23:30-05:00}}\n"
        f"  - {event.replace('EV-1', 'EV-2')}decided_at: 2027-01-01T00:00Z}}",
    )
    told = rows(say("--format", "json")[1])
    found = {(id_, p["id"]): (p["last"], p["note"]) for id_, row in told.items() for p in row["proofs"]}
    assert found["IR-3.6", "event.reason"] == ("2026-10-02", "EV-1")
    assert found["IR-3.6", "incident.times.stages.triaged"] == (None, "no record yet")
    assert found["IR-2.8", "training.finished"] == ("2026-03-05", "yusuf")
    assert found["IR-7.16", "clock.verified_on"] == ("2026-09-14", "us-tx-ag")
    assert found["IR-12.1", "POL-IR"] == (None, "not in force")
    assert found["IR-3.9", "security-lead"] == (None, "not recorded")


def test_a_rule_that_finds_something_says_how_much(starter: Starter, say: Say) -> None:
    starter.change("data/oncall.yml", "role: on-call-engineer", "role: on-call-enginer")
    code, out, _ = say("--format", "json")
    proof = next(p for p in rows(out)["IR-5.1"]["proofs"] if p["id"] == "ROL-06")
    assert (code, proof["last"], proof["note"]) == (0, "2026-11-22", "1 finding")


def test_how_often_somebody_looks_comes_from_the_data(starter: Starter, say: Say) -> None:
    starter.change("data/limits.yml", "{id: roster-check, within: 90d", "{id: roster-check, within: 60d")
    starter.change(COVERAGE, "each: deletion", "every: P6M")
    told = rows(say("--format", "json")[1])
    often = {id_: [p["often"] for p in row["proofs"] if p["kind"] == "manual"] for id_, row in told.items()}
    assert (often["IR-2.6"], often["IR-11.6"]) == (["every 60 days"], ["every 6 months"])
    assert often["IR-2.1"] == ["each review of the policy"]


def test_the_table_names_clause_promise_proof_and_day(say: Say) -> None:
    code, out, _ = say()
    lines = out.splitlines()
    assert code == 0
    assert lines[0].split("  ")[0] == "Clause"
    assert lines[0].split() == ["Clause", "Commitment", "Checked", "by", "Last", "exercised"]
    at = next(n for n, line in enumerate(lines) if line.startswith("IR-5.1 "))
    assert [" ".join(line.split()) for line in lines[at : at + 6]] == [
        "IR-5.1 The On-call Engineer must acknowledge a page ESC-07 2026-11-22",
        "within 15 minutes at Sev-1 and within 30 minutes INC-02 2026-11-22",
        "at Sev-2. ROL-06 2026-11-22",
        "ROL-14 2026-11-22",
        "SEV-08 2026-11-22",
        "incident.times.stages.acknowledged no record yet",
    ]
    assert "\nNo evidence for:\n  IR-1.1: A scope binds;" in out
    assert "\nNo evidence for the rest of:\n  IR-1.2: An event that nobody entered leaves no trace;" in out
    assert "Neither a proof nor a reason" not in out
    assert lines[-1].startswith("105 clauses: 102 with proof, ")
    assert lines[-1].endswith(", as of 2026-11-22")
    assert ", 0 with neither; of " in lines[-1]


def test_a_rule_code_taken_out_is_listed_and_exits_1(starter: Starter, say: Say) -> None:
    starter.change(COVERAGE, "rules: [COV-01, COV-02, COV-03, COV-04, COV-09]", "rules: []")
    code, out, _ = say()
    place = f"{COVERAGE}:{starter.line(COVERAGE, 'clause: IR-12.6')}:5"
    assert code == 1
    assert "\nNeither a proof nor a reason:\n  IR-12.6 (docs/policy/governance.md:28:4): The Security Lead must" in out
    assert f"\n{place}: error COV-10 nothing is named that shows IR-12.6 to be kept; add under promises:" in out
    assert ", 1 with neither;" in out


def test_where_a_reason_for_the_rest_is_all_that_is_left_the_clause_moves_to_what_nothing_checks(
    starter: Starter, say: Say
) -> None:
    starter.change(COVERAGE, "  - clause: IR-4.3\n    rules: [SEV-06]\n", "  - clause: IR-4.3\n")
    code, out, _ = say()
    nothing = out.partition("\nNo evidence for:\n")[2].partition("\n\n")[0]
    assert code == 0
    assert [line.split(":")[0].strip() for line in nothing.splitlines()] == ["IR-1.1", "IR-2.9", "IR-4.3", "IR-8.5"]


def test_an_unknown_proof_shows_nothing(starter: Starter, say: Say) -> None:
    starter.change(COVERAGE, "rules: [COV-01, COV-02, COV-03, COV-04, COV-09]", "rules: [COV-99]")
    code, out, _ = say("--format", "json")
    told = json.loads(out)
    row = rows(out)["IR-12.6"]
    assert (code, row["state"], told["summary"]["unaccounted"]) == (1, "unaccounted", 1)
    assert (row["proofs"][0]["known"], row["proofs"][0]["title"]) == (False, "no such rule")
    assert [f["code"] for f in told["findings"]] == ["COV-11"]


def test_a_warning_alone_exits_0(starter: Starter, say: Say) -> None:
    starter.add("docs/policy/index.md", '{{ clause("IR-1.99", "CC7.3") }} It must end within 90 days.')
    starter.change(COVERAGE, "promises:\n", "promises:\n  - {clause: IR-1.99, rules: [COV-10]}\n")
    code, out, _ = say("--format", "json")
    assert (code, [(f["code"], f["level"]) for f in json.loads(out)["findings"]]) == (0, [("COV-12", "warning")])


def test_findings_of_other_rules_are_left_to_the_check(starter: Starter, say: Say) -> None:
    starter.change(
        "data/register.yml", "class: policy\n    owner: security-lead\n", "class: policy\n    owner: security-laed\n"
    )
    code, out, _ = say("--format", "json")
    assert (code, json.loads(out)["findings"]) == (0, [])


def test_data_that_cannot_be_read_exits_2(starter: Starter, say: Say) -> None:
    starter.change("data/limits.yml", "within: 1h", "within: soon")
    code, out, err = say()
    assert (code, out) == (2, "")
    assert err == (
        "ratified: 1 file could not be read, so nothing else was judged; fix what is listed, then run again; "
        "`ratified check` lists it\n"
    )


def test_without_a_history_it_exits_2(starter: Starter, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["coverage", "--repo", str(starter.root), *DAY]) == 2
    assert capsys.readouterr().out == ""


def test_text_from_the_data_cannot_command_a_terminal_or_a_runner(starter: Starter, say: Say) -> None:
    starter.change(COVERAGE, '"No field asks which', '"\\e[31m ##[error] No field asks which')
    out = say()[1]
    assert "<U+001B>[31m ## [error] No field asks" in out


def test_the_demo_company_shows_when_each_document_was_last_approved(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    repo = tmp_path / "company"
    assert main(["demo", str(repo)]) == 0
    capsys.readouterr()
    assert main(["coverage", "--repo", str(repo), "--as-of", str(AS_OF), "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    proofs = [proof for row in told["clauses"] for proof in row["proofs"]]
    assert {p["id"]: (p["last"], p["note"]) for p in proofs if p["kind"] == "document"} == {
        "ROSTER": ("2026-11-03", "approved"),
        "EVENTS": ("2026-11-12", "approved"),
        "RB-07": ("2026-04-27", "approved"),
        "START-HERE": ("2026-04-13", "approved"),
        "POL-IR": ("2026-09-14", "approved"),
        "AUTHORITY": ("2026-11-09", "approved"),
    }
    assert main(["coverage", "--repo", str(repo), "--as-of", str(AS_OF), "--ref", "HEAD", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == told
