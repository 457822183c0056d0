"""Reading pages: macro calls, blocks and links, each at its place, and nothing of the text lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ratified.model.place import Place
from ratified.source.calls import find_calls
from ratified.source.page import read_page

if TYPE_CHECKING:
    from ratified.model.prose import Page


def page(body: str) -> Page:
    """A page of this text, from line 4 on; reading it must meet no fault."""
    found, faults = read_page("docs/a.md", f"---\ntitle: A\n---\n{body}", runbook=False)
    assert faults == []
    return found


def at(place: Place) -> tuple[int, int]:
    return place.line, place.column


class TestCalls:
    def test_a_call_stands_at_its_name_also_the_second_time_on_a_line(self) -> None:
        calls, faults = find_calls("a", 'role("x") {{ role("a") }}, {{role( "b" )}}\n{{- role(\n"c") }}')
        assert faults == ()
        assert [(call.args, at(call.place)) for call in calls] == [
            (("a",), (1, 14)),
            (("b",), (1, 30)),
            (("c",), (2, 5)),
        ]

    def test_arguments_are_texts_numbers_and_truths(self) -> None:
        (call,), _ = find_calls("a", "{{ f('a', 12, true, false, bare) }}")
        assert call.args == ("a", 12, True, False, None)

    def test_no_call_is_found_in_raw_text_or_where_macros_are_off(self) -> None:
        assert page("{% raw %}{{ role('x') }}{% endraw %}\n").calls == ()
        found, faults = read_page(
            "docs/a.md", "---\ntitle: A\nrender_macros: false\n---\n{{ role('x') }}\n", runbook=False
        )
        assert (found.calls, faults) == ((), [])
        assert found.blocks[0].text == "{{ role('x') }}"

    @pytest.mark.parametrize(
        ("text", "why"),
        [("{% raw %}{{ a }}", "no {% endraw %} follows its {% raw %}"), ("{# a", "no #} follows its {#")],
    )
    def test_what_never_ends_is_told_by_its_end(self, text: str, why: str) -> None:
        _, (fault,) = find_calls("a", text)
        assert fault.message == f"a macro call that cannot be read: {why}"

    def test_a_call_with_a_filter_is_a_fault_and_the_calls_beside_it_are_still_read(self) -> None:
        calls, (fault,) = find_calls("a", "{{ role('x') | upper }} {{ role('y') }}")
        assert [call.args for call in calls] == [("y",)]
        assert (at(fault.place), fault.fatal) == ((1, 1), False)


class TestMarkdown:
    def test_blocks_know_their_section_their_step_and_their_line(self) -> None:
        found = page("# T\n\n## First\n\n1. a\n2. b\n   - c\n3. d\n\ntext\n\n## Next\n\n- e\n")
        blocks = [(b.kind, b.text, b.section, b.step, b.place.line) for b in found.blocks if b.kind != "heading"]
        assert blocks == [
            ("item", "a", "First", 1, 8),
            ("item", "b", "First", 2, 9),
            ("item", "c", "First", 0, 10),
            ("item", "d", "First", 3, 11),
            ("paragraph", "text", "First", 0, 13),
            ("item", "e", "Next", 0, 17),
        ]

    def test_words_after_code_or_a_link_over_two_lines_keep_their_line(self) -> None:
        (block,) = page("one `two\nthree` four\n[five](\nsix.md\n'seven') eight ![nine\nten](a.png) last\n").blocks
        assert [block.place_of(block.text.index(w), w).line for w in ("four", "five", "eight", "last")] == [5, 6, 8, 9]

    def test_two_links_to_one_target_on_one_line_stand_apart(self) -> None:
        found = page("[a](x.md) and [b](x.md)\nand <https://example.com> [c][r]\n\n[r]: y.md\n")
        assert [(link.target, link.text, at(link.place)) for link in found.links] == [
            ("x.md", "a", (4, 3)),
            ("x.md", "b", (4, 17)),
            ("https://example.com", "https://example.com", (5, 5)),
            ("y.md", "c", (5, 27)),
        ]

    def test_a_target_is_read_as_written_whatever_its_scheme(self) -> None:
        found = page("[a](über.md) [b](javascript:alert(1)) [c](data:text/html,x)\n")
        assert [link.target for link in found.links] == ["über.md", "javascript:alert(1)", "data:text/html,x"]

    def test_text_in_html_is_not_hidden_from_the_rules(self) -> None:
        (block,) = page("<!-- The CISO must --> <b>act</b>.\n").blocks
        assert "The CISO must" in block.text

    def test_a_written_line_break_of_html_does_not_move_what_follows(self) -> None:
        (block,) = page("a&#10;b\nc\n").blocks
        assert block.place_of(block.text.index("c"), "c") == Place("docs/a.md", 5, 1)

    def test_code_and_indented_text_differ(self) -> None:
        found = page('!!! note "N"\n\n    prose\n\n```\ncode\n```\n')
        assert [block.text for block in found.blocks] == ['!!! note "N"', "prose"]

    def test_indented_text_that_nothing_holds_is_code(self) -> None:
        found = page("# T\n\nText.\n\n    code of mine\n\n    - more\n\n\tand more\n\nEnd.\n")
        assert [block.text for block in found.blocks] == ["T", "Text.", "End."]

    @pytest.mark.parametrize(
        "opener", ['!!! note "N"', "??? tip", '=== "Tab"', "- item", "100. item", "[^1]: a note", "<div>", ": it"]
    )
    def test_indented_text_that_something_may_hold_is_prose(self, opener: str) -> None:
        found = page(f"{opener}\n\n    one\n\n    two\n\n        three\n\nEnd.\n")
        assert [block.text for block in found.blocks][-4:] == ["one", "two", "three", "End."]

    def test_indented_text_that_runs_on_unindented_is_prose(self) -> None:
        assert [block.text for block in page("Text.\n\n    one\ntwo\n").blocks] == ["Text.", "one\ntwo"]
