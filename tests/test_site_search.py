"""The search: clauses, criteria and roles by the names people type, runbooks by the words they use."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from nightly import rest_by_night
from ratified.policy import read_book
from ratified.site.search import SEPARATOR, boost, with_entries
from ratified.source.tree import WorkTree
from ratified.views.home.search_entries import SearchEntry
from serving import ROOT, served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

SOUGHT = {
    "IR-4.2": "policy/severity/#IR-4.2",
    "IR-5.3": "policy/escalation/#IR-5.3",
    "S1-C1": "policy/severity/#S1-C1",
    "scribe": "people/#role-scribe",
    "incident commander": "people/#role-incident-commander",
    "privacy officer": "people/#role-privacy-officer",
    "ransom note": "runbooks/RB-02-ransomware/",
    "phishing": "runbooks/RB-01-compromised-credentials/",
    "lost laptop": "runbooks/RB-08-lost-device/",
    "stolen phone": "runbooks/RB-08-lost-device/",
    "leaked key": "runbooks/RB-04-leaked-secret/",
    "misdirected email": "runbooks/RB-10-misdirected-data/",
    "outage": "runbooks/RB-05-outage/",
    "vendor breach": "runbooks/RB-06-vendor-breach/",
    "insider": "runbooks/RB-07-insider/",
    "exploit": "runbooks/RB-09-exploited-vulnerability/",
    "who is on call": "people/",
    "sev-1": "policy/severity/#sev-1",
    "NOT-02": "rules/NOT-02/",
    "inc-04": "rules/INC-04/",
}


@pytest.fixture(scope="module")
def docs(site: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((site / "search/search_index.json").read_text(encoding="utf-8"))["docs"]
    return found


def test_every_clause_criterion_and_role_is_found_at_an_anchor_that_is_there(
    site: Path, docs: list[dict[str, Any]]
) -> None:
    book = read_book(WorkTree(ROOT)).book
    assert book is not None
    found = {one["location"].rpartition("#")[2]: one for one in docs if one.get("boost") and "#" in one["location"]}
    roles = {f"role-{id_}" for id_ in (*book.role, *book.outside_role)}
    wanted = {*book.clause, *book.criterion, *book.level, *roles}
    assert wanted <= set(found)
    for id_ in wanted:
        page = site / found[id_]["location"].partition("#")[0] / "index.html"
        assert f'id="{id_}"' in page.read_text(encoding="utf-8"), found[id_]["location"]


def test_entries_are_put_behind_what_there_was() -> None:
    index = json.dumps({"config": {"separator": "x", "lang": ["en"]}, "docs": [{"location": "", "title": "a"}]})
    found = json.loads(with_entries(index, [SearchEntry("b/#c", "t", "w"), SearchEntry("d/", "u", "", 2.0)]))
    assert found["docs"][2]["boost"] == 2 * found["docs"][1]["boost"]
    assert found["docs"][0] == {"location": "", "title": "a"}
    assert found["docs"][1] | {"boost": 0} == {"location": "b/#c", "title": "t", "text": "w", "boost": 0}
    assert found["config"] == {"separator": SEPARATOR, "lang": ["en"], "pipeline": []}
    assert re.split(SEPARATOR, "RB-02: a/b, (c)") == ["RB", "02:", "a", "b", "c", ""]


def test_runbooks_count_more_than_rules() -> None:
    runbook, policy, rule = boost("runbooks/RB-02-ransomware/"), boost("policy/severity/"), boost("rules/NOT-02/")
    assert runbook is not None
    assert policy is not None
    assert rule is not None
    assert runbook > policy > 1 > rule
    assert boost("coverage/") is None


@pytest.fixture(scope="module")
def page(browser: Browser, site: Path) -> Iterator[Page]:
    with served(site) as address:
        opened = browser.new_page(viewport={"width": 1280, "height": 900})
        opened.goto(address)
        opened.wait_for_load_state("networkidle")
        opened.locator(".md-search__input").click()
        yield opened
        opened.close()


@pytest.mark.browser
@pytest.mark.parametrize("words", rest_by_night(SOUGHT, list(SOUGHT)[::4]))
def test_what_people_type_leads_first_to_what_they_look_for(page: Page, words: str) -> None:
    page.locator(".md-search__input").fill("")
    page.locator(".md-search-result__item").first.wait_for(state="detached")
    page.locator(".md-search__input").press_sequentially(words)
    path, _, anchor = SOUGHT[words].partition("#")
    ends = f"[href$='#{anchor}']" if anchor else ""
    first = f".md-search-result__item:first-child .md-search-result__link[href*='{path}']{ends}"
    page.locator(first).first.wait_for(state="attached", timeout=10_000)
