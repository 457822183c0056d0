"""`cached_or_new_judgement`: what `judge` finds in a work tree, from an earlier run where nothing has changed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ratified.check.earlier_answers import earlier_answer, known_before
from ratified.check.judgement import Judgement
from ratified.check.query import PLAIN, CheckQuery

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from ratified.check.new_answers import NewAnswer
    from ratified.git.discovery import RepositoryFolders
    from ratified.git.repository import OpenRepository

_NAME = "answer"


def cached_or_new_judgement(root: Path, as_of: date, question: CheckQuery = PLAIN) -> Judgement:
    """What `judge` says, book and record left out where they need not be made. Raises HistoryError."""

    def ask(opened: OpenRepository | None) -> NewAnswer[Judgement]:
        from ratified.check.new_answers import NewAnswer

        found = judge(root, as_of, question, opened)
        main = found.book.register.main if found.book else "main"
        return NewAnswer(found, replace(found, book=None, record=None), found.record if found.book else None, main)

    return earlier_answer(_NAME, root, as_of, question, ask, Judgement)


def cached_judgement(
    root: Path, as_of: date, found: RepositoryFolders, question: CheckQuery = PLAIN
) -> Judgement | None:
    """A kept answer to a question about the work tree that still holds, without book and record; None where none is.

    `found` is the repository, where somebody looked already. Raises HistoryError.
    """
    return known_before(_NAME, root, as_of, question, Judgement, found)


def judge(root: Path, as_of: date, question: CheckQuery = PLAIN, opened: OpenRepository | None = None) -> Judgement:
    """As in `check.judge.judge`, which loads every rule and is loaded only here: a kept answer needs none of them."""
    from ratified.check.judge import judge as ask

    return ask(root, as_of, question, opened)
