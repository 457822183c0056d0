"""The site with nobody to answer, in Chromium: what one visit keeps, and what a kept page says of itself."""

from __future__ import annotations

import functools
import http.server
import json
import re
import shutil
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser, Page, expect

from built_sites import BASE
from nightly import rest_by_night
from nights import Night
from ratified.site.offline import WORKER, worker
from verdict_samples import commit
from visits import DESKTOP, PHONE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.browser

GDPR = "[data-r-clock~='eu-gdpr-33']"
WIDTHS = {"desktop": DESKTOP, "phone": PHONE}


class Host:
    """A web server on one port that can be put down and up again, be down behind a proxy, or ask for a login."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port, self.mood = folder, 0, "well"
        self.up()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/{BASE}"

    def up(self) -> None:
        handler = functools.partial(_Moody, self, directory=str(self.folder))
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", self.port), handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def down(self) -> None:
        self.server.shutdown()
        self.server.server_close()


class _Moody(http.server.SimpleHTTPRequestHandler):
    def __init__(self, host: Host, *rest: Any, **more: Any) -> None:
        self.host = host
        super().__init__(*rest, **more)

    def do_GET(self) -> None:
        if self.host.mood == "broken":
            self.send_error(502)
        elif self.host.mood == "login" and "/login" not in self.path and WORKER not in self.path:
            self.send_response(302)
            self.send_header("location", "/login.html")
            self.end_headers()
        else:
            super().do_GET()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def host(approved_host: Path, tmp_path: Path) -> Iterator[Host]:
    folder = tmp_path / "host"
    shutil.copytree(approved_host, folder)
    (folder / "login.html").write_text("<h1>Log in</h1>", encoding="utf-8")
    found = Host(folder)
    yield found
    found.server.server_close()


def wait_until(done: Callable[[], bool]) -> None:
    """Ask again until it is so, for ten seconds at the most."""
    give_up = time.monotonic() + 10
    while not done():
        assert time.monotonic() < give_up, "it never came to be"
        time.sleep(0.1)


def wait_until_kept(page: Page) -> None:
    """Wait until a worker is in charge."""
    page.evaluate("navigator.serviceWorker.ready.then(() => 1)")
    wait_until(lambda: page.evaluate("navigator.serviceWorker.controller !== null"))


def caches(page: Page) -> list[str]:
    found: list[str] = page.evaluate("caches.keys()")
    return found


WAYS = [(width, scheme) for width in WIDTHS for scheme in ("light", "dark")]


@pytest.mark.parametrize("way", rest_by_night(WAYS, [("desktop", "light"), ("phone", "dark")]), ids="-".join)
def test_customer_data_seen_leaving_with_nobody_to_answer_after_one_visit(
    browser: Browser, host: Host, way: tuple[str, str]
) -> None:
    viewport, scheme = WIDTHS[way[0]], way[1]
    night = Night(browser, host.address, viewport=viewport, color_scheme=scheme).at("")
    page = night.page
    wait_until_kept(page)
    host.down()
    page.goto(host.address)
    expect(page.locator(".r-kept")).to_be_visible()
    night.tap(page.get_by_role("link", name="Something is wrong right now"))
    said = page.get_by_role("alert").inner_text()
    assert said.startswith("The site does not answer. This page is kept from the build of 2026-11-22, commit ")
    assert f"commit {commit(4711)[:12]}." in said
    night.tap(night.box("Data perhaps out"))
    assert night.part("picked").inner_text().startswith("Sev-2 High")
    commander = page.locator("[data-r-calls]:visible [data-r-holds='incident-commander']").first
    assert commander.inner_text() == "Sofia Marchetti"
    night.tap(page.get_by_role("button", name="Now"))
    assert "72 h 0 min left" in page.locator(GDPR).inner_text()
    assert page.evaluate("getComputedStyle(document.querySelector('.r-picker')).display") == "grid"
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    night.tap(page.locator("[data-r-fits] [data-r-title]").first)
    assert "RB-03" in page.locator("h1").inner_text()
    assert page.locator(".r-kept").is_visible()
    assert night.taps <= 4
    page.goto(f"{host.address}people/")
    assert "Sofia Marchetti" in page.locator("article").inner_text()
    night.context.close()


def test_no_verdict_of_a_kept_page_stands_without_its_day(browser: Browser, host: Host) -> None:
    night = Night(browser, host.address).at("start-here/")
    verdict = night.page.locator(".r-approval .r-verdict")
    assert verdict.inner_text() == "Approved"
    wait_until_kept(night.page)
    assert night.page.locator(".r-kept").count() == 0
    host.down()
    night.page.reload()
    assert verdict.inner_text() == "Approved on 2026-11-22"
    night.context.close()


def test_a_page_that_is_not_kept_says_so_and_where_to_go(browser: Browser, host: Host) -> None:
    night = Night(browser, host.address).at("")
    wait_until_kept(night.page)
    host.down()
    night.page.goto(f"{host.address}coverage/")
    assert "this page is not kept" in night.page.locator("h1").inner_text()
    assert night.page.locator("article").evaluate("(one) => getComputedStyle(one).fontFamily") != "serif"
    assert night.page.locator(".r-kept").is_visible()
    night.page.get_by_role("link", name="Start here").click()
    assert night.page.locator("h1").inner_text().startswith("Start here")
    night.context.close()


def test_what_an_emergency_asks_for_is_kept_and_found_by_the_search(browser: Browser, host: Host) -> None:
    night = Night(browser, host.address).at("start-here/")
    wait_until_kept(night.page)
    host.down()
    for path, head in (
        ("policy/severity/", "Severity"),
        ("policy/escalation/", "Escalation"),
        ("clocks/", ""),
        ("notices/notice-customers/", "Notice to a customer"),
        ("policy/governance/", "Governance"),
    ):
        night.page.goto(f"{host.address}{path}")
        assert night.page.locator(".r-kept").is_visible(), path
        assert night.page.locator("h1").inner_text().startswith(head)
    night.page.keyboard.press("Tab")  # the theme's script wakes with the first key
    night.page.locator("label[for=__search]:visible, .md-search__input:visible").first.click()
    night.page.locator(".md-search__input").press_sequentially("ransom note")
    found = ".md-search-result__item:first-child a[href*='runbooks/RB-02-ransomware/']"
    night.page.locator(found).first.wait_for(state="attached", timeout=10_000)
    night.context.close()


def test_a_page_that_is_kept_says_so(browser: Browser, host: Host) -> None:
    night = Night(browser, host.address).at("start-here/")
    wait_until_kept(night.page)
    told = night.page.locator(".r-copy")
    expect(told).to_have_text("This browser keeps a copy of this page for when the site does not answer.")
    night.page.goto(f"{host.address}coverage/")
    night.page.wait_for_function("async () => { await navigator.serviceWorker.ready; return true }")
    assert night.page.locator(".r-copy").count() == 0
    night.context.close()


def test_a_site_that_answers_is_never_read_from_the_cache(browser: Browser, host: Host) -> None:
    night = Night(browser, host.address).at("start-here/")
    wait_until_kept(night.page)
    file = host.folder / BASE / "start-here" / "index.html"
    file.write_text(
        file.read_text(encoding="utf-8").replace("Anyone may declare.", "Everyone may declare."), encoding="utf-8"
    )
    night.page.reload()
    assert "Everyone may declare." in night.page.locator("article").inner_text()
    assert night.page.locator(".r-kept").count() == 0
    night.context.close()


def test_a_site_that_is_down_behind_its_proxy_is_read_from_the_cache(browser: Browser, host: Host) -> None:
    night = Night(browser, host.address).at("start-here/")
    wait_until_kept(night.page)
    host.mood = "broken"
    night.page.reload()
    assert night.page.locator(".r-kept").is_visible()
    night.box("Full outage").check()
    assert night.part("picked").inner_text().startswith("Sev-1 Critical")
    night.context.close()


def build_again(host: Host) -> None:
    """Publish another build: a runbook that says something else, built on another day from another commit."""
    site = host.folder / BASE
    file = site / "runbooks" / "RB-02-ransomware" / "index.html"
    file.write_text(file.read_text(encoding="utf-8").replace("</h1>", "</h1><p>Written anew.</p>"), encoding="utf-8")
    build = json.loads((site / WORKER).read_text(encoding="utf-8").removeprefix("const BUILD = ").partition(";\n\n")[0])
    text = worker(site, dict(build["pages"]), "2026-12-01", commit(4712))
    (site / WORKER).write_text(text, encoding="utf-8")


def test_another_build_takes_the_place_of_what_was_kept(browser: Browser, host: Host) -> None:
    night = Night(browser, host.address).at("start-here/")
    page = night.page
    wait_until_kept(page)
    (before,) = caches(page)
    build_again(host)
    page.reload()
    wait_until(lambda: len(found := caches(page)) == 1 and found != [before])
    host.down()
    page.goto(f"{host.address}runbooks/RB-02-ransomware/")
    assert "Written anew." in page.locator("article").inner_text()
    assert "build of 2026-12-01" in page.get_by_role("alert").inner_text()
    assert caches(page)[0].startswith(f"ratified {host.address} ")
    night.context.close()


def test_what_asks_for_a_login_is_not_kept_as_the_page(browser: Browser, host: Host) -> None:
    night = Night(browser, host.address).at("start-here/")
    page = night.page
    wait_until_kept(page)
    (before,) = caches(page)
    build_again(host)
    host.mood = "login"
    assert page.evaluate("navigator.serviceWorker.ready.then(one => one.update()).then(() => 1)") == 1
    wait_until(lambda: not page.evaluate("navigator.serviceWorker.ready.then(one => one.installing || one.waiting)"))
    host.down()
    page.goto(f"{host.address}start-here/")
    assert "build of 2026-11-22" in page.get_by_role("alert").inner_text()
    assert before in caches(page)
    night.context.close()


def test_the_same_files_are_the_same_worker_and_other_ones_another(approved_host: Path) -> None:
    site = approved_host / BASE
    pages = {"start-here/": "Start here", "": "Home"}
    text = worker(site, pages, "2026-11-22", commit(1))
    assert worker(site, pages, "2026-11-22", commit(1)) == text
    names = {re.search(r'"name": "(\w+)"', worker(site, pages, *of))[1] for of in _BUILDS}  # type: ignore[index]
    assert len(names) == len(_BUILDS)


_BUILDS = [("2026-11-22", commit(1)), ("2026-11-23", commit(1)), ("2026-11-22", commit(2))]


def test_a_page_whose_name_is_quoted_in_its_address_is_kept_by_that_address(tmp_path: Path) -> None:
    page = tmp_path / "runbooks/RB-10 müll, daten/index.html"
    page.parent.mkdir(parents=True)
    page.write_text("<p>x</p>", encoding="utf-8")
    address = "runbooks/RB-10%20m%C3%BCll%2C%20daten/"
    assert f'"{address}"' in worker(tmp_path, {address: "RB-10"}, "2026-11-22", commit(1))


def test_a_title_cannot_break_out_of_the_list_of_kept_pages(approved_host: Path) -> None:
    text = worker(approved_host / BASE, {"": "<script>alert(1)</script>"}, "2026-11-22", commit(1))
    assert "<script>alert" not in text


def test_the_worker_keeps_all_that_a_kept_page_loads(approved_host: Path) -> None:
    text = (approved_host / BASE / WORKER).read_text(encoding="utf-8")
    files = json.loads(text.removeprefix("const BUILD = ").partition(";\n\n")[0])["files"]
    scripts = ("start-card.js", "holders-now.js", "clock-days.js", "runbook-finder.js", "clock-panel.js")
    for name in (*scripts, "offline.js", "lapsed.js"):
        assert f"assets/{name}" in files
    assert {"assets/styles.css", "assets/mark.svg"} <= set(files)
    assert any(name.startswith("assets/stylesheets/main.") for name in files)
