"""The repository holds itself to its own floors, links and words."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from ratified.cli.main import ratified
from ratified.rules import RULES

ROOT = Path(__file__).parent.parent
SOURCES = sorted((ROOT / "src").rglob("*.py"))


def test_the_floors_hold() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_only_the_site_imports_mkdocs_and_nobody_imports_macros() -> None:
    importers: dict[str, set[str]] = {"mkdocs": set(), "macros": set()}
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                importers.setdefault(name.split(".")[0], set()).add(path.relative_to(ROOT / "src").as_posix())
    of_site = (
        "build_watch",
        "command",
        "default_settings",
        "glossary",
        "languages",
        "late_search",
        "neighbours",
        "outlines",
        "page_approvals",
        "page_texts",
        "past_pages",
        "plugin",
        "site_book",
        "site_files",
        "standing_files",
        "strictness",
    )
    assert importers["mkdocs"] == {f"ratified/site/{name}.py" for name in of_site}
    assert importers["macros"] == set()


def test_macros_open_no_file_and_import_nothing_of_the_engine_but_helpers_of_layout() -> None:
    helpers = {"ratified.site.layouts.inline", "ratified.site.layouts.tables"}
    for path in sorted((ROOT / "macros").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        calls = {n.func.id for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)}
        modules = {n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
        modules |= {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
        assert "open" not in calls
        assert not {m for m in modules - helpers if m.split(".")[0] in {"ratified", "pathlib", "os", "io", "yaml"}}


def test_codes_and_names_of_rules_are_unique() -> None:
    assert len({r.code for r in RULES}) == len({r.name for r in RULES}) == len(RULES)


@pytest.mark.parametrize("lock", ["site.txt", "dev.txt"])
def test_the_locks_hold_hashes_and_no_addresses(lock: str) -> None:
    text = (ROOT / "requirements" / lock).read_text(encoding="utf-8")
    assert "://" not in text
    pins = [line for line in text.split("\n") if "==" in line and not line.startswith((" ", "#"))]
    assert pins
    assert all(line.endswith("\\") for line in pins)


def test_ci_runs_the_readmes_test_command() -> None:
    assert (ROOT / ".ci/run").read_text(encoding="utf-8").rstrip().endswith("exec make test")
    assert "make test" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_verb_is_in_the_readme_and_what_it_names_is_there() -> None:
    """Options are in the reference, which is made of the commands' help (test_help)."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for verb in ratified.list_commands(click.Context(ratified)):
        assert f"ratified {verb}" in readme
    for page in (ROOT / "README.md", *sorted((ROOT / "guides").glob("*.md"))):
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_every_rule_that_the_first_release_promises_exists() -> None:
    promised = {
        "GOV": (7, 8, 9, 10, 12, 13),
        "ROL": (1, 2, 3, 4, 5, 6, 7, 8, 12),
        "SEV": (1, 2, 3, 4, 5, 6, 7),
        "ESC": (1, 2, 3, 4, 5, 6, 7),
        "NOT": (1, 2, 3, 4, 5, 6, 7, 8, 10, 11),
        "RUN": (1, 2, 3, 4, 5, 6, 8, 9),
        "COV": (1, 3, 4, 8, 9, 10, 11, 12),
        "SIT": (6, 7, 8),
    }
    wanted = {f"{family}-{number:02}" for family, numbers in promised.items() for number in numbers}
    assert wanted - {rule.code for rule in RULES} == set()
