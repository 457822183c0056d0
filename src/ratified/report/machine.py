"""Findings as JSON, as design.md promises them."""

from __future__ import annotations

import json
from collections.abc import Iterator

from ratified.judgement.judgement import Judgement
from ratified.report import table


def render(judgement: Judgement) -> Iterator[str]:
    """The lines of the JSON report. `head` is the judged commit; null where nothing could be decided."""
    report = {
        "schema": table.SCHEMA,
        "as_of": judgement.as_of.isoformat(),
        "head": judgement.head,
        "period": table.period(judgement),
        "undecided": judgement.undecided,
        "pending": table.pending(judgement),
        "approvers_of_all": table.approvers_of_all(judgement),
        "ratifies": table.ratifies(judgement),
        "findings": [table.row(finding) for finding in judgement.findings],
        "replaces": judgement.replaces,
        "summary": table.summary(judgement),
    }
    yield from dumps(report).split("\n")


def dumps(value: object) -> str:
    """JSON in ASCII that holds no runner command: the same value, one character spelt as an escape."""
    return json.dumps(value, indent=2, ensure_ascii=True).replace("##[", "\\u0023#[")
