"""Who ratified what, without asking any rule."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from ratified.approval import Record
from ratified.book.lasting import lasting
from ratified.chronicle.commit_tree import CommitTree
from ratified.history import Found, Opened, open_history
from ratified.judgement.recorded import docket_of, edited, of_branch, recorded, register_of
from ratified.model.register import Register
from ratified.source.tree import Tree, WorkTree


@contextmanager
def standing(
    root: Path,
    as_of: date,
    ref: str | None = None,
    register: Register | None = None,
    found: Found | None = None,
    whole: bool = False,
) -> Iterator[Record]:
    """The record of a repository while git can still be asked: of a ref from objects, else of the work tree.

    `register` is the work tree's and `found` the repository, where somebody looked already. `whole` learns at once
    what every event will ask of git. Raises HistoryError where nothing may be claimed.
    """
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
            yield recorded(CommitTree(history.listing(history.head), history.blob), history, docket, None)
            return
        of_branch(history, docket, here.main)
        yield edited(recorded(tree, history, docket, None), history.edited(), here)
