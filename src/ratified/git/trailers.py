"""`Co-authored-by` lines, by one fixed rule that no setting of a repository changes.

What such a line says can only charge somebody: whoever is named wrote part of it and cannot approve it alone. So it
is read as leniently as people write it, anywhere in the message. Every step takes time in proportion to the text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ratified.model.landing import Identity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LINE = re.compile(r"[ \t]{0,64}co-?author(?:ed)?-?by[ \t]{0,64}(:?)", re.IGNORECASE | re.ASCII)
_TOKEN = re.compile(r"[ \t]*[A-Za-z0-9][A-Za-z0-9-]{0,64}[ \t]*:(?!/)")
_PARTS = re.compile(r"[^\s<>()\[\]{},;:\"'`|*]+")
"""What an address can be part of: everything between blanks, brackets and marks."""
_FOLDS = 64
"""Lines: nobody folds one name over more."""


class CoAuthorLine(NamedTuple):
    """A line of a message that names co-authors: its number from 1, its text, whom it names."""

    line: int
    text: str
    people: tuple[Identity, ...]


def co_authors(message: str) -> tuple[Identity, ...]:
    """Everyone whom a message names as a co-author, in order, each once."""
    return tuple(dict.fromkeys(person for naming in namings(message) for person in naming.people))


def namings(message: str) -> Sequence[CoAuthorLine]:
    """Every line of a message that names a co-author.

    It begins with `Co-authored-by` in any letter case, indented or not, in whatever paragraph, whatever stands above
    or below. Each address in it is an author: in angle brackets or bare, several on one line, on a line below that
    goes on from it. A name without an address is kept as one: somebody wrote this, whom only a roster can tell.
    """
    if "author" not in message.lower():
        return ()
    lines = message.splitlines()
    found = ((number, line, _LINE.match(line)) for number, line in enumerate(lines, 1) if "author" in line.lower())
    named = ((number, line, _people(lines, number, start)) for number, line, start in found if start)
    return [CoAuthorLine(number, line.strip(), people) for number, line, people in named if people]


def _people(lines: Sequence[str], number: int, start: re.Match[str]) -> tuple[Identity, ...]:
    value = lines[number - 1][start.end() :]
    for following in _continued(lines, number):
        value = f"{value} {following}"
    people = tuple(_identities(value))
    if not any(one.email for one in people) and number < len(lines) and not _TOKEN.match(lines[number]):
        people = tuple(_identities(lines[number], value)) or people
    if people or not start[1]:
        return people
    name = _name(value)
    return (Identity(name, ""),) if name else ()


def _continued(lines: Sequence[str], number: int) -> Iterator[str]:
    """The lines below that go on from a line by indenting; one that is a trailer itself does not."""
    depth = _depth(lines[number - 1])
    for line in lines[number : number + _FOLDS]:
        if not line.strip() or _depth(line) <= depth or _TOKEN.match(line) or _LINE.match(line):
            return
        yield line.strip()


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip())


def _identities(value: str, before: str = "") -> Iterator[Identity]:
    """Every address in a text, with the words before it for a name."""
    first, *rest = value.replace("&lt;", "<").replace("&gt;", ">").split("<")
    name = _name(f"{before} {_without(first)}".replace("mailto:", ""))
    yield from (Identity(name, address) for address in _addresses(first))
    for part in filter(None, rest):
        inside, _, after = part.partition(">")
        held = list(_addresses(inside)) or [inside.strip()]
        yield from (Identity(name, address) for address in held if name or address)
        name = _name(_without(after))
        yield from (Identity(name, address) for address in _addresses(after))


def _addresses(text: str) -> Iterator[str]:
    """Bare addresses: a part with an `@` inside, without the marks that end a sentence."""
    if "@" in text:
        for part in _PARTS.findall(text):
            local, at, domain = part.rstrip(".!?").partition("@")
            if local and at and domain:
                yield f"{local}@{domain}"


def _without(text: str) -> str:
    """A text without its addresses."""
    return " ".join(word for word in text.split() if "@" not in word) if "@" in text else text


def _name(text: str) -> str:
    """A name as it stands, without blanks and marks around it."""
    return " ".join(text.split()).strip(" ,;:.&\"'()[]<>")
