"""Where the pages of an import may stand: what is there already, what was imported before, whose the place would be."""

from __future__ import annotations

from fnmatch import fnmatchcase
from hashlib import sha256
from typing import TYPE_CHECKING

from ratified.analysis.import_rows import IMPORTS
from ratified.model.place import Place
from ratified.policy.addresses import MARKDOWN, folded
from ratified.source.fault import ReadingFault
from ratified.source.review_date import without_review_date
from ratified.source.tree import WorkTree

if TYPE_CHECKING:
    from datetime import date

    from ratified.analysis.import_sources import SourceFile
    from ratified.model.imports import ImportedPage
    from ratified.policy import Book
    from ratified.source.tree import FileTree


_MOVE = "move it out of docs/ and import it from there, or import into another folder (--into)"


class PagePlaces:
    """The places of the pages of one import, one after another."""

    def __init__(self, tree: FileTree, book: Book, folder: str, day: date) -> None:
        self._tree, self._folder = tree, folder
        self.documents = book.register.live(day)
        self._imported = {row.path: row for row in book.imports.imports}
        self._met: dict[str, str] = {}

    def of(self, source: SourceFile) -> str:
        """The path that a page gets."""
        ending = next(end for end in MARKDOWN if source.below.lower().endswith(end))
        return f"{self._folder}/{source.below[: -len(ending)]}.md"

    def before(self, path: str) -> bytes | None:
        """What an earlier import wrote there, None where there was none."""
        there = self._tree.read(path) if path in self._imported else None
        return None if isinstance(there, ReadingFault) else there

    def governed(self, path: str) -> str | None:
        """The document whose page a path is, or would be."""
        return next((d.id for d in self.documents if any(fnmatchcase(path, one) for one in d.pages)), None)

    def taken(self, path: str, source: SourceFile) -> ReadingFault | str | None:
        """Why a page cannot go to its place; the path itself where it stands there already from the same bytes."""
        if (twin := self._met.setdefault(folded(path), source.given)) != source.given:
            return _refusal(source, f"would take the same place as {twin}: {path}", "rename one of the two")
        if isinstance(self._tree, WorkTree) and source.absolute == (self._tree.root / path).resolve().as_posix():
            return _refusal(source, f"is {path} itself, where it would be imported to", "name where it comes from")
        there = self._tree.read(path)
        row = self._imported.get(path)
        other = self.governed(path)
        if isinstance(there, ReadingFault) and row is None:
            if taken := in_the_way(self._tree, path):
                return _refusal(
                    source, f"{taken} stands where {path} would", "remove it, or import into another folder"
                )
            if other:
                what = f"{path} would belong to {other}, whose pages in data/register.yml take it in"
                return _refusal(source, what, "import it into another folder (--into), or correct that pattern")
            return None
        if row is None:
            return _refusal(source, f"{path} is there and was not imported", _MOVE)
        return self._again(path, source, row, there)

    def _again(
        self, path: str, source: SourceFile, row: ImportedPage, there: bytes | ReadingFault
    ) -> ReadingFault | str | None:
        """What to do with a page that was imported before: nothing, write the new version, or refuse."""
        if sha256(source.data).hexdigest() == row.sha256:
            return path
        if isinstance(there, ReadingFault):
            what = f"{path} was imported on {row.imported} and is gone"
            return _refusal(source, what, f"restore it, or take its row out of {IMPORTS}")
        if page_hash(path, there) != row.page_sha256:
            what = f"{path} was changed since it was imported on {row.imported}, and so was this file"
            return _refusal(source, what, "write into that page by hand what is new in this one")
        return None


def in_the_way(tree: FileTree, path: str) -> str | None:
    """The link or the file that stands in the place of a path, or of a folder on the way there."""
    parts = path.split("/")
    ways = ("/".join(parts[: at + 1]) for at in range(len(parts)))
    return next((way for way in ways if way in tree.paths(way)), None)


def page_hash(path: str, data: bytes) -> str:
    """The hash of a page without the line of its review date, which a reaffirmation sets."""
    return sha256(without_review_date(path, data)).hexdigest()


def _refusal(source: SourceFile, what: str, help_: str) -> ReadingFault:
    return ReadingFault("shape", Place(source.given), what, help_)
