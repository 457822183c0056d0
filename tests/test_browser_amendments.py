"""Amendments and the assessor's page of the demo company in Chromium: the walks people take, scripts on and off."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from visits import DESKTOP, Visit, found_in_both_schemes, switch

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(demo_address: str) -> str:
    return demo_address


def test_the_day_and_the_words_stand_in_the_address(visit: Visit) -> None:
    page = visit.open("amendments/?on=2025-09-10&about=ransomware")
    assert page.get_by_label("Date").input_value() == "2025-09-10"
    assert page.locator("[data-r-document]:visible").count() == 1
    page.get_by_role("button", name="Show all dates").click()
    page.wait_for_function("location.search === ''")
    assert page.locator("[data-r-document]:visible").count() == page.locator("[data-r-document]").count()
    assert page.locator(".r-pick-told").inner_text() == ""
    assert visit.wrong == []


@pytest.mark.nightly
def test_an_overdue_review_and_the_days_before_the_first_are_told(visit: Visit) -> None:
    page = visit.open("amendments/?on=2026-05-19")
    assert "1 with its review overdue that day" not in page.locator(".r-pick-told").inner_text()
    page = visit.open("amendments/?on=2025-01-01")
    assert page.locator(".r-pick-told").inner_text() == "No documents as of 2025-01-01."


def test_every_page_of_a_landing_links_to_texts_that_are_there(demo_site: Path) -> None:
    pages = [*(demo_site / "amendments").glob("*/index.html")]
    assert len(pages) > 200
    names = {file.parent.name for file in pages}
    for file in pages:
        text = file.read_text(encoding="utf-8")
        linked = {part.split("/")[0].split('"')[0] for part in text.split('href="../')[1:]}
        past = {name for name in linked if len(name) == 40}
        assert past <= names, file


@pytest.mark.nightly  # `test_browser_reach.py` looks at one of each kind
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
        broken += found_in_both_schemes(page, path, every=True)
        switch(page, "light")
        for width in (390, 320):
            page.set_viewport_size({"width": width, "height": 800})
            if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
                broken.append(f"{path}: {wide} px wide at {width}")
        page.set_viewport_size(DESKTOP)
    assert broken == []
    assert visit.wrong == []


def test_a_row_of_evidence_is_copied_with_its_links_and_without_its_rules(visit: Visit) -> None:
    visit.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = visit.open("for-the-assessor/#assess-CC7.5")
    part = page.get_by_role("region", name="CC7.5 Recover")
    part.get_by_role("button", name="Copy for the workpaper").click()
    part.get_by_text("Copied.").wait_for()
    text = page.evaluate("navigator.clipboard.readText()").split("\n")
    assert text[:3] == ["CC7.5 Recover", "Activities to recover are identified, built and carried out.", "Clauses:"]
    assert text[3].startswith("  IR-2.5 IR-6.10 ")
    assert "  10 documents (runbooks and documents named by clauses): 10 approved" in text
    assert "  ratified trace INC-2026-001 --as-of 2026-11-22" in text
    assert text[-1].endswith("/for-the-assessor/#assess-CC7.5")
    assert not any("PIR-" in line for line in text)
    html = page.evaluate(
        "navigator.clipboard.read().then((found) => found[0].getType('text/html')).then((blob) => blob.text())"
    )
    assert f'href="{page.url.partition("for-the-assessor")[0]}incidents/INC-2026-001/"' in html
    assert "<script" not in html
    assert visit.wrong == []
