"""Amendments and the assessor's page of the demo company in Chromium: the walks people take, scripts on and off."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page

from visits import DESKTOP, OF_COLOUR, PHONE, Visit, found_by_axe, switch

pytestmark = pytest.mark.browser

WIDTHS = {"desktop": DESKTOP, "phone": PHONE}


@pytest.fixture(scope="module")
def address(demo_address: str) -> str:
    return demo_address


def in_git(site: Path, commit: str, path: str) -> str:
    """A file of the demo company as a commit has it."""
    shown = subprocess.run(
        ["git", "-C", site.parent / "demo", "show", f"{commit}:{path}"], check=True, capture_output=True, text=True
    )
    return shown.stdout


class Walk:
    """Somebody on the site who starts at home and counts their taps."""

    def __init__(self, browser: Browser, address: str, width: str, scripts: bool) -> None:
        size = WIDTHS[width]
        self.context = browser.new_context(
            viewport=size,  # type: ignore[arg-type]
            java_script_enabled=scripts,
            color_scheme="dark" if width == "phone" else "light",
        )
        self.page: Page = self.context.new_page()
        self.page.goto(address)
        self.taps, self.phone = 0, width == "phone"

    def tap(self, what: Locator) -> None:
        what.click()
        self.taps += 1

    def turns_to(self, title: str) -> Page:
        """Open a page of the section Evidence by the navigation."""
        navigation = self.page.locator(".md-sidebar--primary")
        if self.phone:
            self.tap(self.page.locator("label.md-header__button[for=__drawer]").first)
            self.tap(navigation.locator("label.md-nav__link", has_text="Evidence"))
        self.tap(navigation.get_by_role("link", name=title, exact=True))
        self.page.locator("h1", has_text=title).wait_for()
        return self.page


@pytest.fixture(params=[(width, scripts) for width in WIDTHS for scripts in (True, False)], ids=str)
def walk(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Walk]:
    found = Walk(browser, address, *request.param)
    yield found
    found.context.close()


def test_who_approved_escalation_on_the_first_of_march_2026_and_what_it_said(walk: Walk, demo_site: Path) -> None:
    page = walk.turns_to("Amendments")
    policy = page.locator("[data-r-document]", has=page.get_by_role("link", name="Incident Response Policy"))
    on, about = page.get_by_label("On the day"), page.get_by_label("Document or file")
    if on.is_visible():
        on.fill("2026-03-01")
        about.fill("data/escalation.yml")
        assert page.locator(".r-pick-told").inner_text() == "1 document stood on 2026-03-01."
        assert page.locator("[data-r-document]:visible").count() == 1
        row = policy.locator("tbody tr:visible")
    else:
        rows = policy.locator("tbody tr")
        days = [text.split()[0] for text in rows.all_inner_texts()]
        row = rows.nth(next(n for n, day in enumerate(days) if day <= "2026-03-01"))
    assert row.count() == 1
    told = " ".join(row.inner_text().split())
    assert "2026-02-23" in told
    assert "version 7" in told
    assert "Priya Raman, Executive Sponsor" in told
    assert "signed by the forge" in told
    walk.tap(row.get_by_role("link", name="What it said"))
    landing = page.url.rsplit("/", 2)[1]
    walk.tap(page.locator(".r-files").get_by_role("link", name="data/escalation.yml"))
    said = page.locator("pre.r-then").inner_text()
    assert "trigger: payment-fraud" in said
    assert said == in_git(demo_site, landing, "data/escalation.yml")
    assert walk.taps <= (5 if walk.phone else 3)


def test_the_assessor_sees_the_text_the_approval_and_the_operation_of_a_criterion(walk: Walk) -> None:
    page = walk.page
    walk.tap(page.locator("article").get_by_role("link", name="For the assessor"))
    walk.tap(page.get_by_role("navigation", name="Criteria").get_by_role("link", name="CC7.4", exact=True))
    part = page.get_by_role("region", name="CC7.4 Respond with a defined program")
    assert (
        part.get_by_role("link", name="IR-5.1", exact=True).first.get_attribute("href")
        == "../policy/escalation/#IR-5.1"
    )
    told = " ".join(part.inner_text().split())
    assert "Incident Response Policy Approved" in told
    assert "Priya Raman, Executive Sponsor, on 2026-09-14 in #80, signed with Priya's key" in told
    assert "Incidents: INC-2026-001, INC-2026-002, INC-2026-003" in told
    assert "Exercises: EX-2026-01" in told
    assert walk.taps == 2


def test_the_day_and_the_words_stand_in_the_address(visit: Visit) -> None:
    page = visit.open("amendments/?on=2025-09-10&about=ransomware")
    assert page.get_by_label("On the day").input_value() == "2025-09-10"
    assert page.locator("[data-r-document]:visible").count() == 1
    page.get_by_role("button", name="Show every day").click()
    page.wait_for_function("location.search === ''")
    assert page.locator("[data-r-document]:visible").count() == page.locator("[data-r-document]").count()
    assert page.locator(".r-pick-told").inner_text() == ""
    assert visit.wrong == []


def test_an_overdue_review_and_the_days_before_the_first_are_told(visit: Visit) -> None:
    page = visit.open("amendments/?on=2026-05-19")
    assert "1 with its review overdue that day" not in page.locator(".r-pick-told").inner_text()
    page = visit.open("amendments/?on=2025-01-01")
    assert page.locator(".r-pick-told").inner_text() == "No documents stood on 2025-01-01."


def test_every_page_of_a_landing_links_to_texts_that_are_there(demo_site: Path) -> None:
    pages = [*(demo_site / "amendments").glob("*/index.html")]
    assert len(pages) > 200
    names = {file.parent.name for file in pages}
    for file in pages:
        text = file.read_text(encoding="utf-8")
        linked = {part.split("/")[0].split('"')[0] for part in text.split('href="../')[1:]}
        past = {name for name in linked if len(name) == 40}
        assert past <= names, file


def test_pages_of_the_past_pass_axe_and_fit_a_phone_in_light_and_dark(visit: Visit, demo_site: Path) -> None:
    broken = []
    landings = [file.parent.name for file in sorted((demo_site / "amendments").glob("*/index.html"))]
    of_kind = {"r-beside": "", "r-then": "", "r-subject": ""}
    for name in landings:
        text = (demo_site / "amendments" / name / "index.html").read_text(encoding="utf-8")
        for kind in of_kind:
            if f'class="{kind}"' in text and not of_kind[kind]:
                of_kind[kind] = name
    assert all(of_kind.values())
    paths = ["amendments/", "for-the-assessor/", "how-to-amend/", *(f"amendments/{name}/" for name in of_kind.values())]
    for path in paths:
        page = visit.open(path)
        for folded in page.locator(".md-content details").all():
            folded.evaluate("found => { found.open = true }")
        broken += found_by_axe(page, path, "light", {})
        switch(page, "dark")
        broken += found_by_axe(page, path, "dark", {"runOnly": OF_COLOUR})
        for width in (390, 320):
            page.set_viewport_size({"width": width, "height": 800})
            if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
                broken.append(f"{path}: {wide} px wide at {width}")
        page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    assert broken == []
    assert visit.wrong == []
