"""Ways to reach a role or a person: what is dialled, written to or opened, with a name that says whom it reaches."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, urlsplit

from ratified.model.channels import WAKING
from ratified.views.escape import Safe, escape

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ratified.model.channels import Channel, ChannelKind
    from ratified.model.people import EmergencyLine


class RawLink(NamedTuple):
    """A link before it is escaped: where it leads, its text, and its name to whoever hears it alone."""

    href: str
    text: str
    name: str


@dataclass(frozen=True)
class WayLink:
    """A link that reaches somebody; `name` is for a screen reader, and holds the text."""

    href: Safe
    text: Safe
    name: Safe


@dataclass(frozen=True)
class ContactWay:
    """One way to reach a role: its kind, what it is in words, and the links that it has."""

    kind: Safe
    to: Safe
    links: tuple[WayLink, ...] = ()


_VERBS: Mapping[ChannelKind, str] = {
    "pager": "Page",
    "phone": "Call",
    "sms": "Text",
    "hotline": "Call",
    "chat": "Open the room of",
    "bridge": "Join the bridge of",
    "email": "Write to",
    "in-person": "",
}


def links_of(channel: Channel, whose: str) -> Iterator[RawLink]:
    """What a channel is dialled, written to or opened by, in this order; nothing where it is words alone."""
    words = channel.to
    for key, value in (("number", channel.number), ("address", channel.address), ("link", channel.link)):
        if value is None:
            continue
        href = _href(channel.kind, key, value)
        said = urlsplit(value).hostname or value if key == "link" else _unbroken(value)
        text = _said(words, said, key)
        yield RawLink(href, text, f"{_VERBS[channel.kind]} {whose}: {text}")
        words = ""


def _said(words: str, value: str, key: str) -> str:
    if words in {"", value}:
        return value
    return words if key == "link" else f"{words} {value}"


def _unbroken(value: str) -> str:
    """A number in one piece, wherever a line ends."""
    return value.replace(" ", "\u00a0")


def _href(kind: ChannelKind, key: str, value: str) -> str:
    if key == "number":
        return f"{'sms' if kind == 'sms' else 'tel'}:{re.sub('[ -]', '', value)}"
    return f"mailto:{quote(value, safe='@')}" if key == "address" else value


def call_of(channels: Sequence[Channel], whose: str) -> RawLink | None:
    """The one link to tap at night: a number that rings, else a page to page by; None where nothing wakes."""
    waking = [one for one in channels if one.kind in WAKING]
    for one in waking:
        if one.number is not None:
            return RawLink(
                _href(one.kind, "number", one.number), one.number, f"{_VERBS[one.kind]} {whose}: {one.number}"
            )
    return next((link for one in waking for link in links_of(one, whose)), None)


def way_link(link: RawLink) -> WayLink:
    """A link, escaped."""
    return WayLink(escape(link.href), escape(link.text), escape(link.name))


def ways_of(channels: Sequence[Channel], whose: str) -> tuple[ContactWay, ...]:
    """Channels in order; `whose` they are, by title or name."""
    return tuple(
        ContactWay(escape(one.kind), escape(one.to), tuple(map(way_link, links_of(one, whose)))) for one in channels
    )


def emergency_link(line: EmergencyLine | None) -> WayLink | None:
    """The emergency line, to be rung; None where the company names none."""
    if line is None:
        return None
    text = f"{line.to} {_unbroken(line.number)}"
    return way_link(RawLink(_href("phone", "number", line.number), text, f"Call {text}"))
