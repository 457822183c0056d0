"""Pictures of every kind of page, into docs/assets/screens/. Run: python tests/screens.py SITE [NAME...].

SITE is the demo company's, as `make demo-built` leaves it. The browser's clock stands at ten past two in Athens on the
day that the demo is judged by, so that a picture changes when the page does.
"""

from __future__ import annotations

import base64
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from serving import ROOT, chromium, served

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, BrowserContext, Page

SCREENS = ROOT / "docs/assets/screens"
WIDTHS = {"desktop": 1280, "phone": 390}
SCHEMES = ("light", "dark")
LOOKS = ("desktop-light", "phone-dark")
"""In how many ways a page is taken: each width and each scheme, once."""

ALL_LOOKS = tuple(f"{width}-{scheme}" for width in WIDTHS for scheme in SCHEMES)
HIGHEST = {"desktop": 800, "phone": 1000}
"""How high the window is, and so where a picture of a long page ends, in CSS pixels."""

QUALITY = 30
"""Of WebP: words stay sharp at it, and all pictures together stay under three megabytes."""

NOW, AWARE = "2026-11-22T02:10:00+02:00", "2026-11-22T02:10"


@dataclass(frozen=True)
class Screen:
    """A picture: the address of the page from the site's root, and what is done on it before.

    A path with a `*` is that of the page which has the most to show, of those whose HTML has `holds`.
    """

    path: str
    act: Callable[[Page], None] = lambda page: None
    holds: str = ""
    looks: tuple[str, ...] = LOOKS


def _pick(page: Page) -> None:
    page.get_by_role("checkbox", name="Data confirmed out").check()
    page.mouse.move(2, 2)


def _count(page: Page) -> None:
    page.get_by_role("checkbox", name="Data confirmed out").check()
    page.get_by_label("When we became aware").fill(AWARE)
    page.get_by_role("checkbox", name="European Union").check()
    page.locator("h2", has_text="Start the clocks").evaluate("heading => heading.scrollIntoView()")


def _tick(page: Page) -> None:
    for number in (1, 2, 3):
        page.get_by_role("checkbox", name=f"Done: First 15 minutes, step {number}", exact=True).check()
    page.locator("h2", has_text="First 15 minutes").evaluate("heading => heading.scrollIntoView()")
    page.mouse.move(2, 2)


def _prove(page: Page) -> None:
    page.locator(".r-approval summary").first.click()


def _search(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("ransom", delay=20)
    page.locator(".md-search-result__item").first.wait_for()


SCREENS_OF = {
    "home": Screen("", looks=ALL_LOOKS),
    "start-here": Screen("start-here/"),
    "start-here-picked": Screen("start-here/", _pick, looks=ALL_LOOKS),
    "start-here-clocks": Screen("start-here/", _count),
    "policy": Screen("policy/"),
    "severity": Screen("policy/severity/"),
    "proof": Screen("policy/escalation/", _prove),
    "notification": Screen("policy/notification/"),
    "runbooks": Screen("runbooks/"),
    "runbook": Screen("runbooks/RB-02-ransomware/"),
    "runbook-ticked": Screen("runbooks/RB-02-ransomware/", _tick, looks=ALL_LOOKS),
    "notice": Screen("notices/notice-authority/"),
    "incidents": Screen("incidents/"),
    "incident": Screen("incidents/INC-2026-002/"),
    "incident-judged-twice": Screen("incidents/INC-2025-001/"),
    "exercises": Screen("exercises/"),
    "exercise": Screen("exercises/EX-2026-01/"),
    "actions": Screen("corrective-actions/"),
    "people": Screen("people/"),
    "clocks": Screen("clocks/"),
    "catalogue": Screen("clock-catalogue/"),
    "coverage": Screen("coverage/"),
    "how-to-amend": Screen("how-to-amend/"),
    "approval-rules": Screen("approval-rules/"),
    "glossary": Screen("glossary/"),
    "approvals": Screen("approvals/"),
    "amendments": Screen("amendments/"),
    "amendment": Screen("amendments/*/", holds="<caption>docs/policy/"),
    "text-of-then": Screen("amendments/*/", holds="r-then"),
    "on-a-day": Screen("amendments/?on=2026-03-01&about=escalation"),
    "assessor": Screen("for-the-assessor/"),
    "rules": Screen("rules/"),
    "rule": Screen("rules/NOT-02/"),
    "search": Screen("", _search),
    "not-found": Screen("404.html"),
}


def shoot(site: Path, out: Path, names: list[str]) -> None:
    """A picture of each screen in each of its looks; of all where none is named."""
    out.mkdir(parents=True, exist_ok=True)
    wanted = {name: screen for name, screen in SCREENS_OF.items() if name in names or not names}
    with served(site) as address, chromium() as browser:
        for name, screen in wanted.items():
            url = address + _found(site, screen)
            for look in screen.looks:
                _shoot(browser, url, screen, out / f"{name}-{look}.webp")


def _found(site: Path, screen: Screen) -> str:
    if "*" not in screen.path:
        return screen.path
    texts = {page: page.read_text(encoding="utf-8") for page in sorted(site.glob(f"{screen.path}index.html"))}
    largest = max((page for page in texts if screen.holds in texts[page]), key=lambda page: len(texts[page]))
    return f"{largest.parent.relative_to(site).as_posix()}/"


def _shoot(browser: Browser, url: str, screen: Screen, out: Path) -> None:
    _, width, scheme = out.stem.rsplit("-", 2)
    context = browser.new_context(
        viewport={"width": WIDTHS[width], "height": HIGHEST[width]},
        color_scheme="dark" if scheme == "dark" else "light",
        timezone_id="Europe/Athens",
        reduced_motion="reduce",
        service_workers="block",
    )
    try:
        page = context.new_page()
        page.clock.install(time=NOW)
        page.goto(url)
        page.mouse.move(2, 2)  # Start here wakes the theme's script at that
        page.wait_for_load_state("networkidle")
        screen.act(page)
        page.clock.run_for(2000)
        out.write_bytes(_picture(context, page))
    finally:
        context.close()


def _picture(context: BrowserContext, page: Page) -> bytes:
    shown = context.new_cdp_session(page).send("Page.captureScreenshot", {"format": "webp", "quality": QUALITY})
    return base64.b64decode(shown["data"])


if __name__ == "__main__":
    shoot(Path(sys.argv[1]), SCREENS, sys.argv[2:])
