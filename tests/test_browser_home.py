"""Home in Chromium: the answer stands above the fold, at any width, in both schemes, with scripts and without."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from playwright.sync_api import Browser

from conftest import TODAY
from ratified.book import Book
from ratified.judgement.judgement import Judgement
from ratified.model.finding import Finding
from ratified.model.place import Place
from ratified.present.standing import Standing
from ratified.site import plugin
from ratified.starter.kept_records import RECORDS, record
from serving import ROOT, served
from standings import event, everything_approved, known_at_once, verdict
from test_browser_records import OVERLAPS
from traces import judged_by
from visits import OF_COLOUR, Visit, found_by_axe, switch

pytestmark = pytest.mark.browser

FOLDS = ({"width": 1280, "height": 800}, {"width": 390, "height": 844})
ANSWERS = {"good": "Yes, we are current.", "bad": "No, not everything is current."}


def good(book: Book) -> Standing:
    found = judged_by(everything_approved(book), book)
    return dataclasses.replace(found, checked=Judgement(TODAY, None, ()))


def bad(book: Book) -> Standing:
    """Two documents that are not current, one that soon is not, findings of every level, changes nobody approved."""
    found = good(book)
    place, words = Place("runbooks/RB-05-outage-and-a-very-long-name-that-nobody-broke.md", 12, 3), "it is not approved"
    levels: tuple[tuple[str, str | None], ...] = (("error", None), ("warning", None), ("warning", "until March"))
    findings = tuple(
        Finding("GOV-03", "stale", level, place, words, "merge it", waived=why)  # type: ignore[arg-type]
        for level, why in levels
    )
    history = {"POL-IR": (event("2026-03-02"), event("2026-09-02", 2, "unapproved")), "RB-05": (event("2025-09-02"),)}
    soon = dataclasses.replace(found.verdicts["RB-01"], due=TODAY + timedelta(days=12))
    changed = {
        "POL-IR": verdict("POL-IR", "unapproved", history["POL-IR"], title="Incident Response Policy"),
        "RB-05": verdict("RB-05", "stale", history["RB-05"], title="Runbook: outage", due=date(2026, 9, 2)),
        "RB-01": soon,
    }
    return dataclasses.replace(
        found,
        verdicts={**found.verdicts, **changed},
        events=lambda id_: history.get(id_) or found.events(id_),
        checked=Judgement(TODAY, None, findings),
    )


def company(root: Path) -> Path:
    """This repository's site with the records of the demo in it, one of them with an action that is overdue."""
    for part in ("data", "docs", "macros", "overrides", "runbooks"):
        shutil.copytree(ROOT / part, root / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "mkdocs.yml", root)
    for path in RECORDS:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(record(path).replace("    closed_on: 2026-09-10\n", ""), encoding="utf-8")
    return root


@pytest.fixture(scope="module", params=["good", "bad"])
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The answer that home must give, and the address of the site."""
    root = company(tmp_path_factory.mktemp("home"))
    stand: Callable[[Book], Standing] = {"good": good, "bad": bad}[request.param]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plugin, "stand_ahead", known_at_once(stand))
        patch.setenv("RATIFIED_AS_OF", TODAY.isoformat())
        mkdocs_build(load_config(str(root / "mkdocs.yml"), site_dir=str(root / "site")))
    with served(root / "site") as found:
        yield ANSWERS[request.param], found


@pytest.fixture
def visit(browser: Browser, built: tuple[str, str]) -> Iterator[Visit]:
    found = Visit(browser, built[1])
    found.page.clock.set_fixed_time(datetime(TODAY.year, TODAY.month, TODAY.day, 12))
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
        page.clock.set_fixed_time(datetime(TODAY.year, TODAY.month, TODAY.day, 12))
    page.goto(built[1])
    verdict_ = page.get_by_label("Are we current?")
    assert built[0] in verdict_.inner_text()
    box = verdict_.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= fold["height"]
    context.close()


def test_home_passes_axe_and_fits_any_phone_in_light_and_dark(visit: Visit) -> None:
    page = visit.open("")
    for folded in page.locator(".md-content details").all():
        folded.evaluate("found => { found.open = true }")
    broken = found_by_axe(page, "", "light", {})
    switch(page, "dark")
    broken += found_by_axe(page, "", "dark", {"runOnly": OF_COLOUR})
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
    visit.page.clock.set_fixed_time(datetime(2027, 8, 15, 12))
    shown = visit.open("").get_by_label("Are we current?").inner_text()
    assert ("Lapsed: rebuild" in shown) == (built[0] == ANSWERS["good"])
    assert "are approved and current" not in shown or built[0] == ANSWERS["bad"]
