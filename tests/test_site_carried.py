"""The engine carries the site: what a company has of its own takes the place of ours, and goes as it came."""

from __future__ import annotations

import dataclasses
import json
import shutil
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from conftest import ROOT, commit_everything
from ratified.policy.addresses import PAGES, THEME_FILES, clashes
from ratified.policy.company_files import TEMPLATES
from ratified.rules import RULES
from ratified.site import pages as made
from ratified.site import plugin
from ratified.site.company_macros import LAYOUTS, UnservedError, layouts
from ratified.site.default_settings import FOLDER
from ratified.site.navigation import navigation
from ratified.source.calls import find_calls
from ratified.views import PageContext, UnknownNameError, make_site_map, view
from test_site import Small
from test_views import BOOK
from verdict_samples import everything_approved, known_at_once

if TYPE_CHECKING:
    from pathlib import Path

    from ratified.policy import Book
    from ratified.views.approvals.status import SiteVerdicts

AS_OF = "2026-11-22"
SIMPLE: dict[str, Any] = {"site_name": "x", "theme": "material", "plugins": ["ratified", "macros"]}
"""All that settings must say."""


class Carried(Small):
    """A site whose settings say next to nothing."""

    def __init__(self, root: Path, caplog: pytest.LogCaptureFixture) -> None:
        self.root, self.caplog, self.settings = root, caplog, dict(SIMPLE)
        shutil.copytree(ROOT / "data", root / "data")
        self.write("docs/policy.md", "---\ntitle: Policy\ncovers: [governance]\n---\n\nWords.\n")
        commit_everything(root)

    def build(self) -> dict[str, str]:
        """Every page's HTML and every style sheet by its path in the site."""
        sheets = self.root / "site/assets"
        return super().build() | {f"assets/{file.name}": file.read_text("utf-8") for file in sheets.glob("*.css")}


@pytest.fixture
def carried(tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> Carried:
    monkeypatch.setattr(made, "WRITTEN", ("index.md", "approvals.md", "people.md"))
    monkeypatch.setattr(made, "RULES", RULES[:1])
    monkeypatch.setattr(plugin, "stand_ahead", known_at_once(everything_approved))
    monkeypatch.setenv("RATIFIED_AS_OF", AS_OF)
    return Carried(tmp_path, caplog)


def shown(site: dict[str, str]) -> tuple[bool, ...]:
    """Of each of four things, whether it is the company's: a layout, a page, a style sheet, a partial."""
    return (
        "OUR ROSTER" in site["people/index.html"],
        "OUR APPROVALS" in site["approvals/index.html"],
        ".ours" in site["assets/ratified.css"],
        "OUR HEADER" in site["index.html"],
    )


def test_a_company_replaces_a_layout_a_page_a_style_sheet_and_a_partial_and_takes_them_away_again(
    carried: Carried,
) -> None:
    before = carried.build()
    assert shown(before) == (False,) * 4
    carried.settings["plugins"] = ["ratified", {"macros": {"module_name": "macros"}}]
    carried.write("macros/__init__.py", "VIEWS = 1\n\ndef roster(view):\n    return '<p>OUR ROSTER</p>'\n")
    carried.write("docs/approvals.md", "---\ntitle: Approvals\n---\n\nOUR APPROVALS\n")
    carried.write("docs/assets/ratified.css", ".ours { margin: 0 }\n")
    carried.write("overrides/partials/header.html", "<p>OUR HEADER</p>\n")
    assert shown(carried.build()) == (True,) * 4
    (carried.root / "docs/approvals.md").unlink()
    for path in ("macros", "docs/assets", "overrides"):
        shutil.rmtree(carried.root / path)
    carried.settings["plugins"] = SIMPLE["plugins"]
    assert carried.build() == before


def test_a_style_sheet_of_the_company_comes_behind_ours(carried: Carried) -> None:
    carried.settings["extra_css"] = ["assets/own.css"]
    sheet = carried.write("docs/assets/own.css", ".ours { margin: 0 }\n").build()["assets/styles.css"]
    assert sheet.endswith("}\n.ours { margin: 0 }\n")
    assert sheet.startswith("/* The look of the site.")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("VIEWS = 9\n", "macros/__init__.py: VIEWS = 9, and this release of ratified gives views of version 1; "),
        ("from .nothing import x\n", "a macro failed in macros/__init__.py, line 1: ModuleNotFoundError: "),
        ("raise ValueError('no')\n", "a macro failed in macros/__init__.py, line 1: ValueError: no; fix it there"),
        ("def roster(view)\n", "macros/__init__.py:1:"),
        ("raise SystemExit(3)\n", "a macro failed in macros/__init__.py, line 1: SystemExit: 3; fix it there"),
        ("def roster():\n    return ''\n", "macros/: roster() lays out a view, so it takes that and nothing else"),
        ("def roster(view):\n    return 5\n", "roster() gives int, and a layout gives text; fix it in the package"),
        ("async def roster(view):\n    return ''\n", "roster() gives coroutine, and a layout gives text"),
    ],
)
def test_macros_that_do_not_fit_are_a_sentence_with_their_place(carried: Carried, text: str, said: str) -> None:
    carried.settings["plugins"] = ["ratified", {"macros": {"module_name": "macros"}}]
    assert said in carried.write("macros/__init__.py", text).stops()
    assert not any(record.exc_info for record in carried.caplog.records)


