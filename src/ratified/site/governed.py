"""Who governs what a build read and shows: by page, the documents whose verdicts count besides its own, and the faults.

Each file of the repository belongs to the page's own document, or to another one whose verdict then counts in the
page's panel, or to the layout, which counts in every panel. What belongs to nothing is a fault of the page that shows
it, or of all pages where nobody can tell whose it is.
"""

from __future__ import annotations

import os
import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from ratified.approval.authority import SITE_LAYOUT
from ratified.approval.documents import DocumentDefinitions, layout_inputs
from ratified.model.place import Place
from ratified.model.verdict import IN_FORCE
from ratified.site.macro_grammar import MacroFault
from ratified.views.approvals.status import PageContents, SiteVerdicts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ratified.policy import Book

_OF_SYSTEM = (
    "/usr/",
    "/etc/",
    "/proc/",
    "/dev/",
    "/sys/",
    "/lib",
    "/opt/",
    "/nix/",
    "/System/",
    "/Library/",
    "/var/lib/",
)
_BIND = "add it to the binds of a document in data/register.yml, or take it out of the page"


@dataclass(frozen=True)
class PageSources:
    """The files that one page, or nobody in particular, read or shows: paths of the repository, and others."""

    inside: frozenset[str]
    outside: frozenset[str] = frozenset()


class FileOwners(NamedTuple):
    """Whose some files are: the documents of each, and the files that are nobody's, or in no commit."""

    owners: frozenset[tuple[str, ...]] = frozenset()
    nobodys: frozenset[str] = frozenset()
    loose: frozenset[str] = frozenset()

    @classmethod
    def of(cls, parts: Iterable[FileOwners]) -> FileOwners:
        """Several of them as one."""
        parts = tuple(parts)
        return cls(*(frozenset().union(*(part[at] for part in parts)) for at in range(3)))  # type: ignore[arg-type]


class SiteGovernance:
    """Which documents a path belongs to: as the judged commit has it, or, where it has it not, as the register says."""

    def __init__(self, root: str, book: Book, standing: SiteVerdicts) -> None:
        self.root, self.book, self.standing = root, book, standing
        here = book.register.live(standing.as_of)
        self._patterns = DocumentDefinitions(here, layout_inputs(book.register, book.settings))  # type: ignore[arg-type]

    def owners(self, path: str) -> tuple[str, ...]:
        """The ids of the documents that a path belongs to."""
        held = self.standing.held
        if held is not None and path in held.owners:
            return held.owners[path]
        return tuple(dict.fromkeys(self._patterns.of(path)))

    def is_loose(self, path: str) -> bool:
        """Whether a path is in no commit though what stands for its documents does not say so: git ignores it."""
        if self.standing.held is None or path in self.standing.held.paths:
            return False
        verdicts = (self.standing.verdicts.get(id_) for id_ in self.owners(path))
        return all(found is None or found.verdict in {*IN_FORCE, "stale"} for found in verdicts)

    def of_layout(self, path: str) -> bool:
        """Whether a path belongs to the layout, whose verdict counts everywhere."""
        return SITE_LAYOUT in self.owners(path)

    def sorted_out(self, names: Iterable[str]) -> PageSources:
        """Absolute paths as paths of the repository, links followed or not; its own folder of git's left out."""
        inside: set[str] = set()
        outside: set[str] = set()
        top = os.path.realpath(self.root)
        for name in names:
            real = os.path.realpath(name)
            lexical = _below(name, self.root) or _below(name, top)
            found = lexical or _below(real, top)
            if found:
                if "/__pycache__/" not in f"/{found}" or self._is_kept(found):
                    inside.add(found)
            elif not real.startswith(_OF_SYSTEM):
                outside.add(name)
        return PageSources(frozenset(inside), frozenset(outside))

    def _is_kept(self, path: str) -> bool:
        """Whether what Python keeps of a module lies in the judged commit, where anybody may have put it."""
        return self.standing.held is not None and path in self.standing.held.paths

    def owned(self, paths: Iterable[str]) -> FileOwners:
        """Whose these files are."""
        owners: set[tuple[str, ...]] = set()
        nobodys: set[str] = set()
        loose: set[str] = set()
        for path in paths:
            found = self.owners(path)
            if not found:
                nobodys.add(path)
            elif self.is_loose(path):
                loose.add(path)
            else:
                owners.add(found)
        return FileOwners(frozenset(owners), frozenset(nobodys), frozenset(loose))

    def judged(
        self, page: str, document: str, outside: Iterable[str], *owned: FileOwners
    ) -> tuple[PageContents, list[MacroFault]]:
        """What a page of a document shows besides, and faults."""
        whole = FileOwners.of(owned)
        faults = [*self._from_outside(page, outside)]
        for path in sorted(whole.nobodys):
            faults.append(MacroFault(Place(page), f"shows {path}, which no document governs; {_BIND}"))
        return PageContents(self._others(whole, document), tuple(sorted(whole.loose))), faults

    def for_all(self, owned: FileOwners) -> tuple[PageContents, list[MacroFault]]:
        """The same of what nobody can say of which page it is."""
        faults = []
        for path in sorted(owned.nobodys):
            what = "is read while the site is built, for no page in particular, so it counts for every page"
            help_ = "name it among the inputs of what reads it, `site_inputs:` in data/register.yml"
            faults.append(MacroFault(Place(path), f"{what}, and no document governs it; {help_}"))
        return PageContents(self._others(owned, ""), tuple(sorted(owned.loose))), faults

    def _others(self, owned: FileOwners, document: str) -> tuple[str, ...]:
        """The documents that count besides one and the layout, in the order of the register."""
        of = {id_ for ids in owned.owners if document not in ids and SITE_LAYOUT not in ids for id_ in ids}
        known = [id_ for id_ in self.standing.verdicts if id_ in of]
        return (*known, *sorted(of - {*known}))

    def _from_outside(self, page: str, names: Iterable[str]) -> Iterator[MacroFault]:
        for name in sorted(names):
            yield MacroFault(
                Place(page), f"shows {name}, which is no file of this repository; put it here, and bind it"
            )


def _below(name: str, folder: str) -> str:
    """A path as it counts from a folder; nothing where it lies elsewhere, or in git's own folder."""
    if not name.startswith(folder + os.sep):
        return ""
    return posixpath.normpath(name[len(folder) + 1 :].replace(os.sep, "/"))
