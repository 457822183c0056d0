"""Other plugins: which cannot stand beside this one, and what the site does with what the others bring."""

from __future__ import annotations

import logging
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.exceptions import PluginError

from ratified.approval.authority import SITE_LAYOUT
from ratified.site.csp import with_policy
from ratified.site.html import HtmlText, edited

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page

    from ratified.views.approvals.status import SiteVerdicts

_LOG = logging.getLogger("mkdocs.plugins.ratified")
_SAID = logging.getLogger("ratified.site")
"""What is told and stops no strict build."""

UNSETTLED = frozenset({"unapproved", "undecidable", "pending"})
"""Verdicts of SITE-LAYOUT under which nothing of it is taken on trust."""

NAVIGATORS = frozenset({"awesome-nav", "awesome-pages", "literate-nav"})
"""Plugins that make the navigation themselves, from files beside the pages."""

_REFUSED = {
    "monorepo": "it copies all pages elsewhere and builds those, so none is the file that was approved; "
    "keep the pages of every team under docs/, or a repository for each",
    "rss": "it looks for the file behind each page, and the engine's pages have none; "
    "the page of amendments says what changed, and when",
}

_APART = {
    ("i18n", "print-site"): "the one page would hold what is in the language that is built last, and no approved text; "
    "take one of the two out",
}

GATHERED = (
    '<p class="r-ungoverned" role="note"><strong>A plugin put this page together.</strong> '
    "What is approved is said on the pages that it was made from.</p>"
)


def refused(plugins: Collection[str]) -> str | None:
    """Why a site with these plugins cannot be built, in one sentence; None where it can."""
    for name in plugins:
        if why := _REFUSED.get(name.removeprefix("material/")):
            return f"mkdocs.yml: the plugin {name!r} does not work beside 'ratified': {why}"
    for (one, other), why in _APART.items():
        if {one, other} <= {*plugins}:
            return f"mkdocs.yml: the plugins {one!r} and {other!r} do not work together: {why}"
    return None


def folder_of_pages(config: MkDocsConfig, root: Path) -> str:
    """The folder of the pages as a path of the repository. Raises PluginError where a plugin has put them elsewhere."""
    folder = Path(config.docs_dir).resolve()
    if not folder.is_relative_to(root):
        what = f"a plugin has the site built from {config.docs_dir}, which is no folder of this repository"
        raise PluginError(f"mkdocs.yml: {what}, so no page there is the file that was approved; take it out")
    return folder.relative_to(root).as_posix()


def makes_navigation(config: MkDocsConfig) -> bool:
    """Whether a plugin makes the navigation, and the settings leave that to it."""
    return config.nav is None and not NAVIGATORS.isdisjoint(config.plugins)


def takes_section_pages(loader: Any) -> None:
    """Tell section-index, which looks for templates that it can rewrite, that this navigation shows its pages as it is.

    It asks at the end, of what loads the templates, and warns of any theme that it does not know.
    """
    if hasattr(loader, "found_supported_theme"):
        loader.found_supported_theme = True


def trusted(standing: SiteVerdicts) -> bool:
    """Whether scripts that plugins bring may run: nobody changed the settings, which name the plugins, unapproved."""
    layout = standing.verdicts.get(SITE_LAYOUT)
    return layout is None or layout.verdict not in UNSETTLED


_SCRIPT = re.compile(r'<script src="[^"]*assets/[a-z-]+\.js"[^>]*></script>')
"""How layouts name a script of ours."""


def keep_for_print(page: Page) -> None:
    """Where print-site keeps what it puts one page together from: with the approval under each title, and a title."""
    if hasattr(page, "html"):
        content = _SCRIPT.sub("", page.content or "")  # paper says what holds without them
        page.html = content if "<h1" in content else f"<h1>{page.title}</h1>\n{content}"


class PluginScripts:
    """Scripts that plugins bring: pages may load them while the layout stands, and otherwise each is named, once."""

    def __init__(self, standing: SiteVerdicts, docs: Path) -> None:
        self._trusted, self._docs = trusted(standing), docs
        self._named: set[str] = set()

    def may_run(self, address: str) -> bool:
        """Whether a page may load what a plugin puts at an address of the site: no file of `docs/` stands there."""
        if not address or address.startswith(("../", "/")) or (self._docs / address).exists():
            return False
        if not self._trusted and address not in self._named:
            self._named.add(address)
            _SAID.warning("%s, a script of a plugin, is not loaded: SITE-LAYOUT is not approved", address)
        return self._trusted


def without_diagrams(config: MkDocsConfig, pages: Iterable[tuple[Page, str]]) -> None:
    """Warn of diagrams that no browser would draw: the theme fetches what draws them from another host."""
    if any("mermaid" in str(script) for script in config.extra_javascript):
        return
    for page, path in pages:
        if 'class="mermaid"' in (page.content or ""):
            what = "a diagram that stays text: the theme loads mermaid from another host, which no page may"
            help_ = "put mermaid.min.js under docs/assets/ and name it under extra_javascript"
            _LOG.warning("%s: %s; %s", path, what, help_)


def by_others(site: Path, known: Collection[str]) -> Iterator[Path]:
    """Pages in the built site that another plugin wrote after all events of pages."""
    for file in sorted(site.rglob("*.html")):
        if file.relative_to(site).as_posix() not in known:
            yield file


def finish(file: Path, may_run: Callable[[str], bool], said: str) -> None:
    """Give such a page the policy for scripts and what else is `said` in its head, and say that it was put together."""
    text = file.read_text(encoding="utf-8")
    if 'http-equiv="Content-Security-Policy"' in text:
        return
    page = HtmlText(text)
    holder = page.tree.select_one("article") or page.tree.select_one("body")
    if holder is not None and holder.source_location is not None:
        at = page.place(holder, inside=True)[0]
        text = edited(page.text, [(at, at, GATHERED)])
    file.write_text(with_policy(text, may_run, said), encoding="utf-8", newline="\n")
