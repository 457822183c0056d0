"""Every place where a book writes a role's title, a former title or a person's name or address in words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from ratified.model.data_entry import DataEntry
from ratified.model.notifications import Clock, Contract, ContractWindow, ScopedClock
from ratified.model.people import OutsideRole, Person, Role
from ratified.model.place import Place
from ratified.policy.roster.holders import every_role
from ratified.source.calls import BLANK

if TYPE_CHECKING:
    from ratified.model.prose import Page
    from ratified.policy.book import Book

Kind = Literal["title", "former", "person"]
Where = Literal["prose", "link", "heading", "front matter", "data"]


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that name a role or a person. `id` is the role's or person's, `written` what stands there.

    `page` is None in data. `subject` is the id of the entry that holds the words: in data and front matter
    the entry's own, on a page that of the role or person.
    """

    kind: Kind
    id: str
    written: str
    place: Place
    where: Where
    subject: str
    page: Page | None = None


class MentionTerm(NamedTuple):
    """Words to look for. `exact` ones count only with the same capitals."""

    kind: Kind
    id: str
    words: str
    exact: bool


_OTHERS = {
    (Role, "title"),
    (Role, "former_titles"),
    (OutsideRole, "title"),
    (OutsideRole, "former_titles"),
    (OutsideRole, "firm"),
    (Person, "name"),
    (Contract, "party"),
    (ContractWindow, "contact"),
    (ScopedClock, "recipient"),
}
"""Texts that define titles and names, or speak of other companies, whose titles are not ours."""

_Text = tuple[str, tuple[DataEntry, tuple[str | int, ...]], str]

_WORD = re.compile(r"\w+")
_ALSO_WORDS = """
Amber Angel Art Ash August April Bay Bill Bishop Black Bond Brook Brown Case Chance Chase Chip Christian Church Clay
Cliff Cook Cross Dale Dawn Day Dean Drew Earl English Faith Field Fields Fisher Ford Forest Frank French Friday Gene
Gold Good Grace Grant Gray Green Grey Guy Hall Hand Heath Hill Hope Hunt Hunter Iris Jack Joy June King Lake Lane Law
Long Love Major March Mark Marsh Mason May Mercy Miles Mills Miller Monday More North Page Park Parks Pat Patience
Penny Pike Pole Pope Price Prince Ray Reed Rich Rob Rock Rod Rose Saturday Scout Sky Skip Small Smith South Spring
Stone Storm Sue Summer Sunday Thursday Tuesday Victor Walker Ward Wednesday Wells West White Will Winter Wood Young
"""
"""Words of English, months and weekdays among them, that are names as well: alone they name nobody."""


def mentions(book: Book) -> Iterator[Mention]:
    """Every mention, data first, then each page: its front matter, then its prose.

    Prose comes from Markdown tokens with code and macro calls blanked. A line break inside a paragraph counts
    as a space, only whole words count, and of two terms at one spot the longest wins. Titles and names need
    the same capitals; a former title of two or more words does not. E-mail addresses and single names of people
    (`alone`) are looked for in prose only. Dismissed events, statements and revoked
    keys are history and are not read.
    """
    search = _TermSearch(terms(book))
    for entry in _data(book):
        for text, (within, steps), subject in _texts(entry, "-"):
            for term, found in search(text):
                place = within.at(*steps)
                place = _inside(book.texts.get(place.path, ""), place, found)
                yield _mention(term, found, place, "data", subject)
    in_prose = _TermSearch((*search.terms, *alone(book)))
    for page in book.markdown:
        yield from _in_front_matter(page, search)
        yield from _in_prose(page, in_prose)


def terms(book: Book) -> tuple[MentionTerm, ...]:
    """What to look for. A title that is also a former one is the current one; one-word names are no full names."""
    roles = every_role(book)
    current = {_folded(role.title) for role in roles}
    found = {
        _folded(role.title, keep=True): MentionTerm("title", role.id, role.title, True) for role in reversed(roles)
    }
    for person in book.people.people:
        if person.kind == "human" and len(person.name.split()) > 1:
            found.setdefault(_folded(person.name, keep=True), MentionTerm("person", person.id, person.name, True))
    for role in roles:
        for former in role.former_titles:
            exact = len(former.split()) < 2 or _folded(former) in current
            found.setdefault(_folded(former, keep=True), MentionTerm("former", role.id, former, exact))
    return tuple(found.values())


def alone(book: Book) -> Iterator[MentionTerm]:
    """What else says who somebody is: each address, and a first or last name that only one person has.

    A name of less than three letters, without a capital, of a role's title or firm, or that is a word like any
    other, says it not.
    """
    humans = [person for person in book.people.people if person.kind == "human"]
    names = {person.id: {person.name.split()[0], person.name.split()[-1]} for person in humans}
    borne = Counter(name for both in names.values() for name in both)
    taken = {word for role in every_role(book) for word in _words_of(role)} | {*_ALSO_WORDS.split()}
    for person in humans:
        for address in person.emails:
            yield MentionTerm("person", person.id, address, False)
        for name in sorted(names[person.id]):
            if len(name) > 2 and name[0].isupper() and borne[name] == 1 and name not in taken:
                yield MentionTerm("person", person.id, name, True)


def _words_of(role: Role | OutsideRole) -> list[str]:
    firm = role.firm if isinstance(role, OutsideRole) else ""
    return re.findall(r"\w+", " ".join((role.title, *role.former_titles, firm)))


