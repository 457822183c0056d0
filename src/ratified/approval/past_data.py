"""What authority needs of the past: a few keys of three files, and nothing else.

A register of two years ago need not fit today's schema. Only what decides who may approve is read, so that a
key renamed since does not lose the evidence; what cannot be read even so is `None`, and decides nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from ratified.model.data_entry import Day, Span
from ratified.model.people import AccountId
from ratified.model.place import SPOT
from ratified.model.register import Proof
from ratified.model.starter_record import came_with
from ratified.source.decode import decode
from ratified.source.fault import ReadingFault
from ratified.source.yaml_reader import read_yaml


class PastEntry(BaseModel):
    """A mapping of a data file, of which only the keys named here are read."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True, defer_build=True)


P = TypeVar("P", bound=PastEntry)


class PastClass(PastEntry):
    """Who approved documents of a class, how often, with what proof."""

    approvers: tuple[str, ...]
    review_every: Span | None = None
    minimum_proof: Proof = "forge"


class PastDocument(PastEntry):
    """A document of the register: which files it is made of."""

    id: str
    title: str = ""
    class_: str = Field(alias="class")
    owner: str = ""
    pages: tuple[str, ...] = ()
    binds: tuple[str, ...] = ()
    retired: Day | None = None


def _no_spot(value: Any) -> Any:
    return {k: v for k, v in value.items() if k != SPOT} if isinstance(value, Mapping) else value


class PastAuthor(PastEntry):
    """Who somebody is whom commits name without an address of the roster."""

    name: str
    email: str = ""
    person: str


def _readable(value: Any) -> Any:
    """The entries that can be read: one that cannot makes nobody known, and no register unreadable."""
    rows = (
        {key: row[key] for key in PastAuthor.model_fields if key in row} for row in value if isinstance(row, Mapping)
    )
    return tuple(
        row for row in rows if {"name", "person"} <= set(row) and all(isinstance(v, str) for v in row.values())
    )


class PastSiteInput(PastEntry):
    """What a setting of the site reads that is on no list."""

    setting: str
    reads: tuple[str, ...]
    programs: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    libraries: tuple[str, ...] = ()


def _inputs(value: Any) -> Any:
    """The entries that can be read: what one that cannot would name stays unknown."""
    rows = (
        {key: row[key] for key in PastSiteInput.model_fields if key in row} for row in value if isinstance(row, Mapping)
    )
    return tuple(row for row in rows if "reads" in row and all(map(_words, row.items())))


def _words(pair: tuple[str, Any]) -> bool:
    name, value = pair
    listed = [value] if name == "setting" else value
    return isinstance(listed, list | tuple) and all(isinstance(word, str) for word in listed)


def _reason(value: Any) -> str:
    """Why one person alone may approve AUTHORITY; empty where it is not accepted, or not said as it should be."""
    said = value.get("reason") if isinstance(value, Mapping) and value.get("accepted") is True else ""
    return said if isinstance(said, str) else ""


class PastMaterial(PastEntry):
    """The day from which on the next amendment has to be acknowledged anew."""

    amended: Day


class PastAsked(PastEntry):
    """A document that everybody acknowledges, from when on, and how soon."""

    document: str
    since: Day
    within: Span
    material: tuple[PastMaterial, ...] = ()


def _asked(value: Any) -> Any:
    """The entries that can be read: one that cannot asks nobody, and costs no register its meaning."""
    found = []
    for row in value if isinstance(value, list | tuple) else ():
        try:
            found.append(PastAsked.model_validate(row))
        except ValidationError:
            continue
    return tuple(found)


class PastReviewSource(PastEntry):
    """Where imported reviews were given."""

    forge: str
    host: str
    repository: str


def _source(value: Any) -> Any:
    """The source of reviews, its id as text; None where it cannot be read, so that no review counts."""
    if not isinstance(value, Mapping) or not {"forge", "host", "repository"} <= set(value):
        return None
    found = {key: value[key] for key in PastReviewSource.model_fields}
    if isinstance(found["repository"], int) and not isinstance(found["repository"], bool):
        found["repository"] = str(found["repository"])
    return found if all(isinstance(one, str) for one in found.values()) else None


