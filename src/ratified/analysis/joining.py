"""Somebody joins, or somebody who is here begins roles: rows of people, roles and rotations, and their key."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from ratified.analysis.leaving import RosterChange, holder_row
from ratified.analysis.new_record import quoted
from ratified.analysis.roster_files import PEOPLE, ROLES, RosterError, RosterFiles
from ratified.analysis.rotation_handover import HandoverError, with_person
from ratified.analysis.trust import TrustError
from ratified.analysis.trusted_key import trust_key
from ratified.model.channels import dialled
from ratified.model.close_names import meant
from ratified.model.people import Holder, Person
from ratified.policy.roster.holders import in_term
from ratified.source.changed_tree import ChangedTree
from ratified.source.yaml_edits import EditError, YamlEdits

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from ratified.model.people import Role
    from ratified.policy import Book
    from ratified.source.tree import FileTree

_LONGEST = 40
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9._+-]*@[A-Za-z0-9.-]+")


class Joiner(NamedTuple):
    """Who joins: name, address, account at the forge (login and id), the bytes of their public key's file, the
    roles with whether as deputy, the id of a rotation, and the number of their phone."""

    name: str
    email: str
    account: tuple[str, int | str] | None = None
    key: bytes | None = None
    roles: tuple[tuple[str, bool], ...] = ()
    rotation: str | None = None
    phone: str | None = None


def join(tree: FileTree, book: Book, joiner: Joiner, first: date) -> RosterChange:
    """What changes when somebody joins on their first day. Raises RosterError with the reason why not."""
    files = RosterFiles(tree)
    try:
        person = _known(book, joiner, first) or _new_person(files, book, joiner, first)
        _begin_roles(files, book, person, joiner.roles, first)
        if joiner.rotation is not None:
            _begin_turns(files, book, person.id, joiner.rotation, first)
        if joiner.key is not None:
            people = (*book.people.people, person) if person.id not in book.person else book.people.people
            now = ChangedTree(tree, {path: after for path, (_, after) in files.changed.items()})
            change = trust_key(now, people, person.id, joiner.key, first, None)
            for path, (_, after) in change.files.items():
                files.put(path, after)
    except (EditError, HandoverError, TrustError) as error:
        raise RosterError(str(error)) from None
    if not files.changed:
        raise RosterError(f"nothing is left to begin: {person.name} is in {PEOPLE}, with all of that")
    return RosterChange(person, first, files.changed, files.book(), ())


def _known(book: Book, joiner: Joiner, first: date) -> Person | None:
    """The person who has the address already, if it is the same one. Raises RosterError where it is not."""
    address = joiner.email.casefold()
    found = next((one for one in book.people.people if address in {e.casefold() for e in one.emails}), None)
    if found is None:
        return None
    if found.name != joiner.name:
        raise RosterError(f"{found.at('emails')}: {joiner.email} is the address of {found.name}; give another one")
    if found.left is not None and found.left < first:
        raise RosterError(
            f"{found.at('left')}: {found.name} left on {found.left}, and a row holds one stay; give an address that "
            "no row has, so that they get a row of their own"
        )
    if joiner.account and (found.forge is None or (found.forge.login, found.forge.id) != joiner.account):
        raise RosterError(f"{found.at('forge')}: {found.name} has another account there; correct it by hand")
    return found


def _new_person(files: RosterFiles, book: Book, joiner: Joiner, first: date) -> Person:
    id_ = person_id(joiner.name, book.person)
    if joiner.account:
        same = [one for one in book.people.people if one.forge and joiner.account[1] == one.forge.id]
        if same:
            raise RosterError(f"{same[0].at('forge')}: account {joiner.account[1]} is {same[0].name}'s; correct one")
    forge = {"login": joiner.account[0], "id": joiner.account[1]} if joiner.account else None
    values = {"id": id_, "name": joiner.name, "kind": "human", "started": first, "emails": (joiner.email,)}
    if joiner.phone and not dialled(joiner.phone):
        raise RosterError(f"{joiner.phone!r} cannot be dialled from everywhere; write it as '+44 1632 960100'")
    try:
        if not joiner.name.isprintable() or joiner.name != " ".join(joiner.name.split()):
            raise ValueError(joiner.name)
        channels = [{"kind": "phone", "to": "mobile", "number": joiner.phone}] if joiner.phone else []
        person = Person.model_validate({**values, "channels": tuple(channels), **({"forge": forge} if forge else {})})
    except ValueError:
        raise RosterError(
            f"{joiner.email!r} is no address, or {joiner.name!r} no name; write a name and an address such as "
            "'Kim Sato' and kim@example.com"
        ) from None
    lines = [f"id: {id_}", f"name: {quoted(joiner.name)}", "kind: human", f"started: {first}"]
    lines += [f"emails: [{_address(joiner.email)}]"]
    if joiner.account:
        id_of = joiner.account[1] if isinstance(joiner.account[1], int) else quoted(joiner.account[1])
        lines += [f"forge: {{login: {quoted(joiner.account[0])}, id: {id_of}}}"]
    if joiner.phone:
        lines += [f"channels: [{{kind: phone, to: mobile, number: {quoted(joiner.phone)}}}]"]
    edits = YamlEdits(PEOPLE, files.read(PEOPLE))
    humans = [n for n, one in enumerate(book.people.people) if one.kind == "human"]
    behind = humans[-1] if humans else len(book.people.people) - 1
    edits.add_row(("people",), behind, lines)
    people = (*book.people.people[: behind + 1], person, *book.people.people[behind + 1 :])
    files.put_people(edits.data(), book.people.model_copy(update={"people": people}))
    return person


def _address(email: str) -> str:
    return email if _PLAIN.fullmatch(email) else quoted(email)


def person_id(name: str, taken: Collection[str]) -> str:
    """An id that nobody has or had: the first name, else the whole name, else with a number."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain) or ["person"]
    whole = "-".join(words)[:_LONGEST].rstrip("-")
    tries: list[str] = [words[0][:_LONGEST], whole, *(f"{whole}-{number}" for number in range(2, 1000))]
    return next(one for one in tries if one not in taken)


