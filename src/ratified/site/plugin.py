"""The MkDocs plugin; it and `command.py` are the only files that import mkdocs. List it before the macros plugin.

It reads the work tree once a build, hands views to `macros/`, mounts `runbooks/`, adds generated pages, and
stops the build with `path:line:column` and a sentence where data cannot be read or a page cannot be built.
Findings never stop it: that is `ratified check`.
"""

from __future__ import annotations

import os
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from mkdocs.commands.build import get_context
from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page

from ratified.check.garbage_collection import without_garbage_collection
from ratified.git.discovery import find_repository
from ratified.git.error import HistoryError
from ratified.model.landing import Anchors, anchor
from ratified.model.page import PageFront, RunbookFront
from ratified.model.place import Place
from ratified.policy import read_book
from ratified.policy.addresses import LAYOUT, MARKDOWN, PUBLISHED
from ratified.settings import SETTINGS
from ratified.site import audit, past_pages
from ratified.site.build_verdicts import stand_ahead
from ratified.site.built_bytes import Bytes, forget, keep, listed
from ratified.site.closed_world import ClosedWorld, begin, loaded_already, running
from ratified.site.closed_world import RenderedPage as Read
from ratified.site.company_macros import UnservedError
from ratified.site.csp import with_policy
from ratified.site.default_settings import give_look
from ratified.site.expanded_page import filled, ids, renders_as_usual
from ratified.site.glossary import GLOSSARY, Glossary, with_ids
from ratified.site.governed import SiteGovernance
from ratified.site.late_pages import LatePages
from ratified.site.macro_calls import MacroAnswers
from ratified.site.macro_grammar import MacroFault
from ratified.site.macro_reload import forget_macros, load_macros
from ratified.site.navigation import doors, navigation
from ratified.site.offline import WORKER, kept_pages, worker
from ratified.site.pages import INDEXES, called_on, expand, generated
from ratified.site.panel import COUNSEL, MADE, PANEL, UNGOVERNED, under_title
from ratified.site.provenance import NAME, PageProvenance, made_from, marked, provenance
from ratified.site.published import published
from ratified.site.replaced import held_by, replaced
from ratified.site.scripts import page_scripts
from ratified.site.search import INDEX, boost, with_entries
from ratified.site.site_folder import left_over, unfit
from ratified.site.sources import ENGINE, alone, clashing, forged, meeting, script_at, unasked
from ratified.site.strictness import count_warnings
from ratified.site.styles import joined
from ratified.source.tree import WorkTree
from ratified.views import APPROVALS, SiteMap, escape, make_site_map
from ratified.views.approvals.panel import governing
from ratified.views.home.search_entries import entries

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.nav import Navigation

    from ratified.source.fault import ReadingFault
    from ratified.views.approvals.status import SiteVerdicts

WATCHED = ("data", "macros", "overrides", "runbooks")
"""Folders besides `docs/` whose changes rebuild the served site."""

