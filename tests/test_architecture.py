"""ARCHITECTURE.md: drawn from the imports as they are, and every file that it names is there."""

from __future__ import annotations

import re

import architecture


def test_the_page_shows_the_imports_rooms_and_decisions_as_they_are() -> None:
    page = architecture.PAGE.read_text(encoding="utf-8")
    assert architecture.drawn(page) == page, "run: make architecture"


def test_every_file_that_the_page_names_is_there() -> None:
    page = architecture.PAGE.read_text(encoding="utf-8")
    named = set(re.findall(r"`([a-z_]+/[a-z_/]*(?:[a-z_]+\.(?:py|yml|md))?)`", page)) - {"data/trust/forge/"}
    engine = architecture.ROOT / "src" / architecture.TOP
    assert len(named) > 30
    assert [
        name for name in sorted(named) if not ((engine / name).exists() or (architecture.ROOT / name).exists())
    ] == []


def test_an_arrow_that_a_longer_way_says_already_is_left_out() -> None:
    edges = {"a": frozenset({"b", "c"}), "b": frozenset({"c"}), "c": frozenset[str]()}
    assert [*architecture.reduced(edges)] == [("a", "b"), ("b", "c")]
