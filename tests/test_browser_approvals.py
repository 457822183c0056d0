"""Approvals in Chromium: every verdict passes axe and fits a phone; a page that nobody rebuilt says so; paper."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from built_sites import RUNBOOKS
from conftest import TODAY
from nightly import rest_by_night
from ratified.model.verdict import IN_FORCE
from ratified.views.approvals.status import WORDS
from serving import ROOT
from visits import PHONE, Visit, found_in_both_schemes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from ratified.model.verdict import VerdictWord

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(mixed_address: str) -> str:
    return mixed_address


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    found = Visit(browser, address)
    found.page.clock.set_fixed_time(datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC))
    yield found
    found.context.close()


def runbook(id_: str) -> str:
    return f"runbooks/{next((ROOT / 'runbooks').glob(f'{id_}-*.md')).stem}/"


def test_all_verdicts_together_pass_axe_and_fit_a_phone_in_light_and_dark(visit: Visit) -> None:
    assert looked_at(visit, "approvals/", ".md-content") == []
    assert visit.wrong == []


def looked_at(visit: Visit, path: str, within: str) -> list[str]:
    """What is wrong with a page, with the colours of a part of it, in either scheme and on a phone."""
    page = visit.open(path)
    for folded in page.locator(".md-content details").all():
        folded.evaluate("found => { found.open = true }")
    broken = found_in_both_schemes(page, path, within)
    page.set_viewport_size(PHONE)
    if (width := page.evaluate("document.documentElement.scrollWidth")) > PHONE["width"]:
        broken.append(f"{path}: {width} px wide on a phone")
    return broken


SHOWN = {**WORDS, **dict.fromkeys(IN_FORCE, "Approved text, unapproved facts")}
"""What a runbook's panel says on a site whose policy, of which every runbook shows facts, is unapproved."""


@pytest.mark.parametrize("word", rest_by_night(RUNBOOKS, ["unapproved"]))  # by day all stand on one page above
def test_a_panel_says_its_verdict_in_words_passes_axe_and_fits(visit: Visit, word: VerdictWord) -> None:
    id_ = RUNBOOKS[word]
    assert looked_at(visit, runbook(id_), ".r-approval") == []
    panel = visit.page.locator(".r-approval")
    assert panel.count() == 1
    assert panel.locator(".r-verdict").inner_text() == SHOWN[word]
    assert panel.locator(".r-approval-lapse:visible").count() == 0
    assert visit.wrong == []


@pytest.mark.parametrize("word", rest_by_night(["approved", "claimed"], ["claimed"]))
def test_a_page_that_nobody_rebuilt_says_lapsed_from_the_day_after_its_last(visit: Visit, word: VerdictWord) -> None:
    for now, says in (
        (datetime(2027, 3, 1, 12, tzinfo=UTC), SHOWN[word]),
        (datetime(2027, 3, 2, 12, tzinfo=UTC), "Lapsed: rebuild"),
    ):
        visit.page.clock.set_fixed_time(now)
        panel = visit.open(runbook(RUNBOOKS[word])).locator(".r-approval")
        assert panel.locator(".r-verdict").inner_text() == says
    assert "It expired after 2027-03-01: rebuild the site" in panel.locator(".r-approval-lapse:visible").inner_text()
    row = visit.open("approvals/").locator(f"#approval-{RUNBOOKS[word]} .r-verdict")
    assert row.inner_text() == "Lapsed: rebuild"
    counts = visit.page.locator(".r-counts .r-verdict")
    assert counts.count() > 0
    assert all(text.endswith(" when built") for text in counts.all_inner_texts())


@pytest.mark.parametrize("paper", rest_by_night(["A4", "Letter"], ["Letter"]))
def test_start_here_still_prints_on_one_sheet_with_its_panel(visit: Visit, paper: str) -> None:
    page = visit.open("start-here/")
    assert page.locator(".r-approval").is_visible()
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format=paper, print_background=True))) == 1


def test_the_lines_of_time_keep_one_scale(visit: Visit) -> None:
    page = visit.open("approvals/")
    wide = page.evaluate(
        "[...document.querySelectorAll('.r-line svg.tl')].map(svg => svg.getBoundingClientRect().width)"
    )
    assert len(wide) > 10
    assert len(set(wide)) == 1
