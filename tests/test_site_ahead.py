"""What the site does early or by itself to be quick shows the same pages, and stops for the same reasons."""

from __future__ import annotations

import dataclasses
import json
import logging
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Environment
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from conftest import ROOT, commit_everything
from ratified.present import APPROVALS, VIEWS, view
from ratified.present.standing import Standing
from ratified.site.standing import stand
from ratified.site.written_out import written_out
from serving import AS_OF
from test_calls import PAGES, PIECES
from test_present import ARGUMENTS, BOOK, RUNBOOK, outlook


def macro(name: str) -> Callable[..., object]:
    return lambda *given: f"<{name} {given}>\n{{{{ x }}}}\n" if given else None


MACROS = {name: macro(name) for name in (*VIEWS, "f")}


def by_jinja(text: str) -> str:
    environment = Environment()  # as the macros plugin has it: pages are Markdown
    environment.globals.update(MACROS)
    return environment.from_string(text).render()


def by_hand(text: str) -> str | None:
    return written_out(text, lambda line, name, args: MACROS[name](*args))


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=12).map("".join))
def test_a_page_is_written_out_as_jinja_renders_it(text: str) -> None:
    found = by_hand(text)
    assert found is None or found == by_jinja(text)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_every_page_of_ours_is_written_out_as_jinja_renders_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert by_hand(text) in {by_jinja(text), None if "raw" in text else ""}


def test_a_call_is_told_with_its_line() -> None:
    told: list[tuple[int, str, tuple[str, ...]]] = []
    written_out('a\n\n{{ f("x") }} {{ f("y", "z") }}\n{{ g() }}\n', lambda *call: told.append(call))
    assert told == [(3, "f", ("x",)), (3, "f", ("y", "z")), (4, "g", ())]


def test_raw_text_is_left_to_jinja() -> None:
    assert by_hand('{% raw %}{{ f("x") }}{% endraw %}') is None


class AskedError(Exception):
    """Somebody asked what approval says."""


def asked() -> Standing:
    raise AskedError


def asks(name: str, page: str) -> bool:
    try:
        view(name, dataclasses.replace(outlook(BOOK, page), judged=asked), *ARGUMENTS.get(name, ()))
    except AskedError:
        return True
    return False


def test_the_macros_that_show_approvals_are_those_that_ask_for_them() -> None:
    pages = {"approval_panel": BOOK.policy_pages[0].path}  # a panel is asked for on the page of a document
    assert {name for name in VIEWS if asks(name, pages.get(name, RUNBOOK))} == APPROVALS


class Small:
    """A site of two pages and the real data, built in this process."""

    def __init__(self, root: Path, caplog: pytest.LogCaptureFixture) -> None:
        self.root, self.caplog = root, caplog
        for part in ("data", "macros"):
            shutil.copytree(ROOT / part, root / part, ignore=shutil.ignore_patterns("__pycache__"))
        (root / "docs").mkdir()
        (root / "docs/index.md").write_text("---\ntitle: Home\n---\n\n{{ approvals_table() }}\n", encoding="utf-8")
        (root / "docs/last.md").write_text("---\ntitle: Last\n---\n\n{{ nothing() }}\n", encoding="utf-8")
        plugins = [{"ratified": {"as_of": AS_OF}}, {"macros": {"module_name": "macros", "on_error_fail": True}}]
        self.settings = {"site_name": "x", "theme": {"name": "mkdocs"}, "plugins": plugins}

    def build(self) -> str:
        """The second page of a site that can be built."""
        (self.root / "mkdocs.yml").write_text(json.dumps(self.settings), encoding="utf-8")
        mkdocs_build(load_config(str(self.root / "mkdocs.yml")))
        return (self.root / "site/last/index.html").read_text(encoding="utf-8")

    def stops(self) -> list[str]:
        """The errors of a build that must stop."""
        (self.root / "mkdocs.yml").write_text(json.dumps(self.settings), encoding="utf-8")
        with self.caplog.at_level(logging.ERROR), pytest.raises(Abort):
            mkdocs_build(load_config(str(self.root / "mkdocs.yml")))
        return [record.getMessage() for record in self.caplog.records]


