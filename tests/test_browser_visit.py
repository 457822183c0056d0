"""What is entered for the deadlines stays for the visit: Back, reload, a locked phone; and any time zone is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, expect

from test_browser_start import Night

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.browser

CET, PHONE = "Europe/Brussels", {"width": 390, "height": 844}
SMALL = """all => all.filter(one => one.getClientRects().length)
    .map(one => [one.closest('label') ?? one, one])
    .filter(([box]) => box.getBoundingClientRect().height < 44).map(([, one]) => one.outerHTML)"""
TINY = """all => all.filter(one => one.getClientRects().length && one.textContent.trim())
    .filter(one => parseFloat(getComputedStyle(one).fontSize) < 12).map(one => one.outerHTML)"""


@pytest.fixture
def night(browser: Browser, address: str) -> Iterator[Night]:
    """Start here at night, on a phone that is on New York's time."""
    found = Night(browser, f"{address}start-here/", timezone_id="America/New_York", viewport=PHONE).open()
    yield found
    found.context.close()


def enter(night: Night) -> None:
    night.part("zone").select_option(CET)
    night.aware("2026-11-20T01:05").tick("European Union").tick("Lumen Harbour Bank")
    night.others()
    night.page.get_by_label("Discovery", exact=True).fill("2026-11-20T00:40")
    night.page.get_by_label("People touched, if known").fill("700")


def assert_kept(night: Night) -> None:
    assert night.part("zone").input_value() == CET
    assert night.page.get_by_label("When we became aware").input_value() == "2026-11-20T01:05"
    assert night.page.get_by_label("Discovery", exact=True).input_value() == "2026-11-20T00:40"
    assert night.page.get_by_label("People touched, if known").input_value() == "700"
    assert night.page.get_by_role("checkbox", name="European Union").is_checked()
    assert night.page.get_by_role("checkbox", name="Lumen Harbour Bank").is_checked()
    assert night.clocks()[0] == "ct-021-dpa"
    assert "Sun 2026-11-22 01:05 Europe/Brussels" in night.page.locator(".r-due").first.inner_text()


def test_a_reload_keeps_the_entry(night: Night) -> None:
    enter(night)
    night.page.reload()
    assert_kept(night)


def test_back_keeps_the_entry_and_so_does_the_other_page_with_the_panel(night: Night, address: str) -> None:
    enter(night)
    night.page.goto(f"{address}runbooks/")
    night.page.go_back()
    assert_kept(night)
    night.page.goto(f"{address}clocks/")
    assert_kept(night)
    night.page.get_by_label("People touched, if known").fill("701")
    night.page.go_back()
    expect(night.page.get_by_label("People touched, if known")).to_have_value("701")


def test_a_locked_phone_keeps_the_entry_and_counts_on(night: Night) -> None:
    """The browser freezes the page, and lets go of it while the phone lies there: it comes back as a reload does."""
    enter(night)
    session = night.context.new_cdp_session(night.page)
    session.send("Page.setWebLifecycleState", {"state": "frozen"})
    session.send("Page.setWebLifecycleState", {"state": "active"})
    night.page.clock.fast_forward(3_600_000)
    assert_kept(night)
    expect(night.page.locator(".r-due-left").first).to_have_text("46 h 55 min left")
    night.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    night.page.goto("about:blank")
    night.page.goto(night.url)
    assert_kept(night)


def test_one_tap_clears_what_was_entered_and_what_was_kept(night: Night) -> None:
    enter(night)
    assert night.page.evaluate("sessionStorage.length") == 1
    night.part("clear").click()
    assert night.page.evaluate("sessionStorage.length") == 0
    assert night.page.get_by_label("When we became aware").input_value() == ""
    assert night.part("zone").input_value() == "America/New_York"
    assert night.page.locator("[data-r-start] input:checked").evaluate_all("all => all.map(one => one.type)") == []
    assert night.clocks() == []
    night.page.reload()
    assert night.page.get_by_label("When we became aware").input_value() == ""
    expect(night.part("said")).to_contain_text("Enter when we became aware")


def test_another_tab_knows_nothing_of_it(night: Night) -> None:
    enter(night)
    other = night.context.new_page()
    other.goto(night.url)
    assert other.get_by_label("When we became aware").input_value() == ""


@pytest.mark.parametrize(
    "refused",
    [
        "Object.defineProperty(window, 'sessionStorage', {get() { throw new DOMException('no', 'SecurityError'); }})",
        "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }",
    ],
)
def test_a_browser_that_keeps_nothing_says_so_and_counts_all_the_same(night: Night, refused: str) -> None:
    night.page.add_init_script(refused)
    night.page.reload()
    enter(night)
    assert_kept(night)
    assert night.part("visit").inner_text().startswith("This browser keeps nothing")
    night.part("clear").click()
    assert night.clocks() == []
    assert night.wrong == []


