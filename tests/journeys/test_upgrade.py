"""A company that was adopted is brought up to the next version, from the real wheels of both."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from journeys.afternoon import ROOT, Afternoon, installed
from journeys.test_first_afternoon import adopted, begun
from ratified.cli.options import today

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.nightly

RULE = '''

@rule("ROL-90", "error", "A page is friendly", response=False, since="0.2.0")
def friendly_page(case: RuleInput) -> RuleHits:
    """A page says *friendly*."""
    for page in case.book.pages:
        if "friendly" in case.book.page_text(page):
            yield RuleHit(Place(page.path), "the page is friendly", "take that out")
'''


@pytest.fixture(scope="module")
def newer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command of a version 0.2.0: other words in a page and a runbook, one page more, and a rule more."""
    source = tmp_path_factory.mktemp("newer") / "source"
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    for path in listed.split("\0")[:-1]:
        if (ROOT / path).is_file() and not path.startswith(("tests/", "docs/assets/screens/")):
            (source / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / path, source / path)
    for path in ("pyproject.toml", "src/ratified/__init__.py"):
        _edit(source / path, '"0.1.0"', '"0.2.0"')
    _edit(source / "docs/policy/review.md", "---\n\n", "---\n\nWhat follows is looked at once a year.\n\n", 1)
    runbook = next((source / "runbooks").glob("RB-01*"))
    runbook.write_text(runbook.read_text("utf-8") + "\nA sentence of the next version.\n", "utf-8")
    rules = source / "src/ratified/rules/roles/__init__.py"
    head, _, rest = rules.read_text("utf-8").partition("\nRULES")
    rule = RULE.replace("case.book.page_text(page)", '"\\n".join(line for b in page.blocks for line in b.source)')
    needed = (
        "from ratified.model.place import Place\nfrom ratified.rules.rule import RuleHit, RuleHits, RuleInput, rule\n"
    )
    first, _, below = head.partition("from __future__ import annotations\n")
    text = f"{first}from __future__ import annotations\n{needed}{below}{rule}\n\nRULES{rest}"
    rules.write_text(text.rstrip() + "\nRULES = (*RULES, friendly_page)\n", "utf-8")
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(source / "src")}
    subprocess.run([sys.executable, source / "schemas/write.py"], cwd=source, env=env, check=True)
    assert '"ROL-90"' in (source / "src/ratified/catalogue/rules.json").read_text("utf-8")
    return installed(tmp_path_factory.mktemp("wheel-of-newer"), source)


def _edit(file: Path, old: str, new: str, count: int = -1) -> None:
    text = file.read_text("utf-8")
    assert old in text, file
    file.write_text(text.replace(old, new, count), "utf-8")


def test_an_adopted_company_comes_up_to_the_next_version(tmp_path: Path, program: Path, newer: Path) -> None:
    company = Afternoon(tmp_path, program)
    begun(company)
    adopted(company)
    page = company.root / "docs/policy/review.md"
    company.git("switch", "--quiet", "--create", "amend")
    page.write_text(page.read_text("utf-8") + "\nReviews are friendly.\n", "utf-8")
    company.git("commit", "--quiet", "--all", "--message", "policy: Friendly reviews")
    company.git("switch", "--quiet", "main")
    company.merge("amend", by="bo")
    ours = page.read_text("utf-8")

    company.program = newer
    dry = company.ratified("upgrade", "--dry-run", by="eve")
    made = company.ratified("upgrade", by="eve")
    assert (dry.code, made.code) == (0, 0), (dry, made)
    assert made.out.split("Branch ")[0] == dry.out.split("Nothing was made")[0]
    assert "From ratified 0.1.0 to 0.2.0:\n" in made.out
    assert "Merged with what you changed (2 files):\n  docs/policy/review.md\n  runbooks/RB-01" in made.out
    assert "  requirements/wheels/ratified-0.1.0-py3-none-any.whl\n" in made.out.split("Taken out")[1]
    assert "  ROL-90 A page is friendly\n" in made.out
    assert "AUTHORITY and POL-IR: to be approved by Ada Lindgren or Bo Castillo\n" in made.out
    assert "No one person may approve all of it, so it is split once it is finished.\n" in made.out
    assert "Eve Marsh wrote it and cannot merge it.\n" in made.out
    assert made.out.endswith("Next:\n    ratified upgrade --split\n")

    split = company.ratified("upgrade", "--split", by="eve")
    assert split.code == 0, split
    merged = re.findall(r"^Branch (\S+): .*\n  to be merged by (\w+) ", split.out, re.MULTILINE)
    assert [name for name, _ in merged] == ["upgrade-0.2.0-1", "upgrade-0.2.0-2"]
    company.program = program  # in CI the version that main pins judges each part
    for name, _ in merged:
        judged = company.ratified("check", "--base", "main", "--ref", name)
        assert judged.code == 0, judged
    company.program = newer
    for name, who in merged:
        company.merge(name, by=who.lower())

    assert set(company.status().values()) == {"approved"}
    assert page.read_text("utf-8") == ours.replace("---\n\n", "---\n\nWhat follows is looked at once a year.\n\n", 1)
    waits_ninety_days(company)
    again = company.ratified("upgrade", by="eve")
    assert again.out == "Every file is as ratified 0.2.0 writes it, or as you changed it: nothing is to be done.\n"
    company.program = program
    older = company.ratified("upgrade", by="eve")
    assert (older.code, "was written by 0.2.0; install that or a newer one" in older.err) == (2, True)
    lock_installs(company, tmp_path / "tools")
    held = company.git("rev-list", "--objects", "main").out  # what the next upgrade merges from is main's for good
    assert " from-starter/docs/policy/review.md\n" in held


