"""Plain YAML scalars, typed by YAML 1.2's core rules; what a YAML 1.1 reader takes otherwise must be quoted.

The shapes are those of the resolvers of YAML 1.1 and 1.2 (yaml.org/type, YAML 1.2.2 section 10.3.2). A
single `y` or `n` is left alone: YAML 1.1 lists them as booleans, but no reader in use takes them so.
"""

from __future__ import annotations

import re

NO_VALUE = "it means no value"
_INT = re.compile(r"-?[1-9][0-9]{0,17}|0")
_NUMBER = "YAML may read it as another number"
_GUESSED = (
    (re.compile(r"(?i:yes|no|on|off|true|false)"), "YAML may read it as true or false"),
    (re.compile(r"~|(?i:null)"), NO_VALUE),
    (re.compile(r"-?[1-9][0-9]{18,}"), "the number is too long to be kept exactly"),
    (re.compile(r"[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?"), "YAML may read it as a number in base 60"),
    (re.compile(r"[-+]?0[0-9_]+|[-+]?0[xXoObB][0-9a-fA-F_]+|-0|\+[0-9_]+|-?[0-9]+_[0-9_]*"), _NUMBER),
    (
        re.compile(r"[-+]?([0-9][0-9_]*)?\.[0-9_]+([eE][-+]?[0-9]+)?|[-+]?[0-9][0-9_]*\.([eE][-+]?[0-9]+)?"),
        "YAML reads it as a decimal and may drop digits",
    ),
    (re.compile(r"[-+]?[0-9][0-9_]*[eE][-+]?[0-9]+"), "YAML may read it as a power of ten"),
    (re.compile(r"[-+]?\.(?i:inf)|\.(?i:nan)"), "YAML reads it as no number at all"),
    (re.compile(r"=|<<"), "it has a meaning of its own in YAML"),
)

_ANY = re.compile("|".join(f"(?:{shape.pattern})" for shape, _ in _GUESSED))
_FIRST = frozenset("-+.~=<0123456789")
_DIGITS = frozenset("0123456789")
_WORDS = frozenset({"yes", "no", "on", "off", "true", "false", "null"})
_LONGEST = max(map(len, _WORDS))


def is_word(text: str) -> bool:
    """Whether an unquoted scalar is surely text: every shape above begins with a sign of its own, or is a short word.

    Most scalars are words, and this is asked of each. So are days and moments: of the shapes that begin with a
    digit only a power of ten has a hyphen further on, and that follows an e. A short one with a letter beyond
    ASCII is left to `plain`, since such a letter may count as the small or capital form of another.
    """
    if not text:
        return False
    if text[0] in _FIRST:
        return "-" in text and text[0] in _DIGITS and "e" not in text and "E" not in text
    return len(text) > _LONGEST or (text.isascii() and text.lower() not in _WORDS)


def plain(text: str) -> tuple[str | int | bool, str | None]:
    """The value of an unquoted scalar, and why it is ambiguous (None where it is not)."""
    if text == "":
        return text, NO_VALUE
    if is_word(text):
        return text, None
    if text in {"true", "false"}:
        return text == "true", None
    if _INT.fullmatch(text):
        return int(text), None
    if not _ANY.fullmatch(text):
        return text, None
    return text, next((why for shape, why in _GUESSED if shape.fullmatch(text)), None)
