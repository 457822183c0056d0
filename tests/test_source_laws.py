"""Laws of reading that hold for any bytes: it never raises, it points inside the file, it keeps what was written.

`LAW_EXAMPLES=2000 pytest tests/test_source_laws.py` looks harder, and elsewhere each time.
"""

from __future__ import annotations

import os
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ratified.model.duration import Duration
from ratified.model.page import PageFront
from ratified.model.place import SPOT, Place, Spot
from ratified.policy import mentions
from ratified.policy.data_files import DATA
from ratified.source.calls import BLANK, blank_calls, find_calls
from ratified.source.decode import decode
from ratified.source.fault import ReadingFault
from ratified.source.file_names import name_faults
from ratified.source.markdown import read_markdown
from ratified.source.page import read_page
from ratified.source.scalars import _GUESSED, _INT, is_word
from ratified.source.typed import typed
from ratified.source.yaml_reader import read_yaml

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).parent.parent
HARD = int(os.environ.get("LAW_EXAMPLES", "0"))
law = settings(deadline=None, max_examples=HARD or 60, derandomize=not HARD, database=None)

REAL_DATA = [(name, (ROOT / f"data/{name}.yml").read_bytes()) for name in ("people", "limits", "register", "oncall")]
REAL_PAGES = [(ROOT / name).read_bytes() for name in ("docs/policy/severity.md", "runbooks/RB-08-lost-device.md")]

YAML_SIGNS = [
    *"abc019_ \n\t:-?[]{},#&*!|>'\"%@`~<=.+\\é\u200b\u2028\u202e\ufeff\x00\x85\r",
    *("\n  ", "\n- ", ": ", "---\n", "...\n", "<<: ", "\n"),
]
PAGE_SIGNS = [
    *"ab1 \n\t*_`~[]()<>!#|-+=>&;:\\/.\"'{}%\r\x00é\u200b",
    *("{{ ", " }}", '{{ role("x") }}', "{% ", " %}", "{# ", " #}", "{% raw %}", "{% endraw %}"),
    *("```", "\n\n", "\n> ", "\n- ", "\n1. ", "](", "![", "|-|\n", "\n---\n"),
]


def joined(signs: Sequence[str]) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(signs), max_size=60).map("".join)


@st.composite
def spoiled(draw: st.DrawFn, whole: bytes, signs: Sequence[str]) -> bytes:
    """A real file with up to three stretches of it replaced by something else."""
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(whole)))
        end = draw(st.integers(start, min(start + 40, len(whole))))
        new = draw(st.binary(max_size=6) | joined(signs).map(lambda text: text[:30].encode()))
        whole = whole[:start] + new + whole[end:]
    return whole


def assert_inside(place: Place, text: str) -> None:
    """A place stands on a line of the text, at most one past its end."""
    lines = text.split("\n")
    assert 1 <= place.line <= len(lines), place
    assert 1 <= place.column <= len(lines[place.line - 1]) + 1, (place, lines[place.line - 1])


def faults_of(faults: Sequence[ReadingFault], text: str) -> None:
    for fault in faults:
        assert fault.message
        assert fault.help
        assert_inside(fault.place, text)


def shown(data: bytes) -> str:
    """The text as an editor would show it, whatever the bytes."""
    return data.decode("utf-8", "replace").replace("\r\n", "\n")


def read_data(name: str, data: bytes) -> None:
    path = f"data/{name}.yml"
    text = decode(path, data)
    if isinstance(text, ReadingFault):
        faults_of([text], shown(data))
        return
    file = read_yaml(path, text)
    entry = typed(DATA[name].model, file)
    faults_of(file.faults, text)
    assert entry is not None or any(fault.fatal for fault in file.faults)


def read_any_page(data: bytes, runbook: bool) -> None:
    text = decode("docs/x.md", data)
    if isinstance(text, ReadingFault):
        faults_of([text], shown(data))
        return
    page, faults = read_page("docs/x.md", text, runbook)
    faults_of(faults, text)
    assert (page.runbook if runbook else page.front) is not None or any(fault.fatal for fault in faults)
    places = (*(call.place for call in page.calls), *(heading.place for heading in page.headings))
    below = (*(one.place for one in page.blocks), *(one.place for one in page.links), *(c.place for c in page.clauses))
    for place in (*places, *below):
        assert_inside(place, text)


@law
@given(st.binary(max_size=200) | joined(YAML_SIGNS).map(str.encode), st.sampled_from(sorted(DATA)))
def test_no_bytes_make_reading_data_fail(data: bytes, name: str) -> None:
    read_data(name, data)


