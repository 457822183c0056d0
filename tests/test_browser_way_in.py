"""Start here is one tap away on every page, and though its theme's script wakes late, search and colours work on it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from nightly import BY_NIGHT
from nights import Night
from visits import switch

pytestmark = pytest.mark.browser


def test_start_here_is_one_tap_away_on_every_kind_of_page(
    browser: Browser, address: str, navigation: list[str]
) -> None:
    night = Night(browser, address, java_script_enabled=False)
    pages = [one for one in navigation if not one.startswith("rules/")]
    if not BY_NIGHT:  # every sixth
        pages = pages[::6]
    for path in [*pages, "rules/", "404.html"]:
        night.page.goto(address + path)
        link = night.page.locator(".md-header .r-alarm")
        for width in (320, 390, 1280):
            night.page.set_viewport_size({"width": width, "height": 700})
            box = link.bounding_box()
            assert box is not None, path
            assert box["x"] >= 0, path
            assert box["x"] + box["width"] <= width, path
            assert box["height"] >= 24, path
    night.page.goto(f"{address}policy/severity/")
    night.page.locator(".md-header .r-alarm").click()
    assert night.page.url == f"{address}start-here/"
    night.context.close()


def test_the_card_is_there_before_the_themes_script_and_that_comes_with_the_first_sign(
    browser: Browser, address: str
) -> None:
    night = Night(browser, address)
    asked: list[str] = []
    night.page.on("request", lambda request: asked.append(request.url))
    night.page.goto(f"{address}start-here/")
    assert night.part("picked").is_visible()
    assert not [url for url in asked if "/bundle." in url]
    link = night.page.locator(".md-header .r-alarm")
    before = link.bounding_box()
    night.page.mouse.move(200, 200)
    expect(night.page.locator("script[src*='bundle']:not([data-r-later])")).to_have_count(1)
    night.page.wait_for_load_state("networkidle")
    assert [url for url in asked if "/bundle." in url]
    assert link.bounding_box() == before, "nothing moves under a finger"
    night.context.close()


def test_search_opens_by_its_key_and_finds(browser: Browser, address: str) -> None:
    night = Night(browser, address)
    page = night.page
    page.goto(f"{address}start-here/")
    page.keyboard.press("/")
    field = page.locator(".md-search__input")
    expect(field).to_be_focused()
    field.press_sequentially("ransomware", delay=20)
    first = page.locator(".md-search-result__link").first
    first.wait_for()
    assert "RB-02" in first.inner_text()
    assert night.wrong == []
    night.context.close()


def test_colours_follow_the_system_and_whoever_chooses(browser: Browser, address: str) -> None:
    night = Night(browser, address)
    page = night.page
    page.goto(f"{address}start-here/")
    switch(page, "dark")
    page.locator("label[title='Use light colours']").click()
    page.locator("body[data-md-color-scheme='default']").wait_for()
    night.context.close()
