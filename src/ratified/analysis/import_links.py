"""Where the links of imported pages lead from their new place, and which files come with the pages that show them."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from ratified.policy.addresses import DOCS, MARKDOWN, PAGES, SAID
from ratified.source.fault import ReadingFault
from ratified.source.lines import LineIndex
from ratified.source.link_targets import LinkTarget, link_targets
from ratified.source.svg import acts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ratified.analysis.import_sources import SourceFile, SourceFiles
    from ratified.model.place import Place

_STYLES = (".css",)
_ENDINGS = (*MARKDOWN, ".html", ".htm")
_OF_THE_ENGINE = frozenset(f"{DOCS}{uri}" for uri in PAGES)
_NO_PAGE = "leads to no page and no file that is imported or here; correct it, or add what it names"


class LinkNote(NamedTuple):
    """What became of a link: where it stands in the file that was imported, and a sentence."""

    place: Place
    text: str


@dataclass
class LinkedFiles:
    """Files to copy with their pages, by their new path; none of them is Markdown."""

    folder: str
    sources: SourceFiles
    copied: dict[str, SourceFile] = field(default_factory=dict)

    def new_path(self, file: SourceFile) -> str:
        """Where a file goes."""
        return f"{self.folder}/{file.below}"

    def taken(self, absolute: str) -> str | None:
        """The new path of a file that a page shows, or a sentence with a blank in front that says why it stays."""
        found = self.sources.beside(absolute)
        if found is None:
            return None
        if isinstance(found, ReadingFault):
            return f" {found.message}"
        why = _left(found)
        if why is None:
            self.copied[self.new_path(found)] = found
        return f" {why}" if why else self.new_path(found)


def _left(file: SourceFile) -> str | None:
    """Why a file is not taken along."""
    name = file.below.lower()
    if not name.endswith(SAID) or name.endswith(_STYLES):
        return "is of a kind that no policy shows; it was not copied"
    acting = acts(file.data) if name.endswith(".svg") else None
    return (
        f"is a picture that acts where it is opened by itself: it holds {acting[1]}; it was not copied"
        if acting
        else None
    )


class PageLinks:
    """The links of the pages of one import. `pages` are the new paths by the absolute path of the source; `here` the
    files that the repository has under `docs/`."""

    def __init__(self, pages: Mapping[str, str], here: Iterable[str], files: LinkedFiles) -> None:
        self._pages, self._files = pages, files
        self._here = frozenset((*here, *pages.values(), *_OF_THE_ENGINE))
        self._by_stem: dict[str, str] = {}
        for source, new in pages.items():
            self._by_stem.setdefault(_stem(source), new)
            if posixpath.basename(_stem(source)).lower() in {"index", "readme"}:
                self._by_stem.setdefault(posixpath.dirname(source), new)

    def moved(self, source: SourceFile, new: str, body: str, line: int) -> tuple[str, list[LinkNote], list[LinkNote]]:
        """The text of a page from its new path: with the links that lead on, those that were written anew, and those
        that lead nowhere. `line` is the number of the text's first line in its file."""
        lines = LineIndex(source.given, body, line)
        parts: list[str] = []
        anew: list[LinkNote] = []
        dead: list[LinkNote] = []
        end = 0
        for target in link_targets(body):
            if target.elsewhere or target.start < end:
                continue
            written, why = self._written(target, source, new)
            if why:
                dead.append(LinkNote(lines.at(target.start), f"{target.written} {why}"))
            if written != target.written:
                anew.append(LinkNote(lines.at(target.start), f"{target.written} is now {written}"))
            parts += [body[end : target.start], written]
            end = target.end
        return "".join((*parts, body[end:])), anew, dead

    def _written(self, target: LinkTarget, source: SourceFile, new: str) -> tuple[str, str]:
        """How a target is written from the new path, and where it leads nowhere why."""
        path = target.path
        literal = posixpath.normpath(posixpath.join(posixpath.dirname(new), path))
        meant, why = self._meant(path, source)
        if meant is None and not path.startswith("/") and literal in self._here:
            return target.written, ""
        if meant is None or why:
            return target.written, why or _NO_PAGE
        if meant == literal and not path.startswith("/") and not path.endswith("/"):
            return target.written, ""
        return quote(posixpath.relpath(meant, posixpath.dirname(new)), safe="/") + target.tail, ""

    def _meant(self, path: str, source: SourceFile) -> tuple[str | None, str]:
        """The new path of what a path means, None where it is nothing that is imported; and why it is not taken."""
        for absolute in self._ways(path, source.absolute):
            found = self._pages.get(absolute) or self._by_stem.get(absolute) or self._by_stem.get(_stem(absolute))
            if found is not None:
                return found, ""
            taken = None if absolute.lower().endswith(_ENDINGS) else self._files.taken(absolute)
            if taken is not None:
                return (None, taken[1:]) if taken.startswith(" ") else (taken, "")
        return (self._at_address(path) or self._ending_in(path), "") if path.startswith("/") else (None, "")

    def _ways(self, path: str, page: str) -> Iterator[str]:
        """The absolute paths that a link may mean: as a file names another, else as the address of a page does, which
        most sites show as a folder of its name."""
        if path.startswith("/"):
            yield from self._files.sources.at_top(posixpath.normpath(path).lstrip("/"))
            return
        yield posixpath.normpath(posixpath.join(posixpath.dirname(page), path))
        if "." not in posixpath.basename(path):
            yield posixpath.normpath(posixpath.join(_stem(page), path))

    def _at_address(self, path: str) -> str | None:
        """The page that has a path from the top of the site here."""
        wanted = _stem(f"{DOCS}{posixpath.normpath(path).lstrip('/')}")
        return next((one for one in sorted(self._here) if one.endswith(_ENDINGS) and _stem(one) == wanted), None)

    def _ending_in(self, path: str) -> str | None:
        """The one imported page whose path ends in a path from the top of a site that lies elsewhere."""
        ending = _stem(posixpath.normpath(path))
        found = [new for source, new in self._pages.items() if _stem(source).endswith(ending)]
        return found[0] if len(found) == 1 and len(ending) > 1 else None


def _stem(path: str) -> str:
    ending = next((end for end in _ENDINGS if path.lower().endswith(end)), "")
    return path[: len(path) - len(ending)].rstrip("/")


def notes_of(notes: Iterable[LinkNote]) -> Iterator[str]:
    """Each note as a line."""
    return (f"{note.place}: {note.text}" for note in notes)
