"""Home in Chromium: the answer stands above the fold, at any width, in both schemes, with scripts and without."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from conftest import TODAY
from nightly import rest_by_night
from test_browser_records import OVERLAPS
from visits import Visit, found_in_both_schemes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

FOLDS = ({"width": 1280, "height": 800}, {"width": 390, "height": 844})
ANSWERS = {"good": "All documents approved and up to date.", "bad": "Not all documents are approved and up to date."}


@pytest.fixture(scope="module", params=rest_by_night(["good", "bad"], ["bad"]))
def built(request: pytest.FixtureRequest) -> tuple[str, str]:
    """The answer that home must give, and the address of the site: the demo company's, or one that is not current."""
    found: str = request.getfixturevalue({"good": "demo_address", "bad": "mixed_address"}[request.param])
    return ANSWERS[request.param], found


@pytest.fixture
def visit(browser: Browser, built: tuple[str, str]) -> Iterator[Visit]:
    found = Visit(browser, built[1])
    found.page.clock.set_fixed_time(datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC))
    yield found
    found.context.close()


@pytest.mark.parametrize("fold", FOLDS, ids=lambda fold: str(fold["width"]))
@pytest.mark.parametrize("scripts", [True, False])
def test_the_answer_stands_above_the_fold(
    browser: Browser, built: tuple[str, str], fold: dict[str, int], scripts: bool
) -> None:
    context = browser.new_context(viewport=fold, java_script_enabled=scripts)  # type: ignore[arg-type]
    page = context.new_page()
    if scripts:
        page.clock.set_fixed_time(datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC))
    page.goto(built[1])
    verdict_ = page.get_by_label("Approval status")
    assert built[0] in verdict_.inner_text()
    box = verdict_.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= fold["height"]
    context.close()


def test_home_passes_axe_and_fits_any_phone_in_light_and_dark(visit: Visit) -> None:
    page = visit.open("")
    for folded in page.locator(".md-content details").all():
        folded.evaluate("found => { found.open = true }")
    broken = found_in_both_schemes(page, "")
    for width in (320, 390, 640):
        page.set_viewport_size({"width": width, "height": 800})
        if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
            broken.append(f"{wide} px wide on {width}")
        if width > 320:
            broken += page.evaluate(OVERLAPS.replace(".r-course svg", ".r-course svg, .r-bars svg"))
    assert broken == []
    assert visit.wrong == []


def test_every_figure_leads_to_its_part_of_the_page(visit: Visit) -> None:
    page = visit.open("")
    ways = page.locator(".r-figure dt a")
    assert ways.count() >= 5
    for way in ways.all():
        target = (way.get_attribute("href") or "").removeprefix("#")
        assert page.locator(f"[id='{target}']").count() == 1, target


def test_a_home_page_that_nobody_rebuilt_says_lapsed(visit: Visit, built: tuple[str, str]) -> None:
    visit.page.clock.set_fixed_time(datetime(2027, 8, 15, 12, tzinfo=UTC))
    shown = visit.open("").get_by_label("Approval status").inner_text()
    assert ("Lapsed: rebuild" in shown) == (built[0] == ANSWERS["good"])
    assert "are approved and current" not in shown or built[0] == ANSWERS["bad"]
    if built[0] == ANSWERS["good"]:
        signs = visit.page.locator(".r-home-sign")
        assert set(signs.all_inner_texts()) == {"▲"}
        assert len({one.evaluate("sign => getComputedStyle(sign).color") for one in signs.all()}) == 1
