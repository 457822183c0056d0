"""Somebody leaves: what ends in people, roles, rotations and keys, who follows, and what nobody holds any more.

Pure: a tree, its book and a day in, files out. Nothing is taken away: rows end, and stay as history.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from ratified.analysis.roster_files import PEOPLE, ROLES, RosterError, RosterFiles
from ratified.analysis.rotation_handover import HandoverError, concerned, without_person
from ratified.analysis.trust import SIGNERS, TrustError
from ratified.git.allowed_signers import AllowedSigner, safe_signers
from ratified.model.close_names import meant
from ratified.model.people import Holder, Role
from ratified.source.yaml_edits import EditError, YamlEdits

if TYPE_CHECKING:
    from ratified.model.people import Person
    from ratified.policy import Book
    from ratified.source.tree import FileTree

_DAY = timedelta(days=1)
_BEFORE = re.compile(rb',?valid-before="[^"]*"')


@dataclass(frozen=True)
class RosterChange:
    """A change of the roster: its files with their bytes before and after, the book as it would be, and what somebody
    has to look at. `person` is whom it is about; `first` is the day from which all of it holds."""

    person: Person
    first: date
    files: dict[str, tuple[bytes | None, bytes]]
    book: Book
    open_: tuple[str, ...]


def leave(tree: FileTree, book: Book, person: str, last: date, to: str | None) -> RosterChange:
    """What changes when somebody leaves after their last day. Raises RosterError with every reason why not."""
    leaver = _leaver(book, person, last)
    follower = None if to is None else _follower(book, person, last, to)
    files = RosterFiles(tree)
    try:
        _end_person(files, book, person, last)
        _end_roles(files, book, person, last, follower.id if follower else None)
        open_ = _end_turns(files, book, person, last, to)
        _end_keys(files, person, last)
    except (EditError, HandoverError, TrustError) as error:
        raise RosterError(str(error)) from None
    return RosterChange(leaver, last + _DAY, files.changed, files.book(), open_)


def person_named(book: Book, person: str) -> Person:
    """The person of an id. Raises RosterError."""
    if person not in book.person:
        raise RosterError(f"{person} is nobody in {PEOPLE}; {meant(person, book.person, 'name somebody by id')}")
    return book.person[person]


def _leaver(book: Book, person: str, last: date) -> Person:
    found = person_named(book, person)
    if found.left is not None:
        raise RosterError(f"{found.at('left')}: {found.name} left on {found.left} already")
    if found.started > last:
        raise RosterError(
            f"{found.at('started')}: {found.name} starts on {found.started}, after {last}; correct the day"
        )
    return found


def _follower(book: Book, person: str, last: date, to: str) -> Person:
    found = person_named(book, to)
    first = last + _DAY
    if to == person:
        raise RosterError(f"{found.name} cannot follow themself; name somebody else with --to")
    if found.kind == "bot":
        raise RosterError(f"{to} is a bot, and a bot holds no role; name a person with --to")
    if found.started > first or (found.left is not None and found.left < first):
        raise RosterError(f"{found.at('started')}: {found.name} does not work here on {first}; name somebody else")
    return found


def _end_person(files: RosterFiles, book: Book, person: str, last: date) -> None:
    number = next(n for n, one in enumerate(book.people.people) if one.id == person)
    edits = YamlEdits(PEOPLE, files.read(PEOPLE))
    edits.add_key(("people", number), "started", "left", str(last))
    people = list(book.people.people)
    people[number] = people[number].model_copy(update={"left": last})
    files.put_people(edits.data(), book.people.model_copy(update={"people": tuple(people)}))


def _end_roles(files: RosterFiles, book: Book, person: str, last: date, to: str | None) -> None:
    edits = YamlEdits(ROLES, files.read(ROLES))
    roles = []
    for number, role in enumerate(book.roles.roles):
        after = _role_without(role, person, last, to, book)
        roles.append(after)
        _edit_holders(edits, number, role, after)
    files.put_roles(edits.data(), book.roles.model_copy(update={"roles": tuple(roles)}))


def _role_without(role: Role, person: str, last: date, to: str | None, book: Book) -> Role:
    """The role with somebody's rows ended on their last day, and who follows from the next day on."""
    open_ = [one for one in role.holders if one.person == person and (one.until is None or one.until > last)]
    for one in open_:
        if one.since > last:
            raise RosterError(f"{one.at()}: {person} takes {role.id} on {one.since}, after {last}; take that row out")
    if not open_:
        return role
    first = last + _DAY
    primary = any(one.as_ == "primary" for one in open_)
    rows = {id(one): one.model_copy(update={"until": last}) for one in open_}
    running = [one for one in role.holders if one.since <= first and (one.until is None or one.until >= first)]
    others = [one for one in running if one.person != person]
    heir = _heir(book, others, first, to) if primary else None
    new: tuple[Holder, ...] = ()
    if heir is not None and heir.since <= last:
        rows[id(heir)] = heir.model_copy(update={"until": last})
        new = (heir.model_copy(update={"as_": "primary", "since": first}),)
    elif to is not None and not any(one.person == to for one in others):
        values = {"person": to, "as": "primary" if primary else "deputy", "since": first}
        new = (Holder.model_validate(values),)
    return role.model_copy(update={"holders": (*(rows.get(id(one), one) for one in role.holders), *new)})


