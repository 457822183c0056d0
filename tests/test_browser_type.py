"""How the site is set: six sizes of text, none too small, one left edge, nothing over another, lines that end well."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from nightly import BY_NIGHT, rest_by_night

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

HERE = Path(__file__).parent
BRACKETS, TYPE, EDGES = ((HERE / f"{name}.js").read_text(encoding="utf-8") for name in ("brackets", "type", "edges"))

SIZES = {12.0, 14.0, 16.0, 18.0, 20.0, 27.2}
"""The six, in px, as a browser that nobody set otherwise shows them."""

SAMPLE = [
    "",
    "start-here/",
    "policy/escalation/",
    "runbooks/RB-02-ransomware/",
    "people/",
    "for-the-assessor/",
    "404.html",
]

OVER = """() => {
  const list = document.querySelector(".md-sidebar--primary .md-sidebar__scrollwrap").getBoundingClientRect();
  return list.bottom - document.querySelector(".md-footer").getBoundingClientRect().top;
}"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(service_workers="block")
    yield page
    page.close()


def sampled(site: Path) -> list[str]:
    """The pages to look at: a few by day; by night all, of the many texts and changes of the past every tenth."""
    if not BY_NIGHT:
        return SAMPLE
    every = sorted(f"{file.parent.relative_to(site).as_posix()}/" for file in site.rglob("index.html"))
    past = [path for path in every if path.startswith("amendments/")]
    return [path.removeprefix("./") for path in every if path not in past] + past[::10] + ["404.html"]


@pytest.mark.parametrize("width", [390, 1280])
def test_text_has_six_sizes_and_none_is_under_twelve_pixels(
    page: Page, demo_site: Path, demo_address: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    wrong: dict[str, object] = {}
    seen: set[float] = set()
    for path in sampled(demo_site):
        page.goto(demo_address + path, wait_until="load")
        page.evaluate("() => document.querySelectorAll('details').forEach((part) => { part.open = true; })")
        sizes = {float(size): where for size, where in page.evaluate(TYPE).items()}
        seen |= {*sizes}
        wrong |= {f"{path or '/'} {size}": where for size, where in sizes.items() if size not in SIZES}
    assert wrong == {}
    assert seen == SIZES


def test_everything_of_a_page_begins_at_one_left_edge_on_a_phone(
    page: Page, demo_site: Path, demo_address: str
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    found = {}
    for path in sampled(demo_site):
        page.goto(demo_address + path, wait_until="load")
        if (edges := page.evaluate(EDGES)).keys() != {"16"}:
            found[path] = edges
    assert found == {}


@pytest.mark.parametrize("height", rest_by_night([500, 800, 1000], [800]))
@pytest.mark.parametrize("awake", [False, True])
def test_on_a_short_page_the_list_of_pages_ends_above_the_foot(
    page: Page, demo_address: str, height: int, awake: bool
) -> None:
    page.set_viewport_size({"width": 1280, "height": height})
    if not awake:
        page.route("**/bundle.*.js", lambda _held: None)
    page.goto(f"{demo_address}404.html", wait_until="load")
    if awake:
        with page.expect_response("**/search_index.json"):
            page.mouse.move(2, 2)
    for end in ("0", "document.body.scrollHeight"):
        page.evaluate(f"scrollTo(0, {end})")
        assert page.evaluate(OVER) <= 0


def test_no_line_of_start_here_ends_with_an_opening_bracket_or_begins_with_a_closing_one(
    page: Page, demo_address: str
) -> None:
    page.goto(f"{demo_address}start-here/", wait_until="networkidle")
    for width in (320, 360, 390, 414, 1280):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate(BRACKETS) == [], width
