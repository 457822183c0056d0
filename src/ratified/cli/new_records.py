"""What every command shares that writes a record: the book, the answers that it checks, the file, what comes next."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ratified.cli import exits
from ratified.cli.options import open_tree
from ratified.output import terminal
from ratified.policy import Book, read_book
from ratified.policy.records.reading import RECORD_MODELS
from ratified.source.atomic_write import RewriteError
from ratified.source.new_file import write_fresh
from ratified.source.typed import typed
from ratified.source.yaml_reader import read_yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ratified.model.prose import Page


def book_of(root: Path) -> Book:
    """Everything the repository says, or a sentence that says to run `ratified check`."""
    reading = read_book(open_tree(root))
    if reading.book is None:
        raise exits.CannotDecideError("the data could not be read, so nothing was written; `ratified check` lists why")
    return reading.book


def runbook_of(book: Book, id_: str) -> Page:
    """The page of a runbook."""
    return book.runbook[one_of(sorted(book.runbook))(id_)]


def level_of(book: Book, page: Page | None, severity: str | None) -> str:
    """The level to prepare for: what was said, else the runbook's, else the most severe."""
    if severity is not None:
        return one_of(book.level)(severity)
    if page and page.runbook:
        return page.runbook.default_severity
    if not book.level:
        raise exits.CannotDecideError(
            "the data has no severities, so that no incident can be recorded; this repository is for policies alone"
        )
    return next(iter(book.level))


def one_of(known: Iterable[str]) -> Callable[[str], str]:
    """A check that an answer is one of these; it raises a usage error that lists them."""
    ids = list(known)

    def check(text: str) -> str:
        if text not in ids:
            raise click.BadParameter(f"{text!r} is none of {', '.join(ids) or 'those here, for there are none yet'}")
        return text

    return check


def record_path(folder: str, id_: str, text: str) -> str:
    """The path that a record will have; a sentence where it would not read."""
    path = f"data/{folder}/{id_}.yml"
    yaml = read_yaml(path, text)
    typed(RECORD_MODELS[folder], yaml)
    if yaml.faults:
        fault = yaml.faults[0]
        raise exits.CannotDecideError(terminal.line(f"the record would not read: {fault.message}; nothing was written"))
    return path


def write_record(root: Path, folder: str, id_: str, text: str) -> str:
    """Write a record once it is sure that it reads, and return its path."""
    path = record_path(folder, id_, text)
    try:
        write_fresh(root, path, text)
    except RewriteError as error:
        raise exits.CannotDecideError(terminal.line(str(error))) from None
    return path


def say_next(root: Path, path: str, id_: str, subject: str) -> None:
    """Say what was written, and the commands that come next."""
    click.echo(f"Wrote {path}, a draft. Fill in the lines that begin with #: and run `ratified check`.\n")
    if root != Path():
        click.echo(f"    cd {shlex.quote(str(root))}")
    for command in (
        f"git switch -c {id_.lower()}",
        f"$EDITOR {path}",
        "ratified check",
        f"git add {path}",
        f"git commit -m {shlex.quote(subject)}",
        f"git push -u origin {id_.lower()}",
    ):
        click.echo(f"    {command}")
