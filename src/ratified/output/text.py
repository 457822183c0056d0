"""Findings for a person at a terminal: a line each, then one line that counts them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.output import finding_rows, terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratified.check.judgement import Judgement
    from ratified.model.finding import Finding

_COLOURS = {"error": "31;1", "warning": "33", "waived": "36", "on main": "36", "dim": "2", "good": "32"}


def render(judgement: Judgement, colour: bool) -> Iterator[str]:
    """The lines of a text report, without line ends."""
    for finding in judgement.findings:
        yield _line(finding, colour)
    for sentence in finding_rows.waiting(judgement):
        yield terminal.line(sentence)
    lines = [*finding_rows.covered(judgement)]
    yield from map(terminal.line, [*lines, ""] if lines else ())
    style = "error" if judgement.errors or judgement.undecided else "warning" if judgement.warnings else "good"
    yield _paint(terminal.line(finding_rows.closing(judgement)), style, colour)


def _line(finding: Finding, colour: bool) -> str:
    level = finding_rows.level(finding)
    place = terminal.line(str(finding.place))
    what = terminal.line(f"{finding.code} {finding.message}")
    tail = finding_rows.todo(finding)
    return f"{place}: {_paint(level, level, colour)} {what}{_paint(terminal.line(f'; {tail}'), 'dim', colour)}"


def _paint(text: str, style: str, colour: bool) -> str:
    return f"\x1b[{_COLOURS[style]}m{text}\x1b[0m" if colour else text
