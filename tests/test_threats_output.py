"""Threats 30, 33, 35, 38 and 39: what a history says reaches no terminal, runner or file system as a command."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pull_requests import BEN, DANA, DAY, KEY_OF, PAGE, asks, checks, more_in, proposes, standing, text_of
from ratified.git.history import open_history

if TYPE_CHECKING:
    from histories import Repo

pytest_plugins = ["history_fixtures"]


NASTY = "Eve\x1b]8;;https://elsewhere.example\x07 \u202eevE ##[error]x ::error::y <script>"


@pytest.mark.parametrize("format_", ["text", "json", "github", "sarif", "markdown"])
def test_threats_33_38_and_39_names_and_subjects_reach_no_output_raw(
    format_: str, company: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    branch = proposes(
        company, more_in(PAGE), by=f"{NASTY} <eve@elsewhere.example>".replace("<script>", "script"), message=NASTY
    )
    _, proposed = checks(company, capsys, "--format", format_)
    company.merges(DANA, branch=branch, sign=KEY_OF[DANA], message=f"Merge {NASTY}")
    _, landed = asks(company, capsys, "check", "--ref", "main", "--format", format_)
    lines = [*proposed, *landed]
    address = "eve(at)elsewhere.example" if format_ == "markdown" else "eve@elsewhere.example"
    assert any(address in line for line in lines)
    raw = "\n".join(lines)
    assert not [sign for sign in "\x1b\x07\u202e" if sign in raw]
    if format_ in ("text", "github"):
        assert not [line for line in lines if "##[" in line]
        assert not [line for line in lines if line.strip().startswith("::") and line.strip().startswith("::error::")]


def test_threats_38_and_39_the_log_says_no_subject_raw(company: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    branch = proposes(company, more_in(PAGE), by=f"{NASTY} <eve@elsewhere.example>".replace("<script>", "script"))
    company.merges(DANA, branch=branch, sign=KEY_OF[DANA], message=f"{NASTY}\n\n::error::z\n")
    for options in (["log", "POL-IR", "--ref", "main"], ["status", "POL-IR", "--ref", "main"]):
        _, lines = asks(company, capsys, *options)
        assert not [sign for sign in "\x1b\x07\u202e" if sign in "\n".join(lines)]
        assert not [line for line in lines if "##[" in line or line.strip().startswith("::")]


@pytest.mark.parametrize("base", ["nowhere", "--output=x", "main..HEAD", ""])
def test_a_base_that_names_no_commit_is_undecided(base: str, company: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    proposes(company, more_in(PAGE))
    code, lines = asks(company, capsys, "check", f"--base={base}")
    assert code == 2
    assert lines


def test_a_shallow_checkout_of_a_pull_request_is_undecided(company: Repo, tmp_path: Path) -> None:
    company.git("clone", "-q", "--depth", "1", f"file://{company.root}", str(tmp_path / "cut"))
    program = str(Path(sys.executable).parent / "ratified")
    command = [program, "check", "--repo", str(tmp_path / "cut"), "--base", "origin/main", "--as-of", DAY]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "fetch-depth: 0" in done.stderr
    assert done.stdout == ""


def test_threat_30_what_a_page_calls_is_never_run_by_judging_it(
    company: Repo, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stolen = tmp_path / "stolen"
    attack = f"{{{{ ().__class__.__base__.__subclasses__() }}}} {{% set x = open('{stolen}', 'w') %}}\n"
    macro = f"open({str(stolen)!r}, 'w')\n"
    company.pushes(BEN, {PAGE: text_of(PAGE) + attack, "macros/__init__.py": macro, "ratified.py": macro, "git": macro})
    asks(company, capsys, "check", "--ref", "main")
    stands = standing(company, capsys)
    assert (stands["POL-IR"], stands["SITE-LAYOUT"]) == (("unapproved", ""),) * 2
    assert not stolen.exists()


@pytest.mark.parametrize("name", [b"..", b".", b".git", b"a/b", b""])
def test_threat_35_a_tree_with_a_name_that_leads_out_holds_nothing(name: bytes, repo: Repo, tmp_path: Path) -> None:
    blob = repo.blob("x\n")
    tree = repo.object("tree", b"100644 " + name + b"\0" + bytes.fromhex(blob))
    docs = repo.object("tree", b"40000 docs\0" + bytes.fromhex(tree))
    repo.land(repo.commit([repo.tip], docs, "dana", "Change it"))
    before = set(tmp_path.rglob("*"))
    with open_history(repo.root) as history:
        assert {path: blob.mode for path, blob in history.listing(history.tip).items()} == {"docs": "040000"}
    assert repo.verdict().verdict == "unapproved"
    assert {path for path in tmp_path.rglob("*") if "ratified" not in path.parts} == before
