"""The card for two in the morning in Chromium: the level by what is ticked, who has which role now, which runbook."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser, expect

from conftest import ROOT
from nightly import rest_by_night
from nights import ATHENS, Night
from ratified.clock import moment
from ratified.policy import Book, read_book
from ratified.policy.roster.current_holder import current_holder_at
from ratified.source.tree import WorkTree
from ratified.views.people.on_call_data import rotation_row
from visits import found_in_both_schemes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

pytestmark = pytest.mark.browser

AT = "2026-11-20T00:10:00Z"
DESKTOP = {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def book() -> Book:
    found = read_book(WorkTree(ROOT)).book
    assert found is not None
    return found


@pytest.fixture
def night(browser: Browser, address: str) -> Iterator[Night]:
    found = Night(browser, address).at("start-here/")
    yield found
    found.context.close()


@pytest.fixture(scope="module")
def card(browser: Browser, address: str) -> Iterator[Night]:
    """A card for tests that leave it as they found it."""
    found = Night(browser, address).at("start-here/")
    yield found
    found.context.close()


def person_now(book: Book, role_id: str) -> str:
    person = current_holder_at(book, book.role[role_id], moment(AT))[0].primary
    assert person is not None
    return person


def name_now(book: Book, role_id: str) -> str:
    return book.person[person_now(book, role_id)].name


def compact(row: Mapping[str, object]) -> str:
    """A row of the page's data as it stands there."""
    return json.dumps(row, separators=(",", ":"))


def picked(night: Night) -> str:
    return " ".join(night.part("picked").inner_text().split())


class TestSeverity:
    def test_the_highest_match_wins_and_says_by_what_and_what_is_promised(self, night: Night) -> None:
        assert night.part("picked").get_attribute("role") == "status"
        assert picked(night) == "Tick what is true: the highest match wins."
        night.box("Vendor breach").check()
        night.box("Unexplained alert").check()
        assert picked(night) == (
            "Sev-2 High, by S2-C5 Vendor breach. Acknowledge within 30 minutes, name a commander within 1 hour,"
            " escalate within 4 hours."
        )
        night.box("Data confirmed out").check()
        night.box("Full outage").check()
        assert picked(night).startswith(
            "Sev-1 Critical, by S1-C1 Data confirmed out; S1-C4 Full outage, or half for over 30 minutes. Acknowledge"
        )
        assert night.page.locator("[data-r-chosen]").get_attribute("data-r-level") == "sev-1"
        night.box("Data confirmed out").uncheck()
        night.box("Full outage").uncheck()
        assert picked(night).startswith("Sev-2 High, by S2-C5 Vendor breach.")

    def test_unsure_means_the_level_above_and_no_higher_than_there_is(self, night: Night) -> None:
        night.box("Unsure").check()
        assert picked(night) == "Tick what may be true: unsure counts as true."
        night.box("Malware blocked").check()
        assert picked(night).startswith(
            "Sev-2 High, since unsure means higher: Sev-3 Moderate by S3-C2 Malware blocked."
        )
        night.box("Full outage").check()
        assert picked(night).startswith(
            "Sev-1 Critical, by S1-C4 Full outage, or half for over 30 minutes. Acknowledge"
        )
        assert picked(night).endswith("There is no higher level.")

    @pytest.mark.nightly
    def test_every_criterion_alone_gives_its_level(self, card: Night, book: Book) -> None:
        for level in book.severities.levels:
            for criterion in level.criteria:
                box = card.page.locator(f"[data-r-criterion='{criterion.id}'] input")
                box.check()
                assert picked(card).startswith(f"{level.name} {level.label}, by {criterion.id} {criterion.short}.")
                box.uncheck()

    def test_it_works_by_keyboard(self, night: Night) -> None:
        night.box("Ransomware spreading").focus()
        night.page.keyboard.press("Space")
        assert picked(night).startswith("Sev-1 Critical")
        night.page.keyboard.press("Tab")
        assert night.page.evaluate("document.activeElement.textContent") == "S1-C3"

    def test_who_must_be_called_at_that_level_is_listed_with_names_and_times(self, night: Night, book: Book) -> None:
        assert night.page.locator("[data-r-calls]:visible").count() == 0
        for box, level in (("Data perhaps out", "sev-2"), ("Data confirmed out", "sev-1")):
            night.box(box).check()
            shown = night.page.locator("[data-r-calls]:visible [data-r-call]").all_inner_texts()
            rows = [row for row in book.escalation.rows if row.severity == level]
            assert len(shown) == len(rows)
            for row, text in zip(rows, shown, strict=True):
                person = book.person[person_now(book, row.to)]
                number = next(one.number for one in person.channels if one.number)
                said = " ".join(text.split())
                title = book.role[row.to].title
                assert said.startswith(f"{title} {person.name} {number} within {row.within}, by the ")
                assert said.endswith("Nobody answers")

    def test_the_summary_leads_with_the_level_and_who_is_in_charge(self, night: Night, book: Book) -> None:
        assert night.part("copy").is_disabled()
        night.box("Data perhaps out").check()
        night.page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
        night.part("copy").click()
        said = night.page.get_by_label("Copy this text").input_value().splitlines()
        assert said[:4] == [
            "Severity: Sev-2 High, by S2-C1 Data perhaps out",
            "Acknowledge within 30 minutes, name a commander within 1 hour, escalate within 4 hours.",
            "In charge, Fri 2026-11-20 00:10 UTC:",
            "- On-call Engineer: Noor Haddad +1 202 555 0129, then Aiko Tanaka",
        ]
        assert said[said.index("To call:") + 1] == (
            "- Incident Commander Sofia Marchetti +1 202 555 0125 within 20 minutes, by the On-call Engineer "
            "(pager: page the schedule 'commander'). "
            "Nobody answers: then Dana Okafor Incident Commander, deputy +1 202 555 0123; "
            "then Lee Brandt Incident Commander, deputy +1 202 555 0124; "
            "after 10 minutes Tomas Hidalgo Operations Lead +1 202 555 0126; "
            "then Aiko Tanaka Operations Lead, deputy +1 202 555 0127"
        )
        assert not any("deadline" in line for line in said)
        night.page.get_by_role("button", name="Now").click()
        night.part("copy").click()
        both = night.page.get_by_label("Copy this text").input_value()
        assert both.startswith("Severity: Sev-2 High")
        assert "Notification deadlines, counted Fri 2026-11-20 00:10 UTC" in both


