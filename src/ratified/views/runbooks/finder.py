"""Which runbook: every one with when to use it, and the words and ticks by which the browser brings it up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratified.views.escape import Safe, escape, escape_all
from ratified.views.runbooks.runbook import RunbookRow, runbook_index

if TYPE_CHECKING:
    from ratified.model.page import RunbookFront
    from ratified.views.page_context import PageContext

SCRIPTS = ("assets/runbook-finder.js",)
"""The scripts of the finder by their path in the site."""


@dataclass(frozen=True)
class RunbookSigns:
    """A runbook with the signs by which one knows it.

    `tags` are the ids of its scenarios and `raised_by` those of the criteria that raise it, apart by spaces;
    `said_of` are the criteria of a scenario in full, in whose words people may ask for it.
    """

    row: RunbookRow
    signals: tuple[Safe, ...]
    tags: Safe
    raised_by: Safe
    said_of: Safe


@dataclass(frozen=True)
class RunbookFinder:
    """Every runbook by id; `scripts` are addresses, to load in order."""

    rows: tuple[RunbookSigns, ...]
    scripts: tuple[Safe, ...]


def runbook_finder(of: PageContext) -> RunbookFinder:
    """Every runbook with when to use it."""
    fronts = [page.runbook for _, page in sorted(of.book.runbook.items()) if page.runbook]
    return RunbookFinder(
        tuple(_found(of, row, front) for row, front in zip(runbook_index(of), fronts, strict=True)),
        tuple(of.site_map.file(path, of.page) for path in SCRIPTS),
    )


def _found(of: PageContext, row: RunbookRow, front: RunbookFront) -> RunbookSigns:
    said = [one.text for one in of.book.criterion.values() if set(one.covers) & set(front.scenario_tags)]
    return RunbookSigns(
        row=row,
        signals=escape_all(front.entry_signals),
        tags=escape(" ".join(front.scenario_tags)),
        raised_by=escape(" ".join(front.escalate_if)),
        said_of=escape(" ".join(said)),
    )
