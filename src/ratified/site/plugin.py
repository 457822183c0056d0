"""The MkDocs plugin. List it before the macros plugin.

It reads the work tree once a build, hands views to `macros/`, mounts `runbooks/`, adds generated pages, and
stops the build with `path:line:column` and a sentence where data cannot be read or a page cannot be built.
Findings never stop it: that is `ratified check`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page

from ratified.git.discovery import find_repository
from ratified.git.error import HistoryError
from ratified.model.place import Place
from ratified.settings import SETTINGS
from ratified.site import audit, neighbours, past_pages
from ratified.site.build_day import anchors_of_build, day_of_build
from ratified.site.build_verdicts import stand_ahead
from ratified.site.build_watch import close_the_world
from ratified.site.built_bytes import Bytes, forget, keep, listed
from ratified.site.company_macros import UnservedError
from ratified.site.csp import with_policy
from ratified.site.default_settings import give_look
from ratified.site.languages import SiteLanguages
from ratified.site.late_pages import LatePages
from ratified.site.late_search import LateSearch
from ratified.site.macro_calls import MacroAnswers
from ratified.site.macro_grammar import MacroFault
from ratified.site.macro_reload import forget_macros, load_macros
from ratified.site.navigation import doors, engine_pages, navigation
from ratified.site.offline import WORKER, kept_pages, worker
from ratified.site.page_approvals import PageApprovals
from ratified.site.page_texts import PageTexts
from ratified.site.pages import LISTS, called_on, expand, generated
from ratified.site.panel import MADE, under_title
from ratified.site.past_pages import PastPages
from ratified.site.provenance import NAME, made_from, meta, provenance
from ratified.site.published import published
from ratified.site.search import INDEX, with_entries
from ratified.site.sheet_foot import foot
from ratified.site.site_book import book_of, listed_faults
from ratified.site.site_files import SiteFiles, published_here
from ratified.site.site_folder import left_over, unfit
from ratified.site.sources import script_at
from ratified.site.strictness import count_warnings
from ratified.views import APPROVALS
from ratified.views.home.search_entries import entries, synonyms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.nav import Navigation

    from ratified.views.approvals.status import SiteVerdicts

WATCHED = ("data", "macros", "overrides", "runbooks")
"""Folders besides `docs/` whose changes rebuild the served site."""

_UNSHOWN = "the site cannot show who approved what"
_EDITED = "not published, since what was edited here is not on the main branch"
_LAND = "merge it, or put it aside with `git stash`, and deploy again"


class RatifiedConfig(Config):  # type: ignore[no-untyped-call]
    """Options in mkdocs.yml."""

    as_of = config_options.Type((str, date), default="")
    """The day the site is built for, YYYY-MM-DD; empty for today (UTC)."""


class RatifiedPlugin(BasePlugin[RatifiedConfig]):  # type: ignore[no-untyped-call]
    """One instance a command; every build begins anew in `on_config`."""

    publishing = False
    serving = False
    begun: audit.BuildAudit | None = None
    paths: Mapping[str, str] = MappingProxyType({})
    kept: Bytes | None = None
    approvals: PageApprovals

    def __init__(self) -> None:
        self.late, self.late_search, self.languages = LatePages(), LateSearch(), SiteLanguages({})

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Learn whether what is built goes out at once, or is shown while somebody writes."""
        self.publishing, self.serving = command == "gh-deploy", command == "serve"
        if self.serving:  # what serves asks for an address before anything is built
            self.begun = audit.watched()
            audit.stop()

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read the tree, expand the navigation, and let edited macros load anew."""
        languages = SiteLanguages(config.plugins)
        if languages.further:
            return config
        self.languages = languages
        if self.serving:
            self.late.hold()
        count_warnings(config.strict)
        self.kept = None
        names = list(config.plugins)
        if "macros" not in names or names.index("macros") < names.index("ratified"):
            raise PluginError("mkdocs.yml: list the plugin 'macros' after 'ratified'")
        if why := neighbours.refused(names):
            raise PluginError(why)
        self.root = Path(config.config_file_path).resolve().parent
        close_the_world(config, self.root, self.begun)
        self.begun = None
        give_look(config, self.root)
        self.docs = neighbours.folder_of_pages(config, self.root)
        asked, today = str(self.config.as_of), datetime.now(UTC).date()
        try:
            self.as_of, anchors = day_of_build(asked, today), anchors_of_build(asked)
        except ValueError as error:
            raise PluginError(str(error)) from None
        self.book, faults = book_of(self.root)
        self.generated = generated(self.book, config.site_name)
        called = called_on(self.book, self.docs, self.generated)
        try:
            anew = not self.serving
            self.standing = stand_ahead(self.root, self.as_of, self.book, config.repo_url, anchors, called, anew)
        except HistoryError as error:
            raise PluginError(f"{_UNSHOWN}: {error}") from None
        self.answers = MacroAnswers(self.root, self.book, self.as_of, self.standing.result)
        self.faults = self.answers.faults
        self.faults += faults
        config.extra["as_of"] = self.as_of.isoformat()
        package = str(config.plugins["macros"].config["module_name"])
        if fault := forget_macros(self.root) or load_macros(self.root, package):
            raise PluginError(str(fault))
        if why := unfit(self.root, config.site_dir):  # MkDocs empties it next
            raise PluginError(f"the site cannot be built: {why}")
        return config

    @event_priority(-50)
    def _files_so_far(self, files: Files, *, config: MkDocsConfig) -> Files:
        """When others have added theirs, and i18n, if it is there, has left out none yet."""
        if not self.languages.are_many:
            return self._placed(files, config)
        self.languages.set_aside(files, config)
        if not self.languages.further:
            self.languages.sort(files, config, self.docs)
        return files

    @event_priority(-150)
    def _files_of_language(self, files: Files, *, config: MkDocsConfig) -> Files:
        """When i18n has left those of one language."""
        if not self.languages.are_many:
            return files
        if self.languages.further:
            return self._translated(files, config)
        self.languages.bring_back(files)
        return self._placed(files, config)

    on_files = CombinedEvent(_files_so_far, _files_of_language)

    def _placed(self, files: Files, config: MkDocsConfig) -> Files:
        """Mount runbooks, add the generated pages, and learn where every page stands."""
        neighbours.folder_of_pages(config, self.root)  # which a plugin may have put elsewhere since
        for name in left_over(config.site_dir):
            what = "lies in the folder of the site, which MkDocs does not empty of it, so it would be published"
            self.faults.append(MacroFault(Place(f"{config.site_dir}/{name}"), f"{what}; remove it"))
        self.faults += self.languages.faults
        self.placed = SiteFiles(config, files, self.root, self.docs, self.book, self.languages.others)
        self.placed.add_all(
            self.generated, engine_pages(self.book) if neighbours.makes_navigation(config) else frozenset()
        )
        self.paths = self.placed.paths
        self.frame = File.generated(config, f"{past_pages.FOLDER}/{past_pages.NAME}.md", content="")
        there = {f.src_uri: f.url for f in files.documentation_pages() if published_here(f)}
        self._lead(config, there)
        config.extra["has"], config.extra["doors"] = there, doors(self.book, self.docs, there)
        config.extra["lists"] = LISTS
        self._write_pages(config, self.placed.late if self.serving else set())
        address = self.frame.url.replace(past_pages.NAME, "{}")
        self.site_map = self.placed.site_map({past_pages.PATH: address})
        if past_pages.LIST in self.site_map.shows and self.answers.known.issuperset(past_pages.MACROS):
            self.site_map = replace(self.site_map, past=address)
        self.answers.site_map = self.site_map
        self.languages.pair(files)
        return files

    def _translated(self, files: Files, config: MkDocsConfig) -> Files:
        """In a further language only the translations have to be made."""
        found, self.nav_before = self.languages.translations(files), config.nav
        self._lead(config, config.extra["has"], self.languages.alone())
        self._write_pages(config, set())
        return found

    def _lead(self, config: MkDocsConfig, there: Mapping[str, str], more: Iterable[object] = ()) -> None:
        """Make the navigation, unless another plugin does."""
        if not neighbours.makes_navigation(config):
            given = navigation(config.nav, self.book, self.docs, there, self.placed.foreign())
            config.nav = expand([*given, *more], self.book)

    def _write_pages(self, config: MkDocsConfig, later: set[str]) -> None:
        """Begin with pages, and answer the macros that they call."""
        self.texts = PageTexts(config, self.placed, self.answers, later)
        try:
            self.texts.join(config.plugins["macros"])
        except UnservedError as error:
            raise PluginError(str(error)) from None

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Leave the pages that show approvals for last, since what they show is still worked out."""
        if self.languages.further:
            self.languages.name(files)
            config.nav = self.nav_before
            return nav
        self.placed.learn_of_more(files)
        self.paths = self.placed.paths
        last = {path for name in APPROVALS for path in self.site_map.shows.get(name, ())}
        for file in files.documentation_pages():
            if self.paths[file.src_uri] in last:
                files.remove(file)
                files.append(file)
        self.nav = nav
        return nav

    @event_priority(100)
    def _own_meta(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Before any plugin is asked: what was kept of another program's front matter is for none of them."""
        page.meta.pop("extra", None)
        return markdown

    def _markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Make every view that the page calls."""
        return self.texts.markdown(markdown, page)

    on_page_markdown = CombinedEvent(_own_meta, _markdown)

    def view(self, name: str, *args: object) -> object:
        """The view of a macro for the page being built; this is what `macros/` calls."""
        return self.answers.view(name, *args)

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Put in the blocks that Markdown passed by."""
        return self.texts.content(html, page)

    @event_priority(-50)
    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> None:
        """Put the approval of its document and the notice about clocks under each page's title.

        Stop here where nobody can say who approved what, or if any page could not be built, with every reason.
        """
        try:
            standing = self.standing.result()
        except HistoryError as error:
            raise PluginError(f"{_UNSHOWN}: {error}") from None
        edited = [id_ for id_, verdict in standing.verdicts.items() if verdict.verdict == "pending"]
        if self.publishing and edited:
            raise PluginError(f"{_EDITED}: {', '.join(edited)}; {_LAND}")
        neighbours.takes_section_pages(env.loader)
        self.faults += self.texts.hiding()
        self.texts.tell_of_anchors(files)
        if self.languages.further:
            self.faults += self.approvals.say_of_translations(self.texts.rendered, files)
            self._stop_at_faults()
            return
        self.approvals = PageApprovals(self.answers, self.placed, self.languages, standing, files)
        self.faults += self.approvals.say(self.texts.rendered, files)
        self.made = self.approvals.provenance(self.texts.rendered)
        self.foot = foot(self.book.register.company, standing)
        self.brought = neighbours.PluginScripts(standing, Path(config.docs_dir))
        self.faults += self.placed.faults()
        self.scripts = self.placed.scripts()
        neighbours.without_diagrams(config, self.texts.rendered)
        self._stop_at_faults()
        told = {**published(standing), NAME: provenance(standing, [*self.made.values()])}
        for uri, text in told.items():
            files.append(File.generated(config, uri, content=text, inclusion=InclusionLevel.INCLUDED))
        self.files = files
        self.languages.stand(files)
        self.past = self._past_pages(config, env, standing)
        if self.serving:
            self.late.begin(Path(config.site_dir), env, partial(self._finish, config))
            self.late_search.put_off(config)

    def _stop_at_faults(self) -> None:
        if self.faults:
            raise PluginError(f"the site cannot be built:\n{listed_faults(self.faults)}")

    def on_page_context(self, context: Any, *, page: Page, config: MkDocsConfig, nav: Navigation) -> None:
        """Offer the languages of the page."""
        self.languages.offer(config, page.file)

    def on_template_context(self, context: Any, *, template_name: str, config: MkDocsConfig) -> None:
        """The same where there is no page, and give the map of the site the pages of all."""
        self.languages.offer(config, None)
        if self.languages.are_many:
            context["i18n_alternates"] = self.languages.in_sitemap(config)

    @event_priority(-100)
    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Say what the page may load, of its last form; `mkdocs serve` puts a script into each that no build has."""
        path = self.paths.get(page.file.src_uri, "")
        self.approvals.world.afterwards(path, output, page.file.url)
        if self.serving:
            if faults := self.approvals.world.faults_of(path, self.book) if self.late.making else []:
                raise PluginError(f"the page cannot be made:\n{listed_faults(faults)}")
            return output
        source = self.made.get(page.file.dest_uri)
        sha = made_from(source.documents, self.standing.result().verdicts) if source else ""
        return with_policy(output, self._let_in(config, page.url), meta(sha) + self.foot)

    def _let_in(self, config: MkDocsConfig, url: str) -> Callable[[str], bool]:
        """Whether a page at an address may load a script, by the address that the page writes."""
        root = urlsplit(config.site_url or "/").path or "/"

        def may_run(src: str) -> bool:
            address = script_at(src, url, root)
            return address in self.scripts or self.brought.may_run(address)

        return may_run

    @event_priority(-100)
    def on_post_template(self, output: str, *, template_name: str, config: MkDocsConfig) -> str:
        """The same for pages that are no Markdown. They stand once, and only the map of the site has all languages."""
        if self.languages.further and template_name != "sitemap.xml":
            return ""
        own = self.serving or not template_name.endswith(".html")
        return output if own else with_policy(output, self._let_in(config, template_name), self.foot)

    @event_priority(-150)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write the pages of the past; let the search find clauses and roles, and browsers keep the emergency's pages.

        Nothing is kept for who writes. What the build left is remembered last, when every plugin had its say.
        """
        if self.languages.further:
            return
        self.languages.end(config)
        site = Path(config.site_dir)
        if self.serving:
            for macro, name in self.past.wanted:
                self.late.add(self.past.address(name), partial(self.past.one, macro, name))
            if self.late_search.go_on():
                self.late.add(INDEX, partial(self._search_index, config))
        else:
            self.past.write(site)
        faults = self.approvals.world.faults_of_the_end(self.book)
        audit.stop()
        if faults:
            raise PluginError(f"the site cannot be built:\n{listed_faults(faults)}")
        if (site / INDEX).is_file():
            text = self._with_more_entries((site / INDEX).read_text(encoding="utf-8"))
            (site / INDEX).write_text(text, encoding="utf-8")
        if not self.serving:
            self._finish_others(site, config)
            titles = {f"{self.docs}/{uri}": made.title for uri, made in self.generated.items()}
            pages = kept_pages(self.book, self.site_map, self.docs, titles)
            text = worker(site, pages, self.as_of.isoformat(), self.standing.result().head)
            (site / WORKER).write_text(text, encoding="utf-8")
            self.kept = listed(site)
            keep(self.root, self.standing.result().head, self.as_of, self.kept)
        self.late.release()

    def _finish_others(self, site: Path, config: MkDocsConfig) -> None:
        """Pages that no event of ours saw have the policy for scripts as well."""
        past = (self.past.address(name) for _, name in self.past.wanted)
        known = {*(file.dest_uri for file in self.files), *self.made, *past}
        for file in neighbours.by_others(site, known):
            neighbours.finish(file, self._let_in(config, file.relative_to(site).as_posix()), self.foot)

    def _with_more_entries(self, index: str) -> str:
        """The search's index with what is no heading of a page."""
        self.answers.turn_to("")
        made = {f"{self.docs}/{uri}": page.synonyms for uri, page in self.generated.items()}
        return with_entries(index, entries(self.answers.page_context()), synonyms(self.book, self.site_map, made))

    def _search_index(self, config: MkDocsConfig) -> str:
        """The index of a served site, once somebody asks for it."""
        pages = [file.page for file in self.files.documentation_pages() if file.page is not None]
        pages += self.languages.pages()
        return self._with_more_entries(self.late_search.index(config, self.nav, pages))

    def on_build_error(self, *, error: Exception) -> None:
        """Say in a sentence what was refused, where that ended the build. Of one that ended with warnings nothing is
        remembered: nobody should take its files for a site."""
        self.languages.give_up()
        self.late_search.go_on()
        self.late.release()
        if self.kept is not None:
            forget(self.root, self.standing.result().head, self.as_of, self.kept)
        watch = audit.watched()
        audit.stop()
        if isinstance(error, audit.BuildRefusedError) and watch is not None:
            said = "\n".join(f"  {self.paths.get(page, page) or SETTINGS}: {what}" for what, page in watch.refused)
            raise PluginError(f"the site cannot be built:\n{said}") from None

    def on_shutdown(self) -> None:
        """Watch no longer."""
        audit.stop()

    def _past_pages(self, config: MkDocsConfig, env: Any, standing: SiteVerdicts) -> PastPages:
        """The pages of the past, where the site has a list of them."""
        found = tuple(past_pages.wanted(standing.amendments)) if self.site_map.past else ()
        parent = past_pages.parent_of_past(self.nav, self.paths, self.site_map.shows.get(past_pages.LIST, ()))
        return PastPages(config, self.frame, self.answers, found, env, self.files, self.nav, parent)

    def _finish(self, config: MkDocsConfig, page: Page, render: Callable[[], str]) -> str:
        """A page that somebody asks for, in the theme; that of a rule is only read then."""
        if self.paths.get(page.file.src_uri) in self.placed.late:
            page.markdown = self.generated[page.file.src_uri].text.split("\n---\n", 1)[1]
            Page.render(page, config, self.files)
            page.content = under_title(page.content or "", MADE, "")
        page.active = True
        self.languages.offer(config, page.file)
        try:
            return str(config.plugins.on_post_page(render(), page=page, config=config))
        finally:
            page.active = False

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
        """Watch everything that the site is made from, git's branches included."""
        for folder in WATCHED:
            if (self.root / folder).is_dir():
                server.watch(str(self.root / folder))
        found = find_repository(self.root)  # a merge, a reset or a fetch may leave every file as it was
        for path in (found.git_dir / "HEAD", found.common_dir / "refs", found.common_dir / "packed-refs"):
            if path.exists():
                server.watch(str(path))
        self.late.serve_on(server)
        return server
