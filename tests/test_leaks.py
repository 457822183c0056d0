"""INC-22: what a line of a record holds that somebody could use, and lines that only look like it."""

from __future__ import annotations

import random
import re
import string
import time
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus_lines import ENOUGH, corpus
from ratified.rules.incidents.issued_tokens import _TOKENS, _IssuedToken
from ratified.rules.incidents.leaks import leaks_in
from written_records import ONE, Kept, base

if TYPE_CHECKING:
    from ipaddress import IPv4Address, IPv6Address

LINES = corpus("leaks.tsv", 2)
KINDS = {
    "A": string.ascii_letters + string.digits,
    "C": string.ascii_uppercase + string.digits,
    "D": "123456789",
    "H": "0123456789abcdef",
    "U": string.ascii_uppercase + "234567",
    "W": string.ascii_letters + string.digits,
}
_A, _HEX = "Aq7" * 200, "a1f" * 200
BODIES = (
    *(_A[:length] for length in range(15, 170)),
    *(_HEX[:length] for length in range(24, 80)),
    *(f"{_A[:86]}==", f"{_A[:43]}=", f"{_A[:10]}/{_A[:10]}/{_A[:24]}".upper()[:22] + _A[:24]),
    *(f"{'7' * 18}/{_A[:68]}", f"{_A[:22]}.{_A[:43]}", f"{_HEX[:64]}-{_A[:16]}", f"{_A[:16]}${_HEX[:32]}"),
    *(f"{_A[:32]}-X", f"{_A[:32].upper()}", f"{_A[:32]}_{_HEX[:8]}", f"{_HEX[:24]}-{_HEX[:34]}"),
    *(f"{_A[:14]}.{_HEX[:64]}", f"{_HEX[:24]}-{_HEX[:146]}", f"{_A[:22]}_{_HEX[:40]}", _A[:27].upper()),
    f"{_A[:20]}T3BlbkFJ{_A[:20]}",
)
"""What may follow the beginning of a token, in every shape that an issuer uses."""


def made_up(line: str) -> str:
    """A line with letters for what stands in braces: always the same, and nobody's."""
    letters = random.Random(line)  # noqa: S311 - nothing is kept secret with it
    return re.sub(
        r"\{([ACDHUW])(\d+)\}", lambda found: "".join(letters.choices(KINDS[found[1]], k=int(found[2]))), line
    )


@pytest.mark.parametrize(("what", "line"), [case for case in LINES if case[0]])
def test_a_line_holds_one_thing_and_it_is_called_by_its_name(what: str, line: str) -> None:
    assert [found.what for found in leaks_in(made_up(line))] == [what]


@pytest.mark.parametrize("line", [case[1] for case in LINES if not case[0]])
def test_a_line_that_only_looks_like_it_holds_nothing(line: str) -> None:
    text = made_up(line)
    assert [(found.what, text[found.start : found.end]) for found in leaks_in(text)] == []


def test_there_are_lines_enough() -> None:
    held = [what for what, _ in LINES if what]
    assert min(len(held), len(LINES) - len(held)) >= ENOUGH
    assert len({"a token", "an access key", "a signed token", "a private key", "a password"} & set(held)) == 5


@pytest.mark.parametrize("token", _TOKENS, ids=lambda token: token.begins)
def test_each_issuer_has_a_line_or_is_one_of_many_alike(token: _IssuedToken) -> None:
    """No beginning is of no use: a token of its shape is found, and the same letter over and over is not."""
    rest = token.rest.pattern.partition("(?!")[0]
    issued = token.begins + next(body for body in BODIES if re.fullmatch(rest, body, re.ASCII))
    assert [(one.start, one.what) for one in leaks_in(f"It was {issued}.")] == [(7, "a token")]
    assert [one.what for one in leaks_in(f"It was x{issued}.") if one.start == 8] == []


def test_what_is_two_things_at_once_is_found_once() -> None:
    text = made_up("DB_PASSWORD=ghp_{A36}, mail to dana@203.0.113.9 or https://u:{A20}@db.example.com")
    assert [one.what for one in leaks_in(text)] == ["a token", "an internet address", "a password"]


def test_each_is_found_at_its_place_in_its_line() -> None:
    kept = Kept().change(ONE, "text: Closed}", 'text: "from 203.0.113.9, then +44 20 7946 0958"}')
    line = kept.line(ONE, "7946")
    column = kept.texts[ONE].split("\n")[line - 1].index("203") + 1
    assert [(str(found.place), found.message) for found in kept.findings()] == [
        (f"{ONE}:{line}:{column}", "INC-2026-001 holds an internet address"),
        (f"{ONE}:{line}:{column + 18}", "INC-2026-001 holds a telephone number"),
    ]


@pytest.mark.parametrize(
    "text", ["lumen harbour BANK was told", "Lumen\n      Harbour\n      Bank.", "(Lumen Harbour Bank)"]
)
def test_a_customer_is_found_in_any_capitals_and_across_lines(text: str) -> None:
    kept = Kept().change(ONE, "text: Closed}", f'text: "Closed; {text}"}}')
    assert kept.said("INC-22") == ["INC-2026-001 holds the name of a customer"]


@pytest.mark.parametrize("name", ["Foo (Holdings) Inc.", "Café Noir", "A+", "42 & Sons"])
def test_a_customer_whose_name_ends_in_a_sign_is_found_and_a_longer_word_is_not(name: str) -> None:
    contract = base().contracts.contracts[0].model_copy(update={"party": name})
    book = replace(base(), contracts=base().contracts.model_copy(update={"contracts": (contract,)}))
    assert Kept(book).change(ONE, "text: Closed}", f'text: "Closed; {name} was told"}}').said("INC-22") != []
    assert Kept(book).change(ONE, "text: Closed}", f'text: "Closed; x{name}x was told"}}').said("INC-22") == []


def test_a_text_of_nothing_but_leaks_takes_no_time() -> None:
    text = "a@b.cc 203.0.113.9\n" * 20_000
    began = time.process_time()
    assert len(leaks_in(text)) == 40_000
    kept = Kept().only(ONE)
    kept.write(ONE, kept.texts[ONE] + "# " + text.replace("\n", "\n# ") + "\n")
    assert len(kept.said("INC-22")) == 40_000
    assert time.process_time() - began < 60


@given(st.text(alphabet="+0123456789 .:-/()@abfxvX=\n", max_size=60))
def test_whatever_is_found_lies_in_the_text_and_apart(text: str) -> None:
    found = leaks_in(text)
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert [one.what for one in leaks_in(text + "\n")] == [one.what for one in found]


@given(st.ip_addresses(v=4), st.ip_addresses(v=6))
def test_every_address_that_leads_somewhere_is_found(four: IPv4Address, six: IPv6Address) -> None:
    if not (four.is_loopback or four.is_link_local or four.is_multicast or four.is_reserved or four.packed[0] == 0):
        assert [one.what for one in leaks_in(f"traffic from {four} and more")] == ["an internet address"]
    if six.packed[0] >= 0x10 and not six.is_multicast:  # three digits at least
        assert [one.what for one in leaks_in(f"traffic from {six}, {six.exploded}")] == ["an internet address"] * 2


@given(st.tuples(st.integers(1, 29), *[st.integers(0, 255)] * 3))
def test_no_version_of_four_parts_is_an_address(parts: tuple[int, ...]) -> None:
    version = ".".join(map(str, parts))
    for said in (
        f"version {version}",
        f"v{version}",
        f"agent@{version}",
        f"upgraded to {version}",
        f"{version} or later",
    ):
        assert leaks_in(said) == []
