"""What the pages of records share: people and roles by name, moments as they were written, links to a record's page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from ratified.model.incident import Incident
from ratified.policy.roster.holders import title
from ratified.views.approvals.table import names
from ratified.views.escape import NOTHING, Safe, escape
from ratified.views.inline import SeverityMark, severity
from ratified.views.site_map import PageLink, unlinked
from ratified.views.wording import capital, plain

if TYPE_CHECKING:
    from ratified.model.exercise import Exercise
    from ratified.views.page_context import PageContext


@dataclass(frozen=True)
class RecordState:
    """Where a record stands: `kind` names its look, `words` say it."""

    kind: Safe
    words: Safe


def state(record: Incident | Exercise) -> RecordState:
    """Where a record stands. What was set aside says so, whatever its status."""
    if isinstance(record, Incident) and record.set_aside is not None:
        return RecordState(Safe("aside"), escape("Set aside"))
    words = {"declared": "Open", "held": "Held, report to come", "draft": "Draft", "closed": "Closed"}
    return RecordState(Safe(record.status), escape(words[record.status]))


def to_record(of: PageContext, record: Incident | Exercise, anchor: str = "") -> PageLink:
    """A record by its id, linked to its page."""
    return PageLink(escape(record.id), of.site_map.page(record.at().path, of.page, anchor))


def level(of: PageContext, id_: str) -> SeverityMark:
    """A level by its name today; one that the policy has no more by its id, ranked last."""
    if id_ in of.book.level:
        return severity(of, id_)
    return SeverityMark(unlinked(id_), NOTHING, len(of.book.level) + 1)


def who(of: PageContext, person: str | None, role: str | None = None) -> str:
    """Somebody by name, with the role they acted in: `Dana Okafor, Incident Commander`. Plain text."""
    known = [names(of, [person])] if person else []
    return ", ".join([*known, *([title(of.book, role)] if role else [])])


def stamp(text: str | None) -> str:
    """A moment as it was written, with a space for the T. Plain text."""
    return (text or "").replace("T", " ")


def in_zone_of(at: datetime, text: str) -> str:
    """A moment in the offset of one that was written, to the minute: `2026-08-18 10:03-04:00`. Plain text."""
    local = at.astimezone(datetime.fromisoformat(text).tzinfo)
    return local.isoformat(sep=" ", timespec="minutes").replace("+00:00", "Z" if text.endswith("Z") else "+00:00")


def sentence_of(key: str) -> str:
    """An id as a title: `commander_named` -> `Commander named`."""
    return capital(plain(key))
