"""Governed documents as findings point at them, and the verdicts that a reason against approval stands behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.approval.authority import BUILT_IN_CLASSES
from ratified.model.place import NOWHERE, Place
from ratified.rules.rule import RuleHit, RuleHits, RuleInput

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ratified.approval.record import ApprovalRecord
    from ratified.model.finding import SeverityOfFinding
    from ratified.model.verdict import DocumentVerdict, Why
    from ratified.policy import Book

REGISTER = "data/register.yml"
_REFUSED = frozenset({"unapproved", "undecidable", "pending"})


def entry(book: Book, document: str) -> Place:
    """Where a document stands in the register: its entry, for a built-in one its class, else line 1.

    One that left the register is looked for in the list of documents, which lacks it.
    """
    found = next((d for d in book.register.documents if d.id == document), None)
    if found is not None:
        return found.at()
    class_ = BUILT_IN_CLASSES.get(document)
    if class_ is None:
        return book.register.spot.key("documents")
    return book.register.spot.inside.get("classes", NOWHERE).keys.get(class_, Place(REGISTER))


def hit(book: Book, document: str, message: str, help_: str, level: SeverityOfFinding | None = None) -> RuleHit:
    """A hit about a whole document, at its entry."""
    return RuleHit(entry(book, document), message, help_, document, level, document)


def refused(case: RuleInput, record: ApprovalRecord, *whys: Why) -> RuleHits:
    """One hit for each document that is not approved for one of these reasons.

    An edit here that nobody landed leaves the reason as it was. Where the adoption itself was not approved, that
    alone is said, once (APR-18).
    """
    if adopted_in_vain(record):
        return
    for verdict in record.verdicts.values():
        if verdict.verdict in _REFUSED and verdict.why in whys:
            yield hit(case.book, verdict.id, _said(verdict), verdict.help)


def adopted_in_vain(record: ApprovalRecord) -> bool:
    """Whether an adopted register landed and no landing since has approved it, so that nobody may approve anything."""
    timeline = record.approvals.timeline
    return timeline.adoption is not None and timeline.bootstrap is None


def listed(words: Sequence[str], last: str = "and", most: int = 4) -> str:
    """Words as a sentence lists them: `a, b and c`, `a, b, c and 7 more`."""
    named = [*words] if len(words) <= most else [*words[: most - 1], f"{len(words) - most + 1} more"]
    return f"{', '.join(named[:-1])} {last} {named[-1]}" if len(named) > 1 else "".join(named)


def _said(verdict: DocumentVerdict) -> str:
    if verdict.reason.startswith(f"{verdict.id} "):
        return verdict.reason
    what = "cannot be shown to be approved" if verdict.verdict == "undecidable" else "is not approved"
    return f"{verdict.id} {what}: {verdict.reason}"