_NAMES = "the pages name people and how to reach them, and this version cannot leave that out; write internal"
_UNSHOWN = "the site cannot show who approved what"
_EDITED = "not published, since what was edited here is not on the main branch"
_NO_ROOM = "a macro on a line of its own stands where a page can hold no HTML; move it out of there"
_LAND = "land it, or put it aside with `git stash`, and deploy again"
_BRACES = re.compile(r"\{[{%#]")
_AS_WRITTEN = {"template", "icon", "render_macros", "hide"}


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

    def __init__(self) -> None:
        self.late = LatePages()

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Learn whether what is built goes out at once, or is shown while somebody writes."""
        self.publishing, self.serving = command == "gh-deploy", command == "serve"
        if self.serving:  # what serves asks for an address before anything is built
            self.begun = audit.watched()
            audit.stop()

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read the tree, expand the navigation, and let edited macros load anew."""
        count_warnings(config.strict)
        self.theme, self.kept = config.theme, None
        names = list(config.plugins)
        if "macros" not in names or names.index("macros") < names.index("ratified"):
            raise PluginError("mkdocs.yml: list the plugin 'macros' after 'ratified'")
        self.root = Path(config.config_file_path).resolve().parent
        self._close_the_world(config)
        give_look(config, self.root)
        self.docs = Path(config.docs_dir).resolve().relative_to(self.root).as_posix()
        self.as_of = self._as_of()
        with without_garbage_collection():
            reading = read_book(WorkTree(self.root), skim=True)
        shadows = [fault for fault in reading.faults if fault.kind == "shadow"]
        if reading.book is None or shadows:  # before the macros plugin runs what lies there
            faults = shadows if reading.book else reading.faults
            raise PluginError(f"the site cannot be built:\n{_listed(map(_as_fault, faults))}")
        self.book = reading.book
        if self.book.register.audience == "public":
            raise PluginError(f"{self.book.register.at('audience')}: audience: public: {_NAMES}")
        self.generated = generated(self.book, config.site_name)
        called = called_on(self.book, self.docs, self.generated)
        try:
            anchors, anew = self._anchors(), not self.serving
            self.standing = stand_ahead(self.root, self.as_of, self.book, config.repo_url, anchors, called, anew)
        except HistoryError as error:
            raise PluginError(f"{_UNSHOWN}: {error}") from None
        self.answers = MacroAnswers(self.root, self.book, self.as_of, self.standing.result)
        self.faults = self.answers.faults
        self.faults += [
            _as_fault(fault) for fault in reading.faults if fault.place.path.lower().endswith((*MARKDOWN, ".svg"))
        ]
        self.broken = {fault.place.path for fault in self.faults}
        self.rendered_pages: list[tuple[Page, str]] = []
        config.extra["as_of"] = self.as_of.isoformat()
        package = str(config.plugins["macros"].config["module_name"])
        if fault := forget_macros(self.root) or load_macros(self.root, package):
            raise PluginError(str(fault))
        if why := unfit(self.root, config.site_dir):  # MkDocs empties it next
            raise PluginError(f"the site cannot be built: {why}")
        return config

    def _close_the_world(self, config: MkDocsConfig) -> None:
        """Watch what is read and run from here on, and see that nothing ran before that should not have."""
        if Path(config.config_file_path).name != SETTINGS:
            raise PluginError(
                f"{config.config_file_path}: the settings of the site are those of {SETTINGS}; build it from there"
            )
        if self.begun is not None:
            audit.start(self.begun)
            self.begun = None
        settings = begin(self.root)
        audit.require().set(config.site_dir, lambda: _being_made(config))
        if faults := [*loaded_already(self.root), *running(settings)]:
            raise PluginError(f"the site cannot be built:\n{_listed(faults)}")

    def _as_of(self) -> date:
        text = self._asked_day()
        try:
            return date.fromisoformat(text) if text else datetime.now(UTC).date()
        except ValueError:
            raise PluginError(f"mkdocs.yml: as_of: {text!r} is no day; write YYYY-MM-DD") from None

    def _asked_day(self) -> str:
        """The day that the settings or the environment name; empty for today."""
        return str(self.config.as_of) or os.environ.get("RATIFIED_AS_OF", "")

    def _anchors(self) -> Anchors:
        """The tips seen before that the environment names: for the site they come from where it is built."""
        try:
            kept = tuple(map(anchor, os.environ.get("RATIFIED_ANCHORS", "").split()))
        except ValueError as error:
            raise PluginError(
                f"RATIFIED_ANCHORS: {error}; write SHA@YYYY-MM-DD, as `ratified head` prints it"
            ) from None
        return Anchors(kept, not self._asked_day())

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Mount runbooks, add the generated pages, and learn where every page stands."""
        for name in left_over(config.site_dir):
            what = "lies in the folder of the site, which MkDocs does not empty of it, so it would be published"
            self.faults.append(MacroFault(Place(f"{config.site_dir}/{name}"), f"{what}; remove it"))
        self.own = [(self._source(f), f.dest_uri) for f in files if self._of_docs(f, config)]
        mounted = {page.path: page.path for page in self.book.runbooks}
        for path in sorted(mounted):
            file = File(path, str(self.root), config.site_dir, config.use_directory_urls)
            file.edit_uri = f"../{path}"
            self.own.append((path, file.dest_uri))
            files.append(file)
        self.shows: dict[str, tuple[str, ...]] = {}
        self.waiting: set[str] = set()
        for uri, page in self.generated.items():
            own = files.get_file_from_path(uri)
            if uri not in INDEXES or own is None or not _published(own):
                file = File.generated(config, uri, content=page.text, inclusion=InclusionLevel.NOT_IN_NAV)
                if page.of:
                    file.edit_uri, mounted[uri] = f"../{page.of}", page.of
                self._make(files, file)
                self.shows[mounted.get(uri, f"{self.docs}/{uri}")] = page.shows
                self.waiting |= {f"{self.docs}/{uri}"} if self.serving and page.late else set()
        for uri, text in page_scripts().items():
            self._make(files, File.generated(config, uri, content=text))
        _join_styles(files, config)
        self.frame = File.generated(config, f"{past_pages.FOLDER}/{past_pages.NAME}.md", content="")
        self.paths = {f.src_uri: mounted.get(f.src_uri, f"{self.docs}/{f.src_uri}") for f in files}
        there = {f.src_uri: f.url for f in files.documentation_pages() if _published(f)}
        config.nav = expand(navigation(config.nav, self.book, self.docs, there), self.book)
        config.extra["has"], config.extra["doors"] = there, doors(self.book, self.docs, there)
        urls = {self.paths[f.src_uri]: "" if f.url in {".", "./"} else f.url for f in files.documentation_pages()}
        self._join_macros(config)
        address = self.frame.url.replace(past_pages.NAME, "{}")
        self.site_map: SiteMap = make_site_map(self.book, {**urls, past_pages.PATH: address}, self.shows)
        if past_pages.LIST in self.site_map.shows and self.answers.known.issuperset(past_pages.MACROS):
            self.site_map = replace(self.site_map, past=address)
        self.answers.site_map = self.site_map
        return files

    def _source(self, file: File) -> str:
        """The path of a file of the docs folder in the repository."""
        return f"{self.docs}/{file.src_uri}"

    @staticmethod
    def _of_docs(file: File, config: MkDocsConfig) -> bool:
        """Whether a file lies in the docs folder and is part of the site."""
        return file.src_dir == config.docs_dir and _published(file)

    def _make(self, files: Files, file: File) -> None:
        """Add what the engine makes. Whatever else stands at its address is told where all are known."""
        if (other := files.get_file_from_path(file.src_uri)) is not None:
            files.remove(other)
        self.own.append((ENGINE, file.dest_uri))
        files.append(file)

    def _join_macros(self, config: MkDocsConfig) -> None:
        macros: Any = config.plugins["macros"]
        if renders_as_usual(macros):
            macros.pre_macro_functions.append(self._write_out)
        try:
            self.answers.join(macros.config["module_name"], macros.macros, macros.env.globals)
        except UnservedError as error:
            raise PluginError(str(error)) from None

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Leave the pages that show approvals for last, since what they show is still worked out.

        What other plugins added since counts as lying where its address says, so a document that governs it is asked.
        """
        self.paths = {**{file.src_uri: f"{self.docs}/{file.src_uri}" for file in files}, **self.paths}
        for file in files.documentation_pages():
            path = self.paths[file.src_uri]
            if not APPROVALS.isdisjoint(self._called(path)):
                files.remove(file)
                files.append(file)
        self.nav = nav
        return nav

    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Make every view that the page calls; a page with a fault is left out until all are known."""
        self.page, path = page, self.paths[page.file.src_uri]
        if path in self.waiting:
            return ""
        self.blocks: tuple[str, ...] = ()
        held = page.file.generated_by is None
        self.answers.turn_to(path, markdown, partial(_above, page.file, markdown) if held else None)
        page.update_date = self.as_of.isoformat()  # MkDocs takes the clock's day, and the sitemap would say it
        self._safe_meta(page)
        if page.meta.get("render_macros") is False:
            return markdown
        if path in self.broken:
            return ""
        if not _BRACES.search(markdown):
            page.meta["render_macros"] = False  # spares making a template of a page that calls nothing
            return markdown
        try:
            return markdown if self.answers.make() else ""
        except HistoryError:
            return ""  # on_env stops the build with it

    def _write_out(self, macros: Any) -> None:
        """Answer the calls of a page, so that the macros plugin need not; it stays where only Jinja can do it.

        The macros plugin asks this of every page before it makes a template of it, when macros may ask for the page.
        """
        if macros.markdown != self.answers.checked or "{" in str(self.page.title):
            return
        found = self.answers.written()
        if found is not None:
            macros.markdown, self.blocks = found
            self.page.meta["render_macros"] = False

    def _safe_meta(self, page: Page) -> None:
        """The theme puts front matter into pages as it is, so it gets escaped text, and only keys we know."""
        read = self.answers.read.get(self.answers.path)
        here = read.runbook if read else None
        front = RunbookFront if here else PageFront
        meta = {key: value for key, value in page.meta.items() if key in front.model_fields and not here}
        if "template" in meta and not self._has_template(str(meta["template"])):
            what = f"asks for the template {meta.pop('template')!r}, which is no page of the layout's own"
            self.faults.append(MacroFault(Place(self.answers.path), f"{what}; put one into overrides/, or take it out"))
        page.meta = {k: escape(v) if isinstance(v, str) and k not in _AS_WRITTEN else v for k, v in meta.items()}
        if factor := boost(page.file.url):
            page.meta["search"] = {"boost": factor}
        if here:
            page.meta["title"] = escape(f"{here.id} {here.title}")

    def _has_template(self, name: str) -> bool:
        """Whether the layout brings a template, and one for pages: those of the theme may leave out what is said of
        approvals, and the policy for scripts with it."""
        theme = self.theme
        folder = theme.custom_dir
        return folder is not None and name not in theme.static_templates and Path(folder, name).is_file()

    def view(self, name: str, *args: object) -> object:
        """The view of a macro for the page being built; this is what `macros/` calls."""
        return self.answers.view(name, *args)

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Put in the blocks that Markdown passed by. What stands under the title comes when every page is read."""
        path, blocks = self.answers.path, set(self.blocks)
        if self.paths[page.file.src_uri] in self.waiting:
            return html
        self.rendered_pages.append((page, path))
        if page.file.generated_by is None:
            self.faults += forged(path, html, (text for text in self.answers.gave if text not in blocks))
        whole = filled(html, self.blocks)
        if whole is None:
            self.faults.append(MacroFault(Place(path), _NO_ROOM))
            return html
        page.present_anchor_ids = {*(page.present_anchor_ids or ()), *ids(self.blocks)}
        return whole

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
        self._lead_to_the_glossary()
        self._settle(standing, files)
        self.made: dict[str, PageProvenance] = {}
        for page, path in self.rendered_pages:
            self.answers.turn_to(path)
            counsel = COUNSEL if path in self.answers.with_clocks else ""
            governed = governing(self.book, standing, path)
            note = UNGOVERNED if page.file.generated_by is None else MADE
            panel = self.answers.answer(PANEL) if governed else note
            page.content = under_title(page.content or "", panel, counsel)
            self.made[page.file.dest_uri] = PageProvenance(page.file.dest_uri, path, governed)
        self._meet(files, config)
        self.past = [*past_pages.wanted(standing.amendments)] if self.site_map.past else []
        if self.faults:
            raise PluginError(f"the site cannot be built:\n{_listed(self.faults)}")
        told = {**published(standing), NAME: provenance(standing, [*self.made.values()])}
        for uri, text in told.items():
            files.append(File.generated(config, uri, content=text, inclusion=InclusionLevel.INCLUDED))
        self.env, self.files = env, files
        if self.serving:
            self.late.begin(Path(config.site_dir), env, partial(self._finish, config))

    def _settle(self, standing: SiteVerdicts, files: Files) -> None:
        """Say of every page what else it shows, and who governs that."""
        self.world = ClosedWorld(
            SiteGovernance(str(self.root), self.book, standing),
            audit.require(),
            *held_by(files, self.root, self.paths),
            {file.src_uri: self.paths.get(file.src_uri, "") for file in files},
        )
        pages = [
            Read(path, page.file.url, page.content or "", self._called(path), (GLOSSARY,) if path in self.told else ())
            for page, path in self.rendered_pages
        ]
        self.faults += self.world.settle(pages, self.book)
        self.faults += replaced(files, self.root, self.paths, self.book)
        self.answers.shows = self.world.contents

    def _called(self, path: str) -> tuple[str, ...]:
        """The macros that a page calls."""
        read = self.answers.read.get(path)
        return tuple(call.name for call in read.calls) if read else self.shows.get(path, ())

    def _meet(self, files: Files, config: MkDocsConfig) -> None:
        """Learn of two sources for one address, of pages by themselves, and which scripts pages may load."""
        added = [(self.paths.get(f.src_uri, f.src_uri), f.dest_uri) for f in files if _published(f)]
        known = {address for _, address in self.own}
        made = [(ENGINE, name) for name in PUBLISHED]
        self.faults += clashing(self.book)
        told = {fault.place.path for fault in self.faults}
        pairs = [*self.own, *made, *(pair for pair in added if pair[1] not in known)]
        self.faults += (fault for fault in meeting(pairs) if fault.place.path not in told)
        self.faults += alone((self._source(file) for file in files if self._of_docs(file, config)), self.book)
        self.scripts = frozenset(file.dest_uri for file in files if self._may_run(file, config))
        self.faults += unasked(map(str, config.extra_javascript), self.scripts)

    def _may_run(self, file: File, config: MkDocsConfig) -> bool:
        """Whether pages may load a file as a script: it comes with the engine or the theme, or somebody governs it."""
        if not self._of_docs(file, config):
            return file.src_dir in config.theme.dirs or file.generated_by == "ratified"
        path = self._source(file)
        return path.startswith(LAYOUT) or bool(self.book.documents_of(path))

    def _past(self, macro: str, name: str) -> past_pages.PastPage:
        """Lay out a page of the past."""
        self.answers.turn_to(past_pages.PATH)
        view = self.answers.ready[(macro, name)] = self.answers.view(macro, name)
        return past_pages.PastPage(name, view.title, self.answers.answer(macro, name))

    def _lead_to_the_glossary(self) -> None:
        """In the policy and the runbooks words of the glossary say what they mean.

        On a page of a document they only do where somebody governs what the glossary says.
        """
        self.told: set[str] = set()
        governed = self.book.document_of(GLOSSARY) is not None
        found = next((page for page, path in self.rendered_pages if path == GLOSSARY), None)
        if found is None:
            return
        found.content, terms = with_ids(found.content or "")
        glossary, policy = Glossary(terms), {page.path for page in self.book.policy_pages}
        for page, path in self.rendered_pages:
            if path in policy or path.startswith("runbooks/"):
                meanings = governed or self.book.document_of(path) is None
                before, href = page.content or "", self.site_map.page(GLOSSARY, path)
                page.content = glossary.shown_in(before, href, meanings)
                self.told |= {path} if meanings and page.content != before else set()

    @event_priority(-100)
    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Say what the page may load, of its last form; `mkdocs serve` puts a script into each that no build has."""
        path = self.paths.get(page.file.src_uri, "")
        self.world.afterwards(path, output, page.file.url)
        if self.serving:
            if faults := self.world.faults_of(path, self.book) if self.late.making else []:
                raise PluginError(f"the page cannot be made:\n{_listed(faults)}")
            return output
        source = self.made.get(page.file.dest_uri)
        sha = made_from(source.documents, self.standing.result().verdicts) if source else ""
        return with_policy(marked(output, sha), self._let_in(config, page.url))

    def _let_in(self, config: MkDocsConfig, url: str) -> Callable[[str], bool]:
        """Whether a page at an address may load a script, by the address that the page writes."""
        root = urlsplit(config.site_url or "/").path or "/"
        return lambda src: script_at(src, url, root) in self.scripts

    @event_priority(-100)
    def on_post_template(self, output: str, *, template_name: str, config: MkDocsConfig) -> str:
        """The same for pages that are no Markdown."""
        own = self.serving or not template_name.endswith(".html")
        return output if own else with_policy(output, self._let_in(config, template_name))

    @event_priority(-100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write the pages of the past; let the search find clauses and roles, and browsers keep the emergency's pages.

        Nothing is kept for who writes. What the build left is remembered last, when every plugin had its say.
        """
        site = Path(config.site_dir)
        if self.serving:
            for macro, name in self.past:
                self.late.add(self._address_of_the_past(name), partial(self._late_past, config, macro, name))
        elif self.past:
            self._write_past(site, config)
        faults = self.world.faults_of_the_end(self.book)
        audit.stop()
        if faults:
            raise PluginError(f"the site cannot be built:\n{_listed(faults)}")
        if (site / INDEX).is_file():
            self.answers.turn_to("")
            text = with_entries((site / INDEX).read_text(encoding="utf-8"), entries(self.answers.page_context()))
            (site / INDEX).write_text(text, encoding="utf-8")
        if not self.serving:
            titles = {f"{self.docs}/{uri}": made.title for uri, made in self.generated.items()}
            pages = kept_pages(self.book, self.site_map, self.docs, titles)
            text = worker(site, pages, self.as_of.isoformat(), self.standing.result().head)
            (site / WORKER).write_text(text, encoding="utf-8")
            self.kept = listed(site)
            keep(self.root, self.standing.result().head, self.as_of, self.kept)

    def on_build_error(self, *, error: Exception) -> None:
        """Say in a sentence what was refused, where that ended the build. Of one that ended with warnings nothing is
        remembered: nobody should take its files for a site."""
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

    def _write_past(self, site: Path, config: MkDocsConfig) -> None:
        """Write the pages of the past, when every plugin had its say on the theme."""
        frame = self._frame_of_the_past(config)
        for name, html in past_pages.fill(frame, (self._past(macro, name) for macro, name in self.past)):
            file = site / self._address_of_the_past(name)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(html, encoding="utf-8", errors="xmlcharrefreplace", newline="\n")

    def _address_of_the_past(self, name: str) -> str:
        return str(self.frame.dest_uri).replace(past_pages.NAME, name)

    def _frame_of_the_past(self, config: MkDocsConfig) -> str:
        """A page of the past with holes for what differs between them."""
        page = Page(past_pages.TITLE, self.frame, config)
        page.content, page.meta = f"{MADE}\n{past_pages.CONTENT}", {"search": {"exclude": True}}
        page.update_date = self.as_of.isoformat()
        lists = {path for path, uri in self.paths.items() if uri in self.site_map.shows[past_pages.LIST]}
        page.parent = next((p.parent for p in self.nav.pages if p.file.src_uri in lists), None)
        return self._in_theme(page, past_pages.short(self.nav), config)

    def _in_theme(self, page: Page, nav: Any, config: MkDocsConfig) -> str:
        """A page in the theme, as MkDocs puts it there."""
        page.active = True
        context = get_context(nav, self.files.documentation_pages(), config, page)
        context = config.plugins.on_page_context(context, page=page, config=config, nav=nav)
        html = self.env.get_template("main.html").render(context)
        page.active = False
        return str(config.plugins.on_post_page(html, page=page, config=config))

    def _late_past(self, config: MkDocsConfig, macro: str, name: str) -> str:
        """A page of the past that somebody asks for."""
        ((_, html),) = past_pages.fill(self._frame_of_the_past(config), iter([self._past(macro, name)]))
        return html

    def _finish(self, config: MkDocsConfig, page: Page, render: Callable[[], str]) -> str:
        """A page that somebody asks for, in the theme; that of a rule is only read then."""
        if self.paths.get(page.file.src_uri) in self.waiting:
            page.markdown = self.generated[page.file.src_uri].text.split("\n---\n", 1)[1]
            page.render(config, self.files)
            page.content = under_title(page.content or "", MADE, "")
        page.active = True
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


