"""`data/people.yml`, `data/roles.yml` and `data/oncall.yml`: who there is, who does what, who is awake."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, get_args

from pydantic import BeforeValidator, Field, WithJsonSchema

from ratified.model.channels import Channel, PhoneNumber
from ratified.model.data_entry import Clock24, DataEntry, Day, Email, Id, Span, Text
from ratified.model.quoting import quoted

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


def _account(value: object) -> object:
    """Refuse what no host gives an account as its id. There is one way to write each: digits alone are a number."""
    number = isinstance(value, int) and not isinstance(value, bool) and value >= 1
    text = isinstance(value, str) and not value.isdigit() and value == value.strip() and 0 < len(value) <= _LONGEST
    if number or text:
        return value
    raise ValueError(
        f"{quoted(value)} is no id of an account; write its number without quotes, or what the Git host has instead: "
        "'{c788b2da-b7a2-404c-9e26-d3f077557007}'"
    )


_LONGEST = 200
AccountId = Annotated[
    int | str,
    BeforeValidator(_account),
    WithJsonSchema({"type": ["integer", "string"], "minimum": 1, "pattern": "[^0-9]"}),
]
"""A number, or Bitbucket's `{uuid}` or Azure's GUID as text."""


class ForgeAccount(DataEntry):
    """A person's account at the Git host; the number never changes hands, a login may.

    Where a host numbers no accounts, `id` is what it has instead: Bitbucket's `uuid` with its braces, Azure's GUID.
    """

    login: Text
    id: AccountId


class Training(DataEntry):
    """One training in a role, by the day it was finished."""

    role: Id
    finished: Day


class Person(DataEntry):
    """Somebody who writes, approves or responds; or a bot, which never approves."""

    REPLACED: ClassVar[dict[str, str]] = {
        "pager": "write it as a row of channels, which took its place: `channels: [{kind: pager, to: WORDS}]`",
        "contact": "write each of its ways as a row of channels, which took its place: "
        "`channels: [{kind: phone, to: phone, number: NUMBER}, {kind: email, to: e-mail, address: ADDRESS}]`",
    }

    id: Id
    name: Text
    kind: Literal["human", "bot"]
    started: Day
    left: Day | None = None
    emails: tuple[Email, ...] = Field(min_length=1)
    forge: ForgeAccount | None = None
    trained: tuple[Training, ...] = ()
    channels: tuple[Channel, ...] = ()


class People(DataEntry):
    """The whole of `data/people.yml`."""

    reviewed: Day | None = None
    people: tuple[Person, ...]


class Holder(DataEntry):
    """A person who holds a role between two days, `until` included."""

    person: Id
    as_: Literal["primary", "deputy"] = Field(alias="as")
    since: Day
    until: Day | None = None


class Role(DataEntry):
    """A role inside the company."""

    id: Id
    title: Text
    former_titles: tuple[Text, ...] = ()
    duties: tuple[Text, ...] = Field(min_length=1)
    must_not: Text | None = None
    minimum_holders: int = Field(default=1, ge=1)
    critical: bool = False
    channels: tuple[Channel, ...] = ()
    holders: tuple[Holder, ...] = ()


class OutsideRole(DataEntry):
    """A role that another company holds for us: counsel, forensics, insurer."""

    id: Id
    title: Text
    former_titles: tuple[Text, ...] = ()
    duties: tuple[Text, ...] = Field(min_length=1)
    firm: Text
    contract: Text
    expires: Day
    channels: tuple[Channel, ...] = ()


class RoleParts(DataEntry):
    """Which of the company's roles plays each part that rules ask about, since titles differ."""

    commander: Id
    operations: Id
    legal: Id
    engineering: Id
    executive: Id
    privacy: Id


NO_PARTS = RoleParts.model_construct(commander="", operations="", legal="", engineering="", executive="", privacy="")
"""Of a company that has policies and no response to incidents: nobody plays any part."""


class EmergencyLine(DataEntry):
    """The number that anybody of the company rings in an emergency, whoever is on duty."""

    to: Text
    number: PhoneNumber


class Roles(DataEntry):
    """The whole of `data/roles.yml`."""

    reviewed: Day | None = None
    emergency: EmergencyLine | None = None
    parts: RoleParts = NO_PARTS
    roles: tuple[Role, ...]
    outside_roles: tuple[OutsideRole, ...] = ()


class Handover(DataEntry):
    """When one shift hands over to the next, in the rotation's zone; `day` is of use to shifts of whole weeks alone."""

    day: Weekday | None = None
    time: Clock24


class DutyHours(DataEntry):
    """Hours of a day in the rotation's zone: from a time to the next time that the clock shows `to`.

    `days` are those on which the hours begin, every day where it is left out: from 20:00 to 08:00 on a Friday ends on
    Saturday. From a time to the same time is a whole day.
    """

    from_: Clock24 = Field(alias="from")
    to: Clock24
    days: tuple[Weekday, ...] = Field(default=get_args(Weekday), min_length=1)


class NoAnswer(DataEntry):
    """Who is next when nobody answers, and after how long."""

    after: Span
    to: Id


class Shift(DataEntry):
    """One turn of the pattern."""

    primary: Id
    backup: Id | None = None


class Override(DataEntry):
    """A stretch of days, both included, in which somebody else stands in; with `hours`, in these of each day alone."""

    from_: Day = Field(alias="from")
    until: Day
    hours: tuple[DutyHours, ...] = ()
    primary: Id
    backup: Id | None = None
    reason: Text


class Rotation(DataEntry):
    """A repeating pattern of shifts for one role; a normal week needs no change.

    A page that the primary does not acknowledge goes to the backup after `backup_after`; one that the backup does
    not either goes on by `if_no_ack`, whose time runs from there. With `hours` it is on duty in these alone: other
    rotations of the role have the rest.
    """

    id: Id
    role: Id
    zone: Text
    starts: Day
    until: Day | None = None
    handover: Handover
    shift: Span
    hours: tuple[DutyHours, ...] = ()
    backup_after: Span | None = None
    if_no_ack: NoAnswer | None = None
    pattern: tuple[Shift, ...] = Field(min_length=1)
    overrides: tuple[Override, ...] = ()


class OnCall(DataEntry):
    """The whole of `data/oncall.yml`."""

    reviewed: Day | None = None
    rotations: tuple[Rotation, ...]
