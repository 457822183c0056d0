"""What a company answered before its repository was written: the file of `ratified init --answers`."""

from __future__ import annotations

import re
import unicodedata
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, StringConstraints

from ratified.model.data_entry import DataEntry, Day, Email, Id, Text
from ratified.model.register import Profile

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Forge = Literal["github", "gitlab", "gitea", "bitbucket"]


class Office(DataEntry):
    """Where people work: the zone of its clocks, and the country whose public holidays it keeps."""

    zone: Text
    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
    subdivision: Text | None = None


class Member(DataEntry):
    """Somebody of the company. `account` is the number of their account at the Git host, which never changes hands,
    `key` the line of their public SSH key, by which what they sign is known, `office` the zone of the office where they
    work.
    """

    name: Text
    email: Email
    login: Text | None = None
    account: int | None = Field(default=None, ge=1)
    started: Day | None = None
    key: Text | None = None
    office: Text | None = None


class Reach(DataEntry):
    """How people are reached, and where reports come in."""

    pager: Text
    phone: Text
    chat: Text
    email: Email


class Firm(DataEntry):
    """Another company that stands by: counsel, a forensics firm, an insurer."""

    firm: Text
    contract: Text
    expires: Day
    reach: Text


class Outside(DataEntry):
    """The firms that a company has engaged; one that is left out is a role of its own people until it is."""

    counsel: Firm | None = None
    forensics: Firm | None = None
    insurer: Firm | None = None


class Answers(DataEntry):
    """The whole file, which `data/starter.yml` keeps: a key that is new here may be left out, or no record of an
    earlier version could be read. `approvers`, `security` and `on_call` name people by address, name or id, the first
    one first.
    """

    company: Text
    forge: Forge
    repository: Annotated[str, StringConstraints(pattern=r"^[\w.-]+(/[\w.-]+)+$")] | None = None
    profiles: Annotated[tuple[Profile, ...], Field(min_length=1)]
    size: Literal["small", "full"] = "small"
    offices: Annotated[tuple[Office, ...], Field(min_length=1)]
    people: Annotated[tuple[Member, ...], Field(min_length=1)]
    approvers: Annotated[tuple[Text, ...], Field(min_length=1)]
    security: Annotated[tuple[Text, ...], Field(min_length=1)]
    on_call: tuple[Text, ...] = ()
    regimes: tuple[Id, ...] = ()
    reach: Reach | None = None
    outside: Outside = Outside.model_construct()

    @property
    def responds(self) -> bool:
        """Whether the company's response to incidents is written too, and not its policies alone."""
        return "incident-response" in self.profiles

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """An id for each of the people, in order: the first name, and as much of the rest as tells two apart."""
        found: list[str] = []
        for one in self.people:
            parts = _slug(one.name) or ["person"]
            tries = ["-".join(parts[:count]) for count in range(1, len(parts) + 1)]
            tries += [f"{'-'.join(parts)}-{number}" for number in range(2, len(self.people) + 2)]
            found.append(next(id_ for id_ in tries if id_ not in found))
        return tuple(found)

    def named(self, names: Sequence[str]) -> list[str]:
        """The ids of people that are named; a name that is nobody's is left out."""
        known = self.known_names
        return list(dict.fromkeys(known[name.casefold()] for name in names if name.casefold() in known))

    @cached_property
    def known_names(self) -> Mapping[str, str]:
        """The id of each of the people by all that may name them, without capitals."""
        by_name: dict[str, str] = {}
        for id_, one in zip(self.ids, self.people, strict=True):
            by_name |= {id_: id_, one.email.casefold(): id_, one.name.casefold(): id_}
        return by_name


def _slug(name: str) -> list[str]:
    """The words of a name in plain small letters."""
    plain = unicodedata.normalize("NFKD", name.replace("ß", "ss").replace("ø", "o").replace("ł", "l"))
    return re.findall(r"[a-z0-9]+", "".join(one for one in plain if not unicodedata.combining(one)).casefold())


for _model in (Office, Member, Reach, Firm, Outside, Answers):
    _model.model_rebuild()