def test_settings_without_a_theme_are_told_which_one(carried: Carried) -> None:
    del carried.settings["theme"]
    assert carried.stops().endswith("add the line `theme: material`")


def test_the_versions_of_views() -> None:
    assert layouts("macros", None)
    with pytest.raises(UnservedError, match=r"macros/__init__\.py: VIEWS = 2"):
        layouts("macros", type("Own", (), {"VIEWS": 2}))  # type: ignore[arg-type]


def test_macros_that_would_not_count_are_told(carried: Carried) -> None:
    carried.write("macros/__init__.py", "def roster(view):\n    return 'x'\n")
    assert "has no module_name, so macros/ would not count" in carried.stops()
    carried.settings["plugins"] = ["ratified", {"macros": {"module_name": "macros"}}]
    (carried.root / "macros/__init__.py").rename(carried.root / "macros/other.py")
    assert "macros/ has no __init__.py" in carried.stops()
    shutil.rmtree(carried.root / "macros")
    assert "module_name: macros, and there is no macros/; take it out" in carried.stops()
    carried.settings["plugins"] = SIMPLE["plugins"]
    assert "main.py: would be run for the plugin macros" in carried.write("main.py", "1 / 0\n").stops()


@pytest.mark.parametrize(("layout", "ours"), [("approved", False), ("stale", False), ("unapproved", True)])
def test_a_verdict_is_laid_out_by_the_company_only_where_nobody_changed_the_layout(
    carried: Carried, monkeypatch: pytest.MonkeyPatch, layout: Any, ours: bool
) -> None:
    def judged(book: Book) -> SiteVerdicts:
        found = everything_approved(book)
        lays_out = dataclasses.replace(found.verdicts["SITE-LAYOUT"], verdict=layout)
        return dataclasses.replace(found, verdicts={**found.verdicts, "SITE-LAYOUT": lays_out})

    monkeypatch.setattr(plugin, "stand_ahead", known_at_once(judged))
    carried.settings["plugins"] = ["ratified", {"macros": {"module_name": "macros"}}]
    says = "(view):\n    return '<p>APPROVED BY ALL</p>'\n\n"
    own = f"def approval_panel{says}def home_verdict{says}"
    (carried.root / "docs/policy.md").rename(carried.root / "docs/glossary.md")  # a page of a document
    site = carried.write("macros/__init__.py", own).build()
    pages = (site["index.html"], site["glossary/index.html"])
    assert [("APPROVED BY ALL" not in page) for page in pages] == [ours, ours]


# The navigation


def test_a_folders_name_is_no_markup_and_what_is_no_part_of_the_site_is_in_no_navigation(carried: Carried) -> None:
    carried.write("docs/a<b>b/page.md", "---\ntitle: P\n---\n\nWords.\n")
    carried.write("docs/templates/letter.md", "---\ntitle: L\n---\n\nWords.\n")
    carried.write("docs/people.md", "---\ntitle: P\n---\n\nOurs.\n")
    carried.settings["exclude_docs"] = "people.md\n"
    site = carried.build()
    assert "A&lt;b&gt;b" in site["index.html"].replace("&#60;", "&lt;").replace("&#62;", "&gt;")
    assert "<b>b" not in site["index.html"].lower()
    assert "templates/letter" not in site["index.html"]
    assert "Who holds each role" in site["people/index.html"]


def test_ways_in_hold_without_directory_addresses(carried: Carried) -> None:
    carried.settings["use_directory_urls"] = False
    site = carried.write("docs/start-here.md", "---\ntitle: Start here\n---\n\nDeclare.\n").build()
    assert 'class="r-alarm" href="start-here.html"' in site["index.html"]
    assert 'href="people.html"' in site["index.html"]


THERE = {*made.generated(BOOK, "x"), *(page.path.removeprefix("docs/") for page in BOOK.pages)}


