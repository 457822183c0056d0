"""What answers the macro calls of pages: views, each made before the macro asks, so that its place is known."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ratified.approval.authority import SITE_LAYOUT
from ratified.model.place import Place
from ratified.site.company_macros import LAYOUTS, Layout, NotTextError, layouts
from ratified.site.expanded_page import ExpandedPage, written_out
from ratified.site.macro_failure import guarded
from ratified.site.macro_grammar import MacroFault, misuse
from ratified.site.neighbours import UNSETTLED
from ratified.source.calls import find_calls
from ratified.views import CLOCKS, VIEWS, PageContext, SiteMap, UnknownNameError, view
from ratified.views.approvals.status import NOTHING_ELSE, PageContents, SiteVerdicts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date
    from pathlib import Path

    from ratified.model.prose import MacroCall
    from ratified.policy import Book

VERDICTS = ("approval_panel", "home_verdict")
"""The macros that say what is approved."""


class MacroAnswers:
    """Answers the calls of one page after another, and keeps in `faults` why one has no answer.

    `judged` waits for what git says, and raises HistoryError where it cannot say. `site_map` is set when every page has
    its address.
    """

    site_map: SiteMap

    def __init__(self, root: Path, book: Book, as_of: date, judged: Callable[[], SiteVerdicts]) -> None:
        self.root, self.book, self.as_of, self.judged = root, book, as_of, judged
        self.read = {page.path: page for page in book.markdown}
        self.faults: list[MacroFault] = []
        self.with_clocks: set[str] = set()
        self.known: set[str] = set()
        self.shows: Mapping[str, PageContents] = {}
        self.turn_to("")

    def join(self, package: str, macros: dict[str, Callable[..., object]], called: dict[str, Any]) -> None:
        """Learn the macros of the engine and of the company's package, and put each where templates call it so that it
        may fail. One that the company registers by itself comes before all.

        Raises UnservedError where the package asks for other views than there are.
        """
        made = {name: str(getattr(macro, "__module__", "")) for name, macro in macros.items()}
        own = {name: macros[name] for name, module in made.items() if module.partition(".")[0] == package}
        ours = {name: self._laid_out(name, one) for name, one in layouts(package, sys.modules.get(package)).items()}
        for name in VERDICTS:
            ours[name] = self._while_layout_stands((ours | own)[name], self._laid_out(name, LAYOUTS[name]))
        for name, macro in (own | {n: one for n, one in ours.items() if n not in own or n in VERDICTS}).items():
            called[name] = self._noted(guarded(macro, self.root, self._failed))
        self.known = {*ours, *own}
        self.called = called

    def _laid_out(self, name: str, layout: Layout) -> Callable[..., object]:
        """A macro: its view, laid out. What gives no text is a mistake that a page would show as words."""

        def macro(*args: object) -> str:
            found = layout(self.view(name, *args))
            if not isinstance(found, str):
                raise NotTextError(f"{name}() gives {type(found).__name__}, and a layout gives text")
            return found

        return macro

    def _while_layout_stands(self, own: Callable[..., object], ours: Callable[..., object]) -> Callable[..., object]:
        """A macro that shows verdicts: laid out by the company only where nobody changed the layout unapproved."""

        def macro(*args: object) -> object:
            layout = self.judged().verdicts.get(SITE_LAYOUT)
            return (ours if layout is not None and layout.verdict in UNSETTLED else own)(*args)

        return macro

    def _noted(self, macro: Callable[..., object]) -> Callable[..., object]:
        """A macro that leaves in `gave` what it gives for the page."""

        def noted(*args: object) -> object:
            found = macro(*args)
            self.gave.append(str(found))
            return found

        return noted

    def turn_to(self, path: str, markdown: str = "", above: Callable[[], int] | None = None) -> None:
        """From here on calls are those of this page.

        `above` counts the lines of its file above its text; None for a page that no file holds.
        """
        self.path, self.markdown, self._above, self.line = path, markdown, above, 1
        self.checked = ""
        self.gave: list[str] = []
        self.ready: dict[tuple[object, ...], object] = {}

    def make(self) -> bool:
        """Make every view that the page calls. Whether there is nothing wrong with the page.

        Raises HistoryError where one of them shows what git cannot say.
        """
        faults = [fault for call in self._calls() if (fault := misuse(call, self.known) or self._made(call))]
        self.faults += faults
        self.checked = "" if faults else self.markdown
        return not faults

    def _calls(self) -> list[MacroCall] | tuple[MacroCall, ...]:
        """The calls of the page. One that no file holds has no lines to tell."""
        read = self.read.get(self.path)
        if read:
            return read.calls
        return [replace(call, place=Place(self.path)) for call in find_calls(self.path, self.markdown)[0]]

    def _made(self, call: MacroCall) -> MacroFault | None:
        if call.name in CLOCKS:
            self.with_clocks.add(self.path)
        if call.name in VIEWS:
            try:
                self.ready[(call.name, *call.args)] = self.view(call.name, *call.args)
            except UnknownNameError as error:
                return MacroFault(call.place, str(error))
        return None

    def written(self) -> ExpandedPage | None:
        """The page with its answers, where `make` found nothing wrong with it; None where only Jinja can render it."""
        return written_out(self.checked, self._called) if self.checked else None

    def _called(self, line: int, name: str, args: tuple[str, ...]) -> object:
        self.line = line
        return self.called[name](*args)

    def answer(self, name: str, *args: object) -> str:
        """What one macro gives for this page."""
        return str(self.called[name](*args))

    def view(self, name: str, *args: object) -> Any:
        """The view of a macro for this page."""
        ready = self.ready.get((name, *args))
        if ready is not None:
            return ready
        return view(name, self.page_context(), *args)

    def page_context(self) -> PageContext:
        """What the views of this page look at."""
        shows = self.shows.get(self.path, NOTHING_ELSE)
        return PageContext(self.book, self.as_of, self.site_map, self.path, self.judged, shows)

    def _failed(self, found: int | None, message: str) -> None:
        """Keep why a macro failed; its line is counted in the file, front matter included."""
        if self._above is None:
            self.faults.append(MacroFault(Place(self.path), message))
            return
        line = found or self.line
        column = max(self.markdown.split("\n")[line - 1].find("{{"), 0) + 1
        self.faults.append(MacroFault(Place(self.path, line + self._above(), column), message))
