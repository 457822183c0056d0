"""How the site is set: lines that end where they should."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

BRACKETS = (Path(__file__).parent / "brackets.js").read_text(encoding="utf-8")


def test_no_line_of_start_here_ends_with_an_opening_bracket_or_begins_with_a_closing_one(
    browser: Browser, demo_address: str
) -> None:
    page = browser.new_page(service_workers="block")
    page.goto(f"{demo_address}start-here/", wait_until="networkidle")
    for width in (320, 360, 390, 414, 1280):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate(BRACKETS) == [], width
    page.close()
