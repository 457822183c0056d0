"""From an empty folder to a policy in force and its first amendment, in twelve commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from journeys.afternoon import ANSWERS, ROOT, Afternoon
from journeys.ci_steps import CleanRunner, scripts
from journeys.shipped import KINDS, is_of_use, runs_on_clean_clones

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser


@pytest.fixture
def afternoon(tmp_path: Path, program: Path) -> Afternoon:
    return Afternoon(tmp_path, program)


def begun(afternoon: Afternoon) -> None:
    """Init, and the draft on main."""
    made = afternoon.ratified("init", "policies", "--answers", "answers.yml", here=False)
    assert made.code == 0, made
    afternoon.git("add", "--all")
    afternoon.git("commit", "--quiet", "--message", "policy: Begin")


def adopted(afternoon: Afternoon) -> None:
    first = afternoon.ratified("adopt")
    assert first.code == 0, first
    afternoon.merge("adopt", by="bo")
    second = afternoon.ratified("adopt")
    assert second.code == 0, second
    afternoon.merge("take-on-1", by="cem")


@pytest.mark.nightly
@pytest.mark.browser
def test_what_it_ships_runs_on_a_clean_clone_and_its_pages_are_of_use_to_everybody(
    afternoon: Afternoon, tmp_path: Path, browser: Browser
) -> None:
    begun(afternoon)
    adopted(afternoon)
    runs_on_clean_clones(afternoon, tmp_path, "docs/policy/review.md")
    is_of_use(tmp_path, browser, KINDS)


def test_a_company_of_six_in_two_zones(afternoon: Afternoon) -> None:
    begun(afternoon)
    adopted(afternoon)
    assert set(afternoon.status().values()) == {"approved"}

    page = afternoon.root / "docs/policy/review.md"
    afternoon.git("switch", "--quiet", "--create", "amend")
    page.write_text(page.read_text("utf-8") + "\nReviews are friendly.\n", encoding="utf-8")
    afternoon.git("commit", "--quiet", "--all", "--message", "policy: Friendly reviews")
    afternoon.git("switch", "--quiet", "main")
    afternoon.merge("amend", by="bo")
    found = afternoon.ratified("check")
    assert (found.code, found.out.strip().split("\n")[-1].split(",")[0]) == (0, "0 errors"), found
    assert set(afternoon.status().values()) == {"approved"}
    assert len(afternoon.commands) <= 12


@pytest.mark.nightly
def test_an_adoption_that_was_merged_unsigned_is_made_good_without_rewriting_main(afternoon: Afternoon) -> None:
    begun(afternoon)
    assert afternoon.ratified("adopt").code == 0
    afternoon.git("merge", "--quiet", "--no-ff", "-m", "Merge adopt", "adopt", by="bo")
    slip = afternoon.git("rev-parse", "main").out.strip()
    found = afternoon.ratified("check")
    assert found.code == 1
    assert "by an approver of class authority who wrote none of it since then: Bo Castillo can" in found.out
    again = afternoon.ratified("adopt")
    assert "Branch adopt-again: policy: Approve the adoption" in again.out
    assert "to be merged by Bo Castillo, who thereby approves AUTHORITY\n" in again.out
    afternoon.merge("adopt-again", by="bo")
    assert afternoon.status()["AUTHORITY"] == "approved"
    assert afternoon.ratified("adopt").code == 0
    afternoon.merge("take-on-1", by="bo")
    afternoon.merge("take-on-2", by="cem")
    assert set(afternoon.status().values()) == {"approved"}
    afternoon.git("merge-base", "--is-ancestor", slip, "main")


@pytest.mark.nightly
def test_a_team_that_squashes_is_told_why_and_goes_on_with_a_merge_commit(afternoon: Afternoon) -> None:
    begun(afternoon)
    assert afternoon.ratified("adopt").code == 0
    afternoon.git("merge", "--quiet", "--squash", "adopt", by="bo")
    afternoon.git("commit", "--quiet", "--message", "policy: Adopt (#1)", by="bo")
    assert "was squashed, which hides who merged it" in afternoon.ratified("status", "AUTHORITY").out
    refused = afternoon.ratified("adopt")
    assert refused.code == 2
    assert "Ada Lindgren and Bo Castillo may, and wrote part of it" in refused.err
    assert "or let somebody else write this change" in refused.err
    assert set(afternoon.status().values()) == {"draft"}
    assert afternoon.ratified("adopt", by="cem").code == 0
    afternoon.merge("adopt-again", by="ada")
    assert afternoon.status()["AUTHORITY"] == "approved"


PIPELINES = {
    "gitlab": (".gitlab-ci.yml", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME"),
    "bitbucket": ("bitbucket-pipelines.yml", "BITBUCKET_PR_DESTINATION_BRANCH"),
    "gitea": (".gitea/workflows/check.yml", "GITHUB_BASE_REF"),
}
TEMPLATES = {
    "gitlab component": (ROOT / "templates/check.yml", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME"),
    "azure": (ROOT / "templates/azure-pipelines.yml", "SYSTEM_PULLREQUEST_TARGETBRANCH"),
}
"""Pipelines that `init` does not write, in place of the one that it writes for GitLab."""


@pytest.mark.nightly
@pytest.mark.parametrize("forge", [*PIPELINES, *TEMPLATES])
def test_the_pipelines_of_other_forges_run_on_a_clean_clone(forge: str, tmp_path: Path, program: Path) -> None:
    asked = "gitlab" if forge in TEMPLATES else forge
    company = Afternoon(tmp_path, program, ANSWERS.replace("forge: github", f"forge: {asked}"))
    begun(company)
    adopted(company)
    company.git("switch", "--quiet", "--create", "amend")
    page = company.root / "docs/policy/review.md"
    page.write_text(page.read_text("utf-8") + "\nReviews are friendly.\n", encoding="utf-8")
    company.git("commit", "--quiet", "--all", "--message", "policy: Friendly reviews")
    company.git("switch", "--quiet", "main")
    name, base = TEMPLATES.get(forge) or PIPELINES[forge]
    jobs = scripts(company.root / name)
    for job, ref in (("proposal", "origin/amend"), ("main", "origin/main")):
        runner = CleanRunner(tmp_path / job)
        runner.clone(company.root, ref, "policy")
        text = "\n".join(jobs[job])
        given = {"CI_BUILDS_DIR": str(runner.folder), "AGENT_TEMPDIRECTORY": str(runner.folder / "temp")}
        done = runner.run(f"cd policy\n{text}", LOCK="requirements/site.txt", **given, **{base: "main"})
        assert done.returncode == 0, (job, done.stdout, done.stderr)
        assert ("POL-IR is pending: Bo Castillo" in done.stdout) == (job == "proposal")
    assert forge in TEMPLATES or (tmp_path / "main/policy/build/site/index.html").is_file()