class PastRegister(PastEntry):
    """The register: whether it is in force, its classes and documents, and authors whom the roster does not tell."""

    status: Literal["adopted", "draft"]
    main: str = "main"
    classes: Annotated[Mapping[str, PastClass], BeforeValidator(_no_spot)]
    documents: tuple[PastDocument, ...]
    authors: Annotated[tuple[PastAuthor, ...], BeforeValidator(_readable)] = ()
    site_inputs: Annotated[tuple[PastSiteInput, ...], BeforeValidator(_inputs)] = ()
    single_approver: Annotated[str, BeforeValidator(_reason)] = ""
    acknowledgements: Annotated[tuple[PastAsked, ...], BeforeValidator(_asked)] = ()
    reviews: Annotated[PastReviewSource | None, BeforeValidator(_source)] = None
    stale_blocks: Any = "all"
    """`all` or `touched`; anything, since a wrong word here must not cost the register its meaning."""


class PastForge(PastEntry):
    """The number of an account at the forge, or the text it has instead; logins change hands, these do not."""

    id: AccountId


class PastPerson(PastEntry):
    """A person: addresses, and from when to when they belonged to the company."""

    id: str
    name: str = ""
    kind: Literal["human", "bot"]
    started: Day
    left: Day | None = None
    emails: tuple[str, ...]
    forge: PastForge | None = None


class PastPeople(PastEntry):
    """The roster of people."""

    people: tuple[PastPerson, ...]


class PastHolder(PastEntry):
    """Somebody who held a role between two days, the last one included."""

    person: str
    since: Day
    until: Day | None = None


class PastRole(PastEntry):
    """A role and who held it."""

    id: str
    title: str = ""
    holders: tuple[PastHolder, ...] = ()


class PastRoles(PastEntry):
    """The roles inside the company."""

    roles: tuple[PastRole, ...]


class PastRevokedKey(PastEntry):
    """A key that counts for nothing on landings that are not ancestors of a commit."""

    fingerprint: str
    from_: str = Field(alias="from")


class PastRevokedKeys(PastEntry):
    """The keys revoked."""

    revoked: tuple[PastRevokedKey, ...] = ()


class PastUpgrade(PastEntry):
    """An upgrade of the engine: from which version to which, and on which day it was prepared."""

    before: str
    after: str
    day: Day

    def brings(self, version: str) -> bool:
        """Whether what came with a version came with this upgrade."""
        return came_with(self.before, self.after, version)


class PastLine(PastEntry):
    """A text that somebody acknowledged; `person` is of lists alone, where the file is not one person's."""

    person: str = ""
    document: str
    fingerprint: str
    date: Day


def _lines(value: Any) -> Any:
    """The lines that can be read: one that cannot counts for nothing, and the rest of the file stays."""
    found = []
    for row in value if isinstance(value, list | tuple) else ():
        try:
            found.append(PastLine.model_validate(row))
        except ValidationError:
            continue
    return tuple(found)


class PastAcknowledged(PastEntry):
    """A file of one person's acknowledgements, or a list of several people's; `imported` says that a file gave it."""

    person: str = ""
    imported: Any = None
    acknowledged: Annotated[tuple[PastLine, ...], BeforeValidator(_lines)] = ()


class PastStarter(PastEntry):
    """The record of what was written from the starter: the upgrades alone."""

    upgrades: tuple[PastUpgrade, ...] = ()


for _model in (
    PastStarter,
    PastAcknowledged,
    PastLine,
    PastAsked,
    PastRegister,
    PastPeople,
    PastRoles,
    PastRevokedKeys,
):
    _model.model_rebuild()


def read_past(model: type[P], path: str, data: bytes) -> P | None:
    """A file of the past as far as authority needs it; None where it cannot be read."""
    try:
        return model.model_validate(_value(path, data))
    except ValidationError:
        return None


@lru_cache(maxsize=8)
def _value(path: str, data: bytes) -> object:
    """What a file of YAML holds; nothing where it cannot be read. The work tree and its head are mostly the same."""
    text = decode(path, data)
    if isinstance(text, ReadingFault):
        return None
    file = read_yaml(path, text)
    return None if any(fault.fatal for fault in file.faults) else file.value
