"""`ratified adopt`: what it makes, what it refuses with which line, and that it leaves everything else as it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from journeys.afternoon import ANSWERS, ROOT, Afternoon
from ratified.init import writing
from test_init import plan

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def draft(tmp_path: Path) -> Afternoon:
    """A draft on main, with nobody's key."""
    company = Afternoon(tmp_path, ROOT / ".venv/bin/ratified")
    land(company, ANSWERS)
    return company


def land(company: Afternoon, text: str, *changes: tuple[str, str, str]) -> None:
    files = dict(plan(text).files)
    for path, old, new in changes:
        assert old.encode() in files[path]
        files[path] = files[path].replace(old.encode(), new.encode())
    writing.write(company.root, writing.git_folder(company.root), files)
    company.git("add", "--all")
    company.git("commit", "--quiet", "--allow-empty", "--message", "policy: Begin")


def change(company: Afternoon, path: str, old: str, new: str) -> None:
    file = company.root / path
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def branches(company: Afternoon) -> list[str]:
    return company.git("for-each-ref", "--format=%(refname:short)", "refs/heads").out.split()


def refused(company: Afternoon, by: str = "ada") -> str:
    found = company.ratified("adopt", by=by)
    assert (found.code, found.out) == (2, ""), found
    assert branches(company) == ["main"]
    return found.err


def test_it_makes_one_branch_and_leaves_the_work_tree_and_what_is_checked_out(draft: Afternoon) -> None:
    found = draft.ratified("adopt")
    assert found.code == 0, found
    assert draft.git("status", "--porcelain").out == ""
    assert draft.git("branch", "--show-current").out == "main\n"
    assert draft.git("diff", "--stat", "main", "adopt").out.count("|") == 3
    assert "+status: adopted" in draft.git("diff", "main", "adopt", "--", "data/register.yml").out
    assert (
        draft.git("log", "-1", "--format=%an <%ae> %s", "adopt").out
        == "Ada Lindgren <ada@harbour.example> policy: Adopt\n"
    )
    assert "  to be merged by Bo Castillo, who thereby approves AUTHORITY and POL-IR\n" in found.out
    assert len(re.findall(r"^  pins the key [0-9A-F]{40} \(github-web-flow-20", found.out, re.MULTILINE)) == 2
    again = draft.ratified("adopt")
    assert "there is a branch adopt already; rename it (`git branch -m adopt OTHER`)" in again.err


@pytest.mark.nightly
def test_without_a_key_of_a_forge_that_signs_it_says_which_line_is_missing(tmp_path: Path) -> None:
    company = Afternoon(tmp_path, ROOT / ".venv/bin/ratified")
    land(company, ANSWERS.replace("forge: github", "forge: gitlab"))
    said = refused(company)
    assert re.search(
        r"data/register\.yml:\d+:\d+: policy and authority ask for proof `signed`, and none of bo has a key in", said
    )
    assert "`ratified trust key bo FILE`, merge that into main, then run this again" in said
    assert company.ratified("trust", "key", "bo", str(company.keys / "bo.pub")).code == 0
    assert company.ratified("trust", "key", "cem", str(company.keys / "cem.pub")).code == 0
    assert "the work tree differs from refs/heads/main: data/trust/allowed_signers" in refused(company)
    company.git("add", "--all")
    company.git("commit", "--quiet", "--message", "trust: Keys")
    assert company.ratified("adopt").code == 0


def test_whoever_is_the_only_approver_cannot_write_it_and_one_alone_is_refused(draft: Afternoon) -> None:
    holders = "      - {person: bo, as: deputy, since: "
    line = next(
        one for one in (draft.root / "data/roles.yml").read_text("utf-8").split("\n") if one.startswith(holders)
    )
    change(draft, "data/roles.yml", f"{line}\n", "")
    change(draft, "data/roles.yml", "minimum_holders: 2", "minimum_holders: 1")
    assert draft.ratified("owners", "--write").code == 0
    draft.git("commit", "--quiet", "--all", "--message", "data: One sponsor")
    said = refused(draft)
    assert "nobody but ada, who would write it, may approve AUTHORITY; let somebody else run this" in said
    assert "Ada Lindgren alone may approve AUTHORITY, and once they are gone nobody can" in said
    assert "Ada Lindgren alone may approve AUTHORITY" in refused(draft, by="bo")
    accepted = "single_approver: {accepted: true, reason: We are two}\nclasses:\n"
    change(draft, "data/register.yml", "classes:\n", accepted)
    draft.git("commit", "--quiet", "--all", "--message", "data: Accepted")
    found = draft.ratified("adopt", by="bo")
    assert found.code == 0, found
    assert "to be merged by Ada Lindgren, who thereby approves AUTHORITY" in found.out


