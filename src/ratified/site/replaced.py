"""The files of a site as MkDocs holds them: which are the repository's, and pages that were put in place of its own."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from ratified.model.place import Place
from ratified.site import audit
from ratified.site.macro_grammar import MacroFault

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from ratified.policy import Book

_OURS = "ratified"


def held_by(files: Iterable[Any], root: Path, paths: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """The files of the repository that are no pages, and the pages, each by every address that leads to it."""
    plain: dict[str, str] = {}
    pages: dict[str, str] = {}
    for file in files:
        if file.is_documentation_page():
            for address in (file.url.removeprefix("./").removeprefix("."), file.dest_uri):
                pages[address] = paths.get(file.src_uri, file.src_uri)
        elif (path := _inside(file, root)) is not None:
            plain[file.dest_uri] = path
    return plain, pages


def replaced(files: Iterable[Any], root: Path, paths: Mapping[str, str], book: Book) -> Iterator[MacroFault]:
    """Pages of documents whose text is not their file's, and files that come from outside of the repository."""
    made = audit.require().made
    for file in files:
        path = paths.get(file.src_uri, "")
        if file.is_documentation_page() and book.document_of(path) is not None:
            source = None if file.abs_src_path is None else os.path.realpath(file.abs_src_path)
            if source != os.path.realpath(root / path) and file.generated_by != _OURS:
                by = f"by the plugin {file.generated_by!r}" if file.generated_by else "from another file"
                yield MacroFault(
                    Place(path), f"is made {by} and not from this file, so it is not what was approved; fix that"
                )
        elif file.abs_src_path is not None and _inside(file, root) is None:
            name = os.path.realpath(file.abs_src_path)
            if not name.startswith(audit.require().passed) and file.abs_src_path not in made and name not in made:
                what = "is put into the site from outside of this repository, where nobody approves it"
                yield MacroFault(Place(file.abs_src_path), f"{what}; put it here, or take it out")


def _inside(file: Any, root: Path) -> str | None:
    """The path of a file in the repository; None where it lies elsewhere, or nowhere."""
    name: str | None = file.abs_src_path
    if name is None or name.startswith(audit.require().passed):
        return None
    for here in (os.path.abspath(name), os.path.realpath(name)):  # noqa: PTH100
        for top in (str(root), os.path.realpath(root)):
            if here.startswith(top + os.sep):
                return here[len(top) + 1 :].replace(os.sep, "/")
    return None
