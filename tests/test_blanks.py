"""GOV-12: what a line of a page still leaves to be filled in, and lines in which such words mean something."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus_lines import ENOUGH, corpus
from ratified.rules.governance.blank_words import blank_words, defined_words
from ratified.rules.governance.blanks import _blanks_of
from ratified.source.page import read_page

LINES = corpus("blanks.tsv", 2)


def found(text: str) -> list[str]:
    """What is found in a page of this text."""
    page = read_page("docs/policy/a.md", f"# A page\n\n{text}\n", runbook=False)[0]
    return [hit.message.removesuffix(" is a blank of a template").strip("'") for hit in _blanks_of(page)]


@pytest.mark.parametrize(("blank", "line"), [case for case in LINES if case[0]])
def test_a_line_still_has_a_blank(blank: str, line: str) -> None:
    assert found(line)[:1] == [blank]


@pytest.mark.parametrize("line", [case[1] for case in LINES if not case[0]])
def test_a_line_in_which_the_words_mean_something_has_none(line: str) -> None:
    assert found(line) == []


def test_there_are_lines_enough() -> None:
    blank = [word for word, _ in LINES if word]
    assert min(len(blank), len(LINES) - len(blank)) >= ENOUGH


@pytest.mark.parametrize(
    ("explained", "said", "blanks"),
    [
        ("Certificates come by ACME.", "ACME is down.", ["ACME"]),
        ("Let's Encrypt speaks it.", "ACME is down.", []),
        ("Let's Encrypt speaks it.", "ACME's staff, and ACME Corp.", ["ACME", "ACME"]),
        ("Trunk-based development (TBD).", "The owner is TBD.", ["TBD"]),
        ("Trunk-based development (TBD).", "Owner: TBD", ["TBD"]),
        ("Trunk-based development (TBD).", "Owner: **TBD**, deputy: Dana", ["TBD"]),
        ("Trunk-based development (TBD).", "Owner: TBD by June", ["TBD"]),
        ("Trunk-based development (TBD).", "- TBD", ["TBD"]),
        ("Trunk-based development (TBD).", "1. TBD.", ["TBD"]),
        ("Trunk-based development (TBD).", "| sev-1 | TBD |\n|---|---|\n| sev-2 | 2h |", ["TBD", "TBD"]),
        ("Trunk-based development (TBD).", "The deputies are still TBD.", ["TBD"]),
        ("Trunk-based development (TBD).", "| TBD | trunk-based development |\n|---|---|\n| CI | a robot |", []),
        ("Trunk-based development (TBD).", "TBD is how we work.", []),
        ("Trunk-based development (TBD).", "Our way: TBD needs short branches.", []),
        ("Trunk-based development (TBD).", "We are TBD teams, and like TBD.", []),
        ("Let's Encrypt speaks it.", "Company: ACME", ["ACME"]),
        ("Let's Encrypt speaks it.", "The company is ACME.", ["ACME"]),
        ("Let's Encrypt speaks it.", "The protocol is ACME.", []),
        ("TODO (Table of Daily Operations)", "Owner: TODO", ["TODO"]),
        ("TODO (Table of Daily Operations)", "TODO is read each morning.", []),
        ("FIXME (Fast Index Xenial Machine Events)", "Owner: FIXME", ["FIXME"]),
        ("FIXME (Fast Index Xenial Machine Events)", "FIXME tells of machines.", []),
        ("To be decided later (TBD).", "The owner is TBD.", ["TBD", "TBD"]),
        ("Thermal Bag Device (TBD)", "TODO, TBD", ["TODO"]),
    ],
)
def test_what_a_page_explains_anywhere_is_explained_everywhere(explained: str, said: str, blanks: list[str]) -> None:
    assert found(f"{said}\n\n## More\n\n{explained}") == blanks
    assert found(f"{explained}\n\n## More\n\n{said}") == blanks


def test_a_word_is_spelt_out_by_its_letters() -> None:
    assert defined_words("Automatic Certificate Management Environment (ACME)") == {"ACME"}
    assert defined_words("the old Trunk-Based Development (TBD)") == {"TBD"}
    assert defined_words("TBD (trunk-based development)") == {"TBD"}
    assert defined_words("the approver (TBD), the owner (TODO), a firm (ACME)") == frozenset()


def test_each_word_of_a_line_is_told_by_itself() -> None:
    assert found("The TODO list is kept by TODO, and FIXME comments by FIXME.") == ["TODO", "FIXME"]
    assert found("Call XXX-XXX-XXXX, never XXX-XX-1234.") == ["XXX-XXX-XXXX"]


def test_code_says_what_a_word_beside_it_means_and_is_no_blank_itself() -> None:
    assert found("If ACME fails, run `certbot renew`.") == []
    assert found("If ACME fails, run `reboot`.") == ["ACME"]
    assert found("```\nTODO ACME\n```") == []


@given(st.text(alphabet="TODXACMEBFIL []<>()\"'-*\n", max_size=80))
def test_whatever_is_found_stands_there(text: str) -> None:
    assert all(text[start : start + len(word)] == word for start, word in blank_words(text))


@pytest.mark.parametrize(
    "unit",
    ["a", "a ", "TODO ", "the ", "ACME ", "XXX-", "XXX ", "[INSERT ", "<", "fill in ", "a-", "A b (", "FILL IN THE "],
)
def test_a_hostile_line_takes_time_in_proportion(unit: str) -> None:
    began = time.process_time()
    list(blank_words(unit * (200_000 // len(unit))))
    defined_words(unit * (200_000 // len(unit)))
    assert time.process_time() - began < 10
