"""Words of another program made fit for a record: people by their id, no secret, no customer, nothing that hides.

What is taken out is said in its place, `<an e-mail address>`, and listed with where it was read.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NamedTuple

from ratified.analysis.person_names import PersonNames
from ratified.rules.incidents.leaks import CustomerNames, customer_names, leaks_in
from ratified.source.characters import named, unsafe

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ratified.analysis.foreign_incident import ForeignPerson
    from ratified.model.people import Person
    from ratified.policy import Book

LONGEST = 4000
"""The letters of a text in a record (`model.data_entry.Text`)."""
_LOGIN = re.compile(r"(?<![\w@./-])@([A-Za-z0-9](?:[A-Za-z0-9]|[-_.](?=[A-Za-z0-9])){0,38})(?![\w@])", re.ASCII)


class RemovedPart(NamedTuple):
    """What was taken out of a text, in words, and where that text was read."""

    where: str
    what: str


def pager_names(person: Person) -> set[str]:
    """What the pager may call somebody: the words of their channels of that kind, and how their links end."""
    ways = [one for one in person.channels if one.kind == "pager"]
    return {one.to for one in ways} | {one.link.rstrip("/").rpartition("/")[2] for one in ways if one.link}


class Redaction:
    """Texts of one import. `removed` is what was taken out so far."""

    def __init__(self, book: Book, people: Iterable[ForeignPerson]) -> None:
        self.removed: list[RemovedPart] = []
        self._customers: CustomerNames | None = customer_names(book)
        self._people = book.people.people
        self._logins = {one.forge.login.lower(): one.id for one in self._people if one.forge is not None}
        names: dict[str, str | None] = {one.name: self.person(one) for one in people}
        self._names = PersonNames(names | {one.name: one.id for one in self._people})

    def person(self, who: ForeignPerson) -> str | None:
        """The id of a person by login, e-mail or pager; a name alone may be anybody's."""
        for one in self._people:
            mails = {mail.lower() for mail in one.emails}
            login = one.forge.login.lower() if one.forge else ""
            if who.email.lower() in mails or (login and who.login.lower() == login):
                return one.id
            if who.pager and who.pager in pager_names(one):
                return one.id
        return None

    def text(self, text: str, where: str) -> str:
        """A text as it may stand in a record, each thing that was taken out noted; empty where nothing is left."""
        found = text.replace("\r\n", "\n").strip()
        if len(found) <= LONGEST:
            found = self._without_leaks(self._without_names(self._visible(found, where), where), where)
        if len(found) > LONGEST:
            self._note(where, f"{len(found)} letters, more than the {LONGEST} that a text of a record may have")
            return f"<a text of {len(found)} letters, to be shortened>"
        return found

    def _note(self, where: str, what: str) -> None:
        self.removed.append(RemovedPart(where, what))

    def _visible(self, text: str, where: str) -> str:
        """Characters that hide, turn or end lines, by their number."""
        names = {char: named(char) for char in sorted(set(text)) if unsafe(char) is not None}
        for name in names.values():
            self._note(where, f"the character {name}")
        return text.translate({ord(char): f"<{name.partition(' ')[0]}>" for char, name in names.items()})

    def _without_names(self, text: str, where: str) -> str:
        def by_login(found: re.Match[str]) -> str:
            self._note(where, "a login")
            return self._logins.get(found[1].lower(), "<person>")

        parts, end = [], 0
        for name in self._names.found_in(text):
            self._note(where, "the name of a person")
            parts += [text[end : name.start], name.id or "<person>"]
            end = name.end
        return _LOGIN.sub(by_login, "".join((*parts, text[end:])))

    def _without_leaks(self, text: str, where: str) -> str:
        """Twice, since what stands on both sides of a gap may be another thing then; and as it is written in quotes."""
        for _ in range(2):
            parts, end = [], 0
            for leak in leaks_in(text, self._customers):
                self._note(where, leak.what)
                parts += [text[end : leak.start], f"<{leak.what}>"]
                end = leak.end
            text = "".join((*parts, text[end:]))
        written = leaks_in(json.dumps(text, ensure_ascii=False), self._customers)
        if written:
            self._note(where, f"{written[0].what}, and so the whole text")
            return f"<a text with {written[0].what}>"
        return text
