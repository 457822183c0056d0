"""The closed world of one build: it is watched from its start, and at its end each file has somebody who governs it."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ratified.approval.documents import matches
from ratified.approval.past_data import PastRegister, read_past
from ratified.approval.timeline import REGISTER
from ratified.model.place import Place
from ratified.policy.macro_data import reads_of
from ratified.settings import SiteSettings, read_settings
from ratified.site import audit
from ratified.site.governed import FileOwners, PageSources, SiteGovernance
from ratified.site.import_guard import guard, in_place_of_libraries
from ratified.site.macro_grammar import MacroFault
from ratified.site.page_files import files_in_page, framed_in, named_in_style
from ratified.source.fault import ReadingFault
from ratified.source.tree import WorkTree
from ratified.views.approvals.status import PageContents

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ratified.policy import Book


def begin(root: Path) -> SiteSettings:
    """Close the world round a build of this repository: from here on it is watched, and runs nothing by its name alone.

    What is being watched already goes on: the command begins before the configuration is read, the plugin after.
    """
    root = Path(os.path.realpath(root))
    tree = WorkTree(root)
    settings = read_settings(lambda path: None if isinstance(data := tree.read(path), ReadingFault) else data)
    guard(root, _package(settings))
    watch = audit.watched()
    if watch is None or watch.root != str(root):
        watch = audit.BuildAudit(str(root))
    data = tree.read(REGISTER)
    register = None if isinstance(data, ReadingFault) else read_past(PastRegister, REGISTER, data)
    named = register.site_inputs if register else ()
    watch.programs = settings.programs | {name for one in named for name in one.programs}
    watch.hosts = frozenset(name for one in named for name in one.hosts)
    watch.libraries = frozenset(name for one in named for name in one.libraries)
    audit.start(watch)
    return settings


def running(settings: SiteSettings) -> list[MacroFault]:
    """What would run when the settings are read."""
    return [MacroFault(one.place, f"{one.what}; take it out") for one in settings.unknown if one.runs]


def _package(settings: SiteSettings) -> str:
    """The package that may be imported: the one of the macros."""
    names = [pattern.removesuffix("/*") for pattern in settings.code if pattern.endswith("/*")]
    return names[0] if names else "macros"


def loaded_already(root: Path) -> Iterator[MacroFault]:
    """Modules that were run in place of libraries before anybody could see to it."""
    for name, path in in_place_of_libraries(root):
        what = f"was loaded in place of the library {name}; remove it, and build with `ratified site build`"
        yield MacroFault(Place(path), what)


class RenderedPage(NamedTuple):
    """A page of the site as it was read: its path in the repository, its address, its text as HTML, its calls.

    `inclusions` are further files that the engine put words of into it.
    """

    path: str
    url: str
    html: str
    calls: tuple[str, ...]
    inclusions: tuple[str, ...] = ()


@dataclass
class ClosedWorld:
    """What the files of a site are, and what its pages turned out to show.

    `files` are those that are no pages and `pages` those that are, from their address to their path in the repository.
    """

    governance: SiteGovernance
    watch: audit.BuildAudit
    files: Mapping[str, str]
    pages: Mapping[str, str]
    sources: Mapping[str, str] = field(default_factory=dict)
    everywhere: PageContents = field(default_factory=PageContents)
    contents: dict[str, PageContents] = field(default_factory=dict)
    late: dict[tuple[str, str], None] = field(default_factory=dict)
    _seen: int = 0

    def settle(self, read: Iterable[RenderedPage], book: Book) -> list[MacroFault]:
        """Say of every page of a document what else it shows; the faults of all."""
        faults = [MacroFault(Place(path or "mkdocs.yml"), f"{what}; take it out") for what, path in self._refused()]
        general = self._files("", self._named_in_styles())
        self.everywhere, more = self.governance.for_all(self.governance.owned(general.inside))
        faults += more
        self._seen = len(self.watch.opened)
        self._declared = DeclaredReads(self.governance, book)
        for page in read:
            document = book.document_of(page.path)
            if document is None:
                continue
            files = self._files(page.path, (*page.inclusions, *self.named(page.html, page.url)))
            owned = self.governance.owned(files.inside)
            found, wrong = self.governance.judged(
                page.path, document.id, files.outside, owned, self._declared.by(page.calls)
            )
            faults += wrong
            every = dict.fromkeys((*found.documents, *self.everywhere.documents))
            besides = tuple(id_ for id_ in every if id_ != document.id)
            self.contents[page.path] = PageContents(
                besides, tuple(dict.fromkeys((*found.loose, *self.everywhere.loose)))
            )
        return faults

    def _refused(self) -> Iterator[tuple[str, str]]:
        for what, source in self.watch.refused:
            yield what, self.sources.get(source, source)

    def _files(self, path: str, more: Iterable[str]) -> PageSources:
        """What was opened for a page, by its path, or for none, with what else it shows."""
        found = self.governance.sorted_out(self._opened.get(path, ()))
        return PageSources(found.inside | frozenset(more), found.outside if path else frozenset())

    @cached_property
    def _opened(self) -> Mapping[str, list[str]]:
        """What was opened until all pages were read, by the page that it was opened for."""
        found: dict[str, list[str]] = {}
        for name, source in self.watch.opened:
            found.setdefault(self.sources.get(source, source), []).append(name)
        return found

    def named(self, html: str, url: str) -> Iterator[str]:
        """The files of the repository, and the pages in frames, that a page names."""
        yield from files_in_page(html, url, self._not_layout)
        yield from framed_in(html, url, self.pages)

    @cached_property
    def _not_layout(self) -> Mapping[str, str]:
        return {url: path for url, path in self.files.items() if not self.governance.of_layout(path)}

    def _named_in_styles(self) -> Iterator[str]:
        """What the layout's style sheets and scripts show on every page."""
        held = self._not_layout
        for url, path in self.files.items() if held else ():
            if path.endswith((".css", ".svg", ".js")) and self.governance.of_layout(path):
                text = Path(self.watch.root, path).read_text(encoding="utf-8", errors="replace")
                yield from named_in_style(text, url, held)

    def afterwards(self, path: str, html: str, url: str) -> None:
        """Learn what a page names once its template is filled in: the layout may name more than its text does."""
        if path in self.contents:
            self.late.update(dict.fromkeys((path, name) for name in self.named(html, url)))

    def faults_of(self, path: str, book: Book) -> list[MacroFault]:
        """What the template of one page added and its panel does not say."""
        names = frozenset(name for page, name in self.late if page == path)
        return list(self._late_faults(path, PageSources(names), book))

    def faults_of_the_end(self, book: Book) -> list[MacroFault]:
        """What came after the panels were written, and that they do not say."""
        faults = [MacroFault(Place(path or "mkdocs.yml"), f"{what}; take it out") for what, path in self._refused()]
        late = [*self.watch.opened][self._seen :]
        by_page: dict[str, set[str]] = {}
        for path, name in self.late:
            by_page.setdefault(path, set()).add(name)
        for source in dict.fromkeys(source for _, source in late):
            path = self.sources.get(source, source)
            files = self.governance.sorted_out(name for name, of in late if of == source)
            by_page.setdefault(path, set()).update(files.inside)
        for path, names in sorted(by_page.items()):
            faults += self._late_faults(path, PageSources(frozenset(names)), book)
        return faults

    def _late_faults(self, path: str, files: PageSources, book: Book) -> Iterator[MacroFault]:
        document = book.document_of(path) if path else None
        owned = self.governance.owned(files.inside)
        if document is not None:
            said = self.contents.get(path, PageContents())
            yield from self._unsaid(path, said, *self.governance.judged(path, document.id, (), owned))
        elif not path:
            yield from self._unsaid(path, self.everywhere, *self.governance.for_all(owned))

    def _unsaid(
        self, path: str, said: PageContents, found: PageContents, faults: list[MacroFault]
    ) -> Iterator[MacroFault]:
        """Faults, and what is not approved though the panel had no word of it."""
        yield from faults
        verdicts = self.governance.standing.verdicts
        for id_ in found.documents:
            verdict = verdicts.get(id_)
            if id_ not in said.documents and (verdict is None or verdict.verdict != "approved"):
                what = f"shows what belongs to {id_}, which is not approved, after its panel was written"
                yield MacroFault(Place(path or "mkdocs.yml"), f"{what}; take it out of the theme")
        for name in found.loose:
            if name not in said.loose:
                yield MacroFault(Place(path or name), f"shows {name}, which is in no commit; commit it, or take it out")


class DeclaredReads:
    """What the engine's macros show, by what each of them declares."""

    def __init__(self, governance: SiteGovernance, book: Book) -> None:
        self._governance = governance
        self._paths = (*book.texts, *book.record_texts)
        self._known: dict[tuple[str, ...], FileOwners] = {}

    def by(self, calls: Iterable[str]) -> FileOwners:
        """Whose the files are that these macros show."""
        patterns = tuple(sorted({pattern for name in calls for pattern in reads_of(name)}))
        if patterns not in self._known:
            self._known[patterns] = self._governance.owned(p for p in self._paths if matches(p, patterns))
        return self._known[patterns]
