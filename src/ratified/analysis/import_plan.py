"""What `ratified import` would write: pages with their front matter, files that they show, and the rows about them.

Everything is worked out and read again as the check would read it, so that writing it is all that is left.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import yaml

from ratified.analysis.import_navigation import SETTINGS, NavigationEntry, with_pages
from ratified.analysis.import_pages import ImportPlanner, ImportRequest, PlannedPage
from ratified.analysis.import_rows import IMPORTS, REGISTER
from ratified.analysis.import_sources import NoImportError, SourceFiles
from ratified.check.judge import judge_tree
from ratified.policy.read import read_book
from ratified.rules.families import ON_WORDING
from ratified.source.changed_tree import ChangedTree
from ratified.source.fault import ReadingFault
from ratified.source.literal_text import scalar
from ratified.source.yaml_edits import EditError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ratified.source.tree import FileTree


@dataclass(frozen=True)
class ImportPlan:
    """Everything that an import would write, by path its bytes before and after, and what is to be said of it.

    `same` are the pages that were imported from the same bytes before, `refused` why files are left out, `found` how
    many findings of each code the check would have on the pages that are written, `untaken` the files below the folders
    that were named which are no page, and which no page that is imported shows. `by_hand` are sentences on what is left
    to write.
    """

    pages: tuple[PlannedPage, ...]
    same: tuple[str, ...]
    refused: tuple[ReadingFault, ...]
    copied: tuple[str, ...]
    folder: str
    files: dict[str, tuple[bytes | None, bytes]]
    found: dict[tuple[str, str], int]
    untaken: tuple[str, ...] = ()
    by_hand: tuple[str, ...] = ()


def plan_import(tree: FileTree, request: ImportRequest) -> ImportPlan:
    """Work an import out. Nothing is written. Raises NoImportError with every reason why nothing can be imported."""
    book = read_book(tree, skim=True).book
    if book is None:
        raise NoImportError("this repository cannot be read; `ratified check` says what is wrong there")
    sources = SourceFiles(request.paths)
    planner = ImportPlanner(tree, book, request, sources)
    pages = [*planner.pages()]
    pages = planner.with_rows(pages)
    linked, copied = planner.linked(pages)
    files = planner.files(linked, copied)
    found = _findings(tree, files, linked, request.day)
    faults = tuple(sorted((*sources.faults, *planner.refused), key=lambda fault: fault.place))
    known = [*(one.absolute for one in (*sources.pages, *copied.values())), *sources.beneath(request.folder, tree)]
    untaken = sources.untaken(known)
    navigation, by_hand = _navigation(tree, linked)
    return ImportPlan(
        tuple(linked),
        tuple(planner.same),
        faults,
        tuple(sorted(files.keys() & copied)),
        request.folder,
        {**files, **navigation},
        found,
        untaken,
        by_hand,
    )


def _navigation(
    tree: FileTree, pages: Sequence[PlannedPage]
) -> tuple[dict[str, tuple[bytes | None, bytes]], tuple[str, ...]]:
    """A navigation of the company's own with the new pages, or what to write there by hand."""
    new = [
        NavigationEntry(page.head.title, page.path.removeprefix("docs/"))
        for page in pages
        if page.before is None and page.path.startswith("docs/")
    ]
    before = tree.read(SETTINGS)
    if isinstance(before, ReadingFault) or not new:
        return {}, ()
    try:
        after = with_pages(before, new)
    except (EditError, yaml.YAMLError) as error:
        why = str(error) if isinstance(error, EditError) else f"{SETTINGS} cannot be read"
        rows = "\n".join(f"  - {scalar(one.title)}: {scalar(one.address)}" for one in new)
        return {}, (f"{why}; its navigation leaves the new pages out. Add under nav:\n{rows}",)
    return ({} if after is None else {SETTINGS: (before, after)}), ()


def _findings(
    tree: FileTree, files: dict[str, tuple[bytes | None, bytes]], pages: Sequence[PlannedPage], day: date
) -> dict[tuple[str, str], int]:
    """How many findings the check would have on the pages, and on what is written about them. Raises NoImportError."""
    if not files:
        return {}
    judged = judge_tree(ChangedTree(tree, {path: after for path, (_, after) in files.items()}), day)
    if judged.book is None:
        first = judged.findings[0]
        raise NoImportError(f"what would be written cannot be read: {first.place}: {first.message}; {first.help}")
    paths = {page.path for page in pages} | {IMPORTS}
    ids = {page.row.id for page in pages if page.row}
    said = [f for f in judged.findings if f.place.path in paths or (f.place.path == REGISTER and f.subject in ids)]
    old = {page.path for page in pages if page.before is None}  # whose words the check takes for old ones
    softened = ("warning" if f.code in ON_WORDING and f.place.path in old else f.level for f in said)
    return dict(Counter(zip(softened, (finding.code for finding in said), strict=True)))