def _folded(words: str, keep: bool = False) -> str:
    folded = " ".join(words.split())
    return folded if keep else folded.casefold()


class _TermSearch:
    """Finds terms in a text, leftmost first, the longest of those that start together."""

    def __init__(self, found: tuple[MentionTerm, ...]) -> None:
        self.terms = sorted(found, key=lambda term: (-len(_folded(term.words)), not term.exact))
        some = "|".join(f"(?P<t{n}>{_pattern(term)})" for n, term in enumerate(self.terms)) or r"(?!)"
        self.pattern = re.compile(rf"(?<!\w){_first_letters(self.terms)}(?:{some})(?!\w)")
        begins = [_WORD.match(term.words.lstrip()) for term in self.terms]
        self.first = {word[0].lower() for word in begins if word}
        self.plain = all(begins)

    def __call__(self, text: str) -> Iterator[tuple[MentionTerm, re.Match[str]]]:
        for match in self._matches(text):
            yield self.terms[int((match.lastgroup or "t0")[1:])], match

    def _matches(self, text: str) -> Iterator[re.Match[str]]:
        """As the pattern finds them; it is long, and tried only where a term's first word stands.

        Other letters than those of ASCII have ways of their own to be the same in small and in capitals.
        """
        if not (self.plain and text.replace(BLANK, "").isascii()):
            yield from self.pattern.finditer(text)
        elif not self.first.isdisjoint(_WORD.findall(text.lower())):
            end = 0
            for word in _WORD.finditer(text):
                begins = word.start() >= end and word[0].lower() in self.first
                if begins and (match := self.pattern.match(text, word.start())):
                    end = match.end()
                    yield match


def _first_letters(found: Sequence[MentionTerm]) -> str:
    """A look ahead that spares most words of a page the long list of terms."""
    letters: set[str] = set()
    for term in found:
        first = term.words.strip()[0]
        letters.update({first} if term.exact else first.lower() + first.upper())
    return f"(?=[{''.join(re.escape(letter) for letter in sorted(letters))}])" if letters else ""


def _pattern(term: MentionTerm) -> str:
    words = r"\s+".join(re.escape(word) for word in term.words.split())
    if "@" in term.words:
        return rf"(?<![\w.+-])(?i:{words})(?![\w-]|\.\w)"
    single = term.kind == "person" and len(term.words.split()) < 2
    return rf"(?<![@.]){words}(?![@]|\.\w)" if single else words if term.exact else f"(?i:{words})"


def _data(book: Book) -> tuple[DataEntry, ...]:
    return (
        *(book.register, book.people, book.roles, book.oncall, book.severities, book.escalation, book.intake),
        *(book.notifications, book.contracts, book.coverage, book.limits, book.calendars, book.waivers),
    )


def _texts(entry: DataEntry, subject: str) -> Iterator[_Text]:
    """Every text inside an entry, with where to ask for its place and the id of the entry that holds it."""
    if isinstance(entry, Clock):
        return
    own = getattr(entry, "id", None)
    subject = own if isinstance(own, str) else subject
    for name, field in type(entry).model_fields.items():
        if name != "spot" and (type(entry), name) not in _OTHERS:
            yield from _texts_of(getattr(entry, name), entry, (field.alias or name,), subject)


def _texts_of(value: object, entry: DataEntry, steps: tuple[str | int, ...], subject: str) -> Iterator[_Text]:
    if isinstance(value, str):
        yield value, (entry, steps), subject
    elif isinstance(value, DataEntry):
        yield from _texts(value, subject)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _texts_of(item, entry, (*steps, index), subject)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _texts_of(item, entry, (*steps, key), subject)


def _inside(raw: str, start: Place, found: re.Match[str]) -> Place:
    """Where a match inside a data value stands: the value may go on for lines, and be indented there."""
    lines = raw.split("\n")
    begin = sum(len(line) + 1 for line in lines[: start.line - 1]) + start.column - 1
    words = r"\s+".join(re.escape(word) for word in found[0].split())
    before = len(re.findall(rf"(?<!\w){words}(?!\w)", found.string[: found.start()]))
    spots = re.finditer(rf"(?<!\w){words}(?!\w)", raw[begin:])
    match = next((spot for index, spot in enumerate(spots) if index == before), None)
    if match is None:
        return start
    at = begin + match.start()
    return Place(start.path, raw.count("\n", 0, at) + 1, at - raw.rfind("\n", 0, at))


def _in_front_matter(page: Page, search: _TermSearch) -> Iterator[Mention]:
    front = page.runbook or page.front
    if front is not None:
        for text, (within, steps), subject in _texts(front, page.path):
            for term, found in search(text):
                yield _mention(term, found, within.at(*steps), "front matter", subject, page)


def _in_prose(page: Page, search: _TermSearch) -> Iterator[Mention]:
    for block in page.blocks:
        for term, found in search(block.text):
            linked = block.is_linked(found.start())
            where: Where = "heading" if block.kind == "heading" else "link" if linked else "prose"
            place = block.place_of(found.start(), found[0].split()[0])
            yield _mention(term, found, place, where, term.id, page)


def _mention(
    term: MentionTerm, found: re.Match[str], place: Place, where: Where, subject: str, page: Page | None = None
) -> Mention:
    return Mention(term.kind, term.id, _folded(found[0], keep=True), place, where, subject, page)
