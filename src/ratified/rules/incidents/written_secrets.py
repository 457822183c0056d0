"""Secrets that a text gives by name: keys in blocks, passwords, what is behind Bearer and in addresses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ratified.rules.incidents.found_leak import FoundLeak

if TYPE_CHECKING:
    from collections.abc import Iterator

_BLOCK = re.compile(
    r"-{4,5} ?BEGIN (?:[A-Z0-9]{1,12} ){0,4}PRIVATE KEY(?: BLOCK)? ?-{4,5}"
    r"|PuTTY-User-Key-File-\d"
    r"|\bb3BlbnNzaC1rZXktdjE"  # how an OpenSSH key begins below its first line
    r"|\bAGE-SECRET-KEY-1[0-9A-Z]{20,80}"
)
_BLOCK_SIGNS = ("PRIVATE KEY", "PuTTY-User-Key", "b3BlbnNzaC1rZXktdjE", "AGE-SECRET-KEY-")

_NAMES = ("password", "passwd", "passphrase", "passcode", "pwd", "pass", "pw", "secret", "credential", "token", "key")
"""The words that a secret is given by, in small letters. Of keys, those that somebody gets in with."""

_KEY_OF = re.compile(r"(?i)(?:api|access|account|auth|private|secret|signing|encryption|license|service|master)[ _-]?$")
_GIVEN = re.compile(
    r"(?i)s?(?P<suffix>(?:_\w{1,24})?)['\"]?(?P<between>[ \t]{0,3}(?::=|=>|[:=])[ \t]{0,3}|[ \t](?:is|was)[ \t:]{1,3})"
    r"(?P<quote>['\"`]?)(?P<value>[^\s'\"`,;)}\]]{6,200})"
)
_ABOUT = re.compile(
    r"_(?:name|id|arn|path|file|ref|url|uri|endpoint|type|kind|age|count|policy|rotation|expiry|expires|version|length"
    r"|hash|store|manager|owner|location)$"
)
"""What says of a secret where it is or how old it is, and not what it is."""
_NONE = re.compile(
    r"(?i)[*<\[{($%#]|(?:[a-z][a-z0-9+.-]{1,20}:)?//?\w|vault:|sha\d|(.)\1+$|your[_ -]|[\w.]{1,60}\(|\.\.\."
    r"|redacted|removed|hidden|masked"
    r"|(?:expired|revoked|rotated|invalid|missing|unknown|disabled|enabled|present|absent|unset)$"
)
"""How what stands for a secret begins: a mask, a variable, a path, an address, a hash, a call in code, a state."""
_ID = re.compile(r"(?i)[a-z]{1,12}(?:-[a-z0-9]{1,8})*-\d{1,8}(?:-[a-z0-9]{1,8})*|\d[\d:.,/T+Z-]*[a-z]{0,3}")
"""A ticket, a clause, a day, a time, a number with its unit."""

_BEARER = re.compile(r"(?i)\b(?:bearer|ssws)[ \t:]{1,3}['\"]?([\w.~+/-]{16,400}={0,2})", re.ASCII)
_BASIC = re.compile(
    r"(?i)\bauthorization['\"]?[ \t]{0,3}[:=][ \t]{0,3}['\"]?basic[ \t]{1,3}([A-Za-z0-9+/]{8,400}={0,2})"
)
_ON_COMMAND_LINE = re.compile(
    r"(?:\b(?:mysql|mariadb)[\w-]{0,12}\b[^\n|;&]{0,120}?[ \t]-p(?=[^\s-])"
    r"|\bsshpass[ \t]+-p[ \t]{0,3}"
    r"|\b(?:curl|wget|http)\b[^\n|;&]{0,120}?[ \t](?:-u|--user|-a|--auth)[ \t=]{0,3}['\"]?[\w.@+-]{1,64}:"
    r"|(?<=[ \t`])(?P<flag>--(?:password|passwd|passphrase|pass|token|secret|api-?key)[ \t]{1,3}))"
    r"(?P<quote>['\"]?)(?P<value>[^\s'\"`]{4,128})"
)
"""Commands as they are pasted from a terminal, with the secret among their options."""
_IN_ADDRESS = re.compile(r"(?i)\b[a-z][a-z0-9+.-]{1,20}://[^\s/:@'\"]{0,64}:([^\s/@'\"]{3,128})@(?=[\w\[])")


def written_secrets(text: str, signs: str) -> Iterator[FoundLeak]:
    """The secrets that a text gives. `signs` is the text in small letters, every digit a 0."""
    if any(sign in text for sign in _BLOCK_SIGNS):
        yield from (FoundLeak(*match.span(), "a private key") for match in _BLOCK.finditer(text))
    if "bearer" in signs or "ssws" in signs:
        for match in _BEARER.finditer(text):
            if any(letter.isdecimal() for letter in match[1]) and not _ID.fullmatch(match[1]):
                yield FoundLeak(*match.span(), "a token")
    if "basic" in signs:
        yield from (FoundLeak(*match.span(), "a password") for match in _BASIC.finditer(text))
    if "://" in text:
        for match in _IN_ADDRESS.finditer(text):
            if not _NONE.match(match[1]):
                yield FoundLeak(*match.span(), "a password")
    yield from _on_command_line(text)
    yield from _given_by_name(text, signs)


def _on_command_line(text: str) -> Iterator[FoundLeak]:
    """An option that is only named has a word behind it: `the --token option`."""
    for match in _ON_COMMAND_LINE.finditer(text) if " -" in text or "`-" in text or "\t-" in text else ():
        value = match["value"]
        named = match["flag"] and not match["quote"] and not any(map(str.isdecimal, value))
        if not (named or value.startswith("-") or _NONE.match(value)):
            yield FoundLeak(*match.span(), "a password")


def _given_by_name(text: str, signs: str) -> Iterator[FoundLeak]:
    for name in _NAMES:
        start = signs.find(name)
        while start >= 0:
            end = start + len(name)
            match = _GIVEN.match(text, end) if _names_one(text, name, start) else None
            if match is not None and _gives(name, match):
                yield FoundLeak(start, match.end(), "a password")
            start = signs.find(name, end)


def _names_one(text: str, name: str, start: int) -> bool:
    """Whether a word is one by itself: a key of something to get in by, and no `bypass` and no `monkey`."""
    if name == "key":
        return _KEY_OF.search(text[max(0, start - 11) : start]) is not None
    return len(name) > 4 or start == 0 or not text[start - 1].isalpha()


def _gives(name: str, match: re.Match[str]) -> bool:
    """Whether the words say what a secret is. `password: rotated` does not, `password=rotated` does."""
    value = match["value"].rstrip(".!?:")
    if _ABOUT.search(match["suffix"].lower()) or _NONE.match(value) or len(value) < 6:
        return False
    if match["quote"] in {"'", '"'} or match["between"] == "=":
        return True
    if name == "passcode" and value.isdecimal():
        return True
    if _ID.fullmatch(value) or value.replace("-", "").isalpha():
        return False
    spoken = match["between"].strip(" \t:").lower() in {"is", "was"}
    return not spoken or any(letter.isdecimal() for letter in value)
