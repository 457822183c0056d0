"""What changed on a page: clauses by their ids, steps of a runbook by their numbers, other text by its heading."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from ratified.changes.lines import lines_changed
from ratified.model.plurals import counted
from ratified.source.front_matter import part
from ratified.source.page import read_page

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ratified.model.prose import Page

_MOST_STEPS = 500
"""Steps beyond which speed counts for more than the best match: no runbook has as many."""

_CALL = re.compile(r"\{\{-?\s*clause\([^{}]*\)\s*-?\}\}")
_STEP = re.compile(r"[0-9]{1,9}[.)]\s")


class PagePart(NamedTuple):
    """A stretch of a page: the lines of a clause, or those under a heading without their clauses."""

    path: str
    lines: tuple[str, ...]
    criteria: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The text with all white space alike."""
        return " ".join(" ".join(self.lines).split())


@dataclass(frozen=True)
class PageParts:
    """A page in parts that leave no line out. `clauses` by id, `sections` by heading and how often it came before.

    `order` holds the keys of both as they follow one another.
    """

    path: str
    front: object
    clauses: Mapping[str, PagePart]
    sections: Mapping[tuple[str, int], PagePart]
    order: tuple[object, ...]


def read_prose(path: str, text: str) -> PageParts:
    """A page of any past in its parts. Where it cannot be read, all of it is text under no heading."""
    runbook = path.startswith("runbooks/")
    page, _ = read_page(path, text, runbook, skim=True)
    parted = part(path, text)
    lines = parted.body.split("\n")
    clauses: dict[str, PagePart] = {}
    sections: dict[tuple[str, int], PagePart] = {}
    seen: Counter[tuple[bool, str]] = Counter()
    stops = _stops(page, lines)
    order: list[object] = []
    ends = [*(stop.line for stop in stops[1:]), len(lines) + 1]
    for stop, end in zip(stops, ends, strict=True):
        found = PagePart(path, tuple(lines[stop.line - 1 : end - 1]), stop.criteria)
        before = seen[stop.clause, stop.name]
        seen[stop.clause, stop.name] += 1
        if stop.clause:
            order.append(f"{stop.name} (number {before + 1})" if before else stop.name)
            clauses[str(order[-1])] = found
        else:
            order.append((stop.name, before))
            sections[stop.name, before] = found
    return PageParts(path, parted.head.value, clauses, sections, tuple(order))


class _PartStart(NamedTuple):
    """Where a part begins, line from 1: a clause by its id and criteria, or a heading by its text."""

    line: int
    clause: bool = False
    name: str = ""
    criteria: tuple[str, ...] = ()


def _stops(page: Page, lines: Sequence[str]) -> list[_PartStart]:
    found: dict[int, _PartStart] = {1: _PartStart(1)}
    for heading in page.headings:
        found[heading.place.line] = _PartStart(heading.place.line, name=heading.text)
    for clause in page.clauses:
        line = clause.place.line
        before = found.get(line, _PartStart(line))
        name = f"{before.name} and {clause.id}" if before.clause else clause.id
        found[line] = _PartStart(line, True, name, (*before.criteria, *clause.criteria))
    return [found[line] for line in sorted(found) if line <= len(lines)]


def of_clauses(old: Mapping[str, PagePart], new: Mapping[str, PagePart]) -> Iterator[str]:
    """What happened to the clauses of all pages that changed: reworded, moved, added, removed."""
    for id_ in dict.fromkeys((*old, *new)):
        before, after = old.get(id_), new.get(id_)
        if after is None or before is None:
            yield f"clause {id_} {'removed' if after is None else 'added'}"
        else:
            yield from (f"clause {id_} {what}" for what in _of_clause(before, after))


def _of_clause(before: PagePart, after: PagePart) -> Iterator[str]:
    if before.path != after.path:
        yield f"moved from {before.path} to {after.path}"
    bare = [" ".join(_CALL.sub(" ", part.words).split()) for part in (before, after)]
    if bare[0] != bare[1]:
        yield "reworded"
    elif before.criteria == after.criteria and before.words != after.words:
        yield "called otherwise"
    if before.criteria != after.criteria:
        added = [c for c in after.criteria if c not in before.criteria]
        removed = [c for c in before.criteria if c not in after.criteria]
        parts = [f"{verb} {', '.join(some)}" for verb, some in (("adds", added), ("drops", removed)) if some]
        yield f"cites other criteria: {', '.join(parts) or 'another order'}"


def of_sections(before: PageParts, after: PageParts) -> Iterator[str]:
    """What changed in the text of a page that is no clause."""
    gone = {key: p for key, p in before.sections.items() if key not in after.sections and p.words}
    come = {key: p for key, p in after.sections.items() if key not in before.sections and p.words}
    renamed: dict[str, list[tuple[str, int]]] = {}
    for key, new in come.items():
        renamed.setdefault(_rest(new), []).append(key)
    for key, old in gone.items():
        if twins := renamed.get(_rest(old)):
            twin = twins.pop(0)
            del come[twin]
            yield f'{_on(after.path)}heading "{key[0]}" is now "{twin[0]}"'
        else:
            yield f'{_on(after.path)}section "{key[0]}" removed'
    for key, old in before.sections.items():
        now = after.sections.get(key)
        if now is not None and old.words != now.words:
            yield from _of_section(after.path, key[0], old, now)
    yield from (f'{_on(after.path)}section "{name}" added' for name, _ in come)
    both = {*before.order} & {*after.order}
    if [key for key in before.order if key in both] != [key for key in after.order if key in both]:
        yield f"order of the text of {after.path} changed"


def _of_section(path: str, name: str, old: PagePart, new: PagePart) -> Iterator[str]:
    steps_before, text_before = _steps(old)
    steps_after, text_after = _steps(new)
    for what in _of_steps(steps_before, steps_after):
        yield f"{_on(path)}{name or 'text'}: {what}"
    if text_before != text_after or steps_before == steps_after:
        count = lines_changed(old.lines, new.lines)
        under = f' under "{name}"' if name else ""
        yield f"text of {path}{under} changed ({counted(count, 'line')})"


def _rest(section: PagePart) -> str:
    """What stands under a heading."""
    return " ".join(" ".join(section.lines[1:]).split())


def _steps(section: PagePart) -> tuple[list[str], str]:
    """The numbered steps of a section, each with what is indented beneath it, and all other text."""
    steps: list[str] = []
    other: list[str] = []
    open_ = False
    for line in section.lines:
        if found := _STEP.match(line):
            steps.append(line[found.end() :])
            open_ = True
        elif open_ and line[:1] in {" ", "\t"}:
            steps[-1] += f" {line}"
        else:
            open_ = open_ and not line.strip()
            other.append(line)
    return [" ".join(step.split()) for step in steps], " ".join(" ".join(other).split())


def _of_steps(before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=len(before) > _MOST_STEPS)
    for tag, first, last, begin, end in matcher.get_opcodes():
        if tag == "equal":
            continue
        same = min(last - first, end - begin)
        yield from (f"step {number + 1} reworded" for number in range(begin, begin + same))
        yield from (f"step {number + 1} added" for number in range(begin + same, end))
        yield from (f"step {number + 1} of before removed" for number in range(first + same, last))


def _on(path: str) -> str:
    return "" if path.startswith("runbooks/") else f"{path}: "
