"""Who is to be asked about what: the classes that each pattern of the register belongs to, and who approves them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from ratified.analysis.owner_patterns import contains, is_magic
from ratified.approval.authority import AUTHORITY, BUILT_IN, BUILT_IN_BINDS, BUILT_IN_CLASSES, SITE_LAYOUT, STRENGTH
from ratified.approval.documents import layout_inputs
from ratified.approval.embeds import is_asset, mentions_file, plain
from ratified.policy.path_patterns import PatternIndex
from ratified.policy.roster.holders import approves

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from ratified.model.people import Person
    from ratified.policy import Book
    from ratified.policy.code_owners import Forge

_LOGINS: Mapping[Forge, re.Pattern[str]] = {
    "GitHub": re.compile(r"(?=.{1,39}$)[A-Za-z0-9][A-Za-z0-9-]*(?:_[A-Za-z0-9]+)?"),
    "GitLab": re.compile(r"(?=.{1,255}$)[A-Za-z0-9_][A-Za-z0-9_.-]*(?<!\.)(?<!\.git)(?<!\.atom)"),
    "Gitea": re.compile(r"(?=.{1,40}$)[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*"),
}
"""The logins that a forge gives. Sources: GitHub's form to join (letters, digits, hyphens; one that a company manages
ends in `_` and its short code); GitLab's message on a username that it refuses; Gitea's check of user names."""


class GovernedPattern(NamedTuple):
    """A pattern of the register, with the document that it belongs to and that one's class."""

    document: str
    class_: str
    pattern: str


class OwnerGap(NamedTuple):
    """Somebody who should be asked and cannot be: what is missing, and what to do.

    `unasked` where nobody else is asked who may approve documents of these classes, so that the file does not agree
    with the register (APR-23) until the gap is closed.
    """

    classes: tuple[str, ...]
    message: str
    unasked: bool = False