@pytest.fixture
def small(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> Small:
    return Small(tmp_path, caplog)


OWN = """

def define_env(env):
    ours(env)
    env.macro(lambda: f"of {env.page.file.src_uri}", "whose")


def on_pre_page_macros(env):
    env.markdown = env.markdown.replace("SEVEN", "{{ 3 + 4 }}")
"""


@pytest.mark.parametrize(("text", "shown"), [("{{ whose() }}", "of last.md"), ("{{ whose() }} SEVEN", "of last.md 7")])
def test_a_macro_of_the_company_sees_the_page_it_stands_in_and_its_hooks_come_first(
    small: Small, text: str, shown: str
) -> None:
    init = small.root / "macros" / "__init__.py"
    init.write_text(init.read_text(encoding="utf-8").replace("def define_env", "def ours") + OWN, encoding="utf-8")
    (small.root / "docs/last.md").write_text(f"---\ntitle: Last\n---\n\n{text}\n", encoding="utf-8")
    commit_everything(small.root)
    assert f"<p>{shown}</p>" in small.build()


def test_where_there_is_no_repository_the_build_stops_at_once_and_leaves_the_old_site(small: Small) -> None:
    old = small.root / "site" / "old.html"
    old.parent.mkdir()
    old.touch()
    (said,) = small.stops()
    assert said.startswith(f"the site cannot show who approved what: {small.root} is not a git repository")
    assert old.exists()


def test_a_history_that_is_not_to_be_trusted_stops_the_build_before_any_fault_of_a_page(small: Small) -> None:
    commit_everything(small.root)
    grafts = small.root / ".git" / "info" / "grafts"
    grafts.parent.mkdir(exist_ok=True)
    grafts.write_text("0" * 40, encoding="ascii")
    (said,) = small.stops()
    why = f"{small.root} rewrites parents in info/grafts; remove that file"
    assert said == f"the site cannot show who approved what: {why}"


def test_any_other_failure_on_the_way_to_the_verdicts_stops_the_build_too(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit_everything(small.root)

    def broken(*_: object, **__: object) -> Standing:
        raise AskedError

    monkeypatch.setattr("ratified.site.standing.stand", broken)
    (small.root / "mkdocs.yml").write_text(json.dumps(small.settings), encoding="utf-8")
    with pytest.raises(AskedError):
        mkdocs_build(load_config(str(small.root / "mkdocs.yml")))


def published(small: Small, monkeypatch: pytest.MonkeyPatch, command: Literal["build", "gh-deploy"]) -> None:
    """Build a small site whose start page is edited here, on the way to where everybody sees it or not."""
    commit_everything(small.root)

    def edited(*given: Any) -> Standing:
        found = stand(*given)
        pending = dataclasses.replace(found.verdicts["POL-IR"], verdict="pending")
        return dataclasses.replace(found, verdicts={**found.verdicts, "POL-IR": pending})

    monkeypatch.setattr("ratified.site.standing.stand", edited)
    (small.root / "docs/last.md").write_text("---\ntitle: Last\n---\n\nLast\n", encoding="utf-8")
    (small.root / "mkdocs.yml").write_text(json.dumps(small.settings), encoding="utf-8")
    config = load_config(str(small.root / "mkdocs.yml"))
    config.plugins.on_startup(command=command, dirty=False)
    mkdocs_build(config)


def test_what_nobody_landed_is_not_published(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    with small.caplog.at_level(logging.ERROR), pytest.raises(Abort):
        published(small, monkeypatch, "gh-deploy")
    (said,) = [record.getMessage() for record in small.caplog.records]
    assert said == (
        "not published, since what was edited here is not on the main branch: POL-IR; land it, or put it aside with "
        "`git stash`, and deploy again"
    )


def test_what_nobody_landed_can_be_looked_at(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    published(small, monkeypatch, "build")
    assert (small.root / "site/last/index.html").exists()
