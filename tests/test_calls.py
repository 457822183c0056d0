"""Pages in the usual form are read without Jinja's lexer, and must read just as it would."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nightly import by_day
from ratified.source.calls import blank_calls, find_calls, lexed_blanks, lexed_calls

ROOT = Path(__file__).parent.parent
PAGES = sorted([*(ROOT / "docs").rglob("*.md"), *(ROOT / "runbooks").glob("*.md")])
USUAL = ['{{ role("a") }}', '{{ target("sev-1", "contain") }}', "{{ roster() }}", '{{ f("") }}']
BRACES = ["{{", "}}", "{", "}", "{%", "%}", "{#", "#}", "{% raw %}", "{% endraw %}"]
ODD = ['{{ f("a}}") }}', '{{ f("a\\"b") }}', "{{ f('a') }}", '{{- f("a") -}}', '{{f("a")}}', '{{ f("a","b") }}']
TEXT = ['{{ f("x", ) }}', '{{ f("a\nb") }}', "text", "\n", " ", '"', "(", ")", "-"]
PIECES = st.sampled_from([*USUAL, *BRACES, *ODD, *TEXT])


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_every_page_reads_the_same_both_ways(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert find_calls("p.md", text) == lexed_calls("p.md", text)
    assert blank_calls(text) == lexed_blanks(text)


@settings(max_examples=by_day(130, by_night=400), deadline=None)
@given(st.lists(PIECES, max_size=12).map("".join))
def test_any_text_of_braces_and_calls_reads_the_same_both_ways(text: str) -> None:
    assert find_calls("p.md", text) == lexed_calls("p.md", text)
    assert blank_calls(text) == lexed_blanks(text)
