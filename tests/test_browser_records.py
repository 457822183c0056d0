"""Records in Chromium: every page passes axe and fits a phone in light and dark; no label lies on another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nightly import rest_by_night
from visits import Visit, found_in_both_schemes

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

PAGES = (
    "incidents/",
    "incidents/INC-2026-002/",
    "incidents/INC-2025-001/",
    "exercises/",
    "exercises/EX-2026-01/",
    "corrective-actions/",
)
PHONES = (320, 390)
OVERLAPS = """() => {
  const broken = [];
  const apart = (a, b) => a.right <= b.left + 0.5 || b.right <= a.left + 0.5 || a.bottom <= b.top || b.bottom <= a.top;
  for (const svg of document.querySelectorAll('.r-course svg')) {
    const boxes = [...svg.querySelectorAll('text')].map(t => [t.textContent, t.getBoundingClientRect()]);
    const shown = boxes.filter(([, box]) => box.width > 0);
    shown.forEach(([name, box], i) => {
      if (box.right > document.documentElement.clientWidth) broken.push(`${name} is clipped`);
      shown.slice(i + 1).forEach(([other, b]) => { if (!apart(box, b)) broken.push(`${name} lies on ${other}`); });
    });
  }
  return broken;
}"""


@pytest.fixture(scope="module")
def address(approved_address: str) -> str:
    return approved_address


def open_all(page: Page) -> Page:
    for folded in page.locator(".md-content details").all():
        folded.evaluate("found => { found.open = true }")
    return page


@pytest.mark.parametrize("path", rest_by_night(PAGES, ["incidents/INC-2026-002/", "corrective-actions/"]))
def test_every_page_of_records_passes_axe_and_fits_a_phone_in_light_and_dark(visit: Visit, path: str) -> None:
    page = open_all(visit.open(path))
    broken = found_in_both_schemes(page, path)
    broken += page.evaluate(OVERLAPS)
    for width in PHONES:
        page.set_viewport_size({"width": width, "height": 800})
        if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
            broken.append(f"{path}: {wide} px wide on a phone of {width}")
        broken += [f"{width}: {found}" for found in page.evaluate(OVERLAPS)]
    assert broken == []
    assert visit.wrong == []


def test_a_moment_stands_left_of_its_bar_exactly_where_it_was_in_time(visit: Visit) -> None:
    page = visit.open("incidents/INC-2026-002/")
    for title, early in (("Acknowledged", True), ("Decision-makers reached", False), ("Recovered", True)):
        line = page.locator(".r-course .r-line", has_text=title).first
        mark = line.locator(".tl-mark").bounding_box()
        bar = line.locator(".tl-due").bounding_box()
        assert mark is not None
        assert bar is not None
        assert (mark["x"] + mark["width"] / 2 < bar["x"]) == early, title


def test_an_overdue_action_says_so_in_words_on_top(visit: Visit) -> None:
    first = visit.open("corrective-actions/").locator(".r-actions tbody tr:not(.r-group)").first
    assert "Overdue by 68 days" in first.inner_text()
    assert "Ben Whitcombe" in first.inner_text()


def test_the_list_leads_to_a_record_and_the_record_to_its_clauses(visit: Visit) -> None:
    page = visit.open("incidents/")
    page.locator(".r-incidents a", has_text="INC-2026-002").click()
    page.wait_for_url("**/incidents/INC-2026-002/")
    assert page.locator("h1").inner_text().startswith("INC-2026-002 Export files")
    page.locator(".r-trace a", has_text="IR-6.5").first.click()
    page.wait_for_url("**/policy/response/#IR-6.5")
