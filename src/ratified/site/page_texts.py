"""Each page of the site from its source to HTML, with what its macros give in it."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ratified.git.error import HistoryError
from ratified.model.frames import with_links
from ratified.model.page import PageFront, RunbookFront
from ratified.model.place import Place
from ratified.site.default_settings import says_validation
from ratified.site.expanded_page import filled, ids, renders_as_usual
from ratified.site.hidden_words import hidden_words
from ratified.site.macro_grammar import MacroFault
from ratified.site.outlines import SiteOutlines
from ratified.site.search import boost
from ratified.site.sources import forged
from ratified.site.strictness import LinkWarnings
from ratified.views import escape

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files
    from mkdocs.structure.pages import Page

    from ratified.site.macro_calls import MacroAnswers
    from ratified.site.site_files import SiteFiles

_NO_ROOM = "a macro on a line of its own is where a page can hold no HTML; move it out of there"
_BRACES = re.compile(r"\{[{%#]")
_AS_WRITTEN = {"template", "icon", "render_macros", "hide"}


class PageTexts:
    """The pages of one build, one after another. `rendered` are those that are read, each with its path.

    `later` are the paths of pages that are not read now. Faults are kept with those of `answers`.
    """

    def __init__(self, config: MkDocsConfig, files: SiteFiles, answers: MacroAnswers, later: set[str]) -> None:
        self._theme, self._files, self._answers, self.later = config.theme, files, answers, later
        self._permalink = str((config.mdx_configs.get("toc") or {}).get("permalink"))
        self._broken = {fault.place.path for fault in answers.faults}
        self._blocks: tuple[str, ...] = ()
        self._whole = True
        self._outlines = SiteOutlines()
        self._outlines.join(config)
        self._links = LinkWarnings(config, says_validation(config))
        self.rendered: list[tuple[Page, str]] = []
        self._gave: dict[str, tuple[str, ...]] = {}

    def join(self, macros: Any) -> None:
        """Answer the calls of the macros plugin. Raises UnservedError where a package asks for views that are none."""
        if renders_as_usual(macros):
            macros.pre_macro_functions.append(self._write_out)
        self._answers.join(macros.config["module_name"], macros.macros, macros.env.globals)

    def markdown(self, markdown: str, page: Page) -> str:
        """Make every view that the page calls; a page with a fault is left out until all are known."""
        self._page, path = page, self._files.paths[page.file.src_uri]
        if path in self.later:
            page.render = _unread  # type: ignore[method-assign]
            page.content = ""
            return ""
        self._blocks, self._whole = (), True
        self._links.turn_to(self._governed(path))
        held = page.file.generated_by is None
        self._answers.turn_to(path, markdown, partial(_above, page.file, markdown) if held else None)
        page.update_date = self._answers.as_of.isoformat()  # MkDocs takes the clock's day, and the sitemap would say it
        self._safe_meta(page)
        read = self._answers.read.get(path)
        if page.meta.get("render_macros") is False or (read is not None and read.literal):
            page.meta["render_macros"] = False
            return markdown
        if path in self._broken:
            self._whole = False
            return ""
        if not _BRACES.search(markdown):
            page.meta["render_macros"] = False  # spares making a template of a page that calls nothing
            return markdown
        try:
            self._whole = self._answers.make()
            return markdown if self._whole else ""
        except HistoryError:
            return ""  # on_env stops the build with it

    def content(self, html: str, page: Page) -> str:
        """Put in the blocks that Markdown passed by. What stands under the title comes when every page is read."""
        if self._files.paths[page.file.src_uri] in self.later:
            return html
        path, blocks = self._answers.path, set(self._blocks)
        self.rendered.append((page, path))
        read = self._answers.read.get(path)
        if read is not None and self._whole and self._answers.book.documents_of(path):
            self._outlines.warn(read, self._answers.book)
        if page.file.generated_by is None:
            given = [text for text in self._answers.gave if text not in blocks]
            if read is not None and not self._governed(path):
                html = with_links(html, given)
            self._answers.faults += forged(path, html, given)
            self._gave[path] = tuple(self._answers.gave)
        whole = filled(html, self._blocks)
        if whole is None:
            self._answers.faults.append(MacroFault(Place(path), _NO_ROOM))
            return html
        page.present_anchor_ids = {*(page.present_anchor_ids or ()), *ids(self._blocks)}
        return whole

    def tell_of_anchors(self, files: Files) -> None:
        """Once every page is made: which anchors are missing on pages that no document governs."""
        self._links.turn_back()
        for page, path in self.rendered:
            if not self._governed(path):
                self._links.tell_of_anchors(page, files)

    def _governed(self, path: str) -> bool:
        read = self._answers.read.get(path)
        return bool(read and read.runbook) or bool(self._answers.book.documents_of(path))

    def hiding(self) -> Iterator[MacroFault]:
        """What hides words on governed pages, once every plugin has put into their content what it puts there."""
        for page, path in self.rendered:
            if path in self._gave and self._answers.book.documents_of(path):
                yield from hidden_words(path, page.content or "", self._gave[path], self._permalink)

    def _write_out(self, macros: Any) -> None:
        """Answer the calls of a page, so that the macros plugin need not; it stays where only Jinja can do it.

        The macros plugin asks this of every page before it makes a template of it, when macros may ask for the page.
        """
        if macros.markdown != self._answers.checked or "{" in str(self._page.title):
            return
        found = self._answers.written()
        if found is not None:
            macros.markdown, self._blocks = found
            self._page.meta["render_macros"] = False

    def _safe_meta(self, page: Page) -> None:
        """The theme puts front matter into pages as it is, so it gets escaped text, and only keys we know.

        Of the keys of the theme that say nothing of approvals an ungoverned page may have any: those with another value
        than the theme expects are left out.
        """
        read = self._answers.read.get(self._answers.path)
        here = read.runbook if read else None
        front = RunbookFront if here else PageFront
        ours = front.model_fields.keys() - {"extra", "synonyms"}
        meta = {key: value for key, value in page.meta.items() if key in ours and not here}
        if not self._answers.book.documents_of(self._answers.path):
            meta |= of_theme(page.meta)
        if "title" in meta and not isinstance(meta["title"], str):
            meta["title"] = str(meta["title"])  # a day without quotes
        if "template" in meta and not self._has_template(str(meta["template"])):
            what = f"asks for the template {meta.pop('template')!r}, which is no page of the layout's own"
            help_ = "put one into overrides/, or take it out"
            self._answers.faults.append(MacroFault(Place(self._answers.path), f"{what}; {help_}"))
        page.meta = {k: escape(v) if isinstance(v, str) and k not in _AS_WRITTEN else v for k, v in meta.items()}
        if factor := boost(page.file.url):
            page.meta["search"] = {"boost": factor, **page.meta.get("search", {})}
        if here:
            page.meta["title"] = escape(f"{here.id} {here.title}")

    def _has_template(self, name: str) -> bool:
        """Whether the layout brings a template, and one for pages: those of the theme may leave out what is said of
        approvals, and the policy for scripts with it.
        """
        folder = self._theme.custom_dir
        return folder is not None and name not in self._theme.static_templates and Path(folder, name).is_file()


def of_theme(meta: Mapping[str, Any]) -> dict[str, Any]:
    """What Material reads of front matter besides our keys, as far as it has the form that Material expects."""
    tags, search, status = meta.get("tags"), meta.get("search"), meta.get("status")
    found: dict[str, Any] = {}
    if isinstance(tags, list) and all(isinstance(tag, str | int) for tag in tags):
        found["tags"] = [escape(str(tag)) for tag in tags]
    if isinstance(search, dict):
        found["search"] = {
            key: value
            for key, value in search.items()
            if key in {"exclude", "boost"} and isinstance(value, bool | int | float)
        }
    if isinstance(status, str) and re.fullmatch("[a-z][a-z0-9-]{0,40}", status):
        found["status"] = status
    return found


def _unread(config: MkDocsConfig, files: Files) -> None:
    """In place of a page's own way to its HTML, while nobody asked for it."""


def _above(file: File, markdown: str) -> int:
    """How many lines of a file stand above its text: its front matter."""
    whole, text = file.content_string.rstrip("\n"), markdown.rstrip("\n")  # i18n takes the last line's end away
    return whole.count("\n") - text.count("\n")
