"""Where events come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratified.views.escape import Safe, escape
from ratified.views.site_map import PageLink, unlinked

if TYPE_CHECKING:
    from ratified.views.page_context import PageContext


@dataclass(frozen=True)
class IntakeRow:
    """A source with its route, who triages it, and how soon."""

    id: Safe
    title: Safe
    examples: Safe
    route: Safe
    triage: PageLink
    within: Safe


def intake_table(of: PageContext) -> tuple[IntakeRow, ...]:
    """Every intake source."""
    return tuple(
        IntakeRow(
            id=escape(source.id),
            title=escape(source.title),
            examples=escape(source.examples),
            route=escape(source.route or "no route"),
            triage=of.role(source.triage) if source.triage else unlinked("nobody"),
            within=escape(source.within or "no time set"),
        )
        for source in of.book.intake.sources
    )
