"""APR-31: keys on a list of revoked keys that nobody approved."""

from __future__ import annotations

from collections.abc import Iterator

from ratified.approval import Record
from ratified.approval.revocations import Revocation, normal
from ratified.approval.words import short
from ratified.book import Book
from ratified.chronicle import AUTHORITY
from ratified.chronicle.chronicle import REVOKED
from ratified.model.place import Place
from ratified.rules.rule import Case, Hit, record_rule


@record_rule("APR-31", "error", "A revocation that nobody approved")
def revocation_unapproved(case: Case, record: Record) -> Iterator[Hit]:
    """Since AUTHORITY was approved last, `data/trust/revoked.yml` listed a key, and no approver of class `authority`
    merged that. From the landing that brought it on the key approves nothing. What it approved before stands.

    **Why it matters.** A stolen key must be stopped at once, by whoever notices. But whoever may push could
    then stop every key, so it ends no approval until somebody who answers for the keys agrees.

    **To mend it.** Where it is meant, let an approver of class `authority` merge it, with a key that it does not
    name. Where it is not, let one merge the list as it was. Where it names every key that could, a change
    which does nothing else may be merged with one of them.

    **Protects.** CC5.3, CC8.1
    """
    docket = record.docket
    for entry, number in docket.ledger.unapproved_revocations.items():
        landing = docket.chronicle.landings[number].commit
        what = (
            f"nobody approved that the key {entry.key} is revoked; it approves nothing from landing {short(landing)} on"
        )
        help_ = (
            "let an approver of class authority merge it, or merge the list as it was, with a key that it does not name"
        )
        yield Hit(_place(case.book, entry), what, help_, entry.key, document=AUTHORITY)


def _place(book: Book, entry: Revocation) -> Place:
    """Where the list says so; its first line, where it does not any more."""
    listed = (key for key in book.revoked.revoked if (normal(key.fingerprint), key.from_) == entry)
    return next((key.at("fingerprint") for key in listed), Place(REVOKED))
