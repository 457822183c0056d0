"""The parts of an import: front matter kept without loss, targets of links found where they stand, rows added."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from ratified.model.page import PageFront
from ratified.model.place import SPOT
from ratified.source.decode import decode
from ratified.source.fault import ReadingFault
from ratified.source.foreign_front_matter import foreign_page, kept
from ratified.source.link_targets import link_targets, texts_taken_in
from ratified.source.literal_text import kept_as_text, scalar
from ratified.source.markdown import read_markdown
from ratified.source.typed import typed
from ratified.source.yaml_reader import read_yaml
from ratified.source.yaml_rows import RowsError, with_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

_WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp", "Co", "Cn")), max_size=12
)
_LINES = st.lists(
    st.sampled_from([
        "title: A", "title: B", "version: 1.10", "ok: no", "owner: Dana # by hand", "on: true",
        "day: 03/04/2026",
        "list:", "- a", "  - b: c", "text: |", "  more", "", "q: \"one", "two\"", "x: &a 1", "y: *a", "z: !!set {a}",
        "{a: b}", "# remark", "nested:", "  deep: [1, 2]", "'quoted key': x", "a b: c",
        "? odd", ": odder", "\t", "---x",
    ]),
    max_size=8,
)  # fmt: skip


def extra_of(lines: list[str]) -> Mapping[str, object]:
    """What our reader finds under `extra:` of these lines, without a fault."""
    file = read_yaml("a.md", "\n".join(("title: X", "extra:", *lines)) + "\n")
    front = typed(PageFront, file)
    assert file.faults == []
    assert front is not None
    assert isinstance(file.value, dict)
    return {key: value for key, value in file.value["extra"].items() if key != SPOT}


@given(_LINES, st.lists(_WORDS, max_size=3))
def test_front_matter_of_any_form_reads_back_strictly_and_loses_no_line(lines: list[str], words: list[str]) -> None:
    head = [*lines, *(f"k{number}: {word}" for number, word in enumerate(words))]
    text = "\n".join(("---", *head, "---", "Body")) + "\n"
    assume(not isinstance(decode("a.md", text.encode()), ReadingFault))
    page = foreign_page(text.encode())
    if not page.kind:
        assert page.body == text.encode()
        return
    found = kept(page, frozenset())
    extra = extra_of(found) if found else {}
    if not page.keys:
        assert extra == ({"front_matter": "\n".join(page.head)} if any(map(str.strip, page.head)) else {})
        return
    first = len(page.head) - sum(len(key.lines) for key in page.keys)
    assert [line for line in page.head[:first] if line.strip()] == [
        line.removeprefix("  ") for line in found if line.lstrip().startswith("#")
    ][: len([line for line in page.head[:first] if line.strip()])]
    for key in page.keys:
        said = extra[key.name]
        as_lines, text_alone = said == "\n".join(key.lines), said == key.alone
        indented = "\n".join(f"  {line}" if line else line for line in key.lines)
        assert as_lines or text_alone or indented in "\n".join(found), key


@given(st.lists(_WORDS.map(lambda word: word.replace("\n", " ")), min_size=1, max_size=5), _WORDS)
def test_a_text_that_is_kept_reads_back_character_by_character(lines: list[str], name: str) -> None:
    assume(name.strip())
    text = "\n".join(lines)
    read = read_yaml("-", "\n".join(("extra:", *kept_as_text(name, lines))) + "\n")
    assert yaml.safe_load("\n".join(("extra:", *kept_as_text(name, lines))))["extra"][name] == text
    assert isinstance(read.value, dict)
    assert read.faults == []
    assert read.value["extra"][name] == text


@given(_WORDS)
def test_a_scalar_is_that_text_to_every_reader_of_yaml(text: str) -> None:
    assert yaml.safe_load(f"k: {scalar(text)}") == {"k": text}
    assert yaml.safe_load(f"{{k: {scalar(text)}, l: [{scalar(text)}]}}") == {"k": text, "l": [text]}


def targets(text: str) -> list[str]:
    found = [*link_targets(text)]
    assert all(text[one.start : one.end] == one.written for one in found)
    return [one.written for one in found]


def test_targets_are_found_in_every_form_and_not_in_code() -> None:
    text = (
        "[a](one.md) ![b](two.png 'T') [c](<three four.md>) [d][r] [e](five(x).md#y)\n\n[r]: six.md \"T\"\n"
        "[^1]: no.md\n\n`[x](no.md)`\n\n```\n[y](no.md)\n```\n\n"
        "<a class=x href=\"seven.html\">t</a><img src='eight.png'>\n"
        "\\[z\\](no.md)\n"
    )
    assert targets(text) == [
        *("one.md", "two.png", "three four.md", "five(x).md#y", "six.md", "seven.html", "eight.png"),
    ]
    assert targets(text.replace("\n", "\r\n")) == targets(text)


@given(
    st.lists(
        st.sampled_from(["[a](b.md)", "![c](d.png)", " `x` ", "words\n", "\n\n", "(e)", "[f]", "`", "<", ">", "\\"])
    )
)
def test_every_link_that_markdown_sees_is_found(parts: list[str]) -> None:
    text = "".join(parts)
    prose, _ = read_markdown("a.md", text)
    assert {link.target for link in prose.links if link.target == "b.md"} <= {*targets(text)}


@pytest.mark.parametrize(
    ("written", "path", "tail", "elsewhere"),
    [
        ("a%20b.md#x", "a b.md", "#x", False),
        ("a&amp;b.md?q=1#x", "a&b.md", "?q=1#x", False),
        ("a\\_b.md", "a_b.md", "", False),
        ("https://x.example/a.md", "https://x.example/a.md", "", True),
        ("//x.example/a.md", "//x.example/a.md", "", True),
        ("mailto:a@b.example", "mailto:a@b.example", "", True),
        ("javascript&colon;x", "javascript:x", "", True),
        ("#here", "", "#here", True),
    ],
)
def test_a_target_is_read_as_a_browser_reads_it(written: str, path: str, tail: str, elsewhere: bool) -> None:
    (target,) = link_targets(f"[a]({written})")
    assert (target.path, target.tail, target.elsewhere) == (path, tail, elsewhere)


def test_texts_that_are_taken_in_are_found_at_their_place() -> None:
    text = 'One\n  --8<-- "a.md"\n{% include_relative b.md %} {{#include c.md}} {% if x %}\n;--8<-- "no.md"\n8<\n'
    found = [(text.count("\n", 0, offset) + 1, words) for offset, words in texts_taken_in(text)]
    assert found == [
        (2, '--8<-- "a.md"'),
        (3, "{% include_relative b.md %}"),
        (3, "{{#include c.md}}"),
        (4, ';--8<-- "no.md"'),
    ]


# Rows

ROWS = b"""# Head
a: 1
rows:   # the rows
  - id: x   # first

    title: X
  # about y
  - {id: y}

