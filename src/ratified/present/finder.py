"""Which runbook: every one with when to use it, and the words and ticks by which the browser brings it up."""

from __future__ import annotations

from dataclasses import dataclass

from ratified.model.page import RunbookFront
from ratified.present.escape import Safe, escape
from ratified.present.outlook import Outlook
from ratified.present.runbooks import RunbookRow, runbook_index

SCRIPTS = ("assets/runbook-finder.js",)
"""The scripts of the finder by their path in the site."""


@dataclass(frozen=True, slots=True)
class FoundBy:
    """A runbook with the signs by which one knows it.

    `tags` are the ids of its scenarios and `raised_by` those of the criteria that raise it, apart by spaces;
    `said_of` are the criteria of a scenario in full, in whose words people may ask for it.
    """

    row: RunbookRow
    signals: tuple[Safe, ...]
    tags: Safe
    raised_by: Safe
    said_of: Safe


@dataclass(frozen=True, slots=True)
class Finder:
    """Every runbook by id; `scripts` are addresses, to load in order."""

    rows: tuple[FoundBy, ...]
    scripts: tuple[Safe, ...]


def runbook_finder(of: Outlook) -> Finder:
    """Every runbook with when to use it."""
    fronts = [page.runbook for _, page in sorted(of.book.runbook.items()) if page.runbook]
    return Finder(
        tuple(_found(of, row, front) for row, front in zip(runbook_index(of), fronts, strict=True)),
        tuple(of.atlas.file(path, of.page) for path in SCRIPTS),
    )


def _found(of: Outlook, row: RunbookRow, front: RunbookFront) -> FoundBy:
    said = [one.text for one in of.book.criterion.values() if set(one.covers) & set(front.scenario_tags)]
    return FoundBy(
        row=row,
        signals=tuple(escape(signal) for signal in front.entry_signals),
        tags=escape(" ".join(front.scenario_tags)),
        raised_by=escape(" ".join(front.escalate_if)),
        said_of=escape(" ".join(said)),
    )
