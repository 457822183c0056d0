"""A page of a built site open in Chromium, and what is wrong with it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize

from nightly import BY_NIGHT

DESKTOP = ViewportSize(width=1280, height=900)
PHONE = ViewportSize(width=390, height=844)

OF_COLOUR = ["color-contrast", "link-in-text-block"]
"""The axe rules whose answer depends on the colour scheme."""

AXE = Axe().axe_script
ASK_AXE = "([within, options]) => axe.run(within, options).then(found => found.violations)"
LOOKS = Path(__file__).with_name("looks.js").read_text(encoding="utf-8")
ALLOWED: dict[str, str] = {}
"""Axe rules that may be broken, each with the reason why it cannot be fixed here."""


class Visit:
    """A page of a browser that keeps what went wrong: requests to others, console errors, dead addresses."""

    def __init__(self, browser: Browser, address: str, **options: Any) -> None:
        self.address = address
        self.wrong: list[str] = []
        self.context = browser.new_context(**{"color_scheme": "light", "viewport": DESKTOP, **options})
        self.page: Page = self.context.new_page()
        self.page.on("request", lambda request: self._asked(request.url))
        self.page.on("console", lambda said: self.wrong.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))

    def _asked(self, url: str) -> None:
        if not url.startswith((self.address, "data:", "blob:")):
            self.wrong.append(f"asked {url}")

    def open(self, path: str) -> Page:
        answer = self.page.goto(self.address + path)
        assert answer is not None
        assert answer.ok, path
        return self.page


def found_in_both_schemes(page: Page, path: str, within: str = ".md-content", *, every: bool = BY_NIGHT) -> list[str]:
    """What axe finds on a page in light, and then in dark: there it is left.

    By day colours, which are four fifths of its work, are those of one element of each look in a part of the page.
    """
    if not every:
        page.evaluate(LOOKS, within)
    part = None if every else "[data-test-look]"
    found = found_by_axe(page, path, "light", {"rules": {rule: {"enabled": False} for rule in OF_COLOUR}})
    for scheme in ("light", "dark"):
        switch(page, scheme)
        found += found_by_axe(page, path, scheme, {"runOnly": OF_COLOUR}, part)
    return found


def found_by_axe(page: Page, path: str, scheme: str, options: dict[str, Any], within: str | None = None) -> list[str]:
    """What axe finds on a page, less what is allowed. Of rule pages, which are many, only the text is looked at:
    the frame round it is that of their index.
    """
    within = within or (".md-content" if re.fullmatch("rules/.+", path) else "html")
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    options = {"resultTypes": ["violations"], **options}
    found = []
    for rule in page.evaluate(ASK_AXE, [within, options]):
        if rule["id"] not in ALLOWED:
            nodes = [f"{node['target']} {node['html'][:90]}" for node in rule["nodes"][:3]]
            found.append(f"{path or '/'} {scheme}: {rule['id']}: {'; '.join(nodes)}")
    return found


def switch(page: Page, scheme: str) -> None:
    """Let the system ask for light or dark, and wait until the page has followed."""
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    name = {"light": "default", "dark": "slate"}[scheme]
    page.locator(f"body[data-md-color-scheme='{name}']").wait_for()  # a function to wait for would need unsafe-eval