def titles(nav: list[object]) -> list[str]:
    return [next(iter(entry)) if isinstance(entry, dict) else str(entry) for entry in nav]


def test_the_default_navigation_has_the_policy_then_runbooks_then_all_else() -> None:
    nav = navigation(None, BOOK, "docs", THERE)
    assert titles(nav) == [
        *("Start here", "Home", "Policy", "Runbooks", "Notices", "Records", "Reference", "Evidence", "Rules")
    ]
    policy = next(entry["Policy"] for entry in nav if isinstance(entry, dict) and "Policy" in entry)
    assert policy[:5] == [f"policy/{name}.md" for name in ("index", "roles", "intake", "severity", "escalation")]
    assert policy[-1] == "policy/governance.md"


def test_a_navigation_of_ones_own_gets_what_it_leaves_out_and_nothing_twice() -> None:
    own = [{"Home": "index.md"}, {"Ours": [{"Who approved": "approvals.md"}, "people.md"]}]
    nav = navigation(own, BOOK, "docs", THERE)
    assert nav[:2] == own
    text = json.dumps(nav)
    assert [text.count(f'"{page}"') for page in ("approvals.md", "people.md", "coverage.md")] == [1, 1, 1]
    assert titles(nav)[2:] == ["Runbooks", "Records", "Reference", "Evidence", "Rules"]


def test_a_navigation_names_no_page_that_is_not_there() -> None:
    less = THERE - {"approvals.md", "policy/roles.md"}
    text = json.dumps([navigation([{"Home": "index.md"}], BOOK, "docs", less), navigation(None, BOOK, "docs", less)])
    named = [name in text for name in ("coverage.md", "policy/index.md", "approvals.md", "policy/roles.md")]
    assert named == [True, True, False, False]


# Pages of the engine


def test_the_pages_of_the_engine_are_those_that_the_check_knows() -> None:
    assert set(made.WRITTEN) == set(PAGES)
    assert {file.name for file in (FOLDER / "assets").iterdir()} == set(THEME_FILES)
    assert {file.relative_to(FOLDER).as_posix() for file in FOLDER.rglob("*.html")} == set(TEMPLATES)


@pytest.mark.parametrize(
    "path", ["docs/people/index.md", "docs/People.md", "docs/approvals/README.md", "docs/Assets/ratified.css"]
)
def test_a_page_at_another_path_may_not_take_the_address_of_ours(path: str) -> None:
    assert [clash.path for clash in clashes([path])] == [path]
    assert [*clashes(["docs/people.md", "docs/approvals.md", "docs/index.md"])] == []


OF_A_COMPANY = ("clause", "clause_ref", "role", "held_by", "limit", "severity", "criterion", "commitment", "runbook")


def test_a_page_of_the_engine_names_nothing_of_a_company() -> None:
    for file in made.CONTENT.rglob("*.md"):
        called = {call.name for call in find_calls(file.name, file.read_text(encoding="utf-8"))[0]}
        assert called.isdisjoint(OF_A_COMPANY), file


def chapter(topic: str, book: Book = BOOK) -> Any:
    site_map = make_site_map(book, {"docs/policy/governance.md": "policy/governance/"}, {})
    return view("policy_on", PageContext(book, date.fromisoformat(AS_OF), site_map, "docs/index.md"), topic, "In")


def test_a_chapter_is_led_to_by_its_topic_and_where_there_is_none_nothing_is_said() -> None:
    found = chapter("governance")
    assert (found.before, found.link.text, found.link.href) == ("In", "Governance", "policy/governance/")
    assert LAYOUTS["policy_on"](found) == 'In <a class="r-ref" href="policy/governance/">Governance</a>.'
    loose = dataclasses.replace(BOOK, register=BOOK.register.model_copy(update={"documents": ()}))
    assert chapter("governance", loose) is None, "a chapter that no document has rules nothing"
    bare = chapter("governance", dataclasses.replace(BOOK, pages=()))
    assert (bare, LAYOUTS["policy_on"](bare)) == (None, "")
    with pytest.raises(UnknownNameError, match="did you mean 'governance'"):
        chapter("governence")


def test_the_settings_of_the_starter_are_few_lines() -> None:
    assert len((ROOT / "mkdocs.yml").read_text(encoding="utf-8").splitlines()) <= 25


def test_a_company_without_runbooks_is_told_that_there_is_none() -> None:
    bare = dataclasses.replace(BOOK, runbooks=())
    of = PageContext(bare, date.fromisoformat(AS_OF), make_site_map(bare, {}, {}), "docs/start-here.md")
    for macro in ("runbook_index", "runbook_finder"):
        assert "No runbook has been written." in LAYOUTS[macro](view(macro, of)), macro
