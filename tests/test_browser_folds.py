"""Long pages on a phone: at most twelve screens, nothing lost, and whoever comes by a link sees what they came for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from nightly import BY_NIGHT
from visits import DESKTOP, PHONE, Visit, found_in_both_schemes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

LONGEST = 12
"""Screens of a phone that a page may have."""

SAMPLE = ["coverage/", "amendments/", "clock-catalogue/", "for-the-assessor/", "rules/", "runbooks/RB-02-ransomware/"]
SCREENS = "() => document.documentElement.scrollHeight / innerHeight"


@pytest.fixture
def phone(browser: Browser, demo_address: str) -> Iterator[Visit]:
    found = Visit(browser, demo_address, viewport=PHONE)
    yield found
    found.context.close()


def test_a_page_has_at_most_twelve_screens_on_a_phone(phone: Visit, demo_site: Path) -> None:
    every = sorted(file.parent.relative_to(demo_site).as_posix() + "/" for file in demo_site.rglob("index.html"))
    broken = []
    for path in (one.removeprefix("./") for one in (every if BY_NIGHT else SAMPLE)):
        page = phone.open(path)
        if (screens := page.evaluate(SCREENS)) > LONGEST:
            broken.append((path, round(screens, 1)))
        if (wide := page.evaluate("() => document.documentElement.scrollWidth")) > PHONE["width"]:
            broken.append((path, wide))
    assert broken == []
    assert phone.wrong == []


@pytest.mark.parametrize("path", ["coverage/", "runbooks/RB-02-ransomware/"])
def test_nothing_is_taken_out_and_a_button_shows_the_rest(browser: Browser, phone: Visit, path: str) -> None:
    desk = Visit(browser, phone.address, viewport=DESKTOP)
    whole = desk.open(path)
    assert whole.locator("[data-r-cut], .r-uncut").count() == 0
    page = phone.open(path)
    more = page.locator(".r-uncut")
    assert more.count() > 2
    before, cut = page.evaluate(SCREENS), more.count()
    box = more.first.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    more.first.evaluate("(button) => button.click()")
    assert more.count() == cut - 1
    assert page.evaluate(SCREENS) > before
    while more.count():
        more.first.evaluate("(button) => button.click()")
    assert page.evaluate("() => document.querySelectorAll('[data-r-cut]').length") == 0
    desk.context.close()


def test_the_first_minutes_of_a_runbook_and_start_here_are_never_cut(phone: Visit) -> None:
    page = phone.open("runbooks/RB-02-ransomware/")
    assert page.locator("[data-r-cut] :text('cut the affected hosts off the network')").count() == 0
    assert page.locator("article :text('cut the affected hosts off the network')").count() > 0
    assert phone.open("start-here/").locator("[data-r-cut] ol").count() == 0


def test_an_address_leads_to_what_is_cut(phone: Visit) -> None:
    page = phone.open("coverage/#req-CC8.1")
    row = page.locator("[id='req-CC8.1']")
    assert row.evaluate("(row) => !row.closest('[data-r-cut]')")
    assert row.evaluate("(row) => { const at = row.getBoundingClientRect().top; return at >= 0 && at < innerHeight }")
    page.goto(f"{phone.address}coverage/#100%")
    assert page.locator(".r-uncut").count() > 0
    assert phone.wrong == []


def test_a_key_opens_what_it_comes_to(phone: Visit) -> None:
    page = phone.open("coverage/")
    last = page.locator("[data-r-cut]").first.locator("a").last.element_handle()
    assert last is not None
    last.focus()
    assert last.evaluate("(link) => !link.closest('[data-r-cut]')")


def test_paper_has_all_of_it(phone: Visit) -> None:
    page = phone.open("runbooks/RB-02-ransomware/")
    page.emulate_media(media="print")
    cut = page.locator("[data-r-cut]")
    assert cut.count() > 0
    assert all(one.evaluate("(cut) => cut.scrollHeight <= cut.clientHeight + 1") for one in cut.all())
    assert page.locator(".r-uncut:visible").count() == 0


def test_a_cut_page_passes_axe(phone: Visit) -> None:
    assert found_in_both_schemes(phone.open("coverage/"), "coverage/") == []


def test_who_is_in_charge_stands_whole_with_numbers_and_the_rest_at_one_tap(
    browser: Browser, demo_address: str
) -> None:
    page = browser.new_page(viewport=PHONE)
    page.goto(f"{demo_address}start-here/")
    rows = page.locator(".r-charge tbody tr")
    assert rows.count() > 5
    assert all(row.locator("td a[href^='tel:']").first.is_visible() for row in rows.all())
    deputies = page.locator(".r-charge [data-r-deputies]")
    expect(deputies.first).to_be_hidden()
    assert page.locator("[data-r-cut]").count() == 0
    page.get_by_role("button", name="Show deputies and all channels").click()
    assert all(one.is_visible() for one in deputies.all())
    page.close()


@pytest.mark.parametrize("path", ["amendments/", "for-the-assessor/"])
def test_a_phone_that_is_held_sideways_or_is_small_has_its_page_as_well(
    browser: Browser, demo_address: str, path: str
) -> None:
    """There a part that is cut is as high as one that would be."""
    page = browser.new_page(viewport={"width": 568, "height": 320})
    page.goto(f"{demo_address}{path}", timeout=15_000)
    alone = "[data-r-cut] > [data-r-cut]:first-child + .r-uncut:last-child"
    assert page.locator(alone).count() == 0, "nothing is cut twice"
    for button in page.locator(".r-uncut:visible").all()[:3]:
        button.click()
    page.close()
