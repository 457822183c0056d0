"""Screenshots of the pages people judge the site by, into build/screens/. Run: python tests/screens.py [NAME...].

Records are those of the demo company: this repository has none of its own.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser

from serving import ROOT, build, built_once, chromium, served

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
    "no-incidents": "incidents/",
}
OF_THE_DEMO = {
    "incidents": "incidents/",
    "incident": "incidents/INC-2026-002/",
    "incident-judged-twice": "incidents/INC-2025-001/",
    "amendments": "amendments/",
    "on-a-day": "amendments/?on=2026-03-01&about=escalation",
    "assessor": "for-the-assessor/",
    "how-to-amend": "how-to-amend/",
    "exercises": "exercises/",
    "exercise": "exercises/EX-2026-01/",
    "actions": "corrective-actions/",
}
WIDTHS = {"desktop": (1360, 900), "phone": (390, 844)}
SCHEMES = ("light", "dark")


def shoot(out: Path, names: list[str]) -> None:
    """One picture a page, width and colour scheme; the whole page."""
    out.mkdir(parents=True, exist_ok=True)
    ours = [name for name in names or PAGES if name in PAGES]
    demo = [name for name in names or OF_THE_DEMO if name in OF_THE_DEMO]
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        if ours:
            _shoot(browser, built_once(Path(folder))[0], out, {name: PAGES[name] for name in ours})
        if demo:
            _shoot(browser, _company(Path(folder)), out, {name: OF_THE_DEMO[name] for name in demo})


def _company(folder: Path) -> Path:
    """The site of the demo company."""
    subprocess.run(
        [Path(sys.executable).with_name("ratified"), "demo", folder / "demo"], check=True, capture_output=True
    )
    ran = build(folder / "demo", folder / "demo-site", "--strict")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return folder / "demo-site"


def _shoot(browser: Browser, site: Path, out: Path, pages: dict[str, str]) -> None:
    with served(site) as address:
        for width, (wide, high) in WIDTHS.items():
            for scheme in SCHEMES:
                context = browser.new_context(viewport={"width": wide, "height": high}, color_scheme=scheme)
                page = context.new_page()
                for name, path in pages.items():
                    page.goto(address + path)
                    page.wait_for_load_state("networkidle")
                    page.screenshot(path=out / f"{name}-{width}-{scheme}.png", full_page=True)
                context.close()


if __name__ == "__main__":
    shoot(ROOT / "build" / "screens", sys.argv[1:])