@pytest.mark.parametrize(
    "kept", ["not JSON", "[]", "7", '{"moments":{"r-start-awareness":7},"ticked":9,"zone":"No/Where"}']
)
def test_what_was_kept_by_something_else_is_left_alone(night: Night, kept: str) -> None:
    enter(night)
    night.page.evaluate("kept => sessionStorage.setItem(Object.keys(sessionStorage)[0], kept)", kept)
    night.page.reload()
    assert night.part("zone").input_value() == "America/New_York"
    assert night.clocks() == []
    assert night.wrong == []


def test_every_time_zone_can_be_chosen_this_device_s_the_offices_and_utc_first(night: Night) -> None:
    groups = (
        night.part("zone")
        .locator("optgroup")
        .evaluate_all(
            "all => all.map(group => [group.label, [...group.children].map(one => [one.textContent, one.value])])"
        )
    )
    names = [name for name, _ in groups]
    assert names == ["First", "As people say it", "Every time zone"]
    first, said, every = (rows for _, rows in groups)
    assert first == [["America/New_York, this device", "America/New_York"], ["UTC", "UTC"]]
    assert ["CET / CEST: Europe/Brussels", CET] in said
    assert [zone for _, zone in every] == night.page.evaluate("Intl.supportedValuesOf('timeZone')")
    assert len(every) > 400


def test_an_office_in_another_zone_comes_first_by_name(browser: Browser, address: str) -> None:
    night = Night(browser, f"{address}start-here/", timezone_id="Asia/Tokyo").open()
    labels = night.part("zone").locator("optgroup").first.locator("option").all_inner_texts()
    assert labels == ["Asia/Tokyo, this device", "America/New_York, our office", "UTC"]
    night.context.close()


def test_now_is_the_same_moment_whatever_zone_is_chosen_afterwards(night: Night) -> None:
    night.part("now").click()
    assert night.page.get_by_label("When we became aware").input_value() == "2026-11-19T19:10"
    assert night.part("echo").inner_text() == "That is Fri 2026-11-20 00:10 UTC."
    night.part("zone").select_option(CET)
    assert night.page.get_by_label("When we became aware").input_value() == "2026-11-20T01:10"
    assert night.part("echo").inner_text() == ("That is Thu 2026-11-19 19:10 on this device, Fri 2026-11-20 00:10 UTC.")
    night.page.reload()
    night.part("zone").select_option("UTC")
    assert night.page.get_by_label("When we became aware").input_value() == "2026-11-20T00:10"


@pytest.mark.parametrize("path", ["clocks/", "start-here/"])
def test_what_is_tapped_is_44_pixels_high_and_nothing_is_under_12(night: Night, address: str, path: str) -> None:
    night.page.goto(f"{address}{path}")
    enter(night)
    night.aware("2026-10-25T02:30")
    controls = night.page.locator("[data-r-start]").locator("input, select, button, summary")
    assert controls.evaluate_all(SMALL) == []
    night.aware("2026-11-20T01:05")
    assert controls.evaluate_all(SMALL) == []
    assert night.page.locator("[data-r-start] *").evaluate_all(TINY) == []
    assert night.page.evaluate("document.documentElement.scrollWidth") == 390


def test_data_of_the_union_is_out_at_five_past_two_cet_and_the_phone_is_on_new_york_s_time(
    browser: Browser, address: str
) -> None:
    """Three taps on the page of the deadlines and one screen of scrolling: whom, by when, who, how, which text."""
    night = Night(browser, f"{address}clocks/", timezone_id="America/New_York", viewport=PHONE)
    night.open()
    night.page.clock.pause_at("2026-11-20T02:20:00+01:00")
    night.page.get_by_label("When we became aware").fill("2026-11-20T02:05")  # a tap, and the time typed
    night.part("zone").select_option(label="CET / CEST: Europe/Brussels")
    night.tick("European Union")
    assert night.told()[:2] == [
        ["eu-gdpr-33-2/own", "customer-notice", "eu-gdpr-33-2"],
        ["eu-gdpr-33", "authority-notice"],
    ]
    card = night.due("eu-gdpr-33")
    words = " ".join(card.inner_text().split())
    for said in (
        "71 h 45 min left Mon 2026-11-23 02:05 Europe/Brussels Mon 2026-11-23 01:05 UTC",
        "Notify DPC Ireland GDPR Art. 33(1)",
        "Owner Privacy Officer, Caleb Osei",
        "How The breach form on dataprotection.ie",
        "Template Notice to an authority",
        "Also our commitment, due together",
        "Check with counsel.",
    ):
        assert said in words
    assert card.get_by_role("link", name="Privacy Officer").get_attribute("href") == "../people/#role-privacy-officer"
    assert (
        card.get_by_role("link", name="Notice to an authority").get_attribute("href") == "../notices/notice-authority/"
    )
    assert card.locator("a[href^='tel:']").get_attribute("aria-label") == "Call Caleb Osei: +44 1632 960122"
    for name in ("Privacy Officer", "Notice to an authority"):
        link = card.get_by_role("link", name=name)
        assert link.evaluate("one => one.getBoundingClientRect().bottom + scrollY") <= 2 * PHONE["height"], name
    night.context.close()