@dataclass(frozen=True)
class OwnerAssignments:
    """What a book says on a day of who is asked at a forge."""

    book: Book
    as_of: date
    forge: Forge

    @cached_property
    def patterns(self) -> tuple[GovernedPattern, ...]:
        """The patterns of all documents in force, the two that are built in last."""
        register = self.book.register
        own = [d for d in register.live(self.as_of) if d.id not in BUILT_IN]
        found = [GovernedPattern(d.id, d.class_, pattern) for d in own for pattern in (*d.pages, *d.binds)]
        inputs = layout_inputs(register, self.book.settings)
        for id_, more in ((SITE_LAYOUT, inputs), (AUTHORITY, ())):
            found += (GovernedPattern(id_, BUILT_IN_CLASSES[id_], p) for p in (*BUILT_IN_BINDS[id_], *more))
        return tuple(dict.fromkeys(one for one in found if one.class_ in register.classes))

    def classes_of_pattern(self, pattern: str) -> tuple[str, ...]:
        """The classes of every document that all files of a pattern belong to."""
        known = self._of_patterns
        if pattern not in known:
            known[pattern] = self._ordered(
                {one.class_ for one in self.patterns if one.pattern == pattern or contains(one.pattern, pattern)}
            )
        return known[pattern]

    @cached_property
    def _of_patterns(self) -> dict[str, tuple[str, ...]]:
        return {}

    def classes_of_path(self, path: str) -> tuple[str, ...]:
        """The classes of every document that a file belongs to, of which a page shows it too; none where nobody governs
        it."""
        return self._ordered({*self._index.of(path), *self._showing(path)})

    def _showing(self, path: str) -> Iterator[str]:
        """The classes of the pages that show a picture or another file beside them: changing it changes these."""
        if is_asset(path):
            for page, text in self._texts.items():
                if mentions_file(text, path):
                    yield from self._index.of(page)

    @cached_property
    def _texts(self) -> Mapping[str, str]:
        """What governed pages say, as names of files are looked for in it."""
        return {page.path: plain(page.body).casefold() for page in self.book.markdown if [*self._index.of(page.path)]}

    @cached_property
    def _index(self) -> PatternIndex[str]:
        return PatternIndex((one.pattern, one.class_) for one in self.patterns)

    def _ordered(self, classes: set[str]) -> tuple[str, ...]:
        return tuple(class_ for class_ in self.book.register.classes if class_ in classes)

    @cached_property
    def known_paths(self) -> tuple[str, ...]:
        """The files that are there as far as the book knows: pages, data, and what lies beside them."""
        book = self.book
        pages = (page.path for page in book.markdown)
        return tuple(sorted({*pages, *book.texts, *book.record_texts, *book.files}))

    @cached_property
    def open_ended(self) -> frozenset[tuple[str, ...]]:
        """The classes of patterns of more than one path: files of theirs may be there without the book knowing it."""
        return frozenset(self.classes_of_pattern(one.pattern) for one in self.patterns if is_magic(one.pattern))

    @cached_property
    def named_paths(self) -> tuple[str, ...]:
        """The files that the register names one by one, there or not."""
        return tuple(sorted({one.pattern for one in self.patterns if not is_magic(one.pattern)}))

    def owners(self, classes: tuple[str, ...]) -> tuple[str, ...]:
        """The logins of who may approve all of these classes; where nobody may, of who may approve the strictest."""
        return tuple(login for person in self._able(classes) if (login := self._login(person)))

    def _able(self, classes: tuple[str, ...]) -> list[Person]:
        return self._able_of_all(classes) or [*approves(self.book, self.strictest(classes), self.as_of)]

    def _able_of_all(self, classes: tuple[str, ...]) -> list[Person]:
        first, *others = ([*approves(self.book, class_, self.as_of)] for class_ in classes)
        return [person for person in first if all(person in able for able in others)]

    def strictest(self, classes: tuple[str, ...]) -> str:
        """The class whose bar is the highest: authority's, then by proof, then by how few roles may approve."""

        def bar(class_: str) -> tuple[bool, int, int]:
            found = self.book.register.classes[class_]
            return class_ == BUILT_IN_CLASSES[AUTHORITY], STRENGTH[found.minimum_proof], -len(found.approvers)

        return max(classes, key=bar)

    def _login(self, person: Person) -> str:
        return "" if self._unnamed(person) else f"@{person.forge.login}" if person.forge else ""

    def _unnamed(self, person: Person) -> str:
        """Why nobody can be asked as somebody; empty where they can."""
        if person.forge is None:
            return "has no `forge.login` in data/people.yml; add it"
        if not _LOGINS[self.forge].fullmatch(person.forge.login):
            return f"has a `forge.login` in data/people.yml that is none on {self.forge}; correct it"
        same = [one.id for one in self.book.people.people if one.forge and self._same(one.forge.login, person)]
        others = [id_ for id_ in same if id_ != person.id]
        return f"has the `forge.login` of {others[0]} in data/people.yml; correct one of the two" if others else ""

    @staticmethod
    def _same(login: str, person: Person) -> bool:
        return person.forge is not None and login.lower() == person.forge.login.lower()

    def gaps(self, classes: tuple[str, ...]) -> Iterator[OwnerGap]:
        """What is missing for all who may approve these classes to be asked."""
        able = self._able(classes)
        for person in able:
            if why := self._unnamed(person):
                yield OwnerGap(classes, f"{person.id} is not asked: {person.id} {why}")
        said, strictest = " and ".join(classes), self.strictest(classes)
        if len(classes) > 1 and not self._able_of_all(classes):
            yield OwnerGap(classes, f"nobody may approve all of {said}; asked is who may approve {strictest}", True)
        if not able:
            roles = " or ".join(self.book.register.classes[strictest].approvers)
            what = f"nobody is asked: nobody holds {roles} on the day; name holders in data/roles.yml"
            yield OwnerGap(classes, what, True)
        elif not self.owners(classes):
            what = f"nobody is asked: nobody who may approve {said} has a login on {self.forge}"
            yield OwnerGap(classes, what, True)
