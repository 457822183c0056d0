"""What people come to the site for, walked in Chromium from home, every tap counted.

| walk | asked | on | taps | also with |
|---|---|---|---|---|
| a | customer data seen leaving at 02:10 | this repository | 4 | no scripts; no network (`test_browser_offline.py`) |
| b | are we current? | both | 0 | no scripts |
| c | CC7.4: its text, its approval, its operation | the demo company | 3 | no scripts |
| d | who approved escalation on 1 March 2026, and what did it say? | the demo company | 3, on a phone 5 | no scripts |

Each is walked on a desk and on a phone, in light and in dark; each of these with each by night.
"""

from __future__ import annotations

import subprocess
from itertools import product
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from conftest import ROOT
from nightly import rest_by_night
from nights import Night
from ratified.policy import Book, read_book
from ratified.source.tree import WorkTree
from visits import DESKTOP, PHONE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.browser

WIDTHS = {"desktop": DESKTOP, "phone": PHONE}
SCHEMES = ("light", "dark")
WAYS = [
    *((width, scheme, True) for width in WIDTHS for scheme in SCHEMES),
    *((width, "light", False) for width in WIDTHS),
]
"""Width, colour scheme and whether scripts run: without them a page has one scheme."""

BY_DAY = [("desktop", "light", True), ("phone", "dark", True), ("phone", "light", False)]
"""Each of them once; each with each by night."""

FOLDS = {"desktop": {"width": 1280, "height": 720}, "phone": {"width": 390, "height": 664}}
"""Small windows, as they are with the bars of a browser round them."""

GDPR = "[data-r-clock~='eu-gdpr-33']"


@pytest.fixture(scope="module")
def book() -> Book:
    found = read_book(WorkTree(ROOT)).book
    assert found is not None
    return found


# a


@pytest.mark.parametrize("way", rest_by_night(WAYS[:4], BY_DAY[:2]), ids=str)
def test_customer_data_seen_leaving_at_ten_past_two(browser: Browser, address: str, way: tuple[str, str, bool]) -> None:
    """From home to the level, the commander, the runbook and the deadline of the GDPR in at most four taps."""
    width, scheme, _ = way
    viewport, touch = WIDTHS[width], width == "phone"
    night = Night(browser, address, viewport=viewport, color_scheme=scheme, has_touch=touch, is_mobile=touch).at("")
    page = night.page
    night.tap(page.get_by_role("link", name="Something is wrong right now"))
    night.tap(night.box("Data perhaps out"))
    assert " ".join(night.part("picked").inner_text().split()).startswith("Sev-2 High, by S2-C1 Data perhaps out.")
    commander = page.locator("[data-r-calls]:visible [data-r-holds='incident-commander']").first
    assert commander.inner_text() == "Sofia Marchetti"
    runbook = page.locator("[data-r-fits] [data-r-title]").first
    assert runbook.text_content() == "RB-03 Data exfiltration and exposed data"
    night.tap(page.get_by_role("button", name="Now"))
    due = page.locator(GDPR)
    assert "Mon 2026-11-23 02:10 Europe/Athens" in due.inner_text()
    assert "72 h 0 min left" in due.inner_text()
    night.tap(runbook)
    expect(page.locator("h1")).to_contain_text("RB-03")
    assert night.taps <= 4
    assert night.wrong == []
    night.context.close()


@pytest.mark.parametrize("viewport", WIDTHS.values(), ids=WIDTHS)
def test_the_same_without_scripts_is_read_from_tables(
    browser: Browser, address: str, book: Book, viewport: dict[str, int]
) -> None:
    night = Night(browser, address, viewport=viewport, java_script_enabled=False)
    page = night.page
    page.goto(address)
    night.tap(page.get_by_role("link", name="Something is wrong right now"))
    criteria = page.locator("[data-r-criterion]").all_inner_texts()
    every = [one for level in book.severities.levels for one in level.criteria]
    assert [" ".join(text.split()) for text in criteria] == [f"{one.short} {one.id}" for one in every]
    assert page.get_by_role("checkbox").count() == 0
    assert page.locator("[data-r-live]:visible, [data-r-calls]:visible, [data-r-finding]:visible").count() == 0
    charge = page.locator(".r-charge tr", has_text="Incident Commander").inner_text()
    assert "Sofia Marchetti" in charge
    assert "page the schedule 'commander'" in charge
    assert night.part("as-of").inner_text() == "As of 2026-11-22, the day this page was built."
    card = page.locator("[data-r-runbooks] > li", has_text="RB-03")
    card.locator("summary").click()
    assert "Outbound traffic to a file-transfer host" in card.inner_text()
    assert "72 hours from awareness" in " ".join(page.locator(".r-clock-list").inner_text().split())
    night.tap(card.locator("[data-r-title]"))
    assert "RB-03" in page.locator("h1").inner_text()
    assert night.taps <= 4
    night.context.close()


