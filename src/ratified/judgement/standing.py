"""Who ratified what, without asking any rule."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from ratified.approval import Record
from ratified.book.lasting import lasting
from ratified.chronicle.commit_tree import CommitTree
from ratified.history import Found, History, Opened, open_history
from ratified.judgement.amendments import Amendments, Words, amendments
from ratified.judgement.recorded import docket_of, edited, of_branch, recorded, register_of
from ratified.model.register import Register
from ratified.source.tree import Tree, WorkTree


@contextmanager
def standing_and_past(
    root: Path, as_of: date, register: Register, found: Found | None = None, told: bool = True
) -> Iterator[tuple[Record, Amendments]]:
    """The record of a work tree while git can still be asked, all that was learned at once, and its amendments.

    Without `told` there are no amendments, for whoever shows none. What a landing changed never changes, so its words
    are kept for the next run on the same head.
    """
    with _asked(root, as_of, None, register, found, whole=True) as (history, record):
        yield record, _amended(history, record, as_of) if told else Amendments()


def _amended(history: History, record: Record, as_of: date) -> Amendments:
    name = f"amended {history.ref}"
    kept = history.kept.load(name)
    told: Words = kept[1] if isinstance(kept, tuple) and kept[0] == history.head else {}
    before = len(told)
    past = amendments(record.docket, as_of, told)
    if len(told) != before:
        history.kept.keep(name, (history.head, told))
    return past


@contextmanager
def standing(
    root: Path,
    as_of: date,
    ref: str | None = None,
    register: Register | None = None,
    found: Found | None = None,
) -> Iterator[Record]:
    """The record of a repository while git can still be asked: of a ref from objects, else of the work tree.

    `register` is the work tree's and `found` the repository, where somebody looked already. Raises HistoryError
    where nothing may be claimed.
    """
    with _asked(root, as_of, ref, register, found, whole=False) as (_, record):
        yield record


@contextmanager
def _asked(
    root: Path, as_of: date, ref: str | None, register: Register | None, found: Found | None, whole: bool
) -> Iterator[tuple[History, Record]]:
    """A history and its record; `whole` learns at once what every event will ask of git."""
    tree: Tree = WorkTree(root)
    here = None if ref is not None else register or register_of(tree)
    with (
        lasting(),
        open_history(
            root,
            ref=ref,
            main=here.main if here else "main",
            as_of=as_of,
            opened=Opened(root, found) if found else None,
        ) as history,
        docket_of(history, as_of) as docket,
    ):
        if whole:
            docket.ledger.look_ahead(docket.documents, whole=True)
        if here is None:
            yield history, recorded(CommitTree(history.listing(history.head), history.blob), history, docket, None)
            return
        of_branch(history, docket, here.main)
        yield history, edited(recorded(tree, history, docket, None), history.edited(), here)
