"""A night on which something is wrong: Start here open in Chromium, in a place and at a time of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Locator, Page

ATHENS = "Europe/Athens"
BEFORE, NIGHT = "2026-11-20T01:55:00+02:00", "2026-11-20T02:10:00+02:00"


class Night:
    """A page of the site at ten past two in Athens, and everything that it asked for or complained about."""

    def __init__(self, browser: Browser, address: str, **options: Any) -> None:
        options = {"timezone_id": ATHENS, "viewport": {"width": 1280, "height": 900}, **options}
        self.context: BrowserContext = browser.new_context(**options)
        self.page: Page = self.context.new_page()
        self.address, self.taps = address, 0
        self.wrong: list[str] = []
        self.page.on("console", lambda said: self.wrong.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))

    def at(self, path: str) -> Night:
        """Open a page just before, and let it be ten past two."""
        self.page.clock.install(time=BEFORE)
        self.page.goto(self.address + path)
        self.page.clock.pause_at(NIGHT)
        return self

    def tap(self, found: Locator) -> None:
        """Tap or click, and count it."""
        self.taps += 1
        found.click()

    def part(self, name: str) -> Locator:
        return self.page.locator(f"[data-r-{name}]")

    def box(self, name: str) -> Locator:
        return self.page.get_by_role("checkbox", name=name)

    def awake(self) -> Night:
        """Wake the theme's script, which asks for what it needs, and wait until it has it."""
        self.page.mouse.move(200, 200)
        self.page.wait_for_load_state("networkidle")
        return self
