"""Getting an adoption ready: what it changes, and what keeps it from counting, before anybody merges it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from ratified.analysis.landing_steps import LandingStep
from ratified.analysis.trust import SIGNERS, bytes_of, forge_keys, pin_github
from ratified.git.allowed_signers import safe_signers
from ratified.policy.roster.holders import approves
from ratified.rules.documents import listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from ratified.analysis.reaffirmation import PlannedReaffirmation
    from ratified.policy import Book
    from ratified.source.tree import FileTree

REGISTER = "data/register.yml"
_STATUS = re.compile(rb"^(status:[ \t]*)draft(?=[ \t]*(?:#.*)?\r?$)", re.MULTILINE)
_ENOUGH = 2


class AdoptionError(Exception):
    """An adoption that would not count: a sentence for each thing that is missing, with what to do."""


class AdoptionChange(NamedTuple):
    """The files that adopt, with their new bytes, and the fingerprints of forge keys that are pinned with it."""

    files: dict[str, bytes]
    pinned: tuple[str, ...]


def taken_on(number: int, group: Sequence[PlannedReaffirmation]) -> LandingStep:
    """The landing by which those who may approve a group of documents take them on."""
    files = {one.path: one.after for one in group}
    return LandingStep(f"take-on-{number}", files, f"policy: Take on {listed([one.document for one in group])}")


def without(one: PlannedReaffirmation, author: str) -> PlannedReaffirmation:
    """The same, with its author gone from those who may approve it."""
    return replace(one, approvers={id_: name for id_, name in one.approvers.items() if id_ != author})


def adoption(tree: FileTree, book: Book, author: str, day: date) -> AdoptionChange:
    """What puts a draft into force, written by somebody of the company. Raises AdoptionError with all that is missing.

    GitHub's keys are pinned with it where the register asks for its proof and the repository is one of GitHub's.
    """
    before = bytes_of(tree, REGISTER) or b""
    after, count = _STATUS.subn(rb"\1adopted", before)
    missing = [*_too_few(book, author, day)]
    if count != 1:
        missing.append(f"{REGISTER}: the line `status: draft` is not there as a line of its own; write it so")
    asked = {one.minimum_proof for one in book.register.classes.values()}
    pins = "forge" in asked and not forge_keys(tree)
    change = pin_github(tree) if pins and tree.paths(".github") else None
    missing += _no_proof(tree, book, day, author, pinned=change is not None)
    if missing:
        raise AdoptionError("\n".join(missing))
    made = {path: data for path, (_, data) in change.files.items()} if change else {}
    return AdoptionChange({REGISTER: after, **made}, tuple(key for key, _ in change.keys) if change else ())


def _too_few(book: Book, author: str, day: date) -> Iterator[str]:
    """Whether somebody else is left who may approve AUTHORITY, now and when one of them is gone."""
    able = [*approves(book, "authority", day)] if "authority" in book.register.classes else []
    others = [person.name for person in able if person.id != author]
    place = book.register.at("classes")
    if not able:
        yield f"{place}: nobody may approve AUTHORITY; name holders of a role that approves class authority"
    elif not others:
        yield f"{place}: nobody but {author}, who would write it, may approve AUTHORITY; let somebody else run this"
    if len(able) == _ENOUGH - 1 and book.register.single_approver is None:
        yield (
            f"{place}: {able[0].name} alone may approve AUTHORITY, and once they are gone nobody can; add a deputy to "
            "a role that approves class authority, or say `single_approver: {accepted: true, reason: ...}` in the "
            "register"
        )


def _no_proof(tree: FileTree, book: Book, day: date, author: str, pinned: bool) -> Iterator[str]:
    """Classes whose proof nobody could give: no key of the forge, none of a person, none that this version imports."""
    signers = {one.person for one in safe_signers(bytes_of(tree, SIGNERS) or b"")}
    told: set[str] = set()
    unsigned: dict[tuple[str, ...], list[str]] = {}
    for name, class_ in book.register.classes.items():
        place, proof = class_.at("minimum_proof"), class_.minimum_proof
        if proof == "forge" and not (pinned or forge_keys(tree)) and proof not in told:
            told.add(proof)
            yield (
                f"{place}: proof `forge` needs the key with which the Git host signs, and data/trust/forge/ has none; "
                "`ratified trust forge github` pins GitHub's; if your Git host signs none, write minimum_proof: signed"
            )
        if proof == "reviewed" and proof not in told:
            told.add(proof)
            yield f"{place}: proof `reviewed` cannot be imported by this version; write forge or signed"
        able = [person.id for person in approves(book, name, day) if person.id != author]
        if proof == "signed" and able and not signers.intersection(able):
            unsigned.setdefault(tuple(able), []).append(name)
    for people, classes in unsigned.items():
        ask, place = "ask" if len(classes) > 1 else "asks", book.register.at("classes")
        yield (
            f"{place}: {listed(classes, most=20)} {ask} for proof `signed`, and none of {', '.join(people)} has a key "
            f"in {SIGNERS}; `ratified trust key {people[0]} FILE`, merge that into main, then run this again"
        )
