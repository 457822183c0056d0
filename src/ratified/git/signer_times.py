"""The times in `data/trust/allowed_signers`, and in which zone those are meant that do not say UTC.

A time that ends in `Z` is UTC. OpenSSH takes any other by the clock of whatever machine checks the signature, always as
that zone's standard time, in summer too (sshsig reads it with `mktime` and no daylight saving). So it means one
moment only where the file says the zone, in a comment that OpenSSH passes by: `# time zone: Europe/Dublin`.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_SAYS = re.compile(rb"#[ \t]*time zone:[ \t]*(\S+)", re.IGNORECASE)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SPANS = {8: "%Y%m%d", 12: "%Y%m%d%H%M", 14: "%Y%m%d%H%M%S"}


class SignerZone(NamedTuple):
    """The zone that a file says, None where it says none; each line that says it wrongly, and what is wrong with it."""

    zone: ZoneInfo | None = None
    faults: tuple[tuple[int, str], ...] = ()


class SignerTime(NamedTuple):
    """A time of a line in UTC; `unsaid` where it has no zone and none is said for the file, so that UTC is supposed."""

    at: datetime
    unsaid: bool = False


def zone_said(data: bytes) -> SignerZone:
    """The zone that the comments of a file say for all of it. Two that differ, or one that nobody knows, are none."""
    said: dict[int, str] = {}
    for number, line in enumerate(data.split(b"\n"), 1):
        found = _SAYS.fullmatch(line.strip(b" \t\r"))
        if found:
            said[number] = found[1].decode("utf-8", "backslashreplace")
    names = sorted(set(said.values()))
    if len(names) > 1:
        why = f"this file says several time zones ({', '.join(names)}); say one of them"
        return SignerZone(None, tuple((number, why) for number in said))
    if not names:
        return SignerZone()
    from ratified.clock import UncountableError, zone  # slow to load, and few files say a zone

    try:
        return SignerZone(zone(names[0]))
    except UncountableError as error:
        return SignerZone(None, tuple((number, f"{error}; write `# time zone: Europe/Dublin`") for number in said))


def signer_time(value: str | None, said: SignerZone) -> SignerTime:
    """Read `YYYYMMDD[HHMM[SS]][Z]`. Raises ValueError, with the rest of a sentence, where it is no time after 1970
    began, all of which OpenSSH refuses, or where its zone is said wrongly.
    """
    found = _read(value, said)
    if found.at <= _EPOCH:
        raise ValueError("is not after 1970 began")
    return found


def _read(value: str | None, said: SignerZone) -> SignerTime:
    digits = (value or "").removesuffix("Z")
    try:
        local = datetime.strptime(digits if digits.isdecimal() else "", _SPANS[len(digits)])  # noqa: DTZ007 - see below
    except (ValueError, KeyError):
        raise ValueError("is not understood") from None
    if digits != value or said == SignerZone():
        return SignerTime(local.replace(tzinfo=UTC), unsaid=digits == value)
    if said.zone is None:
        raise ValueError("has no zone, and the zone that this file says cannot be used")
    try:
        return SignerTime((local - _standard(local, said.zone)).replace(tzinfo=UTC))
    except OverflowError:
        raise ValueError("is not understood") from None


def _standard(local: datetime, there: ZoneInfo) -> timedelta:
    """How far a zone's standard time is ahead of UTC, at a time on its clocks."""
    at = local.replace(tzinfo=there)
    return (at.utcoffset() or timedelta()) - (at.dst() or timedelta())
