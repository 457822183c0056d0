"""The built site in Chromium: every page opens, calls nobody, passes axe, fits a phone and prints."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from serving import built_once, served

pytestmark = pytest.mark.browser

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
PARTS = 4
"""The pages are looked at in so many tests, side by side where there are several processes."""

OF_COLOUR = ["color-contrast", "link-in-text-block"]
"""The axe rules whose answer depends on the colour scheme."""

ALLOWED: dict[str, str] = {}
"""Axe rules that may be broken, each with the reason why it cannot be mended here."""


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.getbasetemp()
    return built_once(base.parent if base.name.startswith("popen") else base)[0]


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    with served(site) as found:
        yield found


@pytest.fixture(scope="session")
def navigation(site: Path) -> list[str]:
    """The address of every entry of the navigation, in order, relative to the site."""
    home = (site / "index.html").read_text(encoding="utf-8")
    links = re.findall(r'<a href="([^"#]+)" class="md-nav__link', home)
    found = list(dict.fromkeys("" if link == "." else link for link in links))
    assert len(found) > 40
    assert found[0] == "start-here/"
    return found


class Visit:
    """A page of a browser that keeps what went wrong: requests to others, console errors, dead addresses."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.address = address
        self.wrong: list[str] = []
        self.context = browser.new_context(color_scheme="light", viewport=DESKTOP)  # type: ignore[arg-type]
        self.page: Page = self.context.new_page()
        self.page.on("request", lambda request: self._asked(request.url))
        self.page.on("console", lambda said: self.wrong.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))

    def _asked(self, url: str) -> None:
        if not url.startswith((self.address, "data:", "blob:")):
            self.wrong.append(f"asked {url}")

    def open(self, path: str) -> Page:
        answer = self.page.goto(self.address + path)
        assert answer is not None
        assert answer.ok, path
        return self.page


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    found = Visit(browser, address)
    yield found
    found.context.close()


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_opens_calls_nobody_passes_axe_and_fits_a_phone(
    visit: Visit, navigation: list[str], part: int
) -> None:
    broken = []
    for path in navigation[part::PARTS]:
        page = visit.open(path)
        assert page.locator("article h1").is_visible(), path
        broken += found_by_axe(page, path, "light", {})
        switch(page, "dark")
        broken += found_by_axe(page, path, "dark", {"runOnly": OF_COLOUR})
        switch(page, "light")
        page.set_viewport_size(PHONE)
        if (width := page.evaluate("document.documentElement.scrollWidth")) > PHONE["width"]:
            broken.append(f"{path}: {width} px wide on a phone")
        page.set_viewport_size(DESKTOP)
    assert broken == []
    assert visit.wrong == []


def found_by_axe(page: Page, path: str, scheme: str, options: dict[str, Any]) -> list[str]:
    """What axe finds on a page, less what is allowed. Of rule pages, which are many, only the text is looked at:
    the frame round it is that of their index.
    """
    context = {"include": [[".md-content"]]} if re.fullmatch("rules/.+", path) else None
    results = Axe().run(page, context, options={"resultTypes": ["violations"], **options}).response
    found = []
    for rule in results["violations"]:
        if rule["id"] not in ALLOWED:
            nodes = [f"{node['target']} {node['html'][:90]}" for node in rule["nodes"][:3]]
            found.append(f"{path or '/'} {scheme}: {rule['id']}: {'; '.join(nodes)}")
    return found


def switch(page: Page, scheme: str) -> None:
    """Let the system ask for light or dark, and wait until the page has followed."""
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    name = {"light": "default", "dark": "slate"}[scheme]
    page.locator(f"body[data-md-color-scheme='{name}']").wait_for()  # a function to wait for would need unsafe-eval


def test_search_finds_ransomware_on_its_runbook(visit: Visit) -> None:
    page = visit.open("")
    page.wait_for_load_state("networkidle")
    page.locator(".md-search__input").click()
    page.locator(".md-search__input").press_sequentially("ransomware", delay=20)
    first = page.locator(".md-search-result__link").first
    first.wait_for()
    assert "runbooks/RB-02-ransomware/" in (first.get_attribute("href") or "")
    assert "RB-02" in first.inner_text()
    assert visit.wrong == []


def test_the_pencil_of_a_runbook_leads_to_its_file(visit: Visit) -> None:
    pencil = visit.open("runbooks/RB-02-ransomware/").locator("a[rel=edit]")
    assert pencil.is_visible()
    assert (pencil.get_attribute("href") or "").endswith("/edit/main/runbooks/RB-02-ransomware.md")


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_start_here_prints_on_one_sheet(visit: Visit, paper: str) -> None:
    page = visit.open("start-here/")
    pdf = page.pdf(format=paper, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1


def test_a_clause_is_marked_when_somebody_follows_a_link_to_it(visit: Visit) -> None:
    page = visit.open("policy/severity/#IR-4.2")
    clause = page.locator("[id='IR-4.2']")
    assert clause.is_visible()
    top = clause.bounding_box()
    assert top is not None
    assert 40 < top["y"] < 600


def test_the_palette_follows_the_system_until_somebody_chooses(visit: Visit) -> None:
    page = visit.open("")
    switch(page, "dark")
    page.locator("label[title='Use light colours']").click()
    page.locator("body[data-md-color-scheme='default']").wait_for()
    page.reload()
    assert page.evaluate("document.body.getAttribute('data-md-color-scheme')") == "default"