@pytest.mark.nightly
def test_who_is_nobody_in_the_roster_cannot_write_it(draft: Afternoon) -> None:
    change(draft, "data/people.yml", "ada@harbour.example", "ada.l@harbour.example")
    draft.git("commit", "--quiet", "--all", "--message", "data: Another address")
    assert "git's user.email ada@harbour.example is nobody in data/people.yml" in refused(draft)


@pytest.mark.nightly
def test_after_the_adoption_each_group_has_a_branch_and_at_the_end_nothing_is_left(tmp_path: Path) -> None:
    company = Afternoon(tmp_path, ROOT / ".venv/bin/ratified")
    land(company, (tmp_path / "answers.yml").read_text("utf-8"))
    assert company.ratified("adopt").code == 0
    company.merge("adopt", by="bo")
    verdicts = company.status()
    assert {id_ for id_, verdict in verdicts.items() if verdict == "approved"} == {"POL-IR", "AUTHORITY"}
    by_lead = company.ratified("adopt", by="cem")
    assert "to be merged by Dia Okoye, who thereby approves START-HERE, NOTICES" in by_lead.out
    company.git("branch", "-D", "take-on-1")
    assert company.ratified("adopt").code == 0
    company.merge("take-on-1", by="cem")
    assert set(company.status().values()) == {"approved"}
    first = company.git("rev-list", "--first-parent", "--merges", "main").out.split()[-1]
    told = company.ratified("adopt").out
    assert told.startswith(f"Adopted in commit {first}\n")
    assert f"\n    gh variable set RATIFIED_BOOTSTRAP --body {first}\n" in told
    assert told.endswith("\nEvery document is approved; nothing is left to adopt.\n")
    assert company.ratified("check", "--anchor", first).code == 0
    company.git("switch", "--quiet", "--orphan", "anew")
    company.git("restore", "--source", "main", "--staged", "--worktree", ".")
    company.git("commit", "--quiet", "--message", "policy: Begin again")
    company.git("branch", "--quiet", "--force", "main", "HEAD")
    company.git("switch", "--quiet", "main")
    rewritten = company.ratified("check", "--anchor", first)
    assert rewritten.code == 1
    assert [line.split(" ")[2] for line in rewritten.out.splitlines() if " error " in line] == ["APR-18", "APR-24"]


@pytest.mark.nightly
def test_what_was_pushed_meanwhile_is_listed_and_only_who_can_approve_all_is_named(tmp_path: Path) -> None:
    company = Afternoon(tmp_path, ROOT / ".venv/bin/ratified")
    land(company, (tmp_path / "answers.yml").read_text("utf-8"))
    assert company.ratified("adopt").code == 0
    company.merge("adopt", by="bo")
    change(company, "data/people.yml", "started: 2024-02-01", "started: 2024-02-02")
    company.git("commit", "--quiet", "--all", "--message", "data: A slip", by="cem")
    found = company.ratified("adopt", by="finn")
    assert found.code == 0, found
    assert re.search(
        r"Branch take-on-1: policy: Take on AUTHORITY, [0-9a-f]{12}\n"
        r"  to be merged by Ada Lindgren or Bo Castillo, who thereby approves AUTHORITY\n"
        r"  approves with it what nobody has approved: [0-9a-f]{12} of [0-9-]+, by Cem Aydin <cem@\S+>: .*2024-02-02",
        found.out,
    ), found.out
    company.merge("take-on-1", by="ada")
    assert company.status()["AUTHORITY"] == "approved"


@pytest.mark.nightly
def test_an_error_on_main_keeps_the_first_adoption_from_being_made(draft: Afternoon) -> None:
    change(draft, "data/roles.yml", "minimum_holders: 2", "minimum_holders: 9")
    draft.git("commit", "--quiet", "--all", "--message", "data: Too many")
    assert "merged as it is, adopt would not pass the check\n  data/roles.yml:" in refused(draft)
