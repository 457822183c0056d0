"""The tables of `tests/corpora/`: lines as people write them, for rules that look at words. One line is one case."""

from __future__ import annotations

from pathlib import Path

ENOUGH = 100
"""Lines that a rule must find, and as many at which it must stay silent, at least."""


def corpus(name: str, columns: int) -> list[tuple[str, ...]]:
    """The cases of a table, each as its columns; lines that begin with # say what it is about."""
    lines = Path(__file__).with_name("corpora").joinpath(name).read_text(encoding="utf-8").splitlines()
    cases = [tuple(line.split("\t")) for line in lines if line and not line.startswith("# ")]
    assert [case for case in cases if len(case) != columns] == [], f"{name} has {columns} columns"
    assert len(set(cases)) == len(cases), f"{name} says something twice"
    return cases
