"""A site in several languages, which the plugin i18n builds one after another.

First it has everything built in the default language, and then, in its last event, it has MkDocs build again for each
further language. Of these only the translations are made: all else stands in the site already, once, and links and the
navigation lead there. So each document has one text, and no other page looks like it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mkdocs import utils
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files, InclusionLevel

from ratified.model.place import Place
from ratified.site.macro_grammar import MacroFault
from ratified.site.neighbours import makes_navigation
from ratified.site.site_files import published_here
from ratified.site.standing_files import StandingFile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page

_NAME = "i18n"
_HOME = "index.md"
_ALONE = (
    f"mkdocs.yml: the plugin {_NAME!r} with docs_structure: folder does not work beside one that makes the navigation: "
    "on a translation that would hold translations alone; write docs_structure: suffix, or a navigation of your own"
)
_clean_directory = utils.clean_directory


class SiteLanguages:
    """The languages of one site; there is one, and nothing to do, without the plugin i18n.

    `others` are the files of the further languages, as they lie in the repository.
    """

    def __init__(self, plugins: Any) -> None:
        self._plugin: Any = plugins.get(_NAME)
        self.others: list[File] = []
        self.faults: list[MacroFault] = []
        self._versions: dict[str, dict[str, File]] = {}
        self._first: list[File] = []
        self._aside: list[File] = []

    @property
    def are_many(self) -> bool:
        """Whether i18n builds the site."""
        return self._plugin is not None

    @property
    def further(self) -> bool:
        """Whether a further language is being built, when the site stands in its default one."""
        return self._plugin is not None and bool(self._plugin.building)

    def set_aside(self, files: Files, config: MkDocsConfig) -> None:
        """Keep from i18n the pages that other plugins made: it knows only what lies under the folder of the pages."""
        self._aside = [
            f for f in files if f.src_dir is None or (f.is_documentation_page() and f.src_dir != config.docs_dir)
        ]
        for file in self._aside:
            files.remove(file)

    def bring_back(self, files: Files) -> None:
        """Have those in the default language."""
        for file in self._aside:
            files.append(file)

    def sort(self, files: Files, config: MkDocsConfig, docs: str) -> None:
        """Learn which file is of which language, before i18n leaves out all but those of the one it builds first.

        Raises PluginError where that cannot become a site.
        """
        if self._plugin.config.docs_structure == "folder" and makes_navigation(config):
            raise PluginError(_ALONE)
        first, known = self._plugin.default_language, set()
        for language in self._plugin.build_languages:
            self._plugin.current_language = language
            found = [f for f in self._sorted(files, config) if getattr(f, "localization", None) in {None, language}]
            own = [f for f in found if getattr(f, "localization", None) == language]
            if language != first:
                self.others += own
            elif renamed := next((f for f in own if f.is_documentation_page()), None):
                raise PluginError(_renamed(renamed, docs, first))
            known |= {f.src_uri for f in found}
        self._plugin.current_language = first
        for file in files.documentation_pages():
            if file.src_uri not in known and published_here(file):
                what = "is in none of the languages that mkdocs.yml has i18n build, so no page shows it"
                help_ = "name its language there, give it another name, or name it under exclude_docs"
                self.faults.append(MacroFault(Place(f"{docs}/{file.src_uri}"), f"{what}; {help_}"))

    def _sorted(self, files: Files, config: MkDocsConfig) -> Files:
        try:
            found: Files = self._plugin.reconfigure_files(files, config)
        except Exception as error:  # i18n has no kind of its own for what it does not like
            raise PluginError(f"mkdocs.yml: the plugin {_NAME!r} cannot sort the pages: {error}") from error
        return found

    def pair(self, files: Files) -> None:
        """Bring together the versions of each page, once all pages of the default language are there."""
        if self._plugin is None:
            return
        for file in files.documentation_pages():
            self._add(file, self._plugin.default_language)
        for file in filter(File.is_documentation_page, self.others):
            self._add(file, file.localization)  # type: ignore[attr-defined]

    def _add(self, file: File, language: str) -> None:
        versions = self._versions.setdefault(getattr(file, "norm_src_uri", file.src_uri), {})
        versions[language] = file
        file.alternates = versions  # type: ignore[attr-defined]

    def stand(self, files: Files) -> None:
        """Remember what the site has when its default language is built."""
        self._first = [*files]

    def translations(self, files: Files) -> Files:
        """The files of a further language: its own, and everything else as it stands."""
        language, own = self._plugin.current_language, {file.src_uri for file in self.others}
        for file in [*files]:
            if file.src_uri not in own:
                files.remove(file)
            elif file.is_documentation_page():
                self._add(file, language)
        for file in map(StandingFile, self._first):
            if language in getattr(file, "alternates", ()):  # its translation has its place in the navigation
                file.inclusion = InclusionLevel.NOT_IN_NAV
            files.append(file)
        return files

    def alone(self) -> list[object]:
        """Pages of the further language that are translations of none."""
        first, language = self._plugin.default_language, self._plugin.current_language
        return [uri for uri, found in sorted(self._versions.items()) if language in found and first not in found]

    def name(self, files: Files) -> None:
        """Give the pages that stand the titles that they have there, and have none of them made again."""
        for file in files:
            if isinstance(file, StandingFile):
                file.leave()
            elif file.page is not None:
                self._name_translation(file.page)

    def _name_translation(self, page: Page) -> None:
        """Let it have its own title, unless the settings have one in its language."""
        language = self._plugin.current_language_config
        if language.nav is None and page.title not in (language.nav_translations or ()):
            vars(page).pop("title", None)

    def original(self, file: File) -> File | None:
        """What a page is the translation of."""
        found = self._versions.get(getattr(file, "norm_src_uri", ""))
        return found.get(self._plugin.default_language) if found and getattr(file, "localization", None) else None

    def spoken(self, file: File) -> tuple[str, str]:
        """The language of a page, and the default one."""
        return getattr(file, "localization", ""), self._plugin.default_language

    def pages(self) -> Iterator[Page]:
        """The pages that were made in further languages."""
        for found in self._versions.values():
            yield from (f.page for f in found.values() if f.page is not None and getattr(f, "localization", None))

    def offer(self, config: MkDocsConfig, file: File | None) -> None:
        """Let a page offer the languages that it has, and for the others their home; none that leads nowhere."""
        if self._plugin is None or not self._plugin.config.reconfigure_material:
            return
        here, home = getattr(file, "alternates", {}), self._versions.get(_HOME, {})
        offered = []
        for language in self._plugin.config.languages:
            found = here.get(language.locale) or home.get(language.locale)
            link = language.fixed_link or (found and found.url.removeprefix("./"))
            if link is not None:
                offered.append({"name": language.name, "link": link, "lang": language.locale})
        config.extra["offered_languages"] = offered if len(offered) > 1 else []
        vars(config.extra)["alternate"] = []  # where i18n puts its own, some of which lead nowhere

    def in_sitemap(self, config: MkDocsConfig) -> dict[str, list[File]]:
        """The pages of each language; none where nobody knows the address of the site."""
        languages = self._plugin.build_languages if config.site_url else ()
        pages = self._versions.values()
        return {language: [found[language] for found in pages if language in found] for language in languages}

    def end(self, config: MkDocsConfig) -> None:
        """Have the settings of the default language again, with which the rest of the site is made."""
        if self._plugin is not None:
            self._plugin.current_language = self._plugin.default_language
            self._plugin.reconfigure_mkdocs_config(config)

    def give_up(self) -> None:
        """Undo what i18n leaves of a build that failed: MkDocs would empty no folder from then on."""
        if self._plugin is not None:
            utils.clean_directory = _clean_directory


def _renamed(file: File, docs: str, language: str) -> str:
    name = file.norm_src_uri  # type: ignore[attr-defined]
    return (
        f"mkdocs.yml: the plugin {_NAME!r} takes {docs}/{file.src_uri} for the page {name} in its default language "
        f"{language!r}, which has to lie where the register looks for it; name it {docs}/{name}, without its language"
    )
