"""The corpus of hostile files: each is refused where it is wrong, in words, quickly; its twins are read."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hostile import FILES, TREES
from hostile.twins import PAGES, YAML, Twin
from ratified.model.place import SPOT
from ratified.policy import read_book
from ratified.source.decode import decode
from ratified.source.markdown import words
from ratified.source.page import read_page
from ratified.source.tree import WorkTree
from ratified.source.yaml_reader import read_yaml

if TYPE_CHECKING:
    from hostile.case import Case
    from hostile.trees import TreeCase
    from ratified.source.fault import ReadingFault

JARGON = ("input should", "string should", "scalar", "indicator", "token", "mapping", "nonetype", "^[", "\\s")
"""Words of the libraries underneath, which nobody who fills in a file has to know."""


def told(root: Path) -> list[ReadingFault]:
    """The faults of a tree, but for the data files that it does not have."""
    return [fault for fault in read_book(WorkTree(root)).faults if fault.message != "missing"]


def assert_plain(faults: list[ReadingFault]) -> None:
    """Every fault says what is wrong and what to do, on one line, in words, and shows nothing hidden."""
    for fault in faults:
        said = f"{fault.place} {fault.message} {fault.help}"
        assert fault.message
        assert fault.help
        assert len(said) < 400, said
        assert said.isprintable(), said
        assert not any(word in said.lower() for word in JARGON), said


def test_the_corpus_is_big_enough_and_no_two_cases_are_the_same() -> None:
    assert len(FILES) + len(TREES) >= 200
    assert len({(case.path, case.name) for case in FILES}) == len(FILES)
    assert len({(case.path, case.data) for case in FILES}) == len(FILES)
    assert len(YAML) + len(PAGES) >= 40


@pytest.mark.parametrize("case", FILES, ids=lambda case: f"{case.path}: {case.name}")
def test_a_hostile_file_is_refused_at_its_place(case: Case, tmp_path: Path) -> None:
    file = tmp_path / case.path
    file.parent.mkdir()
    file.write_bytes(case.data)
    faults = [fault for fault in told(tmp_path) if fault.place.path == case.path]
    found = sorted((f.place.line, f.place.column, f.kind) for f in faults)
    assert [f"{line}:{column} {kind}" for line, column, kind in found] == list(case.wants)
    assert_plain(faults)


@pytest.mark.parametrize("case", TREES, ids=lambda case: case.name)
def test_a_hostile_tree_is_refused_by_its_path(case: TreeCase, tmp_path: Path) -> None:
    root, outside = tmp_path / "root", tmp_path / "outside"
    root.mkdir()
    outside.mkdir()
    case.make(root, outside)
    faults = told(root)
    assert [f"{fault.place} {fault.kind}" for fault in faults] == list(case.wants)
    assert_plain(faults)


@pytest.mark.nightly
def test_the_whole_corpus_is_read_in_little_time_and_memory() -> None:
    """In a process of its own: no file takes four times what the biggest honest one does, all of them under 256 MiB.

    That is about a second of processor time where this was written; `hostile.measure` prints the seconds.
    """
    run = subprocess.run(
        [sys.executable, "-m", "hostile.measure"],
        cwd=Path(__file__).parent,
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    cost = json.loads(run.stdout)
    assert {name: ratio for name, ratio in cost["ratios"].items() if ratio >= 4} == {}
    assert cost["peak"] < 256


def bare(value: object) -> object:
    """A value without the spots of its mappings."""
    if isinstance(value, dict):
        return {key: bare(below) for key, below in value.items() if key != SPOT}
    return tuple(map(bare, value)) if isinstance(value, tuple) else value


@pytest.mark.parametrize("twin", YAML, ids=lambda twin: twin.name)
def test_a_harmless_twin_is_read_to_its_value(twin: Twin) -> None:
    text = decode("data/x.yml", twin.text.encode())
    assert isinstance(text, str)
    read = read_yaml("data/x.yml", text)
    assert read.faults == []
    assert bare(read.value) == twin.value


@pytest.mark.parametrize("name", PAGES)
def test_a_harmless_page_is_read_to_its_words(name: str) -> None:
    head, body, blocks = PAGES[name]
    text = decode("docs/x.md", f"---\n{head}---\n{body}".encode())
    assert isinstance(text, str)
    page, faults = read_page("docs/x.md", text, runbook=False)
    assert faults == []
    assert [words(block.text) for block in page.blocks] == [" ".join(block.split()) for block in blocks]
