"""What stands round every page: its Content-Security-Policy, the page for a wrong address, what a link shows."""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
from typing import TYPE_CHECKING

import pytest
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config

from ratified.site import pages as made
from ratified.site import plugin
from ratified.site.csp import with_policy
from ratified.site.sources import script_at
from serving import ROOT, served
from verdict_samples import everything_approved, known_at_once
from visits import Visit

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

PAGE = '<html><head lang="en"><meta charset="utf-8"><title>x</title></head><body>{}</body></html>'


def hashed(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def policy(html: str) -> dict[str, str]:
    start = html.index('http-equiv="Content-Security-Policy" content="') + 46
    rules = html[start : html.index('"', start)].split("; ")
    return {rule.partition(" ")[0]: rule.partition(" ")[2] for rule in rules}


class TestThePolicy:
    def test_it_stands_before_everything_that_could_load(self) -> None:
        found = with_policy(PAGE.format(""))
        assert found.startswith('<html><head lang="en"><meta charset="utf-8"><meta http-equiv=')
        assert policy(found)["script-src"] == "'none'"
        assert policy(found)["default-src"] == policy(found)["worker-src"] == "'self'"

    def test_scripts_of_the_theme_are_let_in_by_hash_and_each_once(self) -> None:
        first, second = "var a=1", "\n  var b = '<!-- é -->';\n"
        found = with_policy(PAGE.format(f"<script>{first}</script><script>{second}</script><script>{first}</script>"))
        assert policy(found)["script-src"] == f"{hashed(first)} {hashed(second)}"

    @pytest.mark.parametrize(
        ("written", "script"),
        [
            ("<SCRIPT\n>a</Script >", "a"),
            ("<script/>a</script\t/>", "a"),
            ("<script data-src=x title='>'>a</script>", "a"),
            ("<script type=module>a\r\nb\rc</script>", "a\nb\nc"),
            ("<script>'<!--<script>' + '</script>-->'</script>", "'<!--<script>' + '</script>-->'"),
            ("<table><script>a</script>", "a"),
            ("<script>&lt;</script>", "&lt;"),
            ("<script type=' Application/JavaScript'>a</script>", "a"),
            ("<script type=application/ecmascript>a</script>", "a"),
        ],
    )
    def test_a_script_is_let_in_however_it_is_written(self, written: str, script: str) -> None:
        assert policy(with_policy(PAGE.format(written)))["script-src"] == hashed(script)

    @pytest.mark.parametrize(
        "written",
        [
            "<!-- <script>a</script> -->",
            "<code>&lt;script>a&lt;/script></code>",
            '<p title="<script>a</script>">',
            "<textarea><script>a</script></textarea>",
            "<noscript><script>a</script></noscript>",
            "<scripts>a</scripts>",
            "<svg><script>a</script></svg>",
            '<script src="">a</script>',
        ],
    )
    def test_what_is_no_script_of_the_page_is_not_let_in(self, written: str) -> None:
        page = PAGE.format(written)
        assert policy(with_policy(page, bool))["script-src"] == "'none'"
        assert with_policy(page).endswith(page.partition('<meta charset="utf-8">')[2])

    def test_a_number_is_given_to_no_text_that_looks_like_a_script(self) -> None:
        texts = "<!-- <script src=a.js> --><code>&lt;script src=a.js></code><title><script src=a.js></title>"
        found = with_policy(PAGE.format(f"{texts}<svg><script src=a.js></script></svg><script src=a.js></script>"))
        assert found.partition("<body>")[2].count("nonce=") == 1
        assert texts in found

    def test_what_else_a_head_says_comes_after_it(self) -> None:
        assert re.search(
            r'script-src \'none\'"><meta name="x"><title>', with_policy(PAGE.format(""), said='<meta name="x">')
        )

    def test_data_needs_no_leave(self) -> None:
        data = '<script id="__config" type="application/json">{"a": 1}</script>'
        assert policy(with_policy(PAGE.format(data)))["script-src"] == "'none'"

    def test_a_file_is_let_in_by_a_number_where_somebody_governs_it(self) -> None:
        page = PAGE.format('<script src="a.js" defer></script><script src="b.js"></script>')
        found = with_policy(page, {"a.js"}.__contains__)
        (number,) = re.findall(r'<script nonce="([^"]+)" src="a.js" defer>', found)
        assert '<script src="b.js">' in found
        assert policy(found)["script-src"] == f"'nonce-{number}'"
        assert number not in with_policy(f"{page} ", {"a.js"}.__contains__)
        assert policy(with_policy(page, set[str]().__contains__))["script-src"] == "'none'"

    @pytest.mark.parametrize(
        "tag",
        [
            '<script src="b.js" src="a.js" defer></script>',
            "<script title=' src=a.js' src=b.js></script>",
            '<script data-src="a.js" src="b.js"></script>',
            '<SCRIPT/src="b.js" alt="> src=a.js"></SCRIPT>',
        ],
    )
    def test_of_several_sources_the_first_counts_as_browsers_read_it(self, tag: str) -> None:
        page = PAGE.format(tag)
        assert policy(with_policy(page, {"a.js"}.__contains__))["script-src"] == "'none'"
        assert re.search('<script nonce="[^"]+"', with_policy(page, {"b.js"}.__contains__), re.IGNORECASE)

    @pytest.mark.parametrize(
        ("src", "url", "found"),
        [
            ("../../assets/a.js", "policy/severity/", "assets/a.js"),
            ("assets/a.js?v=1", ".", "assets/a.js"),
            ("../assets/a.js", "policy/severity.html", "assets/a.js"),
            ("/ir/assets/a.js", "404.html", "assets/a.js"),
            ("/assets/a.js", "404.html", ""),
            ("https://policy.example.com/ir/assets/a.js", "", ""),
            ("//elsewhere.example/assets/a.js", "", ""),
            ("..%2fassets/a.js", "policy/", ""),
        ],
    )
    def test_a_script_is_known_by_where_it_lies_in_the_site(self, src: str, url: str, found: str) -> None:
        assert script_at(src, url, "/ir/") == found

    def test_nothing_is_let_in_by_wholesale(self) -> None:
        scripts = policy(with_policy(PAGE.format("<script>a</script>")))["script-src"]
        assert not {"'unsafe-inline'", "'unsafe-eval'", "data:", "blob:", "*"} & set(scripts.split())

    def test_what_is_wanted_first_is_named_after_it_and_each_once(self) -> None:
        first = '<script src="&#46;./a.js" defer fetchpriority="high"></script>'
        found = with_policy(PAGE.format(f'{first}<script src="b.js" defer></script>{first}'))
        assert found.count("<link ") == 1
        assert re.search(r'"><link rel="preload" href="../a.js" as="script" nonce="[^"]+">', found)

    def test_a_page_that_writes_no_head_has_its_policy_where_one_begins(self) -> None:
        begun = ("<!-- a --> <!doctype html>", "<title>x</title>y"), ("", "\ufeff<html><head></head>"), ("", "y")
        for before, rest in begun:
            found = with_policy(f"{before}{rest}")
            assert found.startswith(f'{before}<meta http-equiv="Content-Security-Policy"')
            assert found.endswith(f">{rest}")


def test_every_page_of_the_site_has_a_policy(site: Path) -> None:
    pages = list(site.rglob("*.html"))
    assert len(pages) > 100
    assert [page for page in pages if "unsafe-inline" in policy(page.read_text(encoding="utf-8"))["script-src"]] == []


@pytest.mark.browser
def test_a_script_that_was_put_into_a_page_later_does_not_run(browser: Browser, site: Path, tmp_path: Path) -> None:
    shutil.copytree(site, tmp_path / "site")
    index = tmp_path / "site/index.html"
    text = index.read_text(encoding="utf-8")
    index.write_text(text.replace("</body>", "<script>document.title = 'taken'</script></body>"), encoding="utf-8")
    with served(tmp_path / "site") as address:
        visit = Visit(browser, address)
        assert visit.open("").title() != "taken"
        assert ["Content Security Policy" in said for said in visit.wrong] == [True]
        visit.context.close()


@pytest.mark.browser
def test_a_script_that_nobody_governs_does_not_run_and_one_that_a_governed_script_starts_does(
    browser: Browser, tmp_path: Path
) -> None:
    """`a.js` is governed and starts `c.js` with its own number, as the theme's script is, and `d.js` without."""
    starts = "for (const [src, nonce] of [['c.js', document.currentScript.nonce], ['d.js', '']]) {"
    starts += "document.body.append(Object.assign(document.createElement('script'), { src, nonce })); }"
    for name in "abcd":
        more = starts if name == "a" else ""
        (tmp_path / f"{name}.js").write_text(f"document.title += '{name}';{more}", encoding="utf-8")
    tags = '<script src="a.js" defer fetchpriority="high"></script><script src="b.js"></script>'
    page = with_policy(PAGE.format(tags), {"a.js"}.__contains__)
    (tmp_path / "index.html").write_text(page, encoding="utf-8")
    with served(tmp_path) as address:
        visit = Visit(browser, address)
        shown = visit.open("")
        shown.wait_for_function("document.title === 'xac'")
        assert sorted(re.findall(r"/([a-d]\.js)'", " ".join(visit.wrong))) == ["b.js", "d.js"]
        visit.context.close()


@pytest.mark.browser
def test_a_wrong_address_leads_on_and_is_as_good_a_page_as_any(browser: Browser, address: str) -> None:
    visit = Visit(browser, address)
    page = visit.open("404.html")
    assert page.locator("h1").inner_text() == "There is no such page"
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.get_by_role("link", name="Something is wrong right now").click()
    assert page.locator("h1").inner_text().startswith("Start here")
    assert visit.wrong == []
    visit.context.close()


@pytest.mark.parametrize("site_url", ["https://policy.example.com/ir/", None])
def test_a_link_shows_its_page_where_the_site_has_an_address(
    tmp_path: Path, site_url: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for part in ("data", "macros"):
        shutil.copytree(ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
    title = 'Who & "what" <b>'
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/index.md").write_text("---\ntitle: Home\n---\n\nHello.\n", encoding="utf-8")
    (tmp_path / "docs/page.md").write_text(f"---\ntitle: '{title}'\n---\n\nHello.\n", encoding="utf-8")
    monkeypatch.setattr(plugin, "stand_ahead", known_at_once(everything_approved))
    monkeypatch.setattr(made, "WRITTEN", ())
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: Response\nsite_description: The policy\n"
        "theme: {name: material}\nrepo_url: https://example.com/x\n"
        "plugins: [{ratified: {as_of: '2026-11-22'}}, {macros: {module_name: macros}}]\n",
        encoding="utf-8",
    )
    mkdocs_build(load_config(str(tmp_path / "mkdocs.yml"), site_url=site_url))
    html = (tmp_path / "site/page/index.html").read_text(encoding="utf-8")
    assert ("og:" in html) is bool(site_url)
    if site_url:
        assert '<meta property="og:title" content="Who &amp; &#34;what&#34; &lt;b&gt;">' in html
        assert '<meta property="og:image" content="https://policy.example.com/ir/assets/card.png">' in html
        assert '<meta property="og:url" content="https://policy.example.com/ir/page/">' in html
        assert (tmp_path / "site/assets/card.png").is_file()
