"""`ratified trace` on the demo's real history, through the real command line."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT
from ratified.cli.main import main
from ratified.demo.story import AS_OF
from ratified.demo.writing import write_demo
from traces import incident_path

DAY = ("--as-of", str(AS_OF))
BEFORE, AFTER = "INC-2025-001", "INC-2026-003"


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo."""
    folder = tmp_path_factory.mktemp("trace") / "company"
    write_demo(folder)
    return folder


def machine(company: Path, incident: str, capsys: pytest.CaptureFixture[str], *more: str) -> dict[str, Any]:
    main(["trace", incident, "--repo", str(company), "--format", "json", *DAY, *more])
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert found["schema"] == "ratified/trace/1"
    return found


def outcomes(trace: dict[str, Any]) -> dict[tuple[str, str], str]:
    """What became of each promise; actions by their number alone, so that two incidents compare."""
    rows = [(row["promise"].removeprefix(f"{trace['incident']}-"), row) for row in trace["rows"]]
    return {(name, row["source"]): row["then"]["outcome"] for name, row in rows}


def test_the_amendment_between_two_incidents_turns_one_promise_and_no_other(
    company: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before, after = (machine(company, id_, capsys) for id_ in (BEFORE, AFTER))
    one, other = outcomes(before), outcomes(after)
    contain = ("contain", "data/severities.yml sev-3 contain")
    assert {key for key in one.keys() & other.keys() if one[key] != other[key]} == {contain}
    assert (one[contain], other[contain]) == ("accepted", "met")
    # A contract that was signed in between is all that is promised besides.
    assert one.keys() ^ other.keys() == {("ct-040-msa", "data/contracts.yml CT-040")}
    flipped = [row["promise"] for row in before["rows"] if row["today"] and row["today"]["outcome"] == "met"]
    assert flipped == ["contain"]
    assert before["policies"][0]["version"] < after["policies"][0]["version"]
    assert all(file["approved"] for policy in before["policies"] for file in policy["files"])


def test_the_real_command_tells_what_was_promised_then_what_happened_and_what_is_promised_today(company: Path) -> None:
    command = [str(Path(sys.executable).parent / "ratified"), "trace", BEFORE, "--repo", str(company), *DAY]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith("  accepted "))
    assert [line.strip() for line in lines[start : start + 4]] == [
        "accepted     contain (sev-3)          within 1 business day of declaration: 2025-10-09 11:20-04:00, after 2 d",
        "11 h 20 min late; accepted by Dana Okafor on 2025-10-09 because: The administrator answered on the second "
        "business day, and nothing shows containment before that answer",
        "IR-6.5; data/incidents/INC-2025-001.yml:22:16",
        "today: met, within 3 business days of declaration",
    ]


@pytest.mark.parametrize(
    ("incident", "counts"),
    [
        ("INC-2026-001", {"met": 19, "accepted": 0}),
        ("INC-2026-002", {"met": 31, "accepted": 2}),
        (BEFORE, {"met": 11, "accepted": 1}),
        (AFTER, {"met": 12, "accepted": 0}),
    ],
)
def test_every_incident_of_the_demo_was_kept_or_signed_for(
    company: Path, incident: str, counts: dict[str, int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["trace", incident, "--repo", str(company), *DAY]) == 0
    capsys.readouterr()
    summary = machine(company, incident, capsys)["summary"]
    assert {key: summary[key] for key in counts} == counts
    assert not any(summary[key] for key in ("missed", "no_record", "open", "undecidable"))


def test_a_missed_promise_without_a_deviation_is_exit_1_in_the_work_tree_and_not_in_the_ref(
    company: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record = company / incident_path("INC-2026-001")
    text = record.read_text()
    try:
        record.write_text(text.replace("acknowledged: 2026-04-14T14:06", "acknowledged: 2026-04-14T14:36"))
        assert main(["trace", "INC-2026-001", "--repo", str(company), *DAY]) == 1
        assert "missed       acknowledge (sev-2)" in capsys.readouterr().out
        assert main(["trace", "INC-2026-001", "--repo", str(company), "--ref", "main", *DAY]) == 0
    finally:
        record.write_text(text)


def test_what_cannot_be_decided_is_exit_2(company: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trace", "INC-2026-009", "--repo", str(company), *DAY]) == 2
    assert capsys.readouterr().err.startswith(
        "ratified: there is no record of an incident 'INC-2026-009'; there are INC-2025-001"
    )
    record = company / incident_path("INC-2026-001")
    text = record.read_text()
    try:
        record.write_text("id: INC-2026-001\ntitle: Something\nstatus: draft\n")
        assert main(["trace", "INC-2026-001", "--repo", str(company), *DAY]) == 2
        assert "a draft: nobody has declared it" in capsys.readouterr().out
        record.write_text(text.replace("2026-04-14T", "2024-04-15T"))
        assert main(["trace", "INC-2026-001", "--repo", str(company), *DAY]) == 2
        assert "data/severities.yml: main had no such file then" in capsys.readouterr().out
    finally:
        record.write_text(text)


def test_the_policy_in_force_is_that_of_the_day_that_is_asked_about(
    company: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    early = machine(company, BEFORE, capsys, "--ref", "main", "--as-of", "2025-11-16")
    contain = next(row for row in early["rows"] if row["promise"] == "contain")
    assert (contain["then"]["outcome"], contain["today"]) == ("accepted", None)
