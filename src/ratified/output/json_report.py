"""Findings as JSON, as design.md promises them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ratified.output import finding_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratified.check.judgement import Judgement


def render(judgement: Judgement) -> Iterator[str]:
    """The lines of the JSON report. `head` is the judged commit; null where nothing could be decided."""
    report = {
        "schema": finding_rows.SCHEMA,
        "as_of": judgement.as_of.isoformat(),
        "head": judgement.head,
        "period": finding_rows.period(judgement),
        "undecided": judgement.undecided,
        "pending": finding_rows.pending(judgement),
        "approvers_of_all": finding_rows.approvers_of_all(judgement),
        "ratifies": finding_rows.ratifies(judgement),
        "findings": [finding_rows.row(finding) for finding in judgement.findings],
        "replaces": None if judgement.undecided else judgement.replaces,
        "summary": finding_rows.summary(judgement),
    }
    yield from dumps(report).split("\n")


def dumps(value: object) -> str:
    """JSON in ASCII that holds no runner command: the same value, one character spelt as an escape."""
    return json.dumps(value, indent=2, ensure_ascii=True).replace("##[", "\\u0023#[")
