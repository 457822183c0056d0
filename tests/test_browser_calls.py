"""What rings, pages or opens on Start here, in runbooks and on People; the ladders; the emergency line on a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nightly import rest_by_night
from nights import Night

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
RUNBOOK = "runbooks/RB-05-outage/"
PAGES = ["start-here/", RUNBOOK, "people/", "policy/escalation/"]
BOX = "[...document.querySelectorAll('a.r-call, .r-emergency')].filter((e) => e.getClientRects().length)"


def silent(night: Night) -> list[str]:
    """The rows of the first ladder for a silent commander."""
    return [" ".join(one.split()) for one in night.page.locator("[data-r-silent] > li").all_text_contents()]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("scheme", rest_by_night(["light", "dark"], ["dark"]))
def test_on_a_phone_each_of_them_is_a_row_for_a_thumb_and_nothing_is_wider(
    browser: Browser, address: str, path: str, scheme: str
) -> None:
    night = Night(browser, address, viewport=PHONE, color_scheme=scheme).at(path)
    for box in night.page.get_by_role("checkbox", name="Full outage").all():
        box.check()
    for details in night.page.locator("details:has(.r-ladder)").all():
        details.evaluate("(one) => { one.open = true; }")
    low = night.page.evaluate(f"{BOX}.filter((e) => e.getBoundingClientRect().height < 44).map((e) => e.textContent)")
    small = night.page.evaluate(f"{BOX}.filter((e) => parseFloat(getComputedStyle(e).fontSize) < 12).length")
    assert (low, small, night.wrong) == ([], 0, [])
    assert night.page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    night.context.close()


@pytest.mark.parametrize("path", ["start-here/", RUNBOOK])
def test_the_emergency_line_stays_on_a_phone_and_covers_nothing(browser: Browser, address: str, path: str) -> None:
    night = Night(browser, address, viewport=PHONE).at(path)
    line = night.page.locator(".r-emergency")
    link = night.page.get_by_role("link", name="Call Emergency line")
    assert (link.get_attribute("href"), link.inner_text()) == (
        "tel:+12025550100",
        "Emergency line +1\u00a0202\u00a0555\u00a00100",
    )
    top = 0.0
    for share in (0, 0.5, 1):
        night.page.evaluate(f"scrollTo(0, document.documentElement.scrollHeight * {share})")
        box = line.bounding_box()
        assert box is not None
        assert (round(box["y"] + box["height"]), round(box["width"])) == (PHONE["height"], PHONE["width"])
        top = box["y"]
    last = night.page.locator(".md-footer").bounding_box()
    assert last is not None
    assert last["y"] + last["height"] <= top
    night.page.evaluate("scrollTo(0, 0)")
    hidden = night.page.evaluate(
        """() => {
          const bar = document.querySelector(".r-emergency");
          const links = [...document.querySelectorAll("main a, main summary, main input")];
          return links.filter((one) => {
            if (bar.contains(one) || !one.getClientRects().length) return false;
            one.focus();
            if (document.activeElement !== one) return false;
            one.scrollIntoView({ block: "nearest" });
            return one.getBoundingClientRect().bottom > bar.getBoundingClientRect().top + 1;
          }).map((one) => one.textContent);
        }"""
    )
    assert hidden == []
    night.page.set_viewport_size({"width": 1280, "height": 900})
    assert line.evaluate("(one) => getComputedStyle(one).position") == "static"
    night.context.close()


def test_the_silent_commander_is_told_by_name_in_three_places_and_alike(browser: Browser, address: str) -> None:
    """At ten past two on the twentieth of November Sofia commands; Dana and Lee hold two steps and stand once."""
    expected = [
        "first Dana Okafor Incident Commander, deputy +1 202 555 0123",
        "then Lee Brandt Incident Commander, deputy +1 202 555 0124",
        "after 15 minutes Tomas Hidalgo Operations Lead +1 202 555 0126",
        "then Aiko Tanaka Operations Lead, deputy +1 202 555 0127",
    ]
    for path in ("start-here/", RUNBOOK, "people/"):
        night = Night(browser, address).at(path)
        assert silent(night) == expected, path
        assert night.wrong == []
        night.context.close()


def test_a_week_later_somebody_else_is_silent(browser: Browser, address: str) -> None:
    night = Night(browser, address)
    night.page.clock.set_fixed_time("2026-11-24T00:10:00Z")
    night.page.goto(f"{address}start-here/")
    assert [one.split(" Incident")[0] for one in silent(night)[:2]] == ["first Lee Brandt", "then Sofia Marchetti"]
    night.context.close()


def test_without_scripts_the_names_and_numbers_of_the_build_stand_there_with_their_day(
    browser: Browser, address: str
) -> None:
    night = Night(browser, address, java_script_enabled=False)
    night.page.goto(f"{address}{RUNBOOK}")
    assert "As of " in night.page.locator("[data-r-as-of]").first.inner_text()
    night.page.locator(".r-card summary", has_text="more roles").click()
    held = night.page.locator("ul.r-held > li", has_text="Legal Counsel")
    assert (
        held.get_by_role("link", name="Call Ingrid Solberg: +44 1632 960121").get_attribute("href")
        == "tel:+441632960121"
    )
    assert len(silent(night)) == 4
    night.context.close()


def test_every_kind_of_channel_leads_somewhere_and_says_whom_it_reaches(browser: Browser, address: str) -> None:
    night = Night(browser, address).at("people/")
    roster = night.page.locator(".r-roster")
    for name, href in {
        "Page Security Lead: page the schedule 'security'": "https://pager.example.com/schedules/security",
        "Open the room of Security Lead: room 'security'": "https://chat.example.com/rooms/security",
        "Call Security Lead: duty phone, security +1\u00a0202\u00a0555\u00a00102": "tel:+12025550102",
        "Call Outside Counsel: breach line +44\u00a01632\u00a0960141": "tel:+441632960141",
        "Write to Outside Counsel: breach desk breach@halvorsenpike.example": "mailto:breach@halvorsenpike.example",
    }.items():
        link = roster.get_by_role("link", name=name, exact=True)
        assert link.get_attribute("href") == href
        assert link.inner_text() in name
    night.context.close()
