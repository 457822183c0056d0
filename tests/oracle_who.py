"""By whom: who somebody is, whose work a commit is, who let it in. See `oracle.py`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from oracle_facts import PROOFS, Commit, Tree, load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

OUTSIDE = "outside"
FORGES = ["noreply@github.com", "noreply@gitlab.com"]
NUMBERED = re.compile(r"([1-9][0-9]*)\+[^@]*@users\.noreply\.github\.com")
CO_AUTHOR = re.compile(r"co-authored-by[ \t]*:(.*)", re.IGNORECASE)


class Contributor(NamedTuple):
    """Somebody who had a hand in a commit, as it names them; `person` where their own key does."""

    name: str
    email: str
    person: str = ""


class Law:
    """One tree's say: its people, what they may do on a day, its classes of documents."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        register = load(tree, "data/register.yml", "classes", "documents")
        people = load(tree, "data/people.yml", "people")
        roles = load(tree, "data/roles.yml", "roles")
        self.readable = register is not None and people is not None and roles is not None
        self.register: Mapping[str, Any] = register or {"classes": {}, "documents": []}
        entries: list[Mapping[str, Any]] = (people or {"people": []})["people"]
        ids = [entry["id"] for entry in entries]
        self.people = {entry["id"]: entry for entry in entries if ids.count(entry["id"]) == 1}
        self._all = entries
        self.roles: list[Mapping[str, Any]] = (roles or {"roles": []})["roles"]

    # People

    def who(self, email: str) -> str:
        """The one person who has an address; nobody where none or two have it."""
        number = NUMBERED.fullmatch(small(email))
        found = {
            entry["id"]
            for entry in self._all
            if small(email) in map(small, entry.get("emails") or ())
            or (number and (entry.get("forge") or {}).get("id") == int(number[1]))
        }
        return found.pop() if len(found) == 1 and found <= self.people.keys() else ""

    def author(self, contributor: Contributor) -> str:
        """Who somebody is who is charged with a change: where no address is given, by name."""
        if contributor.person:
            return contributor.person
        if contributor.email.strip():
            listed = self._listed(lambda line: small(line.get("email") or "") == small(contributor.email))
            return self.who(contributor.email) if self._has_address(contributor.email) else listed
        named = [entry["id"] for entry in self._all if same_name(entry.get("name", ""), contributor.name)]
        if len(named) == 1 and named[0] in self.people:
            return str(named[0])
        return (
            ""
            if named
            else self._listed(lambda line: not line.get("email") and same_name(line["name"], contributor.name))
        )

    def _listed(self, fits: Callable[[Mapping[str, Any]], bool]) -> str:
        """Whom the register's own list of authors means: a person, or somebody outside; nobody where two differ."""
        found = {line["person"] for line in self.register.get("authors") or () if fits(line)}
        person = found.pop() if len(found) == 1 else ""
        return person if person in self.people or person == OUTSIDE else ""

    def _has_address(self, email: str) -> bool:
        """Whether anybody of the roster has an address."""
        number = NUMBERED.fullmatch(small(email))
        return any(
            small(email) in map(small, entry.get("emails") or ())
            or bool(number and (entry.get("forge") or {}).get("id") == int(number[1]))
            for entry in self._all
        )

    def is_forge(self, email: str) -> bool:
        """A forge's own address, or a bot of the roster, as which a forge of one's own is listed."""
        return small(email) in FORGES or self.is_bot(self.who(email))

    def is_bot(self, person: str) -> bool:
        return bool(person) and self.people.get(person, {}).get("kind") == "bot"

    # Classes

    def classes(self, names: Iterable[str]) -> list[Mapping[str, Any]]:
        """The classes of these names; every class where one of them is unknown."""
        defined = self.register["classes"]
        known = [name for name in names if name in defined]
        return [defined[name] for name in (known if len(known) == len(list(names)) else defined)]

    def proof(self, names: list[str]) -> int:
        """How strong the proof must be; for AUTHORITY at least as strong as for anything."""
        asked = self.register["classes"].values() if "authority" in names else self.classes(names)
        return max((PROOFS.index(class_["minimum_proof"]) for class_ in asked), default=len(PROOFS))

    def may(self, person: str, names: list[str], day: date) -> bool:
        """Whether somebody holds a role, on a day, that approves each of the classes."""
        entry = self.people.get(person)
        if entry is None or not holds(entry, day, "started", "left"):
            return False
        held = {
            role["id"]
            for role in self.roles
            for holder in role.get("holders") or ()
            if holder["person"] == person and holds(holder, day, "since", "until")
        }
        asked = self.classes(names)
        return bool(asked) and all(held & set(class_.get("approvers") or ()) for class_ in asked)

    def ever(self, person: str) -> bool:
        """Whether somebody ever held a role by which some class is approved."""
        approving = {role for class_ in self.register["classes"].values() for role in class_.get("approvers") or ()}
        return any(
            role["id"] in approving and any(holder["person"] == person for holder in role.get("holders") or ())
            for role in self.roles
        )

    def review_days(self, names: Iterable[str]) -> int | None:
        """How many days an approval lasts; the shortest of the classes."""
        every = [class_["review_every"] for class_ in self.classes(names) if class_.get("review_every")]
        return min((int(each.removesuffix("d")) for each in every), default=None)


def holds(entry: Mapping[str, Any], day: date, first: str, last: str) -> bool:
    """Whether a day lies within an entry's two dates, both counted."""
    return not (entry.get(first) and day < entry[first]) and not (entry.get(last) and day > entry[last])


def small(email: str) -> str:
    """An address in ASCII lower case."""
    return "".join(chr(ord(c) + 32) if "A" <= c <= "Z" else c for c in email)


def same_name(one: str, other: str) -> bool:
    """Whether two names are the same but for letter case and blanks."""
    return bool(one.strip()) and " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def contributors(commit: Commit, law: Law) -> list[Contributor]:
    """Author, committer (a forge's own address excepted) and co-authors of a commit."""
    found = [Contributor(commit.author.name, commit.author.email), *co_authors(commit.message)]
    if not law.is_forge(commit.committer.email):
        found.append(Contributor(commit.committer.name, commit.committer.email))
    return found


def co_authors(message: str) -> list[Contributor]:
    """Everyone whom a line of the message calls a co-author, wherever it stands and however it is written.

    The address may be on the next line. Who has none is named all the same.
    """
    lines = message.replace("\r\n", "\n").split("\n")
    found = []
    for at, line in enumerate(lines):
        if match := CO_AUTHOR.match(line.strip()):
            text = match[1]
            below = lines[at + 1].strip() if at + 1 < len(lines) else ""
            if "@" not in text and "<" not in text and "@" in below and ":" not in below:
                text += f" {below}"
            found += named(text)
    return found


def named(text: str) -> list[Contributor]:
    """`Name <address>`, several of them, bare addresses, or a name alone."""
    if "<" not in text and (bare := re.findall(r"[^\s,;<>]+@[^\s,;<>]+", text)):
        return [Contributor("", email) for email in bare]
    pairs = re.findall(r"([^<>]*)<([^<>]*)>", text)
    if not pairs:
        return [Contributor(text.strip(), "")] if text.strip() else []
    return [Contributor(name.strip(" \t,;&"), email.strip()) for name, email in pairs]
