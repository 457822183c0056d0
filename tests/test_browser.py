"""The built site in Chromium: every page opens, calls nobody, passes axe, fits a phone and prints."""

from __future__ import annotations

import re

import pytest

from nightly import rest_by_night
from visits import DESKTOP, PHONE, Visit, found_in_both_schemes, switch

pytestmark = pytest.mark.browser

PARTS = 4
"""The pages are looked at in so many tests, side by side where there are several processes."""


@pytest.mark.nightly  # `test_browser_reach.py` looks at one page of each kind
@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_opens_calls_nobody_passes_axe_and_fits_a_phone(
    visit: Visit, navigation: list[str], part: int
) -> None:
    broken = []
    for path in navigation[part::PARTS]:
        page = visit.open(path)
        assert page.locator("article h1").is_visible(), path
        broken += found_in_both_schemes(page, path, every=True)
        switch(page, "light")
        page.set_viewport_size(PHONE)
        if (width := page.evaluate("document.documentElement.scrollWidth")) > PHONE["width"]:
            broken.append(f"{path}: {width} px wide on a phone")
        page.set_viewport_size(DESKTOP)
    assert broken == []
    assert visit.wrong == []


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


@pytest.mark.parametrize("paper", rest_by_night(["A4", "Letter"], ["A4"]))
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
