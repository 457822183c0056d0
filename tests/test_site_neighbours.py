"""The site beside other plugins and settings: each alone and, by night, three at a time."""

from __future__ import annotations

import dataclasses
import itertools
import json
import logging
import re
import struct
import zlib
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, cast
from urllib.parse import urldefrag, urljoin

import pytest
from mkdocs.exceptions import Abort
from playwright.sync_api import Browser, expect

from conftest import commit_everything
from nightly import rest_by_night
from ratified.policy import read_book
from ratified.site import neighbours, plugin
from ratified.site.html import tree
from ratified.source.tree import WorkTree
from test_site import Small, small
from verdict_samples import everything_approved, known_at_once

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from ratified.policy import Book
    from ratified.views.approvals.status import SiteVerdicts

__all__ = ["small"]

POLICY = "docs/policy/index.md"
HEAD = "---\ntitle: Purpose\ncovers: [purpose]\n---\n\nWho does what, and when.\n"
MADE_BY_SCRIPT = (
    "import mkdocs_gen_files\nwith mkdocs_gen_files.open('made/new.md', 'w') as page:\n    page.write('# New\\n')\n"
)


def _png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 2, 2, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 14)) + chunk(b"IEND", b"")


class Neighbour(NamedTuple):
    """A plugin or a setting: what mkdocs.yml says for it, what lies in the repository, and what the site then has."""

    plugins: tuple[Any, ...] = ()
    settings: Mapping[str, Any] = {}
    files: Mapping[str, str | bytes] = {}
    first: bool = False
    has: Callable[[Mapping[str, str]], bool] = bool


def _page(pages: Mapping[str, str], name: str) -> str:
    return next((html for path, html in pages.items() if path in {f"{name}/index.html", f"{name}.html"}), "")


def _heads_a_section(html: str, hrefs: set[str]) -> bool:
    """Whether a page stands in the navigation as the name of a section."""
    return any(one.attr("href") in hrefs for one in tree(html).select(".md-nav--primary .md-nav__container > a"))


def _languages(structure: str) -> tuple[Any, ...]:
    french = {
        "locale": "fr",
        "name": "Français",
        "nav_translations": {"Policy": "Politique", "The policy itself": "Politique"},
    }
    english = {"locale": "en", "name": "English", "default": True}
    return ({"i18n": {"docs_structure": structure, "languages": [english, french]}},)


def _is_translated(pages: Mapping[str, str]) -> bool:
    """Whether the translation and it alone stands in French, says what it is, and leads to what stands in English."""
    (path,) = (path for path in pages if path.startswith("fr/"))
    french = pages[path]
    words = ('<html lang="fr"', "Ceci est une traduction", "Commencez ici", "Politique")
    leads = {urldefrag(urljoin(f"/{path}", href))[0].removeprefix("/") for href in _hrefs(french, "a")}
    dead = {to for to in leads if "://" not in to and not {to, f"{to}index.html"} & pages.keys()}
    offered = [one.attr("hreflang") for one in tree(_page(pages, "start-here")).select(".md-select__link")]
    return (
        path in {"fr/start-here/index.html", "fr/start-here.html"}
        and [word for word in words if word not in french] == []
        and "r-approval" not in french
        and dead == set()
        and offered == ["en", "fr"]
    )


def _hrefs(html: str, tag: str) -> list[str]:
    return [one.attr("href") or "" for one in tree(html).find_all(tag) if "href" in one.attrs]


