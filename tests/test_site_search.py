"""The search: clauses, criteria and roles by the names people type, runbooks by the words they use."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from nightly import rest_by_night
from ratified.policy import read_book
from ratified.site.html import tree
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
    "gdpr": "clocks/",
    "ransomware": "runbooks/RB-02-ransomware/",
    "who approves": "approvals/",
    "sev 1": "policy/severity/#sev-1",
    "wire fraud": "runbooks/RB-01-compromised-credentials/",
    "CC7.4": "coverage/#req-CC7.4",
    "on call": "people/",
    "notify customer": "notices/notice-customers/",
    "commander silent": "start-here/",
    "taxi": "runbooks/RB-08-lost-device/",
    "slow": "runbooks/RB-05-outage/",
    "egress": "runbooks/RB-03-data-exfiltration/",
}
BY_DAY = ["IR-4.2", "incident commander", "NOT-02", *list(SOUGHT)[20:30]]
"""The ten that an issue names, and one of each kind besides."""


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


def doc(location: str, title: str = "a", text: str = "b") -> dict[str, Any]:
    return {"location": location, "title": title, "text": text}


def indexed(
    docs: list[dict[str, Any]], *entries: SearchEntry, synonyms: dict[str, list[str]] | None = None
) -> dict[str, Any]:
    index = json.dumps({"config": {"separator": "x", "lang": ["en"]}, "docs": docs})
    found: dict[str, Any] = json.loads(with_entries(index, entries, synonyms or {}))
    return found


def test_entries_are_put_behind_what_there_was() -> None:
    found = indexed([doc("")], SearchEntry("b/#c", "t", "w"), SearchEntry("d/", "Sev-1", "", named=True))
    assert found["docs"][0] == doc("")
    assert found["docs"][1] | {"boost": 0} == {**doc("b/#c", "t", "w"), "boost": 0}
    assert found["docs"][2] | {"boost": 0} == {**doc("d/", "Sev-1", ""), "tags": ["sev", "1"], "boost": 0}
    assert found["config"] == {"separator": SEPARATOR, "lang": ["en"], "pipeline": []}
    assert re.split(SEPARATOR, "RB-02: a/b, (c)") == ["RB", "02:", "a", "b", "c", ""]


def test_rules_are_found_by_their_codes_alone() -> None:
    docs = [
        doc("rules/", "Rules", "NOT-02 a rule"),
        doc("rules/NOT-02/", "NOT-02 A contract is tighter", "Long"),
        doc("rules/NOT-02/#why", "Why", "Because"),
        doc("rules/of-the-house/", "House rules", "Ours"),
    ]
    index, rule, house = indexed(docs)["docs"]
    assert index == doc("rules/", "Rules", "")
    assert rule | {"boost": 0} == {
        **doc("rules/NOT-02/", "NOT-02", "A contract is tighter"),
        "tags": ["not", "02"],
        "boost": 0,
    }
    assert house == docs[3]


def test_a_page_is_found_by_the_words_that_people_use_for_it() -> None:
    role = SearchEntry("people/#role-scribe", "Scribe on call", "")
    synonyms = {
        "people/": ["on call", "scribe"],
        "start/": ["the commander is silent", "scribe away", "not here", "who decides"],
    }
    people, start, other, _ = indexed([doc("people/"), doc("start/"), doc("x/")], role, synonyms=synonyms)["docs"]
    assert people["tags"] == ["call", "on", "scribe"]
    assert start["tags"] == ["away", "commander", "decides", "here", "silent", "who"]  # the role is found elsewhere
    assert (people["text"], start["text"], other) == ("b", "b", doc("x/"))
    assert people["boost"] == start["boost"]


def test_runbooks_count_more_than_the_policy_and_that_more_than_others() -> None:
    runbook, policy = boost("runbooks/RB-02-ransomware/"), boost("policy/severity/")
    assert runbook is not None
    assert policy is not None
    assert runbook > policy > 1
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
@pytest.mark.parametrize("words", rest_by_night(SOUGHT, BY_DAY))
def test_what_people_type_leads_first_to_what_they_look_for(page: Page, words: str) -> None:
    page.locator(".md-search__input").fill("")
    page.locator(".md-search-result__item").first.wait_for(state="detached")
    page.locator(".md-search__input").press_sequentially(words)
    path, _, anchor = SOUGHT[words].partition("#")
    ends = f"[href$='#{anchor}']" if anchor else ""
    first = f".md-search-result__item:first-child .md-search-result__link[href*='{path}']{ends}"
    page.locator(first).first.wait_for(state="attached", timeout=10_000)


@pytest.mark.browser
@pytest.mark.parametrize(
    ("words", "there"), [("run", False), ("tighter promise", False), ("RUN-04", True), ("run 04", True)]
)
def test_rules_are_left_out_unless_a_code_is_typed(page: Page, words: str, there: bool) -> None:
    page.locator(".md-search__input").fill("")
    page.locator(".md-search-result__item").first.wait_for(state="detached")
    page.locator(".md-search__input").press_sequentially(words)
    page.locator(".md-search-result__item").first.wait_for(state="attached")
    page.wait_for_function("() => document.querySelector('.md-search-result__meta').textContent.match(/\\d/)")
    rules = page.locator('.md-search-result__item:has(a[href*="/rules/"])')
    assert any(one.is_visible() for one in rules.all()) == there


@pytest.mark.browser
def test_what_is_found_says_a_few_lines_of_a_page(page: Page) -> None:
    page.locator(".md-search__input").fill("customer")
    page.locator(".md-search-result__item").first.wait_for(state="attached")
    found = page.locator(".md-search-result__article").all()
    heights = [box["height"] for one in found if (box := one.bounding_box())]
    assert len(heights) > 3
    assert max(heights) < 160
    seen = [
        one.evaluate("(tags) => getComputedStyle(tags).display")
        for one in page.locator(".md-search-result .md-tags").all()
    ]
    assert set(seen) == {"none"}


def test_what_is_left_out_of_the_search_ends_where_it_says(demo_site: Path) -> None:
    """The plugin takes the end of a nested element of the same name for the end of what is left out."""
    left_out = [
        (page.parent.name, one.tag)
        for page in demo_site.rglob("*.html")
        for one in tree(page.read_text("utf-8")).select("[data-search-exclude]")
        if one.select(one.tag)
    ]
    assert left_out == []
    history = "Approved from 2025-05-19 to 2025-07-14"
    assert history in (demo_site / "approvals/index.html").read_text("utf-8")
    assert history not in (demo_site / "search/search_index.json").read_text("utf-8")
