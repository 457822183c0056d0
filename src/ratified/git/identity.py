"""Who and when of a commit's author and committer lines, as git reads them, and all that is strange there."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from ratified.model.landing import CommitStamp, Identity

LATEST = 253402300799
"""The last second of the year 9999, the last that a calendar here can name."""

_MOMENT = re.compile(rb"[ \t\r]*([0-9]+)[ \t\r]*([+-][0-9]+)?")
_ZONE = re.compile(rb"[+-](?:(?:0[0-9]|1[0-3])[0-5][0-9]|1400)")
_CONTROL = re.compile(rb"[\x00-\x1f\x7f]")


class ParsedStamp(NamedTuple):
    """A header line as read, and sentences about what is wrong with it."""

    stamp: CommitStamp
    faults: tuple[str, ...] = ()


@lru_cache(maxsize=4096)
def identity(name: bytes, email: bytes) -> Identity:
    """One object for each person however many commits name them."""
    return Identity(text(name), text(email))


def text(data: bytes) -> str:
    """Bytes as text, those that are no UTF-8 kept as surrogate escapes."""
    return data.decode("utf-8", "surrogateescape")


def read_stamp(role: str, line: bytes) -> ParsedStamp:
    """Read what follows `author ` or `committer `; `role` is that word, for the sentences.

    Git's rule (its ident.c): the name runs to the first `<`, the address from there to the first `>`, the date
    follows the last `>`.
    """
    name, opened, rest = line.partition(b"<")
    email, closed, _ = rest.partition(b">")
    if not opened or not closed:
        return ParsedStamp(CommitStamp(identity(line.strip(), b""), None), (f"the {role} line holds no <address>",))
    at_, faults = _moment(role, line[line.rindex(b">") + 1 :])
    return ParsedStamp(CommitStamp(identity(name.strip(), email), at_), (*_strange(role, line), *faults))


def _strange(role: str, line: bytes) -> list[str]:
    faults = []
    if line.count(b"<") > 1 or line.count(b">") > 1:
        faults.append(f"the {role} line holds more than one <address>")
    if _CONTROL.search(line):
        faults.append(f"the {role} line holds control characters")
    return faults


def _moment(role: str, after: bytes) -> tuple[int | None, list[str]]:
    found = _MOMENT.match(after)
    if found is None or found[2] is None:
        return None, [f"the {role} line holds no date"]
    faults = []
    if not _ZONE.fullmatch(found[2]):
        faults.append(f"the {role}'s time zone {found[2][:12].decode()} does not exist")
    if found.end() != len(after.rstrip()):
        faults.append(f"the {role} line goes on after its date")
    # int() refuses thousands of digits, and no date needs more than twelve.
    digits = found[1].lstrip(b"0") or b"0"
    if len(digits) > 12 or int(digits) > LATEST:
        return None, [*faults, f"the {role}'s date lies after the year 9999"]
    return int(digits), faults