_FRENCH = "---\ntitle: Commencez ici\n---\n\n[But](policy/index.md) et [horloges](clock-catalogue.md).\n"
_DIAGRAM = "---\ntitle: Notes\n---\n\n```mermaid\ngraph LR\n  a --> b\n```\n"
_FENCE = {"name": "mermaid", "class": "mermaid"}
NEIGHBOURS = {
    "no directory addresses": Neighbour(
        settings={"use_directory_urls": False},
        has=lambda pages: 'href="../start-here.html"' in _page(pages, "policy/index"),
    ),
    "offline": Neighbour(("offline",), has=lambda pages: "made/index.html" not in pages),
    "mermaid": Neighbour(
        settings={
            "markdown_extensions": [{"pymdownx.superfences": {"custom_fences": [_FENCE]}}],
            "extra_javascript": ["assets/mermaid.min.js"],
        },
        files={"docs/notes.md": _DIAGRAM, "docs/assets/mermaid.min.js": "window.mermaid = {}\n"},
        has=lambda pages: 'class="mermaid"' in _page(pages, "notes"),
    ),
    "awesome-nav": Neighbour(
        ("awesome-nav",),
        files={"docs/policy/.nav.yml": "title: The policy itself\n"},
        has=lambda pages: "The policy itself" in _page(pages, "policy"),
    ),
    "gen-files": Neighbour(
        ({"gen-files": {"scripts": ["scripts/gen.py"]}},),
        files={"scripts/gen.py": MADE_BY_SCRIPT},
        has=lambda pages: "This page is not a governed document" in _page(pages, "made/new"),
    ),
    "gen-files before ours": Neighbour(
        ({"gen-files": {"scripts": ["scripts/gen.py"]}},),
        files={"scripts/gen.py": MADE_BY_SCRIPT},
        first=True,
        has=lambda pages: "This page is not a governed document" in _page(pages, "made/new"),
    ),
    "section-index": Neighbour(
        ("section-index",),
        files={f"docs/guides/{name}.md": f"---\ntitle: {name}\n---\n\nHow.\n" for name in ("first", "second")},
        has=lambda pages: _heads_a_section(_page(pages, "guides/second"), {"../first/", "first.html"}),
    ),
    "glightbox": Neighbour(
        ("glightbox",),
        files={"docs/pictures.md": "---\ntitle: Pictures\n---\n\n![x](assets/x.png)\n", "docs/assets/x.png": _png()},
        has=lambda pages: 'class="glightbox"' in _page(pages, "pictures"),
    ),
    "i18n by suffix": Neighbour(
        _languages("suffix"), files={"docs/start-here.fr.md": _FRENCH}, has=lambda pages: _is_translated(pages)
    ),
    "i18n by folder": Neighbour(
        _languages("folder"), files={"docs/fr/start-here.md": _FRENCH}, has=lambda pages: _is_translated(pages)
    ),
    "print-site": Neighbour(
        ("print-site",),
        has=lambda pages: all(
            word in _page(pages, "print_page")
            for word in ("r-approval-head", "A plugin put this page together", "Content-Security-Policy")
        ),
    ),  # which has to be the last plugin
    "exclude_docs": Neighbour(
        settings={"exclude_docs": "drafts/\n"},
        files={"docs/drafts/a.md": "# Draft\n"},
        has=lambda pages: not any(path.startswith("drafts") for path in pages),
    ),
    "attributes and folded notes": Neighbour(
        settings={"markdown_extensions": ["attr_list", "md_in_html", "pymdownx.details"]},
        files={
            "docs/notes.md": "---\ntitle: 2026-11-20\n---\n\n## Own {: #mine }\n\n<details markdown>\n"
            "<summary>More</summary>\n\n- a\n- b\n\n</details>\n"
        },
        has=lambda pages: _page(pages, "notes").count("<li>") > 1 and 'id="mine"' in _page(pages, "notes"),
    ),
    "default templates": Neighbour(
        files={"docs/templates/a.md": "# T\n"},
        has=lambda pages: not any(path.startswith("templates") for path in pages),
    ),
}
_TOGETHER = [
    trio
    for trio in itertools.combinations(NEIGHBOURS, 3)
    if not {"gen-files", "gen-files before ours"} <= {*trio}
    and not {"i18n by suffix", "i18n by folder"} <= {*trio}
    and not ("print-site" in trio and "i18n" in str(trio))
    and not {"awesome-nav", "i18n by folder"} <= {*trio}
    and sum("notes.md" in str(NEIGHBOURS[one].files) for one in trio) < 2
    and sum("markdown_extensions" in NEIGHBOURS[one].settings for one in trio) < 2
]


@pytest.fixture
def beside(small: Small, monkeypatch: pytest.MonkeyPatch) -> Small:
    monkeypatch.setattr(plugin, "stand_ahead", known_at_once(everything_approved))
    small.settings["theme"] = {"name": "material"}
    small.settings["plugins"].insert(0, "search")
    small.write(POLICY, HEAD).write("docs/start-here.md", "---\ntitle: Start here\n---\n\nCall.\n")
    return small


def built(site: Small, *names: str) -> tuple[dict[str, str], list[str]]:
    """The pages of a site with these neighbours, and every warning of its build."""
    for name in names:
        one = NEIGHBOURS[name]
        site.settings["plugins"] = (
            [*one.plugins, *site.settings["plugins"]]
            if one.first
            else [
                *site.settings["plugins"],
                *one.plugins,
            ]
        )
        site.settings |= one.settings
        for path, content in one.files.items():
            if isinstance(content, bytes):
                (site.root / path).parent.mkdir(parents=True, exist_ok=True)
                (site.root / path).write_bytes(content)
            else:
                site.write(path, content)
    commit_everything(site.root)
    site.caplog.clear()
    with site.caplog.at_level(logging.WARNING):
        pages = site.build()
    return pages, [record.getMessage() for record in site.caplog.records]


