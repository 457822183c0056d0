"""Patterns of the register as the forges write them in CODEOWNERS.

In the register `*` also takes in a slash, as in Python's fnmatch. On GitHub and GitLab no sign does, so that one
pattern may become several; on Gitea and Forgejo it becomes a regular expression. What a forge cannot write as it is (a
bracket on GitHub, a tab, a character that nobody sees) stands as the sign for any one character: the pattern then takes
in more, and whoever writes the file sees to it that what it takes in besides is decided by another line.
"""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ratified.policy.code_owners import Forge

_MAGIC = re.compile(r"\*+|\?|\[!?\]?[^\]]*\]")
_MOST = 8
"""Patterns that one of the register may become before its whole folder is taken instead."""
_STRANGE = "\ue000"
"""A character that no pattern names: what it matches it matches for a star, a question mark or a negated set."""


def contains(wide: str, narrow: str) -> bool:
    """Whether all that one pattern of the register takes in is surely taken in by another."""
    if not is_magic(wide):
        return wide == _sample(narrow, _STRANGE)
    samples = (_sample(narrow, _STRANGE), _sample(narrow, f"{_STRANGE}/{_STRANGE}"))
    return all(fnmatchcase(sample, wide) for sample in samples)


@cache
def _sample(pattern: str, star: str) -> str:
    """A path that a pattern takes in, strange wherever the pattern leaves that open."""

    def put(found: re.Match[str]) -> str:
        sign = found[0]
        return star if sign[0] == "*" else sign[1] if len(sign) == 3 else _STRANGE

    return _MAGIC.sub(put, pattern)


@cache
def is_magic(pattern: str) -> bool:
    """Whether a pattern of the register is more than one path."""
    return _MAGIC.search(pattern) is not None


def whole_folder(pattern: str) -> str:
    """The folder in which all files of a pattern lie, with its slash: of `docs/policy/*.md` it is `docs/policy/`.

    Empty where that is the root, or the pattern is one path.
    """
    found = _MAGIC.search(pattern)
    folder, slash, _ = pattern[: found.start()].rpartition("/") if found else ("", "", "")
    return folder + slash


def forge_patterns(forge: Forge, pattern: str) -> tuple[str, ...]:
    """What stands in the file of a forge for a pattern of the register, or for a path; never nothing."""
    if forge == "Gitea":
        return ("".join(_expression(sign) for sign in _signs(pattern)),)
    return tuple(_globs(forge, [*_signs(pattern)]))


def _signs(pattern: str) -> Iterator[str]:
    """A pattern in pieces: `*` for any number of characters, `?` for one, else a character with a NUL before it."""
    at = 0
    for found in _MAGIC.finditer(pattern):
        yield from (f"\0{sign}" for sign in pattern[at : found.start()])
        sign, at = found[0], found.end()
        yield "*" if sign[0] == "*" else f"\0{sign[1]}" if len(sign) == 3 else "?"
    yield from (f"\0{sign}" for sign in pattern[at:])


def path_patterns(forge: Forge, path: str) -> tuple[str, ...]:
    """What stands in the file of a forge for one path, whose stars and brackets are a part of its name."""
    signs = [f"\0{sign}" for sign in path]
    return ("".join(map(_expression, signs)),) if forge == "Gitea" else tuple(_globs(forge, signs))


def _globs(forge: Forge, signs: list[str]) -> list[str]:
    """The patterns for GitHub and GitLab, each tied to the root."""
    found = ["/"]
    for number, sign in enumerate(signs):
        if sign != "*":
            found = [one + _glob(forge, sign) for one in found]
        elif number == len(signs) - 1:
            found = [_ended(one) for one in found]
            found += [f"{one}/" for one in found if forge == "GitLab" and one.endswith("*") and one != "*"]
        else:  # no folder or some, in which a name may begin before the star and end behind it
            found = [more for one in found for more in _over_folders(one)]
    if len(found) <= _MOST:
        return found
    folder = "".join(_glob(forge, sign) for sign in signs[: signs.index("*")]).rpartition("/")[0]
    return [f"/{folder}/" if folder else "*"]


def _ended(begun: str) -> str:
    return "*" if begun == "/" else begun if begun.endswith("/") else f"{begun}*"


def _over_folders(begun: str) -> tuple[str, ...]:
    return (f"{begun}**/*",) if begun.endswith("/") else (f"{begun}*", f"{begun}*/**/*")


def _plain(sign: str) -> str:
    """The character of a piece that can be written; empty for one that had better not be."""
    return sign[1] if sign[0] == "\0" and sign[1].isprintable() and (sign[1] == " " or not sign[1].isspace()) else ""


def _glob(forge: Forge, sign: str) -> str:
    plain = _plain(sign)
    if not plain or (forge == "GitHub" and plain in "[]#*?\\"):
        return "?"
    return f"\\{plain}" if plain in " []#*?\\" else plain


def _expression(sign: str) -> str:
    plain = _plain(sign)
    if sign == "*":
        return ".*"
    if not plain:
        return "."
    if plain == "!":
        return "[!]"  # at the start it would turn the rule round
    quoted = f"\\{plain}" if plain in r".+*?()|[]{}^$\\" else plain
    return re.sub(r"([\\ #])", r"\\\1", quoted)