def waits_ninety_days(company: Afternoon) -> None:
    """The rule that came with the upgrade warns, says until when, and errs on the day after."""
    last = today() + timedelta(days=89)
    found = company.ratified("check")
    assert found.code == 0, found
    row = "docs/policy/review.md:1:1: warning ROL-90 the page is friendly"
    assert row in found.out, found
    assert f"new with 0.2.0: a warning until {last}, then an error" in found.out
    late = company.ratified("check", "--as-of", str(last + timedelta(days=1)))
    assert "docs/policy/review.md:1:1: error ROL-90 the page is friendly" in late.out
    assert f"**A warning here until {last}.**" in company.ratified("explain", "ROL-90").out


def lock_installs(company: Afternoon, tools: Path) -> None:
    """The lock that was merged installs the new version, by hash, in an empty environment."""
    subprocess.run([sys.executable, "-m", "venv", tools], check=True)
    pip = [str(tools / "bin/python"), "-m", "pip", "install", "--quiet", "--no-deps", "--require-hashes"]
    subprocess.run([*pip, "-r", "requirements/site.txt"], cwd=company.root, check=True)
    version = subprocess.run([tools / "bin/ratified", "--version"], capture_output=True, text=True, check=True).stdout
    assert version == "ratified, version 0.2.0\n"


def test_who_wrote_a_part_of_an_upgrade_approves_none_of_it(tmp_path: Path, program: Path, newer: Path) -> None:
    company = Afternoon(tmp_path, program)
    begun(company)
    adopted(company)
    company.program = newer
    assert company.ratified("upgrade", by="eve").code == 0
    company.git("switch", "--quiet", "upgrade-0.2.0")
    file = company.root / "docs/policy/review.md"
    file.write_text(file.read_text("utf-8") + "\nA word of Bo's.\n", "utf-8")
    company.git("commit", "--quiet", "--all", "--message", "upgrade: A word", by="bo")
    company.git("switch", "--quiet", "main")
    split = company.ratified("upgrade", "--split", by="eve")
    assert split.code == 0, split
    assert "to be merged by Ada Lindgren, who thereby approves AUTHORITY and POL-IR\n" in split.out
    told = company.git("log", "-1", "--format=%B", "upgrade-0.2.0-1").out
    assert "\nCo-authored-by: Bo Castillo <bo@harbour.example>\n" in told

    company.git("branch", "--quiet", "-D", "upgrade-0.2.0-1", "upgrade-0.2.0-2")
    company.git("commit", "--quiet", "--allow-empty", "--message", "policy: Main moves on")
    moved = company.ratified("upgrade", "--split", by="eve")
    assert (moved.code, "main has moved on since upgrade-0.2.0" in moved.err) == (2, True)
