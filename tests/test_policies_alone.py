"""A company of policies alone: one page, a register, people and roles are enough, and nothing else is asked for."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from conftest import ROOT, commit_everything
from ratified.cli.main import ratified
from ratified.policy import read_book
from ratified.policy.data_files import DATA
from ratified.rules import BY_CODE, RULES
from ratified.source.tree import WorkTree
from test_site import Html

if TYPE_CHECKING:
    from pathlib import Path

AS_OF = "2026-11-22"
ENGINE_PAGES = ("index.html", *(f"{name}/index.html" for name in ("approvals", "amendments", "people", "how-to-amend")))
SETTINGS = "site_name: Policies of Small Ltd\ntheme: material\nplugins: [ratified, macros]\n"
FILES = {
    "mkdocs.yml": SETTINGS,
    "docs/access.md": "---\ntitle: Access Policy\n---\n\nAccess is given to those who need it.\n",
    "data/register.yml": """\
company: Small Ltd
status: adopted
scope: {categories: [security]}
classes:
  policy: {approvers: [owner], review_every: 365d, minimum_proof: claimed}
  authority: {approvers: [owner], review_every: 365d, minimum_proof: claimed}
  layout: {approvers: [owner], review_every: 365d, minimum_proof: claimed}
documents:
  - {id: POL-AC, title: Access Policy, class: policy, owner: owner, pages: [docs/access.md]}
""",
    "data/people.yml": """\
reviewed: 2026-11-01
people:
  - {id: ann, name: Ann Ash, kind: human, started: 2024-01-08, emails: [ann@small.example]}
  - {id: bob, name: Bob Birch, kind: human, started: 2024-01-08, emails: [bob@small.example]}
""",
    "data/roles.yml": """\
reviewed: 2026-11-01
roles:
  - id: owner
    title: Policy Owner
    duties: [Approves policies]
    holders: [{person: ann, as: primary, since: 2024-01-08}, {person: bob, as: deputy, since: 2024-01-08}]
""",
}


def put(root: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")


def git(root: Path, who: str, *command: str) -> None:
    """A command of git by one of the two, on one day."""
    person = {"NAME": who.capitalize(), "EMAIL": f"{who}@small.example", "DATE": "2026-11-20T12:00:00Z"}
    named = {f"GIT_{role}_{what}": value for role in ("AUTHOR", "COMMITTER") for what, value in person.items()}
    quiet = {"HOME": str(root), "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    subprocess.run(["git", *command], cwd=root, env={"PATH": os.environ["PATH"], **quiet, **named}, check=True)


def adopt(root: Path, files: dict[str, str]) -> Path:
    """Bob writes everything on a branch, Ann merges it."""
    put(root, {"README.md": "Policies.\n"})
    git(root, "bob", "init", "-q", "-b", "main")
    git(root, "bob", "add", "-A")
    git(root, "bob", "commit", "-q", "-m", "readme: Begin")
    git(root, "bob", "switch", "-q", "-c", "policies")
    put(root, files)
    git(root, "bob", "add", "-A")
    git(root, "bob", "commit", "-q", "-m", "policies: The first")
    git(root, "ann", "switch", "-q", "main")
    git(root, "ann", "merge", "-q", "--no-ff", "-m", "Merge pull request #1 from policies", "policies")
    return root


@pytest.fixture(scope="module")
def adopted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The company with everything approved."""
    return adopt(tmp_path_factory.mktemp("alone"), FILES)