class TestTicksOfTheVisit:
    def test_back_and_reload_keep_what_was_ticked(self, night: Night, address: str) -> None:
        assert night.part("ticks").is_hidden()
        night.box("Vendor breach").check()
        night.box("Unsure").check()
        before = picked(night)
        night.page.reload()
        assert picked(night) == before
        night.page.goto(f"{address}runbooks/")
        night.page.go_back()
        assert picked(night) == before
        assert "Kept in this tab until you close it. Never sent." in night.part("ticks").inner_text()
        expect(night.page.locator("[data-r-calls='sev-1']")).to_be_visible()

    def test_one_tap_clears_the_ticks(self, night: Night) -> None:
        night.box("Vendor breach").check()
        night.page.get_by_role("button", name="Clear the ticks").click()
        assert picked(night) == "Tick what is true: the highest match wins."
        assert night.page.evaluate("sessionStorage.length") == 0
        night.page.reload()
        assert picked(night) == "Tick what is true: the highest match wins."

    @pytest.mark.parametrize("kept", ["no JSON", "[]", '{"ticked": 7, "unsure": "yes"}', '{"ticked": ["S9-C9"]}'])
    def test_what_something_else_wrote_there_ticks_nothing(self, night: Night, kept: str) -> None:
        night.box("Vendor breach").check()
        night.page.evaluate("kept => sessionStorage.setItem(Object.keys(sessionStorage)[0], kept)", kept)
        night.page.reload()
        assert picked(night) == "Tick what is true: the highest match wins."
        assert night.wrong == []

    def test_a_browser_that_keeps_nothing_says_so(self, night: Night) -> None:
        night.page.add_init_script("Storage.prototype.setItem = () => { throw new DOMException('full'); }")
        night.page.reload()
        night.box("Vendor breach").check()
        assert picked(night).startswith("Sev-2 High, by S2-C5 Vendor breach.")
        assert "Not kept by this browser." in night.part("ticks").inner_text()


