"""A clause in plain words: what its macros stand for, and nothing read as Markdown that the data says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ratified.policy import read_book
from ratified.policy.clause_text import in_short
from ratified.source.tree import WorkTree

if TYPE_CHECKING:
    from conftest import Starter

INDEX = "docs/policy/index.md"


def short(starter: Starter, words: str) -> str:
    """A new clause of these words, in short."""
    starter.add(INDEX, f'{{{{ clause("IR-1.99", "CC7.3") }}}} {words}')
    book = read_book(WorkTree(starter.root)).book
    assert book is not None
    page = next(page for page in book.pages if page.path == INDEX)
    return in_short(book, page, page.clauses[-1])


@pytest.mark.parametrize(
    ("words", "plain"),
    [
        (
            'The {{ role("scribe") }} of {{ company() }} must act by {{ clause_ref("IR-4.2") }}.',
            "The Scribe of Example Corp must act by IR-4.2.",
        ),
        ('Within {{ target("sev-1", "contain") }} at {{ severity("sev-1") }}.', "Within 4 hours at Sev-1."),
        ('By {{ limit("roster-check") }}, {{ limit("action-extensions") }} times.', "By 90 days, 2 times."),
        ('In {{ commitment("customer-notice") }}, {{ clock("eu-gdpr-33") }}.', "In 48 hours, GDPR Art. 33(1)."),
        ('{{ review_interval("policy") }}, {{ review_after("most-severe") }}.', "365 days, 30 days."),
        ('{{ review_after("sev-1") }}, {{ review_after("sev-2") }}', "30 days, sev-2"),
        ('{{ runbook("RB-07") }} by {{ source("vendors") }}.', "RB-07 Insider misuse by Vendors and partners."),
        ('{{ criterion("S1-C2") }}{{ criterion("S1-C3") }}!', "S1-C2 S1-C3!"),
        ("The *reader* must\nread `this` [page](severity.md). Then rest.", "The reader must read this page."),
        ("They must:\n\n- read;\n- rest.", "They must: read; rest."),
        ('Ask {{ role("nobody") }} about {{ target("sev-9") }}.', "Ask nobody about sev-9."),
        ("A mark \U000f0005 of nobody.", "A mark of nobody."),
        ("", ""),
    ],
)
def test_a_clause_is_said_by_its_first_sentence_with_the_facts_in_it(starter: Starter, words: str, plain: str) -> None:
    assert short(starter, words) == plain


def test_a_title_is_never_read_as_markdown(starter: Starter) -> None:
    starter.change("data/roles.yml", "title: Scribe\n", 'title: "*Scribe* [x](y) `z` <b>. And more"\n')
    assert short(starter, 'The {{ role("scribe") }} acts.') == "The *Scribe* [x](y) `z` <b>."


def test_a_long_sentence_is_cut_between_words(starter: Starter) -> None:
    found = short(starter, "A reader must read, " + "and read, " * 40 + "and rest.")
    assert len(found) <= 160
    assert found.endswith(("and read…", "and…"))