def _begin_roles(
    files: RosterFiles, book: Book, person: Person, wanted: Sequence[tuple[str, bool]], first: date
) -> None:
    edits = YamlEdits(ROLES, files.read(ROLES))
    roles = list(book.roles.roles)
    for id_, deputy in wanted:
        number = next((n for n, role in enumerate(roles) if role.id == id_), None)
        if number is None:
            there = f"{ROLES} has {', '.join(book.role)}"
            raise RosterError(f"there is no role {id_!r}; {meant(id_, book.role, there)}")
        role = roles[number]
        if any(one.person == person.id and in_term(one, first) for one in role.holders):
            continue
        if not deputy:
            _require_vacant(book, role, first)
        values = {"person": person.id, "as": "deputy" if deputy else "primary", "since": first}
        holder = Holder.model_validate(values)
        here = ("roles", number, "holders")
        if role.holders:
            edits.add_row(here, len(role.holders) - 1, [holder_row(holder)])
        else:
            edits.add_rows_key(("roles", number), "title", "holders", [holder_row(holder)])
        roles[number] = role.model_copy(update={"holders": (*role.holders, holder)})
    files.put_roles(edits.data(), book.roles.model_copy(update={"roles": tuple(roles)}))


def _require_vacant(book: Book, role: Role, first: date) -> None:
    running = (one for one in role.holders if one.until is None or one.until >= first)
    held = next((one for one in running if one.as_ == "primary"), None)
    if held is not None and held.person in book.person and book.person[held.person].left is None:
        name = book.person[held.person].name
        raise RosterError(f"{held.at()}: {name} is primary of {role.id}; write --role {role.id}:deputy")


def _begin_turns(files: RosterFiles, book: Book, person: str, rotation: str, first: date) -> None:
    found = next((one for one in book.oncall.rotations if one.id == rotation), None)
    if found is None:
        there = [one.id for one in book.oncall.rotations]
        known = f"data/oncall.yml has {', '.join(there)}" if there else "data/oncall.yml has none"
        raise RosterError(f"there is no rotation {rotation!r}; {meant(rotation, there, known)}")
    if any(person in (one.primary, one.backup) for one in found.pattern):
        raise RosterError(f"{found.at('pattern')}: {person} takes turns in {rotation} already")
    handover = with_person(found, person, first, [one.id for one in book.oncall.rotations])
    files.put_rotations(book.oncall, {rotation: handover})
