"""A strict build is strict: a page left out of the navigation, an absolute link and a dead anchor each fail it, also
where the command line asks for quiet.
"""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from mkdocs.__main__ import cli

from conftest import ROOT, commit_everything
from ratified.site import plugin
from serving import AS_OF
from verdict_samples import everything_approved, known_at_once

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "---\ntitle: {}\n---\n\n"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site of two governed pages whose settings say nothing of what is warned about."""
    for folder in ("data", "macros"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/start-here.md").write_text(f"{HEAD.format('Home')}See [the other](glossary.md#here).\n", "utf-8")
    (tmp_path / "docs/glossary.md").write_text(f"{HEAD.format('Other')}## Here\n", "utf-8")
    plugins = [{"ratified": {"as_of": AS_OF}}, {"macros": {"module_name": "macros"}}]
    settings = {
        "site_name": "x",
        "theme": {"name": "mkdocs"},
        "plugins": plugins,
        "nav": ["start-here.md", "glossary.md"],
    }
    (tmp_path / "mkdocs.yml").write_text(json.dumps(settings), "utf-8")
    commit_everything(tmp_path)
    monkeypatch.setattr(plugin, "stand_ahead", known_at_once(everything_approved))
    monkeypatch.setattr(
        "ratified.site.plugin.generated", lambda book, site_name: {}
    )  # pages of rules, which are no matter here
    return tmp_path


FAULTS = {
    "a page left out of the navigation": ("docs/lost.md", f"{HEAD.format('Lost')}Nobody finds it.\n"),
    "an absolute link": ("docs/glossary.md", f"{HEAD.format('Other')}## Here\n\n[Home](/start-here.md)\n"),
    "a dead anchor": ("docs/glossary.md", f"{HEAD.format('Other')}## There\n"),
}


def built(root: Path, *options: str) -> tuple[int, str]:
    """What `mkdocs build` says and how it ends."""
    command = ["build", "-f", str(root / "mkdocs.yml"), "-d", str(root / "site"), *options]
    done = CliRunner().invoke(cli, command)
    return done.exit_code, done.output


@pytest.mark.parametrize("options", [("--strict",), ("--strict", "--quiet")], ids=" ".join)
@pytest.mark.parametrize(("path", "text"), FAULTS.values(), ids=FAULTS.keys())
def test_each_of_these_fails_a_strict_build(path: str, text: str, options: tuple[str, ...], root: Path) -> None:
    (root / path).write_text(text, encoding="utf-8")
    code, said = built(root, *options)
    assert (code, "Aborted with 1 warnings in strict mode!" in said) == (1, True), said


@pytest.mark.parametrize("options", [("--strict",), ("--strict", "--quiet")], ids=" ".join)
def test_a_sound_site_passes(options: tuple[str, ...], root: Path) -> None:
    assert built(root, *options)[0] == 0


def test_a_quiet_build_that_is_not_strict_stays_quiet(root: Path) -> None:
    (root / "docs/lost.md").write_text(FAULTS["a page left out of the navigation"][1], encoding="utf-8")
    assert built(root, "--quiet") == (0, "")


def test_nothing_that_we_ship_or_say_builds_strictly_and_quietly() -> None:
    files = [*ROOT.glob("*.md"), ROOT / "Makefile", *ROOT.glob(".github/**/*.yml"), *ROOT.glob("docs/**/*.md")]
    files += [*ROOT.glob("benchmarks/*.py"), *ROOT.glob("decisions/*.md"), *ROOT.glob(".ci/*")]
    told = {file.name for file in files if re.search(r"--strict +(--quiet|-q)\b", file.read_text(encoding="utf-8"))}
    assert told <= {"CHANGELOG.md", "0024-bound-to-bytes.md"}
