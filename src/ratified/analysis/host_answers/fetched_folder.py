"""The folder that the script of `ratified reviews fetch` fills: each file as it was fetched, or it counts for nothing.

`SHA256SUMS` is what `sha256sum` printed of all other files when the script had ended. A list that was cut shows there
even where its last page looks whole.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pydantic import Field, TypeAdapter

from ratified.analysis.host_answers import READERS
from ratified.analysis.host_answers.answer_files import (
    FetchedRequest,
    HostAnswer,
    Moment,
    NotTakenError,
    Number,
    read_file,
    seconds,
)
from ratified.model.host_review import Forge

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ratified.model.host_review import MergedRequest

SUMS, FETCH, REPOSITORY, REQUESTS = "SHA256SUMS", "fetch.json", "repository.json", "requests/"
PAGE_SIZE: Mapping[Forge, int] = {"github": 100, "gitlab": 100, "gitea": 1, "bitbucket": 50, "azure": 100}
"""Entries a page that the script asks each host for. An instance of Gitea may give fewer than it is asked for, so there
a list goes on until a page is empty."""

_SUM = re.compile(r"([0-9a-f]{64}) [ *](?:\./)?(\S[^\n]*)")
_REQUEST = re.compile(r"requests/([1-9][0-9]*)/([^/]+)")
_AGAIN = "fetch it again with the script that `ratified reviews fetch` prints"


class FetchNote(HostAnswer):
    """`fetch.json`: which host was asked, as which branch's requests, and when the script began."""

    schema_: Literal["ratified/fetch/1"] = Field(alias="schema")
    forge: Forge
    host: str = Field(pattern=r"^[^\s/]+$")
    branch: str = Field(pattern=r"\S")
    taken_at: Moment
    page_size: Number


class NumberedProject(HostAnswer):
    """A project that the host knows by a number."""

    id: Number


class NamedProject(HostAnswer):
    """A project that the host knows by a text."""

    id: str = Field(alias="uuid", pattern=r"\S")


class GuidProject(HostAnswer):
    """A project that the host knows by a GUID."""

    id: str = Field(pattern=r"\S")


_NOTE = TypeAdapter(FetchNote)
_NUMBERED = TypeAdapter[NumberedProject | NamedProject | GuidProject](NumberedProject)
_PROJECTS: Mapping[Forge, TypeAdapter[NumberedProject | NamedProject | GuidProject]] = {
    "github": _NUMBERED,
    "gitlab": _NUMBERED,
    "gitea": _NUMBERED,
    "bitbucket": TypeAdapter[NumberedProject | NamedProject | GuidProject](NamedProject),
    "azure": TypeAdapter[NumberedProject | NamedProject | GuidProject](GuidProject),
}


@dataclass(frozen=True)
class FetchedFolder:
    """What was fetched: from which project of which host, when (seconds since 1970 UTC), and the records that could be
    made. `refused` are the requests of which none could, each with the reason.
    """

    forge: Forge
    host: str
    repository: str
    branch: str
    taken_at: int
    requests: tuple[MergedRequest, ...]
    refused: Mapping[str, str]


def read_folder(files: Mapping[str, bytes]) -> FetchedFolder:
    """The content of a folder, by the paths in it. Raises NotTakenError where nothing of it can be used."""
    damaged = _damaged(files)
    for path in (FETCH, REPOSITORY):
        if path in damaged or path not in files:
            raise NotTakenError(f"{path} {damaged.get(path, 'is not there')}; {_AGAIN}")
    note = read_file(_NOTE, files, FETCH)
    if note.value is None:
        raise NotTakenError(f"{note.missing}; {_AGAIN}")
    forge = note.value.forge
    if note.value.page_size != PAGE_SIZE[forge]:
        raise NotTakenError(f"the script of another version of ratified fetched it; {_AGAIN}")
    project = read_file(_PROJECTS[forge], files, REPOSITORY)
    if project.value is None:
        raise NotTakenError(f"{project.missing}; {_AGAIN}")
    taken, refused = _requests(forge, files, damaged)
    return FetchedFolder(
        forge,
        note.value.host,
        str(project.value.id).lower() if forge == "azure" else str(project.value.id),
        note.value.branch,
        seconds(note.value.taken_at),
        tuple(taken),
        refused,
    )


def _damaged(files: Mapping[str, bytes]) -> Mapping[str, str]:
    """The files that are not as they were fetched, and why."""
    if SUMS not in files:
        raise NotTakenError(f"{SUMS} is not there, so that the script did not come to its end; {_AGAIN}")
    sums: dict[str, str] = {}
    for line in files[SUMS].decode("utf-8", "replace").splitlines():
        row = _SUM.fullmatch(line)
        if row is None:
            raise NotTakenError(f"{SUMS} is not what sha256sum prints; {_AGAIN}")
        sums[row[2]] = row[1]
    found = {path: "is not as it was fetched" for path, sum_ in sums.items() if _sum(files, path) != sum_}
    return found | {path: "was not fetched by the script" for path in files if path not in sums and path != SUMS}


def _sum(files: Mapping[str, bytes], path: str) -> str:
    return hashlib.sha256(files[path]).hexdigest() if path in files else ""


def _requests(
    forge: Forge, files: Mapping[str, bytes], damaged: Mapping[str, str]
) -> tuple[list[MergedRequest], Mapping[str, str]]:
    mark = "!" if forge == "gitlab" else "#"
    own: dict[str, dict[str, bytes]] = {}
    for path, data in files.items():
        if row := _REQUEST.fullmatch(path):
            own.setdefault(f"{mark}{row[1]}", {})[row[2]] = data
    refused = {
        f"{mark}{row[1]}": f"{path} {why}; fetch it again"
        for path, why in damaged.items()
        if (row := _REQUEST.fullmatch(path))
    }
    shared = {path: data for path, data in files.items() if not path.startswith(REQUESTS) and path not in damaged}
    found = []
    for name in _by_number(own.keys() - refused.keys()):
        try:
            request = READERS[forge](FetchedRequest(name, own[name], shared, PAGE_SIZE[forge]))
        except NotTakenError as error:
            refused[name] = str(error)
            continue
        found.append(request)
    return found, refused


def _by_number(names: Iterable[str]) -> list[str]:
    return sorted(names, key=lambda name: int(name[1:]))
