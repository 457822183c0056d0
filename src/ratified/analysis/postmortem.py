"""A postmortem in Markdown: its title, its timeline, and the stages that it names with a moment.

The timeline is every list and table under a heading that says so, and every table whose first column is a time. Forms
as the templates of postmortems have them (sre.google/sre-book/example-postmortem, response.pagerduty.com,
github.com/dastergon/postmortem-templates).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ratified.analysis.foreign_incident import ForeignEntry, ForeignIncident, ForeignMoment, NoIncidentError
from ratified.analysis.stage_names import stage_named
from ratified.analysis.written_moments import (
    days_in,
    moment_at_start,
    zones_of_column,
    zones_of_heading,
    zones_of_sentence,
)
from ratified.clock import moment
from ratified.source.commonmark import MOST_NESTED, page_tokens, too_deep

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from markdown_it.token import Token

KIND = "a postmortem in Markdown"
_TIMELINE = re.compile(r"(?i)\b(?:timeline|chronology)\b")
_SHORT = 80
"""Letters of a line that names the day of what follows; a longer one tells a story."""
_TIMES = re.compile(r"(?i)[*_ ]*(?:date|day|time|when|timestamp)\b")
_LABEL = re.compile(r"[*_ ]*(?P<name>[A-Za-z][A-Za-z _]{2,30}?)[*_ ]*:[*_ ]*(?P<rest>\S.*)")


@dataclass(frozen=True)
class _Section:
    """What holds below a heading or in a table: the day and the zone that were named, and what holds around it."""

    timeline: bool = False
    level: int = 0
    day: str | None = None
    zone: str | None = None
    last: str | None = None
    outer: _Section | None = None


@dataclass(frozen=True)
class _Line:
    """A heading, a paragraph, an item or a row: its words, its cells where it is a row, its line in the file."""

    kind: str
    words: str
    line: int
    level: int = 0
    cells: tuple[str, ...] = ()


def postmortem(file: str, text: str) -> ForeignIncident:
    """The postmortem of a text without front matter. Raises NoIncidentError where it is nested too deep to be read."""
    tokens, _ = page_tokens(text.split("\n"))
    if any(map(too_deep, tokens)):
        raise NoIncidentError(
            f"{file}: lists inside of lists are nested deeper than {MOST_NESTED} levels; flatten them"
        )
    lines = [*_lines(tokens)]
    first = next((line for line in lines if line.kind == "heading"), None)
    moments: list[ForeignMoment] = []
    entries: list[ForeignEntry] = []
    section = _Section()
    for line in lines:
        if line.kind in _FRAMES:
            section = _FRAMES[line.kind](section, line)
        elif (stage := _stage(line, section)) is not None:
            moments.append(stage)
        elif section.timeline and (line.kind != "paragraph" or moment_at_start(line.words)):
            section, entry = _entry(section, line)
            entries.append(entry)
        else:
            section = _told(section, line)
    return ForeignIncident(KIND, "the postmortem", first.words if first else "", tuple(moments), tuple(entries))


def _entry(section: _Section, line: _Line) -> tuple[_Section, ForeignEntry]:
    """A line of the timeline, and what holds after it: once the clock steps back, nobody knows the day any more."""
    source = f"line {line.line}"
    found = moment_at_start(line.words, section.day, section.zone)
    if found is None or found.at is None:
        return section, ForeignEntry(line.words, source)
    if found.day is None and section.last is not None and moment(found.at) < moment(section.last):
        return replace(section, day=None), ForeignEntry(line.words, source)
    return replace(section, last=found.at), ForeignEntry(found.rest or line.words, source, found.at)


def _one(zones: set[str], otherwise: str | None) -> str | None:
    """The zone that was named; none where there are two, and what held before where there is none."""
    return next(iter(zones)) if len(zones) == 1 else None if zones else otherwise


def _under(section: _Section, line: _Line) -> _Section:
    """A heading ends all that one of its own level or below said."""
    while section.outer is not None and section.level >= line.level:
        section = section.outer
    days = days_in(line.words)
    return _Section(
        section.timeline or (line.level > 1 and _TIMELINE.search(line.words) is not None),
        line.level,
        days[0] if len(days) == 1 else None if days else section.day,
        _one(zones_of_heading(line.words), section.zone),
        None,
        section,
    )


def _in_table(section: _Section, line: _Line) -> _Section:
    timed = _TIMES.match(line.cells[0]) is not None
    zones = zones_of_column(line.cells[0]) if timed else set()
    inside = replace(section, timeline=section.timeline or timed, level=_TABLE, outer=section)
    return replace(inside, zone=_one(zones, section.zone))


def _after_table(section: _Section, line: _Line) -> _Section:
    outer = section.outer or _Section()
    return replace(outer, last=section.last, day=outer.day if section.day else None)


_TABLE = 7
"""Deeper than any heading."""
_FRAMES: dict[str, Callable[[_Section, _Line], _Section]] = {
    "heading": _under,
    "head": _in_table,
    "end": _after_table,
}


def _told(section: _Section, line: _Line) -> _Section:
    """A sentence may name the day, or the zone of all times below it."""
    days = days_in(line.words) if section.timeline and len(line.words) <= _SHORT else []
    zone = _one(zones_of_sentence(line.words), section.zone)
    if not days:
        return replace(section, zone=zone)
    return replace(section, day=days[0] if len(days) == 1 else None, last=None, zone=zone)


def _stage(line: _Line, section: _Section) -> ForeignMoment | None:
    """`Detected: 2026-11-20 14:20 UTC`, or a row of two cells that says the same."""
    if len(line.cells) == 2:
        name, rest = (cell.strip("*_ :") for cell in line.cells)
    elif found := _LABEL.fullmatch(line.words):
        name, rest = found["name"], found["rest"]
    else:
        return None
    stage, exact = stage_named(name)
    written = moment_at_start(rest, None, section.zone)
    if stage is None or written is None or written.at is None or written.rest.strip(" .*_"):
        return None
    return ForeignMoment(written.at, f"line {line.line}: {name}", stage, exact)


def _lines(tokens: Sequence[Token]) -> Iterator[_Line]:
    """Headings, paragraphs, items and rows in the order of the page; what stands further down in an item by itself."""
    kind, listed, start, level = "", 0, 1, 1
    cells: list[str] = []
    for token in tokens:
        start = token.map[0] + 1 if token.map else start
        listed += _LISTS.get(token.type, 0)
        kind = _KINDS.get(token.type, kind)
        if token.type == "heading_open":
            level = int(token.tag[1:])
        elif token.type == "inline" and kind in {"head", "row"}:
            cells.append(token.content)
        elif token.type == "inline" or (token.type == "fence" and listed and token.content.strip()):
            yield _Line(kind or ("item" if listed else "paragraph"), token.content.rstrip("\n"), start, level)
        elif token.type == "tr_close":
            yield _Line(kind, " | ".join(filter(None, cells)), start, 0, tuple(cells))
            cells = []
        elif token.type == "table_close":
            yield _Line("end", "", start)


_LISTS = {"bullet_list_open": 1, "ordered_list_open": 1, "bullet_list_close": -1, "ordered_list_close": -1}
_KINDS = {"heading_open": "heading", "heading_close": "", "thead_open": "head", "tbody_open": "row", "table_close": ""}
"""What stands between these tokens."""
