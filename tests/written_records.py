"""The records that the demo company keeps, changed a line at a time and judged beside this repository's own data."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from conftest import TODAY
from ratified.model.exercise import Exercise
from ratified.model.governance import Events
from ratified.model.incident import Incident
from ratified.policy import Book, read_book
from ratified.policy.records.reading import read_records
from ratified.rules import BY_CODE, RuleInput, exercises, incidents, post_incident
from ratified.source.tree import WorkTree
from ratified.source.typed import typed
from ratified.source.yaml_reader import read_yaml

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ratified.model.finding import Finding
    from ratified.source.fault import ReadingFault

ROOT = Path(__file__).parent.parent
RECORDS = ROOT / "src/ratified/demo/records"
ONE, TWO = "data/incidents/INC-2026-001.yml", "data/incidents/INC-2026-002.yml"
EXERCISE, EVENTS = "data/exercises/EX-2026-01.yml", "data/events.yml"
PATHS = (ONE, TWO, EXERCISE, EVENTS)
RULES = (*incidents.RULES, *exercises.RULES, *post_incident.RULES)


@cache
def base() -> Book:
    """This repository's own data, adopted."""
    book = read_book(WorkTree(ROOT)).book
    assert book is not None
    return replace(book, register=book.register.model_copy(update={"status": "adopted"}))


class _Texts:
    """A tree of a few texts."""

    def __init__(self, texts: dict[str, str]) -> None:
        self.texts = texts

    def paths(self, *folders: str) -> Sequence[str]:
        return sorted(path for path in self.texts if path.startswith(tuple(f"{folder}/" for folder in folders)))

    def read(self, path: str) -> bytes | ReadingFault:
        return self.texts[path].encode()

    def faults(self, *folders: str) -> Sequence[ReadingFault]:
        return ()

    def top(self) -> Sequence[str]:
        return ()


class Kept:
    """The demo's records; every change must find exactly one place. `book` is what they are judged beside."""

    def __init__(self, book: Book | None = None) -> None:
        self.texts = {path: (RECORDS / Path(path).name).read_text(encoding="utf-8") for path in PATHS}
        self.beside = book or base()

    def change(self, path: str, old: str, new: str) -> Kept:
        """Replace the only occurrence of `old`."""
        assert self.texts[path].count(old) == 1, f"{path} holds {old!r} {self.texts[path].count(old)} times"
        self.texts[path] = self.texts[path].replace(old, new)
        return self

    def without(self, path: str, line: str) -> Kept:
        """Take out the only line that holds a text."""
        lines = self.texts[path].splitlines(keepends=True)
        found = [one for one in lines if line in one]
        assert len(found) == 1, f"{path} holds {line!r} on {len(found)} lines"
        return self.change(path, found[0], "")

    def cut(self, path: str, first: str, until: str) -> Kept:
        """Take out everything from one text up to another."""
        text = self.texts[path]
        start = text.index(first)
        self.texts[path] = text[:start] + text[text.index(until, start + 1) :]
        return self

    def write(self, path: str, text: str) -> Kept:
        """Write a whole file."""
        self.texts[path] = text
        return self

    def drop(self, *paths: str) -> Kept:
        """Without these files."""
        for path in paths:
            del self.texts[path]
        return self

    def only(self, path: str) -> Kept:
        """With one record and no events."""
        return self.write(EVENTS, "dismissed: []\n").drop(*(p for p in (ONE, TWO, EXERCISE) if p != path))

    def line(self, path: str, needle: str) -> int:
        """The number of the only line that holds a text."""
        found = [n for n, line in enumerate(self.texts[path].split("\n"), 1) if needle in line]
        assert len(found) == 1, f"{path} holds {needle!r} on lines {found}"
        return found[0]

    @property
    def book(self) -> Book:
        """The book with the records; a fault in one fails the test."""
        faults: list[ReadingFault] = []
        written: dict[str, str] = {}
        tree = _Texts(self.texts)
        incidents = read_records(tree, Incident, "incidents", written, faults)
        exercises = read_records(tree, Exercise, "exercises", written, faults)
        yaml = read_yaml(EVENTS, self.texts[EVENTS])
        events = typed(Events, yaml)
        assert events is not None, yaml.faults
        assert [str(f) for f in (*faults, *yaml.faults)] == []
        return replace(self.beside, incidents=incidents, exercises=exercises, record_texts=written, events=events)

    def findings(self, as_of: date = TODAY) -> list[Finding]:
        """Everything the rules on records find, by place."""
        case = RuleInput(self.book, as_of)
        hits = [(rule, hit) for rule in RULES if rule.ask is not None for hit in rule.ask(case)]
        return sorted((rule.finding(hit, None) for rule, hit in hits), key=lambda finding: finding.order)

    def places(self, as_of: date = TODAY) -> list[tuple[str, str]]:
        """The code and the place, `path:line`, of everything that is found."""
        return [(f.code, f"{f.place.path}:{f.place.line}") for f in self.findings(as_of)]

    def said(self, code: str, as_of: date = TODAY) -> list[str]:
        """The messages of one rule."""
        assert code in BY_CODE
        return [f.message for f in self.findings(as_of) if f.code == code]
