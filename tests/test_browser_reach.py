"""Every kind of page is of use to everybody: at 320 px, at 200 % zoom, with large text, by keyboard, without motion.

Axe looks at each in light and in dark, too; `make nightly` shows it every page (`test_browser.py`).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from nightly import BY_NIGHT, rest_by_night
from visits import Visit, found_in_both_schemes, switch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

HERE = Path(__file__).parent
FITS = (HERE / "fits.js").read_text(encoding="utf-8")
FOCUS = (HERE / "focus.js").read_text(encoding="utf-8")

KINDS = [
    "",
    "start-here/",
    "policy/severity/",
    "policy/escalation/",
    "policy/notification/",
    "runbooks/",
    "runbooks/RB-03-data-exfiltration/",
    "notices/notice-authority/",
    "incidents/",
    "incidents/INC-2026-002/",
    "exercises/",
    "exercises/EX-2026-01/",
    "corrective-actions/",
    "people/",
    "clocks/",
    "clock-catalogue/",
    "coverage/",
    "how-to-amend/",
    "approval-rules/",
    "glossary/",
    "approvals/",
    "amendments/?on=2026-03-01&about=escalation",
    "a landing, side by side",
    "a file of the past",
    "a landing, in words",
    "acknowledgements/",
    "for-the-assessor/",
    "rules/",
    "rules/APR-01/",
    "404.html",
]
"""One page of each kind, of the demo company, which has them all."""

ALIKE = {
    "policy/notification/",
    "runbooks/",
    "exercises/",
    "exercises/EX-2026-01/",
    "corrective-actions/",
    "clocks/",
    "how-to-amend/",
    "approval-rules/",
    "glossary/",
    "a landing, in words",
    "a file of the past",
    "approvals/",
    "acknowledgements/",
    "coverage/",
    "policy/severity/",
    "notices/notice-authority/",
    "incidents/",
    "rules/",
    "rules/APR-01/",
}
"""Kinds that are made of the same parts as another one here: lists, records, text, landings. Looked at by night."""

OF_THE_PAST = {
    "a landing, side by side": "r-beside",
    "a file of the past": "r-then",
    "a landing, in words": "r-subject",
}
"""What a page of the past of each kind holds: which commit it is of is another one in every demo."""

WHOLE = {"", "start-here/"}
"""Pages on which keyboard and colours go through the frame as well, which all pages share."""

BY_KEYBOARD = {
    *WHOLE,
    "policy/escalation/",
    "runbooks/RB-03-data-exfiltration/",
    "incidents/INC-2026-002/",
    "people/",
    "clock-catalogue/",
    "amendments/?on=2026-03-01&about=escalation",
    "a landing, side by side",
    "for-the-assessor/",
}
"""Pages on which the keyboard comes by day: those with more than links. By night it comes to all."""

STOPS = 60
"""How far the keyboard goes on a page; on those of many hundred links the rest is more of the same."""

SMALLEST = 12
"""Pixels: no text is smaller; in pictures, whose words stand beside them, one less."""

LARGE_TEXT = {"fontSizes": {"standard": 32, "fixed": 26}}
"""Twice the size that browsers begin with, as people set it who read large text only."""

MOTION = """() => {
  const moves = [];
  for (const one of document.getAnimations()) {
    if (one.effect.getComputedTiming().duration > 10) moves.push(`something moves on ${one.effect.target.className}`);
  }
  for (const one of document.querySelectorAll('*')) {
    const style = getComputedStyle(one);
    const longest = Math.max(...`${style.transitionDuration},${style.animationDuration}`.split(',').map(parseFloat));
    if (longest > 0.01 && style.animationName + style.transitionProperty !== 'none') {
      moves.push(`${one.localName} ${one.className} would move for ${longest} s`);
    }
    if (style.scrollBehavior === 'smooth') moves.push(`${one.localName} ${one.className} scrolls smoothly`);
  }
  return moves;
}"""


def address_of(kind: str, site: Path) -> str:
    """The address of a kind of page, relative to the site."""
    held = OF_THE_PAST.get(kind)
    if held is None:
        return kind
    pages = sorted((site / "amendments").glob("*/index.html"))
    found = next(page for page in pages if f'class="{held}"' in page.read_text(encoding="utf-8"))
    return found.relative_to(site).as_posix().removesuffix("index.html")


@pytest.fixture
def visit(browser: Browser, demo_address: str) -> Iterator[Visit]:
    """A visit to the demo company by somebody whom motion makes ill."""
    found = Visit(browser, demo_address, reduced_motion="reduce")
    yield found
    found.context.close()


@pytest.mark.parametrize("kind", rest_by_night(KINDS, [kind for kind in KINDS if kind not in ALIKE]))
def test_a_page_is_of_use_to_everybody(visit: Visit, demo_site: Path, kind: str) -> None:
    page = visit.open(address_of(kind, demo_site))
    if kind == "start-here/":
        page.mouse.move(640, 5)  # wakes the theme's script, which sleeps there
        page.wait_for_load_state("networkidle")
    broken = by_keyboard(page, whole=kind in WHOLE) if BY_NIGHT or kind in BY_KEYBOARD else []
    broken += page.evaluate(MOTION)
    for folded in page.locator(".md-content details").all():
        folded.evaluate("found => { found.open = true }")
    broken += found_in_both_schemes(page, kind, "body" if kind in WHOLE else ".md-content")
    switch(page, "light")
    for width in (1280, 640, 320):  # 640 px are a desk at a zoom of 200 %, 320 px one at 400 %
        page.set_viewport_size({"width": width, "height": 900})
        broken += [f"at {width} px {found}" for found in page.evaluate(FITS, SMALLEST)]
    page.set_viewport_size({"width": 1280, "height": 900})
    visit.context.new_cdp_session(page).send("Page.setFontSizes", LARGE_TEXT)
    broken += [f"with large text {found}" for found in page.evaluate(FITS, SMALLEST)]
    assert broken == []
    assert visit.wrong == []


def by_keyboard(page: Page, *, whole: bool) -> list[str]:
    """What is wrong with the way of the Tab key: through a page, or on from where the link that skips to it leads."""
    page.evaluate(FOCUS)
    page.evaluate("whole => ratifiedFocus.watch(whole)", whole)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('.md-skip')"), "the first stop is no link to the content"
    assert page.locator(".md-skip").is_visible()
    if not whole:
        page.keyboard.press("Enter")
    for _ in range(4 * STOPS if whole else STOPS):
        page.keyboard.press("Tab")
        if page.evaluate("ratifiedFocus.done()"):
            break
    found: list[str] = page.evaluate("ratifiedFocus.told()")
    return found