class TestInCharge:
    def test_names_are_those_of_this_moment_and_the_zone_is_said(self, night: Night, book: Book) -> None:
        for role_id in ("on-call-engineer", "incident-commander", "security-lead", "legal-counsel"):
            shown = night.page.locator(f".r-charge [data-r-holds='{role_id}']").inner_text()
            assert shown == name_now(book, role_id)
        assert "until Mon 2026-11-23 10:00 America/New_York (17:00 Europe/Athens)" in " ".join(
            night.page.locator(".r-charge tr", has_text="Incident Commander").inner_text().split()
        )
        assert night.part("as-of").inner_text() == (
            "Now: Fri 2026-11-20 02:10 Europe/Athens, by the clock of this device."
            " It is before the day this page was built: check it."
        )

    def test_at_the_handover_the_next_name_comes_by_itself(self, browser: Browser, address: str) -> None:
        night = Night(browser, address, timezone_id="America/New_York")
        night.page.clock.install(time="2026-11-23T09:58:00-05:00")
        night.page.goto(f"{address}start-here/")
        night.page.clock.pause_at("2026-11-23T09:59:50-05:00")
        name = night.page.locator(".r-charge [data-r-holds='incident-commander']")
        expect(name).to_have_text("Sofia Marchetti")
        night.page.clock.run_for(30_000)
        expect(name).to_have_text("Dana Okafor")
        deputies = night.page.locator("[data-r-deputies='incident-commander']")
        assert " ".join(deputies.inner_text().split()) == "Lee Brandt +1 202 555 0124"
        rings = night.page.locator(".r-charge [data-r-rings='incident-commander'] a")
        assert (rings.get_attribute("href"), rings.get_attribute("aria-label")) == (
            "tel:+12025550123",
            "Call Dana Okafor: +1 202 555 0123",
        )
        assert night.page.locator("[data-r-held-until='incident-commander']").inner_text() == (
            "until Mon 2026-11-30 10:00 America/New_York"
        )
        assert night.part("as-of").inner_text() == (
            "Now: Mon 2026-11-23 10:00 America/New_York, by the clock of this device."
        )
        night.context.close()

    def test_whoever_is_on_duty_by_any_rotation_stands_there_and_the_first_change_is_told(
        self, browser: Browser, address: str, book: Book
    ) -> None:
        """New York's first line has twelve hours from eight on, and at seven in the evening another one begins."""
        row = rotation_row(book.oncall.rotations[0])
        ours = {**row, "hours": [{"from": 8 * 60, "minutes": 12 * 60, "days": [*range(7)]}]}
        later = [{"from": 19 * 60, "minutes": 14 * 60, "days": [*range(7)]}]
        theirs = {**row, "hours": later, "pattern": [["lee", "aiko"]]}
        night = Night(browser, address, timezone_id="America/New_York", viewport={"width": 390, "height": 844})
        renamed(night, compact(row), f"{compact(ours)},{compact(theirs)}")
        night.page.clock.install(time="2026-11-24T18:58:00-05:00")
        night.page.goto(f"{address}start-here/")
        night.page.clock.pause_at("2026-11-24T18:59:50-05:00")
        name = night.page.locator(".r-charge [data-r-holds='on-call-engineer']")
        until = night.page.locator("[data-r-held-until='on-call-engineer']")
        expect(name).to_have_text("Aiko Tanaka")
        expect(until).to_have_text("until Tue 2026-11-24 19:00 America/New_York")
        night.page.clock.run_for(30_000)
        expect(name).to_have_text("Aiko Tanaka and Lee Brandt")
        expect(until).to_have_text("until Tue 2026-11-24 20:00 America/New_York")
        deputies = night.page.locator("[data-r-deputies='on-call-engineer']")
        assert " ".join(deputies.inner_text().split()) == "Noor Haddad +1 202 555 0129"
        rings = night.page.locator(".r-charge [data-r-rings='on-call-engineer'] a")
        assert [one.get_attribute("href") for one in rings.all()] == ["tel:+12025550127", "tel:+12025550124"]
        night.page.clock.run_for(3_600_000)
        expect(name).to_have_text("Lee Brandt")
        expect(night.page.locator("[id='1-first-15-minutes'] ~ ol li").first).to_contain_text("(Lee Brandt)")
        assert night.page.evaluate("document.documentElement.scrollWidth") == 390
        assert night.wrong == []
        night.context.close()

    def test_where_nobody_is_on_call_it_says_so_and_whom_to_ask(
        self, browser: Browser, address: str, book: Book
    ) -> None:
        row = rotation_row(book.oncall.rotations[0])
        ours = {**row, "hours": [{"from": 8 * 60, "minutes": 12 * 60, "days": [*range(7)]}]}
        night = Night(browser, address, timezone_id="America/New_York", service_workers="block")
        renamed(night, compact(row), compact(ours))
        night.page.clock.install(time="2026-11-24T19:58:00-05:00")
        night.page.goto(f"{address}start-here/")
        night.page.clock.pause_at("2026-11-24T19:59:50-05:00")
        name = night.page.locator(".r-charge [data-r-holds='on-call-engineer']")
        expect(name).to_have_text("Aiko Tanaka")
        night.page.clock.run_for(30_000)
        expect(name).to_have_text("Nobody is on call; first holder: Aiko Tanaka")
        expect(night.page.locator("[data-r-held-until='on-call-engineer']")).to_have_text(
            "until Wed 2026-11-25 08:00 America/New_York"
        )
        assert night.wrong == []
        night.context.close()

    def test_the_first_steps_name_who_does_them(self, night: Night, book: Book) -> None:
        steps = night.page.locator("[id='1-first-15-minutes'] ~ ol").first.locator("li").all_inner_texts()
        assert len(steps) == 8
        assert steps[0].startswith(f"You: page the On-call Engineer ({name_now(book, 'on-call-engineer')}). Say: ")
        assert steps[3].startswith(f"Operations Lead ({name_now(book, 'operations-lead')}): stop log deletion, then ")
        money = (
            f"Money moved? Finance Lead ({name_now(book, 'finance-lead')}): call the bank now. If they may be the one "
        )
        assert steps[4].startswith(f"{money}deceived: Executive Sponsor ({name_now(book, 'executive-sponsor')}).")

    def test_the_first_steps_begin_on_the_first_screen_and_end_on_the_second(self, night: Night) -> None:
        steps = night.page.locator("[id='1-first-15-minutes'] ~ ol").first.locator("li")
        screen = night.page.viewport_size
        first, last = steps.first.bounding_box(), steps.last.bounding_box()
        assert screen is not None
        assert first is not None
        assert last is not None
        assert first["y"] + first["height"] < screen["height"]
        assert last["y"] + last["height"] < 2 * screen["height"]


