"""What a pull request would ratify besides its own change: earlier landings that nobody approved, with their text."""

from __future__ import annotations

from difflib import unified_diff
from itertools import islice
from typing import TYPE_CHECKING

from ratified.approval.effective_days import moment
from ratified.approval.record import BacklogLanding
from ratified.changes.document_log import ChangeDescriber
from ratified.model.landing import Identity
from ratified.source.decode import decode
from ratified.source.fault import ReadingFault

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ratified.approval.verdicts import ApprovalHistory

MOST_LINES = 60
"""How much of a landing's text is shown; the command beside it shows the rest."""

_MOST_BYTES = 200_000


def ratified_backlog(
    approvals: ApprovalHistory, documents: Iterable[str], below: str = ""
) -> tuple[BacklogLanding, ...]:
    """The landings whose changes of these documents still await approval, oldest first."""
    waiting: dict[int, list[str]] = {}
    for document in documents:
        for number in approvals.open_landings(document):
            waiting.setdefault(number, []).append(document)
    historian = ChangeDescriber(approvals.timeline)
    found = (_one(approvals, historian, number, waiting[number]) for number in sorted(waiting))
    return tuple(one._replace(below=below) for one in found)


def _one(approvals: ApprovalHistory, historian: ChangeDescriber, number: int, documents: list[str]) -> BacklogLanding:
    timeline = approvals.timeline
    landing = timeline.landings[number]
    paths = sorted({path for document in documents for path in _paths(approvals, document, number)})
    changes = dict.fromkeys(said for document in documents for said in historian.amended(document, number).changes)
    made = (
        contributor
        for document in documents
        for contributor in approvals.decisions.facts.authorship.all(document, number)
    )
    authors = (contributor for contributor in made if isinstance(contributor, Identity))
    base = landing.commit.parents[0] if landing.commit.parents else ""
    lines = (line for path in paths for line in _diff(approvals, path, number))
    diff_lines = list(islice(lines, MOST_LINES + 1))
    if len(diff_lines) > MOST_LINES:
        diff_lines = [*diff_lines[:MOST_LINES], "... cut here; the command above shows the rest"]
    return BacklogLanding(
        landing.commit.id,
        base,
        moment(landing.commit),
        tuple(dict.fromkeys(authors)),
        tuple(documents),
        tuple(paths),
        tuple(changes),
        tuple(diff_lines),
    )


def _paths(approvals: ApprovalHistory, document: str, number: int) -> Iterator[str]:
    before = dict(approvals.timeline.files(document, number - 1))
    after = dict(approvals.timeline.files(document, number))
    return (path for path in {*before, *after} if before.get(path) != after.get(path))


def _diff(approvals: ApprovalHistory, path: str, number: int) -> Iterator[str]:
    old, new = (_text(approvals, path, at) for at in (number - 1, number))
    if old is None or new is None:
        yield f"{path}: no text, or too long to show here"
        return
    yield from unified_diff(old, new, f"a/{path}", f"b/{path}", n=1, lineterm="")


def _text(approvals: ApprovalHistory, path: str, number: int) -> list[str] | None:
    """A file's lines after a landing: none where it is not there, None where it is no text or very long."""
    if approvals.timeline.at(path, number) is None:
        return []
    data = approvals.timeline.content(path, number)
    if data is None or len(data) > _MOST_BYTES:
        return None
    text = decode(path, data)
    return None if isinstance(text, ReadingFault) else text.split("\n")
