"""Ways to reach a role or a person: what kind each is, and what can be dialled or opened."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BeforeValidator, ValidationInfo, field_validator
from pydantic.json_schema import WithJsonSchema

from ratified.model.data_entry import DataEntry, Email, Text
from ratified.model.quoting import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

ChannelKind = Literal["pager", "phone", "sms", "chat", "bridge", "email", "hotline", "in-person"]

REACHED_BY: Mapping[str, tuple[str, ...]] = {
    "pager": ("number", "link"),
    "phone": ("number",),
    "sms": ("number",),
    "chat": ("link",),
    "bridge": ("number", "link"),
    "email": ("address",),
    "hotline": ("number",),
    "in-person": (),
}
"""What each kind of channel is dialled or opened by."""

WAKING = frozenset({"pager", "phone", "sms", "hotline"})
"""Kinds that ring with whoever sleeps. A bridge, a room and a mailbox wait until somebody looks."""

_NUMBER = r"^\+[1-9](?:[ -]?[0-9]){6,14}$"
_LINK = r"^https://[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]+)?(?:/[A-Za-z0-9._~!$&'()*+,;=:@%/?#-]*)?$"


def dialled(text: str) -> bool:
    """Whether a text is a number that can be dialled from everywhere, and nothing else."""
    return re.fullmatch(_NUMBER, text) is not None


def opened(text: str) -> bool:
    """Whether a text is the address of a page, and nothing else."""
    return re.fullmatch(_LINK, text) is not None


def _number(value: object) -> object:
    if isinstance(value, str) and not dialled(value):
        raise ValueError(
            f"{quoted(value)} cannot be dialled from everywhere; "
            'write it with its country in quotes: "+44 1632 960100", and an extension among the words of to'
        )
    return value


def _link(value: object) -> object:
    if isinstance(value, str) and not opened(value):
        raise ValueError(f"{quoted(value)} is no page to open; write its address, which begins with https://")
    return value


PhoneNumber = Annotated[
    str,
    BeforeValidator(_number),
    WithJsonSchema({"type": "string", "pattern": _NUMBER, "examples": ["+44 1632 960100"]}),
]
"""A number in international form (E.164: seven digits at least, fifteen at most), spaces or hyphens between them."""

Link = Annotated[
    str,
    BeforeValidator(_link),
    WithJsonSchema({"type": "string", "pattern": _LINK, "examples": ["https://chat.example.org/room"]}),
]
"""The address of a page, with https and without a login."""


class Channel(DataEntry):
    """One way to reach a role or a person. `to` says it in words, the others are what a device dials or opens."""

    kind: ChannelKind
    to: Text
    number: PhoneNumber | None = None
    address: Email | None = None
    link: Link | None = None

    @field_validator("number", "address", "link")
    @classmethod
    def _of_its_kind(cls, value: str | None, info: ValidationInfo) -> str | None:
        kind = info.data.get("kind")
        if value is not None and kind is not None and info.field_name not in REACHED_BY[kind]:
            has = " or ".join(REACHED_BY[kind]) or "to alone"
            raise ValueError(f"a channel of the kind {kind} has none; write {has}, or another kind")
        return value

    @property
    def wakes(self) -> bool:
        """Whether it can be used at three in the morning: it rings, and what to dial or open is there."""
        return self.kind in WAKING and (self.number is not None or self.link is not None)
