"""The table of facts every format is made from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypedDict

from ratified.judgement.judgement import Judgement
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


class Pending(TypedDict):
    """A document that a pull request changes, with the ids of people who may approve it, as JSON."""

    document: str
    eligible: list[str]
    authors: list[str]


def pending(judgement: Judgement) -> list[Pending]:
    """Every document that a pull request changes; empty where none was judged."""
    proposed = (judgement.record.proposed if judgement.record else None) or {}
    return [
        Pending(document=p.document, eligible=list(p.eligible), authors=[str(a) for a in p.authors])
        for p in proposed.values()
    ]


def waiting(judgement: Judgement) -> Iterator[str]:
    """A sentence for each document that a pull request changes: who wrote it, and who can approve it."""
    people = judgement.book.person if judgement.book else {}
    for row in pending(judgement):
        names = [people[id_].name if id_ in people else id_ for id_ in row["eligible"]]
        can = f"{' or '.join(names)} can approve it" if names else "nobody can approve it"
        yield f"{row['document']} is pending: {can} by merging with a merge commit"


class PeriodAsked(TypedDict):
    """The period that was asked for, as JSON."""

    id: str
    starts: str
    ends: str
    report: str


def period(judgement: Judgement) -> PeriodAsked | None:
    """The period that was asked for by name; None where the register's own were asked about."""
    window = judgement.window
    if window is None:
        return None
    return PeriodAsked(
        id=window.name, starts=window.starts.isoformat(), ends=window.ends.isoformat(), report=window.report
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
    period = f", period {judgement.window.words}" if judgement.window else ""
    return f"{', '.join(counts)}, as of {judgement.as_of.isoformat()}{period}"


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
