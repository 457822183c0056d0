"""`ratified owners`: it prints the file, writes it where the forge reads it, and loses nobody's lines."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import click
import pytest

from conftest import ROOT
from ratified.analysis.owner_text import by_command
from ratified.cli.main import main, ratified

if TYPE_CHECKING:
    from pathlib import Path

DAY = "2026-11-22"
HUB, LAB, TEA = ".github/CODEOWNERS", ".gitlab/CODEOWNERS", ".gitea/CODEOWNERS"


@pytest.fixture
def company(tmp_path: Path) -> Path:
    """The data and pages of this repository in a repository of git without any file of a forge."""
    root = tmp_path / "company"
    for folder in ("data", "docs", "runbooks"):
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("*.webp"))
    subprocess.run(["git", "-C", str(root), "init", "-q", "-b", "main"], check=True)
    return root


def run(company: Path, *words: str) -> int:
    return main(["owners", "--repo", str(company), "--as-of", DAY, *words])


def test_it_prints_the_file_for_github_where_nothing_tells_and_writes_nothing(
    company: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(company) == 0
    out, err = capfd.readouterr()
    assert by_command(out.encode())
    assert "\n/docs/policy/ @priya-raman @madeyemi\n" in out
    assert err == ""
    assert not (company / ".github").exists()


@pytest.mark.parametrize(
    ("files", "words", "path", "line"),
    [
        ([], [], HUB, "/docs/policy/ @priya-raman @madeyemi"),
        ([".github/workflows/a.yml"], [], HUB, "/docs/policy/ @priya-raman @madeyemi"),
        ([".gitlab-ci.yml"], [], LAB, "/docs/policy/ @priya-raman @madeyemi"),
        ([".forgejo/workflows/a.yml"], [], TEA, r"docs/policy/.*\\.md @priya-raman @madeyemi"),
        ([".gitlab-ci.yml"], ["--forge", "gitea"], TEA, r"docs/policy/.*\\.md @priya-raman @madeyemi"),
        ([], ["--forge", "gitlab"], LAB, "/docs/policy/ @priya-raman @madeyemi"),
    ],
)
def test_it_writes_the_file_where_the_forge_of_the_repository_reads_it(
    company: Path, capfd: pytest.CaptureFixture[str], files: list[str], words: list[str], path: str, line: str
) -> None:
    for file in files:
        (company / file).parent.mkdir(parents=True, exist_ok=True)
        (company / file).write_text("\n", encoding="utf-8")
    assert run(company, "--write", *words) == 0
    out, _ = capfd.readouterr()
    assert out.startswith(f"{path} is there now; it counts on the Git host once main has it\n")
    assert f"    git add -- {path}\n" in out
    assert line in (company / path).read_text(encoding="utf-8").split("\n")
    before = (company / path).read_bytes()
    assert run(company, "--write", *words) == 0
    assert capfd.readouterr().out == f"{path} is as the register asks for; nothing was written\n"
    assert (company / path).read_bytes() == before


def test_a_file_that_it_wrote_is_written_again_when_the_roster_changes(
    company: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(company, "--write") == 0
    people = company / "data/people.yml"
    people.write_text(people.read_text(encoding="utf-8").replace("login: madeyemi,", "login: marcus-a,"), "utf-8")
    written = company / HUB
    written.write_bytes(written.read_bytes().replace(b"\n", b"\r\n"))  # as git lays it out on Windows
    capfd.readouterr()
    assert run(company, "--write") == 0
    assert capfd.readouterr().out.startswith(f"{HUB} was written again; ")
    assert "\n/docs/policy/ @priya-raman @marcus-a\n" in written.read_text(encoding="utf-8")


def test_lines_of_somebodys_own_are_shown_and_kept_until_it_is_told_to_replace_them(
    company: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(company, "--write") == 0
    own = (company / HUB).read_bytes() + b"/src/ @dana\n"
    (company / HUB).write_bytes(own)
    capfd.readouterr()
    assert run(company, "--write") == 2
    out, err = capfd.readouterr()
    assert out.startswith(f"--- a/{HUB}\n+++ b/{HUB}\n@@ ")
    assert [line for line in out.split("\n") if re.match("[-+](?![-+])", line)] == ["-/src/ @dana"]
    assert f"{HUB} has lines that this command did not write; nothing was written." in err
    assert f"`ratified owners --repo {company} --forge github --write --replace`" in err
    assert (company / HUB).read_bytes() == own
    assert run(company, "--write", "--replace") == 0
    assert by_command((company / HUB).read_bytes())
    assert b"/src/" not in (company / HUB).read_bytes()


def test_a_file_of_another_place_that_the_forge_reads_first_is_the_one(company: Path) -> None:
    (company / "CODEOWNERS").write_text("* @dana\n", encoding="utf-8")
    assert run(company, "--write", "--replace") == 0
    assert by_command((company / "CODEOWNERS").read_bytes())
    assert not (company / HUB).exists()


def test_a_link_is_not_written_through(company: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "elsewhere").write_text("mine\n", encoding="utf-8")
    (company / ".github").mkdir()
    (company / HUB).symlink_to(tmp_path / "elsewhere")
    assert run(company, "--write", "--replace") == 2
    assert f"{HUB} cannot be read: a symbolic link out of the repository" in capfd.readouterr().err
    assert (tmp_path / "elsewhere").read_text(encoding="utf-8") == "mine\n"


def test_whom_it_cannot_ask_is_told_beside_the_file(company: Path, capfd: pytest.CaptureFixture[str]) -> None:
    people = company / "data/people.yml"
    text = people.read_text(encoding="utf-8").replace("    forge: {login: madeyemi, id: 4181}\n", "")
    people.write_text(text, encoding="utf-8")
    assert run(company) == 0
    out, err = capfd.readouterr()
    assert err == "ratified: marcus is not asked: marcus has no `forge.login` in data/people.yml; add it\n"
    assert "# Marcus is not asked: marcus has no `forge.login` in data/people.yml; add it.\n/docs/policy/ @priya" in out


@pytest.mark.parametrize(
    ("files", "words", "said"),
    [
        ([], ["--forge", "bitbucket"], "Bitbucket Cloud reads no CODEOWNERS."),
        (["bitbucket-pipelines.yml"], [], "Bitbucket Cloud reads no CODEOWNERS."),
        (
            [".gitlab-ci.yml", ".github/a.yml"],
            [],
            "here are files of GitHub and GitLab; say which is meant with --forge",
        ),
        ([], ["--replace"], "--replace says what --write may do; give both"),
        (["data/roles.yml"], [], "the data here cannot be read; `ratified check` lists what is wrong"),
    ],
)
def test_what_it_cannot_do_is_said(
    company: Path, capfd: pytest.CaptureFixture[str], files: list[str], words: list[str], said: str
) -> None:
    for file in files:
        (company / file).parent.mkdir(parents=True, exist_ok=True)
        (company / file).write_text("roles: 1\n", encoding="utf-8")
    assert run(company, *words) == 2
    out, err = capfd.readouterr()
    assert said in err
    assert out == ""


def test_a_policy_in_a_folder_has_no_file_of_its_own(
    tmp_path: Path, company: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    whole = tmp_path / "whole"
    shutil.copytree(company, whole / "policy", ignore=shutil.ignore_patterns(".git"))
    subprocess.run(["git", "-C", str(whole), "init", "-q"], check=True)
    assert run(whole / "policy", "--write") == 2
    assert "at the root of a repository alone, and this policy is its folder policy/;" in capfd.readouterr().err
    assert not (whole / "policy" / HUB).exists()


def test_the_example_of_its_help_runs(
    company: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ratified.get_command(click.Context(ratified), "owners")
    assert command is not None
    (example,) = re.findall(r"Example: ratified (.+)", command.help or "")
    monkeypatch.chdir(company)
    assert main([*example.split(), "--as-of", DAY]) == 0
    assert by_command(capsys.readouterr().out.encode())
