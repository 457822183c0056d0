"""Who approved a page, under its title: said when all pages of a build are read and it is known what else they show."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ratified.site import audit, neighbours
from ratified.site.closed_world import ClosedWorld
from ratified.site.closed_world import RenderedPage as Read
from ratified.site.glossary import GLOSSARY, lead_to_the_glossary
from ratified.site.governed import SiteGovernance
from ratified.site.panel import COUNSEL, MADE, PANEL, UNGOVERNED, under_title
from ratified.site.provenance import PageProvenance
from ratified.site.replaced import held_by, replaced
from ratified.site.translation_note import translation_note
from ratified.views.approvals.panel import governing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mkdocs.structure.files import File, Files
    from mkdocs.structure.pages import Page

    from ratified.site.languages import SiteLanguages
    from ratified.site.macro_calls import MacroAnswers
    from ratified.site.macro_grammar import MacroFault
    from ratified.site.site_files import SiteFiles
    from ratified.views.approvals.status import SiteVerdicts


class PageApprovals:
    """The approvals of the pages of one site, in whatever language each is read. `world` is what the pages show."""

    def __init__(
        self, answers: MacroAnswers, placed: SiteFiles, languages: SiteLanguages, standing: SiteVerdicts, files: Files
    ) -> None:
        self._answers, self._placed, self._languages, self._standing = answers, placed, languages, standing
        every = [*files, *languages.others]
        self.world = ClosedWorld(
            SiteGovernance(str(answers.root), answers.book, standing),
            audit.require(),
            *held_by(every, answers.root, placed.paths),
            {file.src_uri: placed.paths.get(file.src_uri, "") for file in every},
        )

    def say(self, rendered: Sequence[tuple[Page, str]], files: Files) -> list[MacroFault]:
        """Put it under the title of each page that was read; the faults of all."""
        answers = self._answers
        told = lead_to_the_glossary(rendered, answers.book, answers.site_map)
        pages = [
            Read(path, page.file.url, page.content or "", self.called(path), (GLOSSARY,) if path in told else ())
            for page, path in rendered
        ]
        faults = self.world.settle(pages, answers.book)
        faults += replaced(files, answers.root, self._placed.paths, answers.book)
        answers.shows = self.world.contents
        for page, path in rendered:
            self._say(page, path)
        return faults

    def say_of_translations(self, rendered: Sequence[tuple[Page, str]], files: Files) -> list[MacroFault]:
        """The same for the pages of a further language, when those before are done with."""
        faults = self.world.faults_of_the_end(self._answers.book)
        self.world = replace(self.world, late={})
        return faults + self.say(rendered, files)

    def provenance(self, rendered: Sequence[tuple[Page, str]]) -> dict[str, PageProvenance]:
        """From what each page is made by its file in the site, those of further languages included."""
        files = [*(page.file for page, _ in rendered), *self._languages.others]
        paths = {file.dest_uri: self._placed.paths[file.src_uri] for file in files if file.is_documentation_page()}
        return {dest: PageProvenance(dest, path, self._governing(path)) for dest, path in paths.items()}

    def called(self, path: str) -> tuple[str, ...]:
        """The macros that a page calls."""
        read = self._answers.read.get(path)
        return tuple(call.name for call in read.calls) if read else self._placed.shows.get(path, ())

    def _governing(self, path: str) -> tuple[str, ...]:
        return governing(self._answers.book, self._standing, path)

    def _say(self, page: Page, path: str) -> None:
        self._answers.turn_to(path)
        if self._governing(path):
            panel = self._answers.answer(PANEL)
        elif page.file.generated_by is None:
            panel = self._of_translation(page.file, path) or UNGOVERNED
        else:
            panel = MADE
        counsel = COUNSEL if path in self._answers.with_clocks else ""
        page.content = under_title(page.content or "", panel, counsel)
        neighbours.keep_for_print(page)

    def _of_translation(self, file: File, path: str) -> str:
        """What a translation says of itself, where a document governs the text that it was made from."""
        original, answers = self._languages.original(file), self._answers
        source = self._placed.paths.get(original.src_uri, "") if original else ""
        if not self._governing(source):
            return ""
        title = str(answers.read[source].title or source)
        return translation_note(*self._languages.spoken(file), answers.site_map.page(source, path), title)
