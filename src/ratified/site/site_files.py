"""The files of one build: those of the repository, and what the engine adds to them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.structure.files import File, Files, InclusionLevel

from ratified.policy.addresses import LAYOUT, PUBLISHED
from ratified.policy.left_out import left_out
from ratified.site.macro_grammar import MacroFault
from ratified.site.pages import INDEXES
from ratified.site.scripts import page_scripts
from ratified.site.sources import ENGINE, alone, clashing, meeting, unasked
from ratified.site.styles import joined
from ratified.views import SiteMap, make_site_map

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mkdocs.config.defaults import MkDocsConfig

    from ratified.policy import Book
    from ratified.site.pages import GeneratedPage


class SiteFiles:
    """What lies where: each file's path in the repository, and its address in the site.

    `paths` gives the path by the name that MkDocs has for a file; `shows`, the macros of each page that the engine
    makes, by its path; `late`, the paths of pages that need not be there before somebody asks for them. `others` are
    files that are built later, in other languages.
    """

    def __init__(
        self, config: MkDocsConfig, files: Files, root: Path, docs: str, book: Book, others: Sequence[File] = ()
    ) -> None:
        self._config, self._files, self._root, self._docs, self._book = config, files, root, docs, book
        self._others = [file for file in others if published_here(file)]
        self._own = [(self._source(f), f.dest_uri) for f in (*files, *self._others) if self._of_docs(f)]
        self._mounted: dict[str, str] = {}
        self.shows: dict[str, tuple[str, ...]] = {}
        self.late: set[str] = set()
        self.paths: Mapping[str, str] = {}

    def add_all(self, generated: Mapping[str, GeneratedPage], in_nav: frozenset[str] = frozenset()) -> None:
        """Add the runbooks, the pages that the engine makes, its scripts, and one style sheet for all.

        `in_nav` are pages that a navigation made from the files shall hold.
        """
        self._mount_runbooks()
        for uri, page in generated.items():
            own = self._files.get_file_from_path(uri)
            if uri not in INDEXES or own is None or not published_here(own):
                self._add_page(uri, page, InclusionLevel.INCLUDED if uri in in_nav else InclusionLevel.NOT_IN_NAV)
        for uri, text in page_scripts().items():
            self._add(File.generated(self._config, uri, content=text))
        self._join_styles()
        self.paths = {file.src_uri: self._path(file) for file in (*self._files, *self._others)}

    def learn_of_more(self, files: Files) -> None:
        """What other plugins added since, or put in place of all files, counts as lying where its address says, so a
        document that governs it is asked.
        """
        self._files = files
        self.paths = {**{file.src_uri: self._source(file) for file in self._files}, **self.paths}

    def site_map(self, urls: Mapping[str, str]) -> SiteMap:
        """Where every page stands, in whatever language, and `urls` besides. What a macro shows is looked for in the
        default language alone.
        """
        pages = [file for file in (*self._files, *self._others) if file.is_documentation_page()]
        every = {self.paths[f.src_uri]: "" if f.url in {".", "./"} else f.url for f in pages}
        found, later = make_site_map(self._book, {**every, **urls}, self.shows), {*map(self._source, self._others)}
        shows = {name: tuple(path for path in paths if path not in later) for name, paths in found.shows.items()}
        return replace(found, shows=shows)

    def foreign(self) -> list[str]:
        """Pages that other plugins made."""
        made = (f for f in self._files.documentation_pages() if f.generated_by != "ratified" and not self._of_docs(f))
        return sorted(f.src_uri for f in made if f.src_uri not in self._mounted and published_here(f))

    def _mount_runbooks(self) -> None:
        for path in sorted(page.path for page in self._book.runbooks):
            self._mounted[path] = path
            file = File(path, str(self._root), self._config.site_dir, self._config.use_directory_urls)
            file.edit_uri = f"../{path}"
            self._own.append((path, file.dest_uri))
            self._files.append(file)

    def _add_page(self, uri: str, page: GeneratedPage, inclusion: InclusionLevel) -> None:
        file = File.generated(self._config, uri, content=page.text, inclusion=inclusion)
        if page.of:
            file.edit_uri, self._mounted[uri] = f"../{page.of}", page.of
        self._add(file)
        self.shows[self._path(file)] = page.shows
        self.late |= {self._path(file)} if page.late else set()

    def _add(self, file: File) -> None:
        """Add what the engine makes. Whatever else stands at its address is told where all are known."""
        if (other := self._files.get_file_from_path(file.src_uri)) is not None:
            self._files.remove(other)
        self._own.append((ENGINE, file.dest_uri))
        self._files.append(file)

    def _join_styles(self) -> None:
        """Let pages load one style sheet of ours where mkdocs.yml names many."""
        named, at = self._config.extra_css, self._files.get_file_from_path
        sheets = {path: file for path in named if (file := at(path)) is not None}
        one = joined({path: file.content_string for path, file in sheets.items()})
        if one is not None and len(sheets) == len(named) > 1 and at(one[0]) is None:
            self._files.append(File.generated(self._config, one[0], content=one[1]))
            self._config.extra_css = [one[0]]

    def _path(self, file: File) -> str:
        return self._mounted.get(file.src_uri, self._source(file))

    def _source(self, file: File) -> str:
        """The path of a file of the docs folder in the repository."""
        return f"{self._docs}/{file.src_uri}"

    def _of_docs(self, file: File) -> bool:
        """Whether a file lies in the docs folder and is part of the site."""
        return file.src_dir == self._config.docs_dir and published_here(file)

    def faults(self) -> Iterator[MacroFault]:
        """Two sources for one address, governed pages that the site would not show, files that would be pages by
        themselves, scripts that no page may load.
        """
        yield from (MacroFault(one.place, f"{one.message}; {one.help}") for one in left_out(self._book))
        clashes = [*clashing(self._book)]
        yield from clashes
        told = {fault.place.path for fault in clashes}
        yield from (fault for fault in meeting(self._addresses()) if fault.place.path not in told)
        here = (file for file in (*self._files, *self._others) if self._of_docs(file))
        yield from alone(map(self._source, here), self._book)
        named = [script for script in map(str, self._config.extra_javascript) if not self._of_plugin(script)]
        yield from unasked(named, self.scripts())

    def _addresses(self) -> Iterator[tuple[str, str]]:
        known = {address for _, address in self._own}
        yield from self._own
        yield from ((ENGINE, name) for name in PUBLISHED)
        for file in self._files:
            if published_here(file) and file.dest_uri not in known:
                yield self.paths.get(file.src_uri, file.src_uri), file.dest_uri

    def scripts(self) -> frozenset[str]:
        """The addresses of the scripts that pages may load."""
        return frozenset(file.dest_uri for file in self._files if self._may_run(file))

    def _of_plugin(self, script: str) -> bool:
        """Whether a plugin named a script, and not the settings."""
        given = [one for own in self._config.user_configs for one in own.get("extra_javascript") or ()]
        named = {str(one.get("path") if isinstance(one, dict) else one) for one in given}
        return script not in named and not Path(self._config.docs_dir, script).exists()

    def _may_run(self, file: File) -> bool:
        """Whether pages may load a file as a script: it comes with the engine or the theme, or somebody governs it."""
        if not self._of_docs(file):
            return file.src_dir in self._config.theme.dirs or file.generated_by == "ratified"
        path = self._source(file)
        return path.startswith(LAYOUT) or bool(self._book.documents_of(path))


def published_here(file: File) -> bool:
    """Whether a file is part of the site."""
    return file.inclusion not in {InclusionLevel.EXCLUDED, InclusionLevel.DRAFT}
