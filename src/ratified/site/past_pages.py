"""Pages of the past: one for each landing and each text as it was, made from one page of the theme with holes.

They stand outside the navigation and the search, and differ from each other in their title and content alone. So the
theme renders one of them, and the others are filled in: a landing costs what its own words cost.
"""

from __future__ import annotations

import re
from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mkdocs.commands.build import get_context
from mkdocs.structure.pages import Page

from ratified.site.panel import MADE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files
    from mkdocs.structure.nav import Navigation

    from ratified.changes.amendments import Amendments
    from ratified.site.macro_calls import MacroAnswers

LIST = "amendment_list"
"""The macro whose page the pages of the past belong to; without one there are none."""

MACROS = ("amendment", "past_text")
FOLDER = "amendments"
NAME, TITLE, CONTENT = "ratified-name-of-the-past", "ratified-title-of-the-past", "ratified-content-of-the-past"
"""What stands in the holes."""

PATH = "the past"
"""The path that views get: no file holds these pages, and all of them stand in one folder."""

_HOLES = re.compile(f"({NAME}|{TITLE}|{CONTENT})")


@dataclass(frozen=True)
class PastPage:
    """A page of the past: its name in the address, its title and its content, both HTML."""

    name: str
    title: str
    content: str


@dataclass(frozen=True)
class PastPages:
    """The pages of the past of one build. `frame` is the file that stands for each, `wanted` their macros and names."""

    config: MkDocsConfig
    frame: File
    answers: MacroAnswers
    wanted: tuple[tuple[str, str], ...]
    env: Environment
    files: Files
    nav: Navigation
    parent: Any

    def write(self, site: Path) -> None:
        """Write all, when every plugin had its say on the theme."""
        frame = self._framed() if self.wanted else ""
        for name, html in fill(frame, (self._page(macro, name) for macro, name in self.wanted)):
            file = site / self.address(name)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(html, encoding="utf-8", errors="xmlcharrefreplace", newline="\n")

    def address(self, name: str) -> str:
        """Where a page of the past stands in the site."""
        return str(self.frame.dest_uri).replace(NAME, name)

    def one(self, macro: str, name: str) -> str:
        """One of them alone."""
        ((_, html),) = fill(self._framed(), iter([self._page(macro, name)]))
        return html

    def _page(self, macro: str, name: str) -> PastPage:
        self.answers.turn_to(PATH)
        view = self.answers.ready[(macro, name)] = self.answers.view(macro, name)
        return PastPage(name, view.title, self.answers.answer(macro, name))

    def _framed(self) -> str:
        """A page of the past with holes for what differs between them."""
        page, config = Page(TITLE, self.frame, self.config), self.config
        page.content, page.meta = f"{MADE}\n{CONTENT}", {"search": {"exclude": True}}
        page.update_date = self.answers.as_of.isoformat()
        page.parent, page.active = self.parent, True
        context = get_context(short(self.nav), self.files.documentation_pages(), config, page)
        context = config.plugins.on_page_context(context, page=page, config=config, nav=self.nav)
        html = self.env.get_template("main.html").render(context)
        return str(config.plugins.on_post_page(html, page=page, config=config))


def parent_of_past(nav: Navigation, paths: Mapping[str, str], lists: Iterable[str]) -> Any:
    """The section of the page that lists the past; `lists` are the paths of such pages."""
    names = {name for name, path in paths.items() if path in {*lists}}
    return next((page.parent for page in nav.pages if page.file.src_uri in names), None)


def wanted(found: Amendments) -> Iterator[tuple[str, str]]:
    """The macro and the argument of each page."""
    yield from (("amendment", landed.id) for landed in found.landings)
    yield from (("past_text", name) for name in found.by_name)


def fill(frame: str, pages: Iterator[PastPage]) -> Iterator[tuple[str, str]]:
    """The name and the HTML of each page. What fills a hole is never looked at again."""
    parts = _HOLES.split(frame)
    for page in pages:
        holes = {NAME: page.name, TITLE: page.title, CONTENT: page.content}
        yield page.name, "".join(holes.get(part, part) if at % 2 else part for at, part in enumerate(parts))


def short(nav: Any) -> Any:
    """A navigation with no more than its index page for each section that has one, or is one: it stands on hundreds of
    pages."""

    def shortened(item: Any) -> Any:
        if not item.children:
            return item
        index = next((child for child in item.children if getattr(child, "is_index", False)), None)
        section = copy(item)  # of whatever class a plugin made it
        section.children = [index] if index else [] if item.is_page else [*map(shortened, item.children)]
        return section

    found = type(nav)([*map(shortened, nav.items)], nav.pages)
    found.homepage = nav.homepage
    return found
