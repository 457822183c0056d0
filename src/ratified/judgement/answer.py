"""`answer`: what `judge` finds in a work tree, taken from an earlier run where nothing has changed since."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ratified.history import Found, HistoryError, Opened, Seen, State, read_ahead, state_of
from ratified.judgement.judgement import Judgement
from ratified.judgement.question import PLAIN, READ_BY_RULES, TODAY, Question
from ratified.source.tree import WorkTree

if TYPE_CHECKING:
    from ratified.approval import Record

_NAME = "answer"
_READ = ("data", "docs", "macros", "overrides", "runbooks")


class _Before(NamedTuple):
    """An earlier answer and what led to it. `unlisted` are files of the main branch that git does not track here."""

    main: str = "main"
    unlisted: frozenset[str] = frozenset()
    day: date | None = None
    question: Question = PLAIN
    state: State | None = None
    found: Judgement | None = None


def answer(root: Path, as_of: date, question: Question = PLAIN) -> Judgement:
    """What `judge` says, book and record left out where they need not be made. Raises HistoryError.

    The answer about a work tree is kept with all that led to it: the day, the commits of the main branch and of what
    is checked out, and the bytes of every file. Where each of them is what it was, so is the answer.
    """
    if question not in (PLAIN, TODAY):
        return judge(root, as_of, question)
    asked = (as_of, question)
    with ExitStack() as stack:
        try:
            opened = stack.enter_context(Opened(root))
            kept = opened.kept.load(_NAME)
            before = kept if isinstance(kept, _Before) else _Before()
            if before.found is None:
                read_ahead(opened, before.main)
            seen = _seen(opened, root, before.main, before.unlisted)
        except HistoryError:
            return judge(root, as_of, question)  # which says so in its own order, after what it finds in the files
        same = (before.day, before.question) == asked
        if before.found is not None and seen is not None and same and before.state == seen.state:
            return before.found
        judgement = judge(root, as_of, question, opened)
    if judgement.book is not None and judgement.record is not None and seen is not None:
        main, unlisted = judgement.book.register.main, _unlisted(judgement.record, seen, before.unlisted)
        _keep(root, question, judgement, judgement.record, seen, main, unlisted)
    return judgement


def known(root: Path, as_of: date, found: Found, question: Question = PLAIN) -> Judgement | None:
    """A kept answer to a question about the work tree that still holds, without book and record; None where none is.

    `found` is the repository, where somebody looked already. Raises HistoryError.
    """
    with Opened(root, found) as opened:
        before = opened.kept.load(_NAME)
        if (
            not isinstance(before, _Before)
            or before.found is None
            or (before.day, before.question) != (as_of, question)
        ):
            return None
        seen = _seen(opened, root, before.main, before.unlisted)
        return before.found if seen is not None and seen.state == before.state else None


def judge(root: Path, as_of: date, question: Question = PLAIN, opened: Opened | None = None) -> Judgement:
    """As in `judgement.judge`, which loads every rule and is loaded only here: a kept answer needs none of them."""
    from ratified.judgement.judge import judge as ask

    return ask(root, as_of, question, opened)


def _unlisted(record: Record, seen: Seen, known: frozenset[str]) -> frozenset[str]:
    chronicle, head = record.docket.chronicle, record.docket.head
    held = (path for path in chronicle.timeline if chronicle.at(path, head))
    evidence = (path for path in record.files if path not in READ_BY_RULES)
    return frozenset(path for path in (*held, *evidence) if path not in seen.read or path in known)


def _keep(
    root: Path,
    question: Question,
    judgement: Judgement,
    record: Record,
    before: Seen,
    main: str,
    unlisted: frozenset[str],
) -> None:
    """Keep an answer, unless anything moved while it was made: then nobody knows what led to it.

    Nor is it where more had to be looked at than was known to matter before: the next run will know.
    """
    with Opened(root) as opened:
        now = _seen(opened, root, main, unlisted)
        if now is not None:
            sure = record.docket.settled and now == before and now.state.tip == record.tip
            found = replace(judgement, book=None, record=None) if sure else None
            opened.kept.keep(_NAME, _Before(main, unlisted, judgement.as_of, question, now.state, found))


def _seen(opened: Opened, root: Path, main: str, more: Collection[str]) -> Seen | None:
    """The state of a work tree; None where some of it cannot be read, or it is not to be trusted as it is."""
    tree = WorkTree(root)
    if tree.faults(*_READ, *READ_BY_RULES, ".github"):
        return None
    return state_of(opened, main, (*tree.paths(*_READ), *READ_BY_RULES, *more))
