"""CODEOWNERS after a change of the roster: made again where `ratified owners` made it, else what is to be changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from ratified.analysis.owner_file import owner_file
from ratified.analysis.owner_text import by_command
from ratified.analysis.trust import bytes_of
from ratified.model.plurals import plural
from ratified.policy.branch_rules import MERGE_RULES, made_alike, merge_rules
from ratified.rules.documents import listed

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from ratified.analysis.leaving import RosterChange
    from ratified.analysis.owner_file import Host
    from ratified.policy import Book
    from ratified.source.tree import FileTree


class OwnerChange(NamedTuple):
    """The file with its bytes before and after, none where it stays; and what somebody has to do, empty for nothing."""

    files: Mapping[str, tuple[bytes | None, bytes]]
    todo: str = ""


def owner_change(tree: FileTree, change: RosterChange, as_of: date, forge: Host, paths: Collection[str]) -> OwnerChange:
    """What becomes of CODEOWNERS, and of the rules of who may merge where there are any."""
    owners, rules = _owners(tree, change, as_of, forge, paths), _rules(tree, change, as_of, forge)
    todo = "; ".join(one for one in (owners.todo, rules.todo) if one)
    return OwnerChange({**owners.files, **rules.files}, todo)


def _rules(tree: FileTree, change: RosterChange, as_of: date, forge: Host) -> OwnerChange:
    """The rules name exactly who may approve, so that a leaver stays in them until the last day."""
    before = None if forge == "Bitbucket" else bytes_of(tree, MERGE_RULES[forge])
    if forge == "Bitbucket" or before is None:
        return OwnerChange({})
    made = merge_rules(change.book, as_of, forge)
    later = merge_rules(change.book, max(as_of, change.first), forge)
    command = "run `ratified owners --rules --write` and tell the Git host"
    if not made_alike(before, made.data):
        kept = f"{made.path} says more than `ratified owners --rules` writes, so it stays as it is"
        return OwnerChange({}, kept if later.data != before else "")
    files = {} if made.data == before else {made.path: (before, made.data)}
    then = f"{made.path} changes on {change.first}: {command} then" if later.data != made.data else ""
    return OwnerChange(files, then or (f"send {made.path} to the Git host once it is merged" if files else ""))


def _owners(tree: FileTree, change: RosterChange, as_of: date, forge: Host, paths: Collection[str]) -> OwnerChange:
    """What becomes of the file, so that it holds on the day on which it lands and on those after.

    Whoever leaves is named no longer at once, so long as somebody else is there to be asked.
    """
    made = owner_file(_without(change, as_of), as_of, forge, paths)
    if any(gap.unasked for gap in made.gaps):
        made = owner_file(change.book, as_of, forge, paths)
    later = owner_file(change.book, max(as_of, change.first), forge, paths)
    before = bytes_of(tree, made.path) if made.path else None
    if before is None:
        return OwnerChange({})
    if not by_command(before):
        return OwnerChange({}, _by_hand(made.path, before, later.data, change))
    todo = f"{made.path} changes once more: on {change.first} or later run `ratified owners --write`"
    files = {} if made.data == before else {made.path: (before, made.data)}
    return OwnerChange(files, "" if later.data == made.data else todo)


def owners_again(tree: FileTree, book: Book, as_of: date, forge: Host, paths: Collection[str]) -> OwnerChange:
    """The file made again for a book with other documents, where `ratified owners` made it; else what is to be done."""
    made = owner_file(book, as_of, forge, paths)
    before = bytes_of(tree, made.path) if made.path else None
    if before is None or before.replace(b"\r\n", b"\n") == made.data:
        return OwnerChange({})
    if by_command(before):
        return OwnerChange({made.path: (before, made.data)})
    kept = f"{made.path} was not written by `ratified owners`, so it stays as it is"
    return OwnerChange({}, f"{kept}; `ratified owners` prints whom it should ask for the new pages")


def _without(change: RosterChange, as_of: date) -> Book:
    """The book in which whoever leaves is gone already."""
    if change.person.left is not None or change.book.person[change.person.id].left is None:
        return change.book
    gone = as_of - timedelta(days=1)
    people = tuple(
        one.model_copy(update={"left": min(one.left or gone, gone)}) if one.id == change.person.id else one
        for one in change.book.people.people
    )
    return replace(change.book, people=change.book.people.model_copy(update={"people": people}))


def _by_hand(path: str, before: bytes, asked: bytes, change: RosterChange) -> str:
    """What to change in a file of somebody's own: whoever leaves is named there, or whoever joins should be."""
    forge = change.person.forge
    if forge is None:
        return ""
    owner, kept = f"@{forge.login}".encode(), f"{path} was not written by `ratified owners`, so it stays as it is"
    lines = [str(number) for number, line in enumerate(before.split(b"\n"), 1) if owner in line.split()]
    if change.book.person[change.person.id].left is not None:
        todo = f"take @{forge.login} off {plural(len(lines), 'line')} {listed(lines, most=len(lines))}"
        return f"{kept}; {todo}" if lines else ""
    named = any(owner in line.split() for line in asked.split(b"\n"))
    return f"{kept}; `ratified owners` prints where it should name @{forge.login}" if named and not lines else ""
