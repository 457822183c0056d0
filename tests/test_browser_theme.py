"""The theme's own script comes after the page is painted, and is whole when it is there."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("path", ["rules/NOT-02/", "start-here/"])
def test_navigation_ends_above_the_foot_and_search_answers(browser: Browser, address: str, path: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 800}, service_workers="block")
    try:
        page.goto(address + path)
        page.mouse.move(200, 200)
        sidebar = page.locator(".md-sidebar--primary .md-sidebar__scrollwrap")
        expect(sidebar).to_have_attribute("style", re.compile(r"height: [67]\d\dpx"))
        page.keyboard.press("/")
        expect(page.locator(".md-search__input")).to_be_focused()
        page.keyboard.type("IR-4.2")
        expect(page.locator(".md-search-result__item").first).to_be_visible()
    finally:
        page.close()
