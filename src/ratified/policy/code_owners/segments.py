"""Patterns of paths, part by part: `*`, `?` and sets of characters within a folder's name, `**` over folders.

No regular expression is made of what somebody else wrote: each part is compared in time that is linear in the
length of the pattern times that of the name.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence


class CharacterSet(NamedTuple):
    """The characters in some ranges, or with `negated` all others."""

    ranges: tuple[tuple[str, str], ...]
    negated: bool = False

    def holds(self, character: str) -> bool:
        """Whether a character is one of them."""
        return any(first <= character <= last for first, last in self.ranges) != self.negated


NOTHING, ANYTHING = CharacterSet(()), CharacterSet((), True)


def only(character: str) -> CharacterSet:
    """The set of one character."""
    return CharacterSet(((character, character),))


def reached(steps: Sequence[str], parts: Sequence[str], sets: bool = False) -> set[int]:
    """After how many parts of a path all steps of a pattern may have been taken.

    A step `**` takes any number of folders, and never the last part. With `sets` brackets are sets of characters.
    """
    at = {0}
    for step in steps:
        if step == "**":
            at = {further for begin in at for further in range(begin, len(parts))}
        else:
            tokens = _tokens(step, sets)
            at = {begin + 1 for begin in at if begin < len(parts) and _takes(tokens, parts[begin])}
    return at


@lru_cache(maxsize=4096)
def _tokens(step: str, sets: bool) -> tuple[CharacterSet | None, ...]:
    """A step in pieces; None is any number of characters. A backslash takes the one after it as it is."""
    found: list[CharacterSet | None] = []
    at = 0
    while at < len(step):
        sign, at = step[at], at + 1
        if sign == "\\" and at < len(step):
            sign, at = step[at], at + 1
            found.append(only(sign))
        elif sign == "*":
            found.append(None)
        elif sign == "?":
            found.append(ANYTHING)
        elif sign == "[" and sets:
            one, at = _set(step, at)
            found.append(one)
        else:
            found.append(only(sign))
    return tuple(found)


def _set(step: str, at: int) -> tuple[CharacterSet, int]:
    """A set that begins before `at`, and where it ends. One that never ends matches nothing, as in Ruby's fnmatch."""
    negated = step[at : at + 1] in ("!", "^")
    at += negated
    ranges: list[tuple[str, str]] = []
    while at < len(step) and step[at] != "]":
        first, at = _one(step, at)
        last = first
        if step[at : at + 1] == "-" and step[at + 1 : at + 2] not in ("", "]"):
            last, at = _one(step, at + 1)
        ranges.append((first, last))
    return (CharacterSet(tuple(ranges), negated), at + 1) if at < len(step) else (NOTHING, at)


def _one(step: str, at: int) -> tuple[str, int]:
    quoted = step[at] == "\\" and at + 1 < len(step)
    return step[at + quoted], at + quoted + 1


def _takes(tokens: Sequence[CharacterSet | None], name: str) -> bool:
    """Whether tokens take a whole name. Only the last star is ever gone back to, since no other can do better."""
    token = at = begun = 0
    star = -1
    while at < len(name):
        want = tokens[token] if token < len(tokens) else NOTHING
        if want is None:
            star, begun, token = token, at, token + 1
        elif want.holds(name[at]):
            token, at = token + 1, at + 1
        elif star >= 0:
            begun += 1
            token, at = star + 1, begun
        else:
            return False
    return all(left is None for left in tokens[token:])
