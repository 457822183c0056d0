"""`answer`: what `judge` finds in a work tree, taken from an earlier run where nothing has changed since."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from ratified.history import HistoryError, Opened, State, state_of
from ratified.judgement.judgement import Judgement
from ratified.judgement.question import PLAIN, Question
from ratified.source.tree import WorkTree

_NAME = "answer"
_READ = ("data", "docs", "runbooks")
_MAIN = "main"


def answer(root: Path, as_of: date, question: Question = PLAIN) -> Judgement:
    """What `judge` says, book and record left out where they need not be made. Raises HistoryError.

    The answer about a work tree is kept with all that led to it: the day, the commits of the main branch and of what
    is checked out, and the bytes of every file. Where each of them is what it was, so is the answer.
    """
    if question != PLAIN:
        return _judged(root, as_of, question)
    try:
        with Opened(root) as opened:
            main, day, before, found = _kept(opened)
            now = _state(opened, root, main)
            if found is not None and (day, before) == (as_of, now):
                return found
    except HistoryError:
        return _judged(root, as_of)  # which says so in its own order, after what it finds in the files
    judgement = _judged(root, as_of)
    if judgement.book is not None and now is not None:
        _keep(root, as_of, judgement, judgement.book.register.main, now)
    return judgement


def _judged(root: Path, as_of: date, question: Question = PLAIN) -> Judgement:
    from ratified.judgement.judge import judge  # it loads every rule, which a kept answer does not need

    return judge(root, as_of, question)


def _kept(opened: Opened) -> tuple[str, date | None, State | None, Judgement | None]:
    kept = opened.kept.load(_NAME)
    return kept if isinstance(kept, tuple) else (_MAIN, None, None, None)


def _keep(root: Path, as_of: date, judgement: Judgement, main: str, before: State) -> None:
    """Keep an answer, unless anything moved while it was made: then nobody knows what led to it."""
    with Opened(root) as opened:
        now = _state(opened, root, main)
        if now is not None and now.files == before.files and now.here == before.here:
            known = now.tip == before.tip  # not so where another branch was looked at, before the main one was known
            found = replace(judgement, book=None, record=None) if known else None
            opened.kept.keep(_NAME, (main, as_of, now, found))


def _state(opened: Opened, root: Path, main: str) -> State | None:
    """The state of a work tree; None where some of it cannot be read, or it is not to be trusted as it is."""
    tree = WorkTree(root)
    return None if tree.faults(*_READ) else state_of(opened, main, tree.paths(*_READ))
