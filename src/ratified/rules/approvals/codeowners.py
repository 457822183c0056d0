"""APR-23: whom the forge asks to review, against who may approve."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from ratified.approval.authority import AUTHORITY, BUILT_IN_BINDS, BUILT_IN_CLASSES
from ratified.approval.toolchain_files import CODEOWNERS_FILES
from ratified.model.place import Place
from ratified.policy.code_owners import CodeownersFile, CodeownersLine, code_owner_files
from ratified.policy.roster.holders import approves
from ratified.rules.documents import listed
from ratified.rules.rule import RuleHit, RuleHits, RuleInput, record_rule, warning_where

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ratified.approval.record import ApprovalRecord
    from ratified.model.people import Person
    from ratified.policy import Book

_ADD = "name people who may approve it, or change the register by a change that its approver merges"


@record_rule("APR-23", "error", "CODEOWNERS asks people who may not approve")
def codeowners_disagree(case: RuleInput, record: ApprovalRecord) -> RuleHits:
    """For a file of a governed document, the built-in ones included, a line of CODEOWNERS that decides names nobody,
    somebody who is nobody in `data/people.yml` (by `forge.login` or e-mail), or somebody who may not approve the
    document's class on the day; or no line decides. It is read as the Git host reads it: GitHub takes the last line
    that matches, GitLab that of each section, with the owners of the section where it has none of its own, Gitea and
    Forgejo each rule that matches. Which Git host it is tell `.github/`, `.gitlab/` and `.gitlab-ci.yml`, `.gitea/` and
    `.forgejo/`. What is skipped is a warning: a line that the Git host does not read, owners that are teams, groups or
    roles and nobody else, and regular expressions of Gitea and Forgejo beyond what paths need. A repository without
    CODEOWNERS is silent. That nobody is named is a warning where nobody who may approve has a login: the file can name
    none. Silent, too, is a policy in a folder of a larger repository: Git hosts read only the file at the root, which
    is not the policy's.

    **Why it matters.** The Git host asks whom this file names, and whoever is asked believes that their yes is an
    approval. Then it is merged, and it is none.

    **How to fix it.** Name the people whom `data/register.yml` and `data/roles.yml` make approvers, in the pull
    request that changes either: `ratified owners` prints the whole file, and with `--write` puts it in its place.

    **Protects.** CC1.3, CC5.3, CC8.1
    """
    if record.below:
        return
    timeline = record.approvals.timeline
    there = [path for path in CODEOWNERS_FILES if path in record.files]
    other = [path for path, _ in timeline.files(AUTHORITY, record.approvals.head)]
    for file in code_owner_files(there, other, dict(record.files)):
        yield from _disagreements(case, record, file)
        for line, why in file.skipped:
            help_ = f"{_SKIPPED}; {_command(file)}"
            yield RuleHit(Place(file.path, line), f"skipped: {why}", help_, level="warning", document=AUTHORITY)


def _disagreements(case: RuleInput, record: ApprovalRecord, file: CodeownersFile) -> RuleHits:
    unread = file.forge == "Gitea" and bool(file.skipped)  # there another rule that matches takes nothing back
    wrong: dict[tuple[int, str, str], list[str]] = {}
    unknown: dict[int, list[str]] = {}
    for document, class_ in _classes(case).items():
        asked = [file.deciding(path) for path in sorted(_files(case.book, record, document))]
        for lines in dict.fromkeys(asked):
            for line in lines or (() if unread else (None,)):
                if line is not None and line.owners and not _named(line):
                    unknown.setdefault(line.line, list(line.owners))
                for what in _wrong(case, line, class_):
                    wrong.setdefault((line.line if line else 1, class_, what), []).append(document)
    for (number, class_, what), documents in sorted(wrong.items()):
        message = f"{what} {listed([*dict.fromkeys(documents)])} (class {class_})"
        nobody = " owner for files of" in what and not _logins(case, class_)
        help_ = f"{_help(case, class_)}; {_command(file)}"
        level = warning_where(nobody)
        yield RuleHit(Place(file.path, number), message, help_, class_, level, document=AUTHORITY)
    for number, owners in sorted(unknown.items()):
        what = f"skipped: who is in {listed(owners)} is known to the Git host alone"
        help_ = f"{_NAMED}; {_command(file)}"
        yield RuleHit(Place(file.path, number), what, help_, level="warning", document=AUTHORITY)


def _command(file: CodeownersFile) -> str:
    write = f"ratified owners --forge {file.forge.lower()} --write"
    return f"`{write}` puts the file there that the register asks for; without --write it is printed"


def _named(line: CodeownersLine) -> list[str]:
    """The owners of a line who are people."""
    return [owner for owner in line.owners if not owner.startswith("@") or not ("/" in owner or owner[:2] == "@@")]


_SKIPPED = "write it as the Git host reads it, or delete it; `ratified explain APR-23` says which Git host that is"
_NAMED = "name a person beside them who may approve"


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
        for owner in _named(owners):
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


def _logins(case: RuleInput, class_: str) -> list[str]:
    return [f"@{person.forge.login}" for person in approves(case.book, class_, case.as_of) if person.forge]


def _help(case: RuleInput, class_: str) -> str:
    if logins := _logins(case, class_):
        return f"name {listed(logins, 'or')}"
    able = [person.id for person in approves(case.book, class_, case.as_of)]
    return f"add `forge: {{login: ..., id: ...}}` for {listed(able, 'or')} in data/people.yml" if able else _ADD
