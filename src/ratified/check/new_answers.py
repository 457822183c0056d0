"""Answers about a work tree made anew, and kept with what led to them for the next run (`earlier_answers`)."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from ratified.check.earlier_answers import EarlierAnswer, paths_of
from ratified.check.query import READ_BY_RULES, CheckQuery
from ratified.git.error import HistoryError
from ratified.git.history import read_ahead
from ratified.git.repository import OpenRepository
from ratified.git.repository_state import StateObservation, repository_state

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from datetime import date
    from pathlib import Path

    from ratified.approval.record import ApprovalRecord

T = TypeVar("T")


class NewAnswer(NamedTuple, Generic[T]):
    """An answer and what is to be kept of it; the record that it came from and the name of its main branch, if any."""

    answer: T
    kept: T
    record: ApprovalRecord | None
    main: str = "main"


def ask_anew(
    name: str, root: Path, as_of: date, question: CheckQuery, ask: Callable[[OpenRepository | None], NewAnswer[T]]
) -> T:
    """What `ask` answers, kept under a name unless anything moved while it was made: then nobody knows what led to it.

    Nor is it where more had to be looked at than was known to matter before: the next run will know.
    """
    with ExitStack() as stack:
        try:
            opened = stack.enter_context(OpenRepository(root))
            kept = opened.kept.load(name)
            before = kept if isinstance(kept, EarlierAnswer) else EarlierAnswer()
            if before.found is None:
                read_ahead(opened, before.main)
            seen = _seen(opened, root, before.main, before.unlisted)
        except HistoryError:
            return ask(None).answer  # which says so in its own order, after what it finds in the files
        told = ask(opened)
    if told.record is not None and seen is not None:
        unlisted = _unlisted(told.record, seen, before.unlisted)
        sure = told.record.approvals.settled
        with OpenRepository(root) as opened:
            now = _seen(opened, root, told.main, unlisted)
            if now is not None:
                sure = sure and now == seen and now.state.tip == told.record.tip
                found = told.kept if sure else None
                opened.kept.keep(name, EarlierAnswer(told.main, unlisted, as_of, question, now.state, found))
    return told.answer


def _unlisted(record: ApprovalRecord, seen: StateObservation, known: frozenset[str]) -> frozenset[str]:
    timeline, head = record.approvals.timeline, record.approvals.head
    held = (path for path in timeline.path_history if timeline.at(path, head))
    evidence = (path for path in record.files if path not in READ_BY_RULES)
    return frozenset(path for path in (*held, *evidence) if path not in seen.read or path in known)


def _seen(opened: OpenRepository, root: Path, main: str, more: Collection[str]) -> StateObservation | None:
    """The state of a work tree; None where some of it cannot be read, or it is not to be trusted as it is."""
    paths = paths_of(root, more)
    return None if paths is None else repository_state(opened, main, paths)
