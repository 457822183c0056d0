"""The table of facts every format is made from."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from ratified.model.plurals import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ratified.check.judgement import Judgement
    from ratified.model.finding import Finding

SCHEMA = "ratified/findings/1"


class FindingRow(TypedDict):
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
    on_main: bool


def level(finding: Finding) -> str:
    """The word that a report shows for a finding: its level, or why it does not count."""
    return "waived" if finding.waived else "on main" if finding.on_main else finding.level


def todo(finding: Finding) -> str:
    """What to do about a finding, or why it does not count."""
    if finding.waived:
        return f"waived: {finding.waived}"
    return (
        f"already on main, so it does not block this pull request; {finding.help}" if finding.on_main else finding.help
    )


def row(finding: Finding) -> FindingRow:
    """One finding as a row."""
    return FindingRow(
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
        on_main=finding.on_main,
    )


class PendingDocumentRow(TypedDict):
    """A document that a pull request changes, with the ids of people who may approve it, as JSON."""

    document: str
    eligible: list[str]
    authors: list[str]


def pending(judgement: Judgement) -> list[PendingDocumentRow]:
    """Every document that a pull request changes; empty where none was judged."""
    proposed = (judgement.record.proposed if judgement.record else None) or {}
    return [
        PendingDocumentRow(document=p.document, eligible=list(p.eligible), authors=[str(a) for a in p.authors])
        for p in proposed.values()
    ]


def waiting(judgement: Judgement) -> Iterator[str]:
    """A sentence for each document that a pull request changes: who wrote it, and who can approve it."""
    people = judgement.book.person if judgement.book else {}
    for row in pending(judgement):
        names = [people[id_].name if id_ in people else id_ for id_ in row["eligible"]]
        can = f"{' or '.join(names)} can approve it" if names else "nobody can approve it"
        yield f"{row['document']} is pending: {can} by merging with a merge commit"
    whole = approvers_of_all(judgement)
    if whole and len(pending(judgement)) > 1:
        name = people[whole[0]].name if whole[0] in people else whole[0]
        yield f"One person can approve all of it: {name}"


def approvers_of_all(judgement: Judgement) -> list[str]:
    """The ids of people who can approve everything that a pull request changes, with the proof that is asked for."""
    asked = judgement.record.pull_request if judgement.record else None
    return list(asked.approvers) if asked else []


class BacklogLandingRow(TypedDict):
    """An earlier landing that nobody approved and that merging a pull request would approve, as JSON."""

    landing: str
    at: str | None
    authors: list[str]
    documents: list[str]
    paths: list[str]
    changes: list[str]
    command: str
    diff: list[str]


def ratifies(judgement: Judgement) -> list[BacklogLandingRow]:
    """Every earlier landing that merging a pull request would approve as well, oldest first."""
    asked = judgement.record.pull_request if judgement.record else None
    return [
        BacklogLandingRow(
            landing=one.landing,
            at=one.at.isoformat() if one.at else None,
            authors=[str(identity) for identity in one.authors],
            documents=list(one.documents),
            paths=list(one.paths),
            changes=list(one.changes),
            command=one.command,
            diff=list(one.diff),
        )
        for one in (asked.ratifies if asked else ())
    ]


def covered(judgement: Judgement) -> Iterator[str]:
    """The earlier landings that a merge would approve as well, each with its text, for a person to read."""
    for row in ratifies(judgement):
        yield ""
        when = row["at"][:10] if row["at"] else "a day that cannot be read"
        whose = ", ".join(row["authors"]) or "nobody git can name"
        what = f"commit {row['landing'][:10]} of {when} by {whose}"
        yield f"Merging this also approves {what}: {', '.join(row['documents'])}"
        yield f"  {row['command']}"
        yield from (f"  | {line}" for line in row["diff"])


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
    return {
        "errors": judgement.errors,
        "warnings": judgement.warnings,
        "waived": judgement.waived,
        "on_main": judgement.on_main,
    }


def closing(judgement: Judgement) -> str:
    """The counts in one sentence."""
    if judgement.undecided:
        return f"could not decide: {judgement.undecided}"
    counts = [
        counted(judgement.errors, "error"),
        counted(judgement.warnings, "warning"),
        f"{judgement.waived} waived",
        *([f"{judgement.on_main} already on main"] if judgement.on_main else []),
    ]
    period = f", period {judgement.window.words}" if judgement.window else ""
    later = f"; {counted(judgement.left_out, 'later commit')} left out" if judgement.left_out else ""
    return f"{', '.join(counts)}, as of {judgement.as_of.isoformat()}{period}{later}"