@pytest.mark.parametrize(("name", "whole"), REAL_DATA, ids=[name for name, _ in REAL_DATA])
@law
@given(st.data())
def test_a_real_file_that_is_spoiled_is_read_or_refused(name: str, whole: bytes, data: st.DataObject) -> None:
    read_data(name, data.draw(spoiled(whole, YAML_SIGNS)))


@law
@given(
    st.binary(max_size=200) | joined(PAGE_SIGNS).map(lambda text: f"---\ntitle: A\n---\n{text}".encode()), st.booleans()
)
def test_no_bytes_make_reading_a_page_fail(data: bytes, runbook: bool) -> None:
    read_any_page(data, runbook)


@pytest.mark.parametrize("runbook", [False, True])
@settings(law, max_examples=HARD or 15)
@given(st.data())
def test_a_real_page_that_is_spoiled_is_read_or_refused(runbook: bool, data: st.DataObject) -> None:
    read_any_page(data.draw(spoiled(REAL_PAGES[runbook], PAGE_SIGNS)), runbook)


@law
@given(st.text(max_size=80))
def test_text_that_was_never_decoded_does_not_make_reading_fail(text: str) -> None:
    typed(PageFront, read_yaml("x.md", text))
    read_page("x.md", f"---\ntitle: A\n---\n{text}", runbook=False)


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Zl", "Zp", "Cn", "Co")), max_size=12)
KEYS = WORDS.filter(lambda key: key not in {"", SPOT})
LEAVES = WORDS | st.booleans() | st.integers(-(10**17), 10**17)
VALUES = st.recursive(LEAVES, lambda v: st.lists(v, max_size=4) | st.dictionaries(KEYS, v, max_size=4), max_leaves=12)


class Quoting(yaml.SafeDumper):
    """Every text in double quotes, numbers and truths plain, nothing shared."""

    def ignore_aliases(self, data: object) -> bool:
        return True


Quoting.add_representer(str, lambda d, text: d.represent_scalar("tag:yaml.org,2002:str", text, style='"'))


def same(read: object, written: object, spot: Spot, text: str) -> None:
    """What was read is what was written, and each value's spot points at its first sign."""
    assert_inside(spot.place, text)
    first = text.split("\n")[spot.place.line - 1][spot.place.column - 1 :]
    if isinstance(written, dict):
        assert isinstance(read, dict)
        assert list(read) == [*written, SPOT]
        for key, below in written.items():
            same(read[key], below, spot.inside[key], text)
            assert spot.of(key) == spot.inside[key].place
    elif isinstance(written, list):
        assert isinstance(read, tuple)
        for index, below in enumerate(written):
            same(read[index], below, spot.inside[index], text)
    else:
        assert read == written
        assert type(read) is type(written)
        assert first.startswith('"' if isinstance(written, str) else str(written).lower())


@law
@given(st.dictionaries(KEYS, VALUES, min_size=1, max_size=4), st.booleans(), st.sampled_from([10, 80, 10**6]))
def test_what_is_written_in_quotes_is_read_back_with_its_places(value: object, flow: bool, width: int) -> None:
    text = yaml.dump(value, Dumper=Quoting, default_flow_style=flow, width=width, allow_unicode=True, sort_keys=False)
    file = read_yaml("x.yml", text)
    assume(not any("hides" in fault.message for fault in file.faults))
    assert file.faults == []
    same(file.value, value, file.spot, text)


@law
@given(st.lists(KEYS, min_size=1, max_size=5, unique=True), st.data())
def test_a_key_that_stands_twice_is_refused_where_it_stands_again(keys: list[str], data: st.DataObject) -> None:
    again = data.draw(st.sampled_from(keys))
    lines = [yaml.dump({key: 1}, Dumper=Quoting, allow_unicode=True, width=10**6).strip() for key in [*keys, again]]
    assume(all(line.startswith('"') and "\n" not in line for line in lines))
    file = read_yaml("x.yml", "\n".join(lines) + "\n")
    twice = [fault.place.line for fault in file.faults if "again" in fault.message]
    assert twice == [len(lines)]


@law
@given(joined(PAGE_SIGNS) | st.text(max_size=60))
def test_blanking_calls_moves_nothing(text: str) -> None:
    assume("\r" not in text)
    blank = blank_calls(text)
    assert len(blank) == len(text)
    assert all(new in (old, BLANK) for old, new in zip(text, blank, strict=True))
    assert "\n" not in [old for old, new in zip(text, blank, strict=True) if new == BLANK]


