"""Both readers of a page, side by side: the rules' CommonMark and the site's Python-Markdown (SIT-18)."""

from __future__ import annotations

import os
import re
from collections import Counter
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown import Markdown

from ratified.settings.block_extensions import DEFAULTS, block_extensions
from ratified.site.outlines import SiteOutlines
from ratified.source.outline import read_outline
from ratified.source.outline_differences import ComparedPage, compared
from ratified.source.site_outline import site_outline

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ratified.model.outline import OutlinePart

EXTENSIONS = block_extensions()


class Construct(NamedTuple):
    """A line of the table: a text, what the rules read of it, what the site shows, and the text once it is fixed."""

    name: str
    text: str
    read: str
    site: str
    fixed: str


def _constructs() -> list[Construct]:
    table = Path(__file__).with_name("markdown_constructs.tsv").read_text(encoding="utf-8").splitlines()
    return [Construct(*(_unescaped(field) for field in line.split("\t"))) for line in table]


def _unescaped(field: str) -> str:
    signs = {"\\n": "\n", "\\t": "\t", "\\r": "\r", "\\xa0": "\u00a0", "\\\\": "\\"}
    return re.sub(r"\\(?:[ntr\\]|xa0)", lambda found: signs[found[0]], field)


CONSTRUCTS = _constructs()


def written(parts: Sequence[OutlinePart]) -> str:
    """An outline on one line: `## a`, `.1 a` (a step), `..- a` (an item in an item), `[0] a` (a cell), `` .`a` `` (code
    in a step)."""
    forms: dict[str, Callable[[OutlinePart], str]] = {
        "heading": lambda one: "#" * one.level,
        "item": lambda one: f"{'.' * one.level}{'-' if one.number < 0 else one.number}",
        "cell": lambda one: f"[{one.level}]",
        "paragraph": lambda one: f"{'.' * one.level}¶",
    }
    code = {p: f"{'.' * p.level}`{p.text}`" for p in parts if p.kind == "code"}
    return " | ".join(code.get(p) or f"{forms[p.kind](p)} {p.text}" for p in parts)


def of_the_site(text: str) -> list[OutlinePart]:
    """What a whole conversion makes of a text, with the extensions of a site and all that they colour and number."""
    outlines = SiteOutlines()
    options = {name: dict(given) for name, given in DEFAULTS.items()}
    Markdown(extensions=[*DEFAULTS, outlines], extension_configs=options).convert(text)
    return outlines.last


def of_page(text: str) -> ComparedPage:
    return compared(text, read_outline(text), EXTENSIONS)


@pytest.mark.parametrize("row", CONSTRUCTS, ids=lambda row: row.name)
def test_each_construct_is_read_so_shown_so_and_fixed_so(row: Construct) -> None:
    assert written(read_outline(row.text)) == row.read
    alike = written([one for one in read_outline(row.text) if one.kind != "paragraph"])
    site = written([one for one in of_the_site(row.text) if one.kind != "paragraph"])
    assert site == (alike if row.site == "=" else row.site)
    assert site_outline(row.text, EXTENSIONS) == of_the_site(row.text)
    found = of_page(row.text)
    assert bool(found.differences) == (row.site != "=")
    assert found.text == (row.text if row.fixed == "-" else row.fixed)
    assert any(one.edited for one in found.differences) == (row.fixed != "-")
    if row.fixed != "-":
        assert of_page(row.fixed).differences == ()


def test_the_table_holds_enough_of_both() -> None:
    alike = [row for row in CONSTRUCTS if row.site == "="]
    assert len(CONSTRUCTS) > 150
    assert min(len(alike), len(CONSTRUCTS) - len(alike)) > 50


def test_a_title_of_a_fence_is_shown_beside_it_and_is_no_difference() -> None:
    assert of_page('```yaml title="x" linenums="1"\na: 1\n```\n').differences == ()


INSIDE = st.sampled_from(
    """a; b c; - a; * b; + c; 1. a; 2. b; 1) a; ## h; #tag; # h #; ```; ~~~; ```sh; > q; > - q; | a | b |; |--|--|
    ---; !!! note; <div>; </div>; Text:; **b**; [a]: /b; ***; === "T"; -; a | b; `x|y`; \\# no; {: #id }; <!-- c -->
    14. n; ??? note "T"; ````; - - a; 1. - b; # C#; =====""".replace("\n", ";").split(";")
).map(str.strip)
LINES = st.tuples(st.sampled_from(["", "", "", " ", "  ", "   ", "    ", "      ", "        ", "\t"]), INSIDE).map(
    "".join
)
HARD = settings(max_examples=int(os.environ.get("LAW_EXAMPLES", "100")), deadline=None)
TEXTS = st.lists(st.one_of(LINES, st.just("")), max_size=14).map("\n".join)


@HARD
@given(TEXTS)
def test_what_the_check_takes_for_the_site_is_what_a_whole_conversion_gives(text: str) -> None:
    theirs = [one._replace(text="") if one.kind == "code" else one for one in of_the_site(text)]
    ours = [one._replace(text="") if one.kind == "code" else one for one in site_outline(text, EXTENSIONS)]
    assert ours == theirs


@HARD
@example("a\n- a\n  > q\n  - a\n> - q")
@given(TEXTS)
def test_a_fix_changes_no_word_and_takes_the_readers_no_further_apart(text: str) -> None:
    found = of_page(text)
    assert words(found.text) == words(text)
    assert apart(found.text) <= apart(text)
    if found.text != text:
        assert any(one.edited for one in found.differences)
    lines = text.count("\n") + 1
    assert all(0 <= one.line < lines and one.what and one.help for one in found.differences)


def apart(text: str) -> int:
    """How many parts one reader has and the other has not. A paragraph that only the site has is one of its notes."""
    read, site = read_outline(text), of_the_site(text)
    blocks, shown = ([one.key for one in parts if one.kind != "paragraph"] for parts in (read, site))
    alike = SequenceMatcher(None, blocks, shown, autojunk=False).get_matching_blocks()
    lost = Counter(one.key for one in read if one.kind == "paragraph") - Counter(one.key for one in site)
    return lost.total() + len(blocks) + len(shown) - 2 * sum(block.size for block in alike)


def words(text: str) -> str:
    """A text without what a fix may change."""
    return re.sub(r"[\s\\>]|(?<=\d)[.)]", "", text)


@HARD
@given(TEXTS)
def test_where_nothing_is_said_both_readings_are_the_same(text: str) -> None:
    found = of_page(text)
    if not found.differences:
        there = [one.key for one in of_the_site(text)]
        assert [one.key for one in read_outline(text) if one.kind != "paragraph"] == [
            key for key in there if key[0] != "paragraph"
        ]


def test_the_same_parts_in_another_order_are_told() -> None:
    found = of_page("- a\n> - q\n- a\n\n  > - q")
    assert [(one.line, one.edited) for one in found.differences] == [(1, False), (2, False)]
