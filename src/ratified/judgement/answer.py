"""`answer`: what `judge` finds in a work tree, taken from an earlier run where nothing has changed since."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ratified.judgement.before import answered, known_before
from ratified.judgement.judgement import Judgement
from ratified.judgement.question import PLAIN, Question

if TYPE_CHECKING:
    from ratified.history.finding import Found
    from ratified.history.opened import Opened
    from ratified.judgement.anew import Told

_NAME = "answer"


def answer(root: Path, as_of: date, question: Question = PLAIN) -> Judgement:
    """What `judge` says, book and record left out where they need not be made. Raises HistoryError."""

    def ask(opened: Opened | None) -> Told[Judgement]:
        from ratified.judgement.anew import Told

        found = judge(root, as_of, question, opened)
        main = found.book.register.main if found.book else "main"
        return Told(found, replace(found, book=None, record=None), found.record if found.book else None, main)

    return answered(_NAME, root, as_of, question, ask, Judgement)


def known(root: Path, as_of: date, found: Found, question: Question = PLAIN) -> Judgement | None:
    """A kept answer to a question about the work tree that still holds, without book and record; None where none is.

    `found` is the repository, where somebody looked already. Raises HistoryError.
    """
    return known_before(_NAME, root, as_of, question, Judgement, found)


def judge(root: Path, as_of: date, question: Question = PLAIN, opened: Opened | None = None) -> Judgement:
    """As in `judgement.judge`, which loads every rule and is loaded only here: a kept answer needs none of them."""
    from ratified.judgement.judge import judge as ask

    return ask(root, as_of, question, opened)
