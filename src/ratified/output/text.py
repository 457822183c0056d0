"""Findings for a person at a terminal: a line each, then one line that counts them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.output import finding_rows, terminal
from ratified.output.terminal import BAD, CARE, DIM, GOOD, OPEN, painted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratified.check.judgement import Judgement
    from ratified.model.finding import Finding

_COLOURS = {"error": BAD, "warning": CARE, "waived": OPEN, "on main": OPEN}


def render(judgement: Judgement, colour: bool) -> Iterator[str]:
    """The lines of a text report, without line ends."""
    for finding in judgement.findings:
        yield _line(finding, colour)
    for sentence in finding_rows.waiting(judgement):
        yield terminal.line(sentence)
    lines = [*finding_rows.covered(judgement)]
    yield from map(terminal.line, [*lines, ""] if lines else ())
    style = BAD if judgement.errors or judgement.undecided else CARE if judgement.warnings else GOOD
    yield painted(terminal.line(finding_rows.closing(judgement)), style, colour)


def _line(finding: Finding, colour: bool) -> str:
    level = finding_rows.level(finding)
    place = terminal.line(str(finding.place))
    what = terminal.line(f"{finding.code} {finding.message}")
    tail = finding_rows.todo(finding)
    return (
        f"{place}: {painted(level, _COLOURS[level], colour)} {what}{painted(terminal.line(f'; {tail}'), DIM, colour)}"
    )
