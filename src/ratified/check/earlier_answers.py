"""Answers about a work tree, taken from an earlier run where nothing has changed since.

An answer is kept with all that led to it: the day, the commits of the main branch and of what is checked out, and the
bytes of every file. Where each of them is what it was, so is the answer.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from ratified.check.garbage_collection import without_garbage_collection
from ratified.check.query import PLAIN, READ_BY_RULES, TODAY, CheckQuery
from ratified.git.error import HistoryError
from ratified.git.evidence_branch import evidence_tip
from ratified.git.glance import RepositoryGlance, kept_of
from ratified.git.repository_state import RepositoryState, files_of
from ratified.source.tree import WorkTree

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from datetime import date
    from pathlib import Path

    from ratified.check.new_answers import NewAnswer
    from ratified.git.discovery import RepositoryFolders
    from ratified.git.repository import OpenRepository

T = TypeVar("T")

_LOCAL = "refs/heads/"
_READ = ("data", "docs", "macros", "overrides", "runbooks")


class EarlierAnswer(NamedTuple):
    """An earlier answer and what led to it. `unlisted` are files of the main branch that git does not track here."""

    main: str = "main"
    unlisted: frozenset[str] = frozenset()
    day: date | None = None
    question: CheckQuery = PLAIN
    state: RepositoryState | None = None
    found: object = None


def earlier_answer(
    name: str,
    root: Path,
    as_of: date,
    question: CheckQuery,
    ask: Callable[[OpenRepository | None], NewAnswer[T]],
    kind: type[T],
) -> T:
    """What `ask` answers to a question about a work tree, kept under a name; from an earlier run where it still holds.

    `ask` may be given the repository, opened; it closes it. Raises what `ask` raises.
    """
    if question not in (PLAIN, TODAY):
        with without_garbage_collection():
            return ask(None).answer
    with suppress(HistoryError):  # whoever asks next meets it, and says so
        if (known := known_before(name, root, as_of, question, kind)) is not None:
            return known
    with without_garbage_collection():  # of what is loaded here nothing goes before the command ends
        from ratified.check.new_answers import ask_anew

        return ask_anew(name, root, as_of, question, ask)


def known_before(
    name: str, root: Path, as_of: date, question: CheckQuery, kind: type[T], found: RepositoryFolders | None = None
) -> T | None:
    """A kept answer that still holds; None where there is none. `found` is the repository, where somebody looked.

    HistoryError where the history is not to be trusted.
    """
    found, kept = kept_of(root, found)
    before = kept.load(name)
    if not isinstance(before, EarlierAnswer) or not isinstance(before.found, kind) or before.state is None:
        return None
    if (before.day, before.question) != (as_of, question):
        return None
    glance = RepositoryGlance(found, before.state.ref)
    if not before.state.ref.startswith(_LOCAL) and glance.has(f"{_LOCAL}{before.main}"):
        return None  # main was the remote's, and there is a local one by now
    files = files_of(glance, more) if (more := paths_of(root, before.unlisted)) is not None else None
    if files is None:
        return None
    now = RepositoryState(before.state.ref, glance.tip, glance.here, files.digest, evidence_tip(glance.real))
    return before.found if now == before.state else None


def paths_of(root: Path, more: Collection[str]) -> tuple[str, ...] | None:
    """The files that count though git may ignore them; None where some cannot be read, or are not to be trusted."""
    tree = WorkTree(root)
    faults = tree.faults(*_READ, *READ_BY_RULES, ".github")
    return None if faults else (*tree.paths(*_READ), *READ_BY_RULES, *more)
