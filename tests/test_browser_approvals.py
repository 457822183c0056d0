"""Approvals in Chromium: every verdict passes axe and fits a phone; a page that nobody rebuilt says so; paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime

import pytest
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from playwright.sync_api import Browser

from conftest import TODAY
from ratified.book import Book
from ratified.model.verdict import VerdictWord
from ratified.present.standing import WORDS, Standing
from ratified.site import plugin
from serving import ROOT, served
from standings import event, everything_approved, known_at_once, standing, verdict
from visits import OF_COLOUR, PHONE, Visit, found_by_axe, switch

pytestmark = pytest.mark.browser

PAGES = {word: f"RB-{number:02}" for number, word in enumerate(WORDS, 1)}
"""A runbook for each verdict."""


def every_verdict(book: Book) -> Standing:
    """A standing in which the first runbooks have each verdict in turn, and all else is approved."""
    found = everything_approved(book)
    verdicts, events = dict(found.verdicts), {id_: found.events(id_) for id_ in found.verdicts}
    for word, id_ in PAGES.items():
        landed: VerdictWord = "approved" if word in {"stale", "pending"} else word
        history = (event("2025-01-20", 1), event("2025-11-02", 2, landed, kind="reaffirmation"))
        before = found.verdicts[id_]
        due = {"stale": date(2026, 11, 2), "approved": date(2027, 3, 1), "claimed": date(2027, 3, 1)}.get(word)
        verdicts[id_] = verdict(
            id_, word, history, due=due, class_=before.class_, title=before.title, pages=before.pages,
            reason="landing #118 went straight to main by Lee Brandt; nobody merged it", help_="merge it",
        )  # fmt: skip
        events[id_] = history
    return standing([(verdicts[id_], events[id_]) for id_ in verdicts])


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("approvals")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plugin, "stand_ahead", known_at_once(every_verdict))
        patch.setenv("RATIFIED_AS_OF", TODAY.isoformat())
        mkdocs_build(load_config(str(ROOT / "mkdocs.yml"), site_dir=str(folder)))
    with served(folder) as found:
        yield found


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    found = Visit(browser, address)
    found.page.clock.set_fixed_time(datetime(TODAY.year, TODAY.month, TODAY.day, 12))
    yield found
    found.context.close()


def runbook(id_: str) -> str:
    return f"runbooks/{next((ROOT / 'runbooks').glob(f'{id_}-*.md')).stem}/"


def test_every_verdict_passes_axe_and_fits_a_phone_in_light_and_dark(visit: Visit) -> None:
    broken = []
    for path in ("approvals/", *map(runbook, PAGES.values())):
        page = visit.open(path)
        for folded in page.locator(".md-content details").all():
            folded.evaluate("found => { found.open = true }")
        broken += found_by_axe(page, path, "light", {})
        switch(page, "dark")
        broken += found_by_axe(page, path, "dark", {"runOnly": OF_COLOUR})
        page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        if (width := page.evaluate("document.documentElement.scrollWidth")) > PHONE["width"]:
            broken.append(f"{path}: {width} px wide on a phone")
    assert broken == []
    assert visit.wrong == []


@pytest.mark.parametrize(("word", "id_"), PAGES.items())
def test_a_panel_says_its_verdict_in_words(visit: Visit, word: VerdictWord, id_: str) -> None:
    panel = visit.open(runbook(id_)).locator(".r-approval")
    assert panel.count() == 1
    assert panel.locator(".r-verdict").inner_text() == WORDS[word]
    assert panel.locator(".r-approval-lapse:visible").count() == 0


@pytest.mark.parametrize("word", ["approved", "claimed"])
def test_a_page_that_nobody_rebuilt_says_lapsed_from_the_day_after_its_last(visit: Visit, word: VerdictWord) -> None:
    for now, says in ((datetime(2027, 3, 1, 12), WORDS[word]), (datetime(2027, 3, 2, 12), "Lapsed: rebuild")):
        visit.page.clock.set_fixed_time(now)
        panel = visit.open(runbook(PAGES[word])).locator(".r-approval")
        assert panel.locator(".r-verdict").inner_text() == says
    assert "ran out after 2027-03-01: rebuild the site" in panel.locator(".r-approval-lapse:visible").inner_text()
    row = visit.open("approvals/").locator(f"#approval-{PAGES[word]} .r-verdict")
    assert row.inner_text() == "Lapsed: rebuild"


@pytest.mark.parametrize("paper", ["A4", "Letter"])
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