@pytest.mark.parametrize(
    "names",
    rest_by_night(
        [*((name,) for name in NEIGHBOURS), *_TOGETHER[:: max(len(_TOGETHER) // 30, 1)]],
        [(name,) for name in NEIGHBOURS],
    ),
    ids=" + ".join,
)
def test_they_stand_side_by_side(beside: Small, names: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(beside.root)
    pages, warnings = built(beside, *names)
    assert warnings == []
    for name in names:
        assert NEIGHBOURS[name].has(pages), name
    assert all(runs(html) for html in pages.values())
    assert all("r-approval-head" in html for path, html in pages.items() if path.startswith(("policy/", "policy.")))


def runs(html: str) -> bool:
    """Whether each script of the site that a page loads has the number that its policy lets in. The plugin `offline`
    names one of another host, for a search that works from a file, which ours says it does not.
    """
    scripts = [
        one for one in tree(html).find_all("script") if "src" in one.attrs and "://" not in (one.attr("src") or "")
    ]
    return all(one.attr("nonce") for one in scripts) and 'http-equiv="Content-Security-Policy"' in html


def test_there_are_enough_of_them() -> None:
    assert len(NEIGHBOURS) >= 8
    assert len(_TOGETHER[:: max(len(_TOGETHER) // 30, 1)]) + len(NEIGHBOURS) >= 30


def _layout_changed(book: Book, *rest: Any) -> SiteVerdicts:
    found = everything_approved(book, *rest)
    layout = dataclasses.replace(found.verdicts["SITE-LAYOUT"], verdict="unapproved")
    return dataclasses.replace(found, verdicts={**found.verdicts, "SITE-LAYOUT": layout})


def test_scripts_of_plugins_are_named_and_not_loaded_while_the_layout_is_not_approved(
    beside: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plugin, "stand_ahead", known_at_once(_layout_changed))
    pages, warnings = built(beside, "glightbox")
    script = "assets/javascripts/glightbox.min.js"
    assert warnings == [f"{script}, a script of a plugin, is not loaded: SITE-LAYOUT is not approved"]
    (loaded,) = [one for one in tree(_page(pages, "pictures")).find_all("script") if script in (one.attr("src") or "")]
    assert loaded.attr("nonce") is None


def test_a_script_of_the_repository_that_nobody_governs_is_no_script_of_a_plugin(beside: Small) -> None:
    beside.write("docs/js/own.js", "1\n")
    beside.settings["extra_javascript"] = ["js/own.js"]
    with beside.caplog.at_level(logging.ERROR), pytest.raises(Abort):
        built(beside)
    assert "docs/js/own.js" in beside.caplog.text


def test_a_script_that_the_settings_name_and_that_is_nowhere_is_told(beside: Small) -> None:
    beside.settings["extra_javascript"] = ["assets/tpyo.js"]
    with beside.caplog.at_level(logging.ERROR), pytest.raises(Abort):
        built(beside)
    assert "assets/tpyo.js is a script that no document governs" in beside.caplog.text


def test_a_diagram_that_nothing_draws_is_told(beside: Small) -> None:
    beside.settings["markdown_extensions"] = [{"pymdownx.superfences": {"custom_fences": [_FENCE]}}]
    beside.write("docs/notes.md", _DIAGRAM)
    _, warnings = built(beside)
    what = "a diagram that stays text: the theme loads mermaid from another host, which no page may"
    help_ = "put mermaid.min.js under docs/assets/ and name it under extra_javascript"
    assert warnings == [f"docs/notes.md: {what}; {help_}"]


@pytest.mark.parametrize("name", ["monorepo", "rss"])
def test_what_cannot_stand_beside_it_is_refused_in_a_sentence(name: str) -> None:
    said = neighbours.refused(["search", name, "ratified"])
    assert said is not None
    assert said.startswith(f"mkdocs.yml: the plugin {name!r} does not work beside 'ratified': ")
    assert neighbours.refused(["search", "ratified", "macros"]) is None


def test_pages_that_a_plugin_takes_from_elsewhere_are_no_site(beside: Small) -> None:
    beside.write("team/mkdocs.yml", "site_name: team\nnav: [{Hello: index.md}]\n")
    beside.write("team/docs/index.md", "# Hello\n")
    beside.settings["nav"] = [{"Policy": "policy/index.md"}, {"Team": "!include ./team/mkdocs.yml"}]
    beside.settings["plugins"].insert(0, "monorepo")
    said = "the plugin 'monorepo' does not work beside 'ratified': it copies all pages elsewhere"
    assert said in beside.stops()
    moved = "def on_config(config):\n    config.docs_dir = '/nowhere'\n"
    beside.write("hook.py", moved).settings["plugins"].remove("monorepo")
    beside.settings |= {"nav": None, "hooks": ["hook.py"]}
    for first in ("", "from mkdocs.plugins import event_priority\n\n\n@event_priority(50)\n"):
        beside.write("hook.py", first + moved)
        assert "mkdocs.yml: a plugin has the site built from /nowhere" in beside.stops()


def test_a_build_that_failed_in_a_translation_leaves_the_next_one_alone(beside: Small) -> None:
    beside.settings["plugins"] += _languages("suffix")
    beside.write("docs/start-here.fr.md", "---\ntitle: Commencez\n---\n\n{{ nothing() }}\n")
    assert "docs/start-here.fr.md:5:4: there is no macro 'nothing'" in beside.stops()
    (beside.root / "docs/start-here.fr.md").unlink()
    beside.write("docs/notes.fr.md", "---\ntitle: Notes\n---\n\nMots.\n").write("site/old/index.html", "Old")
    beside.write("site/old.html", "old")
    pages = beside.build()
    assert "fr/notes/index.html" in pages
    assert "old.html" not in pages
    assert '<html lang="en"' in pages["policy/index.html"]


def test_what_cannot_stand_beside_i18n_is_refused_in_a_sentence(beside: Small) -> None:
    said = neighbours.refused(["search", "ratified", "macros", "i18n", "print-site"])
    assert said is not None
    assert said.startswith("mkdocs.yml: the plugins 'i18n' and 'print-site' do not work together: ")
    beside.settings["plugins"] += [*_languages("folder"), "awesome-nav"]
    assert "does not work beside one that makes the navigation" in beside.stops()


@pytest.mark.parametrize(
    ("structure", "path"), [("folder", "docs/en/policy/index.md"), ("suffix", "docs/policy/index.en.md")]
)
def test_the_default_language_has_the_names_that_the_register_has(beside: Small, structure: str, path: str) -> None:
    (beside.root / POLICY).unlink()
    beside.write(path, HEAD).settings["plugins"] += _languages(structure)
    what = f"takes {path} for the page policy/index.md in its default language 'en'"
    assert beside.stops() == (
        f"mkdocs.yml: the plugin 'i18n' {what}, which has to lie where the register looks for it; "
        "name it docs/policy/index.md, without its language"
    )


@pytest.mark.parametrize(("structure", "path"), [("folder", "docs/hr/leave.md"), ("suffix", "docs/policy/leave.it.md")])
def test_a_page_that_i18n_takes_for_a_language_of_its_own_is_told(beside: Small, structure: str, path: str) -> None:
    beside.write(path, HEAD).settings["plugins"] += _languages(structure)
    assert f"{path}:1:1: is in none of the languages that mkdocs.yml has i18n build" in beside.stops()


def test_two_pages_for_one_address_are_told(beside: Small) -> None:
    beside.write("docs/policy/index.en.md", HEAD).settings["plugins"] += _languages("suffix")
    assert beside.stops().startswith("mkdocs.yml: the plugin 'i18n' cannot sort the pages: Conflicting files")


def test_a_translation_that_a_document_governs_is_read_and_has_its_approval(beside: Small) -> None:
    beside.write("docs/policy/index.fr.md", "---\ntitle: But\n---\n\nQui fait quoi.\n- Et quand.\n")
    beside.settings["plugins"] += _languages("suffix")
    pages, warnings = built(beside)
    french = _page(pages, "fr/policy")
    assert "r-approval-head" in french
    assert "Ceci est une traduction" not in french
    assert [warning.startswith("docs/policy/index.fr.md:6: ") for warning in warnings] == [True]
    told = json.loads((beside.root / "site/provenance.json").read_text(encoding="utf-8"))["pages"]
    assert told["fr/policy/index.html"]["documents"] == ["POL-IR"]
    assert told["policy/index.html"]["source"] == POLICY


@pytest.mark.parametrize(
    ("structure", "path"), [("folder", "docs/fr/policy/index.md"), ("suffix", "docs/policy/index.fr.md")]
)
def test_a_clause_stands_in_the_text_that_was_translated(beside: Small, structure: str, path: str) -> None:
    text = f"{HEAD}\n{{{{ clause('IR-1.1', 'CC1.1') }}}} Sam must call. See [here](../start-here.md).\n"
    beside.write(POLICY, text).write(path, text).settings["plugins"] += _languages(structure)
    pages, warnings = built(beside)
    assert warnings == []
    assert 'id="IR-1.1"' in _page(pages, "fr/policy")
    book = read_book(WorkTree(beside.root)).book
    assert book is not None
    assert [clause.place.path for page in book.pages for clause in page.clauses] == [POLICY]
    assert [page.path for page in book.policy_pages] == [POLICY]
    assert [page.path for page in book.pages if page.front and page.front.covers] == [POLICY]


def test_what_lies_among_translations_is_looked_at_like_anything(beside: Small) -> None:
    beside.write("docs/policy/new.fr.html", "<h1>Approuvé</h1>").settings["plugins"] += _languages("suffix")
    assert "docs/policy/new.fr.html" in beside.stops()


def test_a_page_in_one_language_alone_has_its_place_there(beside: Small) -> None:
    french = {"index": "Accueil", "start-here": "Commencez", "guide": "Guide"}
    for name, title in french.items():
        beside.write(f"docs/{name}.fr.md", f"---\ntitle: {title}\n---\n\nMots.\n")
    beside.settings["site_url"] = "https://policy.example.com/"
    beside.settings["plugins"] += _languages("suffix")
    pages, warnings = built(beside)
    assert warnings == []
    entries = [one.text.strip() for one in tree(_page(pages, "fr/guide")).select(".md-nav--primary .md-nav__link")]
    assert [title for title in french.values() if title not in entries] == []
    assert "Guide" not in tree(pages["index.html"]).text
    assert "This page is not a governed document" in _page(pages, "fr/guide")
    assert '<html lang="en"' in pages["404.html"]
    offered = tree(_page(pages, "clock-catalogue")).select(".md-select__link")
    assert [(one.attr("hreflang"), one.attr("href")) for one in offered] == [("en", "./"), ("fr", "../fr/")]
    sitemap = (beside.root / "site/sitemap.xml").read_text(encoding="utf-8")
    assert sitemap.count("<loc>") == len(pages) - 1
    assert '<xhtml:link rel="alternate" hreflang="fr" href="https://policy.example.com/fr/start-here/"/>' in sitemap


def test_what_is_searched_is_in_every_language(beside: Small) -> None:
    built(beside, "i18n by suffix")
    docs = json.loads((beside.root / "site/search/search_index.json").read_text(encoding="utf-8"))["docs"]
    found = [one["location"] for one in docs]
    assert found.count("fr/start-here/") == found.count("start-here/") == 1
    assert [one["tags"] for one in docs if one["location"] == "rules/NOT-01/"] == [["not", "01"]]


@pytest.mark.browser
def test_a_site_that_is_opened_from_files_says_that_it_cannot_search(beside: Small, browser: Browser) -> None:
    built(beside, "offline")
    page = browser.new_page()
    page.goto((beside.root / "site/policy/index.html").as_uri())
    field = page.locator(".md-search__input")
    expect(field).to_be_disabled()
    expect(field).to_have_attribute("placeholder", "Search needs the site on a server")
    # The first press wakes the theme's own script, which takes the field away: the way to Start here stays under it.
    page.locator(".r-alarm").hover(force=True)
    page.mouse.down()
    expect(page.locator(".md-search")).to_have_attribute("hidden", "", timeout=30_000)
    expect(field).to_be_visible()
    page.mouse.up()
    expect(page.locator("h1")).to_have_text(re.compile("Start here"), timeout=30_000)
    page.close()


def test_a_script_of_a_plugin_stands_in_the_site_and_nowhere_else(tmp_path: Path) -> None:
    class Nobody:
        verdicts: ClassVar[dict[str, Any]] = {}

    (tmp_path / "js").mkdir()
    (tmp_path / "js/own.js").write_text("1")
    scripts = neighbours.PluginScripts(cast("SiteVerdicts", Nobody()), tmp_path)
    asked = ("js/plugin.js", "js/own.js", "../elsewhere.js", "/x.js", "")
    assert [scripts.may_run(address) for address in asked] == [True, False, False, False, False]
