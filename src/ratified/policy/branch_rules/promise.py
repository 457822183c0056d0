"""What is promised of the main branch, against which the rules that a forge reports are held."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ratified.policy.branch_rules.merge_rules import approvers

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from ratified.policy.book import Book


class BranchPromise(NamedTuple):
    """The branch; the accounts of those who may approve, by number; whether they push merges that they signed
    themselves; and whether an approval may come by a review alone, so that it need not be seen who merged.
    """

    main: str
    accounts: frozenset[int]
    pushes: bool
    hidden: bool


def branch_promise(book: Book, day: date) -> BranchPromise:
    """What the register promises on a day."""
    proofs = {class_.minimum_proof for class_ in book.register.classes.values()}
    accounts = (one.forge.id for one in approvers(book, day) if one.forge is not None)
    able = frozenset(account for account in accounts if isinstance(account, int))
    hidden = proofs == {"reviewed"} or book.register.reviews is not None  # what is squashed is seen by its review
    return BranchPromise(book.register.main, able, "signed" in proofs, hidden)


def rows(value: Mapping[str, object], key: str) -> list[Mapping[str, object]]:
    """The objects of a list of an answer; none where it has no such list."""
    found = value.get(key)
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []


def inner(value: Mapping[str, object], key: str) -> Mapping[str, object]:
    """An object of an answer; an empty one where it has none."""
    found = value.get(key)
    return found if isinstance(found, dict) else {}
