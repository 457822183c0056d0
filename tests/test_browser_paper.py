"""Pages on paper, read from the PDF that the browser prints: what each sheet says at its foot, how it ends, and what
comes first."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from nightly import rest_by_night
from ratified.site.sheet_foot import foot
from sheets import TITLES, Sheet, bare, printed, titles_at_ends
from verdict_samples import standing
from visits import Visit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

RUNBOOK = "runbooks/RB-02-ransomware/"
PAGES = [
    "runbooks/RB-09-exploited-vulnerability/",
    "policy/escalation/",
    "policy/notification/",
    "policy/response/",
    "policy/severity/",
    "start-here/",
    "people/",
    "coverage/",
    "incidents/INC-2026-002/",
    "for-the-assessor/",
    "404.html",
]
"""Where a sheet may end badly: long tables, figures, lists, folded parts, steps."""


@pytest.fixture
def later(browser: Browser, demo_address: str) -> Iterator[Visit]:
    """The demo company's site two days after it was built."""
    visit = Visit(browser, demo_address)
    visit.page.clock.set_fixed_time(datetime(2026, 11, 24, 12, tzinfo=UTC))
    yield visit
    visit.context.close()


def made_of(page: Page) -> str:
    """The foot that a page of the demo company was built with, by the commit that its style names."""
    value = page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--r-foot')")
    commit = re.search("commit ([0-9a-f]{12})", value)
    assert commit is not None, value
    return f"Example Corp · commit {commit[1]} · built for 2026-11-22"


def in_order(visit: Visit, path: str) -> list[Sheet]:
    """The sheets of a page, each with its whole foot, none with a title as its last line."""
    page = visit.open(path)
    page.wait_for_load_state("networkidle")
    found = printed(page)
    assert [sheet.foot for sheet in found] == [
        (f"{made_of(page)} · printed 2026-11-24", f"{number} / {len(found)}") for number in range(1, len(found) + 1)
    ]
    titles = page.evaluate(TITLES)
    assert titles
    assert titles_at_ends(found, titles) == []
    assert visit.wrong == []
    return found


@pytest.mark.parametrize("path", rest_by_night(PAGES, ["policy/escalation/"]))
def test_each_sheet_says_whose_it_is_of_which_commit_and_day_and_its_number_and_none_ends_with_a_title(
    later: Visit, path: str
) -> None:
    assert len(in_order(later, path)) > (0 if path in {"start-here/", "404.html"} else 1)


def test_the_commit_at_the_foot_is_the_one_that_approval_was_judged_at(later: Visit) -> None:
    page = later.open(RUNBOOK)
    panel = page.locator(".r-approval div", has=page.locator("dt", has_text="Evaluated at commit")).locator("dd")
    assert f"commit {panel.text_content()} " in made_of(page)


def test_without_scripts_a_sheet_names_the_day_of_the_build_and_none_of_the_print(
    browser: Browser, demo_address: str
) -> None:
    visit = Visit(browser, demo_address, java_script_enabled=False)
    (sheet,) = printed(visit.open("start-here/"))
    assert re.fullmatch("Example Corp · commit [0-9a-f]{12} · built for 2026-11-22", sheet.foot[0])
    assert sheet.foot[1] == "1 / 1"
    visit.context.close()


@pytest.mark.parametrize("paper", rest_by_night(["A4", "Letter"], ["Letter"]))
def test_start_here_is_one_sheet_and_keeps_the_head_of_its_table(later: Visit, paper: str) -> None:
    page = later.open("start-here/")
    page.wait_for_load_state("networkidle")
    (sheet,) = printed(page, paper)
    head = sheet.lines.index("Role Now Then Reach them by")
    assert sheet.lines[head - 1].startswith("3. Who is in charge")
    assert sheet.lines[head + 1].startswith("On-call Engineer")
    assert sheet.lines[-1] == "Unknown count: treat as met. Check with counsel."


def test_a_runbook_begins_with_its_steps(later: Visit) -> None:
    found, page = in_order(later, RUNBOOK), later.page
    first = [bare(line) for line in found[0].lines]
    steps = first.index(bare("First 15 minutes"))
    assert [line[:8] for line in first[:steps]] == ["RB02Rans", "Approved", "Version1", "Checkwit"]
    contacts = first.index(bare("Emergency line +1 202 555 0100"))
    count = page.locator("#first-15-minutes + p + ol > li").count()
    assert count == 9
    assert [line for line in first[steps:contacts] if line.startswith(f"{count}LegalCounsel")]
    whole = [bare(line) for sheet in found for line in sheet.lines]
    named = [bare(title).removesuffix("¶") for title in page.locator("article h2").all_inner_texts()]
    order = [title for line in whole for title in named if line == title]
    assert order == [named[1], named[0], *named[2:]], "each part once, and only what to do first moved"


@pytest.mark.parametrize("name", ['A "quoted" \\ Corp', "</style><b>Corp", "Åß 東京 & Söhne\n}*/", "x" * 200])
def test_no_name_of_a_company_ends_the_value_it_stands_in(browser: Browser, name: str) -> None:
    page = browser.new_page()
    page.set_content(f"{foot(name, standing([]))}<style>p::before {{ content: var(--r-foot) }}</style><p></p>")
    shown = page.evaluate("getComputedStyle(document.querySelector('p'), '::before').content")
    assert page.locator("b").count() == 0
    assert page.evaluate("document.querySelectorAll('style').length") == 2
    assert json.loads(shown.replace("\\a ", "\\n")).startswith(f"{name} · ")
    page.close()
