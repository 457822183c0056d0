"""Landings to come: the files of each, prepared on a branch of its own, and which files one person can approve."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from ratified.approval.authority import AUTHORITY
from ratified.approval.documents import matches

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ratified.approval.documents import DocumentDefinition


class LandingStep(NamedTuple):
    """One landing to come: its branch, the files that it writes (None for one that it takes out), its message, and the
    keys of a forge that it pins. With the `first` everything comes into force, so that no error may be left on main
    either. `history` are files of a commit before it, which it takes out again: what later runs find among git's
    objects.
    """

    branch: str
    files: Mapping[str, bytes | None]
    subject: str
    pinned: tuple[str, ...] = ()
    first: bool = False
    history: Mapping[str, bytes] = MappingProxyType({})


class JudgedStep(NamedTuple):
    """A step as a commit, and who can approve each document that it changes, by id. `after` are the branches that have
    to be merged before it, `of_all` those who can approve all of it; `also` says of each earlier landing that nobody
    approved, and that the merge would approve with it, who wrote it and what it did.
    """

    step: LandingStep
    commit: str
    approvers: Mapping[str, tuple[str, ...]]
    after: tuple[str, ...] = ()
    of_all: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


class ApproverGroup(NamedTuple):
    """Files that one person can approve together, their documents, and the ids of those people."""

    files: tuple[str, ...]
    documents: tuple[str, ...]
    people: tuple[str, ...]


def by_approvers(
    paths: Iterable[str],
    documents: Mapping[str, DocumentDefinition],
    able: Mapping[str, tuple[str, ...]],
) -> tuple[ApproverGroup, ...]:
    """As few groups as there are approvers needed, AUTHORITY's first. `able` has the people who may approve each
    document; a file of no document goes with the first group, and one that nobody may approve stands alone.
    """
    groups: list[ApproverGroup] = []
    free: list[str] = []
    owned = {path: _documents_of(path, documents) for path in paths}
    for path in sorted(owned, key=lambda one: (AUTHORITY not in owned[one], not owned[one], one)):
        if not owned[path]:
            free.append(path)
            continue
        first, *others = (able.get(document, ()) for document in owned[path])
        people = tuple(id_ for id_ in first if all(id_ in other for other in others))
        for number, group in enumerate(groups):
            if both := tuple(id_ for id_ in group.people if id_ in people):
                known = dict.fromkeys((*group.documents, *owned[path]))
                groups[number] = ApproverGroup((*group.files, path), tuple(known), both)
                break
        else:
            groups.append(ApproverGroup((path,), owned[path], people))
    if free and groups:
        groups[0] = groups[0]._replace(files=(*groups[0].files, *free))
    return tuple(groups) or ((ApproverGroup(tuple(free), (), ()),) if free else ())


def _documents_of(path: str, documents: Mapping[str, DocumentDefinition]) -> tuple[str, ...]:
    return tuple(id_ for id_, one in documents.items() if matches(path, (*one.pages, *one.binds)))