def _heir(book: Book, others: list[Holder], first: date, to: str | None) -> Holder | None:
    """The deputy who becomes primary: the one that was named, else the first who works here then. None where somebody
    else is named who holds the role not yet, or another primary stays."""
    if any(one.as_ == "primary" for one in others):
        return None
    if to is not None:
        return next((one for one in others if one.person == to), None)
    here = (book.person.get(one.person) for one in others)
    able = {one.id for one in here if one and one.kind == "human" and (one.left is None or one.left >= first)}
    return next((one for one in others if one.person in able), None)


def _edit_holders(edits: YamlEdits, number: int, before: Role, after: Role) -> None:
    here = ("roles", number, "holders")
    for row, (old, new) in enumerate(zip(before.holders, after.holders, strict=False)):
        if old.until != new.until and new.until is not None:
            edits.set_key((*here, row), "since", "until", str(new.until))
    for one in after.holders[len(before.holders) :]:
        edits.add_row(here, len(before.holders) - 1, [holder_row(one)])


def holder_row(one: Holder) -> str:
    """A holder as a row between braces."""
    until = f", until: {one.until}" if one.until else ""
    return f"{{person: {one.person}, as: {one.as_}, since: {one.since}{until}}}"


def _end_turns(files: RosterFiles, book: Book, person: str, last: date, to: str | None) -> tuple[str, ...]:
    ids = [one.id for one in book.oncall.rotations]
    named = [one for one in book.oncall.rotations if concerned(one, person, last)]
    handovers = {}
    for one in named:
        handovers[one.id] = found = without_person(one, person, last, to, ids)
        ids += [found.follower.id] if found.follower else []
    if handovers:
        files.put_rotations(book.oncall, handovers)
    return tuple(sentence for found in handovers.values() for sentence in found.open_)


def _end_keys(files: RosterFiles, person: str, last: date) -> None:
    """End somebody's keys: each may sign to the end of their last day (UTC), the lines stay as history."""
    before = files.read(SIGNERS)
    old = safe_signers(before)
    end = last + _DAY
    moment = int(end.strftime("%Y%m%d"))
    lines = before.split(b"\n")
    for signer in old:
        if signer.person == person and not _over(signer, moment):
            lines[signer.line - 1] = _ended(lines[signer.line - 1], f'valid-before="{end:%Y%m%d}Z"'.encode())
    after = b"\n".join(lines)
    expected = [_with_end(one, end) if one.person == person and not _over(one, moment) else one for one in old]
    if [one._replace(unsaid=()) for one in safe_signers(after)] != [one._replace(unsaid=()) for one in expected]:
        raise TrustError(f"{SIGNERS}: a key of {person} cannot be ended there on {last}; change its line by hand")
    if after != before:
        files.put(SIGNERS, after)


def _over(signer: AllowedSigner, day: int) -> bool:
    """Whether a key ends before a day already."""
    return any(int(one[14:22]) <= day for one in signer.options if one.startswith('valid-before="'))


def _with_end(signer: AllowedSigner, end: date) -> AllowedSigner:
    kept = [one for one in signer.options if not one.startswith("valid-before=")]
    return signer._replace(options=(*kept, f'valid-before="{end:%Y%m%d}000000Z"'))


def _ended(line: bytes, option: bytes) -> bytes:
    """The line with another end of the key: the option stands last among its options."""
    bare = _BEFORE.sub(b"", line)
    return re.sub(rb"^([ \t]*[^ \t]+[ \t]+[^ \t]+)", lambda found: found[1] + b"," + option, bare, count=1)
