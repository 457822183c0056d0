"""Findings for a person at a terminal: those of one cause together, others a line each, and one that counts them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.output import finding_rows, terminal
from ratified.output.finding_groups import LISTED, grouped
from ratified.output.terminal import BAD, CARE, DIM, GOOD, OPEN, painted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratified.check.judgement import Judgement
    from ratified.model.finding import Finding

_COLOURS = {"error": BAD, "warning": CARE, "waived": OPEN, "on main": OPEN}


def render(judgement: Judgement, colour: bool, whole: bool = True) -> Iterator[str]:
    """The lines of a text report, without line ends. Unless it is to be `whole`, many findings of one cause are a group
    of which the first are listed.
    """
    groups, others = ([], judgement.findings) if whole else grouped(judgement.findings)
    for group in groups:
        level = finding_rows.level(group.findings[0])
        yield painted(terminal.line(group.head), _COLOURS[level], colour)
        yield from (f"  {_line(finding, colour, bare=True)}" for finding in group.findings[:LISTED])
        yield from ([f"  {terminal.line(group.rest)}"] if group.rest else [])
    for finding in others:
        yield _line(finding, colour)
    for sentence in finding_rows.waiting(judgement):
        yield terminal.line(sentence)
    lines = [*finding_rows.covered(judgement)]
    yield from map(terminal.line, [*lines, ""] if lines else ())
    style = BAD if judgement.errors or judgement.undecided else CARE if judgement.warnings else GOOD
    yield painted(terminal.line(finding_rows.closing(judgement)), style, colour)


def _line(finding: Finding, colour: bool, bare: bool = False) -> str:
    level = finding_rows.level(finding)
    place = terminal.line(str(finding.place))
    what = terminal.line(f"{finding.code} {finding.message}")
    tail = "" if bare else painted(terminal.line(f"; {finding_rows.todo(finding)}"), DIM, colour)
    return f"{place}: {painted(level, _COLOURS[level], colour)} {what}{tail}"