# b


@pytest.mark.parametrize("way", rest_by_night(product(WIDTHS, SCHEMES, (True, False)), BY_DAY), ids=str)
@pytest.mark.parametrize(
    ("where", "answer"), [("demo_address", "All documents approved and up to date."), ("address", "Not in force yet.")]
)
def test_whether_we_are_current_stands_above_the_fold(
    browser: Browser, request: pytest.FixtureRequest, where: str, answer: str, way: tuple[str, str, bool]
) -> None:
    width, scheme, scripts = way
    fold = FOLDS[width]
    night = Night(
        browser, request.getfixturevalue(where), viewport=fold, color_scheme=scheme, java_script_enabled=scripts
    )
    if scripts:
        night.page.clock.set_fixed_time("2026-11-22T12:00:00Z")
    night.page.goto(night.address)
    sentence = night.page.get_by_label("Approval status").get_by_text(answer)
    expect(sentence).to_be_visible()
    box = sentence.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= fold["width"]
    assert 0 < box["y"] < box["y"] + box["height"] <= fold["height"]
    night.context.close()


# c and d


def in_git(site: Path, commit: str, path: str) -> str:
    """A file of the demo company as a commit has it."""
    shown = subprocess.run(
        ["git", "-C", site.parent / "demo", "show", f"{commit}:{path}"], check=True, capture_output=True, text=True
    )
    return shown.stdout


class Walk:
    """Somebody on the site who starts at home and counts their taps."""

    def __init__(self, browser: Browser, address: str, width: str, scheme: str, scripts: bool) -> None:
        size = WIDTHS[width]
        self.context = browser.new_context(
            viewport=size,
            java_script_enabled=scripts,
            color_scheme=scheme,  # type: ignore[arg-type]
        )
        self.page: Page = self.context.new_page()
        self.page.goto(address)
        self.taps, self.phone, self.scripts = 0, width == "phone", scripts

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


@pytest.fixture(params=rest_by_night(WAYS, BY_DAY), ids=str)
def walk(request: pytest.FixtureRequest, browser: Browser, demo_address: str) -> Iterator[Walk]:
    found = Walk(browser, demo_address, *request.param)
    yield found
    found.context.close()


def test_who_approved_escalation_on_the_first_of_march_2026_and_what_it_said(walk: Walk, demo_site: Path) -> None:
    page = walk.turns_to("Amendments")
    policy = page.locator("[data-r-document]", has=page.get_by_role("link", name="Incident Response Policy"))
    on, about = page.get_by_label("Date"), page.get_by_label("Document or file")
    if walk.scripts:
        on.fill("2026-03-01")
        about.fill("data/escalation.yml")
        assert page.locator(".r-pick-told").inner_text() == "1 document as of 2026-03-01."
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
    assert "signed by the Git host" in told
    walk.tap(row.get_by_role("link", name="Text on main"))
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
    assert "Priya Raman, Executive Sponsor, on 2026-09-14 in #95, signed with Priya's key" in told
    assert "In the period: approved on each of 326 days. 4 changes on main (3 amendments, 1 reaffirmation)" in told
    assert "Incidents: 3 declared, 3 closed; INC-2026-001 (19 of 19 targets met), INC-2026-002" in told
    assert "Exercises: 1 held; EX-2026-01 (tabletop, 2026-05-20)" in told
    assert "Incidents are looked at together for trends, every 3 months: 3 expected, 3 found; each run" in told
    assert "INC-02" not in told  # behind the fold
    assert walk.taps == 2
