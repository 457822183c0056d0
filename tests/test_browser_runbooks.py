"""A runbook while it is worked through: steps to tick off, lines for the record, who holds each role, phases."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from ratified.clock import moment
from ratified.model.incident import Incident
from ratified.policy import read_book
from ratified.policy.roster.current_holder import current_holder_at
from ratified.policy.roster.holders import holders
from ratified.source.tree import WorkTree
from ratified.source.typed import typed
from ratified.source.yaml_reader import read_yaml
from ratified.views.people.on_call_data import rotation_row
from serving import AS_OF, ROOT
from traces import SEV2, incident_text
from visits import Visit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page, Route

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
    night.page.get_by_role("checkbox", name="Done: First 15 minutes, step 3", exact=True).check()
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
        "RB-03 Data exfiltration and exposed data, First 15 minutes 3: Security Lead: verify from outside"
    )
    assert second.text.endswith("or Sev-1 on S1-C1 if the data shown is ours.")


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


SHOWN = "li => getComputedStyle(li.querySelector('.r-role'), '::after').content"


def test_a_step_says_who_holds_its_role_now_and_after_the_handover_the_next(night: Night) -> None:
    book = read_book(WorkTree(ROOT)).book
    assert book is not None
    lead = next(person.name for _, person in holders(book, book.role["security-lead"], BUILT))
    steps = night.page.locator("#first-15-minutes + p + ol > li")
    commander = night.page.locator(".r-held [data-r-holds='incident-commander']")
    assert lead in steps.nth(2).evaluate(SHOWN)
    for at in (NIGHT, "2027-01-20T02:10:00+02:00"):
        night.page.clock.set_fixed_time(at)
        night.page.reload()
        found, until = current_holder_at(book, book.role["incident-commander"], moment(at))
        assert found.primary is not None
        assert until is not None
        expect(commander).to_have_text(book.person[found.primary].name)
        role = night.page.locator("ol > li > .r-role[data-r-held-role='incident-commander']").first
        assert role.evaluate("one => getComputedStyle(one, '::after').content") == (
            f'" ({book.person[found.primary].name})"'
        )
        assert night.page.locator("[data-r-held-until='incident-commander']").inner_text() == (
            f"until {until.astimezone(ZoneInfo('America/New_York')):%a %Y-%m-%d %H:%M} America/New_York"
        )
        assert lead in steps.nth(2).evaluate(SHOWN)
    assert night.page.locator("[data-r-over]").count() == 0
    assert night.page.locator("[data-r-as-of]").inner_text() == (
        "Now: Wed 2027-01-20 02:10 Europe/Athens, by the clock of this device."
    )


def test_before_the_first_handover_of_a_day_the_turn_of_the_day_before_is_named(browser: Browser, address: str) -> None:
    """Two offices: at half past five in Athens it is half past ten at night in New York, the day before."""
    book = read_book(WorkTree(ROOT)).book
    assert book is not None
    row = rotation_row(book.oncall.rotations[0])
    shared = {"pattern": [["lee", "aiko"]], "handover": "14:00", "starts": "2026-11-09"}
    west = {**row, **shared, "hours": [{"from": 14 * 60, "minutes": 12 * 60, "days": [*range(7)]}]}
    east = {**row, "zone": "Europe/Athens", "hours": [{"from": 8 * 60, "minutes": 12 * 60, "days": [*range(7)]}]}
    night = Night(browser, address, viewport={"width": 390, "height": 844}, service_workers="block")
    old, new = (",".join(json.dumps(one, separators=(",", ":")) for one in rows) for rows in ([row], [east, west]))

    def elsewhere(route: Route) -> None:
        answer = route.fetch()
        assert old in answer.text()
        route.fulfill(response=answer, body=answer.text().replace(old, new))

    night.page.route(f"**/{RUNBOOK}", elsewhere)
    engineer = night.page.locator(".r-held [data-r-holds='on-call-engineer']")
    for at, name in (
        ("2026-11-24T05:30:00+02:00", "Lee Brandt"),
        ("2026-11-24T08:30:00+02:00", "Aiko Tanaka and Lee Brandt"),
        ("2026-11-24T09:00:00+02:00", "Aiko Tanaka"),
    ):
        night.page.clock.set_fixed_time(at)
        night.page.reload()
        expect(engineer).to_have_text(name)
        assert night.page.locator("#first-15-minutes + p + ol > li").nth(0).evaluate(SHOWN) == f'" ({name})"'
    assert night.page.evaluate("document.documentElement.scrollWidth") == 390
    assert night.wrong == []
    night.context.close()


def test_a_turn_that_is_over_is_struck_out_where_no_browser_can_count(browser: Browser, address: str) -> None:
    night = Night(browser, address, service_workers="block")
    night.page.route("**/holders-now.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    steps = night.page.locator("#first-15-minutes + p + ol > li")
    night.page.reload()
    assert "(" in steps.nth(0).evaluate(SHOWN)
    night.page.clock.set_fixed_time("2027-01-20T02:10:00+02:00")
    night.page.reload()
    assert steps.nth(0).evaluate(SHOWN) == "none"
    night.context.close()


def test_without_scripts_holders_and_phases_are_there(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 700})
    page = context.new_page()
    page.goto(address + RUNBOOK)
    assert page.locator(".r-held strong").count() == 11
    assert page.locator(".r-step-box, .r-steps").count() == 0
    page.get_by_role("navigation", name="Phases of this runbook").get_by_role("link", name="Contain").click()
    assert page.url.endswith("#contain")
    context.close()
