"""What an imported page is in the register: its document's id, class and owner, and the rows that say so."""

from __future__ import annotations

import glob
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ratified.analysis.import_sources import NoImportError
from ratified.approval.authority import BUILT_IN, BUILT_IN_CLASSES
from ratified.model.close_names import meant
from ratified.policy.roster.holders import active, in_term
from ratified.source.literal_text import scalar

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date

    from ratified.model.people import Role
    from ratified.policy import Book

_LONGEST = 64
_PREFIX = re.compile(r"[A-Z][A-Z0-9]*-")
_NUMBERED = re.compile(r"^[0-9]+-(?=[A-Z])")
_WIDEST = 140


@dataclass(frozen=True)
class RegisterRow:
    """A document that the register gets: one page, of one class, with the id of the role that owns it."""

    id: str
    title: str
    class_: str
    owner: str
    page: str

    def lines(self) -> str:
        """Its row, as a person would write it."""
        said = {"id": self.id, "title": scalar(self.title), "class": self.class_, "owner": self.owner}
        said["pages"] = f"[{scalar(self.pattern)}]"
        flow = "{" + ", ".join(f"{key}: {value}" for key, value in said.items()) + "}"
        return flow if len(flow) <= _WIDEST else "\n".join(f"{key}: {value}" for key, value in said.items())

    @property
    def pattern(self) -> str:
        """The pattern that names its page and nothing else."""
        return glob.escape(self.page)


def class_of_import(book: Book, asked: str | None) -> str:
    """The class that imported pages get: the one asked for, else the only one there is. Raises NoImportError."""
    classes = [name for name in book.register.classes if name not in BUILT_IN_CLASSES.values()]
    if asked is None and len(classes) == 1:
        return classes[0]
    if asked in classes:
        return asked
    there = f"data/register.yml has the classes {', '.join(classes)}" if classes else "data/register.yml has none"
    if asked is None:
        raise NoImportError(f"which class the pages are of is not said, and {there}; add --class CLASS")
    raise NoImportError(f"there is no class {asked!r} for pages; {meant(asked, classes, there)}")


def role_asked(book: Book, asked: str | None) -> str | None:
    """The role that `--owner` names, by id or title. Raises NoImportError where there is no such role."""
    if asked is None:
        return None
    found = _by_name(book, asked)
    if found is None:
        there = f"data/roles.yml has {', '.join(book.role)}"
        raise NoImportError(f"there is no role {asked!r}; {meant(asked, book.role, there)}")
    return found


def owner_of(book: Book, said: str, day: date) -> str | None:
    """The role that an owner in somebody's own words is: a role's id or title, or the one role of a person of that
    name, address or login. None where it is nobody's, or could be several."""
    found = _by_name(book, said)
    if found is not None:
        return found
    name = _folded(said)
    people = [
        person.id
        for person in book.people.people
        if active(person, day)
        and name in {_folded(one) for one in (person.id, person.name, *person.emails, *_login(person.forge))}
    ]
    if len(people) != 1:
        return None
    roles = [*_held_by(book, people[0], day)]
    primary = [role.id for role, as_ in roles if as_ == "primary"]
    held = primary if len(primary) == 1 else [role.id for role, _ in roles]
    return held[0] if len(held) == 1 else None


def _login(account: object) -> Iterator[str]:
    login = getattr(account, "login", None)
    if login:
        yield from (login, f"@{login}")


def _held_by(book: Book, person: str, day: date) -> Iterator[tuple[Role, str]]:
    for role in book.roles.roles:
        for holder in role.holders:
            if holder.person == person and in_term(holder, day):
                yield role, holder.as_


def _by_name(book: Book, said: str) -> str | None:
    """The role of an id, a title or a former title."""
    name = _folded(said)
    for role in book.roles.roles:
        if name in {_folded(one) for one in (role.id, role.title, *role.former_titles)}:
            return role.id
    return None


def _folded(text: str) -> str:
    return " ".join(re.split(r"[\s_-]+", text.casefold())).strip()


def prefix_of(book: Book, class_: str) -> str:
    """How the ids of a class begin, where all of its documents begin alike; else `POL-`."""
    ids = [document.id for document in book.register.documents if document.class_ == class_]
    found = {match[0] if (match := _PREFIX.match(id_)) else "" for id_ in ids}
    return found.pop() if len(found) == 1 and "" not in found else "POL-"


def id_of(page: str, prefix: str, taken: Collection[str]) -> str:
    """An id for a page, by the name of its file, that no document has or had: `POL-ACCESS-CONTROL`."""
    *folders, name = page.split("/")[1:]
    words = _words(name.rpartition(".")[0])
    if words in {"", "INDEX", "README"}:
        words = _words(folders.pop()) if folders else ""
    words = words or "PAGE"
    tries = [words, *("-".join(filter(None, (_words(folder), words))) for folder in folders[-1:])]
    used = {id_.casefold() for id_ in (*taken, *BUILT_IN)}
    for name in _numbered([f"{prefix}{one}" for one in tries]):
        if name.casefold() not in used:
            return name
    raise NoImportError(f"{page}: no id is left for it; give the file another name")


def _words(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().upper()
    words = _NUMBERED.sub("", re.sub(r"[^A-Z0-9]+", "-", plain).strip("-"))
    return words.removesuffix("-POLICY") or words


def _numbered(names: list[str]) -> Iterator[str]:
    yield from (name[:_LONGEST].rstrip("-") for name in names)
    for number in range(2, 1000):
        yield f"{names[-1][: _LONGEST - 4].rstrip('-')}-{number}"
