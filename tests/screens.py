"""Screenshots of the pages people judge the site by, into build/screens/. Run: python tests/screens.py."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from serving import ROOT, built_once, chromium, served

PAGES = {
    "home": "",
    "start-here": "start-here/",
    "severity": "policy/severity/",
    "escalation": "policy/escalation/",
    "notification": "policy/notification/",
    "runbook": "runbooks/RB-02-ransomware/",
    "runbooks": "runbooks/",
    "people": "people/",
    "coverage": "coverage/",
    "catalogue": "clock-catalogue/",
    "approvals": "approvals/",
    "rules": "rules/",
}
WIDTHS = {"desktop": (1360, 900), "phone": (390, 844)}
SCHEMES = ("light", "dark")


def shoot(out: Path, names: list[str]) -> None:
    """One picture a page, width and colour scheme; the whole page, and its first screen."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        site, _ = built_once(Path(folder))
        with served(site) as address:
            for width, (wide, high) in WIDTHS.items():
                for scheme in SCHEMES:
                    context = browser.new_context(viewport={"width": wide, "height": high}, color_scheme=scheme)
                    page = context.new_page()
                    for name in names or list(PAGES):
                        page.goto(address + PAGES[name])
                        page.wait_for_load_state("networkidle")
                        page.screenshot(path=out / f"{name}-{width}-{scheme}.png", full_page=True)
                    context.close()


if __name__ == "__main__":
    shoot(ROOT / "build" / "screens", sys.argv[1:])
