"""What a company gets from us, tried as the forge and its readers would: its workflows, and its pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from journeys.ci_steps import CleanRunner, steps
from serving import served
from visits import Visit, found_in_both_schemes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from playwright.sync_api import Browser

    from journeys.afternoon import Afternoon

KINDS = [
    *("", "start-here/", "policy/severity/", "policy/escalation/", "policy/notification/", "runbooks/"),
    *("runbooks/RB-03-data-exfiltration/", "notices/notice-authority/", "incidents/", "exercises/", "people/"),
    *("corrective-actions/", "clocks/", "clock-catalogue/", "coverage/", "how-to-amend/", "approval-rules/"),
    *("glossary/", "approvals/", "amendments/", "for-the-assessor/", "rules/", "rules/APR-01/", "404.html"),
]
"""One page of each kind that a company without records has."""


def runs_on_clean_clones(company: Afternoon, folder: Path, page: str) -> None:
    """A pull request that amends a page, a push to main, and the site: each step of the workflows, as it stands."""
    company.git("switch", "--quiet", "--create", "to-amend", "main")
    file = company.root / page
    file.write_text(file.read_text("utf-8") + "\nReviews are friendly.\n", encoding="utf-8")
    company.git("commit", "--quiet", "--all", "--message", "policy: Friendly reviews")
    company.git("switch", "--quiet", "--create", "would-land", "main")
    company.git("merge", "--quiet", "--no-ff", "-m", "Merge to-amend into main", "to-amend")
    company.git("switch", "--quiet", "main")

    pull = CleanRunner(folder / "pull")
    pull.clone(company.root, "origin/would-land", "proposal")
    pull.clone(company.root, "origin/main", "base")
    shell = steps(company.root, "check.yml", "proposal")
    for name in ("Find the base", "Install the base's tool", "Check"):
        said = pull.run(shell[name], GITHUB_BASE_REF="main", BASE=company.git("rev-parse", "main").out.strip())
        assert said.returncode == 0, (name, said.stdout, said.stderr)

    push = CleanRunner(folder / "push")
    push.clone(company.root, "origin/main", "policy")
    shell = steps(company.root, "check.yml", "main")
    for name in ("Install the tool", "Take the anchors", "Check", "Say what was seen", "Write the status"):
        said = push.run(shell[name], BEFORE="0" * 40)
        assert said.returncode == 0, (name, said.stdout, said.stderr)

    site = CleanRunner(folder / "site")
    site.clone(company.root, "origin/main", "policy")
    shell = steps(company.root, "site.yml", "build")
    for name in ("Install", "Build strictly", "Verify what was built"):
        said = site.run(f"cd policy\n{shell[name]}")
        assert said.returncode == 0, (name, said.stdout, said.stderr)


def is_of_use(folder: Path, browser: Browser, kinds: Sequence[str]) -> None:
    """Pages of the site that was built there, in light and dark, without anything that axe finds."""
    with served(folder / "site/policy/build/site") as address:
        visit = Visit(browser, address)
        for kind in kinds:
            assert found_in_both_schemes(visit.open(kind), kind, every=True) == [], kind
        assert visit.wrong == []
        visit.context.close()
