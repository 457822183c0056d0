"""SIT-21: governed pages that the settings of the site keep from its readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from attacks_site import Company
from ratified.settings.left_out import takes_off

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Starter

PAGE, RUNBOOK = "docs/policy/severity.md", "runbooks/RB-02-ransomware.md"


def found(starter: Starter, settings: str) -> list[str]:
    starter.write("mkdocs.yml", f"site_name: x\ntheme: material\nplugins: [ratified, macros]\n{settings}\n")
    return [f"{f.place.path}: {f.message}" for f in starter.findings("SIT-21")]


def said(path: str, whose: str, setting: str) -> str:
    what = f"{path}, {whose}, is taken off the site by {setting}, so nobody reads there what was approved"
    return f"mkdocs.yml: {what}"


@pytest.mark.parametrize("setting", ["exclude_docs", "draft_docs"])
@pytest.mark.parametrize("pattern", ["policy/severity.md", "/policy/severity.md", "severity.*", "|\n  *.md\n  !/[!p]*"])
def test_a_governed_page_that_is_left_out_is_found_at_the_setting(setting: str, pattern: str, starter: Starter) -> None:
    assert said(PAGE, "which POL-IR governs", setting) in found(starter, f"{setting}: {pattern}")
    line = starter.findings("SIT-21")[0].place.line
    lines = (starter.root / "mkdocs.yml").read_text(encoding="utf-8").split("\n")
    assert lines[line - 1].startswith(setting)


@pytest.mark.parametrize("setting", ["exclude_docs", "draft_docs"])
def test_a_runbook_that_is_left_out_is_found(setting: str, starter: Starter) -> None:
    assert found(starter, f"{setting}: runbooks/RB-02-*") == [said(RUNBOOK, "which RB-02 governs", setting)]


def test_a_page_that_is_taken_back_and_one_that_nobody_governs_are_left_alone(starter: Starter) -> None:
    starter.write("docs/drafts/a.md", "# A draft\n").write("docs/policies.md", "# Ours\n")
    assert found(starter, "exclude_docs: |\n  drafts/\n  policies.md\n  # a remark\n  sever*\n  !severity.md") == []


def test_pages_of_a_retired_document_are_left_alone(starter: Starter) -> None:
    settings = "exclude_docs: notices/"
    assert found(starter, settings)
    row = "{id: NOTICES, title: Notice templates, class: runbook, owner: privacy-officer, pages: [docs/notices/*.md]"
    starter.change("data/register.yml", row, f"{row}, retired: 2026-01-01")
    assert found(starter, settings) == []


def test_what_mkdocs_leaves_out_by_itself_counts() -> None:
    assert takes_off("templates/a.md", ()) == "MkDocs"
    assert takes_off("policy/.a.md", ()) == "MkDocs"
    assert takes_off("policy/a.md", ()) is None


def test_a_value_that_only_the_environment_tells_is_for_apr_40(starter: Starter) -> None:
    found(starter, "draft_docs: !ENV [DRAFTS, '']")
    assert [f.message for f in starter.findings("APR-40") if "draft_docs" in f.message]


def test_a_strict_build_stops_with_the_same_sentence(tmp_path: Path) -> None:
    company = Company.of(tmp_path)
    settings = (company.root / "mkdocs.yml").read_text(encoding="utf-8")
    company.pushes({"mkdocs.yml": f"{settings}\ndraft_docs: severity.md\n"})
    code, out = company.builds()
    assert code == 1
    assert said(PAGE, "which POL-IR governs", "draft_docs").removeprefix("mkdocs.yml: ") in out
