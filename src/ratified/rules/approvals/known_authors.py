"""APR-34: entries of known authors that count for nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ratified.approval.authority import AUTHORITY
from ratified.approval.outside_authors import OUTSIDE, folded_name, lower_address
from ratified.rules.documents import listed
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, rule

if TYPE_CHECKING:
    from ratified.model.register import KnownAuthor
    from ratified.policy import Book


@rule("APR-34", "error", "An author entry that has no effect")
def known_author_unknown(case: RuleInput) -> RuleHits:
    """An entry under `authors:` of `data/register.yml` says that an author of commits is somebody who is nobody in
    `data/people.yml`. Or it is about an address or a name that people of the roster bear, and says that it is
    somebody else: then the roster counts.

    **Why it matters.** The list makes people known whom commits name without an address, or who belong to nobody
    here. An approver whom it called an outsider would be independent of their own work.

    **How to fix it.** Write the id of the person, or `outside` for somebody who is nobody of the company. Take out an
    entry about somebody whom the roster knows.

    **Protects.** CC1.3, CC5.3, CC8.1
    """
    for author in case.book.register.authors:
        who = author.email or author.name
        bearers = sorted(_bearers(case.book, author))
        if author.person not in case.book.person and author.person != OUTSIDE.id:
            what = f"{who} is said to be {author.person}, who is nobody in data/people.yml"
            help_ = f"write the id of a person, or {OUTSIDE.id} for somebody who is nobody of the company"
        elif bearers and author.person not in bearers:
            what = f"{who} is said to be {author.person}, and in data/people.yml it is {listed(bearers, 'or')}"
            help_ = "take the entry out; the roster counts"
        else:
            continue
        yield RuleHit(author.at("person"), what, help_, document=AUTHORITY)


def _bearers(book: Book, author: KnownAuthor) -> set[str]:
    """The ids of those in the roster who have the address; for an entry without one, of those who bear the name."""
    people = book.people.people
    if author.email is not None:
        return {p.id for p in people if lower_address(author.email) in map(lower_address, p.emails)}
    return {p.id for p in people if folded_name(p.name) == folded_name(author.name)}
