"""The answers from which a company's repository is written, as `ratified init --answers FILE` reads them."""

from __future__ import annotations

import re
import unicodedata
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Literal
from zoneinfo import available_timezones

from pydantic import Field, StringConstraints

from ratified.clock.public_holidays import countries, public_holidays
from ratified.clock.uncountable import CalendarError
from ratified.model.close_names import meant
from ratified.model.data_entry import DataEntry, Day, Email, Id, Text
from ratified.model.quoting import quoted
from ratified.model.register import Profile
from ratified.source.fault import ReadingFault

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from ratified.model.place import Place

Forge = Literal["github", "gitlab", "gitea", "bitbucket"]


class Office(DataEntry):
    """Where people work: the zone of its clocks, and the country whose public holidays it keeps."""

    zone: Text
    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
    subdivision: Text | None = None


class Member(DataEntry):
    """Somebody of the company. `account` is the number of their account at the forge, which never changes hands, `key`
    the line of their public SSH key, by which what they sign is known, `office` the zone of the office where they work.
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
    """The whole file. `approvers`, `security` and `on_call` name people by address, name or id, the first one first."""

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
        known = self._names
        return list(dict.fromkeys(known[name.casefold()] for name in names if name.casefold() in known))

    @cached_property
    def _names(self) -> Mapping[str, str]:
        by_name: dict[str, str] = {}
        for id_, one in zip(self.ids, self.people, strict=True):
            by_name |= {id_: id_, one.email.casefold(): id_, one.name.casefold(): id_}
        return by_name

    def faults(self, regimes: Collection[str], year: int) -> Iterator[ReadingFault]:
        """What the file's form does not tell: names that are nobody's, zones and countries that are none, what is
        wanted of a company that responds to incidents. `regimes` are those of the catalogue, `year` is the one in which
        the company begins.
        """
        yield from self._of_people()
        known = countries()
        for office in self.offices:
            if office.zone not in available_timezones():
                yield _unknown(office.at("zone"), "time zone", office.zone, available_timezones(), "Europe/Berlin")
            if office.country not in known:
                yield _unknown(office.at("country"), "country whose holidays are known", office.country, known, "US")
            else:
                yield from _of_office(office, year)
        zones = [office.zone for office in self.offices]
        for one in self.people:
            if one.office is not None and one.office not in zones:
                yield _unknown(one.at("office"), "office under offices", one.office, zones, zones[0])
        for index, regime in enumerate(self.regimes):
            if regime not in regimes:
                yield _unknown(self.at("regimes", index), "notification clock", regime, regimes, "eu-gdpr-33")
        for key, there in (("reach", self.reach), ("on_call", self.on_call)):
            if self.responds and not there:
                what = f"{key!r} is missing, and a company that responds to incidents says it"
                yield ReadingFault("shape", self.at(), what, f"add '{key}:', or write profiles: [approvals]")

    def _of_people(self) -> Iterator[ReadingFault]:
        for key in ("approvers", "security", "on_call"):
            there: set[str] = set()
            for index, name in enumerate(getattr(self, key)):
                id_ = self._names.get(name.casefold(), "")
                if id_ in there:
                    what = f"{quoted(name)} is named twice"
                    yield ReadingFault("shape", self.at(key, index), what, "name somebody else, or nobody")
                there |= {id_} - {""}
                if not id_:
                    known = [one.email for one in self.people]
                    yield _unknown(self.at(key, index), "person under people", name, known, known[0])
        seen: dict[str, Place] = {}
        for one in self.people:
            marks = [("email", one.email.casefold()), ("login", (one.login or "").casefold())]
            marks.append(("name", one.name.casefold()))
            for key, mark in (*marks, ("account", str(one.account or ""))):
                if mark and f"{key} {mark}" in seen:
                    what = f"{quoted(mark)} is somebody else's too, at {seen[f'{key} {mark}']}"
                    yield ReadingFault("shape", one.at(key), what, "give each person one of their own")
                seen.setdefault(f"{key} {mark}", one.at(key))
            if (one.login is None) != (one.account is None):
                key = "login" if one.account is None else "account"
                what = f"{key} without {'account' if key == 'login' else 'login'}"
                help_ = "write both: the number is `id` in what the forge's API says of a user; or neither"
                yield ReadingFault("shape", one.at(key), what, help_)


def _of_office(office: Office, year: int) -> Iterator[ReadingFault]:
    """Whether the holidays of a country need a part of it to be named, and whether that part is one."""
    try:
        public_holidays(office.country, office.subdivision, year + 2)
    except CalendarError as error:
        key = "subdivision" if office.subdivision else "country"
        yield ReadingFault("shape", office.at(key), str(error), "add or correct subdivision:, such as BE for Berlin")


def _unknown(place: Place, noun: str, name: str, known: Collection[str], example: str) -> ReadingFault:
    help_ = meant(name, sorted(known), f"write one, such as {example}")
    return ReadingFault("shape", place, f"{quoted(name)} is no {noun}", help_)


def _slug(name: str) -> list[str]:
    """The words of a name in plain small letters."""
    plain = unicodedata.normalize("NFKD", name.replace("ß", "ss").replace("ø", "o").replace("ł", "l"))
    return re.findall(r"[a-z0-9]+", "".join(one for one in plain if not unicodedata.combining(one)).casefold())


for _model in (Office, Member, Reach, Firm, Outside, Answers):
    _model.model_rebuild()