@law
@given(joined(PAGE_SIGNS))
def test_a_call_stands_where_its_name_is_written(text: str) -> None:
    assume("\r" not in text)
    calls, faults = find_calls("x.md", text)
    lines = text.split("\n")
    for call in calls:
        assert lines[call.place.line - 1].startswith(call.name, call.place.column - 1)
    for fault in faults:
        assert lines[fault.place.line - 1][fault.place.column - 1] == "{"


@law
@given(joined([sign for sign in PAGE_SIGNS if sign not in "\r\x00"]))
def test_every_word_of_a_block_keeps_its_line(text: str) -> None:
    prose, _ = read_markdown("x.md", text)
    for block in prose.blocks:
        assert block.source
        assert block.text.count("\n") < len(block.source)
        assert block.last_line <= text.count("\n") + 1
        assert_inside(block.place_of(len(block.text)), text)


def parsed(text: str) -> Duration | str:
    """The duration, or the words it is refused with."""
    try:
        return Duration.parse(text)
    except ValueError as error:
        return str(error)


@law
@given(st.integers(1, 10**5), st.sampled_from(["m", "h", "d", "bd"]))
def test_a_short_duration_is_its_number_of_its_unit(count: int, unit: str) -> None:
    found = parsed(f"{count}{unit}")
    if isinstance(found, str):
        assert "longer than 100 years" in found
        return
    size = {"m": found.minutes, "h": found.minutes / 60, "d": found.days, "bd": found.business_days}
    assert size[unit] == count
    assert str(found)[0].isdigit()


ISO = r"\AP([0-9]{1,3}Y)?([0-9]{1,3}M)?([0-9]{1,3}W)?([0-9]{1,3}D)?(T([0-9]{1,3}H)?([0-9]{1,3}M)?)?\Z"


@law
@given(st.from_regex(ISO) | st.text(max_size=9))
def test_any_other_text_is_a_duration_or_is_refused_with_what_to_write(text: str) -> None:
    found = parsed(text)
    if isinstance(found, str):
        assert "; write a" in found
    else:
        assert found != Duration()
        assert str(found)


@law
@given(
    st.lists(st.text(st.characters(codec=None), min_size=1, max_size=8), max_size=6),
    st.sampled_from(["utf-8", "iso8859-1"]),
)
def test_no_file_names_make_reading_fail_and_every_one_can_be_shown(names: list[str], encoding: str) -> None:
    for fault in name_faults(names, encoding):
        assert fault.place.path.isprintable()
        fault.place.path.encode("utf-8")


TERMS = mentions._TermSearch(
    (
        mentions.MentionTerm("title", "commander", "Incident commander", True),
        mentions.MentionTerm("former", "commander", "Incident  Lead", False),
        mentions.MentionTerm("title", "on-call", "On-call engineer", True),
        mentions.MentionTerm("former", "lead", "IR", True),
        mentions.MentionTerm("person", "ana", "Ana Ruiz", True),
        mentions.MentionTerm("person", "ana", "Ana", True),
        mentions.MentionTerm("person", "ana", "ana.ruiz@example.com", False),
    )
)
NAMED = [
    *("Incident", "incident", "commander", "Lead", "LEAD", "On", "on", "-call", "engineer", "IR", "Ana", "Ruiz", "ANA"),
    *("ana.ruiz@example.com", "@", ".", "com", "\n", "  ", " ", "_", "s", "'s", BLANK, "é", "ı", "ſ", "(", "-"),
]


@law
@given(joined([*NAMED, *(f"{word} " for word in NAMED)]))
def test_terms_are_found_as_one_long_pattern_would_find_them(text: str) -> None:
    found = [(match.span(), match.lastgroup) for match in TERMS._matches(text)]
    assert found == [(match.span(), match.lastgroup) for match in TERMS.pattern.finditer(text)]


def test_what_begins_with_a_digit_and_counts_as_a_word_is_one_for_every_shape() -> None:
    texts = ("".join(signs) for length in range(1, 6) for signs in product("019-+e.:_xoaT", repeat=length))
    found = [text for text in texts if text[0].isdigit() and is_word(text)]
    wrong = [text for text in found if any(shape.fullmatch(text) for shape, _ in _GUESSED) or _INT.fullmatch(text)]
    assert "10-0T" in found
    assert not wrong
    assert is_word("2026-04-14T14:49-04:00")
    assert not is_word("1e-05")
