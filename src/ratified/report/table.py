"""The table of facts every format is made from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypedDict

from ratified.judgement import Judgement
from ratified.model.finding import Finding

SCHEMA = "ratified/findings/1"


class Row(TypedDict):
    """A finding as JSON: the keys are a promise to other programs."""

    code: str
    name: str
    level: str
    path: str
    line: int
    column: int
    document: str | None
    subject: str | None
    message: str
    help: str
    waived: str | None


def row(finding: Finding) -> Row:
    """One finding as a row."""
    return Row(
        code=finding.code,
        name=finding.name,
        level=finding.level,
        path=finding.place.path,
        line=finding.place.line,
        column=finding.place.column,
        document=finding.document,
        subject=finding.subject,
        message=finding.message,
        help=finding.help,
        waived=finding.waived,
    )


def summary(judgement: Judgement) -> Mapping[str, int]:
    """The counts of a judgement."""
    return {"errors": judgement.errors, "warnings": judgement.warnings, "waived": judgement.waived}


def closing(judgement: Judgement) -> str:
    """The counts in one sentence."""
    if judgement.undecided:
        return f"could not decide: {judgement.undecided}"
    counts = [
        _counted(judgement.errors, "error"),
        _counted(judgement.warnings, "warning"),
        f"{judgement.waived} waived",
    ]
    return f"{', '.join(counts)}, as of {judgement.as_of.isoformat()}"


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
