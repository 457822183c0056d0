"""A runbook while it is worked through: steps to tick off, lines for the record, who holds each role, phases."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest

from ratified.model.incident import Incident
from ratified.policy import read_book
from ratified.policy.roster.holders import holders
from ratified.source.tree import WorkTree
from ratified.source.typed import typed
from ratified.source.yaml_reader import read_yaml
from serving import AS_OF, ROOT
from traces import SEV2, incident_text
from visits import Visit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

RUNBOOK = "runbooks/RB-03-data-exfiltration/"
STEPS = re.findall(r"(?m)^\d+\. ", (ROOT / "runbooks/RB-03-data-exfiltration.md").read_text(encoding="utf-8"))
BUILT, NIGHT = date.fromisoformat(AS_OF), "2026-11-20T02:10:00+02:00"


class Night(Visit):
    """A runbook at ten past two in Athens."""

    def __init__(self, browser: Browser, address: str, **options: object) -> None:
        super().__init__(browser, address)
        self.context.close()
        self.context = browser.new_context(timezone_id="Europe/Athens", **options)  # type: ignore[arg-type]
        self.context.grant_permissions(["clipboard-read", "clipboard-write"])
        self.page: Page = self.context.new_page()
        self.page.on("console", lambda said: self.wrong.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.clock.set_fixed_time(NIGHT)
        self.open(RUNBOOK)

    def said(self) -> str:
        return self.page.locator(".r-steps-said").inner_text()


@pytest.fixture
def night(browser: Browser, address: str) -> Iterator[Night]:
    found = Night(browser, address)
    yield found
    found.context.close()
    assert found.wrong == []


def test_every_step_has_a_box_and_what_is_ticked_is_there_after_a_reload(night: Night) -> None:
    assert night.page.locator(".r-step-box").count() == len(STEPS) > 30
    assert night.said().startswith(f"{len(STEPS)} steps to tick off")
    night.page.get_by_role("checkbox", name="Done: First 15 minutes, step 3", exact=True).check()
    night.page.get_by_role("checkbox", name="Done: Contain, step 2", exact=True).press("Space")
    assert night.said().startswith(f"2 of {len(STEPS)} steps ticked.")
    assert night.page.locator(".r-step-when:not(:empty)").all_inner_texts() == ["02:10", "02:10"]
    night.page.reload()
    assert night.said().startswith(f"2 of {len(STEPS)} steps ticked.")
    assert night.page.get_by_role("checkbox", name="Done: Contain, step 2", exact=True).is_checked()
    night.open("runbooks/RB-02-ransomware/")
    assert night.said().endswith("Ticks stay in this browser.")
    assert night.page.locator(".r-step-box:checked").count() == 0


def test_what_is_copied_reads_as_the_timeline_of_a_record(night: Night) -> None:
    copy = night.page.get_by_role("button", name="Copy for the record")
    assert copy.is_disabled()
    night.page.get_by_role("checkbox", name="Done: First 15 minutes, step 5", exact=True).check()
    night.page.clock.set_fixed_time(NIGHT.replace("02:10", "02:25"))
    night.page.get_by_role("checkbox", name="Done: First 15 minutes, step 1", exact=True).check()
    copy.click()
    night.page.get_by_text("Copied: paste it").wait_for()
    lines = night.page.evaluate("navigator.clipboard.readText()")
    text = incident_text(SEV2)
    at = text.index("  timeline:\n") + len("  timeline:\n")
    yaml = read_yaml(
        "data/incidents/INC-2026-001.yml", f"{text[:at]}{lines.replace('<who did it>', 'dana')}\n{text[at:]}"
    )
    record = typed(Incident, yaml)
    assert yaml.faults == []
    assert record is not None
    first, second = record.response.timeline[:2]
    assert (first.at_, second.at_) == ("2026-11-20T02:10+02:00", "2026-11-20T02:25+02:00")
    assert first.text.startswith(
        "RB-03 Data exfiltration and exposed data, First 15 minutes 5: Security Lead: verify from outside"
    )
    assert second.text.endswith("open the record with detection time, the source and who reported it.")


def test_ticks_are_cleared_only_when_asked_twice(night: Night) -> None:
    night.page.get_by_role("checkbox", name="Done: First 15 minutes, step 1", exact=True).check()
    clear = night.page.locator(".r-steps button").nth(1)
    clear.click()
    assert clear.inner_text() == "Clear them all: press again"
    assert night.page.locator(".r-step-box:checked").count() == 1
    clear.click()
    assert night.page.locator(".r-step-box:checked").count() == 0
    night.page.reload()
    assert night.page.locator(".r-step-box:checked").count() == 0


def test_what_another_program_left_under_its_name_is_no_tick(night: Night) -> None:
    night.page.evaluate("localStorage.setItem(`ratified steps ${location.pathname}`, 'not JSON')")
    night.page.reload()
    assert night.said().startswith(f"{len(STEPS)} steps to tick off")


def test_a_step_says_who_holds_its_role_until_their_turn_is_over(night: Night) -> None:
    book = read_book(WorkTree(ROOT)).book
    assert book is not None
    lead = next(person.name for _, person in holders(book, book.role["security-lead"], BUILT))
    shown = "li => getComputedStyle(li.querySelector('.r-role'), '::after').content"
    steps = night.page.locator("#first-15-minutes + ol > li")
    assert lead in steps.nth(4).evaluate(shown)
    assert "(" in steps.nth(0).evaluate(shown)
    night.page.clock.set_fixed_time("2027-01-20T02:10:00+02:00")
    night.page.reload()
    assert steps.nth(0).evaluate(shown) == "none"
    assert lead in steps.nth(4).evaluate(shown)


def test_without_scripts_holders_and_phases_are_there(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 700})
    page = context.new_page()
    page.goto(address + RUNBOOK)
    assert page.locator(".r-held strong").count() == 11
    assert page.locator(".r-step-box, .r-steps").count() == 0
    page.get_by_role("navigation", name="Phases of this runbook").get_by_role("link", name="Contain").click()
    assert page.url.endswith("#contain")
    context.close()