def _join_styles(files: Files, config: MkDocsConfig) -> None:
    """Let pages load one style sheet of ours where mkdocs.yml names many."""
    sheets = {path: file for path in config.extra_css if (file := files.get_file_from_path(path)) is not None}
    one = joined({path: file.content_string for path, file in sheets.items()})
    if one is not None and len(sheets) == len(config.extra_css) > 1 and files.get_file_from_path(one[0]) is None:
        files.append(File.generated(config, one[0], content=one[1]))
        config.extra_css = [one[0]]


def _published(file: File) -> bool:
    return file.inclusion not in {InclusionLevel.EXCLUDED, InclusionLevel.DRAFT}


def _above(file: File, markdown: str) -> int:
    """How many lines of a file stand above its text: its front matter."""
    return file.content_string.count("\n") - markdown.count("\n")


def _being_made(config: MkDocsConfig) -> str:
    """The page that MkDocs reads or writes just now, by its source; nothing between two of them."""
    page = config._current_page
    return str(page.file.src_uri) if isinstance(page, Page) else ""


def _as_fault(fault: ReadingFault) -> MacroFault:
    return MacroFault(fault.place, f"{fault.message}; {fault.help}")


def _listed(faults: Iterable[MacroFault]) -> str:
    return "\n".join(f"  {fault}" for fault in sorted(faults, key=lambda f: (f.place, f.message)))