class TestRunbook:
    @pytest.mark.parametrize(
        ("seen", "first"),
        [
            ("ransom note", "RB-02"),
            ("customer data leaving", "RB-03"),
            ("clicked a phishing link, typed password", "RB-01"),
            ("api key in public repository", "RB-04"),
            ("site is down, certificate", "RB-05"),
            ("laptop stolen", "RB-08"),
            ("email to the wrong address", "RB-10"),
            ("vendor had an incident", "RB-06"),
        ],
    )
    def test_what_one_sees_brings_the_fitting_one_first(self, card: Night, seen: str, first: str) -> None:
        card.page.get_by_label("What do you see?").fill(seen)
        top = card.page.locator("[data-r-runbooks] > li").first
        assert first in top.inner_text()
        assert top.get_attribute("data-r-fits") is not None
        assert card.part("found").inner_text().startswith(f"Fits: {first} ")
        assert card.page.locator("[data-r-runbooks] > li").count() == 10
        card.page.get_by_label("What do you see?").fill("")

    @pytest.mark.parametrize(
        ("box", "first"),
        [("Data perhaps out", "RB-03"), ("Data confirmed out", "RB-03"), ("Ransomware spreading", "RB-02"),
         ("Full outage", "RB-05"), ("Live secret public", "RB-04"), ("Vendor breach", "RB-06"),
         ("Insider misuse", "RB-07"), ("Our flaw is exploited", "RB-09")],
    )  # fmt: skip
    def test_what_was_ticked_brings_the_fitting_one_first(self, card: Night, box: str, first: str) -> None:
        card.box(box).check()
        assert first in card.page.locator("[data-r-runbooks] > li").first.inner_text()
        card.box(box).uncheck()

    def test_words_that_no_runbook_has_say_so_and_hide_none(self, night: Night) -> None:
        night.page.get_by_label("What do you see?").fill("zebra")
        assert night.part("found").inner_text() == "No runbook has these words: look through the list."
        assert night.page.locator("[data-r-runbooks] > li:visible").count() == 10
        assert night.page.locator("[data-r-fits]").count() == 0


