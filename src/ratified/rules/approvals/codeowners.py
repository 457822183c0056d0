"""APR-23: whom the forge asks to review, against who may approve; CODEOWNERS as GitHub reads it."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, NamedTuple

from ratified.approval.authority import AUTHORITY, BUILT_IN_BINDS, BUILT_IN_CLASSES
from ratified.approval.toolchain_files import CODEOWNERS_FILES
from ratified.model.place import Place
from ratified.policy.roster.holders import approves
from ratified.rules.documents import listed
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, record_rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ratified.approval.record import ApprovalRecord
    from ratified.model.people import Person
    from ratified.policy import Book

_ADD = "name people who may approve it, or change the register by a change that its approver merges"


@record_rule("APR-23", "error", "CODEOWNERS asks people who may not approve")
def codeowners_disagree(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """For a file of a governed document, the built-in ones included, the line of CODEOWNERS that decides names
    nobody, somebody who is nobody in `data/people.yml` (by `forge.login` or e-mail), or somebody who may not
    approve the document's class on the day; or no line decides. The last line that matches decides, as GitHub
    reads it. Teams cannot be checked and are left alone. A repository without CODEOWNERS is silent.

    **Why it matters.** The forge asks whom this file names, and whoever is asked believes that their yes is an
    approval. Then it lands, and it is none.

    **How to fix it.** Name the people whom `data/register.yml` and `data/roles.yml` make approvers, in the pull
    request that changes either.

    **Protects.** CC1.3, CC5.3, CC8.1
    """
    path = next((place for place in CODEOWNERS_FILES if place in record.files), None)
    if path is None:
        return
    lines = read_codeowners(record.files[path])
    wrong: dict[tuple[int, str, str], list[str]] = {}
    for document, class_ in _classes(case).items():
        for owners in dict.fromkeys(deciding(lines, file) for file in sorted(_files(case.book, record, document))):
            for what in _wrong(case, owners, class_):
                wrong.setdefault((owners.line if owners else 1, class_, what), []).append(document)
    for (line, class_, what), documents in sorted(wrong.items()):
        message = f"{what} {listed(documents)} (class {class_})"
        yield RuleHit(Place(path, line), message, _help(case, class_), class_, document=AUTHORITY)


def _classes(case: RuleInput) -> Mapping[str, str]:
    """Every document in force on the day with its class, where the register has that class."""
    register = case.book.register
    live = {d.id: d.class_ for d in register.live(case.as_of)}
    return {id_: c for id_, c in {**live, **BUILT_IN_CLASSES}.items() if c in register.classes}


def _files(book: Book, record: ApprovalRecord, document: str) -> set[str]:
    """The files of a document: those of the judged commit, and those of the tree that is checked."""
    entry = next((d for d in book.register.documents if d.id == document), None)
    patterns = (*entry.pages, *entry.binds) if entry else BUILT_IN_BINDS.get(document, ())
    read = (*(page.path for page in book.markdown), *book.texts, *record.files)
    here = {path for path in read if any(fnmatchcase(path, pattern) for pattern in patterns)}
    return here | {path for path, _ in record.approvals.timeline.files(document, record.approvals.head)}


def _wrong(case: RuleInput, owners: CodeownersLine | None, class_: str) -> Iterator[str]:
    """What is wrong with a line for a class, in words that a document's id may follow."""
    if owners is None:
        yield "no line names an owner for files of"
    elif not owners.owners:
        yield f"{owners.pattern} names no owner for files of"
    else:
        able = {person.id for person in approves(case.book, class_, case.as_of)}
        for owner in owners.owners:
            if owner.startswith("@") and "/" in owner:
                continue
            person = _person(case.book, owner)
            if person is None:
                yield f"{owners.pattern} asks {owner}, who is nobody in data/people.yml, about"
            elif person.id not in able:
                yield f"{owners.pattern} asks {owner}, and {person.id} may not approve"


def _person(book: Book, owner: str) -> Person | None:
    """The person of a login or an address; logins have no capitals."""
    name = owner.removeprefix("@").lower()
    for person in book.people.people:
        logins = {person.forge.login.lower()} if person.forge else set()
        if name in (logins if owner.startswith("@") else {email.lower() for email in person.emails}):
            return person
    return None


def _help(case: RuleInput, class_: str) -> str:
    people = approves(case.book, class_, case.as_of)
    logins = [f"@{person.forge.login}" for person in people if person.forge]
    return f"name {listed(logins, 'or')}" if logins else _ADD


_COMMENT = re.compile(r"(?:^|\s)#")
_WORD = re.compile(r"(?:\\.|[^\s\\])+")
_OWNER = re.compile(r"@[A-Za-z0-9][A-Za-z0-9_-]*(?:/[A-Za-z0-9._-]+)?|[^@\s]+@[^@\s]+")
_QUOTED = re.compile(r"\\(.)")


class CodeownersLine(NamedTuple):
    """One line: which paths, and whom GitHub asks. No owners take a path out again."""

    line: int
    pattern: str
    owners: tuple[str, ...]


def read_codeowners(data: bytes) -> tuple[CodeownersLine, ...]:
    """The lines of a CODEOWNERS file that count, in order."""
    return tuple(_lines(data.decode("utf-8", "replace")))


def deciding(lines: Sequence[CodeownersLine], path: str) -> CodeownersLine | None:
    """The line that decides about a path: the last that matches."""
    return next((line for line in reversed(lines) if matches(line.pattern, path)), None)


def matches(pattern: str, path: str) -> bool:
    """Whether a pattern takes in a path.

    A slash at the start or inside ties it to the root; without one it counts at any depth. A folder takes in all
    below it, `**` any number of folders, and `*` no slash. Unlike in a gitignore file `docs/*` takes in no folder.
    """
    loose = "/" not in pattern.rstrip("/")
    steps = [*(["**"] if loose else []), *pattern.strip("/").split("/")]
    parts = path.split("/")
    reached = {0}
    for step in steps:
        if step == "**":
            reached = {further for begin in reached for further in range(begin, len(parts))}
        else:
            reached = {at + 1 for at in reached if at < len(parts) and fnmatchcase(parts[at], _plain(step))}
    whole, below = len(parts) in reached, any(at < len(parts) for at in reached)
    if pattern.endswith("/"):
        return below
    return whole or (below and (loose or steps[-1] != "*"))


def _lines(text: str) -> Iterator[CodeownersLine]:
    for number, line in enumerate(text.splitlines(), 1):
        pattern, *owners = _WORD.findall(_COMMENT.split(line)[0]) or [""]
        if pattern and not pattern.startswith("!") and "[" not in pattern and all(map(_OWNER.fullmatch, owners)):
            yield CodeownersLine(number, pattern, tuple(owners))


def _plain(step: str) -> str:
    """A step for `fnmatch`: a backslash takes the sign after it as it is."""
    return _QUOTED.sub(lambda sign: f"[{sign[1]}]" if sign[1] in "*?" else sign[1], step)
