"""Which runbook: every one with when to use it, and the words and ticks by which the browser brings it up."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ratified.rules.runbook_sections import led_by
from ratified.views.escape import Safe, escape, escape_all
from ratified.views.runbooks.runbook import RunbookRow, runbook_index

if TYPE_CHECKING:
    from ratified.model.page import RunbookFront
    from ratified.model.prose import Page
    from ratified.views.page_context import PageContext
    from ratified.views.site_map import PageLink

SCRIPTS = ("assets/runbook-finder.js",)
"""The scripts of the finder by their path in the site."""


@dataclass(frozen=True)
class RunbookSigns:
    """A runbook with the signs by which one knows it.

    `tags` are the ids of its scenarios, `led_by` those of the criteria on which it is used and `raised_by` of those
    that raise it, apart by spaces; `said_of` are the criteria in full on which it is used, and `synonyms` words of the
    people who ask for it, apart by semicolons.
    """

    row: RunbookRow
    signals: tuple[Safe, ...]
    tags: Safe
    led_by: Safe
    raised_by: Safe
    said_of: Safe
    synonyms: Safe


@dataclass(frozen=True)
class RunbookFinder:
    """Every runbook by id; `scripts` are addresses, to load in order."""

    rows: tuple[RunbookSigns, ...]
    scripts: tuple[Safe, ...]


def runbook_finder(of: PageContext) -> RunbookFinder:
    """Every runbook with when to use it."""
    pages = [(page, page.runbook) for _, page in sorted(of.book.runbook.items()) if page.runbook]
    return RunbookFinder(
        tuple(_found(of, row, *found) for row, found in zip(runbook_index(of), pages, strict=True)),
        tuple(of.site_map.file(path, of.page) for path in SCRIPTS),
    )


def _to_first_steps(link: PageLink) -> PageLink:
    """Whoever has found the runbook is led to its first 15 minutes, past what it is for."""
    return replace(link, href=link.href + escape("#first-15-minutes")) if link.href else link


def _found(of: PageContext, row: RunbookRow, page: Page, front: RunbookFront) -> RunbookSigns:
    ids = dict.fromkeys(call.text(0) or "" for call in led_by(page))
    cited = [of.book.criterion[id_] for id_ in ids if id_ in of.book.criterion]
    return RunbookSigns(
        row=replace(row, link=_to_first_steps(row.link)),
        signals=escape_all(front.entry_signals),
        tags=escape(" ".join(front.scenario_tags)),
        led_by=escape(" ".join(one.id for one in cited)),
        raised_by=escape(" ".join(front.escalate_if)),
        said_of=escape(" ".join(one.text for one in cited)),
        synonyms=escape("; ".join(front.synonyms)),
    )
