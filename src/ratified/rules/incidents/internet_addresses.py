"""Addresses of people and machines in a text: e-mail, IPv4 and IPv6, told from packages, versions and times."""

from __future__ import annotations

import re
from ipaddress import AddressValueError, IPv4Network, IPv6Address
from typing import TYPE_CHECKING

from ratified.rules.incidents.found_leak import FoundLeak
from ratified.rules.incidents.four_part_versions import is_version

if TYPE_CHECKING:
    from collections.abc import Iterator

_MAIL = re.compile(
    r"(?<![\w.+/@$%-])([\w.+-]{1,64})@((?:[\w-]{1,63}\.){1,8}(?:[^\W\d_]{2,24}|xn--[a-zA-Z0-9-]{2,59}))(?![\w-])"
)
_RELEASE = re.compile(r"v?\d+\.\d|v\d+\.|\d+x\.")
"""How the release of a package begins, or the size of a picture: `icon@2x.png`."""
_UNITS = frozenset({"service", "socket", "timer", "mount", "slice", "path", "scope", "target", "device", "swap"})
"""The kinds of units of systemd: `getty@tty1.service` is nobody's address."""

_FOUR_PARTS = re.compile(
    r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?!\w|\.\w|-(?i:[a-z]{1,8}\.?\d|alpha|beta|rc|ga|final|lts|snapshot))", re.ASCII
)
_INSIDE = tuple(map(IPv4Network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")))
"""The private ranges of RFC 1918."""
_BITS = re.compile(r"/(\d{1,2})(?![\d.])")
_JOINED = re.compile(r"\s*(?:,|and|or|to|&|/|-|–|->|→|through|until|\s){1,3}\s*")

_COLONS = re.compile(r"(?<![\w:.])[0-9A-Fa-f:]{3,45}(?:(?:\.\d{1,3}){3})?(?![\w:])", re.ASCII)
_BETWEEN = re.compile(r":[0-9A-Fa-f]{1,4}:[0-9A-Fa-f]{1,4}:")
"""What stands in the middle of eight groups, and in no moment."""


def internet_addresses(text: str, signs: str) -> Iterator[FoundLeak]:
    """The addresses of people, and those of machines in either form."""
    if "@" in text:
        yield from (FoundLeak(*m.span(), "an e-mail address") for m in _MAIL.finditer(text) if _is_mail(m[1], m[2]))
    if "::" in text or _BETWEEN.search(text):
        for match in _COLONS.finditer(text):
            if _is_ipv6(match[0]):
                yield FoundLeak(*match.span(), "an internet address")
    if any(sign in signs for sign in ("0.0.0", "0.00.0", "0.000.0")):
        yield from _ipv4(text)


def _is_mail(who: str, where: str) -> bool:
    """`git@` is how everybody calls a forge."""
    return who != "git" and not _RELEASE.match(where) and where.rpartition(".")[2] not in _UNITS


def _ipv4(text: str) -> Iterator[FoundLeak]:
    """Of four numbers in a row with others, all are what the first is."""
    end, version = 0, False
    for match in _FOUR_PARTS.finditer(text):
        row = end > 0 and match.start() - end <= 12 and _JOINED.fullmatch(text, end, match.start())
        version = version if row else is_version(text, match.start(), match.end())
        end = match.end()
        if not version and _is_somebodys(match[0]) and not _is_network(text, match):
            yield FoundLeak(*match.span(), "an internet address")


def _is_network(text: str, match: re.Match[str]) -> bool:
    """Whether it is a range of the addresses that every company has inside, as `10.0.0.0/8`, and no machine of it."""
    found = _BITS.match(text, match.end())
    try:
        network = IPv4Network(match[0] + found[0]) if found else None
    except ValueError:
        return False
    return network is not None and network.prefixlen < 31 and any(map(network.subnet_of, _INSIDE))


def _is_somebodys(address: str) -> bool:
    """An address that leads to one machine: no mask, no loopback, no link, no group, and nothing that is none."""
    parts = address.split(".")
    first, second = int(parts[0]), int(parts[1])
    right = all(int(part) < 256 and str(int(part)) == part for part in parts)
    return right and first not in {0, 127} and first < 224 and (first, second) != (169, 254)


def _is_ipv6(written: str) -> bool:
    """Eight groups, or fewer and `::`. Times and hardware addresses have others; `::` alone separates names."""
    address = written[:-1] if written.endswith(":") and not written.endswith("::") else written
    first = address.partition(":")[0]
    if address.count(":") < 2 or (len(first) < 3 and not address.lower().startswith(("::ffff:", "64:ff9b:"))):
        return False
    if not any(letter.isdecimal() for letter in address):
        return False
    try:
        found = IPv6Address(address)
    except AddressValueError:
        return False
    return not (found.is_loopback or found.is_unspecified or found.is_multicast)
