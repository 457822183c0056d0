"""The starter as an adopted company, and pull requests to it through the real command line."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from conftest import ROOT
from histories import Change, Repo, at
from ratified.cli.main import main

if TYPE_CHECKING:
    import pytest

DAY = "2026-11-22"
PAGE, REGISTER, ROLES, ONCALL = "docs/policy/index.md", "data/register.yml", "data/roles.yml", "data/oncall.yml"
SIGNERS = "data/trust/allowed_signers"
BEN, HELEN = "Ben Whitcombe <ben@example.com>", "Helen Castellano <helen@example.com>"
PRIYA, DANA = "Priya Raman <priya@example.com>", "Dana Okafor <dana@example.com>"
LEE = "Lee Brandt <lee@example.com>"
KEY_OF = {PRIYA: "kim", HELEN: "ira", DANA: "dana", LEE: "lee", BEN: "max"}
POLICY_CAN = "Priya Raman or Marcus Adeyemi or Dana Okafor or Lee Brandt"


def text_of(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def replaced(path: str, old: str, new: str, text: str | None = None) -> dict[str, str]:
    text = text_of(path) if text is None else text
    assert text.count(old) == 1, f"{path} holds {old!r} {text.count(old)} times"
    return {path: text.replace(old, new)}


def reviewed(path: str, day: str) -> dict[str, str]:
    made, count = re.subn(r"^reviewed: .*$", f"reviewed: {day}", text_of(path), count=1, flags=re.MULTILINE)
    assert count == 1
    return {path: made}


def adopted_register() -> str:
    """The starter's register, adopted: one class for the policy, a roster that Helen alone approves, no periods."""
    text = text_of(REGISTER).replace("status: draft", "status: adopted")
    text = re.sub(r"periods:\n(  - .*\n)+", "", text)
    text = re.sub(
        r"  (policy|runbook|record|layout): \{approvers: \[[^]]*\]",
        r"  \1: {approvers: [security-lead, executive-sponsor]",
        text,
    )
    return re.sub(r"  roster: \{approvers: \[[^]]*\]", "  roster: {approvers: [people-lead]", text)


def begun(repo: Repo) -> Repo:
    """A company in its work tree, committed, adopted by Priya; then Helen approved the roster."""
    repo.now = at("2026-11-09")
    lines = "".join(f'{n.split(" ")[0].lower()} namespaces="git" {repo.keys.ssh(k)}\n' for n, k in KEY_OF.items())
    (repo.root / "data/trust").mkdir()
    (repo.root / SIGNERS).write_text(lines)
    repo.git("add", "--all")
    repo.land(repo.commit([], repo.git("write-tree"), BEN, "Begin"))
    lands(repo, PRIYA, {REGISTER: adopted_register()})
    lands(repo, HELEN, reviewed(ONCALL, "2026-11-10"))
    repo.git("repack", "-adq")  # it is copied for every test: a pack is one file
    return repo


def lands(repo: Repo, merger: str, change: Change, by: str = BEN, sign: str | None = "") -> str:
    return repo.merges(merger, by=by, change=change, sign=KEY_OF[merger] if sign == "" else sign)


def proposes(repo: Repo, change: Change, by: str = BEN, **more: Any) -> str:
    """A branch of a pull request, checked out as continuous integration does: its head, detached."""
    head = repo.branch(by, change, **more)
    repo.ref("HEAD", head)
    return head


def asks(repo: Repo, capsys: pytest.CaptureFixture[str], *arguments: str, day: str = DAY) -> tuple[int, list[str]]:
    """What the command says line by line, without the line that counts, and its exit code."""
    verb, *options = arguments
    capsys.readouterr()
    code = main([verb, "--repo", str(repo.root), "--as-of", day, *options])
    captured = capsys.readouterr()
    assert "Traceback" not in captured.err
    lines = (captured.out + captured.err).removesuffix("\n").split("\n")
    return code, [line for line in lines if not re.match(r"[0-9]+ errors?, ", line)]


def checks(repo: Repo, capsys: pytest.CaptureFixture[str], *options: str, day: str = DAY) -> tuple[int, list[str]]:
    """What the check says, but for the one warning that this company gets for never having held an exercise."""
    status, lines = asks(repo, capsys, "check", "--base", "main", *options, day=day)
    return status, [line for line in lines if " warning EXR-02 " not in line]


def codes(lines: list[str]) -> list[str]:
    return [found[0] for line in lines if (found := re.search(r"\b[A-Z]{3}-[0-9]{2}\b", line))]


def pending(document: str, who: str) -> str:
    return f"{document} is pending: {who} can approve it by merging with a merge commit"


def standing(repo: Repo, capsys: pytest.CaptureFixture[str]) -> dict[str, tuple[str, str]]:
    """Verdict and approver of every document on main."""
    _, lines = asks(repo, capsys, "status", "--format", "json", "--ref", "main")
    documents = json.loads("\n".join(lines))["documents"]
    return {d["id"]: (d["verdict"], (d["approval"] or {}).get("approver", "")) for d in documents}


def more_in(path: str) -> dict[str, str]:
    return {path: text_of(path) + "\nWe also keep a list.\n"}
