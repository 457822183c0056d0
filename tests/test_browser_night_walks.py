"""Nights walked on a phone and at a desk, two rotations after the build: a person, a number, a step, a deadline."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from conftest import ROOT, TODAY
from nightly import rest_by_night
from ratified.clock import moment
from ratified.policy import Book, read_book
from ratified.policy.roster.current_holder import current_holder_at
from ratified.source.tree import WorkTree
from visits import DESKTOP, PHONE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Locator, Page

pytestmark = pytest.mark.browser

LATER = TODAY + timedelta(days=14)
"""Two weekly rotations after the build."""

DEVICES = [(size, scheme) for size in ("phone", "desk") for scheme in ("dark", "light")]
SIZES = {"phone": PHONE, "desk": DESKTOP}
STARTS = ("the bucket", "the transfer", "the taxi")
TYPED = {
    "the bucket": ("3 gb left our bucket", "RB-03"),
    "the transfer": ("finance director wired money", "RB-01"),
    "the taxi": ("left my laptop in a taxi", "RB-08"),
}


NEAR = """(one, high) => new Promise((done) => {
  const ends = performance.now() + 5000; // the browser goes to the part that an address names once the page has loaded
  const look = () => {
    const y = one.getBoundingClientRect().y;
    const near = -high < y && y < 2 * high;
    if (near || performance.now() > ends) done(near);
    else setTimeout(look, 50);
  };
  look();
})"""


class Responder:
    """Somebody with a phone or at a desk, whose taps are counted and whose eyes see a screen and the one below it."""

    def __init__(self, browser: Browser, address: str, device: tuple[str, str], zone: str, now: str) -> None:
        self.size = SIZES[device[0]]
        self.context = browser.new_context(viewport=self.size, color_scheme=device[1], timezone_id=zone)  # type: ignore[arg-type]
        self.page: Page = self.context.new_page()
        self.page.clock.install(time=now)
        self.address, self.taps = address, 0
        self.page.goto(address)

    def tap(self, what: Locator) -> None:
        self.taps += 1
        what.click()

    def sees(self, what: Locator) -> None:
        """It is on this screen, or one screen of scrolling below."""
        expect(what).to_be_visible()
        assert what.evaluate(NEAR, self.size["height"])

    def start(self) -> None:
        """From home to Start here, as whoever is in charge of the night would."""
        self.tap(self.page.get_by_role("link", name="Something is wrong right now").first)
        expect(self.page.locator("h1")).to_contain_text("Start here")


@pytest.fixture(scope="module")
def book() -> Book:
    found = read_book(WorkTree(ROOT)).book
    assert found is not None
    return found


@pytest.fixture(params=rest_by_night(DEVICES, [("phone", "dark")]), ids="-".join)
def device(request: pytest.FixtureRequest) -> tuple[str, str]:
    found: tuple[str, str] = request.param
    return found


@pytest.fixture
def responder(browser: Browser, address: str, device: tuple[str, str]) -> Iterator[Responder]:
    found = Responder(browser, address, device, "America/New_York", f"{LATER}T02:10:00-05:00")
    yield found
    found.context.close()


def on_call(book: Book, at: str) -> str:
    found, _ = current_holder_at(book, book.role["on-call-engineer"], moment(at))
    return book.person[found.people[0]].name


@pytest.mark.parametrize("what", STARTS)
def test_what_was_seen_leads_to_its_first_steps(responder: Responder, book: Book, what: str) -> None:
    words, runbook = TYPED[what]
    responder.start()
    page = responder.page
    steps = page.locator("[id='1-first-15-minutes'] ~ ol").first
    responder.sees(steps.get_by_text(on_call(book, f"{LATER}T02:10:00-05:00")).first)
    responder.sees(page.locator("a[href^='tel:']:visible").first)
    responder.tap(steps.get_by_role("link", name="runbook", exact=True))
    page.locator("[data-r-seen]").press_sequentially(words)
    first = page.locator("[data-r-runbooks] > li").first
    expect(first).to_contain_text(runbook)
    responder.tap(first.locator("a[data-r-title]"))
    expect(page.locator("h1")).to_contain_text(runbook)
    responder.sees(page.locator("#first-15-minutes"))
    responder.sees(page.locator("#first-15-minutes ~ ol > li").first)
    assert responder.taps == 3


def test_money_that_moved_is_the_bank_s_first(responder: Responder, book: Book) -> None:
    responder.start()
    step = responder.page.locator("[id='1-first-15-minutes'] ~ ol").first.locator("li", has_text="Money moved?")
    responder.sees(step)
    expect(step).to_contain_text("Marcus Adeyemi): call the bank now")
    expect(step).to_contain_text("Priya Raman")
    responder.tap(step.get_by_role("link", name="RB-01"))
    responder.sees(responder.page.locator("h1"))
    assert responder.taps == 2


def test_a_commander_who_is_silent_is_followed_by_names_with_numbers(responder: Responder) -> None:
    responder.start()
    ladder = responder.page.locator("[data-r-silent]").first
    expect(ladder).to_be_visible()
    names = [" ".join(one.split()) for one in ladder.locator("> li").all_text_contents()]
    assert [one.split()[0] for one in names[:2]] == ["first", "then"]
    assert ladder.locator("a[href^='tel:']").count() == len(names)
    assert responder.taps == 1
