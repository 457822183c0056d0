"""What somebody may have meant by a name that is not there."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

_MOST, _LONGEST = 2, 64
_PARTS = re.compile(r"[^\W\d_]+|\d+")
_SEPARATORS = re.compile(r"[\W_]+")
_ROMAN = re.compile(r"[ivxlcdm]+")
_FORGIVEN, _SHORT, _LONG = 2, 4, 9
"""Slips in one name, at most; the letters of a word in which one is a slip, and of one in which two are."""

_Key = tuple[str | int, ...]


def near(name: str, known: Iterable[str]) -> list[str]:
    """The known names of which a name is a slip of the pen, the closest first; at most two.

    Capitals, separators and leading zeros do not count, and all separators may be missing (`CC71`) where that leaves
    one name only. Of words of four letters and more, one letter may be
    missing, one too many, another, or in its neighbour's place; of nine and more, two. Numbers, Roman ones too, and
    shorter parts are what tells `CC7.3` from `CC7.4` and `us-ca` from `us-ga`: where these differ, another thing is
    named.
    """
    wanted = _parts(name)
    found = ((slips, one) for one in dict.fromkeys(known) if (slips := _slips(wanted, _parts(one))) is not None)
    close = [one for _, one in sorted(found, key=lambda pair: pair[0])][:_MOST] if wanted else []
    return close or _without_separators(name, known)


def spelling(name: str) -> Hashable:
    """What two names share that differ in capitals, separators and leading zeros alone."""
    return _joined(_parts(name)) or name


def write_close(name: str, known: Iterable[str], otherwise: str) -> str:
    """What to do about a name that is not there: `write NAME`, the closest, or what else to do."""
    close = near(name, known)
    return f"write {close[0]}" if close else otherwise


def meant(name: str, known: Iterable[str], otherwise: str) -> str:
    """The end of a sentence about a name that is not there: `did you mean 'a' or 'b'?`, or what else to say."""
    close = near(name, known)
    return f"did you mean {' or '.join(map(repr, close))}?" if close else otherwise


def _without_separators(name: str, known: Iterable[str]) -> list[str]:
    """The known name that was typed without any separator: `CC71`, `A524`. More than one: nobody can tell which."""
    wanted = name.casefold()
    if not wanted.isalnum() or wanted.isalpha() or len(wanted) > _LONGEST:
        return []
    found = [one for one in dict.fromkeys(known) if _SEPARATORS.sub("", one.casefold()) == wanted]
    return found if len(found) == 1 else []


@lru_cache(maxsize=4096)
def _parts(name: str) -> _Key:
    """The words and numbers of a name, in small letters. What is too long for a name has none."""
    if len(name) > _LONGEST:
        return ()
    return tuple(int(part) if part.isdecimal() else part for part in _PARTS.findall(name.casefold()))


def _slips(wanted: _Key, known: _Key) -> int | None:
    """How many slips lie between two names; None where it is more than a slip of the pen."""
    if _joined(wanted) == _joined(known):
        return 0
    if len(wanted) != len(known):
        return None
    total = 0
    for one, other in zip(wanted, known, strict=True):
        slips = _slips_in(one, other)
        if slips is None:
            return None
        total += slips
    return total if total <= _FORGIVEN else None


def _slips_in(one: str | int, other: str | int) -> int | None:
    if one == other:
        return 0
    if isinstance(one, int) or isinstance(other, int) or (_ROMAN.fullmatch(one) and _ROMAN.fullmatch(other)):
        return None
    longer = max(len(one), len(other))
    forgiven = 0 if longer < _SHORT else 1 if longer < _LONG else _FORGIVEN
    if abs(len(one) - len(other)) > forgiven:
        return None
    edits = _edits(one, other)
    return edits if edits <= forgiven else None


def _edits(one: str, other: str) -> int:
    """The optimal string alignment distance: letters left out, added, replaced, and neighbours that changed places."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        earlier, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            least = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                least = min(least, earlier[j - 2] + 1)
            row.append(least)
    return row[-1]


def _joined(parts: _Key) -> _Key:
    """The parts of a name with words that follow each other run together: a separator between them may be missing."""
    joined: list[str | int] = []
    for part in parts:
        if joined and isinstance(part, str) and isinstance(joined[-1], str):
            joined[-1] += part
        else:
            joined.append(part)
    return tuple(joined)