# the end
b: 2
"""


def test_rows_are_added_and_replaced_and_nothing_else_moves() -> None:
    made = with_rows("d.yml", ROWS, "rows", ["id: z\ntitle: Z"], {0: "id: w"})
    rows = b"rows:   # the rows\n  - id: w\n  # about y\n  - {id: y}\n  - id: z\n    title: Z\n"
    assert made == b"# Head\na: 1\n" + rows + b"\n# the end\nb: 2\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"", b"rows:\n  - id: z\n"),
        (b"a: 1", b"a: 1\nrows:\n  - id: z\n"),
        (b"rows: []\nb: 2\n", b"rows:\n  - id: z\nb: 2\n"),
        (b"rows: [ ] # none\n", b"rows: # none\n  - id: z\n"),
        (b"rows:\n- id: x\nb: 1\n", b"rows:\n- id: x\n- id: z\nb: 1\n"),
        (b"a: 1\r\nrows:\r\n  - id: x\r\n", b"a: 1\r\nrows:\r\n  - id: x\r\n  - id: z\r\n"),
    ],
)
def test_a_row_is_added_to_a_list_of_any_form(before: bytes, after: bytes) -> None:
    assert with_rows("d.yml", before, "rows", ["id: z"], {}) == after


@pytest.mark.parametrize("data", [b"rows: [{id: x}]\n", b"rows: {a: b}\n", b"a: 1\r\nrows: []\n", b"rows: text\n"])
def test_a_list_of_another_form_is_refused(data: bytes) -> None:
    with pytest.raises(RowsError, match=re.escape("d.yml")):
        with_rows("d.yml", data, "rows", ["id: z"], {})
