"""The finder on Start here: words of people who have not read the runbooks lead to the right one, and no wrong one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from serving import ROOT, served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

ASK = """(words) => {
  const field = document.querySelector('[data-r-seen]');
  field.value = words;
  field.dispatchEvent(new Event('input', {bubbles: true}));
  return [...document.querySelectorAll('[data-r-runbooks] > li')].map(
    (one) => [one.querySelector('.r-rb').textContent.trim(), one.hasAttribute('data-r-fits')]);
}"""


class Phrase(NamedTuple):
    """What somebody types, the runbook that comes first, and every one that may be said to fit."""

    words: str
    first: str
    fitting: frozenset[str]


def phrases() -> list[Phrase]:
    lines = (ROOT / "tests/finder_phrases.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return [Phrase(words, first, frozenset({first, *",".join(more).split(",")})) for words, first, *more in rows]


@pytest.fixture(scope="module")
def page(browser: Browser, site: Path) -> Iterator[Page]:
    with served(site) as address:
        opened = browser.new_page()
        opened.goto(f"{address}start-here/")
        opened.locator("[data-r-seen]").wait_for()
        yield opened
        opened.close()


def asked(page: Page, words: str) -> tuple[str, set[str]]:
    """The runbook that comes first, and those that are said to fit."""
    found = page.evaluate(ASK, words)
    return found[0][0], {id_ for id_, fits in found if fits}


def test_there_are_at_least_sixty_phrases_and_six_for_each_runbook() -> None:
    firsts = [phrase.first for phrase in phrases()]
    assert len(firsts) >= 60
    assert min(firsts.count(f"RB-{n:02}") for n in range(1, 11)) >= 6
    assert len({phrase.words for phrase in phrases()}) == len(firsts)


@pytest.mark.browser
def test_every_phrase_leads_to_its_runbook_first_and_no_wrong_one_is_said_to_fit(page: Page) -> None:
    wrong = []
    for phrase in phrases():
        first, fitting = asked(page, phrase.words)
        if first != phrase.first or first not in fitting or not fitting <= phrase.fitting:
            wrong.append((phrase.words, phrase.first, first, sorted(fitting)))
    assert wrong == []


@pytest.mark.browser
@pytest.mark.parametrize("words", ["", "hello", "the and with", "qqqq zzzz", "???", "my boss has a birthday"])
def test_words_of_no_runbook_fit_none(page: Page, words: str) -> None:
    assert asked(page, words)[1] == set()


@pytest.mark.browser
@pytest.mark.parametrize(
    ("words", "first"),
    [("lapt", "RB-08"), ("Ranso", "RB-02"), ("WIRE", "RB-01"), ("wired", "RB-01"), ("can't find my phones", "RB-08")],
)
def test_a_word_may_be_unfinished_or_have_another_ending(page: Page, words: str, first: str) -> None:
    found, fitting = asked(page, words)
    assert (found, first in fitting) == (first, True)
