"""Who ratified what, without asking any rule."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from ratified.approval import Record
from ratified.book import Book, read_book
from ratified.book.lasting import lasting
from ratified.chronicle.commit_tree import CommitTree
from ratified.history import HistoryError, open_history
from ratified.judgement.recorded import docket_of, edited, of_branch, recorded
from ratified.source.tree import Tree, WorkTree


@contextmanager
def standing(root: Path, as_of: date, ref: str | None = None, book: Book | None = None) -> Iterator[Record]:
    """The record of a repository while git can still be asked: of a ref from objects, else of the work tree.

    `book` is the work tree's, where somebody read it already. Raises HistoryError where nothing may be claimed.
    """
    tree: Tree = WorkTree(root)
    with lasting():
        if ref is None and book is None:
            book = _book(tree)
        main = book.register.main if book else "main"
        with open_history(root, ref=ref, main=main, as_of=as_of) as history:
            docket = docket_of(history, as_of)
            if ref is not None or book is None:
                yield recorded(CommitTree(history.listing(history.head), history.blob), history, docket, None)
                return
            of_branch(history, docket, main)
            yield edited(recorded(tree, history, docket, None), history.edited(), book.register)


def _book(tree: Tree) -> Book:
    reading = read_book(tree, skim=True)
    if reading.book is None:
        raise HistoryError("files here cannot be read, so nothing is judged; `ratified check` lists them")
    return reading.book
