"""The help of every command has an example, and it runs."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from hashlib import sha256
from typing import TYPE_CHECKING

import click
import pytest
from click.testing import CliRunner

from journeys.afternoon import ANSWERS, ROOT
from ratified.cli.main import ratified
from ratified.cli.reference import commands, commands_page
from ratified.demo.writing import write_demo

if TYPE_CHECKING:
    from pathlib import Path

_EXAMPLE = re.compile(r"^ *Example: (ratified [^\n]+(?:\n +\S[^\n]*)*)", re.MULTILINE)
PARSED = {
    *("ratified pdf", "ratified site build", "ratified site serve", "ratified verify-site", "ratified adopt"),
    "ratified acknowledge",
}
"""Commands that want Chromium, a built site, a draft or somebody of the roster, or that never end: these have tests of
their own."""


EVERY = dict(commands(ratified, "ratified"))
GUIDES = ROOT / "guides"


def example(name: str) -> list[str]:
    found = _EXAMPLE.search(EVERY[name].help or "")
    assert found, f"{name} has no example"
    words = shlex.split(found[1])
    assert " ".join(words).startswith(f"{name}")
    return words[1:]


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo company, with what the examples name beside it."""
    folder = tmp_path_factory.mktemp("help")
    write_demo(folder / "company")
    (
        folder / "company/.github/CODEOWNERS"
    ).unlink()  # written by hand there, and `owners` takes the place of no such file
    (folder / "answers.yml").write_text(ANSWERS, encoding="utf-8")
    (folder / "company/old/policies").mkdir(parents=True)
    (folder / "company/old/policies/access.md").write_text("# Access Policy\n\nWords.\n", encoding="utf-8")
    issue = (ROOT / "tests/foreign_incidents/issue-12.json").read_text(encoding="utf-8")
    (folder / "company/issue-12.json").write_text(issue, encoding="utf-8")
    shutil.copytree(ROOT / "tests/host_answers/github", folder / "company/fetched")
    paths = sorted(path for path in (folder / "company/fetched").rglob("*.json"))
    sums = [
        f"{sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder / 'company/fetched')}\n" for path in paths
    ]
    (folder / "company/fetched/SHA256SUMS").write_text("".join(sums), encoding="ascii")
    (folder / ".ssh").mkdir()
    make = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "dana", "-f", str(folder / ".ssh/id_ed25519")]
    subprocess.run(make, check=True)
    return folder / "company"


def begun_anew(folder: Path) -> Path:
    """A repository that `init` wrote, on main: the demo company was written otherwise."""
    words = ["init", str(folder / "begun"), "--answers", str(folder / "answers.yml")]
    CliRunner().invoke(ratified, words, standalone_mode=False)
    who = ["-c", "user.name=Ada Lindgren", "-c", "user.email=ada@harbour.example"]
    for command in (["add", "--all"], [*who, "commit", "--quiet", "--message", "policy: Begin"]):
        subprocess.run(["git", *command], cwd=folder / "begun", check=True)
    for key, value in (("user.name", "Ada Lindgren"), ("user.email", "ada@harbour.example")):
        subprocess.run(["git", "config", key, value], cwd=folder / "begun", check=True)
    return folder / "begun"


@pytest.mark.parametrize("name", EVERY)
def test_every_command_has_an_example_that_runs(name: str, company: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = [word.replace("~", str(company.parent)) for word in example(name)]
    monkeypatch.chdir(company.parent if name == "ratified init" else company)
    if name == "ratified upgrade":
        monkeypatch.chdir(begun_anew(company.parent))
    if name in PARSED:
        steps = len(name.split()) - 1
        EVERY[name].make_context(name, words[steps:])
        return
    found = CliRunner().invoke(ratified, words, standalone_mode=False)
    assert found.exception is None, (found.exception, found.output)
    assert found.return_value in {0, 1}, found.output


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("ratified st", ["status"]),
        ("ratified status --mi", ["--mine"]),
        ("ratified site s", ["serve"]),
        ("ratified import inc", ["incident"]),
        ("ratified upg", ["upgrade"]),
        ("ratified upgrade --sp", ["--split"]),
    ],
)
def test_a_shell_completes_commands_and_options(typed: str, offered: list[str]) -> None:
    environment = {"PATH": "", "_RATIFIED_COMPLETE": "bash_complete", "COMP_WORDS": typed}
    environment["COMP_CWORD"] = str(len(typed.split()) - 1)
    found = subprocess.run([ROOT / ".venv/bin/ratified"], env=environment, capture_output=True, text=True, check=False)
    assert [line.split(",")[1] for line in found.stdout.splitlines()] == offered


def test_the_reference_is_what_the_help_says_now_and_has_every_option() -> None:
    page = (GUIDES / "commands.md").read_text(encoding="utf-8")
    assert page == commands_page(), "make schemas writes it anew"
    for name, command in EVERY.items():
        section = page.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
        options = [option for param in command.params for option in param.opts if option.startswith("--")]
        for option in options:
            told = page if option in {"--repo", "--as-of", "--help"} else section
            assert re.search(rf"`[^`]*{option}\b", told), (name, option)


def test_every_option_says_what_it_does() -> None:
    silent = [
        (name, param.name)
        for name, command in EVERY.items()
        for param in command.params
        if isinstance(param, click.Option) and not param.help
    ]
    assert silent == []
