"""What the site does early or by itself to be quick shows the same pages, and stops for the same reasons."""

from __future__ import annotations

import dataclasses
import json
import logging
import re
import shutil
from typing import TYPE_CHECKING, Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Environment
from markdown import markdown
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from conftest import ROOT, commit_everything
from nightly import by_day
from ratified.site import pages as made
from ratified.site.build_verdicts import make_verdicts
from ratified.site.expanded_page import filled, ids, written_out
from ratified.views import APPROVALS, VIEWS, view
from serving import AS_OF
from test_calls import PAGES, PIECES
from test_views import ARGUMENTS, BOOK, RUNBOOK, page_context

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from ratified.views.approvals.status import SiteVerdicts


def macro(name: str) -> Callable[..., object]:
    return lambda *given: f"<{name} {given}>\n{{{{ x }}}}\n" if given else None


def block(name: str) -> Callable[..., object]:
    return lambda *given: f'<table><tr><td id="{name}">*{len(given)}* `{name}`</td></tr></table>'


MACROS = {name: macro(name) for name in (*VIEWS, "f")}
BLOCKS = {name: block(name) for name in MACROS}
EXTENSIONS = ["admonition", "sane_lists", "tables", "toc", "pymdownx.superfences"]


def by_jinja(text: str, macros: Mapping[str, Callable[..., object]] = MACROS) -> str:
    environment = Environment()  # noqa: S701 - as the macros plugin has it: pages are Markdown
    environment.globals.update(macros)
    return environment.from_string(text).render()


def by_hand(text: str) -> str | None:
    found = written_out(text, lambda line, name, args: MACROS[name](*args))
    assert found is None or not found.blocks  # what these macros give is no block
    return found and found.markdown


def html(text: str) -> str:
    """What Markdown makes of it, less the white space between elements."""
    return re.sub(r">\s+<", "><", markdown(text, extensions=EXTENSIONS))


@settings(max_examples=by_day(130, by_night=400), deadline=None)
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


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_block_that_passes_markdown_by_comes_back_to_its_place(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    found = written_out(text, lambda line, name, args: BLOCKS[name](*args))
    if found is not None:
        assert filled(html(found.markdown), found.blocks) == html(by_jinja(text, BLOCKS))
        assert bool(found.blocks) == bool(re.search(r"^\{\{.*\}\}$", text, re.MULTILINE))


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("{{ f() }}", 1),
        ("a\n\n{{ f() }}\n\n{{ g() }}\n", 2),
        ("a\n{{ f() }}\n\nb", 0),
        ("a\n\n{{ f() }}\nb", 0),
        ("- a\n\n    {{ f() }}\n", 0),
        ("> {{ f() }}", 0),
        ("{{ f() }} b", 0),
        ("```\n\n{{ f() }}\n\n```\n", 0),
        ('<div id="ratified-block-0"></div>\n\n{{ f() }}\n', 0),
    ],
)
def test_a_call_is_a_block_where_nothing_stands_beside_it(text: str, blocks: int) -> None:
    found = written_out(text, lambda line, name, args: f"<p>{name}</p>")
    assert found is not None
    assert len(found.blocks) == blocks
    back = filled(html(found.markdown), found.blocks)
    assert back == html(text.replace("{{ f() }}", "<p>f</p>").replace("{{ g() }}", "<p>g</p>"))


@pytest.mark.parametrize(
    "given", ["text", "<b>f</b>", "<p>f", "<p>f</p>\n", "<p>f</p> b", '<div markdown="1">*f*</div>']
)
def test_what_is_no_whole_block_is_left_to_markdown(given: str) -> None:
    assert written_out("{{ f() }}", lambda line, name, args: given) == (given, ())


def test_a_block_without_a_place_is_told() -> None:
    hold = written_out("{{ f() }}", lambda line, name, args: "<p>f</p>")
    assert hold is not None
    assert filled(hold.markdown, hold.blocks) == "<p>f</p>"
    assert filled("", hold.blocks) is None
    assert filled(hold.markdown * 2, hold.blocks) is None


def test_what_links_may_lead_to_is_found_in_blocks() -> None:
    assert [*ids(['<p id="a" data-id="b">id="c"</p>', "<p></p>", '<ul><li id="d"></li></ul>'])] == ["a", "d"]


def test_raw_text_is_left_to_jinja() -> None:
    assert by_hand('{% raw %}{{ f("x") }}{% endraw %}') is None


class AskedError(Exception):
    """Somebody asked what approval says."""


def asked() -> SiteVerdicts:
    raise AskedError


def asks(name: str, page: str) -> bool:
    try:
        view(name, dataclasses.replace(page_context(BOOK, page), judged=asked), *ARGUMENTS.get(name, ()))
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
def small(tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> Small:
    monkeypatch.setattr(made, "WRITTEN", ())
    return Small(tmp_path, caplog)


OWN = """

def define_env(env):
    env.macro(lambda: f"of {env.page.file.src_uri}", "whose")


def on_pre_page_macros(env):
    env.markdown = env.markdown.replace("SEVEN", "{{ 3 + 4 }}")
"""


@pytest.mark.parametrize(("text", "shown"), [("{{ whose() }}", "of last.md"), ("{{ whose() }} SEVEN", "of last.md 7")])
def test_a_macro_of_the_company_sees_the_page_it_stands_in_and_its_hooks_come_first(
    small: Small, text: str, shown: str
) -> None:
    init = small.root / "macros" / "__init__.py"
    init.write_text(init.read_text(encoding="utf-8") + OWN, encoding="utf-8")
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

    def broken(*_: object, **__: object) -> SiteVerdicts:
        raise AskedError

    monkeypatch.setattr("ratified.site.build_verdicts.make_verdicts", broken)
    (small.root / "mkdocs.yml").write_text(json.dumps(small.settings), encoding="utf-8")
    with pytest.raises(AskedError):
        mkdocs_build(load_config(str(small.root / "mkdocs.yml")))


def published(small: Small, monkeypatch: pytest.MonkeyPatch, command: Literal["build", "gh-deploy"]) -> None:
    """Build a small site whose start page is edited here, on the way to where everybody sees it or not."""
    commit_everything(small.root)

    def edited(*given: Any) -> SiteVerdicts:
        found = make_verdicts(*given)
        pending = dataclasses.replace(found.verdicts["POL-IR"], verdict="pending")
        return dataclasses.replace(found, verdicts={**found.verdicts, "POL-IR": pending})

    monkeypatch.setattr("ratified.site.build_verdicts.make_verdicts", edited)
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
        "not published, since what was edited here is not on the main branch: POL-IR; merge it, or put it aside with "
        "`git stash`, and deploy again"
    )


def test_what_nobody_landed_can_be_looked_at(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    published(small, monkeypatch, "build")
    assert (small.root / "site/last/index.html").exists()
