"""The build holds each governed page, as it is published, against what the rules read."""

from __future__ import annotations

import logging

import pytest

from conftest import commit_everything
from test_site import Small, small

__all__ = ["small"]

PAGE = "docs/policy/index.md"
HEAD = "---\ntitle: Purpose\ncovers: [purpose]\n---\n\n"


@pytest.fixture
def policy(small: Small) -> Small:
    """The small site with one governed page, under the theme that the engine dresses."""
    small.settings["theme"] = {"name": "material"}
    return small


def warned(policy: Small, body: str) -> list[str]:
    policy.write(PAGE, HEAD + body)
    commit_everything(policy.root)
    policy.caplog.clear()
    with policy.caplog.at_level(logging.WARNING):
        policy.build()
    return [record.getMessage() for record in policy.caplog.records if record.getMessage().startswith(PAGE)]


def test_a_difference_is_a_warning_with_its_line(policy: Small) -> None:
    (warning,) = warned(policy, "One.\n\nTwo:\n- a\n")
    what = "a list directly under other text, which the site shows as a part of that text"
    assert warning == f"{PAGE}:9: {what}; put an empty line above it"


def test_the_same_page_written_for_both_readers_is_built_in_silence(policy: Small) -> None:
    assert warned(policy, 'Two:\n\n- {{ role("scribe") }} and {{ role("security-lead") }}\n- b\n\n1. c\n') == []


def test_an_ungoverned_page_is_left_alone(policy: Small) -> None:
    policy.write("docs/notes.md", "---\ntitle: Notes\n---\n\nTwo:\n- a\n")
    assert warned(policy, "Fine.\n") == []


def test_a_hook_that_rewrites_a_page_is_seen(policy: Small) -> None:
    policy.write("hook.py", "def on_page_markdown(markdown, **_):\n    return markdown.replace('1. ', '1) ')\n")
    policy.settings["hooks"] = ["hook.py"]
    (warning,) = warned(policy, "Do:\n\n1. Lock.\n")
    assert warning.startswith(f"{PAGE}:8: the rules read a list item here, 'Lock.', and the site shows none; ")


@pytest.mark.parametrize(("gives", "lost"), [("two | three", 1), ("two", 0)])
def test_a_macro_that_moves_the_cells_of_a_table_is_seen(policy: Small, gives: str, lost: int) -> None:
    policy.write("macros/own.py", f"def define_env(env):\n    env.macro(lambda: {gives!r}, 'own')\n")
    init = policy.root / "macros/__init__.py"
    init.write_text(init.read_text("utf-8") + "\nfrom .own import define_env\n", encoding="utf-8")
    found = warned(policy, "| a | b |\n|---|---|\n| {{ own() }} | four |\n")
    assert [one.split(";")[0] for one in found] == [
        f"{PAGE}:8: the rules read a cell of a table here, 'four', and the site shows none"
    ][:lost]


def test_an_extension_of_the_company_reads_lists_in_place_of_ours(policy: Small) -> None:
    policy.settings["markdown_extensions"] = ["pymdownx.fancylists"]
    assert warned(policy, "1) Lock.\n2) Call.\n") == []


def test_a_tag_that_no_browser_shows_is_told_by_the_build_as_well(policy: Small) -> None:
    (warning,) = warned(policy, "Run it on <host>.\n")
    assert warning.startswith(f"{PAGE}:6: <host>, of which the site shows nothing: ")


def test_paragraphs_of_items_with_calls_and_items_in_them_are_no_difference(policy: Small) -> None:
    call = '{{ role("scribe") }}'
    body = f"1. One {call}.\n\n    - in {call}\n\n    Then {call} goes on.\n\n    And on.\n\n2. Two.\n\n{call}\n"
    assert warned(policy, body) == []
