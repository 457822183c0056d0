"""Findings for GitHub Actions: annotations while they last, the full list in the step summary.

The runner keeps 10 errors and 10 warnings a step and drops the rest, so the rest are plain lines.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ratified.output import finding_rows, markdown, terminal, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratified.check.judgement import Judgement
    from ratified.model.finding import Finding

MOST = 10


def render(judgement: Judgement, below: str = "") -> Iterator[str]:
    """The lines for the log. `below` is the policy's folder in the repository, where the forge's paths do not start."""
    annotated: Counter[str] = Counter()
    for finding in judgement.findings:
        if finding.waived is None and not finding.on_main and annotated[finding.level] < MOST:
            annotated[finding.level] += 1
            yield _annotation(finding, below)
    yield from text.render(judgement, colour=False)


def _annotation(finding: Finding, below: str) -> str:
    place = finding.place
    properties = ",".join(
        f"{key}={_property(value)}"
        for key, value in (
            ("file", f"{below}/{place.path}" if below else place.path),
            ("line", str(place.line)),
            ("col", str(place.column)),
            ("title", f"{finding.code} {finding.name}"),
        )
    )
    return f"::{finding.level} {properties}::{_data(f'{finding.message}; {finding.help}')}"


def _data(value: str) -> str:
    escaped = value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return terminal.line(escaped)


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")


def step_summary(judgement: Judgement) -> str:
    """The full list as Markdown for the step summary; of a pull request after what a comment would say of it."""
    asked = judgement.record is not None and judgement.record.proposed is not None and not judgement.undecided
    lines = [line for line in markdown.render(judgement) if line != markdown.MARK] if asked else []
    lines = [*(lines or [f"### ratified: {_cell(finding_rows.closing(judgement))}"]), ""]
    if asked and judgement.findings:
        lines += ["**All findings**", ""]
    if judgement.findings:
        lines += ["| Place | Level | Code | What is wrong | What to do |", "|---|---|---|---|---|"]
    for finding in judgement.findings:
        todo = finding.waived or finding_rows.todo(finding)
        cells = (str(finding.place), finding_rows.level(finding), finding.code, finding.message, todo)
        lines.append("| " + " | ".join(_cell(cell) for cell in cells) + " |")
    for row in finding_rows.ratifies(judgement):
        merging = (
            f"Merging this also approves commit {row['landing'][:10]} by {', '.join(row['authors'])}: {row['command']}"
        )
        lines += ["", _cell(merging), "", *(f"    {terminal.line(line)}" for line in row["diff"])]
    return "\n".join(lines) + "\n"


def _cell(value: str) -> str:
    """Text as itself in a Markdown table: everything Markdown or HTML would obey becomes an entity."""
    return "".join(f"&#{ord(c)};" if c in "|<>&`*_[]()!\\#~$@" else c for c in terminal.line(value))