@pytest.mark.nightly
def test_a_filled_card_passes_axe_in_both_schemes_and_fits(night: Night) -> None:
    page = night.page
    page.set_viewport_size({"width": 390, "height": 844})
    night.box("Data perhaps out").check()
    page.get_by_label("What do you see?").fill("customer data leaving")
    page.locator(".r-when summary").first.click()
    page.clock.resume()  # axe waits
    assert found_in_both_schemes(page, "start-here/") == []
    for width in (320, 390, 1280):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("paper", rest_by_night(["A4", "Letter"], ["A4"]))
def test_a_filled_card_prints_on_one_sheet_with_its_level(night: Night, paper: str) -> None:
    night.box("Data confirmed out").check()
    night.box("Full outage").check()
    night.page.get_by_label("What do you see?").fill("customer data leaving")
    pdf = night.page.pdf(format=paper, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    night.page.emulate_media(media="print")
    assert picked(night).startswith("Sev-1 Critical")


def test_nothing_ticked_or_typed_is_sent_or_kept_beyond_the_visit(night: Night) -> None:
    asked: list[str] = []
    night.awake().page.on("request", lambda request: asked.append(request.url))
    night.box("Data perhaps out").check()
    night.page.get_by_label("What do you see?").fill("customer data leaving")
    assert asked == []
    kept = night.page.evaluate("JSON.stringify([{...localStorage}, document.cookie, location.href])")
    assert not {"S2-C1", "sev-2", "leaving"} & set(re.findall(r"[\w-]+", kept))
    assert night.wrong == []


def test_a_tick_made_before_the_finder_has_come_is_heeded(browser: Browser, address: str) -> None:
    night = Night(browser, address)
    night.page.route("**/runbook-finder.js", lambda _held: None)
    night.page.goto(f"{address}start-here/", wait_until="commit")
    night.box("Data perhaps out").check()
    assert night.part("fits").count() == 0
    night.page.unroute("**/runbook-finder.js")  # this also lets go of what was held
    expect(night.page.locator("[data-r-fits] [data-r-title]").first).to_have_text(
        "RB-03 Data exfiltration and exposed data"
    )
    assert night.wrong == []
    night.context.close()


def renamed(night: Night, old: str, new: str) -> None:
    """Let the card come with another zone, wherever its data has the one."""

    def elsewhere(route: Any) -> None:
        answer = route.fetch()
        assert old in answer.text()
        route.fulfill(response=answer, body=answer.text().replace(old, new))

    night.page.route("**/start-here/", elsewhere)


def test_a_zone_that_only_the_page_has_is_counted_by_the_page(browser: Browser, address: str) -> None:
    night = Night(browser, address)
    renamed(night, '"America/New_York"', '"Mars/Olympus"')
    night.at("start-here/")
    assert "there is no time zone" not in night.part("as-of").inner_text()
    assert "Mars/Olympus" in night.page.locator(".r-charge").inner_text()
    assert night.wrong == []
    night.context.close()


def test_a_clock_whose_zone_nobody_has_leaves_the_names_of_the_build(browser: Browser, address: str) -> None:
    night = Night(browser, address)
    renamed(night, '"zone":"America/New_York"', '"zone":"Mars/Olympus"')
    night.at("start-here/")
    assert night.part("as-of").inner_text() == (
        "As of 2026-11-22, when this page was built: there is no time zone 'Mars/Olympus'."
    )
    assert night.page.locator(".r-charge [data-r-holds='incident-commander']").inner_text() == "Sofia Marchetti"
    assert ATHENS not in night.page.locator(".r-charge").inner_text()
    assert night.wrong == []
    night.context.close()
