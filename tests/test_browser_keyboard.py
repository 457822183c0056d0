"""What people do on the site, done by keyboard alone: no pointer, and no focus that a test put somewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from nights import Night
from visits import PHONE

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.browser

FAR = 150
"""Presses of Tab after which a thing counts as out of reach."""


class Keys(Night):
    """Somebody without a pointer on the demo company's site."""

    def comes_to(self, path: str) -> Page:
        self.page.goto(self.address + path)
        return self.page

    def skips(self) -> None:
        """Go to the content by the link that is the first stop."""
        self.page.keyboard.press("Tab")
        expect(self.page.locator(".md-skip")).to_be_focused()
        self.page.keyboard.press("Enter")

    def reaches(self, what: Locator, press: str = "") -> Locator:
        """Press Tab until the focus is there, and a key on it."""
        for _ in range(FAR):
            self.page.keyboard.press("Tab")
            if what.evaluate("one => one === document.activeElement"):
                break
        expect(what).to_be_focused()
        if press:
            self.page.keyboard.press(press)
        return what


@pytest.fixture
def keys(browser: Browser, demo_address: str, request: pytest.FixtureRequest) -> Iterator[Keys]:
    found = Keys(browser, demo_address, **getattr(request, "param", {}))
    found.context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield found
    found.context.close()
    assert found.wrong == []


on_a_phone = pytest.mark.parametrize("keys", [{"viewport": PHONE}], indirect=True, ids=["phone"])


def test_start_here_gives_the_level_the_deadlines_and_the_summary(keys: Keys) -> None:
    page = keys.at("start-here/").page
    keys.skips()
    keys.reaches(keys.box("Data perhaps out"), "Space")
    expect(keys.part("picked")).to_contain_text("Sev-2 High")
    keys.reaches(page.get_by_role("button", name="Now"), "Enter")
    expect(page.locator(".r-due").first).to_be_visible()
    keys.reaches(keys.box("European Union"), "Space")
    keys.reaches(keys.part("copy"), "Enter")
    expect(keys.part("said")).to_have_text("Summary copied.")
    assert "Notify DPC Ireland (GDPR Art. 33(1))" in page.evaluate("navigator.clipboard.readText()")


def test_a_step_of_a_runbook_is_ticked_and_copied(keys: Keys) -> None:
    page = keys.comes_to("runbooks/RB-03-data-exfiltration/")
    keys.skips()
    keys.reaches(page.get_by_role("checkbox", name="Done: First 15 minutes, step 1", exact=True), "Space")
    expect(page.locator(".r-steps-said")).to_contain_text("1 of ")
    copy = page.get_by_role("button", name="Copy for the record")
    for _ in range(FAR):
        page.keyboard.press("Shift+Tab")
        if copy.evaluate("one => one === document.activeElement"):
            break
    page.keyboard.press("Space")
    expect(page.locator(".r-steps-said")).to_contain_text("Copied")


def test_the_evidence_of_an_approval_opens_and_shuts(keys: Keys) -> None:
    page = keys.comes_to("policy/escalation/")
    summary = keys.reaches(page.locator(".r-approval summary").first, "Enter")
    expect(page.locator(".r-approval details").first).to_have_attribute("open", "")
    page.keyboard.press("Space")
    expect(page.locator(".r-approval details").first).not_to_have_attribute("open", "")
    expect(summary).to_be_focused()


def test_what_stood_on_a_day_is_asked(keys: Keys) -> None:
    page = keys.comes_to("amendments/")
    keys.skips()
    keys.reaches(page.get_by_label("Date"))
    page.keyboard.type("03012026")
    keys.reaches(page.get_by_label("Document or file"))
    page.keyboard.type("data/escalation.yml")
    expect(page.locator(".r-pick-told")).to_have_text("1 document as of 2026-03-01.")


@on_a_phone
def test_the_search_comes_into_view_finds_and_leads_there(keys: Keys) -> None:
    page = keys.comes_to("policy/")
    field = keys.reaches(page.locator(".md-search__input"))
    expect(field).to_be_in_viewport()
    page.keyboard.type("ransomware", delay=20)
    expect(page.locator(".md-search-result__link").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("RB-02")


def test_the_colours_are_chosen(keys: Keys) -> None:
    page = keys.comes_to("policy/")
    keys.reaches(page.locator("#__palette_0"))
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")


@on_a_phone
def test_the_drawer_opens_leads_on_and_shuts(keys: Keys) -> None:
    page = keys.comes_to("")
    button = keys.reaches(page.locator(".md-header label[for='__drawer']"), "Enter")
    drawer = page.locator(".md-sidebar--primary")
    expect(drawer).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(drawer).not_to_be_in_viewport()
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    keys.reaches(drawer.locator("label.md-nav__link", has_text="Reference"), "Enter")
    keys.reaches(drawer.get_by_role("link", name="Glossary"), "Enter")
    expect(page.locator("h1")).to_contain_text("Glossary")
