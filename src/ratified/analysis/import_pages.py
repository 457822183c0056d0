"""The pages of one import, from their files to what is written: front matter, document, links, files, rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from ratified.analysis.import_checks import refused, takes_in, unreadable
from ratified.analysis.import_links import LinkedFiles, LinkNote, PageLinks
from ratified.analysis.import_page import MappedHead, mapped, reviewed_here
from ratified.analysis.import_places import PagePlaces, in_the_way, page_hash
from ratified.analysis.import_register import RegisterRow, class_of_import, id_of, owner_of, prefix_of, role_asked
from ratified.analysis.import_rows import imported_row, with_documents, with_imports
from ratified.analysis.import_sources import NoImportError, SourceFile, SourceFiles
from ratified.model.place import Place
from ratified.source.fault import ReadingFault
from ratified.source.foreign_front_matter import ForeignPage, foreign_page

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from ratified.model.imports import ImportedPage
    from ratified.policy import Book
    from ratified.source.tree import FileTree


class ImportRequest(NamedTuple):
    """What was asked for: paths as they were given, the folder to import into, class and owner where they are named,
    and the day (UTC)."""

    paths: Sequence[str]
    folder: str
    class_: str | None
    owner: str | None
    day: date


@dataclass(frozen=True)
class PlannedPage:
    """A page as it would be written. `before` is what stands there, None where nothing does; `row` is the document that
    the register gets for it, None where it has one; `anew` and `dead` are its links."""

    source: SourceFile
    page: ForeignPage
    path: str
    head: MappedHead
    before: bytes | None
    row: RegisterRow | None = None
    after: bytes = b""
    anew: tuple[LinkNote, ...] = ()
    dead: tuple[LinkNote, ...] = ()

    @property
    def head_bytes(self) -> bytes:
        """Its front matter, whose lines end as the first line of the file does that it came from."""
        end = "\r\n" if self.source.data.split(b"\n", 1)[0].endswith(b"\r") else "\n"
        return end.join((*self.head.lines, "")).encode("utf-8")


class ImportPlanner:
    """Works one import out, step by step; `same` and `refused` are what it left alone and why."""

    def __init__(self, tree: FileTree, book: Book, request: ImportRequest, sources: SourceFiles) -> None:
        self._tree, self._book, self._asked, self._sources = tree, book, request, sources
        self._class = class_of_import(book, request.class_)
        self._owner = role_asked(book, request.owner)
        self._places = PagePlaces(tree, book, request.folder, request.day)
        self.same: list[str] = []
        self.refused: list[ReadingFault] = []
        if not sources.pages and not sources.faults:
            raise NoImportError(
                f"{', '.join(request.paths)}: no Markdown page; name a folder or a file that holds some"
            )

    def pages(self) -> Iterator[PlannedPage]:
        """The pages that can be imported, without their links; what cannot is refused with its places."""
        for source in self._sources.pages:
            path = self._places.of(source)
            why = self._places.taken(path, source)
            if isinstance(why, str):
                self.same += [path]
                continue
            if why is not None:
                self.refused.append(why)
                continue
            yield from self._page(source, path)

    def _page(self, source: SourceFile, path: str) -> Iterator[PlannedPage]:
        fault = unreadable(source)
        if fault is not None:
            self.refused.append(fault)
            return
        page = foreign_page(source.data)
        head = mapped(page, source.below, self._book.requirement, self._asked.day)
        head = reviewed_here(head, path, self._places.before(path))
        text = "\n".join((*head.lines, page.body.decode("utf-8").replace("\r\n", "\n")))
        faults = [*takes_in(source, page), *refused(source, page, text, len(head.lines))]
        self.refused += faults
        if not faults:
            yield PlannedPage(source, page, path, head, self._places.before(path))

    def with_rows(self, pages: list[PlannedPage]) -> list[PlannedPage]:
        """The pages with the documents that the register gets. Raises NoImportError where an owner is left open."""
        taken = [document.id for document in self._book.register.documents]
        prefix = prefix_of(self._book, self._class)
        found: list[PlannedPage] = []
        open_: list[str] = []
        for page in pages:
            if self._places.governed(page.path):
                found.append(page)
                continue
            said = page.head.owner
            owner = (owner_of(self._book, said, self._asked.day) if said else None) or self._owner
            if owner is None:
                open_.append(f"{page.source.given}: {_open(said)}")
                continue
            id_ = id_of(page.path, prefix, taken)
            taken.append(id_)
            row = RegisterRow(id_, page.head.title, self._class, owner, page.path)
            found.append(replace(page, row=row))
        if open_:
            roles = ", ".join(self._book.role)
            raise NoImportError("\n".join((*open_, f"name the role that owns these, --owner ROLE: {roles}")))
        return found

    def linked(self, pages: list[PlannedPage]) -> tuple[list[PlannedPage], dict[str, SourceFile]]:
        """The pages as they are written, with the files that they show."""
        every = {page.source.absolute: page.path for page in pages}
        every |= {one.absolute: path for one in self._sources.pages if (path := self._places.of(one)) in self.same}
        files = LinkedFiles(self._asked.folder, self._sources)
        links = PageLinks(every, self._book.files, files)
        for one in self._sources.pages:  # what an unchanged page shows may have been changed or lost
            if (path := self._places.of(one)) in self.same:
                unchanged = foreign_page(one.data)
                links.moved(one, path, unchanged.body.decode("utf-8"), unchanged.line)
        found = []
        for page in pages:
            body, anew, dead = links.moved(page.source, page.path, page.page.body.decode("utf-8"), page.page.line)
            after = page.head_bytes + body.encode("utf-8")
            found.append(replace(page, after=after, anew=tuple(anew), dead=tuple(dead)))
        return found, files.copied

    def files(self, pages: list[PlannedPage], copied: dict[str, SourceFile]) -> dict[str, tuple[bytes | None, bytes]]:
        """Every file to write, its bytes before and after. Raises NoImportError where something else stands there."""
        found: dict[str, tuple[bytes | None, bytes]] = {page.path: (page.before, page.after) for page in pages}
        for path, file in copied.items():
            there = self._tree.read(path)
            if isinstance(there, ReadingFault):
                if taken := in_the_way(self._tree, path):
                    raise NoImportError(f"{taken} stands where {path} would; remove it, or import into another folder")
                found[path] = None, file.data
            elif there != file.data:
                what = f"is there and is not {file.given}, so pages show the one that is here"
                fault = ReadingFault(
                    "unreadable", Place(path), what, "replace it by hand, or rename the other and what names it"
                )
                self.refused.append(fault)
        if not pages:
            return found
        rows = [page.row for page in pages if page.row is not None]
        of_pages = [_imported(page, self._asked.day) for page in pages]
        found |= with_documents(self._tree, rows) | with_imports(self._tree, of_pages)
        return found


def _imported(page: PlannedPage, day: date) -> ImportedPage:
    body = page.after[len(page.head_bytes) :]
    return imported_row(
        path=page.path,
        source=page.source.given,
        sha256=sha256(page.source.data).hexdigest(),
        body_sha256=sha256(body).hexdigest(),
        page_sha256=page_hash(page.path, page.after),
        imported=day,
        version=page.head.version,
        effective=page.head.effective,
        updated=page.head.updated,
    )


def _open(said: str | None) -> str:
    return f"its owner, {said}, is no role of data/roles.yml and holds none, or several" if said else "says no owner"
