"""`ratified leave` and `join`: branches in the order in which they pass, refusals, and that nothing else moves."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from conftest import commit_everything
from journeys.afternoon import ROOT, Afternoon
from journeys.test_first_afternoon import adopted, begun
from ratified.cli.main import main
from ratified.cli.options import today

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Starter


pytestmark = (
    pytest.mark.nightly
)  # each begins with a company that adopts; by day the help's examples run these commands


@pytest.fixture
def company(tmp_path: Path) -> Afternoon:
    made = Afternoon(tmp_path, ROOT / ".venv/bin/ratified")
    begun(made)
    adopted(made)
    return made


def branches(company: Afternoon) -> list[str]:
    return company.git("for-each-ref", "--format=%(refname:short)", "refs/heads/leave*", "refs/heads/join*").out.split()


def test_a_leaver_on_call_makes_two_branches_in_the_order_in_which_they_pass(company: Afternoon) -> None:
    day = today()
    found = company.ratified("leave", "eve", "--on", str(day), by="finn")
    assert found.code == 0, found
    text = re.sub(r", [0-9a-f]{12}$", "", found.out, flags=re.MULTILINE)
    assert text.partition("Branch ")[2] == (
        f"leave-eve-1: roster: Eve Marsh leaves on {day} (ROSTER)\n"
        "  to be merged by Cem Aydin or Dia Okoye, who thereby approves ROSTER\n"
        "\n"
        f"Branch leave-eve-2: roster: Eve Marsh leaves on {day} (AUTHORITY)\n"
        "  to be merged by Ada Lindgren or Bo Castillo, who thereby approves AUTHORITY\n"
        "  only after leave-eve-1: until then the check would refuse it\n"
        "\n"
        "Finn Rask wrote it and cannot merge it. Next:\n"
        "    git push origin leave-eve-1\n"
        "    git push origin leave-eve-2\n"
        "Then open a pull request for each into main; whoever is named above merges it with a merge commit, on "
        f"{day} or before.\n"
        "After that: git pull, and ratified check.\n"
    )
    assert f"To look at, from {day + timedelta(days=1)} on:\n" in text
    assert re.search(
        r"^  (\w+ Lead): 1 holder, 2 needed; `ratified join NAME --email ADDRESS --role \w+-lead:deputy`$",
        text,
        re.MULTILINE,
    )
    assert branches(company) == ["leave-eve-1", "leave-eve-2"]
    assert company.git("diff", "--name-only", "main", "leave-eve-1").out == "data/oncall.yml\n"
    assert company.git("diff", "--name-only", "main", "leave-eve-2").out == "data/people.yml\ndata/roles.yml\n"
    assert company.git("status", "--porcelain").out == ""
    assert company.git("branch", "--show-current").out == "main\n"

    company.git("branch", "--quiet", "-D", "leave-eve-1")
    again = company.ratified("leave", "eve", "--on", str(day), "--to", "dia", by="finn")
    assert again.code == 2
    assert "there is a branch leave-eve-2 already; rename it" in again.err
    assert branches(company) == ["leave-eve-2"]


@pytest.mark.nightly
def test_what_would_not_pass_or_nobody_could_approve_makes_nothing(company: Afternoon) -> None:
    day = today()
    follower = company.ratified("leave", "dia", "--on", str(day), "--to", "bo", by="finn")
    assert follower.code == 2
    assert "merged as it is, leave-dia would not pass the check\n" in follower.err
    assert "ROL-06" in follower.err
    sponsor = company.ratified("leave", "bo", "--on", str(day), by="finn")
    assert sponsor.err.startswith("ratified: nothing was made:\ndata/register.yml:")
    stranger = company.ratified("join", "Gus Meyer", "--email", "gus@harbour.example", by="gus")
    assert "git's user.email gus@harbour.example is nobody in data/people.yml" in stranger.err
    (company.root / "data/waivers.yml").write_text("waivers: []\n", encoding="utf-8")
    edited = company.ratified("join", "Gus Meyer", "--email", "gus@harbour.example", by="finn")
    assert "the work tree differs from refs/heads/main: data/waivers.yml; merge that first" in edited.err
    assert branches(company) == []


def test_a_dry_run_prints_differences_and_wants_neither_an_author_nor_an_adoption(
    starter: Starter, capfd: pytest.CaptureFixture[str]
) -> None:
    commit_everything(starter.root)
    words = ["leave", "caleb", "--on", "2026-12-31", "--as-of", "2026-11-22", "--repo", str(starter.root)]
    assert main([*words, "--dry-run"]) == 0
    out, err = capfd.readouterr()
    assert err == ""
    assert out.startswith(
        "--- a/data/people.yml\n+++ b/data/people.yml\n@@ -85,6 +85,7 @@\n     name: Caleb Osei\n     kind: human\n"
        "     started: 2023-02-20\n+    left: 2026-12-31\n"
    )
    assert (
        "Who may approve from 2027-01-01 on:\n"
        "  policy (POL-IR): Priya Raman and Marcus Adeyemi\n"
        "  runbook (START-HERE, NOTICES, GLOSSARY and 10 more): Dana Okafor, Lee Brandt and Sofia Marchetti\n"
    ) in out
    assert "  s1-privacy: where Privacy Officer does not answer, Legal Counsel is the same, Ingrid Solberg\n" in out
    assert main([*words, "--to", "nobody"]) == 2
    assert capfd.readouterr().err == (
        "ratified: nothing was made:\nnobody is nobody in data/people.yml; name somebody by id\n"
    )


def test_half_an_account_and_a_role_in_another_form_are_usage_errors(capfd: pytest.CaptureFixture[str]) -> None:
    for words, sentence in (
        (["--login", "kims"], "--login and --account belong together; give both or neither"),
        (["--role", "scribe:primary"], "--role scribe:primary: write ROLE or ROLE:deputy"),
    ):
        assert main(["join", "Kim Sato", "--email", "kim@example.com", *words]) == 2
        assert sentence in capfd.readouterr().err
