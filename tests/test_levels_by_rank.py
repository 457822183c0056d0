"""A severity is known by its rank: any ids, three to five levels. Nothing of the engine knows one by name."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Starter

SEVERITIES, ESCALATION, REVIEW = "data/severities.yml", "data/escalation.yml", "docs/policy/review.md"
NAMES = {"1": "critical", "2": "major", "3": "minor", "4": "trivial"}
FIFTH = """\
  - id: noted
    name: Noted
    label: Fifth
    summary: Written down and no more.
    criteria: [{id: S5-C1, short: Heard of, text: "Somebody heard of something and nothing came of it", no_runbook: Nothing to do}]
    targets: {acknowledge: none, name_commander: none, escalate: none, contain: none, update: none, recover: none, review: none}
"""  # noqa: E501 - a line of the data
ROW = "  - {id: s5-security, severity: noted, from: on-call-engineer, to: security-lead, within: 10bd, "
ROW += "channels: [pager, chat], if_no_ack: {after: 1bd, to: incident-commander}}\n"
OF_THE_ENGINE = {".py", ".js", ".css", ".html", ".md", ".json", ".yml"}


def renamed(starter: Starter, levels: int) -> Starter:
    """The starter with other ids and names for its levels, and so many of them, most severe first."""
    for file in (f for folder in ("data", "docs", "runbooks") for f in (starter.root / folder).rglob("*.*")):
        if file.suffix in {".md", ".yml"}:
            text = re.sub(r"\bsev-([1-4])\b", lambda found: NAMES[found[1]], file.read_text(encoding="utf-8"))
            text = re.sub(r"\bname: Sev-([1-4])\b", lambda found: f"name: {NAMES[found[1]].capitalize()}", text)
            file.write_text(text, encoding="utf-8")
    severities = (starter.root / SEVERITIES).read_text(encoding="utf-8")
    escalation = (starter.root / ESCALATION).read_text(encoding="utf-8")
    if levels == 3:  # the fourth and what it is met by become a part of the third
        third, fourth = severities.split("  - id: trivial\n")
        criteria = "".join(
            line for line in fourth.splitlines(keepends=True) if "{id: S4-" in line or "no_runbook:" in line
        )
        severities = third.replace("      - {id: S3-C2,", f"{criteria}      - {{id: S3-C2,")
        escalation = "".join(line for line in escalation.splitlines(keepends=True) if "severity: trivial" not in line)
        starter.change(REVIEW, 'severity("trivial")', 'severity("minor")')
    elif levels == 5:
        severities, escalation = severities + FIFTH, escalation + ROW
    starter.write(SEVERITIES, severities)
    return starter.write(ESCALATION, escalation)


@pytest.mark.parametrize("levels", [3, 4, 5])
def test_a_company_with_levels_of_other_names_is_found_as_sound_as_the_starter(starter: Starter, levels: int) -> None:
    renamed(starter, levels)
    assert [*starter.book().level] == [*NAMES.values(), "noted"][:levels]
    assert starter.judge().findings == ()


def test_rules_on_the_most_severe_level_speak_of_it_by_the_companys_own_name(starter: Starter) -> None:
    renamed(starter, 3).change(SEVERITIES, "      acknowledge: 30m\n", "      acknowledge: 10m\n")
    starter.change(SEVERITIES, '30 minutes", covers: [outage, availability]', '30 minutes", covers: [outage]')
    starter.change(
        SEVERITIES, 'production host", covers: [integrity, availability]', 'production host", covers: [integrity]'
    )
    assert [f.message for f in starter.findings("SEV-02")] == [
        "no criterion of critical, the most severe level, covers availability"
    ]
    assert [f.message for f in starter.findings("SEV-04")] == [
        "acknowledge of major is 10 minutes, tighter than 15 minutes of critical"
    ]


def test_a_time_typed_beside_a_level_is_told_with_that_level(starter: Starter) -> None:
    line = renamed(starter, 3).add(REVIEW, "A major incident is looked at again after 20 minutes.")
    (found,) = starter.findings("SEV-05")
    assert str(found.place) == f"{REVIEW}:{line}:43"
    assert found.help == 'write {{ target("major", "acknowledge") }} with the level and target you mean'


@pytest.mark.nightly
def test_its_site_names_no_level_that_it_does_not_have(starter: Starter, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "macros", starter.root / "macros")
    shutil.copy(ROOT / "mkdocs.yml", starter.root)
    renamed(starter, 3).committed()
    site = tmp_path / "built"
    command = (ROOT / ".venv/bin/ratified", "site", "build", "--repo", starter.root, "--out", site)
    made = subprocess.run([*command, "--as-of", "2026-11-22"], capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stdout + made.stderr
    for file in (f for f in site.rglob("*") if f.suffix in OF_THE_ENGINE):
        found = re.findall(r".{0,40}\bsev-[0-9]\b.{0,40}", file.read_text(encoding="utf-8"), re.IGNORECASE)
        assert found == [], file
    assert "r-rank-3" in (site / "policy/severity/index.html").read_text(encoding="utf-8")


def test_nothing_of_the_engine_says_the_name_of_a_level() -> None:
    engine = ROOT / "src/ratified"
    texts = (file for file in engine.rglob("*") if file.suffix in OF_THE_ENGINE and "demo" not in file.parts)
    named = [file for file in texts if re.search(r"\bsev[-_ ]?[0-9]\b", file.read_text("utf-8"), re.IGNORECASE)]
    assert named == []