def run(root: Path, *arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(ratified, [*arguments, "--repo", str(root), "--as-of", AS_OF], standalone_mode=False)
    assert result.exception is None, result.output
    return int(result.return_value), result.output


def test_it_checks_clean_and_its_policy_is_approved_by_name(adopted: Path) -> None:
    code, text = run(adopted, "check")
    assert (code, text.strip().split("\n")[-1]) == (0, f"0 errors, 3 warnings, 0 waived, as of {AS_OF}"), text
    assert {line.split()[2] for line in text.split("\n") if " warning " in line} == {"APR-19"}, text
    status = json.loads(run(adopted, "status", "--format", "json")[1])
    assert {one["id"]: (one["verdict"], one["approval"]["approver"]) for one in status["documents"]} == {
        "POL-AC": ("claimed", "ann"),
        "AUTHORITY": ("claimed", "ann"),
        "SITE-LAYOUT": ("claimed", "ann"),
    }


@pytest.fixture(scope="module")
def built(adopted: Path) -> dict[str, Html]:
    """Its site, by the command, which is always strict."""
    program = ROOT / ".venv/bin/ratified"
    made = subprocess.run(
        [program, "site", "build", "--repo", adopted, "--as-of", AS_OF], capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stdout + made.stderr
    site = adopted / "site"
    return {file.relative_to(site).as_posix(): Html(file) for file in sorted(site.rglob("*.html"))}


def test_it_has_the_pages_of_the_engine_and_each_says_what_there_is_none_of(built: dict[str, Html]) -> None:
    assert set(built).issuperset(ENGINE_PAGES)
    for page, words in {
        "runbooks/index.html": "No runbook has been written.",
        "incidents/index.html": "No incident has been recorded.",
        "exercises/index.html": "No exercise has been recorded.",
        "people/index.html": "data/oncall.yml names no rotation.",
        "coverage/index.html": "data/coverage.yml names no framework.",
        "clocks/index.html": "Notice windows of contracts: none.",
    }.items():
        assert words in " ".join(built[page].text.split()), page


def test_the_home_page_leads_to_the_policy_and_not_to_runbooks_that_nobody_wrote(built: dict[str, Html]) -> None:
    doors = [attrs["href"] for _, attrs in built["index.html"].elements if attrs.get("class") == "r-door"]
    assert doors == ["people/", "access/"]


def test_what_only_a_company_that_responds_to_incidents_has_is_asked_for_all_at_once(tmp_path: Path) -> None:
    put(tmp_path, FILES | {"runbooks/RB-01.md": "# One\n"})
    found = {(fault.place.path, fault.message.split(",")[0]) for fault in read_book(WorkTree(tmp_path)).faults}
    asked = {f"data/{name}.yml" for name, file in DATA.items() if file.absent is not None and not file.optional}
    assert len(asked) == 9
    assert found.issuperset((path, "missing") for path in asked)
    assert found.issuperset(
        {("data/register.yml", "'review_after' is missing"), ("data/roles.yml", "'parts' is missing")}
    )


@pytest.mark.parametrize("name", ["severities", "escalation", "intake", "notifications", "contracts", "events"])
def test_no_file_less_makes_a_company_one_of_policies_alone(tmp_path: Path, name: str) -> None:
    put(tmp_path, FILES | {f"data/{name}.yml": (ROOT / f"data/{name}.yml").read_text("utf-8")})
    reading = read_book(WorkTree(tmp_path))
    assert reading.book is None
    assert sum(fault.message.startswith("missing, ") for fault in reading.faults) == (9 if name == "events" else 8)


def test_a_rule_that_is_not_asked_of_it_says_so(tmp_path: Path) -> None:
    put(tmp_path, FILES)
    book = read_book(WorkTree(tmp_path)).book
    assert book is not None
    unasked = {rule.code for rule in RULES if not rule.asks(book)}
    assert {code for code in unasked if code[:3] not in {"SEV", "ESC", "NOT", "RUN", "INC", "EXR", "PIR"}} == {
        *("COV-01", "COV-07", "COV-08", "COV-13", "GOV-08", "GOV-09", "ROL-07", "ROL-17")
    }
    assert "RUN-04" not in unasked, "any page may lead nowhere"
    assert {code for code in BY_CODE if "**Asked of** a company that responds" in BY_CODE[code].page} == unasked


def test_the_check_finds_templates_in_the_folder_that_the_settings_name(tmp_path: Path) -> None:
    put(tmp_path, FILES)
    settings = SETTINGS.replace("theme: material", "theme: {name: material, custom_dir: ./look/}")
    put(
        tmp_path,
        {
            "mkdocs.yml": settings,
            "look/main.html": "x\n",
            "look/assets/home.css": "a {}\n",
            "overrides/404.html": "x\n",
        },
    )
    commit_everything(tmp_path)
    report = json.loads(run(tmp_path, "check", "--format", "json")[1])
    assert report["replaces"] == ["look/assets/home.css", "look/main.html"]


def test_the_check_lists_what_a_company_has_in_place_of_the_engines(tmp_path: Path) -> None:
    put(tmp_path, FILES)
    put(
        tmp_path,
        {
            "docs/approvals.md": "---\ntitle: Approvals\n---\n\nOurs.\n",
            "docs/other.md": "---\ntitle: Other\n---\n\nWords.\n",
        },
    )
    put(tmp_path, {"overrides/partials/header.html": "x\n", "docs/assets/ratified.css": "a {}\n"})
    put(tmp_path, {"macros/__init__.py": "from .people import roster\n\n\ndef oncall(v):\n    return ''\n\n\nx = 1\n"})
    commit_everything(tmp_path)
    report = json.loads(run(tmp_path, "check", "--format", "json")[1])
    assert report["replaces"] == [
        *("docs/approvals.md", "docs/assets/ratified.css", "overrides/partials/header.html", "oncall()", "roster()")
    ]
