"""What is suggested for a name that is not there: a slip of the pen, and never the id of something else."""

from __future__ import annotations

import re
import time
from functools import cache
from string import ascii_lowercase
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus_lines import ENOUGH, corpus
from ratified.model.close_names import meant, near, write_close
from ratified.policy.macro_data import MACROS
from ratified.rules import BY_CODE
from written_records import base

if TYPE_CHECKING:
    from collections.abc import Collection

LINES = corpus("close_names.tsv", 3)
WORDS = st.text(ascii_lowercase, min_size=4, max_size=12).filter(lambda word: set(word) - set("ivxlcdm"))
IDS = st.from_regex(r"[A-Z]{1,3}[0-9]{1,2}\.[0-9]{1,2}(-[A-Z]{2}[0-9]{2})?", fullmatch=True)


@cache
def names(listed: str) -> Collection[str]:
    """The names that a line is about: this repository's own of a kind, or those that it lists."""
    book = base()
    known: dict[str, Collection[str]] = {
        "requirements": book.requirement,
        "clocks": book.clock,
        "roles": [*book.role, *book.outside_role],
        "limits": book.limit,
        "documents": [document.id for document in book.register.documents],
        "macros": MACROS,
        "rules": BY_CODE,
    }
    return tuple(known.get(listed) or listed.split(","))


@pytest.mark.parametrize(("listed", "typed", "suggested"), LINES)
def test_a_slip_of_the_pen_is_suggested_and_nothing_else(listed: str, typed: str, suggested: str) -> None:
    assert typed not in names(listed)
    assert near(typed, names(listed))[:1] == ([suggested] if suggested else [])


def test_there_are_lines_enough() -> None:
    slips = [suggested for _, _, suggested in LINES if suggested]
    assert min(len(slips), len(LINES) - len(slips)) >= ENOUGH


def test_at_most_two_are_suggested_the_closest_first() -> None:
    assert near("support-laed", ["support-lend", "Support-Lead", "support-lead", "support-leads"]) == [
        "Support-Lead",
        "support-lead",
    ]
    assert near("communicatons", ["communcations", "communications"]) == ["communications", "communcations"]


def test_it_is_said_in_a_sentence_or_something_else_is() -> None:
    assert meant("rolse", ["roles", "rules"], "look there") == "did you mean 'roles'?"
    assert write_close("COV-99", ["COV-09"], "take it out") == "take it out"
    assert write_close("cov-9", ["COV-09"], "take it out") == "write COV-09"
    assert meant("", ["", "-"], "look there") == "look there"


@given(IDS, IDS)
def test_an_id_is_only_near_one_of_the_same_letters_and_numbers(one: str, other: str) -> None:
    same = [part.lstrip("0") for part in re.findall("[A-Z]+|[0-9]+", one)]
    assert near(one, [other]) == (
        [other] if same == [p.lstrip("0") for p in re.findall("[A-Z]+|[0-9]+", other)] else []
    )


@given(WORDS, st.data())
def test_one_letter_more_less_or_else_is_a_slip(word: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from("zyw"))
    assert near(word[:place] + letter + word[place:], [word]) == [word]
    assert near(word[:place] + letter + word[place + 1 :], [word]) == [word]


def test_what_is_too_long_for_a_name_is_near_nothing_and_takes_no_time() -> None:
    began = time.process_time()
    for unit in ("a", "ab-", "1", "-", "\u0130", "a1"):
        assert near(unit * 100_000, ["a", "a-b", unit * 100_001]) == []
    assert near("a" * 63, ["b" * 63] * 5_000) == []
    assert time.process_time() - began < 5
