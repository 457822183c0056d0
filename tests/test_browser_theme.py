"""The theme's own script comes with the first sign of life; until then nothing is missing, and then nothing moves."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from nightly import rest_by_night

pytestmark = pytest.mark.browser

DESK = ViewportSize(width=1280, height=800)
PHONE = ViewportSize(width=390, height=844)
SIDEBAR = ".md-sidebar--primary .md-sidebar__scrollwrap"
_PLACES = f"""() => [".md-header .r-alarm", "{SIDEBAR} .md-nav__link--active[href]", "h1", ".md-typeset p"].map(
  (found) => JSON.stringify(document.querySelector(found).getBoundingClientRect()))"""


_UNHURRIED = """const real = setTimeout;
  window.setTimeout = (of, ms, ...more) => ms === 6000 ? (window.afterSix = of, 0) : real(of, ms, ...more);"""
"""Its own six seconds do not pass by themselves: a busy machine may need as long to draw the page."""

STILL = ["start-here/", "for-the-assessor/", "", "runbooks/RB-02-ransomware/"]


def opened(browser: Browser, address: str, size: ViewportSize = DESK, *, dark: bool = False) -> Page:
    page = browser.new_page(viewport=size, color_scheme="dark" if dark else "light", service_workers="block")
    settled(page, address)
    return page


def settled(page: Page, address: str) -> None:
    """Open it and wait: a network can be idle before the page's own scripts ran, so that alone is not enough."""
    page.goto(address, wait_until="networkidle")
    page.wait_for_load_state("load")


BUNDLE = "**/bundle.*.js"


def hold_bundle_back(page: Page) -> None:
    """Until `page.unroute(BUNDLE)`, which also lets go of what was held."""
    page.route(BUNDLE, lambda _held: None)


def sheets(page: Page) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf()))


@pytest.mark.parametrize("path", ["rules/NOT-02/", "start-here/"])
def test_navigation_ends_above_the_foot_and_search_answers(browser: Browser, address: str, path: str) -> None:
    page = opened(browser, address + path)
    page.mouse.move(200, 200)
    expect(page.locator(SIDEBAR)).to_have_attribute("style", re.compile(r"height: [67]\d\dpx"))
    page.keyboard.press("/")
    expect(page.locator(".md-search__input")).to_be_focused()
    page.keyboard.type("IR-4.2")
    expect(page.locator(".md-search-result__item").first).to_be_visible(timeout=20_000)
    page.close()


@pytest.mark.parametrize("path", rest_by_night(STILL, STILL[:2]))
def test_nothing_of_it_is_asked_for_before_somebody_moves_and_then_nothing_else_moves(
    browser: Browser, address: str, path: str
) -> None:
    asked: list[str] = []
    page = browser.new_page(viewport=DESK, service_workers="block")
    page.on("request", lambda request: asked.append(request.url))
    page.add_init_script(_UNHURRIED)
    settled(page, address + path)
    assert [url for url in asked if "/bundle." in url or "/search_index." in url] == []
    before = page.evaluate(_PLACES)
    with page.expect_response("**/search_index.json"):
        page.mouse.move(2, 2)
    expect(page.locator(SIDEBAR)).to_have_attribute("style", re.compile("height"))
    assert page.evaluate(_PLACES) == before
    page.close()


def test_the_header_is_whole_before_any_script_file_has_come(browser: Browser, address: str) -> None:
    """On a slow network those come late: the way to Start here must not move while somebody reaches for it."""
    bare, whole = browser.new_page(viewport=DESK, service_workers="block"), opened(browser, address)
    bare.route("**/*.js", lambda route: route.abort())
    settled(bare, address)
    expect(bare.locator(".md-search__input")).to_be_visible()
    alarm = 'JSON.stringify(document.querySelector(".r-alarm").getBoundingClientRect())'
    assert bare.evaluate(alarm) == whole.evaluate(alarm)
    bare.close()
    whole.close()


def test_it_comes_by_itself_after_six_seconds(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport=PHONE, service_workers="block")
    page.add_init_script(_UNHURRIED)
    settled(page, address)
    expect(page.locator("script[src*='bundle']:not([data-r-later])")).to_have_count(0)
    with page.expect_response("**/search_index.json"):
        page.evaluate("window.afterSix()")
    page.close()


def test_who_never_chose_has_the_systems_colours_before_it(browser: Browser, address: str) -> None:
    for dark, scheme in ((True, "slate"), (False, "default")):
        page = opened(browser, address, PHONE, dark=dark)
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", scheme)
        expect(page.locator("script[src*='bundle']:not([data-r-later])")).to_have_count(0)
        page.close()


@pytest.mark.parametrize("key", rest_by_night(["/", "s", "f"], ["s"]))
def test_what_is_typed_for_the_search_before_it_is_not_lost(browser: Browser, address: str, key: str) -> None:
    page = opened(browser, address)
    hold_bundle_back(page)
    page.keyboard.press(key)
    page.keyboard.type("ransomware")
    field = page.locator(".md-search__input")
    expect(field).to_be_focused()
    expect(field).to_have_value("ransomware")
    page.unroute(BUNDLE)
    expect(page.locator(".md-search-result__link").first).to_contain_text("RB-02")
    page.close()


def test_a_tap_on_the_glass_before_it_opens_the_search(browser: Browser, address: str) -> None:
    page = opened(browser, address, PHONE)
    hold_bundle_back(page)
    page.locator(".md-header__button[for='__search']").click()
    page.keyboard.type("ransom")
    expect(page.locator(".md-search__input")).to_have_value("ransom")
    page.unroute(BUNDLE)
    expect(page.locator(".md-search-result__link").first).to_contain_text("RB-02")
    page.close()


def test_keys_that_are_typed_into_a_field_stay_there(browser: Browser, address: str) -> None:
    page = opened(browser, f"{address}start-here/")
    field = page.get_by_label("What do you see?")
    field.focus()
    page.keyboard.type("files/s")
    expect(field).to_have_value("files/s")
    page.close()


def test_a_print_before_it_shows_what_is_folded(browser: Browser, demo_address: str) -> None:
    page = opened(browser, f"{demo_address}incidents/INC-2026-002/")
    before = sheets(page)
    assert page.locator(".md-content details").count() > 0
    assert page.locator(".md-content details[open]").count() == 0, "folded again"
    with page.expect_response("**/search_index.json"):
        page.mouse.move(2, 2)
    expect(page.locator(SIDEBAR)).to_have_attribute("style", re.compile("height"))
    assert sheets(page) == before > 7
    page.close()
