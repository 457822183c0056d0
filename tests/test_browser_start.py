"""The panel that starts the clocks, in Chromium: counted as the engine counts, by keyboard, on a phone, and alone."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from browser_clock import ANSWER, question
from conftest import ROOT
from ratified.clock import Deadline, IncidentFacts, falling_together, moment
from ratified.output import calendar_entries
from ratified.output.duty_texts import DutyTexts
from ratified.policy import Book, read_book
from ratified.policy.notices.deadlines import deadlines
from ratified.source.tree import WorkTree
from test_browser_card import name_now
from test_browser_clock import by_the_engine, of_the_catalogue
from test_clock_cases import CASES
from visits import found_in_both_schemes

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.browser

ATHENS, AWARE = "Europe/Athens", "2026-11-20T02:10"
BEFORE, NIGHT = "2026-11-20T01:55:00+02:00", "2026-11-20T02:10:00+02:00"
IN_A_CLOSED_WORLD = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'"


@pytest.fixture(scope="module")
def book() -> Book:
    found = read_book(WorkTree(ROOT)).book
    assert found is not None
    return found


class Night:
    """Start here at ten past two in Athens, and everything that the page asked for or complained about."""

    def __init__(self, browser: Browser, url: str, **options: Any) -> None:
        options = {"timezone_id": ATHENS, "viewport": {"width": 1280, "height": 900}, **options}
        self.context: BrowserContext = browser.new_context(**options)
        self.page: Page = self.context.new_page()
        self.asked: list[str] = []
        self.wrong: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda said: self.wrong.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.clock.install(time=BEFORE)
        self.url = url

    def open(self) -> Night:
        self.page.goto(self.url)
        self.page.clock.pause_at(NIGHT)
        return self

    def part(self, name: str) -> Locator:
        return self.page.locator(f"[data-r-{name}]")

    def aware(self, wall: str = AWARE) -> Night:
        self.page.get_by_label("When we became aware").fill(wall)
        return self

    def tick(self, title: str) -> Night:
        box = self.page.get_by_role("checkbox", name=title)
        if not box.count():
            self.page.get_by_text("Customers under contract").click()
        box.check()
        return self

    def others(self) -> Night:
        """Open what is folded: the other moments, and how many people."""
        self.page.get_by_text("Other moments, number of people").click()
        return self

    def due(self, clock: str) -> Locator:
        return self.page.locator(".r-due").nth(self.clocks().index(clock))

    def clocks(self) -> list[str]:
        """The ids of the deadlines that lead the cards, in order."""
        return [told[0] for told in self.told()]

    def told(self) -> list[list[str]]:
        """Card by card, the ids of the deadlines that it tells of: the one that leads it first."""
        found: list[str] = self.page.locator(".r-due").evaluate_all("all => all.map(one => one.dataset.rClock)")
        return [ids.split() for ids in found]


def led(deadlines: tuple[Deadline, ...]) -> list[str]:
    """The deadlines that lead a card: of a law and our internal deadline for it the first alone does."""
    heads = [group[0].clock for group in falling_together(deadlines)]
    return [id_ for n, id_ in enumerate(heads) if not {f"{id_}/own", id_.removesuffix("/own")} & set(heads[:n])]


@pytest.fixture
def night(browser: Browser, address: str) -> Iterator[Night]:
    found = Night(browser, f"{address}start-here/").open()
    yield found
    found.context.close()


def test_at_ten_past_two_the_authority_has_72_hours_in_local_time_and_utc(night: Night) -> None:
    night.aware().tick("European Union")
    one = night.due("eu-gdpr-33")
    words = one.inner_text()
    assert "Mon 2026-11-23 02:10 Europe/Athens" in words
    assert "Mon 2026-11-23 00:10 UTC" in words
    assert "72 h 0 min left" in words
    assert "first for authority" in words
    assert one.locator("time").get_attribute("datetime") == "2026-11-23T00:10:00.000Z"


def test_what_is_ticked_is_listed_strictest_first_and_what_is_not_is_named(night: Night, book: Book) -> None:
    night.aware()
    assert night.clocks() == led(deadlines(book, IncidentFacts({"awareness": moment(NIGHT)})).counted)
    assert "Nothing is ticked, so everything in scope is listed." in night.part("said").inner_text()
    night.tick("United Kingdom").tick("Lumen Harbour Bank")
    assert night.told() == [["ct-021-dpa", "customer-notice"], ["uk-gdpr-33", "authority-notice"]]
    assert night.part("said").inner_text() == (
        "2 duties to notify, the strictest first. What is not ticked is named below them."
    )
    left = night.part("left").inner_text()
    assert "Not ticked, so not listed: European Union, California" in left
    assert "United Kingdom" not in left


def test_another_moment_starts_what_waits_for_it(night: Night) -> None:
    night.aware().tick("California")
    assert night.clocks() == ["authority-notice"]
    assert "Residents of California (Cal. Civ. Code 1798.82 (SB 446)); individuals (our commitment): starts from" in (
        night.part("without").inner_text()
    )
    night.others()
    night.page.get_by_role("button", name="Discovery: the same as awareness").click()
    assert night.clocks() == ["authority-notice", "individual-notice", "us-ca"]
    night.page.get_by_label("The notice to individuals", exact=True).fill("2026-11-21T09:00")
    assert "assumed" in night.due("us-ca-ag").inner_text()
    night.page.get_by_label("People touched, if known").fill("500")
    assert "California Attorney General (Cal. Civ. Code 1798.82(f)): applies at" in night.part("without").inner_text()


def test_the_countdown_runs_and_then_says_how_late_it_is(night: Night) -> None:
    night.aware().tick("United Kingdom")
    first = night.page.locator(".r-due-left").first
    expect(first).to_have_text("72 h 0 min left")
    night.page.clock.fast_forward(257_415_000)  # 71 h 30 min 15 s
    expect(first).to_have_text("29 min 45 s left")
    night.page.clock.fast_forward(3_600_000)
    expect(first).to_have_text("late by 30 min 15 s")
    assert "r-late" in (first.get_attribute("class") or "")


def test_times_may_be_typed_and_read_in_utc(night: Night) -> None:
    night.part("zone").select_option("UTC")
    night.aware("2026-11-20T00:10").tick("United Kingdom")
    words = night.page.locator(".r-due").first.inner_text()
    assert "Mon 2026-11-23 00:10 UTC" in words
    assert ATHENS not in words


def test_a_time_that_came_twice_is_asked_about_and_counts_only_once_it_is_chosen(night: Night) -> None:
    night.aware("2026-10-25T03:30").tick("United Kingdom")
    why = "Sun 2026-10-25 03:30 in Europe/Athens came twice: the clocks went back. Which one was it?"
    assert night.clocks() == []
    assert night.part("said").inner_text().endswith(f"When we became aware is not counted. {why}")
    aware = night.page.get_by_label("When we became aware")
    assert aware.get_attribute("aria-invalid") == "true"
    for turn, due in (("the first, UTC+03:00", "00:30"), ("the second, UTC+02:00", "01:30")):
        night.page.get_by_role("radio", name=turn).check()
        assert night.page.locator(".r-due time").first.get_attribute("datetime") == f"2026-10-28T{due}:00.000Z"
        assert aware.get_attribute("aria-invalid") is None
    night.aware("2026-10-25T04:30")
    assert night.part("ask").count() == 0
    assert night.clocks() == ["uk-gdpr-33"]


def test_a_time_that_the_clocks_left_out_is_told_and_not_counted(night: Night) -> None:
    night.aware("2026-03-29T03:30").tick("United Kingdom")
    assert night.clocks() == []
    why = "Sun 2026-03-29 03:30 in Europe/Athens does not exist: the clocks went forward over it."
    assert f"When we became aware is not counted. {why}" in night.part("said").inner_text()
    assert why in night.part("ask").inner_text()
    night.part("zone").select_option("UTC")
    assert night.clocks() == ["uk-gdpr-33"]


def test_a_time_still_to_come_is_said(night: Night) -> None:
    night.aware("2026-11-20T02:11").tick("United Kingdom")
    assert night.page.locator(".r-due time").first.get_attribute("datetime") == "2026-11-23T00:11:00.000Z"
    assert "that is still to come" in night.part("said").inner_text()


def test_the_panel_works_by_keyboard(night: Night) -> None:
    page = night.page
    night.part("now").focus()
    page.keyboard.press("Enter")
    assert page.get_by_label("When we became aware").input_value() == AWARE
    page.get_by_role("checkbox", name="United Kingdom").focus()
    page.keyboard.press("Space")
    assert night.clocks() == ["uk-gdpr-33"]
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.type") == "checkbox"
    page.locator(".r-due summary").first.focus()
    page.keyboard.press("Enter")
    assert "72 hours from awareness at Fri 2026-11-20 00:10 UTC" in page.locator(".r-due details").first.inner_text()


def test_the_summary_is_copied(browser: Browser, address: str, book: Book) -> None:
    night = Night(browser, f"{address}start-here/", permissions=["clipboard-read", "clipboard-write"]).open()
    assert night.part("copy").is_disabled()
    night.aware().tick("United Kingdom")
    night.part("copy").click()
    expect(night.part("said")).to_have_text("Summary copied.")
    copied = night.page.evaluate("navigator.clipboard.readText()")
    assert copied.splitlines()[:4] == [
        "Notification deadlines, counted Fri 2026-11-20 00:10 UTC, local times in Europe/Athens",
        "awareness: Fri 2026-11-20 00:10 UTC",
        "",
        "Mon 2026-11-23 00:10 UTC (Mon 2026-11-23 02:10 Europe/Athens)  "
        "Notify Information Commissioner (UK GDPR Art. 33 / DPA 2018)",
    ]
    assert copied.splitlines()[4:9] == [
        f"    Owner: Privacy Officer, {name_now(book, 'privacy-officer')}",
        "    How: The breach line 0303 123 1113, or the form on ico.org.uk",
        "    Template: Notice to an authority (docs/notices/notice-authority.md)",
        "    The same notice meets: our commitment (authority-notice)",
        f"    Link: {address}clocks/#clock-uk-gdpr-33",
    ]
    assert "Check every clock of law with counsel." in copied
    night.context.close()


def test_where_a_page_may_not_copy_the_text_is_there_to_be_copied(night: Night) -> None:
    night.page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
    night.aware()
    night.part("copy").click()
    box = night.page.get_by_label("Copy this text")
    expect(box).to_be_focused()
    assert "Notify DPC Ireland (GDPR Art. 33(1))" in box.input_value()
    assert night.page.evaluate("document.activeElement.selectionEnd") == len(box.input_value())


def test_the_calendar_file_is_the_one_that_the_command_writes(night: Night, book: Book, address: str) -> None:
    night.aware()
    with night.page.expect_download() as saved:
        night.part("calendar").click()
    assert saved.value.suggested_filename == "deadlines-2026-11-20.ics"
    facts = IncidentFacts({"awareness": moment(NIGHT)})
    of, texts = calendar_entries.unrecorded(facts), DutyTexts(book, address)
    expected = calendar_entries.render(deadlines(book, facts).counted, date(2026, 11, 20), of, texts)
    assert f"URL:{address}clocks/#clock-eu-gdpr-33\r\n".encode() in expected
    assert Path(saved.value.path()).read_bytes() == expected


def test_the_panel_passes_axe_in_both_schemes_and_fits(night: Night) -> None:
    page = night.page
    page.set_viewport_size({"width": 390, "height": 844})
    night.aware()
    page.clock.resume()  # axe waits
    night.others()
    page.get_by_text("Customers under contract").click()
    for summary in page.locator(".r-due summary").all()[:2]:
        summary.click()
    assert found_in_both_schemes(page, "start-here/") == []
    for width in (320, 390, 1280):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        wide = page.locator("[data-r-start] *").evaluate_all(
            "(all, width) => all.filter(one => one.getBoundingClientRect().right > width).map(one => one.outerHTML)",
            width,
        )
        assert wide == [], width


def test_nothing_typed_leaves_the_tab(night: Night, address: str) -> None:
    night.page.mouse.move(200, 200)  # wakes the theme's script, which asks for what it needs
    night.page.wait_for_load_state("networkidle")
    before = len(night.asked)
    night.aware().tick("United Kingdom")
    night.part("copy").click()
    assert night.asked[before:] == []
    assert all(url.startswith(address) for url in night.asked)
    kept = night.page.evaluate(
        "JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie, location.href])"
    )
    local, visit, cookie, url = json.loads(kept)
    assert "2026" not in json.dumps([local, cookie, url])
    assert len(visit) == 1
    assert "Kept in this tab until you close it" in night.part("visit").inner_text()
    assert night.wrong == []


def test_a_strict_content_security_policy_is_kept(browser: Browser, address: str) -> None:
    """The theme has inline scripts of its own, which such a policy stops; the panel needs none."""
    night = Night(browser, f"{address}start-here/")

    def closed(route: Any) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, headers={**answer.headers, "content-security-policy": IN_A_CLOSED_WORLD})

    night.page.route("**/start-here/", closed)
    night.page.add_init_script(
        "globalThis.broken = []; document.addEventListener('securitypolicyviolation',"
        " one => broken.push(`${one.violatedDirective} ${one.blockedURI} ${one.sourceFile}`));"
    )
    night.open()
    expect(night.part("start")).to_be_visible()
    assert [one for one in night.page.evaluate("broken") if "clock-" in one] == []
    night.page.evaluate("broken.length = 0")
    night.aware().tick("United Kingdom")
    night.page.locator(".r-due summary").first.click()
    with night.page.expect_download():
        night.part("calendar").click()
    assert night.clocks() == ["uk-gdpr-33"]
    assert night.page.evaluate("broken") == []
    night.context.close()


def test_the_panel_counts_on_a_page_that_was_saved_to_a_disk(browser: Browser, site: Path) -> None:
    night = Night(browser, f"{(site / 'start-here' / 'index.html').as_uri()}").open()
    night.aware().tick("United Kingdom")
    assert night.clocks() == ["uk-gdpr-33"]
    assert "This browser keeps nothing" in night.part("visit").inner_text()
    night.context.close()


def test_without_scripts_the_tables_are_there_and_complete(browser: Browser, address: str, book: Book) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}start-here/")
    assert not page.locator("[data-r-start]").is_visible()
    shown = page.locator(".r-clock-list > li").all_inner_texts()
    assert len(shown) == len(book.notifications.in_scope)
    for row, text in zip(book.notifications.in_scope, shown, strict=True):
        assert row.recipient in text
        assert str(row.within) in text
    context.close()


def test_every_worked_case_gives_the_same_in_this_browser(night: Night) -> None:
    page = night.page
    page.evaluate(f"() => {{ {ANSWER.read_text(encoding='utf-8')} }}")  # a tag would need unsafe-inline
    page.evaluate("data => ratifiedAnswer({name: 'catalogue', data})", of_the_catalogue())
    worked = [by_the_engine(case) for case in CASES]
    questions = [question("catalogue", facts, law=clock_id) for clock_id, facts, _ in worked]
    answers = page.evaluate("all => all.map(ratifiedAnswer)", questions)
    assert len(answers) >= 198
    for case, found, (_, _, expected) in zip(CASES, answers, worked, strict=True):
        assert found == expected, case
